"""People who agreed to be ranked are compared with a job by workers: kept as traces, blind.

    run = run_match(version, by=dara, at=now)      # at once; a worker compares, one after the other
    compare(run.pk, at=now)                        # what the worker does

Rules kept here:

- who agrees is asked twice: when it is asked for, and again just before each person is compared.
  Whoever withdrew meanwhile is not compared; with ranking switched off nobody is any more;
- what a trace holds leads to nobody: no credential, issuer or holder by name or address, and days
  without a time. Points are reckoned from that, so they replay to the hundredth;
- wallets are verified outside of any transaction, and a person is compared once: a comparison whose
  worker was killed goes on with those who are left;
- everybody compared is told, with the row that says so.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from testamur.pathways.confidence import Event, Figures
from testamur.pathways.gap import Gap, answer
from testamur.pathways.question import Evidence, Question, SkillGraph, question_of
from testamur.pathways.trace import trace_of
from testamur.talent.match import METHOD
from testamur.talent.profile import JobProfile, profile_from
from testamur_web.catalogue.matched import graph_in_use
from testamur_web.employers.indexing import blind_title
from testamur_web.employers.models import Findable, MatchedPerson, MatchRun
from testamur_web.employers.ranking import count_agreed, is_ranking, rankable, refuse_unranked
from testamur_web.employers.shortlisting import most_promising
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Person
from testamur_web.plans.figures import figures_of
from testamur_web.plans.models import ProfileVersion
from testamur_web.plans.profiles import refuse_withdrawn
from testamur_web.plans.queries import counted_of
from testamur_web.plans.uses import uses_of

__all__ = ["MOST", "RANKED", "chosen", "compare", "compare_people", "run_match", "tend_runs"]

MOST: Final = 50
"""How many people are compared in one run: those who could have the most points."""

RANKED: Final = "employers.ranked"
log: Final = logging.getLogger(__name__)
_STALLED: Final = timedelta(minutes=2)
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 8
_DIGEST: Final = 16


@dataclass(frozen=True, slots=True)
class _Asked:
    """What everybody of a run is compared with, and by which figures."""

    run: MatchRun
    profile: JobProfile
    graph: SkillGraph
    figures: Figures


@transaction.atomic
def run_match(version: ProfileVersion, *, by: Person, at: datetime) -> MatchRun:
    """Have everybody compared who agrees; raises `Conflict` (`ranking.off`, `profile.withdrawn`).

    Each of them is told.
    """
    organisation = version.profile.organisation
    refuse_unranked(organisation)
    refuse_withdrawn(version.profile)
    run = MatchRun.objects.create(
        organisation=organisation,
        version=version,
        by=by,
        at=at.replace(microsecond=0),
        method=METHOD,
        agreed=count_agreed(rankable(organisation, at=at)),
        touched_at=at,
    )
    told = {"version": version.number, "agreed": run.agreed}
    trail.record("match.run", run, by=by, tenant=organisation.pk, at=at, **told)
    compare_people.enqueue(str(run.pk))
    return run


@task()
def compare_people(run: str) -> None:
    """Compare those of a run who are left."""
    compare(UUID(run), at=timezone.now())


def compare(pk: UUID, *, at: datetime) -> int:
    """Compare those who are left of a run that is not finished; how many were."""
    run = MatchRun.objects.select_related("organisation", "version__profile").filter(pk=pk).first()
    if run is None or run.finished_at is not None:
        return 0
    asked = _asked_in(run)
    people = _promising(asked, at=at)
    MatchRun.objects.filter(pk=pk).update(expected=len(people), touched_at=timezone.now())
    done = sum(_tried(asked, one, at=at) for one in people)
    MatchRun.objects.filter(pk=pk, finished_at=None).update(finished_at=at)
    return done


def tend_runs(*, at: datetime) -> int:
    """Hand on again what stands still, for its worker was killed; how many runs."""
    handed = 0
    stalled = MatchRun.objects.filter(finished_at=None, touched_at__lte=at - _STALLED)
    for run in stalled[:20]:
        mine = MatchRun.objects.filter(pk=run.pk, touched_at=run.touched_at)
        if mine.update(touched_at=at):  # or another worker has it
            compare_people.enqueue(str(run.pk))
            handed += 1
    return handed


def chosen(run: MatchRun, *, at: datetime) -> list[Person]:
    """Who agrees at a moment and could have the most points: those who are worth comparing."""
    return _promising(_asked_in(run), at=at)


def _asked_in(run: MatchRun) -> _Asked:
    profile = profile_from(run.version.content)
    return _Asked(run, profile, graph_in_use(), figures_of(run.organisation))


def _promising(asked: _Asked, *, at: datetime) -> list[Person]:
    run = asked.run
    bounds = most_promising(
        rankable(run.organisation, at=at),
        asked.profile,
        graph=asked.graph,
        figures=asked.figures,
        at=run.at,
        limit=MOST,
    )
    rows = Findable.objects.filter(pk__in=[one.findable for one in bounds])
    return [row.person for row in rows.select_related("person")]


def _tried(asked: _Asked, person: Person, *, at: datetime) -> bool:
    """Compare one; a wallet that cannot be read is told to operators, and keeps nobody waiting."""
    try:
        return _compare(asked, person, at=at)
    except Exception:
        log.exception("somebody in comparison %s could not be compared", asked.run.pk)
        return False


def _compare(asked: _Asked, person: Person, *, at: datetime) -> bool:
    """Compare one, unless they were already or agree no longer."""
    run = asked.run
    agrees = rankable(run.organisation, at=at).filter(person=person)
    is_there = MatchedPerson.objects.filter(run=run, person=person).exists()
    if is_there or not is_ranking(run.organisation) or not agrees.exists():
        return False
    alias = _draw(run)
    trace = trace_of(_gap(person, alias, asked))
    with transaction.atomic():
        row, is_new = MatchedPerson.objects.get_or_create(
            run=run, person=person, defaults={"alias": alias, "trace": trace}
        )
        MatchRun.objects.filter(pk=run.pk).update(touched_at=timezone.now())
        if is_new:
            outbox.post(RANKED, {"matched": str(row.pk)}, key=f"{RANKED}:{row.pk}")
    return is_new


def _gap(person: Person, alias: str, asked: _Asked) -> Gap:
    at = asked.run.at
    question = question_of(
        [replace(one, title=blind_title(one, person)) for one in counted_of(person, at=at)],
        target=asked.profile.goal,
        graph=asked.graph,
        at=at,
        figures=asked.figures,
        uses=uses_of(person, at=at),
    )
    return answer(_blind(question, alias))


def _draw(run: MatchRun) -> str:
    """A name that stands for nobody, and for nobody else in this run."""
    taken = set(run.people.values_list("alias", flat=True))
    drawn = ""
    while not drawn or drawn in taken:
        drawn = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return drawn


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
