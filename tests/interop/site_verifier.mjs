// Other people's software as a verifier on the web: node site_verifier.mjs, with the certificate of
// the site in NODE_EXTRA_CA_CERTS. Reads {"credentials": [...], "contexts": {url: document}} and
// prints, for each credential, whether it is accepted, why not, and what was asked of the web.
// Identifiers (did:web) and status lists come from where they say they are, over HTTPS, and nowhere
// else.

import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as statusLists from '@digitalbazaar/vc-bitstring-status-list';
import * as vc from '@digitalbazaar/vc';
import {createVerifyCryptosuite as eddsaJcs} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {cryptosuite as eddsaRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {driver} from '@digitalbazaar/did-method-web';
import {text} from 'node:stream/consumers';

const {credentials, contexts} = JSON.parse(await text(process.stdin));
const suite = [eddsaRdfc, eddsaJcs()].map(cryptosuite => new DataIntegrityProof({cryptosuite}));
const identifiers = driver();
identifiers.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});

async function verdictOn(credential) {
  const asked = new Set();

  async function documentLoader(url) {
    let document = contexts[url];
    if(!document) {
      asked.add(url);
      document = url.startsWith('did:web:') ?
        await identifiers.get({url}) : await (await fetch(url)).json();
    }
    return {contextUrl: null, documentUrl: url, document};
  }

  async function checkStatus(options) {
    const told = await statusLists.checkStatus({...options, suite});
    const isSet = told.results?.some(({status}) => status);
    return isSet ? {verified: false, error: new Error('its status is set')} : told;
  }

  const told = await vc.verifyCredential({credential, suite, documentLoader, checkStatus});
  const error = told.error ?? told.statusResult?.error;
  const reason = (error?.errors?.[0] ?? error)?.message;
  return {verified: told.verified, reason: told.verified ? '' : `${reason}`, asked: [...asked]};
}

const verdicts = [];
for(const credential of credentials) {
  verdicts.push(await verdictOn(credential));
}
process.stdout.write(JSON.stringify(verdicts));
