"""What wallets, claims and shares show: judged here and now, and told in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.core.cache import caches
from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from testamur import Outcome, Report, Verdict, examine
from testamur.errors import TestamurError
from testamur_web.awards.models import Award
from testamur_web.awards.queries import sentence_of, verdict_of
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.people.models import Person
from testamur_web.wallet.addresses import page_key
from testamur_web.wallet.downloads import files_of
from testamur_web.wallet.models import Item, Share, ShareView
from testamur_web.wallet.reading import Told, read_credential
from testamur_web.wallet.services import OPEN_KINDS
from testamur_web.wallet.wholes import WholeShown, parts_in, read_whole, whole_in

__all__ = [
    "Card",
    "Shared",
    "Shown",
    "State",
    "Viewed",
    "find_open_share",
    "find_secret_share",
    "has_ended",
    "items_of",
    "newest_of",
    "parts_of",
    "reachable",
    "shares_of",
    "show",
    "state_in",
]

_KEPT_FOR: Final = 600
"""Seconds for which the judgement of what others issued is kept: each takes requests to them."""

DAYS_SHOWN: Final = 14

_LARGE: Final = ("content", "search_text", "image_svg", "image_png")
"""Columns of a version that a list has no use for."""


def newest_of(person: Person) -> QuerySet[Item]:
    """What a person holds, the newest first."""
    return person.wallet_items.order_by("-awarded_at")


def reachable(awards: QuerySet[Award]) -> QuerySet[Award]:
    """Those of the awards whose holder can be written to."""
    return awards.filter(~Q(recipient_email="") | Q(holder__email__gt=""))


class State(StrEnum):
    """What a person is told of a credential in one word."""

    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    INVALID = "invalid"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Card:
    """One credential in a list. `state` is what is known without asking anybody."""

    item: Item
    state: State
    valid_until: datetime | None
    is_shared: bool

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether another system gave it."""
        return self.item.award_id is None


@dataclass(frozen=True, slots=True)
class Shown:
    """One credential on a page of its own, judged at this moment."""

    subject: Item | Award
    key: UUID
    told: Told
    title: str
    issuer: str
    name: str
    sentence: str
    awarded_at: datetime
    state: State
    report: Report
    files: Sequence[str]
    reason: str
    replaced_by: Award | None
    whole: WholeShown | None = None

    @property
    def award(self) -> Award | None:
        """The award, where it is one of this instance."""
        return self.subject if isinstance(self.subject, Award) else self.subject.award

    @property
    def headline(self) -> str:
        """The verdict as one reads it first."""
        return _HEADLINES[self.state]()

    @property
    def advice(self) -> str:
        """What that means, in a sentence."""
        until = self.told.valid_until
        ended = date_format(until, "j F Y") if until else ""
        return _ADVICE[self.state]() % {"issuer": self.issuer, "date": ended}


@dataclass(frozen=True, slots=True)
class Viewed:
    """A share as its holder sees it: what it shows and how often it was looked at."""

    share: Share
    items: Sequence[Item]
    is_open: bool
    total: int
    days: Sequence[tuple[date, int]]


@dataclass(frozen=True, slots=True)
class Shared:
    """What an address of a share leads to: the share, and the item where it names one."""

    share: Share
    item: Item


def items_of(
    person: Person, *, at: datetime, state: str = "", text: str = ""
) -> tuple[list[Card], int]:
    """The cards of a wallet that fit the filters, newest first, and how many there are in all."""
    found = person.wallet_items.select_related("award__organisation", "award__version")
    open_shares = Share.objects.filter(_is_open(at))
    found = found.prefetch_related(Prefetch("shares", open_shares, to_attr="open_shares"))
    found = found.defer("award__credential", *(f"award__version__{each}" for each in _LARGE))
    cards = [_card(item, at=at) for item in found]
    words = text.casefold().split()
    fitting = [
        card
        for card in cards
        if _fits(card, state)
        and all(word in f"{card.item.title} {card.item.issuer_name}".casefold() for word in words)
    ]
    return fitting, len(cards)


