"""Somebody's own key, in another's name: every way to say that a key is the issuer's."""

from __future__ import annotations

import pytest

from testamur.credentials.jose import sign_jwt
from testamur.credentials.verify import STRICT, Policy
from testamur.encoding import base64url_encode, compact_json
from testamur.problems import Verdict
from tests.attackers import CHEN, UNI, badge, codes_of, judged, method_of, signed
from tests.simulated_web import SimulatedWeb

DID = "did:web:uni.example"
HOME = "https://uni.example/"
EVIL = "did:web:evil.example"
CHENS = CHEN.public.multikey
CHENS_JWK = f"did:jwk:{base64url_encode(compact_json(CHEN.public.jwk).encode())}"


def controller_of(identifier, key):
    method = {
        "id": f"{identifier}#k",
        "type": "Multikey",
        "controller": identifier,
        "publicKeyMultibase": key.public.multikey,
    }
    return {"id": identifier, "verificationMethod": [method], "assertionMethod": [method["id"]]}


def key_at(url, controller):
    return {
        "id": url,
        "type": "Multikey",
        "controller": controller,
        "publicKeyMultibase": CHENS,
    }


WEB = SimulatedWeb(
    {
        "https://uni.example/.well-known/did.json": controller_of(DID, UNI),
        HOME: {"id": HOME, "type": "Profile", "name": "University"},
        "https://evil.example/.well-known/did.json": controller_of(EVIL, CHEN),
        "https://evil.example/uni.json": controller_of(DID, CHEN),
        "https://evil.example/key": key_at("https://evil.example/key", DID),
        "https://evil.example/homekey": key_at("https://evil.example/homekey", HOME),
        # what anybody may upload to the university's own site
        "https://uni.example/up/key": key_at("https://uni.example/up/key", DID),
        "https://uni.example/up/homekey": key_at("https://uni.example/up/homekey", HOME),
        "https://uni.example/up/home": controller_of(HOME, CHEN),
    }
)

FORGED = {
    "another's did:key": (DID, method_of(CHEN)),
    "an issuer object": ({"id": DID, "type": ["Profile"]}, method_of(CHEN)),
    "a list of issuers": ([DID], method_of(CHEN)),
    "no issuer": ("", method_of(CHEN)),
    "the issuer's own method": (DID, f"{DID}#k"),
    "another's did:web": (DID, f"{EVIL}#k"),
    "the issuer's document elsewhere": (DID, "https://evil.example/uni.json#k"),
    "a key elsewhere that names the issuer": (DID, "https://evil.example/key"),
    "a key uploaded to the issuer": (DID, "https://uni.example/up/key"),
    "a key that the issuer does not publish": (DID, f"{DID}#{CHENS}"),
    "the document by its address": (DID, "https://uni.example/.well-known/did.json#k"),
    "an address of the issuer, and a key in it": (HOME, f"{HOME}#{CHENS}"),
    "the address without its slash": (HOME, f"{HOME[:-1]}#{CHENS}"),
    "a key elsewhere that names the address": (HOME, "https://evil.example/homekey"),
    "a key uploaded, which names the address": (HOME, "https://uni.example/up/homekey"),
    "a document uploaded, which is the address": (HOME, "https://uni.example/up/home#k"),
    "one did:key and another's fragment": (UNI.public.did_key, f"{UNI.public.did_key}#{CHENS}"),
    "another did:key and one's fragment": (
        UNI.public.did_key,
        f"{CHEN.public.did_key}#{UNI.public.multikey}",
    ),
    "a did:key with a query": (UNI.public.did_key, f"{CHEN.public.did_key}?a=b#{CHENS}"),
    "another's did:jwk": (UNI.public.did_key, f"{CHENS_JWK}#0"),
    "a host in capitals": ("did:web:UNI.example", "did:web:UNI.example#k"),
    "a path that climbs": ("did:web:uni.example:..:up", "did:web:uni.example:..:up#k"),
    "a slash that is hidden": ("did:web:uni.example%2fup", "did:web:uni.example%2fup#k"),
    "a fragment in the name": (f"{DID}#", f"{DID}##k"),
}


@pytest.mark.parametrize(("issuer", "method"), FORGED.values(), ids=FORGED)
def test_a_proof_is_never_anothers(issuer, method):
    document = signed(badge(issuer=issuer), by=CHEN, method=method, suite="eddsa-jcs-2022")
    report = judged(document, resolver=WEB)
    assert report.verdict is not Verdict.VALID
    assert report.problems


