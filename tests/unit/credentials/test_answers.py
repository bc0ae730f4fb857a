"""The four answers, made from checks alone; test_verify shows them for whole credentials."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from testamur.credentials.answers import QUESTIONS, answers_to
from testamur.problems import Check, Outcome, Problem

AT = datetime(2026, 5, 2, 12, tzinfo=UTC)
PASSED, FAILED = Outcome.PASSED, Outcome.FAILED
OPEN, BESIDE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE
ISSUER = {"id": "did:web:uni.example", "name": "University of Example"}
ALL_WELL = {
    "form": PASSED,
    "proof": PASSED,
    "issuer": PASSED,
    "dates": PASSED,
    "status": BESIDE,
}


def told(outcomes, *, issuer=ISSUER, detail="the reason", trusted=None, as_of=None):
    """Outcome and sentence of each answer, where every check that did not pass has one reason."""
    problem = Problem("json.malformed", detail)
    checks = [
        Check(
            name,
            outcome,
            (problem,) if outcome in {FAILED, OPEN} else (),
            "did:web:uni.example#key-1" if name == "issuer" else "they hold",
        )
        for name, outcome in outcomes.items()
    ]
    document = {} if issuer is None else {"issuer": issuer}
    answers = answers_to(document, checks, at=AT, trusted=trusted or {}, as_of=as_of)
    assert tuple(answer.question for answer in answers) == QUESTIONS
    return [(answer.outcome, answer.sentence) for answer in answers]


UNTAMPERED = {
    "all is well": ({}, (PASSED, "Yes: every word is as it was signed.")),
    "the proof does not hold": ({"proof": FAILED}, (FAILED, "No. The reason.")),
    "the proof cannot be judged": ({"proof": OPEN}, (OPEN, "Nobody can say. The reason.")),
    "the proof fails before the form": (
        {"form": FAILED, "proof": FAILED},
        (FAILED, "No. The reason."),
    ),
    "the form is wrong": (
        {"form": FAILED},
        (
            FAILED,
            "Every word is as it was signed, but it breaks the rules of its kind. The reason.",
        ),
    ),
    "a record inside does not hold": (
        {"records": FAILED},
        (
            FAILED,
            (
                "Every word is as it was signed, but a record that it carries does not hold."
                " The reason."
            ),
        ),
    ),
    "a schema is broken": (
        {"schemas": FAILED},
        (
            FAILED,
            "Every word is as it was signed, but it breaks a schema that it names. The reason.",
        ),
    ),
    "a schema is out of reach": (
        {"schemas": OPEN},
        (
            OPEN,
            (
                "Every word is as it was signed; whether it keeps the schema that it names is not"
                " known. The reason."
            ),
        ),
    ),
    "what is wrong comes before what is open": (
        {"schemas": OPEN, "resources": FAILED},
        (
            FAILED,
            (
                "Every word is as it was signed, but what it points to is not what was signed for."
                " The reason."
            ),
        ),
    ),
}


@pytest.mark.parametrize(("outcomes", "answer"), UNTAMPERED.values(), ids=UNTAMPERED)
def test_is_it_untampered(outcomes, answer):
    assert told(ALL_WELL | outcomes)[0] == answer


SIGNED = {
    "proven": (
        PASSED,
        ISSUER,
        (PASSED, "University of Example (did:web:uni.example), with the key key-1."),
    ),
    "without a name": (
        PASSED,
        "did:web:uni.example",
        (PASSED, "did:web:uni.example, with the key key-1."),
    ),
    "with a name in two languages": (
        PASSED,
        {"id": "urn:u", "name": [{"@value": "Uczelnia", "@language": "pl"}, {"@value": "School"}]},
        (PASSED, "Uczelnia (urn:u), with the key key-1."),
    ),
    "with a name of several lines": (
        PASSED,
        {"id": "urn:u", "name": "A\n\tB"},
        (PASSED, "A B (urn:u), with the key key-1."),
    ),
    "by somebody else": (
        FAILED,
        ISSUER,
        (FAILED, "Not University of Example (did:web:uni.example), whom it names. The reason."),
    ),
    "not proven": (
        OPEN,
        ISSUER,
        (
            OPEN,
            "It says University of Example (did:web:uni.example), which is not proven. The reason.",
        ),
    ),
    "nothing is signed": (
        BESIDE,
        {"name": "Nobody"},
        (OPEN, "Nobody can say. It names Nobody (an issuer without an identifier)."),
    ),
}


@pytest.mark.parametrize(("outcome", "issuer", "answer"), SIGNED.values(), ids=SIGNED)
def test_who_signed_it(outcome, issuer, answer):
    assert told(ALL_WELL | {"issuer": outcome}, issuer=issuer)[1] == answer


STILL_VALID = {
    "by its dates": (
        {},
        (PASSED, "Yes, by its dates, on 2026-05-02; it states no status to ask for."),
    ),
    "by its status": (
        {"status": PASSED},
        (PASSED, "Yes, on 2026-05-02, by its status as of 2026-05-01 08:30 UTC."),
    ),
    "the dates fail before the status": (
        {"dates": FAILED, "status": OPEN},
        (FAILED, "No. The reason."),
    ),
    "revoked, even where the proof is open": (
        {"proof": OPEN, "status": FAILED},
        (FAILED, "No. The reason."),
    ),
    "the status is open": ({"status": OPEN}, (OPEN, "Its status is not known. The reason.")),
    "nothing proves its dates": (
        {"proof": FAILED},
        (OPEN, "Nobody can say: nothing proves the dates that it states."),
    ),
    "they are a forger's dates": (
        {"issuer": FAILED},
        (OPEN, "Nobody can say: nothing proves the dates that it states."),
    ),
}


@pytest.mark.parametrize(("outcomes", "answer"), STILL_VALID.values(), ids=STILL_VALID)
def test_is_it_still_valid(outcomes, answer):
    as_of = datetime(2026, 5, 1, 8, 30, tzinfo=UTC)
    assert told(ALL_WELL | outcomes, as_of=as_of)[2] == answer


def test_what_was_not_asked_is_not_answered():
    asked = {"form": PASSED, "proof": PASSED, "issuer": BESIDE}
    assert told(asked)[2] == (OPEN, "This was not asked.")


REGISTER = {"did:web:uni.example": "The register of Example"}
TRUSTED = {
    "nobody": ({}, {}, (BESIDE, "Nobody on a list you gave.")),
    "a list": ({}, REGISTER, (PASSED, "The register of Example.")),
    "a list, but a forger signed": (
        {"issuer": FAILED},
        REGISTER,
        (BESIDE, "Nobody on a list you gave."),
    ),
    "endorsements": (
        {"endorsements": PASSED},
        {},
        (BESIDE, "Nobody on a list you gave. They hold."),
    ),
    "a list and endorsements": (
        {"endorsements": PASSED},
        REGISTER,
        (PASSED, "The register of Example. They hold."),
    ),
    "endorsements of what a forger signed": (
        {"endorsements": PASSED, "issuer": FAILED},
        {},
        (BESIDE, "Nobody on a list you gave."),
    ),
    "a list, and an endorsement that does not hold": (
        {"endorsements": FAILED},
        REGISTER,
        (
            FAILED,
            "The register of Example. An endorsement that it carries does not hold. The reason.",
        ),
    ),
    "endorsements that cannot be judged": (
        {"endorsements": OPEN},
        {},
        (OPEN, "Nobody on a list you gave. Its endorsements could not all be judged. The reason."),
    ),
}


@pytest.mark.parametrize(("outcomes", "trusted", "answer"), TRUSTED.values(), ids=TRUSTED)
def test_who_trusts_the_issuer(outcomes, trusted, answer):
    assert told(ALL_WELL | outcomes, trusted=trusted)[3] == answer


def test_of_what_cannot_be_read_nothing_is_known():
    assert told({"form": FAILED}, issuer=None) == [
        (FAILED, "No: it cannot be read. The reason."),
        (OPEN, "Nobody can say."),
        (OPEN, "Nobody can say."),
        (BESIDE, "Nobody on a list you gave."),
    ]
    assert told({"bundle": FAILED}, issuer=None)[0] == (
        FAILED,
        "No: it cannot be read. The reason.",
    )
    assert told({}, issuer=None)[0] == (OPEN, "Nobody can say.")


@pytest.mark.parametrize(
    ("detail", "sentence"),
    [
        ("the list is old", "No. The list is old."),
        ("https://uni.example/x answered 404", "No. https://uni.example/x answered 404."),
        ("did:web:uni.example publishes no key", "No. did:web:uni.example publishes no key."),
        ("'name' is missing", "No. 'name' is missing."),
        ("5 of 6 are wrong", "No. 5 of 6 are wrong."),
    ],
)
def test_a_reason_becomes_a_sentence(detail, sentence):
    assert told(ALL_WELL | {"proof": FAILED}, detail=detail)[0][1] == sentence


def test_an_endless_identifier_is_not_told_in_full():
    sentence = told(ALL_WELL, issuer="did:web:" + "a" * 10_000)[1][1]
    assert len(sentence) < 400
