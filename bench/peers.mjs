// @digitalbazaar/vc on the same credential: reads {document, contexts, key} on stdin, writes CPU
// microseconds per operation, the least of several rounds.
import {webcrypto} from 'node:crypto';
globalThis.crypto ??= webcrypto;
const vc = await import('@digitalbazaar/vc');
const {DataIntegrityProof} = await import('@digitalbazaar/data-integrity');
const {cryptosuite} = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const Ed25519Multikey = await import('@digitalbazaar/ed25519-multikey');

let text = '';
for await (const chunk of process.stdin) text += chunk;
const {documents, contexts, key, rounds} = JSON.parse(text);

const {secretKeyMultibase, ...published} = key;
const controller = {
  '@context': 'https://www.w3.org/ns/did/v1',
  id: key.controller,
  verificationMethod: [published],
  assertionMethod: [key.id],
};
const known = new Map(Object.entries(contexts));
known.set(key.id, published);
known.set(key.controller, controller);
const documentLoader = async url => {
  if(!known.has(url)) throw new Error(`not known: ${url}`);
  return {contextUrl: null, documentUrl: url, document: known.get(url), tag: 'static'};
};
const pair = await Ed25519Multikey.from(key);
const signing = () => new DataIntegrityProof({signer: pair.signer(), cryptosuite});
const checking = () => new DataIntegrityProof({cryptosuite});
const checkStatus = async () => ({verified: true});

const issue = async document => vc.issue(
  {credential: structuredClone(document), suite: signing(), documentLoader});
const signed = [];
for(const document of documents) signed.push(await issue(document));
const verify = async credential => {
  const result = await vc.verifyCredential(
    {credential, suite: checking(), documentLoader, checkStatus});
  if(!result.verified) throw result.error;
};

async function least(operation, things) {
  let best = Infinity;
  for(let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    for(const thing of things) await operation(thing);
    const {user, system} = process.cpuUsage(before);
    best = Math.min(best, (user + system) / things.length);
  }
  return best;
}
const result = {issue: await least(issue, documents), verify: await least(verify, signed)};
process.stdout.write(JSON.stringify({...result, signed: signed[0], node: process.version}));
