"""Problems, checks, answers and reports: what a judgement is told in."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from testamur.problems import (
    CATALOGUE,
    Answer,
    Check,
    Outcome,
    Problem,
    Report,
    Verdict,
    titles,
    verdict_of,
)

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
EXPIRED = Problem("dates.expired", "valid until yesterday", "/validUntil", "VC-DM 2.0 §4.9")
MALFORMED = Problem("json.malformed", "not JSON")


def check(outcome, *problems, name="proof"):
    return Check(name, outcome, problems)


class TestProblem:
    def test_says_what_where_and_which_rule(self):
        assert EXPIRED.as_json() == {
            "code": "dates.expired",
            "detail": "valid until yesterday",
            "pointer": "/validUntil",
            "spec": "VC-DM 2.0 §4.9",
        }

    def test_leaves_out_what_it_cannot_say(self):
        assert MALFORMED.as_json() == {"code": "json.malformed", "detail": "not JSON"}

    def test_knows_what_to_do_about_it(self):
        assert EXPIRED.meaning is CATALOGUE["dates.expired"]
        assert EXPIRED.meaning.remedy == "Ask the holder for a renewed one."

    def test_has_a_code_of_the_catalogue_or_is_a_mistake_of_ours(self):
        with pytest.raises(LookupError, match=r"made\.up"):
            Problem("made.up", "anything")

    def test_is_never_changed(self):
        with pytest.raises(FrozenInstanceError):
            EXPIRED.detail = "valid for ever"


VERDICTS = {
    "nothing was asked": ([], Verdict.VALID),
    "all passed": ([Outcome.PASSED, Outcome.PASSED], Verdict.VALID),
    "what does not apply fails nothing": ([Outcome.PASSED, Outcome.NOT_APPLICABLE], Verdict.VALID),
    "one that could not be made": ([Outcome.PASSED, Outcome.UNDETERMINED], Verdict.UNDETERMINED),
    "one that failed": ([Outcome.PASSED, Outcome.FAILED], Verdict.INVALID),
    "a failure outweighs doubt": ([Outcome.UNDETERMINED, Outcome.FAILED], Verdict.INVALID),
    "the order says nothing": ([Outcome.FAILED, Outcome.UNDETERMINED], Verdict.INVALID),
}


@pytest.mark.parametrize(("outcomes", "verdict"), VERDICTS.values(), ids=VERDICTS)
def test_the_verdict_of_all_checks(outcomes, verdict):
    assert verdict_of(map(check, outcomes)) is verdict


class TestReport:
    REPORT = Report(
        Verdict.INVALID,
        (
            check(Outcome.PASSED),
            check(Outcome.FAILED, EXPIRED, MALFORMED, name="dates"),
            check(Outcome.FAILED, MALFORMED, name="dates"),
        ),
        AT,
        kind="Open Badges 3.0",
        answers=(Answer("Is it still valid?", Outcome.FAILED, "No."),),
        status_as_of=AT,
    )

    def test_tells_every_problem_in_the_order_it_was_found(self):
        assert self.REPORT.problems == (EXPIRED, MALFORMED, MALFORMED)

    def test_tells_how_a_check_ended(self):
        assert self.REPORT.outcome_of("proof") is Outcome.PASSED
        assert self.REPORT.outcome_of("dates") is Outcome.FAILED

    def test_a_check_that_was_not_made_does_not_apply(self):
        assert self.REPORT.outcome_of("endorsements") is Outcome.NOT_APPLICABLE

    def test_is_plain_json(self):
        told = self.REPORT.as_json()
        assert json.loads(json.dumps(told)) == told
        assert told["verdict"] == "invalid"
        assert told["at"] == told["statusAsOf"] == "2026-05-01T12:00:00+00:00"
        assert told["answers"] == [
            {"question": "Is it still valid?", "outcome": "failed", "sentence": "No."}
        ]
        assert [one["code"] for one in told["problems"]] == [
            "dates.expired",
            "json.malformed",
            "json.malformed",
        ]

    def test_leaves_out_what_it_does_not_know(self):
        told = Report(Verdict.VALID, (), AT).as_json()
        assert told == {
            "verdict": "valid",
            "at": "2026-05-01T12:00:00+00:00",
            "answers": [],
            "checks": [],
            "problems": [],
        }


def test_a_check_is_told_with_its_detail_and_problems():
    told = Check("status", Outcome.FAILED, (MALFORMED,), "one list").as_json()
    assert told == {
        "name": "status",
        "outcome": "failed",
        "detail": "one list",
        "problems": [MALFORMED.as_json()],
    }
    assert check(Outcome.NOT_APPLICABLE).as_json() == {
        "name": "proof",
        "outcome": "not applicable",
    }


def test_titles_are_there_for_every_code():
    assert titles().keys() == CATALOGUE.keys()
    assert titles()["dates.expired"] == "The credential has expired."
