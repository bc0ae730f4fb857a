"""The judgement of a credential: situations, and what is said of each."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from testamur.credentials.document import Credential
from testamur.credentials.issue import JWT, sign
from testamur.credentials.jose import envelope, sign_credential
from testamur.credentials.proofs import ProofOptions, sign_document
from testamur.credentials.resolution import Offline
from testamur.credentials.verify import STRICT, Policy, VerifiedCredential, examine, verify
from testamur.encoding import JsonObject, compact_json, copy_json
from testamur.errors import NotVerified
from testamur.ld.contexts import context_bytes
from testamur.problems import Outcome, Report, Verdict
from tests.simulated_web import SimulatedWeb
from tests.situations import (
    ADA,
    AT,
    CHEN,
    ELI,
    ISSUED,
    LISTS,
    UNI,
    Party,
    badge,
    endorsement,
    signed,
    status_list,
    world,
)

VALID, INVALID, UNDETERMINED = Verdict.VALID, Verdict.INVALID, Verdict.UNDETERMINED
HOUR = timedelta(hours=1)
WHO = f"University of Example (did:web:uni.example), with the key {UNI.key.public.multikey}."
NAMES = "Nobody can say. It names University of Example (did:web:uni.example)."
YES = "Yes: every word is as it was signed."
BY_DATES = "Yes, by its dates, on 2026-05-02; it states no status to ask for."
BY_STATUS = "Yes, on 2026-05-02, by its status as of 2026-05-02 12:00 UTC."
NO_DATES = "Nobody can say: nothing proves the dates that it states."
NOBODY = "Nobody on a list you gave."
FRAGMENT = Party("College of Example", "https://college.example", UNI.key)
REVOCABLE = ("revocation",)


@dataclass(frozen=True)
class Situation:
    """What is handed over, when and in which world; and what must be said of it.

    `outcomes` are the checks that did not pass and were not beside the point; `told` are the
    answers that differ from those to a valid credential without a status.
    """

    source: Callable[[], Any]
    verdict: Verdict
    codes: list[str] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    told: dict[int, str] = field(default_factory=dict)
    web: Callable[[], SimulatedWeb] = world
    at: datetime = AT
    policy: Policy = STRICT


def changed(document: JsonObject, **members: Any) -> JsonObject:
    return copy_json(document) | members


def with_proof(document: JsonObject, **members: Any) -> JsonObject:
    altered = copy_json(document)
    altered["proof"][0] |= members
    return altered


def without(url: str) -> Callable[[], SimulatedWeb]:
    def web() -> SimulatedWeb:
        found = world()
        found.take_down(url)
        return found

    return web


def publishing(url: str, make: Callable[[], Any]) -> Callable[[], SimulatedWeb]:
    return lambda: world().publish(url, make())


def signed_by(party: Party, document: JsonObject, *, suite: str = "eddsa-rdfc-2022") -> JsonObject:
    """The document with a proof by somebody who need not be its issuer."""
    options = ProofOptions(cryptosuite=suite, verification_method=party.method, created=ISSUED)
    prepared = document if "proof" in document else document | {"proof": []}
    return sign_document(prepared, signer=party.key, options=options)


def badge_v1() -> JsonObject:
    """Ada's badge in the data model 1.1."""
    document = badge()
    document["@context"] = [
        "https://www.w3.org/2018/credentials/v1",
        *document["@context"][1:],
    ]
    document["issuanceDate"] = document.pop("validFrom")
    return document


def endorsed(*endorsements: Any, **members: Any) -> JsonObject:
    return signed(badge(endorsement=list(endorsements), **members))


def nested_endorsements(depth: int) -> JsonObject:
    inner = signed(endorsement(), by=ELI)
    for _ in range(depth):
        inner = signed(endorsement(by=CHEN) | {"endorsement": [inner]}, by=CHEN)
    return endorsed(inner)


def resource(text: str) -> JsonObject:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return {"id": "https://uni.example/syllabus.txt", "digestSRI": f"sha256-{digest}"}


def related(text: str = "The syllabus") -> JsonObject:
    return signed(badge() | {"relatedResource": [resource(text)]})


SYLLABUS = publishing("https://uni.example/syllabus.txt", lambda: "The syllabus")


def signed_inline() -> JsonObject:
    document = badge()
    document["@context"] = [*document["@context"], {"note": "https://uni.example/note"}]
    options = ProofOptions(
        cryptosuite="eddsa-rdfc-2022", verification_method=UNI.method, created=ISSUED
    )
    return sign_document(
        document | {"note": "x"}, signer=UNI.key, options=options, inline_contexts=True
    )


