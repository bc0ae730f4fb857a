"""When a chosen set of offers can be taken: one thing at a time, so many minutes a week.

Time is counted in minutes of work; week `w` holds those from `w * per_week` on. Work on an offer
may stop while another begins at its date. For given dates, and given what meets each prerequisite,
earliest due first finds a timetable wherever there is one, once each due time is brought forward by
what must follow (Blazewicz 1976 for one machine, precedence and release times, with preemption).
So it is enough to decide on dates and on ways to meet prerequisites. Dates are decided one by one,
the earliest first; the others may meanwhile be any: where even that is too late, so is the rest.

What that proof does not reach: an offer that may be begun any time but must be ended within some
weeks. Where only such a bound stands in the way, nothing is claimed to be impossible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, product
from typing import Final

from testamur.pathways.plan.reduction import Problem
from testamur.pathways.plan.requirements import ways

__all__ = ["Slot", "Timetable", "find_timetable"]

MOST_TRIES: Final = 2_000
"""How many partly decided timetables are looked at before one is given up."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The minutes of work at which an offer is begun and ended, counted from the beginning."""

    column: int
    begun: int
    ended: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """The slots in order; none with `is_proven` says that there cannot be any."""

    slots: tuple[Slot, ...] | None
    is_proven: bool = True

    def weeks(self, per_week: int) -> int:
        """How many weeks it takes to the end."""
        return -(-max((slot.ended for slot in self.slots or ()), default=0) // per_week)


@dataclass(frozen=True, slots=True)
class _Job:
    """An offer on the timetable. `starts` are the moments it may be begun at, None for any.

    `window` is how long after its begin it must be ended; `before` are the columns ended by then.
    """

    column: int
    minutes: int
    starts: tuple[int, ...] | None
    window: int
    before: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Between which moments a job may be worked on, when the others are thought of."""

    release: int
    due: int


def find_timetable(
    problem: Problem, chosen: Sequence[int], *, per_week: int, weeks: int | None
) -> Timetable:
    """A timetable for these columns within so many weeks; `chosen` breaks ties by its order."""
    end = _end_of_time(problem, chosen, per_week) if weeks is None else weeks * per_week
    is_proven = True
    tried = count(1)
    for jobs in _resolved(problem, chosen, per_week=per_week, end=end):
        waiting = [jobs]
        while waiting:
            if next(tried) > MOST_TRIES:
                return Timetable(None, is_proven=False)
            decided = waiting.pop()
            slots, is_late_by_window = _earliest_due_first(decided, end)
            is_proven = is_proven and not is_late_by_window
            branches = _decide_one(decided)
            if slots is not None and not branches:
                return Timetable(slots)
            if slots is not None or is_late_by_window:
                waiting.extend(branches)
    return Timetable(None, is_proven)


def _end_of_time(problem: Problem, chosen: Sequence[int], per_week: int) -> int:
    """A moment by which everything is over: all work, after the last date there is."""
    columns = [problem.columns[at] for at in chosen]
    last = max((max(one.starts) for one in columns if one.starts), default=0)
    return per_week * (last + 1) + sum(one.minutes for one in columns)


def _resolved(
    problem: Problem, chosen: Sequence[int], *, per_week: int, end: int
) -> Iterator[list[_Job]]:
    """The jobs, for each combination of ways to meet what they ask for; each in an order."""
    within = frozenset(chosen)
    before = [ways(problem.trees.get(at), within) for at in chosen]
    for needed in product(*before):
        jobs = [
            _job(problem, at, needs, per_week, end)
            for at, needs in zip(chosen, needed, strict=True)
        ]
        ordered = _in_order(jobs)
        if ordered is not None:
            yield ordered


def _job(problem: Problem, at: int, before: frozenset[int], per_week: int, end: int) -> _Job:
    column = problem.columns[at]
    weeks = column.offer.weeks_at_most
    starts = column.starts and tuple(week * per_week for week in column.starts)
    return _Job(at, column.minutes, starts, weeks * per_week if weeks else end, before)


def _in_order(jobs: Sequence[_Job]) -> list[_Job] | None:
    """The jobs, each after those it asks for; None where they ask for each other."""
    done: dict[int, _Job] = {}
    waiting = list(jobs)
    while waiting:
        ready = [job for job in waiting if job.before <= done.keys()]
        if not ready:
            return None
        done |= {job.column: job for job in ready}
        waiting = [job for job in waiting if job.column not in done]
    return list(done.values())


def _decide_one(jobs: list[_Job]) -> list[list[_Job]]:
    """The same jobs with a date decided: any later one, then the first, which is tried first."""
    for at, job in enumerate(jobs):
        if job.starts and len(job.starts) > 1:
            return [
                [*jobs[:at], replace(job, starts=starts), *jobs[at + 1 :]]
                for starts in (job.starts[1:], job.starts[:1])
            ]
    return []


def _tightened(jobs: Sequence[_Job], end: int) -> Mapping[int, _Bounds]:
    """Releases put off by what comes before, dues brought forward by what follows."""
    release: dict[int, int] = {}
    length = {job.column: job.minutes for job in jobs}
    for job in jobs:
        after = [release[one] + length[one] for one in job.before]
        release[job.column] = max([job.starts[0] if job.starts else 0, *after])
    due = {job.column: min(end, job.starts[-1] + job.window) if job.starts else end for job in jobs}
    for job in reversed(jobs):
        begin_by = due[job.column] - job.minutes
        begin_by = min(begin_by, job.starts[-1]) if job.starts else begin_by
        for one in job.before:
            due[one] = min(due[one], begin_by)
    return {job.column: _Bounds(release[job.column], due[job.column]) for job in jobs}


def _earliest_due_first(jobs: Sequence[_Job], end: int) -> tuple[tuple[Slot, ...] | None, bool]:
    """The slots, or None; and whether a window that opened on the way may be why."""
    work = _Work(jobs, _tightened(jobs, end))
    while work.left:
        if not work.go_on():
            return None, work.has_opened_window
    dated = {job.column: job.starts[0] for job in jobs if job.starts}
    slots = [Slot(at, dated.get(at, work.begun[at]), work.ended[at]) for at in work.ended]
    return tuple(sorted(slots, key=lambda slot: (slot.begun, slot.ended))), False


class _Work:
    """One thing after another, as time goes on."""

    def __init__(self, jobs: Sequence[_Job], bounds: Mapping[int, _Bounds]) -> None:
        self.left = {job.column: job for job in jobs}
        self.minutes = {job.column: job.minutes for job in jobs}
        self.release = {at: one.release for at, one in bounds.items()}
        self.due = {at: one.due for at, one in bounds.items()}
        self.begun: dict[int, int] = {}
        self.ended: dict[int, int] = {}
        self.has_opened_window = False
        self.now = 0

    def go_on(self) -> bool:
        """Work until something ends or may begin; whether all is still in time."""
        ready = [at for at in self.left if self._is_ready(at)]
        later = [self.release[at] for at in self.left if self.release[at] > self.now]
        if not ready:
            self.now = min(later)
            return True
        at = min(ready, key=lambda one: (self.due[one], self.left[one].starts is None))
        if at not in self.begun:
            self._begin(at)
        spent = min([self.minutes[at], *(moment - self.now for moment in later)])
        self.now += spent
        self.minutes[at] -= spent
        if not self.minutes[at]:
            self.ended[at] = self.now
            del self.left[at]
        return self.now <= self.due[at]

    def _is_ready(self, at: int) -> bool:
        return self.release[at] <= self.now and self.left[at].before <= self.ended.keys()

    def _begin(self, at: int) -> None:
        job = self.left[at]
        self.begun[at] = self.now
        if job.starts is None and self.now + job.window < self.due[at]:
            self.due[at] = self.now + job.window
            self.has_opened_window = True