def show(subject: Item | Award, *, at: datetime, beside: Sequence[Item] = ()) -> Shown:
    """Everything a page says of one credential, its verdict computed now.

    A whole is judged by the parts that are `beside` it, which whoever looks may see, too.
    """
    others = [one.credential for one in beside if one.pk != subject.pk]
    whole = whole_in(subject.credential, beside=others, resolver=InstanceResolver(at=at), at=at)
    return replace(_shown(subject, at=at), whole=whole)


def _shown(subject: Item | Award, *, at: datetime) -> Shown:
    award = subject if isinstance(subject, Award) else subject.award
    told = read_credential(subject.credential)
    if award is not None:
        return _shown_award(subject, award, told, at=at)
    assert isinstance(subject, Item)  # noqa: S101 -- an item without an award is from elsewhere
    report = _report_of(subject, at=at)
    return Shown(
        subject=subject,
        key=page_key(subject),
        told=told,
        title=subject.title,
        issuer=subject.issuer_name,
        name=told.holder_name,
        sentence=_sentence_from(subject, told),
        awarded_at=subject.awarded_at,
        state=state_in(report),
        report=report,
        files=files_of(subject),
        reason="",
        replaced_by=None,
    )


def parts_of(item: Item) -> list[Item]:
    """What is in the same wallet and a part of it, however deep; none where it has no parts."""
    whole = read_whole(item.credential)
    if whole is None:
        return []
    others = Item.objects.filter(holder=item.holder_id).exclude(pk=item.pk)
    by_text = {other.credential: other for other in others.order_by("pk")}
    return [by_text[text] for text in parts_in(whole, by_text)]


def find_open_share(
    key: UUID, *, kind: str, at: datetime, is_strict: bool = False
) -> tuple[Shared | None, bool]:
    """The share that lets a public page be seen, and whether there was one that has ended.

    `kind` is the one by which somebody came; any other open share of the item does as well, unless
    `is_strict`.
    """
    shared = Share.objects.filter(kind__in=OPEN_KINDS).filter(
        Q(items__award=key) | Q(items=key, items__award=None)
    )
    if is_strict:
        shared = shared.filter(kind=kind)
    shares = list(shared.distinct())
    there = [share for share in shares if not has_ended(share, at=at)]
    if not there:
        return None, bool(shares)
    wanted = (kind, *OPEN_KINDS)
    share = min(there, key=lambda each: wanted.index(each.kind))
    return Shared(share, _items(share).get()), False


def find_secret_share(token: str) -> tuple[Share, list[Item]] | None:
    """The share behind a secret link with what it shows, ended or not; None where there is none."""
    share = Share.objects.filter(kind=Share.Kind.SECRET, token=token).first()
    if share is None:
        return None
    return share, list(_items(share))


def has_ended(share: Share, *, at: datetime) -> bool:
    """Whether it was stopped or has expired."""
    return bool(share.stopped_at) or (share.expires_at is not None and share.expires_at <= at)


def shares_of(person: Person, *, at: datetime, item: Item | None = None) -> list[Viewed]:
    """Every share of a person, or of one item, those that can be seen first."""
    shares = person.shares.prefetch_related("items").annotate(total=Sum("views__count"))
    since = at.date() - timedelta(days=DAYS_SHOWN - 1)
    recent = ShareView.objects.filter(day__gte=since).order_by("day")
    shares = shares.prefetch_related(Prefetch("views", recent, to_attr="recent"))
    if item is not None:
        shares = shares.filter(items=item)
    told = [
        Viewed(
            share,
            list(share.items.all()),
            not has_ended(share, at=at),
            share.total or 0,
            [(view.day, view.count) for view in getattr(share, "recent", ())],
        )
        for share in shares
    ]
    return sorted(told, key=lambda each: not each.is_open)


# ------------------------------------------------------------------------------------ one item


def _shown_award(subject: Item | Award, award: Award, told: Told, *, at: datetime) -> Shown:
    report = verdict_of(award, at=at)
    change = award.status_changes.first()
    state = state_in(report)
    is_ended = state in {State.REVOKED, State.SUSPENDED}
    return Shown(
        subject=subject,
        key=award.pk,
        told=told,
        title=award.version.title,
        issuer=award.organisation.name,
        name=award.recipient_name or told.holder_name,
        sentence=sentence_of(award),
        awarded_at=award.awarded_at,
        state=state,
        report=report,
        files=files_of(award),
        reason=change.reason if change and is_ended else "",
        replaced_by=award.replaced_by.first(),
    )