@pytest.mark.parametrize(("issuer", "method"), FORGED.values(), ids=FORGED)
def test_accepting_keys_that_only_the_credential_names_is_no_more_than_that(issuer, method):
    document = signed(badge(issuer=issuer), by=CHEN, method=method, suite="eddsa-jcs-2022")
    report = judged(document, resolver=WEB, policy=Policy(fragment_keys=True))
    names_its_key = (issuer, method) == (HOME, f"{HOME}#{CHENS}")
    uploaded = method == "https://uni.example/up/homekey"
    assert (report.verdict is Verdict.VALID) == (names_its_key or uploaded)


HEADERS = [
    {"kid": method_of(CHEN)},
    {"kid": f"{EVIL}#k"},
    {"kid": f"#{CHENS}"},
    {"kid": CHENS},
    {"kid": f"{DID}#k"},
    {"kid": "https://evil.example/key"},
    {"kid": "https://evil.example/uni.json#k"},
    {"jwk": CHEN.public.jwk},
    {"jwk": CHEN.public.jwk, "kid": f"{DID}#k"},
    {},
]


@pytest.mark.parametrize("header", HEADERS, ids=str)
@pytest.mark.parametrize("issuer", [DID, HOME, UNI.public.did_key])
def test_a_token_is_never_anothers(header, issuer):
    told = badge(issuer=issuer)
    unnamed = badge(issuer={"type": ["Profile"], "name": "University"})
    for payload, typ in (
        (told, "vc+jwt"),
        (told | {"iss": issuer}, "JWT"),
        (told | {"iss": CHEN.public.did_key}, "JWT"),
        (unnamed | {"iss": issuer}, "JWT"),
    ):
        token = sign_jwt(payload, signer=CHEN, header=header | {"typ": typ})
        assert judged(token, resolver=WEB, policy=STRICT).verdict is not Verdict.VALID


def test_a_proof_made_to_present_proves_no_credential():
    document = signed(badge(), purpose="authentication")
    assert codes_of(judged(document)) == {"proof.purpose-mismatch"}


def test_anothers_proof_beside_the_issuers_changes_nobodys_name():
    both = signed(signed(badge()), by=CHEN)
    report = judged(both)
    assert report.verdict is Verdict.VALID
    assert method_of(UNI) in next(c.detail for c in report.checks if c.name == "issuer")
    alone = both | {"proof": both["proof"][1:]}
    assert codes_of(judged(alone)) == {"issuer.key-mismatch"}


def test_a_proof_that_covers_the_issuers_does_not_stand_for_it():
    first = signed(badge(), id="urn:p:1")
    both = signed(first, by=CHEN, previous_proof="urn:p:1")
    assert judged(both).verdict is Verdict.VALID
    alone = both | {"proof": both["proof"][1:]}
    assert codes_of(judged(alone)) == {"proof.previous-missing"}


class TestAStolenKey:
    """Whoever has a key dates what it signs; `expires` says that nobody else had it."""

    def web(self, **end):
        document = controller_of(DID, CHEN)
        document["verificationMethod"][0] |= end
        return SimulatedWeb({"https://uni.example/.well-known/did.json": document})

    def told(self, document, **end):
        report = judged(document, resolver=self.web(**end))
        return report.verdict, codes_of(report)

    def test_it_does_not_date_a_forgery_to_before_it_was_missed(self):
        back_dated = signed(badge(issuer=DID), by=CHEN, method=f"{DID}#k")
        token = sign_jwt(
            badge(issuer=DID) | {"iat": 1_777_593_600},
            signer=CHEN,
            header={"kid": f"{DID}#k", "typ": "vc+jwt"},
        )
        missed = "2026-05-20T00:00:00Z"
        for document in (back_dated, token):
            assert self.told(document) == (Verdict.VALID, set())
            assert self.told(document, expires=missed) == (Verdict.VALID, set())
            lost = self.told(document, revoked=missed)
            assert lost == (Verdict.UNDETERMINED, {"proof.key-revoked"})
            both = self.told(document, revoked=missed, expires=missed)
            assert both == (Verdict.UNDETERMINED, {"proof.key-revoked"})

    def test_an_honest_date_after_the_end_fails(self):
        late = signed(badge(issuer=DID), by=CHEN, method=f"{DID}#k")
        for end in ("expires", "revoked"):
            told = self.told(late, **{end: "2026-04-01T00:00:00Z"})
            assert told == (Verdict.INVALID, {"proof.key-retired"})
