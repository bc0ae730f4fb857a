"""Presentations: made by Ada, asked for by Dara, and refused when they are anybody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from testamur import errors
from testamur.credentials import jose
from testamur.credentials.dids import VerificationMethod, did_document
from testamur.credentials.presentations import (
    Asked,
    build_presentation,
    examine_presentation,
    sign_presentation,
    sign_presentation_jwt,
)
from testamur.credentials.proofs import ProofOptions, sign_document
from testamur.credentials.resolution import Offline
from testamur.encoding import compact_json
from testamur.keys import SigningKey
from testamur.problems import Check, Outcome, Report, Verdict
from tests.judging import ProofJudge
from tests.simulated_web import SimulatedWeb

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
BASHIR = SigningKey.from_seed(b"\1" * 32)
ADA = SigningKey.from_seed(b"\3" * 32)
MALLORY = SigningKey.from_seed(b"\4" * 32)
HOLDER = ADA.public.did_key
DARA = "https://employer.example"
ASKED = Asked(challenge="8fj2-k2", domain=DARA)
V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"


def kid_of(key):
    return f"{key.public.did_key}#{key.public.multikey}"


def options_of(key, suite="eddsa-jcs-2022", **members):
    method = kid_of(key)
    return ProofOptions(cryptosuite=suite, verification_method=method, created=NOON, **members)


def claims_of(subject=HOLDER, issuer=BASHIR.public.did_key, **members):
    return {
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": subject},
    } | members


def credential(suite="eddsa-jcs-2022", **said):
    return sign_document(claims_of(**said), signer=BASHIR, options=options_of(BASHIR, suite))


def token(**said):
    return jose.sign_credential(claims_of(**said), signer=BASHIR, kid=kid_of(BASHIR))


def present(*credentials, key=ADA, asked=ASKED, holder=HOLDER, suite="eddsa-jcs-2022", **members):
    unsigned = build_presentation(credentials, holder=holder) | members
    return sign_presentation(unsigned, signer=key, options=options_of(key, suite), asked=asked)


def present_jwt(*credentials, key=ADA, asked=ASKED, holder=HOLDER, version="2.0", **times):
    unsigned = build_presentation(credentials, holder=holder, version=version)
    return sign_presentation_jwt(unsigned, signer=key, kid=kid_of(key), asked=asked, **times)


def examine(source, *, asked=ASKED, web=None, at=NOON, **more):
    web = web or Offline()
    judge = ProofJudge(web, at=at)
    return examine_presentation(source, asked=asked, resolver=web, at=at, examine=judge, **more)


def told(report):
    return {check.name: check.outcome for check in report.checks}


def codes(report):
    return [problem.code for problem in report.problems]


ALL_GOOD = {
    "presentation": Outcome.PASSED,
    "proof": Outcome.PASSED,
    "holder": Outcome.PASSED,
    "credential 1": Outcome.PASSED,
    "subject": Outcome.PASSED,
}


# -- making ----------------------------------------------------------------------------------------


def test_an_unsigned_presentation_holds_the_credentials_as_they_are():
    held = credential()
    document = build_presentation([held, "aaaa.bbbb.cccc"], holder=HOLDER, id="urn:uuid:5")
    assert document == {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "id": "urn:uuid:5",
        "holder": HOLDER,
        "verifiableCredential": [held, jose.envelope("aaaa.bbbb.cccc")],
    }
    document["verifiableCredential"][0]["issuer"] = "changed"
    assert held["issuer"] == BASHIR.public.did_key


def test_a_presentation_of_version_one_holds_tokens_as_text():
    document = build_presentation(["aaaa.bbbb.cccc"], version="1.1")
    assert document["@context"] == [V1]
    assert document["verifiableCredential"] == ["aaaa.bbbb.cccc"]
    assert "holder" not in document


def test_a_presentation_of_nothing_names_no_credentials():
    assert "verifiableCredential" not in build_presentation([])
    with pytest.raises(errors.Refused) as caught:
        build_presentation([token()] * 101)
    assert caught.value.problem.code == "presentation.malformed"


def test_a_presentation_is_signed_for_authentication_and_for_whom_it_was_asked():
    proof = present(credential())["proof"]
    assert proof["proofPurpose"] == "authentication"
    assert (proof["challenge"], proof["domain"]) == (ASKED.challenge, DARA)
    unbound = present(credential(), asked=None)["proof"]
    assert not {"challenge", "domain"} & unbound.keys()


# -- judging ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "eddsa-rdfc-2022"])
def test_a_good_presentation_holds(suite):
    report = examine(present(credential(suite), suite=suite))
    assert report.verdict is Verdict.VALID
    assert told(report) == ALL_GOOD
    assert report.kind == "VerifiablePresentation"


@pytest.mark.parametrize("form", ["token", "version one", "envelope", "text"])
def test_a_good_presentation_holds_in_every_form(form):
    source = {
        "token": lambda: present_jwt(token()),
        "version one": lambda: present_jwt(token(), version="1.1"),
        "envelope": lambda: jose.envelope(present_jwt(token()), kind=jose.ENVELOPED_PRESENTATION),
        "text": lambda: compact_json(present(credential())),
    }[form]()
    report = examine(source)
    assert told(report) == ALL_GOOD
    assert report.verdict is Verdict.VALID


def test_a_token_inside_a_document_is_judged_as_a_token():
    report = examine(present(token()))
    assert told(report) == ALL_GOOD


def test_a_presentation_may_hold_one_credential_without_a_list():
    one = present(verifiableCredential=credential())
    assert told(examine(one)) == ALL_GOOD


def test_a_presentation_of_nothing_says_who_presents():
    report = examine(present())
    assert report.verdict is Verdict.VALID
    assert told(report)["subject"] is Outcome.NOT_APPLICABLE
    assert [check.detail for check in report.checks if check.name == "holder"] == [HOLDER]


def test_a_presentation_that_names_no_holder_is_its_signers():
    assert told(examine(present(credential(), holder=None))) == ALL_GOOD
    assert told(examine(present_jwt(token(), holder=None))) == ALL_GOOD


def test_a_holder_may_be_an_object():
    assert told(examine(present(credential(), holder={"id": HOLDER}))) == ALL_GOOD


@pytest.mark.parametrize("make", [present, present_jwt])
@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (replace(ASKED, challenge="another"), "proof.challenge-mismatch"),
        (replace(ASKED, domain="https://other.example"), "proof.domain-mismatch"),
    ],
)
def test_a_presentation_answers_what_was_asked_and_nobody_else(make, asked, code):
    report = examine(make(token()), asked=asked)
    assert report.verdict is Verdict.INVALID
    assert codes(report) == [code]
    assert told(report)["proof"] is Outcome.FAILED
    assert told(report)["holder"] is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("make", [present, present_jwt])
def test_a_verifier_that_asked_nothing_still_learns_who_presents(make):
    assert examine(make(token()), asked=Asked()).verdict is Verdict.VALID
    report = examine(make(token(), asked=Asked()), asked=ASKED)
    assert report.verdict is Verdict.INVALID


@pytest.mark.parametrize("make", [present, present_jwt])
def test_somebody_else_cannot_present_for_the_holder(make):
    report = examine(make(token(), key=MALLORY))
    assert report.verdict is Verdict.INVALID
    expected = "jose.key-not-bound" if make is present_jwt else "presentation.holder-mismatch"
    assert codes(report) == [expected]


@pytest.mark.parametrize("holder", [HOLDER, None])
def test_two_who_sign_are_no_one_holder(holder):
    once = present(credential(), holder=holder)
    twice = sign_presentation(once, signer=MALLORY, options=options_of(MALLORY), asked=ASKED)
    assert codes(examine(twice)) == ["presentation.holder-mismatch"]


def test_a_changed_presentation_is_not_proven():
    signed = present(credential())
    signed["holder"] = MALLORY.public.did_key
    assert codes(examine(signed)) == ["proof.signature-mismatch"]


def test_a_presentation_without_proof_says_nothing():
    report = examine(build_presentation([credential()], holder=HOLDER))
    assert report.verdict is Verdict.INVALID
    assert codes(report) == ["presentation.not-proven"]
    assert told(report)["credential 1"] is Outcome.PASSED


def test_a_proof_for_assertions_is_no_presentation():
    unsigned = build_presentation([credential()], holder=HOLDER)
    signed = sign_document(unsigned, signer=ADA, options=options_of(ADA))
    assert codes(examine(signed, asked=Asked())) == ["proof.purpose-mismatch"]


def test_each_credential_is_judged_and_its_problems_are_placed():
    forged = credential()
    forged["credentialSubject"] = {"id": HOLDER, "name": "Ada"}
    report = examine(present(credential(), forged, token()))
    assert told(report)["credential 2"] is Outcome.FAILED
    assert report.verdict is Verdict.INVALID
    (problem,) = report.problems
    assert problem.code == "proof.signature-mismatch"
    assert problem.pointer.startswith("/verifiableCredential/1/proof")


def test_a_credential_that_cannot_be_judged_leaves_the_presentation_open():
    hidden = jose.envelope("aaaa") | {"id": "data:application/vc+sd-jwt,aaaa.bbbb.cccc~"}
    unsigned = build_presentation([credential()], holder=HOLDER)
    unsigned["verifiableCredential"].append(hidden)
    signed = sign_presentation(unsigned, signer=ADA, options=options_of(ADA), asked=ASKED)
    report = examine(signed)
    assert report.verdict is Verdict.UNDETERMINED
    assert codes(report) == ["jose.sd-jwt-not-supported"]


def test_the_age_of_the_oldest_status_is_told():
    ages = iter([NOON - timedelta(days=2), NOON - timedelta(days=9), None])

    def judge(_):
        checks = (Check("proof", Outcome.PASSED),)
        return Report(Verdict.VALID, checks, NOON, status_as_of=next(ages))

    report = examine_presentation(
        present(credential(), credential(name="B"), credential(name="C")),
        asked=ASKED,
        resolver=Offline(),
        at=NOON,
        examine=judge,
    )
    assert report.status_as_of == NOON - timedelta(days=9)


# -- whom the credentials are about ----------------------------------------------------------------


def test_credentials_about_others_are_told_and_refused_only_when_asked():
    other = credential(subject="did:web:eve.example")
    nobody = sign_document(
        claims_of(credentialSubject={"type": "Person"}), signer=BASHIR, options=options_of(BASHIR)
    )
    both = sign_document(
        claims_of(credentialSubject=[{"id": HOLDER}, {"id": "did:web:eve.example"}]),
        signer=BASHIR,
        options=options_of(BASHIR),
    )
    for document in (other, nobody, both, token(subject="did:web:eve.example")):
        signed = present(credential(), document)
        report = examine(signed)
        assert report.verdict is Verdict.VALID
        assert told(report)["subject"] is Outcome.NOT_APPLICABLE
        report = examine(signed, asked=replace(ASKED, subject_is_holder=True))
        assert codes(report) == ["presentation.subject-mismatch"]
        assert report.problems[0].pointer == "/verifiableCredential/1"


def test_credentials_about_the_holder_are_told():
    asked = replace(ASKED, subject_is_holder=True)
    assert told(examine(present(credential(), token()), asked=asked))["subject"] is Outcome.PASSED
    broken = build_presentation([], holder=HOLDER) | {"verifiableCredential": [jose.envelope("x")]}
    signed = sign_presentation(broken, signer=ADA, options=options_of(ADA), asked=asked)
    assert "presentation.subject-mismatch" in codes(examine(signed, asked=asked))


# -- what the holder says --------------------------------------------------------------------------


def test_a_credential_without_proof_is_the_holders_word():
    def anything(_):
        return Report(Verdict.VALID, (Check("form", Outcome.PASSED),), NOON)

    own = claims_of(issuer=HOLDER)
    report = examine(present(own), examine_unsecured=anything)
    assert report.verdict is Verdict.VALID
    assert examine(present(own)).verdict is Verdict.INVALID
    for wrong in (
        present(own, holder=None),
        present(claims_of(issuer="did:web:other.example")),
        present(own, holder=MALLORY.public.did_key, key=MALLORY),
    ):
        report = examine(wrong, examine_unsecured=anything)
        assert codes(report) == ["presentation.holder-mismatch"]
        assert report.problems[0].pointer == "/verifiableCredential/0/issuer"


# -- not a presentation ----------------------------------------------------------------------------


NOT_PRESENTATIONS = {
    "another type": {"type": ["VerifiableCredential"]},
    "no type": {"type": None},
    "another context": {"@context": ["https://example.org"]},
    "no context": {"@context": []},
    "a holder without id": {"holder": {"name": "Ada"}},
    "a holder that is no identifier": {"holder": "Ada"},
    "a number for a holder": {"holder": 5},
    "an object for an id": {"id": {"id": "urn:uuid:1"}},
    "text for a credential": {"verifiableCredential": ["aaaa.bbbb.cccc"]},
    "a number for a credential": {"verifiableCredential": 5},
    "too many credentials": {"verifiableCredential": [{}] * 101},
}


@pytest.mark.parametrize("changed", NOT_PRESENTATIONS.values(), ids=NOT_PRESENTATIONS)
def test_what_is_no_presentation_is_refused(changed):
    report = examine(build_presentation([], holder=HOLDER) | changed)
    assert report.verdict is Verdict.INVALID
    assert codes(report) == ["presentation.malformed"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "json.malformed"),
        ("[]", "json.malformed"),
        ("aaaa.bbbb.cccc", "json.malformed"),
        (jose.envelope("x", kind=jose.ENVELOPED_PRESENTATION), "jose.malformed"),
        (jose.envelope("x"), "presentation.malformed"),
    ],
)
def test_other_input_is_refused_with_a_report(source, code):
    report = examine(source)
    assert report.verdict is Verdict.INVALID
    assert codes(report) == [code]


# -- keys that must be looked up -------------------------------------------------------------------


def test_a_holder_that_cannot_be_asked_leaves_the_presentation_open():
    controller = "https://ada.example/me"
    method = VerificationMethod.publish(ADA.public, controller=controller)
    unsigned = build_presentation([credential(subject=controller)], holder=controller)
    options = replace(options_of(ADA), verification_method=method.id)
    signed = sign_presentation(unsigned, signer=ADA, options=options, asked=ASKED)
    report = examine(signed, web=SimulatedWeb())
    assert report.verdict is Verdict.UNDETERMINED
    assert codes(report) == ["presentation.holder-unconfirmed"]
    web = SimulatedWeb({controller: did_document(controller, [method])})
    assert examine(signed, web=web).verdict is Verdict.VALID


def test_a_token_says_when_it_was_made_and_when_it_ends():
    made = {"made": NOON, "expires": NOON + timedelta(minutes=5)}
    signed = present_jwt(token(), **made)
    assert examine(signed).verdict is Verdict.VALID
    assert codes(examine(signed, at=NOON + timedelta(minutes=5))) == ["jose.expired"]
    assert codes(examine(signed, at=NOON - timedelta(hours=1))) == ["jose.not-yet-valid"]
