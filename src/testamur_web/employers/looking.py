"""Looking: who is shown gets a drawn name, and it is written down that they were shown.

The name is drawn for one organisation and one search, so that two searches cannot be laid over each
other, and leads to nobody else. A row of who was shown to whom stands for a day, however often they
were looked at; both sides read it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from testamur_web.employers.criteria import Criteria
from testamur_web.employers.finding import visible_to
from testamur_web.employers.models import Alias, Disclosure, Findable, Part, Purpose
from testamur_web.employers.searching import FoundPage, Hit, search
from testamur_web.people.models import Organisation, Person

__all__ = ["Look", "Shown", "look", "person_behind", "shown_of", "shown_to", "write_down"]

_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_DRAWN: Final = 10
_ALIAS: Final = re.compile(rf"[{_LETTERS}]{{5}}-[{_LETTERS}]{{5}}")


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody as an organisation sees them: under a drawn name, with what they let be seen."""

    alias: str
    hit: Hit
    parts: frozenset[Part]
    name: str = ""

    def shows(self, part: Part) -> bool:
        """Whether they let it be seen."""
        return part in self.parts


@dataclass(frozen=True, slots=True)
class Look:
    """A page as it is shown."""

    page: FoundPage
    people: Sequence[Shown]


@transaction.atomic
def look(  # noqa: PLR0913 -- who looks for what, where, and when
    organisation: Organisation,
    criteria: Criteria,
    *,
    of: str = "",
    number: int = 1,
    is_named: bool = False,
    by: Person,
    at: datetime,
) -> Look:
    """Look at one page, and keep who was shown; `of` is a saved search, "" for one that is not.

    Names are shown where they are asked for (`is_named`), of those who let theirs be seen.
    """
    of = of or criteria.key
    page = search(organisation, criteria, of=of, number=number, at=at)
    aliases = _aliases(organisation, of, [hit.findable for hit in page.hits], at=at)
    people = [_shown(hit, aliases, is_named=is_named) for hit in page.hits]
    write_down(organisation, people, purpose=Purpose.SEARCH, by=by, at=at)
    return Look(page, people)


def person_behind(organisation: Organisation, alias: str, *, at: datetime) -> Person | None:
    """Who is called so in a search of an organisation, while they let themselves be found."""
    if not _ALIAS.fullmatch(alias):
        return None
    row = Alias.objects.filter(organisation=organisation, name=alias).first()
    found = visible_to(organisation, Purpose.SEARCH, at=at) if row else Findable.objects.none()
    behind = found.filter(person=row.person_id).select_related("person").first() if row else None
    return behind.person if behind else None


def write_down(
    organisation: Organisation,
    people: Iterable[Shown],
    *,
    purpose: Purpose,
    by: Person,
    at: datetime,
) -> None:
    """Keep that an organisation was shown people, one row for each and the day; one statement."""
    Disclosure.objects.bulk_create(
        [
            Disclosure(
                organisation=organisation,
                person_id=one.hit.findable.person_id,
                purpose=purpose,
                day=at.date(),
                by=by,
                alias=one.alias,
                shown=sorted(_seen(one)),
            )
            for one in people
        ],
        update_conflicts=True,
        unique_fields=["person", "organisation", "purpose", "day"],
        update_fields=["by", "alias", "shown"],
    )


def shown_of(person: Person) -> QuerySet[Disclosure]:
    """To whom somebody was shown, the newest first."""
    return Disclosure.objects.filter(person=person).select_related("organisation", "by")


def shown_to(organisation: Organisation) -> QuerySet[Disclosure]:
    """Who was shown to an organisation, by the names drawn for them; the newest first."""
    return Disclosure.objects.filter(organisation=organisation).select_related("by")


def _shown(hit: Hit, aliases: dict[int, str], *, is_named: bool) -> Shown:
    row = hit.findable
    parts = frozenset(part for part in Part if getattr(row, f"shows_{part.value}"))
    name = getattr(row, "called", "") if is_named and Part.NAME in parts else ""
    return Shown(aliases[row.pk], hit, parts, name)


def _seen(one: Shown) -> set[str]:
    """What was seen of somebody: a name only where it was."""
    return {part.value for part in one.parts if part != Part.NAME or one.name}


def _aliases(
    organisation: Organisation, of: str, rows: Sequence[Findable], *, at: datetime
) -> dict[int, str]:
    """The drawn name of each; drawn now for whoever is shown in this search for the first time."""
    mine = Alias.objects.filter(
        organisation=organisation, search=of, person__in=[row.person_id for row in rows]
    )
    known = set(mine.values_list("person", flat=True))
    new = [row.person_id for row in rows if row.person_id not in known]
    Alias.objects.bulk_create(
        [
            Alias(organisation=organisation, search=of, person_id=one, name=_draw(), drawn_at=at)
            for one in new
        ],
        ignore_conflicts=True,
    )
    names = dict(mine.values_list("person", "name"))
    return {row.pk: names[row.person_id] for row in rows}


def _draw() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_DRAWN))
    return f"{letters[:5]}-{letters[5:]}"
