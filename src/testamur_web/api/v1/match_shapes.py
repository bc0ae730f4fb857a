"""How comparisons of people with jobs are told and asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from testamur_web.api.v1.words import Line, Prose, Said, Word
from testamur_web.employers.matching import RunShown, Shown
from testamur_web.employers.models import MatchContest, MatchDecision, MatchedPerson, MatchRun
from testamur_web.employers.ranking import RankingShown

__all__ = [
    "ContestOut",
    "MatchDecisionOut",
    "NewContest",
    "NewContestAnswer",
    "NewMatchDecision",
    "NewMatchMessage",
    "NewRun",
    "NewTraits",
    "OwnRankingOut",
    "RankedOut",
    "RankingOut",
    "RunLine",
    "RunOut",
    "SwitchRanking",
    "contest_told",
    "decision_told",
    "own_told",
    "ranked_told",
    "ranking_told",
    "run_line",
    "run_told",
]


class SwitchOut(Schema):
    """That ranking was switched."""

    on: bool
    reason: str
    by: str
    at: str


class RankingOut(Schema):
    """Whether people are ranked, who switched that, and how many have agreed to it, up to 1,000."""

    on: bool
    agreed: int
    switches: list[SwitchOut]


class SwitchRanking(Said):
    """On or off, and why."""

    on: bool
    reason: Prose = Field(min_length=1, max_length=4_000)


class NewRun(Said):
    """The role profile whose newest version people are compared with."""

    profile: UUID


class RunLine(Schema):
    """A comparison in a list."""

    id: UUID
    profile: UUID
    title: str
    version: int
    at: str
    by: str
    method: int
    state: str = Field(description="`comparing` until all are compared, then `done`.")


class MatchDecisionOut(Schema):
    """What a named person decided, and why."""

    choice: str
    reason: str
    by: str
    at: str


class ContestOut(Schema):
    """What somebody contests, under their drawn name, and the answer."""

    id: UUID
    alias: str
    words: str
    filed_at: str
    answer_by: str
    answer: str
    answered_by: str
    answered_at: str | None


class RankedOut(Schema):
    """Somebody in a comparison; `match` is null while ranking is off."""

    alias: str
    match: dict[str, Any] | None = Field(description="As `testamur match --json` prints it.")
    may_be_written_to: bool
    decisions: list[MatchDecisionOut]
    contests: list[ContestOut]


class RunOut(RunLine):
    """A comparison as it may be seen now; `people` are there once it is `done`.

    `agreed` is 1,000 where they were as many or more.
    """

    agreed: int
    expected: int | None
    compared: int
    ranking: bool
    invited: int
    against_ranks: int
    override_percent: int | None
    people: list[RankedOut]


class NewMatchDecision(Said):
    """`invite`, `not-now` or `no`, and why."""

    choice: Word
    reason: Prose = Field(min_length=1, max_length=4_000)


class NewMatchMessage(Said):
    """What is written to somebody who is invited."""

    subject: Line
    message: Prose


class NewContest(Said):
    """What is wrong."""

    words: Prose = Field(min_length=1, max_length=4_000)


class NewContestAnswer(Said):
    """The answer, kept as it is."""

    answer: Prose = Field(min_length=1, max_length=4_000)


class OwnRankingOut(RunLine):
    """A comparison that you are in: your own match, what was decided, what you contest."""

    run: UUID
    organisation: str
    alias: str
    match: dict[str, Any]
    decisions: list[MatchDecisionOut]
    contests: list[ContestOut]


class NewTraits(Said):
    """What you say of yourself for reports on fairness; what is empty is not said."""

    gender: Word | None = Field(None, min_length=1)
    age: Word | None = Field(None, min_length=1)
    disability: Word | None = Field(None, min_length=1)


def ranking_told(shown: RankingShown) -> dict[str, Any]:
    """Whether people are ranked."""
    switches = [
        {
            "on": one.is_on,
            "reason": one.reason,
            "by": one.by.name if one.by else "",
            "at": one.at.isoformat(),
        }
        for one in shown.switches
    ]
    return {"on": shown.is_on, "agreed": shown.agreed, "switches": switches}


def run_line(run: MatchRun) -> dict[str, Any]:
    """A comparison in a list."""
    return {
        "id": run.pk,
        "profile": run.version.profile_id,
        "title": run.version.profile.title,
        "version": run.version.number,
        "at": run.at.isoformat(),
        "by": run.by.name if run.by else "",
        "method": run.method,
        "state": "done" if run.finished_at else "comparing",
    }


def run_told(found: RunShown) -> dict[str, Any]:
    """A comparison with its people."""
    return run_line(found.run) | {
        "agreed": found.run.agreed,
        "expected": found.run.expected,
        "compared": found.done,
        "ranking": found.is_ranking,
        "invited": found.invited,
        "against_ranks": found.against,
        "override_percent": found.override_percent,
        "people": [ranked_told(one) for one in found.rows],
    }


def ranked_told(one: Shown) -> dict[str, Any]:
    """Somebody in it."""
    return {
        "alias": one.row.alias,
        "match": one.match.as_json() if one.match else None,
        "may_be_written_to": one.is_open,
        "decisions": [decision_told(each) for each in one.decisions],
        "contests": [contest_told(each, one.row.alias) for each in one.contests],
    }


def decision_told(one: MatchDecision) -> dict[str, Any]:
    """A decision."""
    by = one.by.name if one.by else ""
    return {"choice": one.choice, "reason": one.reason, "by": by, "at": one.at.isoformat()}


def contest_told(one: MatchContest, alias: str) -> dict[str, Any]:
    """What is contested."""
    return {
        "id": one.pk,
        "alias": alias,
        "words": one.words,
        "filed_at": one.filed_at.isoformat(),
        "answer_by": one.answer_by.isoformat(),
        "answer": one.answer,
        "answered_by": one.answered_by.name if one.answered_by else "",
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
    }


def own_told(row: MatchedPerson, match: dict[str, Any]) -> dict[str, Any]:
    """A comparison that somebody is in."""
    return run_line(row.run) | {
        "id": row.pk,
        "run": row.run_id,
        "organisation": row.run.organisation.name,
        "alias": row.alias,
        "match": match,
        "decisions": [decision_told(each) for each in row.decisions.all()],
        "contests": [contest_told(each, row.alias) for each in row.contests.all()],
    }
