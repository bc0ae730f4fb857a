"""How each kind of wrong or unknowable proof is judged."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from testamur.credentials.dids import VerificationMethod
from testamur.credentials.proofs import verify_proofs
from testamur.credentials.resolution import Fetched, Offline
from testamur.encoding import base58_encode, multibase_decode
from testamur.problems import Outcome
from tests.unit.credentials.proofs.badges import (
    AT,
    DI2,
    KEYS,
    MADE,
    SIGNED_WITH,
    VC2_EXAMPLES,
    badge,
    codes_of,
    judged,
    method_of,
    signed_badge,
)

CONTROLLER = "https://uni.example/issuer"


def test_a_result_says_which_key_when_and_how():
    (result,) = verify_proofs(signed_badge(), resolver=Offline(), at=AT)
    key = KEYS["ed25519"].public
    assert (result.index, result.cryptosuite, result.created) == (0, "eddsa-rdfc-2022", MADE)
    assert (result.method.key, result.method.controller) == (key, key.did_key)


def test_problems_point_into_the_document():
    document = signed_badge(document=signed_badge())
    document["proof"][1]["created"] = "yesterday"
    results = verify_proofs(document, resolver=Offline(), at=AT)
    assert [problem.pointer for problem in results[1].problems] == ["/proof/1/created"]
    assert results[0].outcome is Outcome.PASSED


def test_problems_of_a_single_proof_point_to_it():
    document = signed_badge()
    document["proof"]["extra"] = "x"
    (result,) = verify_proofs(document, resolver=Offline(), at=AT)
    assert result.problems[0].code == "document.unsigned-term"
    assert result.problems[0].pointer == "/proof/extra"


@pytest.mark.parametrize(("suite", "kind"), SIGNED_WITH)
def test_a_changed_document_fails(suite, kind):
    document = signed_badge(suite, kind)
    document["name"] = "Mastery of Python"
    assert judged(document) == (["failed"], ["proof.signature-mismatch"])


@pytest.mark.parametrize(("suite", "kind"), SIGNED_WITH)
def test_a_value_for_another_key_fails(suite, kind):
    document = signed_badge(suite, kind)
    other = type(KEYS[kind]).from_seed(b"\x07" * (48 if kind == "p384" else 32), kind=kind)
    document["proof"]["verificationMethod"] = method_of(other)
    assert judged(document) == (["failed"], ["proof.signature-mismatch"])


@pytest.mark.parametrize(
    "value",
    [
        "z",
        "zzz0",
        "not multibase",
        "u" + "A" * 86,
        "z" + "1" * 300,
        "z" + base58_encode(bytes(63)),
        "z" + base58_encode(bytes(64)),
        "z" + base58_encode(bytes(65)),
    ],
    ids=lambda value: value[:12],
)
@pytest.mark.parametrize(("suite", "kind"), SIGNED_WITH)
def test_a_value_of_another_form_fails(suite, kind, value):
    document = signed_badge(suite, kind)
    document["proof"]["proofValue"] = value
    outcome, (code,) = judged(document)
    assert outcome == ["failed"]
    assert code in {"proof.malformed", "proof.signature-mismatch"}


@pytest.mark.parametrize("kind", ["p256", "p384"])
def test_both_halves_of_an_ecdsa_signature_are_in_range(kind):
    document = signed_badge("ecdsa-rdfc-2019", kind)
    signature = multibase_decode(document["proof"]["proofValue"])
    half = len(signature) // 2
    for r, s in [(b"\0" * half, signature[half:]), (signature[:half], b"\xff" * half)]:
        document["proof"]["proofValue"] = "z" + base58_encode(r + s)
        assert codes_of(document) == ["proof.signature-mismatch"]


class TestPurposeTimeDomainAndChallenge:
    def test_a_presentation_answers_exactly_what_was_asked(self):
        document = signed_badge(
            purpose="authentication", domain="verifier.example", challenge="c0ffee"
        )
        asked = {"purpose": "authentication", "domain": "verifier.example"}
        assert judged(document, challenge="c0ffee", **asked) == (["passed"], [])
        assert codes_of(document, challenge="other", **asked) == ["proof.challenge-mismatch"]
        asked["domain"] = "elsewhere.example"
        assert codes_of(document, challenge="c0ffee", **asked) == ["proof.domain-mismatch"]

    def test_several_domains_match_as_a_set(self):
        document = signed_badge(purpose="authentication", domain=("a.example", "b.example"))
        for asked, codes in [
            (["b.example", "a.example"], []),
            (["a.example"], ["proof.domain-mismatch"]),
            ("a.example", ["proof.domain-mismatch"]),
        ]:
            assert codes_of(document, purpose="authentication", domain=asked) == codes

    def test_a_presentation_without_an_answer_fails_where_one_was_asked(self):
        document = signed_badge(purpose="authentication")
        asked = {"purpose": "authentication"}
        assert codes_of(document, challenge="c", **asked) == ["proof.challenge-mismatch"]
        assert codes_of(document, domain="d.example", **asked) == ["proof.domain-mismatch"]
        assert codes_of(document, **asked) == []

    def test_a_credential_bound_to_a_domain_does_not_stand_elsewhere(self):
        assert codes_of(signed_badge(domain="d.example")) == ["proof.domain-mismatch"]
        assert codes_of(signed_badge(challenge="c")) == ["proof.challenge-mismatch"]
        assert codes_of(signed_badge(domain="d.example"), domain="d.example") == []

    def test_the_future_is_refused_beyond_the_skew(self):
        document = signed_badge(created=AT + timedelta(seconds=2))
        assert codes_of(document) == ["proof.not-yet-made"]
        assert codes_of(document, skew=timedelta(seconds=2)) == []

    def test_a_proof_expires_at_its_moment(self):
        document = signed_badge(expires=AT)
        assert codes_of(document) == ["proof.expired"]
        assert codes_of(document, at=AT - timedelta(seconds=1)) == []

    def test_created_is_not_required(self):
        document = signed_badge(created=None)
        assert "created" not in document["proof"]
        assert judged(document) == (["passed"], [])


class TestContextsOfJcs:
    def test_a_context_added_later_may_change_nothing(self):
        document = signed_badge("eddsa-jcs-2022")
        document["@context"].append(DI2)
        assert judged(document) == (["passed"], [])

    def test_a_context_added_later_may_not_change_the_meaning(self):
        document = signed_badge("eddsa-jcs-2022", document=badge() | {"motto": "Learn."})
        document["@context"].append(VC2_EXAMPLES)
        assert codes_of(document) == ["document.unsigned-term"]
        document = signed_badge("eddsa-jcs-2022")
        inline = {"motto": "https://uni.example/motto"}
        document["@context"].append(inline)
        assert codes_of(document) == ["context.refused"]
        assert codes_of(document, inline_contexts=True) == []

    @pytest.mark.parametrize("change", ["first", "order", "none"])
    def test_other_contexts_fail(self, change):
        document = signed_badge("eddsa-jcs-2022")
        if change == "first":
            del document["@context"][0]
        elif change == "order":
            document["@context"].reverse()
        else:
            del document["@context"]
        assert codes_of(document) == ["proof.context-mismatch"]

    def test_a_proof_without_contexts_covers_those_of_the_document(self):
        document = signed_badge("eddsa-jcs-2022")
        del document["proof"]["@context"]
        assert codes_of(document) == ["proof.signature-mismatch"]


class TestKeysElsewhere:
    def key_document(self, **published):
        method = VerificationMethod.publish(
            KEYS["ed25519"].public, controller=CONTROLLER, name="key-1", **published
        )
        return {
            "@context": ["https://www.w3.org/ns/cid/v1"],
            "id": CONTROLLER,
            "verificationMethod": [method.as_json()],
            "assertionMethod": [method.id],
        }

    def resolver(self, document):
        body = json.dumps(document).encode()
        return Offline({CONTROLLER: Fetched(CONTROLLER, body, "application/json", AT)})

    def signed(self, **stated):
        return signed_badge(verification_method=f"{CONTROLLER}#key-1", **stated)

    def test_a_published_key_is_used(self):
        resolver = self.resolver(self.key_document())
        assert judged(self.signed(), resolver=resolver) == (["passed"], [])

    def test_a_key_that_cannot_be_had_leaves_it_undetermined(self):
        assert judged(self.signed()) == (["undetermined"], ["fetch.offline"])

    def test_a_key_published_for_something_else_fails(self):
        resolver = self.resolver(self.key_document() | {"assertionMethod": []})
        assert judged(self.signed(), resolver=resolver)[0] == ["failed"]

    @pytest.mark.parametrize("end", ["revoked", "expires"])
    def test_a_key_signs_nothing_after_its_end(self, end):
        resolver = self.resolver(self.key_document(**{end: MADE}))
        assert codes_of(self.signed(), resolver=resolver) == ["proof.key-retired"]
        before = self.signed(created=MADE - timedelta(seconds=1))
        assert codes_of(before, resolver=resolver) == (
            [] if end == "expires" else ["proof.key-revoked"]
        )

    def test_a_key_that_was_revoked_since_leaves_what_it_signed_undetermined(self):
        resolver = self.resolver(self.key_document(revoked=AT))
        assert judged(self.signed(), resolver=resolver) == (["undetermined"], ["proof.key-revoked"])
        altered = self.signed() | {"name": "Another"}
        assert judged(altered, resolver=resolver) == (["failed"], ["proof.signature-mismatch"])
        later = self.resolver(self.key_document(revoked=AT + timedelta(seconds=1)))
        assert judged(self.signed(), resolver=later) == (["passed"], [])

    def test_a_proof_without_date_is_as_late_as_its_judgement(self):
        resolver = self.resolver(self.key_document(revoked=AT))
        assert codes_of(self.signed(created=None), resolver=resolver) == ["proof.key-retired"]