SITUATIONS = {
    # valid
    "a badge": Situation(lambda: signed(badge()), VALID),
    "a badge as text": Situation(lambda: compact_json(signed(badge())), VALID),
    "a badge as bytes": Situation(lambda: compact_json(signed(badge())).encode(), VALID),
    "a badge with a JCS proof": Situation(lambda: signed(badge(), proof="eddsa-jcs-2022"), VALID),
    "a badge with both proofs": Situation(
        lambda: signed_by(UNI, signed(badge()), suite="eddsa-jcs-2022"), VALID
    ),
    "a badge as a token": Situation(
        lambda: sign(badge(), signer=UNI.key, at=ISSUED, proof=JWT), VALID
    ),
    "a token with white space around": Situation(
        lambda: f"\n{sign(badge(), signer=UNI.key, at=ISSUED, proof=JWT).text} ", VALID
    ),
    "a token in an envelope": Situation(
        lambda: envelope(sign(badge(), signer=UNI.key, at=ISSUED, proof=JWT).text), VALID
    ),
    "the data model 1.1": Situation(lambda: signed(badge_v1()), VALID),
    "the data model 1.1 as a token": Situation(
        lambda: sign_credential(badge_v1(), signer=UNI.key, kid=UNI.method), VALID
    ),
    "an issuer that is a key": Situation(
        lambda: signed(badge(by=ADA), by=ADA),
        VALID,
        told={1: f"Ada ({ADA.did}), with the key {ADA.key.public.multikey}."},
        web=Offline,
    ),
    "a badge that is not revoked": Situation(
        lambda: signed(badge(status=REVOCABLE)), VALID, told={2: BY_STATUS}
    ),
    "its neighbour in the list is revoked": Situation(
        lambda: signed(badge(status=REVOCABLE)),
        VALID,
        told={2: BY_STATUS},
        web=lambda: world(revoked=[6, 8]),
    ),
    "the last moment before its end": Situation(
        lambda: signed(badge(valid_until=AT + HOUR)),
        VALID,
        at=AT + HOUR - timedelta(microseconds=1),
    ),
    "the first moment": Situation(
        lambda: signed(badge()),
        VALID,
        at=ISSUED,
        told={2: BY_DATES.replace("05-02", "05-01")},
    ),
    "an issuer on a list": Situation(
        lambda: signed(badge()),
        VALID,
        told={3: "The register of Example."},
        policy=Policy(trusted={UNI.did: "The register of Example"}),
    ),
    "another issuer on a list": Situation(
        lambda: signed(badge()), VALID, policy=Policy(trusted={CHEN.did: "The register"})
    ),
    "a key that only the credential names, where that is accepted": Situation(
        lambda: signed(badge(by=FRAGMENT), by=FRAGMENT),
        VALID,
        told={
            1: f"College of Example (https://college.example), with the key {UNI.key.public.multikey}."
        },
        policy=Policy(fragment_keys=True),
    ),
    "a resource that is as it was": Situation(related, VALID, web=SYLLABUS),
    "a resource that may not be fetched": Situation(
        lambda: signed(badge(by=ADA) | {"relatedResource": [resource("x")]}, by=ADA),
        VALID,
        told={1: f"Ada ({ADA.did}), with the key {ADA.key.public.multikey}."},
        web=Offline,
    ),
    # endorsements
    "an endorsement": Situation(
        lambda: endorsed(signed(endorsement(), by=ELI)),
        VALID,
        told={3: f"{NOBODY} 1 of 1 endorsements hold, by did:web:quality.example."},
    ),
    "an endorsement as a token": Situation(
        lambda: signed(
            badge(endorsement_jwt=[sign(endorsement(), signer=ELI.key, at=ISSUED, proof=JWT).text])
        ),
        VALID,
        told={3: f"{NOBODY} 1 of 1 endorsements hold, by did:web:quality.example."},
    ),
    "two endorsements by one": Situation(
        lambda: endorsed(
            signed(endorsement(), by=ELI),
            signed(endorsement(about="https://uni.example/a/python", id="urn:uuid:3"), by=ELI),
        ),
        VALID,
        told={3: f"{NOBODY} 2 of 2 endorsements hold, by did:web:quality.example."},
    ),
    "an issuer that endorses itself": Situation(
        lambda: endorsed(signed(endorsement(by=UNI))), VALID
    ),
    "an endorsement of somebody else": Situation(
        lambda: endorsed(signed(endorsement(about=CHEN.did), by=ELI)),
        VALID,
        ["endorsement.not-counted"],
    ),
    "an endorsement that has expired": Situation(
        lambda: endorsed(signed(endorsement(valid_until=AT - HOUR), by=ELI)), VALID
    ),
    "an endorsement that was withdrawn": Situation(
        lambda: endorsed(
            signed(endorsement(by=UNI, status=badge(status=REVOCABLE)["credentialStatus"]))
        ),
        VALID,
        web=lambda: world(revoked=[7]),
    ),
    "an endorsement inside an endorsement": Situation(
        lambda: nested_endorsements(1),
        VALID,
        told={3: f"{NOBODY} 1 of 1 endorsements hold, by did:web:chen.example."},
    ),
    "an endorsement that was changed": Situation(
        lambda: endorsed(changed(signed(endorsement(), by=ELI), name="High praise")),
        INVALID,
        ["proof.signature-mismatch"],
        {"endorsements": "failed"},
        {
            3: f"{NOBODY} An endorsement that it carries does not hold. The proof does not fit the document and the key."
        },
    ),
    "an endorsement in another's name": Situation(
        lambda: endorsed(signed_by(CHEN, endorsement(by=ELI))),
        INVALID,
        ["issuer.key-mismatch"],
        {"endorsements": "failed"},
        {
            3: f"{NOBODY} An endorsement that it carries does not hold. The key belongs to"
            " did:web:chen.example, not to did:web:quality.example."
        },
    ),
    "an endorsement whose key is out of reach": Situation(
        lambda: endorsed(signed(endorsement(), by=ELI)),
        UNDETERMINED,
        ["fetch.unreachable"],
        {"endorsements": "undetermined"},
        {
            3: f"{NOBODY} Its endorsements could not all be judged."
            " https://quality.example/.well-known/did.json does not answer."
        },
        web=without("https://quality.example/.well-known/did.json"),
    ),
    "endorsements five deep": Situation(
        lambda: nested_endorsements(4),
        UNDETERMINED,
        ["verify.too-deep"],
        {"endorsements": "undetermined"},
        {
            3: f"{NOBODY} Its endorsements could not all be judged. 3 credentials rely on one another."
        },
    ),
    "more endorsements than anybody reads": Situation(
        lambda: endorsed(
            *(signed(endorsement(id=f"urn:uuid:{number}"), by=ELI) for number in range(65))
        ),
        UNDETERMINED,
        ["carried.too-many"],
        {"endorsements": "undetermined"},
        {
            3: f"{NOBODY} Its endorsements could not all be judged."
            " 65 endorsements; at most 64 are judged."
        },
    ),
    # dates
    "expired": Situation(
        lambda: signed(badge(valid_until=AT - HOUR)),
        INVALID,
        ["dates.expired"],
        {"dates": "failed"},
        {2: "No. It was valid until 2026-05-02 11:00 UTC."},
    ),
    "at the very moment of its end": Situation(
        lambda: signed(badge(valid_until=AT)),
        INVALID,
        ["dates.expired"],
        {"dates": "failed"},
        {2: "No. It was valid until 2026-05-02 12:00 UTC."},
    ),
    "not valid yet": Situation(
        lambda: signed(badge(valid_from=AT + HOUR)),
        INVALID,
        ["dates.not-yet-valid"],
        {"dates": "failed"},
        {2: "No. It is valid from 2026-05-02 13:00 UTC on."},
    ),
    "signed in the future": Situation(
        lambda: signed(badge(valid_from=AT - 48 * HOUR)),
        INVALID,
        ["proof.not-yet-made"],
        {"proof": "failed"},
        {0: "No. The proof says it is of the future.", 1: NAMES, 2: NO_DATES},
        at=ISSUED - HOUR,
    ),
    # status
    "revoked": Situation(
        lambda: signed(badge(status=REVOCABLE)),
        INVALID,
        ["status.revoked"],
        {"status": "failed"},
        {2: "No. The issuer has revoked the credential, as of 2026-05-02 12:00 UTC."},
        web=lambda: world(revoked=[7]),
    ),
    "suspended": Situation(
        lambda: signed(badge(status=("revocation", "suspension"))),
        INVALID,
        ["status.suspended"],
        {"status": "failed"},
        {2: "No. The issuer has suspended the credential, as of 2026-05-02 12:00 UTC."},
        web=lambda: world(suspended=[7]),
    ),
    "a status list out of reach": Situation(
        lambda: signed(badge(status=REVOCABLE)),
        UNDETERMINED,
        ["status.list-unreachable"],
        {"status": "undetermined"},
        {2: f"Its status is not known. {LISTS['revocation']} does not answer."},
        web=without(LISTS["revocation"]),
    ),
    "a status list that has ended": Situation(
        lambda: signed(badge(status=REVOCABLE)),
        UNDETERMINED,
        ["status.list-stale"],
        {"status": "undetermined"},
        {2: "Its status is not known. The list ended on 2026-05-03 12:00 UTC."},
        at=AT + 48 * HOUR,
    ),
    "a copy of the list older than accepted": Situation(
        lambda: signed(badge(status=REVOCABLE)),
        UNDETERMINED,
        ["status.list-stale"],
        {"status": "undetermined"},
        {2: "Its status is not known. The copy of the list is as of 2026-05-02 12:00 UTC."},
        at=AT + HOUR,
        policy=Policy(max_status_age=HOUR / 2),
    ),
    "a status list by somebody else": Situation(
        lambda: signed(badge(status=REVOCABLE)),
        UNDETERMINED,
        ["status.issuer-mismatch"],
        {"status": "undetermined"},
        {
            2: "Its status is not known. The list is by did:web:chen.example, not by the issuer of"
            " the credential."
        },
        web=publishing(LISTS["revocation"], lambda: status_list("revocation", [], by=CHEN).text),
    ),
    # proofs
    "changed": Situation(
        lambda: changed(signed(badge()), name="Python mastery"),
        INVALID,
        ["proof.signature-mismatch"],
        {"proof": "failed"},
        {0: "No. The proof does not fit the document and the key.", 1: NAMES, 2: NO_DATES},
    ),
    "a word added that no signature covers": Situation(
        lambda: changed(signed(badge()), gpa="4.0"),
        INVALID,
        ["document.unsigned-term"],
        {"proof": "failed"},
        {0: "No. No context defines 'gpa' in this place.", 1: NAMES, 2: NO_DATES},
    ),
    "no proof": Situation(
        badge,
        INVALID,
        ["proof.missing"],
        {"proof": "failed"},
        {0: "No. The document carries no proof.", 1: NAMES, 2: NO_DATES},
    ),
    "a suite that nobody knows": Situation(
        lambda: with_proof(signed(badge()), cryptosuite="mldsa44-rdfc-2030"),
        UNDETERMINED,
        ["proof.suite-unknown"],
        {"proof": "undetermined"},
        {
            0: "Nobody can say. Proofs by 'mldsa44-rdfc-2030' cannot be checked.",
            1: NAMES,
            2: NO_DATES,
        },
    ),
    "one of two proofs does not hold": Situation(
        lambda: with_proof(signed_by(UNI, signed(badge())), created="2026-05-01T11:00:00Z"),
        INVALID,
        ["proof.signature-mismatch"],
        {"proof": "failed"},
        {0: "No. The proof does not fit the document and the key.", 1: NAMES, 2: NO_DATES},
    ),
    "a key out of reach": Situation(
        lambda: signed(badge()),
        UNDETERMINED,
        ["fetch.unreachable"],
        {"proof": "undetermined"},
        {
            0: "Nobody can say. https://uni.example/.well-known/did.json does not answer.",
            1: NAMES,
            2: NO_DATES,
        },
        web=without("https://uni.example/.well-known/did.json"),
    ),
    # issuers
    "a key that its issuer does not publish": Situation(
        lambda: sign(badge(), signer=CHEN.key, at=ISSUED),
        INVALID,
        ["did.key-not-found"],
        {"proof": "failed"},
        {
            0: "No. did:web:uni.example publishes no"
            f" did:web:uni.example#{CHEN.key.public.multikey}.",
            1: NAMES,
            2: NO_DATES,
        },
    ),
    "signed by somebody else": Situation(
        lambda: signed_by(CHEN, badge()),
        INVALID,
        ["issuer.key-mismatch"],
        {"issuer": "failed"},
        {
            1: "Not University of Example (did:web:uni.example), whom it names. The key belongs to"
            " did:web:chen.example, not to did:web:uni.example.",
            2: NO_DATES,
        },
    ),
    "a token by somebody else": Situation(
        lambda: sign_credential(badge(), signer=CHEN.key, kid=CHEN.method),
        INVALID,
        ["jose.key-not-bound"],
        {"proof": "failed"},
        {1: NAMES, 2: NO_DATES},
    ),
    "signed by the issuer and by a witness": Situation(
        lambda: signed_by(CHEN, signed(badge())), VALID
    ),
    "a key that only the credential names": Situation(
        lambda: signed(badge(by=FRAGMENT), by=FRAGMENT),
        UNDETERMINED,
        ["issuer.key-unproven"],
        {"issuer": "undetermined"},
        {
            1: "It says College of Example (https://college.example), which is not proven. Only the"
            " credential itself says that the key is https://college.example's."
        },
    ),
    # form, schemas, resources
    "signed, and not what it says it is": Situation(
        lambda: signed(
            {name: value for name, value in badge().items() if name != "credentialSubject"}
        ),
        INVALID,
        ["document.missing-member", "schema.mismatch"],
        {"form": "failed", "schemas": "failed"},
        {
            0: "Every word is as it was signed, but it breaks the rules of its kind."
            " 'credentialSubject' is missing."
        },
    ),
    "a resource that was changed": Situation(
        lambda: related("The old syllabus"),
        INVALID,
        ["resource.digest-mismatch"],
        {"resources": "failed"},
        {
            0: "Every word is as it was signed, but what it points to is not what was signed for."
            " https://uni.example/syllabus.txt does not have the digest it was signed with."
        },
        web=SYLLABUS,
    ),
    "a resource out of reach": Situation(
        related,
        UNDETERMINED,
        ["resource.unreachable"],
        {"resources": "undetermined"},
        {
            0: "Every word is as it was signed; whether what it points to was changed is not known."
            " https://uni.example/syllabus.txt answered 404."
        },
    ),
    # unreadable
    "not JSON": Situation(
        lambda: "so it is",
        INVALID,
        ["json.malformed"],
        {"form": "failed"},
        {
            0: "No: it cannot be read. Expecting value at line 1, column 1.",
            1: "Nobody can say.",
            2: "Nobody can say.",
        },
    ),
    "a member twice": Situation(
        lambda: '{"issuer": "did:web:good.example", "issuer": "did:web:evil.example"}',
        INVALID,
        ["json.duplicate-key"],
        {"form": "failed"},
        {
            0: "No: it cannot be read. The member 'issuer' stands twice.",
            1: "Nobody can say.",
            2: "Nobody can say.",
        },
    ),
    "bytes that are not UTF-8": Situation(
        lambda: b'{"a": "\xff"}',
        INVALID,
        ["json.malformed"],
        {"form": "failed"},
        {
            0: "No: it cannot be read. Not UTF-8 at byte 7.",
            1: "Nobody can say.",
            2: "Nobody can say.",
        },
    ),
    "what is no JSON at all": Situation(
        lambda: {"name": {1, 2}},
        INVALID,
        ["json.malformed"],
        {"form": "failed"},
        {
            0: "No: it cannot be read. Not JSON: Type is not JSON serializable: set.",
            1: "Nobody can say.",
            2: "Nobody can say.",
        },
    ),
    "an envelope of something that is not judged": Situation(
        lambda: {
            "@context": "https://www.w3.org/ns/credentials/v2",
            "id": "data:application/vc+sd-jwt,eyJhbGciOiJFUzI1NiJ9.e30.AA~",
            "type": "EnvelopedVerifiableCredential",
        },
        UNDETERMINED,
        ["jose.sd-jwt-not-supported"],
        {"form": "undetermined"},
        {1: "Nobody can say.", 2: "Nobody can say."},
    ),
    # other policies
    "the proof alone is asked for": Situation(
        lambda: signed(badge(valid_until=AT - HOUR)),
        VALID,
        told={1: NAMES, 2: "This was not asked."},
        policy=Policy(proof_only=True),
    ),
    "a context of its own": Situation(
        signed_inline,
        INVALID,
        ["context.refused"],
        {"proof": "failed"},
        {0: "No. A context must be the URL of a published one.", 1: NAMES, 2: NO_DATES},
    ),
    "a context of its own, where that is accepted": Situation(
        signed_inline, VALID, policy=Policy(inline_contexts=True)
    ),
    "a challenge that was not answered": Situation(
        lambda: signed(badge()),
        INVALID,
        ["proof.challenge-mismatch"],
        {"proof": "failed"},
        {1: NAMES, 2: NO_DATES},
        policy=Policy(challenge="abc"),
    ),
}


each = pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)


def report_on(situation: Situation) -> Report:
    return examine(
        situation.source(),
        resolver=situation.web(),
        at=situation.at,
        policy=situation.policy,
    )


@each
def test_the_verdict_its_reasons_and_where_they_lie(situation):
    report = report_on(situation)
    assert report.verdict is situation.verdict, report.problems
    assert [problem.code for problem in report.problems] == situation.codes
    open_or_failed = {
        check.name: check.outcome.value
        for check in report.checks
        if check.outcome in {Outcome.FAILED, Outcome.UNDETERMINED}
    }
    assert open_or_failed == situation.outcomes


@each
def test_the_four_answers(situation):
    expected = dict(enumerate((YES, WHO, BY_DATES, NOBODY))) | situation.told
    sentences = {
        number: answer.sentence for number, answer in enumerate(report_on(situation).answers)
    }
    for number, sentence in expected.items():
        if number in situation.told or not situation.codes:
            assert sentences[number] == sentence


@each
def test_the_answers_are_plain_english(situation):
    for answer in report_on(situation).answers:
        sentence = answer.sentence
        assert answer.question.endswith("?")
        assert sentence.endswith("."), sentence
        assert not re.search(r"\.\.|  |\bNone\b|[{}]|T\d\d:\d\d:\d\dZ", sentence), sentence
        assert sentence[0].isupper() or ":" in sentence.partition(" ")[0], sentence
        assert not re.search(r"\. [a-z]+ ", sentence), sentence


