"""How far those are who share: counted by workers, kept with its date, gone with their word.

    ask_for_all(programme, at=now)         # leaves it to the workers
    progress_of(programme).waiting         # until there is nothing to wait for

Rules kept here:

- a wallet is verified by a worker, outside of any transaction, and never while a page waits;
- it is counted anew when the wallet changes, when somebody asks, and once a day, for what is proven
  fades; what is counted twice is harmless, and the later count stays;
- a row is made of who shares alone, and deleted when they do no longer. Nobody may read one but
  through `sharing_toward`, which asks for their word at that moment.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from testamur.pathways.gap import Gap
from testamur_web.employers.models import KeptStanding, Participant, Programme
from testamur_web.employers.watched import settle_watch
from testamur_web.people.models import Membership, Person
from testamur_web.plans.figures import figures_of, proposer_of
from testamur_web.plans.models import Goal, GoalProposal
from testamur_web.plans.queries import counted_of, gap_of
from testamur_web.wallet.services.counting import watch_all

__all__ = [
    "Progress",
    "ask_for_all",
    "ask_for_due",
    "ask_for_person",
    "ask_for_stale",
    "count_due",
    "count_standings",
    "follow_sharing",
    "kept_toward",
    "progress_of",
    "sharing_toward",
    "tend_standings",
]

log: Final = logging.getLogger(__name__)

EVERY: Final = timedelta(days=1)
STALLED: Final = timedelta(minutes=2)
CHUNK: Final = 10
_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Progress:
    """Of how many who share it is counted how far they are, and since when the oldest stands."""

    sharing: int
    counted: int
    waiting: int
    counted_at: datetime | None

    @property
    def done(self) -> int:
        """How many are settled."""
        return self.sharing - self.waiting


def sharing_toward(programme: Programme) -> QuerySet[GoalProposal]:
    """The proposals of whoever lets be seen, at this moment, how far toward its role they are.

    Those in the programme, and whoever else of the organisation pursues the same role.
    """
    is_in = Participant.objects.filter(programme=programme, proposal=OuterRef("pk"))
    is_same = Q(version__profile=programme.profile_id)
    rows = _shared().filter(organisation=programme.organisation_id)
    return rows.filter(Exists(is_in) | is_same)


def kept_toward(programme: Programme) -> QuerySet[KeptStanding]:
    """What was counted of whoever shares at this moment."""
    rows = _since_launch(programme).filter(counted_at__isnull=False)
    return rows.filter(proposal__in=sharing_toward(programme))


def progress_of(programme: Programme, *, among: QuerySet[Participant] | None = None) -> Progress:
    """How far the workers are: with all who pursue the role, or with some who take part."""
    shared = sharing_toward(programme)
    if among is not None:
        shared = shared.filter(pk__in=among.values("proposal"))
    rows = _since_launch(programme).filter(proposal__in=shared)
    days = list(rows.values_list("asked_at", "counted_at"))
    counted = [done for _asked, done in days if done is not None]
    settled = sum(done is not None and done >= asked for asked, done in days)
    sharing = shared.count()
    return Progress(sharing, len(counted), sharing - settled, min(counted, default=None))


# ----------------------------------------------------------------------------------------- asking


def ask_for_all(programme: Programme, *, at: datetime) -> int:
    """Have everybody counted anew who shares; how many. Nobody before it was launched."""
    return _ask(sharing_toward(programme), programme.launched_at, at=at)


def ask_for_due(programme: Programme, *, at: datetime) -> int:
    """Have those counted who never were or not for a day, unless somebody just asked."""
    fresh = Q(counted_at__gt=at - EVERY, counted_at__gte=F("asked_at"))
    good = _since_launch(programme).filter(
        fresh | Q(asked_at__gt=at - STALLED), proposal=OuterRef("pk")
    )
    return _ask(sharing_toward(programme).filter(~Exists(good)), programme.launched_at, at=at)


def ask_for_person(person_id: UUID, *, at: datetime) -> int:
    """Have somebody counted anew in each programme that runs, for their wallet changed."""
    mine = GoalProposal.objects.filter(person=person_id)
    concerned = Q(participants__person=person_id) | Q(profile__in=mine.values("version__profile"))
    running = Programme.objects.filter(
        concerned,
        state=Programme.State.RUNNING,
        organisation__in=mine.values("organisation"),
    ).distinct()
    return sum(
        _ask(sharing_toward(one).filter(person=person_id), one.launched_at, at=at)
        for one in running
    )


def follow_sharing(proposal_id: UUID, *, at: datetime) -> None:
    """Somebody shares, or does no longer: they are counted, or what was kept is deleted."""
    proposal = GoalProposal.objects.filter(pk=proposal_id).first()
    if proposal is None:
        return
    if _shared().filter(pk=proposal_id).exists():
        ask_for_person(proposal.person_id, at=at)
    else:
        _forget(KeptStanding.objects.filter(proposal=proposal))


@transaction.atomic
def _ask(proposals: QuerySet[GoalProposal], since: datetime | None, *, at: datetime) -> int:
    found = list(proposals)
    if since is None or not found:
        return 0
    KeptStanding.objects.bulk_create(
        [KeptStanding(proposal=one, since=since, asked_at=at) for one in found],
        update_conflicts=True,
        unique_fields=["proposal", "since"],
        update_fields=["asked_at"],
    )
    watch_all(one.person_id for one in found)
    rows = KeptStanding.objects.filter(proposal__in=found, since=since)
    _enqueue(rows.values_list("pk", flat=True))
    return len(found)


def _enqueue(keys: Iterable[UUID]) -> None:
    every = [str(key) for key in keys]
    for start in range(0, len(every), CHUNK):
        count_standings.enqueue(every[start : start + CHUNK])


# --------------------------------------------------------------------------------------- counting


@task()
def count_standings(keys: Sequence[str]) -> None:
    """Count those of these that wait still; one that fails keeps nobody else waiting."""
    for key in keys:
        row = _waiting().filter(pk=key).select_related("proposal__goal__person").first()
        try:
            if row is not None:
                _count(row, at=timezone.now())
        except Exception:
            log.exception("standing %s could not be counted", key)


def count_due(*, at: datetime) -> int:
    """Count all that wait, here and now, for seeding and tests; how many."""
    rows = list(_waiting().select_related("proposal__goal__person"))
    for row in rows:
        _count(row, at=at)
    return len(rows)


def tend_standings(*, at: datetime) -> int:
    """Delete what is not shared any more, and hand on what stands still; how many were deleted."""
    gone = _forget(KeptStanding.objects.exclude(proposal__in=_shared()))
    stalled = _waiting().filter(asked_at__lte=at - STALLED)
    keys = list(stalled.values_list("pk", flat=True)[:_MOST])
    if keys:
        KeptStanding.objects.filter(pk__in=keys).update(asked_at=at)
        _enqueue(keys)
    return gone


def ask_for_stale(*, at: datetime) -> int:
    """Have those counted in all programmes that run who were not for a day; how many."""
    running = Programme.objects.filter(state=Programme.State.RUNNING)
    return sum(ask_for_due(one, at=at) for one in running)


def _since_launch(programme: Programme) -> QuerySet[KeptStanding]:
    launched = programme.launched_at
    rows = KeptStanding.objects.all()
    return rows.none() if launched is None else rows.filter(since=launched)


def _waiting() -> QuerySet[KeptStanding]:
    return KeptStanding.objects.filter(Q(counted_at=None) | Q(counted_at__lt=F("asked_at")))


def _shared() -> QuerySet[GoalProposal]:
    """What somebody accepted, still pursues and lets be seen, while they are a member."""
    is_member = Membership.objects.filter(
        person=OuterRef("person"), organisation=OuterRef("organisation")
    )
    return GoalProposal.objects.filter(
        Exists(is_member),
        state=GoalProposal.State.ACCEPTED,
        shares_progress=True,
        goal__isnull=False,
        goal__ended_at=None,
    )


def _forget(rows: QuerySet[KeptStanding]) -> int:
    people = list(Person.objects.filter(pk__in=rows.values("proposal__person")))
    gone, _of_each = rows.delete()
    for person in people:
        settle_watch(person)
    return gone


def _count(row: KeptStanding, *, at: datetime) -> None:
    """Verify the wallet of whoever shares still, and keep what is found unless it is older."""
    goal = row.proposal.goal
    if goal is None or not _shared().filter(pk=row.proposal_id).exists():
        _forget(KeptStanding.objects.filter(pk=row.pk))
        return
    proven, before, percent = _look(goal, row.since, at)
    older = KeptStanding.objects.filter(Q(counted_at=None) | Q(counted_at__lte=at), pk=row.pk)
    older.update(
        counted_at=at,
        percent=percent,
        before=sorted(before),
        proven={uri: moment.isoformat() for uri, moment in sorted(proven.items())},
    )


def _look(
    goal: Goal, launched: datetime, at: datetime
) -> tuple[dict[str, datetime], frozenset[str], int]:
    """When each skill that is proven now was proven first, what was at the launch, the percent."""
    figures = figures_of(proposer_of(goal))
    held = counted_of(goal.person, at=at)
    now = gap_of(goal, held, at=at, figures=figures)
    begins = _day_of(launched)
    days = {one.awarded for one in held if one.awarded is not None and one.awarded >= begins}
    proven = _closed(now)
    earlier = [one for one in held if one.awarded is None or one.awarded < begins]
    before = _closed(gap_of(goal, earlier, at=launched, figures=figures))
    found = dict.fromkeys(before & proven, launched)
    for day in sorted(days):
        some = [one for one in held if one.awarded is None or one.awarded <= day]
        there = _closed(gap_of(goal, some, at=max(day, launched), figures=figures))
        found |= {uri: max(day, launched) for uri in there & proven if uri not in found}
    found |= {uri: at for uri in proven if uri not in found}
    return found, before, int(100 * now.readiness)


def _day_of(moment: datetime) -> datetime:
    """When the day of the launch began: awards are dated by days."""
    local = timezone.localtime(moment)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _closed(found: Gap) -> frozenset[str]:
    return frozenset(row.need.skill for row in found.rows if row.covered >= 1)
