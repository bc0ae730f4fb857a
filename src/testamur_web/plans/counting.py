"""Counting what somebody holds toward wholes, and doing what follows from it.

One count for a person at a time, whatever they hold verified once after that lock: so whoever
counts last has seen everything, and counting again changes nothing.

A whole that is complete is awarded at once only where its issuer learns nothing by it: it awarded
all that counts itself, or the learner follows the whole. Else the learner is asked.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from testamur.errors import Refused
from testamur.pathways.rules import Rule
from testamur.pathways.stack import Stack
from testamur_web.awards.models import Award
from testamur_web.catalogue.documents import rule_of
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.catalogue.queries import definition_of
from testamur_web.catalogue.vocabulary import Giving
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Person
from testamur_web.plans.holdings import Holdings, facts_in, holdings_of
from testamur_web.plans.models import StackCase
from testamur_web.plans.stacking import version_to_count, wholes_that_ask_for
from testamur_web.plans.wholes import check_whole, give_whole, lose_whole
from testamur_web.wallet.models import Item

__all__ = ["OFFER_MAIL", "lock_person", "open_case", "recount", "recount_item", "settle"]

log: Final = logging.getLogger(__name__)

OFFER_MAIL: Final = "stack.offer-mail"
_State = StackCase.State
_WaitsFor = StackCase.WaitsFor


@transaction.atomic
def recount(person: Person, *, at: datetime, item: UUID | None = None) -> list[StackCase]:
    """Count toward every whole that somebody is on the way to, and those that `item` begins."""
    lock_person(person)
    holdings = holdings_of(person, at=at)
    known = Achievement.objects.filter(stack_cases__person=person)
    begun = _begun_by(item, holdings) if item else []
    wholes = {whole.pk: whole for whole in (*known.select_related("organisation"), *begun)}
    return list(_settled(wholes.values(), holdings))


def _settled(wholes: Iterable[Achievement], holdings: Holdings) -> Iterator[StackCase]:
    """Each case by itself: a rule that cannot be counted keeps no other from being."""
    for whole in wholes:
        try:
            with transaction.atomic():
                case = settle(open_case(holdings.person, whole), holdings)
        except Refused as error:
            log.warning("%s is not counted for %s: %s", whole.pk, holdings.person.pk, error)
        else:
            yield case


def recount_item(item: Item, *, at: datetime) -> list[StackCase]:
    """Count what came into a wallet, where its holder is on the way to anything or it begins one.

    Most credentials are part of nothing: of those no more than themselves is looked at.
    """
    if not StackCase.objects.filter(person=item.holder_id).exists():
        held = facts_in(item, at=at)
        if held is None or not wholes_that_ask_for(held, at=at):
            return []
    return recount(item.holder, at=at, item=item.pk)


def lock_person(person: Person) -> None:
    """Let nobody else count for this person until the transaction ends."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def open_case(person: Person, whole: Achievement) -> StackCase:
    """The case of a person and a whole; made where there is none."""
    related = StackCase.objects.select_related("person", "achievement", "award__version")
    found, _ = related.get_or_create(person=person, achievement=whole)
    return found


def settle(case: StackCase, holdings: Holdings) -> StackCase:
    """Count one case anew, and award, offer, reopen or repair what follows from it."""
    award = _newest(case.award) if case.award else None
    if award is not None and award.revoked_at:
        lose_whole(case, award)
        award = None
    if award is None:
        _count(case, holdings)
    else:
        case.award = award
        rule = rule_of(award.version)
        if rule is not None:
            _say_progress(case, rule, holdings)
        check_whole(case, award, holdings=holdings)
    case.counted_at = holdings.at
    case.save()
    return case


def _count(case: StackCase, holdings: Holdings) -> None:
    """A whole that is not awarded: how far it is, and what to do where it is complete."""
    try:
        version, rule = version_to_count(case.achievement)
    except Refused:
        return
    found = _say_progress(case, rule, holdings)
    if not found.complete:
        if case.state != _State.REFUSED:
            case.state, case.waits_for = _State.OPEN, ""
    elif case.state != _State.REFUSED:
        _offer(case, version, found, holdings)


def _offer(case: StackCase, version: Version, found: Stack, holdings: Holdings) -> None:
    waits_for = _whom_to_ask(case, version, found, holdings)
    if waits_for is None:
        give_whole(case, version, found, by=None, holdings=holdings)
        return
    if (case.state, case.waits_for) == (_State.WAITING, waits_for):
        return
    case.state, case.waits_for = _State.WAITING, waits_for
    tenant = case.achievement.organisation_id
    if waits_for == _WaitsFor.LEARNER:
        told = {"case": str(case.pk)}
        outbox.post(OFFER_MAIL, told, key=f"{OFFER_MAIL}:{case.pk}:{version.pk}")
        return
    trail.record("stack.complete", case, by=None, tenant=tenant, at=holdings.at)


def _whom_to_ask(
    case: StackCase, version: Version, found: Stack, holdings: Holdings
) -> StackCase.WaitsFor | None:
    """Who has to say yes before the whole is given; None where nobody has to."""
    issuer = case.achievement.organisation_id
    gave = {holdings.organisation_of.get(one.held.digest) for one in found.counted}
    if not case.is_followed and gave != {issuer}:
        return _WaitsFor.LEARNER
    stack = definition_of(version).stack
    must_confirm = stack is not None and stack.gives == Giving.CONFIRM
    return _WaitsFor.REGISTRAR if must_confirm else None


def _say_progress(case: StackCase, rule: Rule, holdings: Holdings) -> Stack:
    found = holdings.count(rule, case.achievement)
    own = holdings.count(rule, case.achievement, own=True)
    case.progress, case.left = float(found.progress), _left(found)
    case.own_progress, case.own_left = float(own.progress), _left(own)
    case.own_parts = len(own.counted)
    return found


def _left(found: Stack) -> list[str]:
    return [one.told for one in found.remaining]


def _newest(award: Award) -> Award:
    """The award itself, or what took its place when it was corrected."""
    found = Award.objects.select_related("version__achievement", "holder").get(pk=award.pk)
    later = found.replaced_by.filter(holder=found.holder_id).exclude(credential="").first()
    return _newest(later) if later else found


def _begun_by(item: UUID, holdings: Holdings) -> Iterator[Achievement]:
    """The wholes toward which one credential of the wallet could count."""
    row = next((row for row in holdings.rows if row.item == item), None)
    for whole in wholes_that_ask_for(row.held, at=holdings.at) if row else ():
        if row in holdings.toward(whole):
            yield whole
