"""What is asked of the register of recognition: what holds on a day, and what counts as what.

It holds from its first day to its last, both included, and no more from the day for which it was
withdrawn. What is over is found too: a register without its history is a claim about today.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from testamur_web.catalogue.addresses import achievement_at
from testamur_web.people.models import Organisation
from testamur_web.trust.models import Recognition
from testamur_web.trust.recognising import address_of

__all__ = [
    "Recognised",
    "accepted_of",
    "every_recognition",
    "find_recognition",
    "holding_on",
    "recognised_as",
    "recognitions_of",
    "search_register",
    "shown_on",
]

_LARGE: Final = ("content", "search_text", "image_svg", "image_png")


@dataclass(frozen=True, slots=True)
class Recognised:
    """One row as it stands on a day."""

    row: Recognition
    day: date

    @property
    def address(self) -> str:
        """The id that credentials have for what is accepted."""
        return address_of(self.row)

    @property
    def state(self) -> str:
        """How it stands: `withdrawn`, `ended`, `announced`, `ending` or `holds`."""
        row, day = self.row, self.day
        if row.withdrawn_on is not None and row.withdrawn_on <= day:
            return "withdrawn"
        if row.ends_on is not None and row.ends_on < day:
            return "ended"
        if row.begins_on > day:
            return "announced"
        return "ending" if row.withdrawn_on is not None else "holds"

    @property
    def is_in_force(self) -> bool:
        """Whether it is accepted on that day, whether or not its end was announced."""
        return self.state in {"holds", "ending"}

    @property
    def tone(self) -> str:
        """How its state looks, as a chip."""
        tones = {"holds": "chip-good", "ending": "chip-warn", "withdrawn": "chip-bad"}
        return tones.get(self.state, "")


def holding_on(day: date) -> Q:
    """What holds on a day."""
    is_open = Q(ends_on=None) | Q(ends_on__gte=day)
    return is_open & Q(begins_on__lte=day) & (Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))


def recognised_as(address: str, *, at: datetime) -> tuple[str, ...]:
    """The addresses of what counts as the achievement at `address`, as its own issuer says.

    In order, each once: what `Rule.recognised` names under that address.
    """
    pk = achievement_at(address)
    if pk is None:
        return ()
    rows = every_recognition().filter(holding_on(at.date()), equal_to=pk)
    return tuple(sorted({address_of(row) for row in rows}))


def recognitions_of(address: str, *, at: datetime) -> list[Recognised]:
    """Everybody who accepts, or once accepted, what has an address; what holds comes first."""
    pk = achievement_at(address)
    found = Q(address=address) if pk is None else Q(achievement=pk)
    return _holding_first(shown_on(every_recognition().filter(found), at=at))


def accepted_of(issuer: Organisation, *, at: datetime) -> list[Recognised]:
    """Who else accepts what an issuer offers, what holds first; its own word is none."""
    rows = every_recognition().filter(achievement__organisation=issuer).exclude(organisation=issuer)
    return _holding_first(shown_on(rows, at=at))


def search_register(
    text: str = "",
    *,
    accepted_as: str = "",
    organisation: Organisation | None = None,
    at: datetime | None = None,
) -> QuerySet[Recognition]:
    """What has every word of `text` in it; with `at`, only what holds then."""
    rows = every_recognition()
    for word in text.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(terms__icontains=word)
            | Q(address__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(achievement__organisation__name__icontains=word)
            | Q(equal_to__current__title__icontains=word)
        )
    if accepted_as:
        rows = rows.filter(accepted_as=accepted_as)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    return rows if at is None else rows.filter(holding_on(at.date()))


def shown_on(rows: Iterable[Recognition], *, at: datetime) -> list[Recognised]:
    """Each as it stands at a moment."""
    return [Recognised(row, at.date()) for row in rows]


def find_recognition(pk: UUID) -> Recognition | None:
    """One row of the register, which everybody may read."""
    return every_recognition().filter(pk=pk).first()


def every_recognition() -> QuerySet[Recognition]:
    """All of them, without the columns that no page of them shows."""
    rows = Recognition.objects.select_related(
        "organisation", "achievement__organisation", "equal_to__current"
    )
    return rows.defer(*(f"equal_to__current__{name}" for name in _LARGE))


def _holding_first(found: list[Recognised]) -> list[Recognised]:
    return sorted(found, key=lambda one: not one.is_in_force)
