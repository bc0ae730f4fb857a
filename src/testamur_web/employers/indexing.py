"""Rows of what somebody proves, made from their verified wallet, and made anew when it changes.

Kept are what confidence is reckoned from, not confidence itself, so that it fades in the index as
it does on the person's own page. Whatever else is counted there leaves word when it changes
(`wallet.watched`, `reindexing`). What cannot be seen here, such as a revocation elsewhere, is found
when a wallet is indexed again, after `EVERY` at the latest.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from testamur.pathways.confidence import (
    DEFAULT,
    Confidence,
    Figures,
    Shown,
    confidence_in,
    counted_since,
)
from testamur.pathways.held import Held, HeldSkill
from testamur.pathways.kinds import kinds_of
from testamur.pathways.question import evidence_in
from testamur_web.catalogue.matched import graph_in_use
from testamur_web.employers.facts import draw_number
from testamur_web.employers.models import Findable, IndexedSkill, ProvenSkill
from testamur_web.ops import outbox
from testamur_web.people.models import Person
from testamur_web.plans.queries import counted_of
from testamur_web.plans.uses import uses_of

__all__ = [
    "DAYS_IN_MONTH",
    "INDEX",
    "blind_title",
    "fresh_until",
    "index_person",
    "post_index",
    "post_stale",
]

INDEX: Final = "talent.index"
EVERY: Final = timedelta(days=7)
DAYS_IN_MONTH: Final = 30.4375
_MOST: Final = 400
_CHUNK: Final = 500
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FOREVER: Final = date(9999, 12, 31)
_MAX_TITLE: Final = 200
_FEWEST_INITIALS: Final = 3


@dataclass(frozen=True, slots=True)
class _Proven:
    """A skill of one credential, and how sure that makes one of it, at its own level."""

    skill: HeldSkill
    held: Held
    shown: Shown
    sure: Confidence


def post_index(person: Person, *, because: str) -> None:
    """Leave word that somebody's rows are to be made; once for each reason."""
    outbox.post(INDEX, {"person": str(person.pk)}, key=f"{INDEX}:{because}")


def post_stale(*, at: datetime) -> int:
    """Leave word for those indexed long ago, or one of whose credentials ended since; how many."""
    stale = Findable.objects.filter(indexed_at__lt=at - EVERY)
    people = list(stale.order_by("indexed_at").values_list("person", flat=True)[:_CHUNK])
    day = at.date().isoformat()
    rows = {f"{INDEX}:{day}:{one}": {"person": str(one)} for one in people}
    if rows:
        outbox.post_many(INDEX, rows)
    return len(rows)


def index_person(person_id: UUID, *, at: datetime) -> int:
    """Make somebody's rows anew; how many there are. Nothing where they are not to be found.

    The wallet is verified before anything is locked, for that may take seconds.
    """
    person = Person.objects.filter(pk=person_id, findable__isnull=False).first()
    if person is None:
        return 0
    shown = _proven_by(person, at=at)
    with transaction.atomic():
        row = (
            Findable.objects.select_for_update(of=("self",))
            .select_related("person")
            .filter(person=person)
            .first()
        )
        if row is None:
            return 0
        row.proven.all().delete()
        row.indexed_at, row.draw = at, draw_number()
        keys = _keys_of(shown)
        made = ProvenSkill.objects.bulk_create(
            [_row(row, keys[one.skill.uri], one, at=at) for one in shown]
        )
        row.save(update_fields=["indexed_at", "draw"])
    return len(made)


def _proven_by(person: Person, *, at: datetime) -> list[_Proven]:
    """Each skill of each credential, the surest of one skill, level and end of validity."""
    held = counted_of(person, at=at)
    best: dict[tuple[str, int | None, datetime | None], _Proven] = {}
    for one in _each(person, held, at=at):
        key = (one.skill.uri, one.skill.level, one.held.expires)
        if key not in best or best[key].sure.value < one.sure.value:
            best[key] = one
    return sorted(best.values(), key=lambda one: -one.sure.value)[:_MOST]


def _each(person: Person, held: Iterable[Held], *, at: datetime) -> Iterator[_Proven]:
    facts = {one.digest: one for one in held}
    evidence = evidence_in(facts.values(), at=at, uses=uses_of(person, at=at))
    uris = {skill.uri for one in evidence for skill in one.skills}
    kinds = kinds_of(uris, graph_in_use())
    for one in evidence:
        for skill in one.skills:
            shown = one.shown(skill, kinds.get(skill.uri))
            sure = confidence_in(shown, level=None, at=at)
            yield _Proven(skill, facts[one.digest], shown, sure)


def _row(row: Findable, skill: int, one: _Proven, *, at: datetime) -> ProvenSkill:
    figures = DEFAULT
    factors = {factor.name: factor.value for factor in one.sure.factors}
    since = counted_since(one.shown, at=at, figures=figures)
    sureness = factors["strength"] * factors["endorsement"]
    ends = one.held.expires
    made = ProvenSkill(
        findable=row,
        skill_id=skill,
        draw=row.draw,
        level=one.skill.level,
        sureness=float(sureness if since else sureness * figures.undated),
        oldest=float(figures.oldest) if since else 1.0,
        counted_from=((since or at) - _EPOCH).days,
        half_life=float(figures.half_life[one.shown.kind]) * DAYS_IN_MONTH,
        ends_on=ends.date() if ends else None,
        title=blind_title(one.held, row.person)[:_MAX_TITLE],
        assessment=_strongest(one.held.assessment, figures),
    )
    made.fresh_until = fresh_until(made)
    return made


def blind_title(held: Held, person: Person) -> str:
    """The title of a credential without the names of who issued it and who holds it.

    Taken out are both in full, each word of the name of a person, and the initials of an issuer.
    """
    names = [held.issuer_name, person.name, *person.name.split()]
    initials = "".join(word[0] for word in held.issuer_name.split() if word[0].isupper())
    if len(initials) >= _FEWEST_INITIALS:
        names.append(initials)
    told = "|".join(re.escape(one) for one in names if len(one) > 1)
    blind = re.compile(rf"(?<!\w)({told})(?!\w)", re.IGNORECASE)
    return blind.sub("…", held.title) if told else held.title


def fresh_until(row: ProvenSkill, figures: Figures = DEFAULT) -> date | None:
    """The last day on which it counts in full; None where it never did."""
    left = (float(figures.enough) / row.sureness - row.oldest) if row.sureness else 1.0
    if left <= 0:
        return _FOREVER
    share = left / (1 - row.oldest) if row.oldest < 1 else math.inf
    if share > 1:
        return None
    days = math.floor(row.half_life * math.log2(1 / share))
    return min((_EPOCH + timedelta(days=row.counted_from + days)).date(), _FOREVER)


def _strongest(kinds: Iterable[str], figures: Figures) -> str:
    known = [kind for kind in kinds if kind in figures.assessment]
    return max(known, key=lambda kind: (figures.assessment[kind], kind), default="")


def _keys_of(shown: Iterable[_Proven]) -> dict[str, int]:
    """The numbers of skills by address; those that nobody proved before are written down."""
    names = {one.skill.uri: one.skill.name[:500] or one.skill.uri for one in shown}
    IndexedSkill.objects.bulk_create(
        [IndexedSkill(uri=uri, label=label) for uri, label in sorted(names.items())],
        ignore_conflicts=True,
    )
    return dict(IndexedSkill.objects.filter(uri__in=names).values_list("uri", "pk"))
