"""Signing: one credential, or many of one shape."""

from __future__ import annotations

from datetime import timedelta

import pytest

from testamur.credentials.issue import (
    DEFAULT_SUITE,
    JWT,
    Press,
    award_id,
    issue,
    sign,
    verification_method_of,
)
from testamur.credentials.openbadges import Achievement
from testamur.credentials.proofs import ProofOptions
from testamur.credentials.resolution import Offline
from testamur.credentials.verify import Policy, examine, verify
from testamur.encoding import copy_json
from testamur.errors import Refused
from testamur.keys import KeyKind, SigningKey
from testamur.problems import Verdict
from tests.sample_credential import ISSUED, SLOTS, sample, sample_values, with_values
from tests.situations import ADA, UNI, Party, badge

KEYS = {
    "ed25519": SigningKey.from_seed(b"k" * 32),
    "p256": SigningKey.from_seed(b"k" * 32, kind="p256"),
    "p384": SigningKey.from_seed(b"k" * 48, kind="p384"),
}
LATER = ISSUED + timedelta(days=1)
PYTHON = Achievement("https://uni.example/a/python", name="Python", criteria="Pass.")
SUITES = [
    ("eddsa-rdfc-2022", "ed25519"),
    ("eddsa-jcs-2022", "ed25519"),
    ("ecdsa-rdfc-2019", "p256"),
    ("ecdsa-rdfc-2019", "p384"),
    ("ecdsa-jcs-2019", "p256"),
    ("ecdsa-jcs-2019", "p384"),
    (JWT, "ed25519"),
    (JWT, "p256"),
    (JWT, "p384"),
]


def party(kind):
    key = KEYS[kind]
    return Party("Issuer", key.public.did_key, key)


def code_of(call, *arguments, **named):
    with pytest.raises(Refused) as refused:
        call(*arguments, **named)
    return refused.value.problem.code


def options(issuer, suite="eddsa-rdfc-2022"):
    return ProofOptions(cryptosuite=suite, verification_method=issuer.method, created=ISSUED)


class TestSign:
    @pytest.mark.parametrize(("proof", "kind"), SUITES)
    def test_what_is_signed_in_any_way_is_valid(self, proof, kind):
        issuer = party(kind)
        signed = sign(badge(by=issuer), signer=issuer.key, at=ISSUED, proof=proof)
        good = verify(signed, resolver=Offline(), at=LATER)
        assert good.issuer == issuer.did
        assert good.report.kind == "Open Badges 3.0"

    @pytest.mark.parametrize("kind", KEYS)
    def test_the_key_decides_the_suite(self, kind):
        issuer = party(kind)
        [proof] = sign(badge(by=issuer), signer=issuer.key, at=ISSUED).document["proof"]
        assert proof["cryptosuite"] == DEFAULT_SUITE[KeyKind(kind)]

    def test_the_document_is_left_alone(self):
        document = badge()
        kept = copy_json(document)
        sign(document, signer=UNI.key, at=ISSUED)
        assert document == kept

    def test_the_same_call_gives_the_same_text(self):
        texts = {sign(badge(), signer=UNI.key, at=ISSUED).text for _ in range(3)}
        assert len(texts) == 1

    def test_a_second_proof_joins_the_first(self):
        first = sign(badge(by=ADA), signer=ADA.key, at=ISSUED)
        both = sign(first.document, signer=ADA.key, at=ISSUED, proof="eddsa-jcs-2022")
        assert [proof["cryptosuite"] for proof in both.document["proof"]] == [
            "eddsa-rdfc-2022",
            "eddsa-jcs-2022",
        ]
        assert verify(both, resolver=Offline(), at=LATER)

    REFUSED = (
        ("gpa", "4.0", "document.unsigned-term"),
        ("id", "badge-1", "document.relative-iri"),
        ("name", "\ud800", "json.malformed"),
        ("name", float("nan"), "json.number-out-of-range"),
        ("name", None, "document.unsigned-term"),
        ("@context", ["https://uni.example/own"], "context.unknown"),
        ("issuer", None, "document.missing-member"),
        ("issuer", [UNI.did], "document.missing-member"),
        ("issuer", {"name": "Nobody"}, "document.missing-member"),
    )

    @pytest.mark.parametrize(("name", "value", "code"), REFUSED)
    def test_what_no_signature_would_cover_is_not_signed(self, name, value, code):
        assert code_of(sign, badge() | {name: value}, signer=UNI.key, at=ISSUED) == code

    def test_a_suite_for_another_kind_of_key_is_refused(self):
        assert code_of(sign, badge(), signer=UNI.key, at=ISSUED, proof="ecdsa-rdfc-2019") == (
            "proof.key-mismatch"
        )

    def test_a_suite_that_nobody_knows_is_refused(self):
        assert code_of(sign, badge(), signer=UNI.key, at=ISSUED, proof="rot13-2026") == (
            "proof.suite-unknown"
        )

    def test_an_issuer_that_is_another_key_is_refused(self):
        assert code_of(sign, badge(by=ADA), signer=UNI.key, at=ISSUED) == "issuer.key-mismatch"


