"""Awards as people ask for them: found, filtered, judged and put in a sentence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from testamur.interop.intake import examine
from testamur.problems import Report
from testamur_web.awards.content import described
from testamur_web.awards.models import Award
from testamur_web.awards.queries.ending import ends_within
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.vocabulary import AssessmentMethod
from testamur_web.people.models import Organisation

__all__ = [
    "STATES",
    "awards_of",
    "held_by",
    "say_shown",
    "sentence_of",
    "state_of",
    "verdict_of",
]

STATES: Final = ("valid", "expired", "suspended", "revoked", "waiting")
"""What an award can be, for filters."""


def awards_of(  # noqa: PLR0913 -- one for each filter
    organisation: Organisation,
    *,
    text: str = "",
    state: str = "",
    achievement: UUID | None = None,
    batch: UUID | None = None,
    key: UUID | None = None,
    days_left: int | None = None,
    at: datetime | None = None,
) -> QuerySet[Award]:
    """The awards of an organisation that fit every filter, newest first.

    `days_left` finds those that hold and end within so many days.
    """
    found = Award.objects.filter(organisation=organisation).select_related("version", "batch")
    for word in text.split()[:5]:
        found = found.filter(
            Q(recipient_name__icontains=word)
            | Q(recipient_email__icontains=word)
            | Q(recipient_number__iexact=word)
            | Q(version__title__icontains=word)
        )
    if state in STATES:
        found = found.filter(_in_state(state, at or timezone.now()))
    if achievement is not None:
        found = found.filter(version__achievement=achievement)
    if batch is not None:
        found = found.filter(batch=batch)
    if key is not None:
        found = found.filter(key=key)
    if days_left is not None:
        time = timedelta(days=days_left)
        found = found.filter(ends_within(time, at=at or timezone.now()))
    return found.order_by("-awarded_at", "-created_at", "pk")


def held_by(version: Version, *, email: str, number: str, at: datetime) -> Award | None:
    """An award of this version that somebody of that address or number holds, and that holds."""
    if not email and not number:
        return None
    person = Q(recipient_email__iexact=email) if email else Q(recipient_number=number)
    found = Award.objects.filter(person, version=version, revoked_at=None)
    return found.filter(Q(valid_until=None) | Q(valid_until__gt=at)).first()


def state_of(award: Award, *, at: datetime) -> str:
    """One of `STATES`."""
    if not award.credential:
        return "waiting"
    if award.revoked_at:
        return "revoked"
    if award.suspended_at:
        return "suspended"
    return "expired" if award.valid_until and award.valid_until <= at else "valid"


def verdict_of(award: Award, *, at: datetime | None = None) -> Report:
    """The judgement of the award's credential here and now, as anybody would judge it."""
    moment = at or timezone.now()
    return examine(award.credential, resolver=InstanceResolver(at=moment), at=moment)


def sentence_of(award: Award) -> str:
    """Say "NAME showed OUTCOME at LEVEL, assessed by METHOD by ISSUER on DATE", as far as known."""
    content = described(award.version)
    return say_shown(
        award.recipient_name,
        outcome=content.outcome or award.version.title,
        level=content.level,
        method=_method_of(award) or content.method,
        issuer=award.organisation.name,
        date=award.awarded_at,
    )


def _method_of(award: Award) -> str:
    """How this one award was assessed, where that differs; "" where it does not."""
    differing = award.facts.get("assessment", [])
    return ", ".join(str(AssessmentMethod(one).label).lower() for one in differing)


def say_shown(
    name: str, *, outcome: str, level: str, method: str, issuer: str, date: datetime
) -> str:
    """The sentence in these words; "" for a name, level or method that is not known."""
    told = {
        "name": name or _("Somebody"),
        "outcome": outcome,
        "level": level,
        "method": method,
        "issuer": issuer,
        "date": date_format(date, "j F Y"),
    }
    return _SENTENCES[bool(level), bool(method)]() % told


def _in_state(state: str, at: datetime) -> Q:
    holds = ~Q(credential="") & Q(revoked_at=None)
    in_use = holds & Q(suspended_at=None)
    return {
        "waiting": Q(credential=""),
        "revoked": Q(revoked_at__isnull=False),
        "suspended": holds & Q(suspended_at__isnull=False),
        "expired": in_use & Q(valid_until__lte=at),
        "valid": in_use & (Q(valid_until=None) | Q(valid_until__gt=at)),
    }[state]


_SENTENCES: Final = {
    (True, True): lambda: _(
        "%(name)s showed “%(outcome)s” at %(level)s, assessed by %(method)s by %(issuer)s "
        "on %(date)s."
    ),
    (True, False): lambda: _(
        "%(name)s showed “%(outcome)s” at %(level)s, assessed by %(issuer)s on %(date)s."
    ),
    (False, True): lambda: _(
        "%(name)s showed “%(outcome)s”, assessed by %(method)s by %(issuer)s on %(date)s."
    ),
    (False, False): lambda: _("%(name)s showed “%(outcome)s”, assessed by %(issuer)s on %(date)s."),
}
