// Other people's software as a client of VC-API over HTTPS: node vc_api_client.mjs URL, with the
// service's certificate in NODE_EXTRA_CA_CERTS. Prints one JSON object: what was found, by sentence.

import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as ecdsaSd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as statusLists from '@digitalbazaar/vc-bitstring-status-list';
import * as vc from '@digitalbazaar/vc';
import {contexts} from '@digitalbazaar/credentials-context';
import {createVerifyCryptosuite as eddsaJcs} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsaRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {driver} from '@digitalbazaar/did-method-key';

const [service] = process.argv.slice(2);
const found = {};
const keys = driver();
for(const [header, multikey] of [['z6Mk', Ed25519Multikey], ['zDna', EcdsaMultikey], ['z82L', EcdsaMultikey]]) {
  keys.use({multibaseMultikeyHeader: header, fromMultibase: multikey.from});
}
const suites = [eddsaRdfc, ecdsaRdfc, ecdsaSd.createVerifyCryptosuite(), eddsaJcs()]
  .map(cryptosuite => new DataIntegrityProof({cryptosuite}));

async function post(path, body) {
  const answer = await fetch(service + path, {
    method: 'POST', body: JSON.stringify(body), headers: {'content-type': 'application/json'}
  });
  const text = await answer.text();
  return {status: answer.status, body: text ? JSON.parse(text) : null};
}

async function documentLoader(url) {
  let document = contexts.get(url);
  if(url.startsWith('did:key:')) {
    document = await keys.get({url});
  } else if(url.startsWith(service)) {
    document = await (await fetch(url)).json();
  }
  return {contextUrl: null, documentUrl: url, document};
}

async function checkStatus(options) {
  const told = await statusLists.checkStatus({...options, suite: suites});
  return told.results?.some(({status}) => status) ? {verified: false} : told;
}

async function accepts(credential) {
  return (await vc.verifyCredential({credential, suite: suites, documentLoader, checkStatus})).verified;
}

const unsigned = {
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  type: ['VerifiableCredential'],
  issuer: 'did:example:issuer',
  name: {'@value': 'مرحبا', '@language': 'ar', '@direction': 'rtl'},
  credentialSubject: {id: 'did:example:ada'}
};
const issued = {};
for(const path of ['', '/eddsa-jcs-2022', '/ecdsa-rdfc-2019/p-256', '/ecdsa-rdfc-2019/p-384', '/status']) {
  const {status, body} = await post(`${path}/credentials/issue`, {credential: unsigned});
  issued[path] = body.verifiableCredential;
  found[`issued under ${path || '/'}`] = status === 201 && await accepts(issued[path]);
}

const listed = issued['/status'];
await post('/status/credentials/status', {credentialId: listed.id, credentialStatus: listed.credentialStatus});
found['a revoked one is refused'] = !await accepts(listed);

const path = '/ecdsa-sd-2023/p-256/credentials';
const base = await post(`${path}/issue`, {credential: unsigned, options: {mandatoryPointers: ['/issuer']}});
const shown = await post(`${path}/derive`, {
  verifiableCredential: base.body.verifiableCredential, options: {selectivePointers: ['/credentialSubject']}
});
found['a part that was derived'] = shown.status === 201 && await accepts(shown.body.verifiableCredential);

const pair = await Ed25519Multikey.generate({});
pair.controller = `did:key:${pair.publicKeyMultibase}`;
pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;
const suite = new DataIntegrityProof({signer: pair.signer(), cryptosuite: eddsaRdfc});
const theirs = await vc.issue({credential: {...unsigned, issuer: pair.controller}, suite, documentLoader});
const judged = await post('/credentials/verify', {verifiableCredential: theirs});
found['theirs is verified'] = judged.status === 200;

const asked = {challenge: 'c-1', domain: 'https://verifier.example'};
const presentation = vc.createPresentation({verifiableCredential: theirs, holder: pair.controller});
const held = await vc.signPresentation({presentation, suite, documentLoader, ...asked});
const held200 = await post('/presentations/verify', {verifiablePresentation: held, options: asked});
found['a presentation of theirs is verified'] = held200.status === 200;
const other = {...asked, challenge: 'c-2'};
const held400 = await post('/presentations/verify', {verifiablePresentation: held, options: other});
found['one for another challenge is refused'] = held400.status === 400;

const made = await post('/presentations', {
  presentation: {
    '@context': unsigned['@context'], type: ['VerifiablePresentation'], verifiableCredential: [issued['']]
  },
  options: asked
});
const told = await vc.verify({
  presentation: made.body.verifiablePresentation, suite: suites, documentLoader, ...asked
});
found['a presentation of ours is accepted'] = told.verified;

process.stdout.write(JSON.stringify(found));
