"""Looking: who is shown gets a drawn name, and it is written down that they were shown.

The name is drawn for one organisation and one search, so that two searches cannot be laid over each
other, and leads to nobody else; it ends `FORGOTTEN_AFTER` it was drawn, and with the last consent.
On a page people stand in an order of their own, or their neighbours would tell who they are. A row
of who was shown to whom stands for a day and a name, however often they were looked at; both sides
read it, and it stays.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from testamur_web.employers.criteria import Criteria
from testamur_web.employers.facts import Stated
from testamur_web.employers.finding import agreeing
from testamur_web.employers.models import Alias, Disclosure, Findable, Part, Purpose
from testamur_web.employers.searching import FoundPage, Hit, search
from testamur_web.employers.withholding import facts_told, is_withheld
from testamur_web.people.models import Organisation, Person

__all__ = [
    "Look",
    "Shown",
    "forget_aliases",
    "look",
    "person_behind",
    "shown_of",
    "shown_to",
    "write_down",
]

FORGOTTEN_AFTER: Final = timedelta(days=90)
_AT_ONCE: Final = 5_000
"""So many names are forgotten in one go."""
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_DRAWN: Final = 10
_ALIAS: Final = re.compile(rf"[{_LETTERS}]{{5}}-[{_LETTERS}]{{5}}")


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody as an organisation sees them: under a drawn name, with what is told of them.

    `facts` are what is told of what they state, `parts` is what was seen of them by that.
    """

    alias: str
    hit: Hit
    parts: frozenset[Part]
    facts: Stated
    name: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """A page as it is shown; of too few, who match what is asked of facts, nothing is."""

    page: FoundPage
    people: Sequence[Shown]
    is_withheld: bool = False


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
    if is_withheld(organisation, criteria, page.count, at=at):
        return Look(FoundPage((), 0, 1), (), is_withheld=True)
    aliases = _aliases(organisation, of, [hit.findable for hit in page.hits], at=at)
    people = [
        _shown(hit, aliases[hit.findable.pk], criteria, is_named=is_named) for hit in page.hits
    ]
    people.sort(key=lambda one: _place(one.alias, at.date()))
    write_down(organisation, people, purpose=Purpose.SEARCH, by=by, at=at)
    return Look(page, people)


def person_behind(organisation: Organisation, alias: str, *, at: datetime) -> Person | None:
    """Who is called so in a search of an organisation, while they let themselves be found."""
    if not _ALIAS.fullmatch(alias):
        return None
    row = Alias.objects.filter(organisation=organisation, name=alias).first()
    found = agreeing(organisation, Purpose.SEARCH, at=at) if row else Findable.objects.none()
    behind = found.filter(person=row.person_id).select_related("person").first() if row else None
    return behind.person if behind else None


def write_down(
    organisation: Organisation,
    people: Sequence[Shown],
    *,
    purpose: Purpose,
    by: Person,
    at: datetime,
) -> None:
    """Keep that an organisation was shown people, and all that was seen of each on that day."""
    seen = _seen_before(organisation, people, purpose, at.date())
    Disclosure.objects.bulk_create(
        [
            Disclosure(
                organisation=organisation,
                person_id=one.hit.findable.person_id,
                purpose=purpose,
                day=at.date(),
                by=by,
                alias=one.alias,
                shown=sorted({part.value for part in one.parts} | seen.get(one.alias, set())),
            )
            for one in people
        ],
        update_conflicts=True,
        unique_fields=["person", "organisation", "purpose", "day", "alias"],
        update_fields=["by", "alias", "shown"],
    )


def shown_of(person: Person) -> QuerySet[Disclosure]:
    """To whom somebody was shown, the newest first."""
    return Disclosure.objects.filter(person=person).select_related("organisation", "by")


def shown_to(organisation: Organisation) -> QuerySet[Disclosure]:
    """Who was shown to an organisation, by the names drawn for them; the newest first."""
    return Disclosure.objects.filter(organisation=organisation).select_related("by")


def forget_aliases(*, at: datetime) -> int:
    """Delete names drawn long ago, the oldest first; how many. What was shown under them stays."""
    old = Alias.objects.filter(drawn_at__lt=at - FORGOTTEN_AFTER)
    keys = list(old.order_by("drawn_at").values_list("pk", flat=True)[:_AT_ONCE])
    return Alias.objects.filter(pk__in=keys).delete()[0] if keys else 0


def _shown(hit: Hit, alias: str, criteria: Criteria, *, is_named: bool) -> Shown:
    row = hit.findable
    shows = frozenset(part for part in Part if getattr(row, f"shows_{part.value}"))
    name = getattr(row, "called", "") if is_named and Part.NAME in shows else ""
    facts = facts_told(row, criteria, parts=shows, is_named=bool(name))
    seen = shows if name else shows & {Part.SKILLS, *criteria.parts_asked}
    return Shown(alias, hit, seen, facts, name)


def _place(alias: str, day: date) -> str:
    """Where somebody stands on a page: drawn as their name is, and another place every day."""
    return sha256(f"{alias}|{day}".encode()).hexdigest()


def _seen_before(
    organisation: Organisation, people: Sequence[Shown], purpose: Purpose, day: date
) -> dict[str, set[str]]:
    """By drawn name, what was seen of them on that day before: a name that was, was."""
    rows = Disclosure.objects.filter(
        organisation=organisation,
        person__in=[one.hit.findable.person_id for one in people],
        purpose=purpose,
        day=day,
    )
    return {alias: set(shown) for alias, shown in rows.values_list("alias", "shown")}


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
