"""Shortlists: made of files, archives and links, judged by workers, deleted on their day.

Rules kept here:

- what was handed over is kept until it is judged and no longer; what was found for `KEPT`;
- a shortlist is its owner's alone: there is no way to it but through them;
- links are asked for outside of any transaction, so a slow site holds nobody up; a row is written
  once, whoever judged it first, and one whose worker was killed is judged by another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task

from testamur import Outcome
from testamur.errors import Refused, TestamurError
from testamur.interop.many import Piece, pieces_in
from testamur_web.catalogue.matched import graph_in_use
from testamur_web.ops import trail
from testamur_web.ops.tallies import count_one
from testamur_web.people.models import Person
from testamur_web.verifying.judging import Judged, verify
from testamur_web.verifying.models import Shortlist, ShortlistRow
from testamur_web.verifying.sources import Handed
from testamur_web.verifying.states import State

__all__ = [
    "KEPT",
    "MAX_BYTES",
    "MAX_ROWS",
    "check_rows",
    "delete_shortlist",
    "make_shortlist",
    "tend_shortlists",
]

KEPT: Final = timedelta(days=14)
"""For how long a table is kept after it was made."""

MAX_ROWS: Final = 2_000
MAX_BYTES: Final = 64 * 1024 * 1024
"""The most bytes of everything together, unpacked."""

MOST_AN_HOUR: Final = 20
"""The most shortlists that one person makes in an hour."""

CHUNK: Final = 25
_STALLED: Final = timedelta(minutes=2)
_HOUR: Final = timedelta(hours=1)


def make_shortlist(
    handed: Sequence[Handed], *, name: str = "", by: Person, at: datetime
) -> Shortlist:
    """Take in what was handed over, and leave it to the workers.

    Raises `Refused`: `text.empty`, `upload.too-many`, `upload.too-large`, `archive.*`,
    `http.too-many`.
    """
    pieces = _pieces_of(handed)
    if count_one("shortlist", who=str(by.pk), window=_HOUR, at=at) > MOST_AN_HOUR:
        told = f"{MOST_AN_HOUR} shortlists are checked in an hour; wait a while"
        raise Refused.because("http.too-many", told)
    with transaction.atomic():
        made = Shortlist.objects.create(
            owner=by,
            name=" ".join(name.split())[:200] or _named_by_day(at),
            made_at=at,
            touched_at=at,
            ends_at=at + KEPT,
        )
        rows = [_row_of(made, number, one, at=at) for number, one in enumerate(pieces, 1)]
        ShortlistRow.objects.bulk_create(rows, batch_size=100)
        trail.record("shortlist.make", made, by=by, tenant=None, at=at, rows=len(rows))
        _enqueue(made, [row.number for row in rows])
    return made


@transaction.atomic
def delete_shortlist(shortlist: Shortlist, *, by: Person, at: datetime) -> None:
    """Delete it with everything in it, at once."""
    trail.record("shortlist.delete", shortlist, by=by, tenant=None, at=at)
    shortlist.delete()


def tend_shortlists(*, at: datetime) -> int:
    """Delete what is over, and hand on again what stands still; how many were deleted."""
    over, _of_each = Shortlist.objects.filter(ends_at__lte=at).delete()
    stalled = Shortlist.objects.filter(finished_at=None, touched_at__lte=at - _STALLED)
    for one in stalled[:20]:
        mine = Shortlist.objects.filter(pk=one.pk, touched_at=one.touched_at)
        if mine.update(touched_at=at):  # or another worker has it
            _enqueue(one, _waiting(one).values_list("number", flat=True))
    return over


@task()
def check_rows(shortlist: str, first: int, last: int) -> None:
    """Judge the rows from `first` to `last` that nobody has judged yet."""
    found = Shortlist.objects.filter(pk=shortlist).first()
    if found is None:
        return
    lists, waiting = graph_in_use(), _waiting(found).filter(number__gte=first, number__lte=last)
    for pk in list(waiting.values_list("pk", flat=True)):
        row = waiting.filter(pk=pk).first()
        if row is None:
            continue  # another worker has it, or it was deleted meanwhile
        now = timezone.now()
        judged = verify([Handed(row.name, bytes(row.data or b""))], at=now, lists=lists)
        if not _keep(row, judged, at=now):
            return
    _finish(found)


# -------------------------------------------------------------------------------------- taking in


def _pieces_of(handed: Sequence[Handed]) -> list[Piece]:
    pieces = [piece for one in handed for piece in pieces_in(one.name, one.data)]
    if not pieces:
        raise Refused.because("text.empty", "there is nothing in it")
    if len(pieces) > MAX_ROWS:
        told = f"there are {len(pieces):,}; {MAX_ROWS:,} are checked together"
        raise Refused.because("upload.too-many", told)
    if sum(len(one.data) for one in pieces) > MAX_BYTES:
        told = f"together they have more than {MAX_BYTES // 2**20} MB"
        raise Refused.because("upload.too-large", told)
    return pieces


def _row_of(shortlist: Shortlist, number: int, piece: Piece, *, at: datetime) -> ShortlistRow:
    """The row of one piece; what could not be taken out of its archive is settled at once."""
    row = ShortlistRow(shortlist=shortlist, number=number, name=_clean(piece.name))
    if piece.problem is None:
        row.data = piece.data
        return row
    row.state, row.verdict, row.checked_at = State.UNREAD, "undetermined", at
    row.problems = [_told(piece.problem)]
    return row


def _clean(name: str) -> str:
    shown = "".join(one if one.isprintable() else " " for one in name)
    return " ".join(shown.split())[:200]


def _named_by_day(at: datetime) -> str:
    return _("Shortlist of %(day)s") % {"day": date_format(at, "j F Y")}


def _enqueue(shortlist: Shortlist, numbers: Iterable[int]) -> None:
    every = sorted(numbers)
    for start in range(0, len(every), CHUNK):
        some = every[start : start + CHUNK]
        check_rows.enqueue(str(shortlist.pk), some[0], some[-1])
    if not every:
        _finish(shortlist)


# ---------------------------------------------------------------------------------------- judging


def _waiting(shortlist: Shortlist) -> QuerySet[ShortlistRow]:
    return shortlist.rows.filter(state="")


@transaction.atomic
def _keep(row: ShortlistRow, judged: Sequence[Judged], *, at: datetime) -> bool:
    """Write what was found; False where the shortlist is not there any more."""
    if not Shortlist.objects.filter(pk=row.shortlist_id).update(touched_at=at):
        return False
    rows = ShortlistRow.objects.select_for_update().defer("data")
    found = rows.filter(pk=row.pk, state="").first()
    if found is None:
        return True
    first, *others = judged
    _fill(found, first, at=at)
    found.save()
    ShortlistRow.objects.bulk_create(
        _fill(ShortlistRow(shortlist=found.shortlist, number=found.number, part=part), one, at=at)
        for part, one in enumerate(others, 1)
    )
    return True


def _fill(row: ShortlistRow, judged: Judged, *, at: datetime) -> ShortlistRow:
    report, said = judged.report, judged.row
    row.data, row.checked_at = None, at
    row.name = _clean(judged.name) or row.name
    row.state, row.verdict = judged.state.value, report.verdict.value
    answers = judged.answers[:4]
    outcomes = [one.outcome.value for one in answers] or [""] * 4
    row.untampered, row.signed, row.current, row.trusted = outcomes
    if judged.issuer and row.trusted == Outcome.NOT_APPLICABLE:
        row.trusted = Outcome.PASSED.value
    row.sentences = [one.sentence for one in answers]
    row.problems = [
        {"code": one.code, "detail": one.detail[:500]}
        for one in {each.code: each for each in report.problems}.values()
    ][:10]
    row.person, row.claim = said.person, said.claim
    row.issuer, row.issuer_name = said.issuer, judged.issuer_name[:200]
    row.is_proven, row.level, row.freshness = said.is_proven, said.level, said.freshness
    row.awarded_at, row.valid_until = said.awarded, said.expires
    row.status_as_of, row.digest = report.status_as_of, judged.digest
    return row


def _told(error: TestamurError) -> dict[str, str]:
    return {"code": error.problem.code, "detail": error.problem.detail}


def _finish(shortlist: Shortlist) -> None:
    """Mark it as done, once nothing waits any more."""
    if not _waiting(shortlist).exists():
        Shortlist.objects.filter(pk=shortlist.pk, finished_at=None).update(
            finished_at=timezone.now()
        )
