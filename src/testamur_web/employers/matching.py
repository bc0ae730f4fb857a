"""People who agreed to be ranked, compared with a job profile: run once, kept as traces, blind.

    run = run_match(version, by=dara, at=now)           # who is compared; a row of work for each
    compare_person(matched.pk, at=soon)                 # by a worker: verified, reckoned, kept
    read_run(run, at=later).rows[0].match.points

Rules kept here:

- only who agrees at the moment of asking is compared or shown: a kept run has no row of whoever
  withdrew, from the very next look, and who withdraws before their turn is not compared at all;
- what a trace holds leads to nobody: no credential, issuer or holder by name or address, and days
  without a time. Points are reckoned from that, so they replay to the hundredth;
- ranks and points are told only while ranking is on. Nothing follows from them by itself.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from testamur.encoding import JsonObject
from testamur.pathways.confidence import Event
from testamur.pathways.gap import Gap, answer
from testamur.pathways.question import Evidence, Question, question_of
from testamur.pathways.trace import replay, trace_of
from testamur.talent.match import METHOD, Match, Matches, ranked
from testamur.talent.profile import JobProfile, profile_from
from testamur.talent.trace import trace_of_matches
from testamur_web.catalogue.matched import graph_in_use
from testamur_web.employers.indexing import blind_title
from testamur_web.employers.models import (
    Disclosure,
    Findable,
    MatchContest,
    MatchDecision,
    MatchedPerson,
    MatchRun,
    Part,
    Purpose,
)
from testamur_web.employers.ranking import count_agreed, is_ranking, rankable, refuse_unranked
from testamur_web.employers.shortlisting import most_promising
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Organisation, Person
from testamur_web.plans.figures import figures_of
from testamur_web.plans.models import ProfileVersion
from testamur_web.plans.profiles import refuse_withdrawn
from testamur_web.plans.queries import counted_of
from testamur_web.plans.uses import uses_of

__all__ = [
    "MOST",
    "RANKED",
    "RunShown",
    "Shown",
    "compare_person",
    "find_run",
    "look_at_run",
    "match_of",
    "people_in",
    "profile_in_run",
    "read_run",
    "run_match",
    "runs_of",
    "trace_of_run",
]

MOST: Final = 50
"""How many people are compared in one run: those who could have the most points."""

RANKED: Final = "employers.ranked"
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 8
_DIGEST: Final = 16


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody in a run: the match, what was decided last and before, and what they contest."""

    row: MatchedPerson
    match: Match | None
    decisions: Sequence[MatchDecision]
    contests: Sequence[MatchContest]

    @property
    def decision(self) -> MatchDecision | None:
        """What holds now."""
        return self.decisions[0] if self.decisions else None


@dataclass(frozen=True, slots=True)
class RunShown:
    """A run as it may be seen now; without ranking by drawn name, and without points.

    `against` of `invited` invitations went to somebody who was not among as many with the most
    points of those who were decided about.
    """

    run: MatchRun
    profile: JobProfile
    is_ranking: bool
    rows: tuple[Shown, ...]
    invited: int
    against: int
    waiting: int
    """How many are still to be compared."""

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


@transaction.atomic
def run_match(version: ProfileVersion, *, by: Person, at: datetime) -> MatchRun:
    """Have everybody compared who agrees; raises `Conflict` (`ranking.off`, `profile.withdrawn`).

    Wallets are verified afterwards, person by person, and each of them is told.
    """
    organisation = version.profile.organisation
    refuse_unranked(organisation)
    refuse_withdrawn(version.profile)
    agreed = rankable(organisation, at=at)
    run = MatchRun.objects.create(
        organisation=organisation,
        version=version,
        by=by,
        at=at.replace(microsecond=0),
        method=METHOD,
        agreed=count_agreed(agreed),
    )
    made = MatchedPerson.objects.bulk_create(_chosen(run, agreed))
    told = {"version": version.number, "people": len(made)}
    trail.record("match.run", run, by=by, tenant=organisation.pk, at=at, **told)
    rows = {f"{RANKED}:{one.pk}": {"matched": str(one.pk)} for one in made}
    if rows:
        outbox.post_many(RANKED, rows)
    return run


