"""Who may ask the pages on which people are compared with jobs, and what somebody reads of theirs."""

from __future__ import annotations

from typing import Any

from testamur.pathways.gap import gap
from testamur.pathways.goal import goal_from
from testamur.pathways.trace import trace_of
from testamur_web.employers.consent import give_consent
from testamur_web.employers.match_decisions import contest_match
from testamur_web.employers.models import MatchContest, MatchedPerson, MatchRun, Part, Purpose
from testamur_web.employers.ranking import switch_ranking
from testamur_web.plans import profiles
from tests.security.access.roles import _profile
from tests.web.conftest import NOW

MANAGERS = "member:manager"

ROUTES = {
    "matching-list-runs": MANAGERS,
    "matching-make-run": MANAGERS,
    "matching-change-ranking": "member:admin",
    "matching-read-fairness": MANAGERS,
    "matching-answer-contest": MANAGERS,
    "matching-read-run": MANAGERS,
    "matching-export-trace": MANAGERS,
    "matching-read-person": MANAGERS,
    "matching-read-progress": MANAGERS,
    "matching-write-to": MANAGERS,
    "learner-list-rankings": "signed-in",
    "learner-say-traits": "signed-in",
    "learner-read-ranking": "own",
}


def _run(cast: Any) -> MatchRun:
    """A comparison of the university."""
    told = {"is_on": True, "reason": "Many apply.", "by": cast.bashir, "at": NOW}
    switch_ranking(cast.university, **told)
    version = profiles.newest_of(_profile(cast))
    told = {"by": cast.bashir, "at": NOW, "touched_at": NOW, "finished_at": NOW}
    return MatchRun.objects.create(
        organisation=cast.university, version=version, method=1, agreed=1, **told
    )


def _matched(cast: Any) -> MatchedPerson:
    """Ada in it."""
    run = _run(cast)
    told = {"parts": {Part.SKILLS}, "at": NOW}
    give_consent(cast.ada, Purpose.RANKING, **told)
    trace = trace_of(gap([], target=goal_from(run.version.content), at=NOW))
    return MatchedPerson.objects.create(run=run, person=cast.ada, alias="ABCDEFGH", trace=trace)


def _contest(cast: Any) -> MatchContest:
    return contest_match(_matched(cast), words="It is wrong.", at=NOW)


OBJECTS = {
    "matching-read-run": lambda cast: {"pk": _run(cast).pk},
    "matching-export-trace": lambda cast: {"pk": _run(cast).pk},
    "matching-read-person": lambda cast: {"pk": _matched(cast).run_id, "alias": "ABCDEFGH"},
    "matching-read-progress": lambda cast: {"pk": _run(cast).pk},
    "matching-write-to": lambda cast: {"pk": _matched(cast).run_id, "alias": "ABCDEFGH"},
    "matching-answer-contest": lambda cast: {"pk": _contest(cast).pk},
    "learner-read-ranking": lambda cast: {"pk": _matched(cast).pk},
}
