"""Comparisons of people with a job as they may be read now: out of their traces, blind.

    read_run(run, at=later).rows[0].match.points

Rules kept here:

- only who agrees at the moment of asking is shown: a kept run has no row of whoever withdrew, from
  the very next look;
- nobody is shown before all are compared who were to be, for ranks would be of some;
- ranks and points are told only while ranking is on. Nothing follows from them by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from testamur.encoding import JsonObject
from testamur.errors import Conflict
from testamur.pathways.trace import replay
from testamur.talent.match import Match, Matches, ranked
from testamur.talent.profile import JobProfile, profile_from
from testamur.talent.trace import trace_of_matches
from testamur_web.employers.finding import agreeing
from testamur_web.employers.models import (
    Disclosure,
    MatchContest,
    MatchDecision,
    MatchedPerson,
    MatchRun,
    Part,
    Purpose,
)
from testamur_web.employers.ranking import is_ranking, rankable, refuse_unranked
from testamur_web.people.models import Organisation, Person

__all__ = [
    "RunShown",
    "Shown",
    "find_run",
    "look_at_run",
    "match_of",
    "people_in",
    "profile_in_run",
    "read_run",
    "runs_of",
    "trace_of_run",
]


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody in a run: the match, what was decided last and before, and what they contest."""

    row: MatchedPerson
    match: Match | None
    decisions: Sequence[MatchDecision]
    contests: Sequence[MatchContest]
    is_open: bool
    """Whether they agree to be written to."""

    @property
    def decision(self) -> MatchDecision | None:
        """What holds now."""
        return self.decisions[0] if self.decisions else None

    @property
    def is_invited(self) -> bool:
        """Whether that is an invitation."""
        return self.decision is not None and self.decision.choice == MatchDecision.Choice.INVITE


@dataclass(frozen=True, slots=True)
class RunShown:
    """A run as it may be seen now; without ranking by drawn name, and without points.

    While workers compare it has no rows, and `done` of `run.expected` are compared.
    `against` of `invited` invitations went to somebody who was not among as many with the most
    points of those who were decided about.
    """

    run: MatchRun
    profile: JobProfile
    is_ranking: bool
    done: int
    rows: tuple[Shown, ...]
    invited: int
    against: int

    @property
    def override_percent(self) -> int | None:
        """The share of invitations that differ from the ranks; None without one."""
        return round(100 * self.against / self.invited) if self.invited else None

    @property
    def decided(self) -> int:
        """About how many somebody decided."""
        return sum(bool(row.decisions) for row in self.rows)


def runs_of(organisation: Organisation) -> QuerySet[MatchRun]:
    """The runs of an organisation, the newest first."""
    runs = MatchRun.objects.filter(organisation=organisation)
    return runs.select_related("organisation", "version__profile", "by")


def find_run(organisation: Organisation, pk: UUID) -> MatchRun | None:
    """A run of an organisation."""
    return runs_of(organisation).filter(pk=pk).first()


def people_in(run: MatchRun, *, at: datetime) -> QuerySet[MatchedPerson]:
    """Those of a run who agree now; nobody while they are still being compared."""
    seen = rankable(run.organisation, at=at).values("person")
    rows = MatchedPerson.objects.filter(run=run, run__finished_at__isnull=False, person__in=seen)
    return rows.prefetch_related(
        Prefetch("decisions", MatchDecision.objects.select_related("by")),
        Prefetch("contests", MatchContest.objects.select_related("answered_by")),
    )


def read_run(run: MatchRun, *, at: datetime) -> RunShown:
    """A run as it may be seen at a moment."""
    people = list(people_in(run, at=at))
    found = _replayed(run, people)
    by_alias = {one.candidate: one for one in found.matches}
    is_on = is_ranking(run.organisation)
    order = [one.candidate for one in found.matches] if is_on else sorted(by_alias)
    rows = {one.alias: one for one in people}
    written = _open(run, people, at=at)
    shown = tuple(
        Shown(
            rows[alias],
            by_alias[alias] if is_on else None,
            tuple(rows[alias].decisions.all()),
            tuple(rows[alias].contests.all()),
            rows[alias].person_id in written,
        )
        for alias in order
    )
    invited, against = _against(shown, by_alias)
    return RunShown(run, found.profile, is_on, run.people.count(), shown, invited, against)


@transaction.atomic
def look_at_run(run: MatchRun, *, by: Person, at: datetime) -> RunShown:
    """`read_run` for somebody of the organisation; it is kept who was shown to them, for a day."""
    shown = read_run(run, at=at)
    Disclosure.objects.bulk_create(
        [
            Disclosure(
                organisation=run.organisation,
                person_id=one.row.person_id,
                purpose=Purpose.RANKING,
                day=at.date(),
                by=by,
                alias=one.row.alias,
                shown=[Part.SKILLS.value],
            )
            for one in shown.rows
            if one.match is not None
        ],
        update_conflicts=True,
        unique_fields=["person", "organisation", "purpose", "day", "alias"],
        update_fields=["by", "alias", "shown"],
    )
    return shown


def match_of(row: MatchedPerson) -> Match:
    """How one person stood in a run, as they themselves read it: without a rank among others."""
    [found] = _replayed(row.run, [row]).matches
    return found


def trace_of_run(run: MatchRun, *, at: datetime) -> JsonObject:
    """The whole computation about those who agree now, without a name in it.

    Raises `Conflict` (`ranking.off`, `match.running`).
    """
    refuse_unranked(run.organisation)
    if run.finished_at is None:
        raise Conflict.because("match.running", "not everybody is compared yet")
    return trace_of_matches(_replayed(run, list(people_in(run, at=at))))


def profile_in_run(run: MatchRun) -> JobProfile:
    """The job profile as the version of a run says it."""
    return profile_from(run.version.content)


# --------------------------------------------------------------------------------------- reading


def _replayed(run: MatchRun, people: Sequence[MatchedPerson]) -> Matches:
    gaps = {one.alias: replay(one.trace) for one in people}
    return ranked(gaps, profile=profile_in_run(run), at=run.at)


def _open(run: MatchRun, people: Sequence[MatchedPerson], *, at: datetime) -> set[UUID]:
    """Who of them agrees to be written to, asked now."""
    seen = agreeing(run.organisation, Purpose.CONTACT, at=at)
    return set(
        seen.filter(person__in=[one.person_id for one in people]).values_list("person", flat=True)
    )


def _against(shown: Sequence[Shown], by_alias: Mapping[str, Match]) -> tuple[int, int]:
    """How many were invited, and how many of them were not among as many with the most points."""
    points = {
        one.row.alias: by_alias[one.row.alias].points for one in shown if one.decision is not None
    }
    invited = [
        one.row.alias
        for one in shown
        if one.decision is not None and one.decision.choice == MatchDecision.Choice.INVITE
    ]
    if not invited:
        return 0, 0
    least = sorted(points.values(), reverse=True)[len(invited) - 1]
    return len(invited), sum(points[alias] < least for alias in invited)
