"""How long a proven plan takes, and how much worse the short-sighted one is.

For each size of catalogue, real roles are planned for three times: the least cost of all, the
most important under 40 % of that money and time (with the reasons why not all), and the earliest
end at ten hours a week. Times are CPU seconds of one thread; the catalogue is indexed already.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from bench.plan_cast import Goal, catalogue_of, goals
from testamur.pathways.plan import Calendar, Catalogue, Limits, Objective, Plan, plan
from testamur.pathways.plan.greedy import greedy
from testamur.pathways.plan.reduction import Finding
from testamur.pathways.plan.selection import Aim, weight_of

__all__ = ["measure_plans"]

SIZES: Final = (5_000, 20_000, 50_000)
GOALS: Final = 20
SHARE: Final = (2, 5)
RESULT: Final = Path(__file__).resolve().parent / "results" / "plan.json"
TARGET: Final = (1.0, 5.0)


@dataclass(slots=True)
class Kind:
    """One kind of question to one catalogue: seconds, how many were proven, greedy's excess."""

    catalogue: int
    question: str
    seconds: list[float] = field(default_factory=list)
    proven: int = 0
    excess: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The row as it is written down; excess is in per cent, where greedy has a plan too."""
        ordered, over = sorted(self.seconds), sorted(self.excess)
        return {
            "catalogue": self.catalogue,
            "question": self.question,
            "goals": len(ordered),
            "proven": self.proven,
            "p50": round(_at(ordered, 0.5), 3),
            "p95": round(_at(ordered, 0.95), 3),
            "worst": round(ordered[-1], 3),
            "greedy_excess_p50": round(100 * _at(over, 0.5), 1) if over else None,
            "greedy_excess_worst": round(100 * over[-1], 1) if over else None,
            "greedy_plans": len(self.excess),
            "met": _at(ordered, 0.5) < TARGET[0] and ordered[-1] < TARGET[1],
        }


def measure_plans(tell: Callable[[str], None] = print) -> list[dict[str, object]]:
    """Measure all sizes, print a table, and write `bench/results/plan.json`."""
    rows: list[dict[str, object]] = []
    tell("catalogue  question   p50    p95    worst  proven  greedy's excess")
    for size in SIZES:
        for kind in _kinds(size):
            row = kind.as_json()
            rows.append(row)
            tell(
                f"{size:>9}  {kind.question:<9}  {row['p50']:.3f}  {row['p95']:.3f}  "
                f"{row['worst']:.3f}  {row['proven']}/{row['goals']}   "
                + (
                    f"{row['greedy_excess_p50']} to {row['greedy_excess_worst']} %"
                    if kind.excess
                    else ""
                )
            )
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return rows


def _kinds(size: int) -> tuple[Kind, ...]:
    catalogue = catalogue_of(size)
    least, most = Kind(size, "cheapest"), Kind(size, "limited")
    earliest = Kind(size, "fastest")
    for goal in goals(GOALS):
        found = _timed(least, goal, catalogue, Limits())
        _compare(least, goal, catalogue, found)
        part, whole = SHARE
        limits = Limits(cents=found.cents * part // whole, minutes=found.minutes * part // whole)
        _compare(most, goal, catalogue, _timed(most, goal, catalogue, limits))
        calendar = Calendar(date(2027, 1, 4), 600)
        _timed(earliest, goal, catalogue, Limits(calendar=calendar), Objective.FASTEST)
    return least, most, earliest


def _timed(
    kind: Kind,
    goal: Goal,
    catalogue: Catalogue,
    limits: Limits,
    objective: Objective = Objective.CHEAPEST,
) -> Plan:
    started = time.process_time()
    found = plan(goal.needs, offers=catalogue, held=goal.held, limits=limits, objective=objective)
    kind.seconds.append(time.process_time() - started)
    kind.proven += found.is_proven
    return found


def _compare(kind: Kind, goal: Goal, catalogue: Catalogue, found: Plan) -> None:
    """How much more the short-sighted plan costs for the same, or how much less it covers."""
    limits = found.request.limits
    gaps = goal.held.gaps(goal.needs)
    finding = Finding(gaps, held=goal.held, catalogue=catalogue, limits=limits)
    problem, other = finding.best(lambda one: greedy(one, limits))
    covered = {at for column in other.columns for at in problem.columns[column].covers}
    theirs = sum(weight_of(problem.needs[at]) for at in covered)
    ours = sum(weight_of(need) for step in found.steps for need in step.covers)
    if found.conflict:
        kind.excess.append((ours - theirs) / ours if ours else 0.0)
    elif theirs == ours and found.cents:
        kind.excess.append(other.total(problem, Aim.CENTS) / found.cents - 1)


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


if __name__ == "__main__":
    measure_plans()
