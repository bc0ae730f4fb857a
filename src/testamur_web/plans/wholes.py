"""The credential of a whole: given once its parts are there, put on hold when they are not.

| what became of its parts | what becomes of the whole |
|---|---|
| those it lists meet its rule, though one was lost | nothing; the trail has a note |
| they do not, but with others that are held | it is given again with those, and replaces this one |
| they do not | it is suspended; holder and issuer are told what would repair it |
| they do again | it is reinstated |
| nobody can say, or a corrected part is on its way | nothing, until somebody can |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from testamur import Credential, Outcome
from testamur.pathways.composite import evaluate_composite, read_composite, told_in_composite
from testamur.pathways.held import is_about
from testamur.pathways.stack import Stack
from testamur.problems import Report
from testamur_web.awards.models import Award, StatusChange
from testamur_web.awards.services import (
    Recipient,
    award_person,
    give_award,
    reinstate,
    revoke,
    sign_awards,
    suspend,
)
from testamur_web.catalogue.documents import rule_of
from testamur_web.catalogue.models import Version
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Person
from testamur_web.people.queries import proven_addresses_of
from testamur_web.people.words import MAX_REASON
from testamur_web.plans.holdings import Holdings, asking
from testamur_web.plans.models import StackCase
from testamur_web.wallet.models import Item
from testamur_web.wallet.services import put_in_wallet

__all__ = ["REOPENED_MAIL", "check_whole", "give_whole", "lose_whole"]

REOPENED_MAIL: Final = "stack.reopened-mail"
_State = StackCase.State


def give_whole(
    case: StackCase, version: Version, found: Stack, *, by: Person | None, holdings: Holdings
) -> Award:
    """Award the whole for a stack that is complete, and put it into the wallet."""
    at = holdings.at
    award = award_person(
        version,
        recipient=_recipient(case.person),
        awarded_at=at,
        award_key=_award_key(case),
        by=by,
        at=at,
        facts={"composite": _told(found, holdings)},
    )
    _keep(case, award, holdings=holdings)
    trail.record("stack.award", case, by=by, tenant=award.organisation_id, at=at)
    return award


def lose_whole(case: StackCase, award: Award) -> None:
    """The issuer took the whole back: nothing gives it again but the issuer."""
    change = award.status_changes.filter(verb=StatusChange.Verb.REVOKE).first()
    case.state, case.waits_for, case.award = _State.REFUSED, "", None
    case.reason = change.reason if change else ""


def check_whole(case: StackCase, award: Award, *, holdings: Holdings) -> None:
    """Do what the table above says for a whole that was awarded; `case` is saved by the caller."""
    rule = rule_of(award.version)
    if rule is None or (award.suspended_at and case.state == _State.AWARDED):
        return
    report = _report_on(award, holdings)
    match report.outcome_of("stack"):
        case Outcome.PASSED:
            _hold(case, award, report, at=holdings.at)
        case Outcome.FAILED if not _is_corrected(award):
            found = holdings.count(rule, case.achievement)
            if found.complete:
                _replace(case, award, found, report=report, holdings=holdings)
            elif case.state == _State.AWARDED:
                _reopen(case, award, found, report=report, at=holdings.at)
        case _:
            return


def _hold(case: StackCase, award: Award, report: Report, *, at: datetime) -> None:
    """The parts that it lists meet the rule."""
    if case.state == _State.REOPENED:
        reinstate([award], reason=_("Its parts meet the rule again"), by=None, at=at)
        trail.record("stack.repair", case, by=None, tenant=award.organisation_id, at=at)
        case.state = _State.AWARDED
    note = _wrong(report)
    if note and note != case.reason:
        trail.record("stack.note", case, by=None, tenant=award.organisation_id, at=at, note=note)
    case.reason = note


def _replace(
    case: StackCase, award: Award, found: Stack, *, report: Report, holdings: Holdings
) -> None:
    """The new one is in the wallet before the old one ends, so no other whole misses it."""
    at = holdings.at
    given = give_award(
        award.version,
        recipient=_recipient(case.person),
        awarded_at=at,
        award_key=f"reissue:{award.pk}",
        by=None,
        at=at,
        facts={"composite": _told(found, holdings)},
        replaces=award,
    )
    [signed] = sign_awards([given], at=at)
    _keep(case, signed, holdings=holdings)
    told = _("Given again with other parts.")
    reason = _shortened(f"{told} {_wrong(report)}")
    revoke([award], reason=reason, by=None, at=at)
    trail.record(
        "stack.replace", case, by=None, tenant=award.organisation_id, at=at, award=str(given.pk)
    )


def _reopen(case: StackCase, award: Award, found: Stack, *, report: Report, at: datetime) -> None:
    left = "; ".join(one.told for one in found.remaining)
    case.state = _State.REOPENED
    repair = _("It holds again with: %(left)s.") % {"left": left}
    case.reason = _shortened(f"{_wrong(report)} {repair}")
    if not suspend([award], reason=case.reason, by=None, at=at):
        return
    trail.record(
        "stack.reopen", case, by=None, tenant=award.organisation_id, at=at, reason=case.reason
    )
    change = award.status_changes.get(at=at, verb=StatusChange.Verb.SUSPEND)
    outbox.post(
        REOPENED_MAIL,
        {"case": str(case.pk), "change": str(change.pk)},
        key=f"{REOPENED_MAIL}:{change.pk}",
        tenant=award.organisation_id,
    )


def _keep(case: StackCase, award: Award, *, holdings: Holdings) -> None:
    put_in_wallet(award, person=holdings.person, at=holdings.at)
    case.award, case.state, case.waits_for, case.reason = award, _State.AWARDED, "", ""


def _report_on(award: Award, holdings: Holdings) -> Report:
    texts = Item.objects.filter(holder=holdings.person).exclude(award=award)
    return evaluate_composite(
        Credential(award.credential),
        parts=[Credential(text) for text in texts.values_list("credential", flat=True)],
        resolver=asking(at=holdings.at),
        at=holdings.at,
    )


def _wrong(report: Report) -> str:
    """What is wrong with the parts, in a sentence; "" where nothing is."""
    told = [
        problem.detail.partition(" [")[0]
        for check in report.checks
        if check.name == "parts"
        for problem in check.problems
    ]
    return _("A part no longer counts: %(told)s.") % {"told": "; ".join(told)} if told else ""


def _is_corrected(award: Award) -> bool:
    """Whether a part was given again and the new one is not in the wallet yet."""
    listed = [
        part.credential for part in read_composite(Credential(award.credential).document).parts
    ]
    replaced = Award.objects.filter(
        replaces__in=_awards_named(listed), holder=award.holder_id, revoked_at=None
    )
    return replaced.exclude(items__holder=award.holder_id).exists()


def _awards_named(identifiers: Iterable[str]) -> Iterator[UUID]:
    for one in identifiers:
        with suppress(ValueError):
            yield UUID(one)


def _told(found: Stack, holdings: Holdings) -> dict[str, object]:
    """What the credential says of its parts, and under which names they call the holder."""
    known_as = [
        name for name in holdings.names if any(is_about(one.held, (name,)) for one in found.counted)
    ]
    return told_in_composite(found, known_as)


def _award_key(case: StackCase) -> str:
    """One for each time that somebody is given the whole anew."""
    stem = f"stack:{case.achievement_id}:{case.person_id}:"
    tenant = case.achievement.organisation_id
    given = Award.objects.filter(organisation=tenant, award_key__startswith=stem).count()
    return f"{stem}{given + 1}"


def _recipient(person: Person) -> Recipient:
    """By an address that is proven, for parts are found by those."""
    proven = list(proven_addresses_of(person).order_by("verified_at", "pk"))
    is_proven = person.email in proven or not proven
    return Recipient(person.name, person.email if is_proven else proven[0], person=person)


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_REASON else f"{text[: MAX_REASON - 1]}…"