@each
def test_no_answer_tells_better_than_the_verdict(situation):
    if situation.policy.proof_only:
        return
    report = report_on(situation)
    outcomes = {answer.outcome for answer in report.answers}
    assert (Outcome.FAILED in outcomes) is (report.verdict is INVALID)
    if report.verdict is UNDETERMINED:
        assert Outcome.UNDETERMINED in outcomes
    if report.verdict is VALID:
        assert outcomes <= {Outcome.PASSED, Outcome.NOT_APPLICABLE}


@each
def test_only_what_is_valid_becomes_a_verified_credential(situation):
    source = situation.source()
    named = {"resolver": situation.web(), "at": situation.at, "policy": situation.policy}
    if situation.verdict is VALID and not situation.policy.proof_only:
        assert isinstance(verify(source, **named), VerifiedCredential)
        return
    if situation.policy.proof_only:
        return
    with pytest.raises(NotVerified) as refused:
        verify(source, **named)
    assert refused.value.report.verdict is situation.verdict
    assert refused.value.problem.code == situation.codes[0]


def test_a_verified_credential_keeps_the_signed_text_to_the_byte():
    text = " " + compact_json(signed(badge())).replace('"type"', '\n "type"') + "\n"
    for source in (text, text.encode(), Credential(text)):
        good = verify(source, resolver=world(), at=AT)
        assert good.credential.text == text
        assert good.document == Credential(text).document
        assert good.issuer == UNI.did


