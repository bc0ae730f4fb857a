"""What somebody holds, verified once and counted toward any number of wholes.

Rules kept here:

- a whole is never a part of itself: what it was awarded as, and every other whole that is made of
  it, counts nothing toward it. So two wholes that count each other cannot hold each other up;
- anybody can write any address and any skill into a credential that they sign themselves. So what
  another system issued counts where its issuer is one that the rule names, or publishes the very
  achievement that the rule names; and under the address of an achievement of this instance,
  only awards of this instance do;
- what the issuer of a whole accepts as one of its parts counts as that part on the day (ADR 36).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from typing import Final
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.conf import settings

import testamur as tm
from testamur import Web
from testamur.credentials.resolution import Resolver
from testamur.errors import Refused, TestamurError
from testamur.pathways.clauses import FromIssuers, every_clause
from testamur.pathways.composite import is_composite, read_composite
from testamur.pathways.held import Held, digest_of, held_of
from testamur.pathways.leaves import taken_apart
from testamur.pathways.rules import Rule
from testamur.pathways.stack import MAX_HELD, Reason, Rejected, Stack, Why, stack
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.catalogue.documents import achievement_url
from testamur_web.catalogue.models import Achievement
from testamur_web.people.models import Identifier, Person
from testamur_web.plans.accepted import narrowed, widened
from testamur_web.trust.equivalents import Equivalent, equivalents_among
from testamur_web.wallet.models import Item

__all__ = ["Holding", "Holdings", "asking", "concerns", "facts_in", "holdings_of", "names_of"]

_PATIENCE: Final = 10.0
_NOBODY: Final = "urn:uuid:00000000-0000-0000-0000-000000000000"
_UNKNOWN: Final = "Its issuer is none that the rule names, and does not publish what it names."


@dataclass(frozen=True, slots=True)
class Holding:
    """One credential that holds; `organisation` gave it, where that is one of this instance.

    `made_of` are the achievements of its parts, of their parts, and so on.
    """

    item: UUID
    held: Held
    organisation: UUID | None
    made_of: frozenset[str]


class _Vouched:
    """Whose credentials a rule takes, beside the awards of this instance."""

    def __init__(self, rule: Rule) -> None:
        clauses = [clause for _pointer, clause in every_clause(rule.clause)]
        several = [one.issuers for one in clauses if isinstance(one, FromIssuers)]
        self._issuers = frozenset[str]().union(*several)
        accepted = [leaf.accepted for leaf in taken_apart(rule)[1]]
        self._asked = frozenset[str]().union(*rule.recognised.values(), *accepted)

    def covers(self, row: Holding) -> bool:
        """Whether its issuer is known to be who the rule means."""
        if row.organisation is not None:
            return True
        here, held = f"{settings.INSTANCE_URL}/", row.held
        if any(name.startswith(here) for name in held.names):
            return False
        host = _host_of(held.issuer)
        return held.issuer in self._issuers or any(
            host and host == _host_of(name) for name in self._asked & set(held.names)
        )


def _host_of(identifier: str) -> str:
    """Who answers for a name on the web: the host of a did:web or of an address over https."""
    if identifier.startswith("did:web:"):
        return unquote(identifier.removeprefix("did:web:").partition(":")[0]).casefold()
    parsed = urlsplit(identifier)
    return parsed.netloc.casefold() if parsed.scheme == "https" else ""


@dataclass(frozen=True)
class Holdings:
    """All that somebody holds, and the names under which they are proven to be called."""

    person: Person
    rows: tuple[Holding, ...]
    names: tuple[str, ...]
    at: datetime

    def toward(self, whole: Achievement, *, own: bool = False) -> list[Holding]:
        """What may count toward a whole; with `own`, only what its organisation awarded."""
        url = achievement_url(whole)
        return [
            row
            for row in self.rows
            if not any(name.startswith(url) for name in (*row.held.names, *row.made_of))
            and (not own or row.organisation == whole.organisation_id)
        ]

    def widen(self, rule: Rule, whole: Achievement) -> Rule:
        """The rule with what its issuer accepts today as what it asks for, of what is held."""
        return widened(rule, self._equivalents, issuer=whole.organisation_id)

    def count(self, rule: Rule, whole: Achievement, *, own: bool = False) -> Stack:
        """How far somebody is toward a whole; its rule says which equivalents counted."""
        published, rule = rule, self.widen(rule, whole)
        vouched = _Vouched(rule)
        rows = self.toward(whole, own=own)
        held = [row.held for row in rows if vouched.covers(row)]
        if len(held) > MAX_HELD:
            held = sorted(held, key=lambda one: not concerns(rule, one))[:MAX_HELD]
        found = stack(held, toward=rule, at=self.at, holder=self.names or (_NOBODY,))
        unknown = tuple(
            Rejected(row.held, (Reason(Why.ISSUER, _UNKNOWN),))
            for row in rows
            if not vouched.covers(row)
        )
        counted = narrowed(found, published=published)
        return replace(counted, rejected=(*found.rejected, *unknown))

    @cached_property
    def _equivalents(self) -> list[Equivalent]:
        """What the register says of everything that is held."""
        names = (name for row in self.rows for name in row.held.names)
        return equivalents_among(names, at=self.at)

    @cached_property
    def organisation_of(self) -> Mapping[str, UUID | None]:
        """Which organisation of this instance awarded what has a digest."""
        return {row.held.digest: row.organisation for row in self.rows}


def names_of(person: Person) -> tuple[str, ...]:
    """What somebody is called in credentials: the addresses and DIDs that are proven theirs."""
    kinds = (Identifier.Kind.EMAIL, Identifier.Kind.DID)
    rows = person.identifiers.filter(
        kind__in=kinds, verified_at__isnull=False, ended_at=None
    ).order_by("verified_at", "pk")
    found = [
        f"mailto:{row.value}" if row.kind == Identifier.Kind.EMAIL else row.value for row in rows
    ]
    return tuple(dict.fromkeys(found))


def holdings_of(person: Person, *, at: datetime) -> Holdings:
    """What is in somebody's wallet and holds at this moment."""
    items = list(
        Item.objects.filter(holder=person, trust=Item.Trust.VERIFIED)
        .select_related("award")
        .defer("award__credential")
        .order_by("pk")
    )
    inside = _Inside(item.credential for item in items)
    rows = tuple(
        Holding(item.pk, held, item.award.organisation_id if item.award else None, inside.of(held))
        for item, held in _held(items, at=at)
    )
    return Holdings(person, rows, names_of(person), at)


