"""What people say to a whole: the learner follows, leaves or accepts it, the registrar confirms."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from testamur.errors import Conflict
from testamur_web.catalogue.models import Achievement
from testamur_web.ops import trail
from testamur_web.people.models import Person
from testamur_web.people.words import read_reason
from testamur_web.plans.counting import lock_person, open_case, settle
from testamur_web.plans.holdings import holdings_of
from testamur_web.plans.models import StackCase
from testamur_web.plans.stacking import version_to_count
from testamur_web.plans.wholes import give_whole

__all__ = ["accept_stack", "confirm_stack", "follow_stack", "leave_stack", "refuse_stack"]

_State = StackCase.State
_WaitsFor = StackCase.WaitsFor


@transaction.atomic
def follow_stack(person: Person, achievement: Achievement, *, at: datetime) -> StackCase:
    """Follow a whole: its issuer may see how far one is, and gives it when it is complete.

    Raises `Refused` (`stack.no-rule`).
    """
    version_to_count(achievement)
    lock_person(person)
    case = open_case(person, achievement)
    if not case.is_followed:
        case.followed_at, case.left_at = at, None
        _record("stack.follow", case, by=person, at=at)
    return settle(case, holdings_of(person, at=at))


@transaction.atomic
def leave_stack(person: Person, achievement: Achievement, *, at: datetime) -> None:
    """Follow a whole no more; what was awarded stays. Twice is once."""
    lock_person(person)
    case = StackCase.objects.filter(person=person, achievement=achievement).first()
    if case is None or not case.is_followed:
        return
    case.left_at = at
    if case.waits_for == _WaitsFor.REGISTRAR:
        case.state, case.waits_for = _State.OPEN, ""
    _record("stack.leave", case, by=person, at=at)
    settle(case, holdings_of(person, at=at))


@transaction.atomic
def accept_stack(case: StackCase, *, by: Person, at: datetime) -> StackCase:
    """Take the whole that is offered, which shows its issuer the parts; that follows it, too.

    Raises `Conflict` (`stack.not-waiting`).
    """
    lock_person(case.person)
    case = open_case(case.person, case.achievement)
    if by.pk != case.person_id or not _waits(case, _WaitsFor.LEARNER):
        raise _not_waiting()
    case.followed_at, case.left_at = at, None
    _record("stack.accept", case, by=by, at=at)
    return settle(case, holdings_of(case.person, at=at))


@transaction.atomic
def confirm_stack(case: StackCase, *, by: Person, at: datetime) -> StackCase:
    """Award what waits for the registrar, or was refused before.

    Raises `Conflict` (`stack.not-waiting`), also where the parts have ceased to meet the rule.
    """
    lock_person(case.person)
    case = open_case(case.person, case.achievement)
    if not (_waits(case, _WaitsFor.REGISTRAR) or case.state == _State.REFUSED):
        raise _not_waiting()
    version, rule = version_to_count(case.achievement)
    holdings = holdings_of(case.person, at=at)
    found = holdings.count(rule, case.achievement, own=not case.is_followed)
    if not found.complete:
        raise _not_waiting()
    give_whole(case, version, found, by=by, holdings=holdings)
    return settle(case, holdings_of(case.person, at=at))


@transaction.atomic
def refuse_stack(case: StackCase, *, reason: str, by: Person, at: datetime) -> StackCase:
    """Do not award what waits for the registrar, and say why; the learner reads it.

    Raises `Refused` (`text.empty`, `text.too-long`) and `Conflict` (`stack.not-waiting`).
    """
    told = read_reason(reason, unsaid="say why, for the learner")
    lock_person(case.person)
    case = open_case(case.person, case.achievement)
    if not _waits(case, _WaitsFor.REGISTRAR):
        raise _not_waiting()
    case.state, case.waits_for, case.reason = _State.REFUSED, "", told
    case.save()
    _record("stack.refuse", case, by=by, at=at, reason=told)
    return case


def _waits(case: StackCase, who: StackCase.WaitsFor) -> bool:
    return (case.state, case.waits_for) == (_State.WAITING, who)


def _record(verb: str, case: StackCase, *, by: Person, at: datetime, **detail: str) -> None:
    tenant = case.achievement.organisation_id
    trail.record(verb, case, by=by, tenant=tenant, at=at, **detail)


def _not_waiting() -> Conflict:
    return Conflict.because("stack.not-waiting", "nothing waits for this answer")
