"""Applications for exemption as both sides see them: what is named, and whether it still holds.

Credentials are judged when they are looked at. What others issued is judged anew after ten minutes,
for each time takes requests to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.cache import caches
from django.db.models import Count, Prefetch, Q, QuerySet

from testamur import Report, examine
from testamur.errors import TestamurError
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.people.models import Organisation, Person
from testamur_web.plans.models import Application, Evidence, ExemptionDecision
from testamur_web.plans.progress import IN_FORCE
from testamur_web.wallet.queries import State, state_in
from testamur_web.wallet.reading import Told, read_credential

__all__ = [
    "Judged",
    "Queue",
    "applications_in",
    "applications_of",
    "count_waiting",
    "in_force",
    "judged_evidence",
    "queue_of",
    "to_review",
]

_KEPT_FOR: Final = 600
_ENDED: Final = {State.REVOKED, State.SUSPENDED, State.INVALID}


@dataclass(frozen=True, slots=True)
class Judged:
    """A credential that an application names, and how it is judged now."""

    evidence: Evidence
    state: State
    report: Report
    told: Told | None

    @property
    def holds_no_more(self) -> bool:
        """Whether its issuer took it back, or it is not what it says."""
        return self.state in _ENDED


@dataclass(frozen=True, slots=True)
class Queue:
    """The applications to an organisation: to be decided, granted for what was revoked, decided."""

    waiting: Sequence[Application]
    review: Sequence[tuple[Application, Sequence[Judged]]]
    decided: QuerySet[Application]


def applications_in(organisation: Organisation) -> QuerySet[Application]:
    """All that were made to an organisation and not taken back, the newest first."""
    rows = Application.objects.filter(unit__qualification__organisation=organisation)
    rows = rows.exclude(state=Application.State.TAKEN_BACK)
    return _whole(rows.annotate(named=Count("evidence")))


def applications_of(person: Person) -> QuerySet[Application]:
    """Those that somebody made, the newest first."""
    return _whole(Application.objects.filter(person=person))


def count_waiting(organisation: Organisation) -> int:
    """How many wait for a decision."""
    rows = Application.objects.filter(unit__qualification__organisation=organisation)
    return rows.filter(state=Application.State.WAITING).count()


def queue_of(organisation: Organisation, *, at: datetime) -> Queue:
    """What an organisation has to do, and what it has done."""
    rows = applications_in(organisation)
    waiting = rows.filter(state=Application.State.WAITING).order_by("applied_at", "pk")
    return Queue(
        list(waiting),
        to_review(organisation, at=at),
        rows.exclude(state=Application.State.WAITING),
    )


def to_review(
    organisation: Organisation, *, at: datetime
) -> list[tuple[Application, list[Judged]]]:
    """Exemptions in force behind which a credential holds no more, with those credentials."""
    doubtful = Q(award=None) | ~Q(award__revoked_at=None) | ~Q(award__suspended_at=None)
    pieces = Evidence.objects.filter(
        doubtful,
        application__state__in=IN_FORCE,
        application__unit__qualification__organisation=organisation,
    )
    ended: dict[str, list[Judged]] = {}
    for piece in pieces:
        if (judged := _judge(piece, at=at)).holds_no_more:
            ended.setdefault(str(piece.application_id), []).append(judged)
    rows = applications_in(organisation).filter(pk__in=ended)
    return [(row, ended[str(row.pk)]) for row in rows]


def judged_evidence(application: Application, *, at: datetime) -> list[Judged]:
    """The credentials that an application names, each judged now."""
    return [_judge(piece, at=at) for piece in application.evidence.select_related("award")]


def in_force(applications: Iterable[Application], *, at: datetime) -> dict[str, list[Judged]]:
    """By the id of each exemption in force, the credentials behind it that hold no more."""
    found = {}
    for one in applications:
        if one.state in IN_FORCE:
            found[str(one.pk)] = [
                judged
                for piece in one.evidence.all()
                if (judged := _judge(piece, at=at)).holds_no_more
            ]
    return found


def _whole(rows: QuerySet[Application]) -> QuerySet[Application]:
    decisions = ExemptionDecision.objects.select_related("decided_by")
    whole = rows.select_related("unit__qualification__organisation", "person")
    whole = whole.prefetch_related(Prefetch("decisions", decisions), "evidence")
    return whole.order_by("-applied_at", "pk")


def _judge(piece: Evidence, *, at: datetime) -> Judged:
    report = _report_of(piece, at=at)
    return Judged(piece, state_in(report), report, _told(piece))


def _report_of(piece: Evidence, *, at: datetime) -> Report:
    resolver = InstanceResolver(at=at)
    if piece.award_id is not None:
        return examine(piece.credential, resolver=resolver, at=at)
    key = f"plans.report.{piece.digest}"
    kept: Report | None = caches["local"].get(key)
    if kept is None:
        kept = examine(piece.credential, resolver=resolver, at=at)
        caches["local"].set(key, kept, _KEPT_FOR)
    return kept


def _told(piece: Evidence) -> Told | None:
    try:
        return read_credential(piece.credential)
    except TestamurError:
        return None