def facts_in(item: Item, *, at: datetime) -> Held | None:
    """What counts of one credential of a wallet; None where it does not hold now."""
    found = next(_held([item], at=at), None)
    return found[1] if found and item.trust == Item.Trust.VERIFIED else None


def concerns(rule: Rule, held: Held) -> bool:
    """Whether a credential could count toward a rule, by what it is called and certifies."""
    return any(leaf.is_asked(held) for leaf in taken_apart(rule)[1])


def asking(*, at: datetime) -> Resolver:
    """What may be asked for one count: ourselves, and others for some seconds in all."""
    return InstanceResolver(at=at, then=_web().hurried(seconds=_PATIENCE))


@cache
def _web() -> Web:
    """One for the process: it remembers for some minutes what it fetched."""
    return Web()


def _held(items: Iterable[Item], *, at: datetime) -> Iterator[tuple[Item, Held]]:
    resolver = asking(at=at)
    for item in items:
        try:
            yield item, held_of(tm.verify(item.credential, resolver=resolver, at=at))
        except TestamurError:
            continue


class _Inside:
    """What is inside of what, by what wholes say of their parts; those that ended, too."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._parts: dict[str, list[tuple[str, str]]] = {}
        for text in texts:
            if '"composite"' in text:
                self._parts[digest_of(text)] = list(_parts_in(text))

    def of(self, held: Held) -> frozenset[str]:
        found: set[str] = set()
        seen: set[str] = set()
        waiting = [held.digest]
        while waiting:
            digest = waiting.pop()
            if digest in seen:
                continue
            seen.add(digest)
            for part, achievement in self._parts.get(digest, ()):
                found.add(achievement)
                waiting.append(part)
        return frozenset(found)


def _parts_in(text: str) -> Iterator[tuple[str, str]]:
    try:
        document = tm.Credential(text).document
        if is_composite(document):
            yield from ((part.digest, part.achievement) for part in read_composite(document).parts)
    except Refused:
        return
