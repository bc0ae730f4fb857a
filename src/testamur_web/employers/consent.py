"""What a person agrees that employers do, and what of them is seen: per purpose, for one or all.

    give_consent(ada, Purpose.SEARCH, parts={Part.SKILLS}, at=now)                 # to everybody
    give_consent(ada, Purpose.SEARCH, parts={*Part}, organisation=acme, at=now)    # more to one
    parts_shown(ada, acme, Purpose.SEARCH, at=now)      # None where they did not agree

Rules kept here:

- nothing is seen before there is a consent, and nothing after it ended: queries ask this (see
  `finding.agreeing`), so that no copy has to be hunted for;
- what one employer may see is what all may and what that one may, together. To show less to one
  employer is to block it, and then it is shown nothing;
- with the last consent to be found or ranked, what was kept to find somebody by is deleted, and
  so are the names drawn for them: whoever comes back is nobody who was there before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from testamur_web.employers.facts import make_findable
from testamur_web.employers.indexing import post_index
from testamur_web.employers.models import (
    Alias,
    Block,
    Consent,
    ContactRequest,
    Findable,
    Part,
    Purpose,
)
from testamur_web.employers.watched import settle_watch
from testamur_web.ops import trail
from testamur_web.people.models import Organisation, Person
from testamur_web.wallet.services.counting import watch

__all__ = [
    "FINDING",
    "block_employer",
    "blocks_of",
    "consents_of",
    "give_consent",
    "history_of",
    "live_at",
    "parts_shown",
    "unblock_employer",
    "withdraw_all",
    "withdraw_consent",
]

FINDING: Final = (Purpose.SEARCH, Purpose.RANKING)
"""The purposes for which rows are kept to find somebody by."""


def live_at(at: datetime) -> Q:
    """That a consent holds at a moment."""
    return Q(given_at__lte=at) & (Q(ended_at=None) | Q(ended_at__gt=at))


def consents_of(person: Person, *, at: datetime) -> QuerySet[Consent]:
    """What somebody agrees to at a moment."""
    return history_of(person).filter(live_at(at))


def history_of(person: Person) -> QuerySet[Consent]:
    """All that somebody ever agreed to, the newest first."""
    return Consent.objects.filter(person=person).select_related("organisation")


def blocks_of(person: Person) -> QuerySet[Block]:
    """The employers that find nothing of somebody now."""
    return Block.objects.filter(person=person, ended_at=None).select_related("organisation")


def parts_shown(
    person: Person, organisation: Organisation, purpose: Purpose, *, at: datetime
) -> frozenset[Part] | None:
    """What an organisation may see of somebody for a purpose; None where they did not agree."""
    blocked = Block.objects.filter(person=person, organisation=organisation, since__lte=at)
    if not person.is_active or blocked.filter(Q(ended_at=None) | Q(ended_at__gt=at)).exists():
        return None
    whom = Q(organisation=None) | Q(organisation=organisation)
    rows = list(consents_of(person, at=at).filter(whom, purpose=purpose))
    return frozenset(part for row in rows for part in row.parts) if rows else None


@transaction.atomic
def give_consent(
    person: Person,
    purpose: Purpose,
    *,
    parts: Iterable[Part] = (),
    organisation: Organisation | None = None,
    at: datetime,
) -> Consent:
    """Agree to a purpose, for one organisation or all; what was agreed before ends.

    Saying again what holds already changes nothing.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    shown = frozenset(parts)
    before = _of(person, purpose, organisation).first()
    if before is not None and before.parts == shown:
        return before
    _of(person, purpose, organisation).update(ended_at=at)
    columns: Mapping[str, bool] = {f"shows_{part.value}": part in shown for part in Part}
    made = Consent.objects.create(
        person=person, purpose=purpose, organisation=organisation, given_at=at, **columns
    )
    _say("talent.consent", made, at=at)
    if purpose in FINDING:
        make_findable(person)
        watch(person)
        post_index(person, because=str(made.pk))
    return made


@transaction.atomic
def withdraw_consent(
    person: Person, purpose: Purpose, *, organisation: Organisation | None = None, at: datetime
) -> bool:
    """Agree no longer, at once; False where nothing was agreed to."""
    Person.objects.select_for_update().get(pk=person.pk)
    ended = list(_of(person, purpose, organisation))
    for row in ended:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        _say("talent.withdraw", row, at=at)
    _clear(person, at=at)
    return bool(ended)


@transaction.atomic
def withdraw_all(person: Person, *, at: datetime) -> None:
    """Agree to nothing any more: nobody finds, ranks or writes to somebody from now on."""
    for row in list(Consent.objects.filter(person=person, ended_at=None)):
        withdraw_consent(person, Purpose(row.purpose), organisation=row.organisation, at=at)


@transaction.atomic
def block_employer(person: Person, organisation: Organisation, *, at: datetime) -> Block:
    """Let an organisation see nothing more, and take from it what it waits for."""
    told = {"since": at}
    made, is_new = Block.objects.get_or_create(
        person=person, organisation=organisation, ended_at=None, defaults=told
    )
    ended = {"state": ContactRequest.State.DECLINED, "answered_at": at}
    waiting = ContactRequest.objects.filter(person=person, organisation=organisation)
    waiting.filter(state=ContactRequest.State.WAITING).update(**ended)
    if is_new:
        trail.record("talent.block", made, by=person, tenant=None, at=at)
    return made


def unblock_employer(person: Person, organisation: UUID, *, at: datetime) -> bool:
    """End a block; False where there is none."""
    found = Block.objects.filter(person=person, organisation_id=organisation, ended_at=None)
    return bool(found.update(ended_at=at))


def _of(person: Person, purpose: Purpose, organisation: Organisation | None) -> QuerySet[Consent]:
    return Consent.objects.filter(
        person=person, purpose=purpose, organisation=organisation, ended_at=None
    ).select_related("person", "organisation")


def _clear(person: Person, *, at: datetime) -> None:
    """Delete what nobody may look at any more, and decline what nobody may write any more."""
    left = set(consents_of(person, at=at).values_list("purpose", flat=True))
    if not left & {*FINDING}:
        Findable.objects.filter(person=person).delete()
        Alias.objects.filter(person=person).delete()
        settle_watch(person)
    if Purpose.CONTACT not in left:
        waiting = ContactRequest.objects.filter(person=person, state=ContactRequest.State.WAITING)
        waiting.update(state=ContactRequest.State.DECLINED, answered_at=at)


def _say(verb: str, row: Consent, *, at: datetime) -> None:
    shown = sorted(part.value for part in row.parts)
    to = str(row.organisation_id) if row.organisation_id else "all"
    trail.record(
        verb, row, by=row.person, tenant=None, at=at, purpose=row.purpose, to=to, shows=shown
    )