def test_the_verification_method_stands_under_the_issuer():
    assert verification_method_of("did:web:uni.example", UNI.key) == UNI.method
    assert verification_method_of(ADA.did, ADA.key) == ADA.method
    assert code_of(verification_method_of, UNI.key.public.did_key, ADA.key) == "issuer.key-mismatch"


class TestIssue:
    def test_an_award_is_issued_and_valid(self):
        signed = issue(PYTHON, to=UNI.did, by=ADA.profile, key=ADA.key, at=ISSUED, name="In spring")
        good = verify(signed, resolver=Offline(), at=LATER)
        assert good.document["name"] == "In spring"
        assert good.document["credentialSubject"]["achievement"]["name"] == "Python"

    def test_the_same_award_is_the_same_credential(self):
        def award(to):
            return issue(PYTHON, to=to, by=ADA.profile, key=ADA.key, at=ISSUED)

        assert award("mailto:a@uni.example") == award("mailto:a@uni.example")
        assert award("mailto:a@uni.example").id != award("mailto:b@uni.example").id

    def test_an_identifier_may_be_given(self):
        signed = issue(PYTHON, to=UNI.did, by=ADA.profile, key=ADA.key, at=ISSUED, id="urn:uuid:7")
        assert signed.id == "urn:uuid:7"

    def test_it_may_be_a_token(self):
        signed = issue(PYTHON, to=UNI.did, by=ADA.profile, key=ADA.key, at=ISSUED, proof=JWT)
        assert signed.text.startswith("eyJ")


def test_an_award_has_one_identifier_for_each_tenant_and_key():
    ids = {
        award_id("did:web:uni.example", ["a", "b"]),
        award_id("did:web:uni.example", ["ab"]),
        award_id("did:web:uni.example", ["a", None]),
        award_id("did:web:chen.example", ["a", "b"]),
    }
    assert len(ids) == 4
    assert award_id("t", ["a"]) == award_id("t", ["a"])


def have_proofs_that_hold(*credentials):
    policy = Policy(proof_only=True)
    reports = [examine(one, resolver=Offline(), at=LATER, policy=policy) for one in credentials]
    return all(report.verdict is Verdict.VALID for report in reports)


class TestPress:
    @pytest.mark.parametrize("kind", KEYS)
    def test_it_writes_what_signing_one_by_one_writes(self, kind):
        issuer = party(kind)
        suite = DEFAULT_SUITE[KeyKind(kind)]
        press = Press(
            sample(0, issuer=issuer.did), SLOTS, signer=issuer.key, options=options(issuer, suite)
        )
        document = sample(7, issuer=issuer.did)
        pressed = press.sign(sample_values(7))
        alone = sign(document, signer=issuer.key, at=ISSUED)
        assert have_proofs_that_hold(pressed, alone)
        assert pressed == alone

    @pytest.mark.parametrize("identifier", ["tag:uni.example,2026:1", "urn:x#é", "xsd:y"])
    def test_an_unusual_value_is_signed_the_general_way(self, identifier):
        press = Press(sample(0), SLOTS, signer=UNI.key, options=options(UNI))
        values = sample_values(7)
        values[0] = identifier
        expected = sign(with_values(values), signer=UNI.key, at=ISSUED)
        assert press.sign(values) == expected

    @pytest.mark.parametrize("identifier", ["badge-1", "", "urn:x y", "urn:\ud800"])
    def test_a_value_that_cannot_be_signed_is_refused(self, identifier):
        press = Press(sample(0), SLOTS, signer=UNI.key, options=options(UNI))
        values = sample_values(7)
        values[0] = identifier
        assert code_of(press.sign, values) in {"document.relative-iri", "json.malformed"}

    def test_rows_that_need_an_escape_or_have_no_shape_stand_between_others(self):
        press = Press(sample(0), SLOTS, signer=UNI.key, options=options(UNI))
        rows = [sample_values(number) for number in range(5)]
        rows[1][SLOTS.index(("evidence", 0, "narrative"))] = 'says "\\é\n"'
        rows[3][0] = "tag:uni.example,2026:1"
        expected = [sign(with_values(values), signer=UNI.key, at=ISSUED) for values in rows]
        assert list(press.sign_all(rows)) == expected
        assert list(press.sign_all(map(tuple, rows))) == expected

    def test_a_suite_without_a_shape_has_no_press(self):
        for suite in ("eddsa-jcs-2022", "Ed25519Signature2020", "ecdsa-sd-2023"):
            assert code_of(
                Press, sample(0), SLOTS, signer=UNI.key, options=options(UNI, suite)
            ) in {"proof.suite-unknown", "proof.key-mismatch"}

    def test_an_example_that_could_not_be_signed_is_refused(self):
        assert (
            code_of(Press, sample(0) | {"gpa": "4.0"}, SLOTS, signer=UNI.key, options=options(UNI))
            == "document.unsigned-term"
        )
