"""How a credential from elsewhere gets into a wallet: judged on entry, labelled by what was found.

| found | label |
|---|---|
| it holds, and names an identifier the holder has proven to be theirs | verified |
| it holds, but nothing shows that it is about the holder | attested |
| it cannot be judged, such as when its issuer cannot be reached | stated by the holder |
| it was altered, or breaks the rules of its kind | refused |

What has expired or was revoked since is taken, for it is part of a person's history; its own page
says so, computed when it is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from testamur import Outcome, Report, Verdict, examine
from testamur.credentials.resolution import Bounded, Resolver
from testamur.errors import Conflict, Refused
from testamur.interop.intake import Form, Taken, take_in
from testamur.interop.openbadges2 import examine_openbadges2, import_openbadges2
from testamur_web.ops import trail
from testamur_web.people.models import Identifier, Person
from testamur_web.wallet.models import MAX_TITLE, Item
from testamur_web.wallet.reading import read_credential
from testamur_web.wallet.services.counting import post_kept, post_removed

__all__ = ["add_from_elsewhere", "remove_item"]

MAX_ITEMS: Final = 1_000
MAX_IDENTIFIERS: Final = 10

_MAY_FAIL: Final = frozenset({"dates", "status"})
"""What may have happened to a good credential after it was given."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What is to be kept of one credential from elsewhere."""

    text: str
    title: str
    issuer: str
    awarded_at: datetime | None
    trust: Item.Trust


def add_from_elsewhere(
    person: Person, source: bytes | str, *, resolver: Resolver, at: datetime
) -> Item:
    """Add an Open Badges 2.0 or 3.0 credential: JSON, a token, or an image that carries one.

    Raises `Refused` (`wallet.not-genuine`, `wallet.form`, `wallet.full` and what reading refuses),
    `Conflict` (`wallet.duplicate`), and `Unreachable` where an older badge cannot be read without
    asking its issuer, who does not answer.
    """
    taken = take_in(source)
    asked = Bounded(resolver)
    match taken.form:
        case Form.CREDENTIAL:
            found = _judge(taken, person, resolver=asked, at=at)
        case Form.OPEN_BADGES_2:
            found = _judge_older(taken, person, resolver=asked, at=at)
        case _:
            told = f"this is a {taken.form.value}, not one single credential"
            raise Refused.because("wallet.form", told)
    return _keep(person, found, at=at)


@transaction.atomic
def remove_item(item: Item, *, by: Person, at: datetime) -> None:
    """Take what came from elsewhere out of the wallet again, with what was shared of it alone.

    Raises `Refused` (`wallet.kept`) for an award of this instance: its holder stops sharing it.
    """
    if item.holder_id != by.pk or item.award_id is not None:
        raise Refused.because("wallet.kept", "only what you added from elsewhere can be removed")
    for share in item.shares.filter(stopped_at=None):
        if not share.items.exclude(pk=item.pk).exists():
            share.stopped_at = at
            share.save(update_fields=["stopped_at"])
    trail.record("item.remove", item, by=by, tenant=None, at=at)
    post_removed(item)
    item.delete()


def _judge(taken: Taken, person: Person, *, resolver: Resolver, at: datetime) -> _Found:
    report = examine(taken.text, resolver=resolver, at=at)
    _check_genuine(report)
    told = read_credential(taken.text)
    named = told.holder_id.removeprefix("mailto:").casefold()
    is_theirs = named in {value.casefold() for value in _proven(person)}
    trust = _trust_in(report, is_theirs=is_theirs)
    return _Found(taken.text, told.title, told.issuer_name, told.awarded_at, trust)


def _judge_older(taken: Taken, person: Person, *, resolver: Resolver, at: datetime) -> _Found:
    badge = import_openbadges2(taken.text, resolver=resolver, at=at)
    _check_genuine(badge.report)
    is_theirs = any(
        examine_openbadges2(taken.text, resolver=resolver, at=at, recipient=value).outcome_of(
            "recipient"
        )
        is Outcome.PASSED
        for value in _proven(person)
    )
    trust = _trust_in(badge.report, is_theirs=is_theirs)
    title = badge.title or "Open Badge"
    return _Found(taken.text, title, badge.issuer.name, badge.issued_on, trust)


@transaction.atomic
def _keep(person: Person, found: _Found, *, at: datetime) -> Item:
    Person.objects.select_for_update().get(pk=person.pk)
    if person.wallet_items.filter(credential=found.text).exists():
        raise Conflict.because("wallet.duplicate", "this credential is in your wallet already")
    if person.wallet_items.filter(award=None).count() >= MAX_ITEMS:
        raise Refused.because("wallet.full", f"a wallet takes {MAX_ITEMS} from elsewhere")
    item = Item.objects.create(
        holder=person,
        credential=found.text,
        title=found.title[:MAX_TITLE],
        issuer_name=found.issuer[:MAX_TITLE],
        trust=found.trust,
        awarded_at=found.awarded_at or at,
        added_at=at,
    )
    trail.record("item.add", item, by=person, tenant=None, at=at, trust=str(item.trust))
    post_kept(item)
    return item


def _check_genuine(report: Report) -> None:
    failed = [
        check
        for check in report.checks
        if check.outcome is Outcome.FAILED and check.name not in _MAY_FAIL
    ]
    if failed:
        why = failed[0].problems[0].detail if failed[0].problems else failed[0].detail
        raise Refused.because("wallet.not-genuine", why or "a check of it failed")


def _trust_in(report: Report, *, is_theirs: bool) -> Item.Trust:
    outcomes = {check.outcome for check in report.checks if check.name not in _MAY_FAIL}
    if report.verdict is Verdict.UNDETERMINED or Outcome.UNDETERMINED in outcomes:
        return Item.Trust.CLAIMED
    return Item.Trust.VERIFIED if is_theirs else Item.Trust.ATTESTED


def _proven(person: Person) -> list[str]:
    """The addresses and DIDs that were shown to be this person's."""
    found = person.identifiers.filter(
        kind__in=(Identifier.Kind.EMAIL, Identifier.Kind.DID),
        verified_at__isnull=False,
        ended_at=None,
    )
    return list(found.values_list("value", flat=True)[:MAX_IDENTIFIERS])