def test_what_is_verified_is_not_the_callers_to_change():
    document = signed(badge())
    good = verify(document, resolver=world(), at=AT)
    document["name"] = "Python mastery"
    document["credentialSubject"]["id"] = CHEN.did
    assert good.document["name"] == "Python basics"
    assert good.document["credentialSubject"]["id"] == ADA.did
    assert good.credential.document == good.document


def test_the_callers_document_is_left_alone():
    document = signed(badge(status=REVOCABLE))
    kept = copy_json(document)
    examine(document, resolver=world(), at=AT)
    assert document == kept


def test_the_report_says_as_of_when_the_status_is_known():
    report = examine(signed(badge(status=REVOCABLE)), resolver=world(), at=AT + HOUR)
    assert report.status_as_of == AT
    assert examine(signed(badge()), resolver=world(), at=AT).status_as_of is None


def test_a_status_list_is_asked_for_no_status_of_its_own():
    """A list that names itself as its status must not send us round in a circle."""
    web = world()
    document = status_list("revocation", []).document
    document.pop("proof")
    entry = badge(status=REVOCABLE)["credentialStatus"]
    web.publish(LISTS["revocation"], signed(document | {"credentialStatus": entry}))
    report = examine(signed(badge(status=REVOCABLE)), resolver=web, at=AT)
    assert report.verdict is not VALID
    assert web.requests.count(LISTS["revocation"]) <= 4


def test_contexts_are_never_fetched():
    web = world()
    for url in signed(badge())["@context"]:
        web.publish(url, context_bytes(url).replace(b"name", b"mane"))
    assert examine(signed(badge()), resolver=web, at=AT).verdict is VALID
    assert set(web.requests) == {"https://uni.example/.well-known/did.json"}
