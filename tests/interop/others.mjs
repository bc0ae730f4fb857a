// Other people's software behind one line of JSON per question: answers come in the same order, one
// line each. Nothing is fetched: contexts and status lists are handed over first, and did:key
// documents are made by other people's driver from the key itself.
//
//   {"do": "know", "documents": {url: document}}
//   {"do": "issue", "credential", "key": {publicKeyMultibase, secretKeyMultibase}, "suite", "at"}
//   {"do": "derive", "credential", "pointers"}
//   {"do": "verify", "credential", "at"}
//   {"do": "canonise", "document"}
//   {"do": "unbake", "png": base64}

import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as ecdsaSd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as statusLists from '@digitalbazaar/vc-bitstring-status-list';
import * as vc from '@digitalbazaar/vc';
import extractChunks from 'png-chunks-extract';
import jsonld from 'jsonld';
import {createInterface} from 'node:readline';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {decodeSync as decodeText} from 'png-chunk-itxt';
import {driver} from '@digitalbazaar/did-method-key';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsaRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {createVerifyCryptosuite as eddsaJcs} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';

const known = new Map();
const keys = driver();
for(const [header, multikey] of [['z6Mk', Ed25519Multikey], ['zDna', EcdsaMultikey], ['z82L', EcdsaMultikey]]) {
  keys.use({multibaseMultikeyHeader: header, fromMultibase: multikey.from});
}

const verifiers = [eddsaRdfc, ecdsaRdfc, ecdsaSd.createVerifyCryptosuite(), eddsaJcs()]
  .map(cryptosuite => new DataIntegrityProof({cryptosuite}));

async function documentLoader(url) {
  if(url.startsWith('did:key:')) {
    return {contextUrl: null, documentUrl: url, document: await keys.get({url})};
  }
  if(!known.has(url)) {
    throw new Error(`nothing is known of ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: known.get(url), tag: 'static'};
}

// Its checkStatus tells each status; whether one that is set counts is for the caller to say.
async function checkStatus(options) {
  const told = await statusLists.checkStatus({...options, suite: verifiers});
  const isSet = told.results?.some(({status}) => status);
  return isSet ? {verified: false, error: new Error('its status is set')} : told;
}

const deeds = {
  know({documents}) {
    for(const [url, document] of Object.entries(documents)) {
      known.set(url, document);
    }
    return {};
  },

  async issue({credential, key, suite, at, mandatory = []}) {
    const from = suite.startsWith('eddsa') ? Ed25519Multikey.from : EcdsaMultikey.from;
    const did = `did:key:${key.publicKeyMultibase}`;
    const pair = await from({
      '@context': 'https://w3id.org/security/multikey/v1', type: 'Multikey',
      controller: did, id: `${did}#${key.publicKeyMultibase}`, ...key
    });
    const cryptosuite = {
      'eddsa-rdfc-2022': eddsaRdfc,
      'ecdsa-rdfc-2019': ecdsaRdfc,
      'ecdsa-sd-2023': ecdsaSd.createSignCryptosuite({mandatoryPointers: mandatory})
    }[suite];
    const proof = new DataIntegrityProof({signer: pair.signer(), cryptosuite, date: new Date(at)});
    return {credential: await vc.issue({credential, suite: proof, documentLoader, now: at})};
  },

  async derive({credential, pointers}) {
    const cryptosuite = ecdsaSd.createDiscloseCryptosuite({selectivePointers: pointers});
    const suite = new DataIntegrityProof({cryptosuite});
    return {credential: await vc.derive({verifiableCredential: credential, suite, documentLoader})};
  },

  async verify({credential, at}) {
    const told = await vc.verifyCredential({
      credential, suite: verifiers, documentLoader, checkStatus, now: new Date(at)
    });
    const error = told.error ?? told.statusResult?.error;
    const reason = (error?.errors?.[0] ?? error)?.message;
    return {verified: told.verified, reason: told.verified ? undefined : `${reason}`};
  },

  async canonise({document}) {
    return {nquads: await jsonld.canonize(document, {
      algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, base: null, documentLoader
    })};
  },

  unbake({png}) {
    const texts = extractChunks(Buffer.from(png, 'base64'))
      .filter(({name}) => name === 'iTXt')
      .map(({data}) => decodeText(data));
    return {texts};
  }
};

for await (const line of createInterface({input: process.stdin})) {
  const {do: deed, ...question} = JSON.parse(line);
  let answer;
  try {
    answer = await deeds[deed](question);
  } catch(error) {
    answer = {error: `${error.name}: ${error.message}`};
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