def _report_of(item: Item, *, at: datetime) -> Report:
    """The judgement of what others issued, some minutes old at most."""
    key = f"wallet.report.{item.pk}"
    kept: Report | None = caches["local"].get(key)
    if kept is None:
        kept = examine(item.credential, resolver=InstanceResolver(at=at), at=at)
        caches["local"].set(key, kept, _KEPT_FOR)
    return kept


def state_in(report: Report) -> State:
    """The one word for a judgement."""
    match report.verdict:
        case Verdict.VALID:
            return State.VALID
        case Verdict.UNDETERMINED:
            return State.UNKNOWN
    failed = {check.name for check in report.checks if check.outcome is Outcome.FAILED}
    codes = {problem.code for problem in report.problems}
    if failed - {"dates", "status"}:
        return State.INVALID
    return next((state for code, state in _ENDS if code in codes), State.INVALID)


def _sentence_from(item: Item, told: Told) -> str:
    """The plain sentence of what another system issued."""
    words = {
        "name": told.holder_name or _("The holder"),
        "title": item.title,
        "issuer": item.issuer_name or _("an issuer that is not named"),
        "date": date_format(item.awarded_at, "j F Y"),
    }
    return _("%(name)s was awarded “%(title)s” by %(issuer)s on %(date)s.") % words


# ---------------------------------------------------------------------------------------- lists


def _card(item: Item, *, at: datetime) -> Card:
    award = item.award
    until = award.valid_until if award else _end_of(item)
    state = State.VALID
    if item.trust == Item.Trust.CLAIMED:
        state = State.UNKNOWN
    if until is not None and until <= at:
        state = State.EXPIRED
    if award is not None and award.suspended_at:
        state = State.SUSPENDED
    if award is not None and award.revoked_at:
        state = State.REVOKED
    return Card(item, state, until, bool(getattr(item, "open_shares", ())))


def _end_of(item: Item) -> datetime | None:
    try:
        return read_credential(item.credential).valid_until
    except TestamurError:
        return None


def _fits(card: Card, state: str) -> bool:
    match state:
        case "":
            return True
        case "elsewhere":
            return card.is_from_elsewhere
        case "shared":
            return card.is_shared
        case "ended":
            return card.state in {State.EXPIRED, State.SUSPENDED, State.REVOKED}
        case _:
            return card.state == state


def _is_open(at: datetime) -> Q:
    return Q(stopped_at=None) & (Q(expires_at=None) | Q(expires_at__gt=at))


def _items(share: Share) -> QuerySet[Item]:
    return share.items.select_related("award__organisation", "award__version", "holder")


_ENDS: Final = (
    ("status.revoked", State.REVOKED),
    ("openbadges2.revoked", State.REVOKED),
    ("status.suspended", State.SUSPENDED),
    ("dates.expired", State.EXPIRED),
    ("openbadges2.expired", State.EXPIRED),
)
"""What happened to a credential that is as it was signed, the graver first."""

_HEADLINES: Final = {
    State.VALID: lambda: _("Valid: checked here just now"),
    State.EXPIRED: lambda: _("Expired"),
    State.SUSPENDED: lambda: _("Suspended for the time being"),
    State.REVOKED: lambda: _("Revoked by its issuer"),
    State.INVALID: lambda: _("Not valid"),
    State.UNKNOWN: lambda: _("Could not be checked"),
}
_ADVICE: Final = {
    State.VALID: lambda: _("It is as %(issuer)s signed it, and still holds."),
    State.EXPIRED: lambda: _("It was valid until %(date)s and is as %(issuer)s signed it."),
    State.SUSPENDED: lambda: _("%(issuer)s has put it on hold. Do not rely on it meanwhile."),
    State.REVOKED: lambda: _("%(issuer)s has withdrawn it. Do not rely on it."),
    State.INVALID: lambda: _("It is not as it was signed, or breaks a rule. Do not rely on it."),
    State.UNKNOWN: lambda: _(
        "Something that is needed to judge it could not be had. That is neither a yes nor a no."
    ),
}
