"""Whether groups fare alike in the runs of an organisation: the one place where both sides meet.

Outcomes are told by a number that stands for nobody, and traits beside it; of the newest decision
about each person. Whoever nobody decided about is in no figure, and is counted. Who withdrew what
they agreed to, or said of themselves, is gone from the next report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from testamur.talent.fairness import LEAST, Fairness, Outcome, fairness
from testamur_web.employers.matching import people_in, read_run, runs_of
from testamur_web.employers.models import MatchDecision, MatchRun, OwnTraits
from testamur_web.employers.ranking import refuse_unranked
from testamur_web.people.models import Organisation

__all__ = ["Report", "fairness_of"]


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one run, or of all; `undecided` is None where it is fewer than five people."""

    run: MatchRun | None
    found: Fairness
    undecided: int | None


def fairness_of(organisation: Organisation, *, run: MatchRun | None = None, at: datetime) -> Report:
    """The report on a run or on all of them; raises `Conflict` (`ranking.off`)."""
    refuse_unranked(organisation)
    outcomes: dict[UUID, Outcome] = {}
    seen: set[UUID] = set()
    for one in [run] if run else runs_of(organisation):
        told = _outcomes(one, at=at)
        seen |= told.keys()
        outcomes |= {
            person: outcome
            for person, outcome in told.items()
            if outcome.is_selected is not None and person not in outcomes
        }
    numbers = {person: str(number) for number, person in enumerate(sorted(outcomes))}
    traits = {
        numbers[row.person_id]: row.content for row in OwnTraits.objects.filter(person__in=numbers)
    }
    found = fairness({numbers[one]: told for one, told in outcomes.items()}, traits=traits)
    undecided = len(seen) - len(outcomes)
    return Report(run, found, undecided if undecided == 0 or undecided >= LEAST else None)


def _outcomes(run: MatchRun, *, at: datetime) -> dict[UUID, Outcome]:
    persons = dict(people_in(run, at=at).values_list("alias", "person"))
    return {
        persons[shown.row.alias]: Outcome(
            shown.decision.choice == MatchDecision.Choice.INVITE if shown.decision else None,
            shown.match.points if shown.match else None,
        )
        for shown in read_run(run, at=at).rows
    }