def compare_person(matched: UUID, *, at: datetime) -> bool:
    """Compare one of a run, unless they agree no more; whether they are compared."""
    rows = MatchedPerson.objects.select_related("run__organisation", "run__version", "person")
    row = rows.filter(pk=matched).first()
    if row is None or row.trace is not None:
        return row is not None
    if not rankable(row.run.organisation, at=at).filter(person=row.person).exists():
        row.delete()
        return False
    row.trace = trace_of(_gap(row))
    row.save(update_fields=["trace"])
    return True


def people_in(run: MatchRun, *, at: datetime) -> QuerySet[MatchedPerson]:
    """Those of a run who were compared and agree now."""
    seen = rankable(run.organisation, at=at).values("person")
    rows = MatchedPerson.objects.filter(run=run, person__in=seen, trace__isnull=False)
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
    shown = tuple(
        Shown(
            rows[alias],
            by_alias[alias] if is_on else None,
            tuple(rows[alias].decisions.all()),
            tuple(rows[alias].contests.all()),
        )
        for alias in order
    )
    invited, against = _against(shown, by_alias)
    waiting = MatchedPerson.objects.filter(run=run, trace__isnull=True).count()
    return RunShown(run, found.profile, is_on, shown, invited, against, waiting)


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
        unique_fields=["person", "organisation", "purpose", "day"],
        update_fields=["by", "alias", "shown"],
    )
    return shown


def match_of(row: MatchedPerson) -> Match:
    """How one person stood in a run, as they themselves read it: without a rank among others."""
    [found] = _replayed(row.run, [row]).matches
    return found


def trace_of_run(run: MatchRun, *, at: datetime) -> JsonObject:
    """The whole computation about those who agree now, without a name in it.

    Raises `Conflict` (`ranking.off`).
    """
    refuse_unranked(run.organisation)
    return trace_of_matches(_replayed(run, list(people_in(run, at=at))))


def profile_in_run(run: MatchRun) -> JobProfile:
    """The job profile as the version of a run says it."""
    return profile_from(run.version.content)


# --------------------------------------------------------------------------------------- comparing


def _chosen(run: MatchRun, agreed: QuerySet[Findable]) -> list[MatchedPerson]:
    """Those who could have the most points, under drawn names, not yet compared."""
    profile, graph = profile_in_run(run), graph_in_use()
    figures = figures_of(run.organisation)
    bounds = most_promising(agreed, profile, graph=graph, figures=figures, at=run.at, limit=MOST)
    rows = Findable.objects.filter(pk__in=[one.findable for one in bounds])
    people = rows.values_list("person", flat=True)
    return [
        MatchedPerson(run=run, person_id=person, alias=alias)
        for person, alias in zip(people, _draw(len(people)), strict=True)
    ]


def _gap(row: MatchedPerson) -> Gap:
    person, at = row.person, row.run.at
    question = question_of(
        [replace(one, title=blind_title(one, person)) for one in counted_of(person, at=at)],
        target=profile_in_run(row.run).goal,
        graph=graph_in_use(),
        at=at,
        figures=figures_of(row.run.organisation),
        uses=uses_of(person, at=at),
    )
    return answer(_blind(question, row.alias))


def _draw(count: int) -> list[str]:
    """So many different names that stand for nobody."""
    drawn: set[str] = set()
    while len(drawn) < count:
        drawn.add("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)))
    return sorted(drawn, key=lambda _: secrets.randbits(32))


def _blind(question: Question, alias: str) -> Question:
    """The question without what leads to a person, a school or a moment."""
    evidence = sorted(
        (_blind_evidence(one, alias) for one in question.evidence), key=lambda one: one.digest
    )
    return replace(question, evidence=tuple(evidence))


def _blind_evidence(one: Evidence, alias: str) -> Evidence:
    events: Mapping[str, tuple[Event, ...]] = {
        uri: tuple(Event(_day(event.at), event.kind) for event in told)
        for uri, told in one.events.items()
    }
    return replace(
        one,
        digest=sha256(f"{alias}\n{one.digest}".encode()).hexdigest()[:_DIGEST],
        credential="",
        issuer="",
        awarded=_day(one.awarded) if one.awarded else None,
        events=MappingProxyType(events),
    )


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


# --------------------------------------------------------------------------------------- reading


def _replayed(run: MatchRun, people: Sequence[MatchedPerson]) -> Matches:
    gaps = {one.alias: replay(one.trace) for one in people}
    return ranked(gaps, profile=profile_in_run(run), at=run.at)


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
