"""What waits for somebody: in an organisation, by their roles there, and for themselves.

Only what can be opened is told: a page that is not there yet brings no line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q
from django.urls import is_valid_path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from testamur_web.awards.models import Award, Batch, BatchRow
from testamur_web.catalogue.models import Achievement
from testamur_web.learning.models import Enrolment
from testamur_web.learning.queries import invitations_for
from testamur_web.ops.retry import given_up
from testamur_web.people.models import Identifier, Organisation, Person, Role
from testamur_web.people.queries import (
    addresses_of,
    open_invitations_of,
    organisations_of,
    roles_of,
)
from testamur_web.wallet.models import Claim, Item

__all__ = ["Figure", "Mine", "Standing", "Task", "Workplace", "mine", "standing_of"]

SOON: Final = timedelta(days=60)
LATE: Final = timedelta(minutes=10)
UNCLAIMED: Final = timedelta(days=14)
RECENT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing somebody should do: what, where, and how pressing (a chip's colour)."""

    text: str
    href: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number about an organisation, and what it counts."""

    label: str | Promise
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an organisation stands: what needs whoever looks, and the figures.

    `first_step` is the address of the first thing to do where nothing is defined yet, or "".
    """

    roles: tuple[Role, ...]
    tasks: list[Task]
    figures: list[Figure]
    first_step: str


@dataclass(frozen=True, slots=True)
class Workplace:
    """An organisation somebody belongs to, their roles, and what waits for them there."""

    organisation: Organisation
    roles: tuple[Role, ...]
    tasks: list[Task]


@dataclass(frozen=True, slots=True)
class Mine:
    """What waits for a person, where they take part, and where they work."""

    tasks: list[Task]
    taking_part: list[Enrolment]
    newest: list[Item]
    workplaces: list[Workplace]


def standing_of(organisation: Organisation, *, person: Person, at: datetime) -> Standing:
    """The first page of an organisation, for one of its members."""
    roles = roles_of(person, organisation)
    return Standing(
        roles=tuple(role for role in Role if role in roles),
        tasks=_tasks_in(organisation, roles, at),
        figures=_figures(organisation, at),
        first_step=_first_step(organisation),
    )


def mine(person: Person, *, at: datetime) -> Mine:
    """The first page of a person."""
    parts = Enrolment.objects.filter(
        person=person, state__in=(Enrolment.State.ACTIVE, Enrolment.State.SUBMITTED)
    )
    return Mine(
        tasks=_openable(_own_tasks(person)),
        taking_part=list(parts.select_related("cohort__version", "cohort__organisation")[:6]),
        newest=list(Item.objects.filter(holder=person).order_by("-awarded_at")[:3]),
        workplaces=[
            Workplace(organisation, roles, _tasks_in(organisation, set(roles), at))
            for organisation, roles in organisations_of(person)
        ],
    )


# ---------------------------------------------------------------------------- in an organisation


def _first_step(organisation: Organisation) -> str:
    start = f"/o/{organisation.slug}/achievements/"
    is_new = is_valid_path(start) and not organisation.achievements.exists()
    return start if is_new else ""


def _tasks_in(organisation: Organisation, roles: set[Role], at: datetime) -> list[Task]:
    sources = (
        (Role.ASSESSOR, _assessor_tasks),
        (Role.REGISTRAR, _registrar_tasks),
        (Role.DESIGNER, _designer_tasks),
        (Role.ADMIN, _administrator_tasks),
    )
    found = [
        task
        for role, source in sources
        if role in roles or Role.ADMIN in roles
        for task in source(organisation, at)
    ]
    return _openable(found)


def _assessor_tasks(organisation: Organisation, _at: datetime) -> Iterator[Task]:
    waiting = Enrolment.objects.filter(
        cohort__organisation=organisation, state=Enrolment.State.SUBMITTED
    ).count()
    if waiting:
        told = ngettext(
            "%(n)d submission waits for a decision",
            "%(n)d submissions wait for a decision",
            waiting,
        )
        yield Task(told % {"n": waiting}, f"/o/{organisation.slug}/assess/", "warn")


def _registrar_tasks(organisation: Organisation, at: datetime) -> Iterator[Task]:
    home = f"/o/{organisation.slug}"
    unsent = given_up(organisation.pk).count()
    if unsent:
        told = ngettext(
            "%(n)d message could not be sent", "%(n)d messages could not be sent", unsent
        )
        yield Task(told % {"n": unsent}, f"{home}/unsent/", "bad")
    wrong = BatchRow.objects.filter(
        batch__organisation=organisation,
        batch__state=Batch.State.DRAFT,
        state=BatchRow.State.WRONG,
    ).count()
    if wrong:
        told = ngettext(
            "%(n)d row of a table needs repair", "%(n)d rows of tables need repair", wrong
        )
        yield Task(told % {"n": wrong}, f"{home}/batches/", "warn")
    awards = Award.objects.filter(organisation=organisation, revoked_at=None)
    counted = awards.aggregate(
        unsigned=Count("pk", filter=Q(issued_at=None, created_at__lt=at - LATE)),
        ending=Count("pk", filter=Q(valid_until__gt=at, valid_until__lt=at + SOON)),
        unclaimed=Count("pk", filter=Q(claim__claimed_at=None, claim__made_at__lt=at - UNCLAIMED)),
    )
    yield from _award_tasks(counted, f"{home}/awards/")


def _award_tasks(counted: dict[str, int], href: str) -> Iterator[Task]:
    if n := counted["unsigned"]:
        told = ngettext("%(n)d award is not signed yet", "%(n)d awards are not signed yet", n)
        yield Task(told % {"n": n}, href, "bad")
    if n := counted["unclaimed"]:
        told = ngettext(
            "%(n)d credential was not claimed in two weeks",
            "%(n)d credentials were not claimed in two weeks",
            n,
        )
        yield Task(told % {"n": n}, href)
    if n := counted["ending"]:
        told = ngettext(
            "%(n)d credential ends within 60 days", "%(n)d credentials end within 60 days", n
        )
        yield Task(told % {"n": n}, href)


def _designer_tasks(organisation: Organisation, _at: datetime) -> Iterator[Task]:
    drafts = Achievement.objects.filter(
        organisation=organisation, draft__isnull=False, withdrawn_at=None
    ).count()
    if drafts:
        told = ngettext("%(n)d draft is not published", "%(n)d drafts are not published", drafts)
        yield Task(told % {"n": drafts}, f"/o/{organisation.slug}/achievements/")


def _administrator_tasks(organisation: Organisation, at: datetime) -> Iterator[Task]:
    home = f"/o/{organisation.slug}"
    key = organisation.keys.filter(retired_at=None).first()
    if key is None:
        yield Task(_("There is no key to sign with"), f"{home}/keys/", "bad")
    elif key.created_at < at - timedelta(days=365):
        yield Task(_("The key is older than a year: change it"), f"{home}/keys/", "warn")
    invited = open_invitations_of(organisation, at=at).count()
    if invited:
        told = ngettext(
            "%(n)d invitation is not accepted yet",
            "%(n)d invitations are not accepted yet",
            invited,
        )
        yield Task(told % {"n": invited}, f"{home}/members/")


def _figures(organisation: Organisation, at: datetime) -> list[Figure]:
    counted = Award.objects.filter(organisation=organisation, issued_at__isnull=False).aggregate(
        all=Count("pk"),
        recent=Count("pk", filter=Q(issued_at__gte=at - RECENT)),
        revoked=Count("pk", filter=Q(revoked_at__isnull=False)),
    )
    claimed = Claim.objects.filter(
        award__organisation=organisation, claimed_at__isnull=False
    ).count()
    rate = f"{100 * claimed // counted['all']} %" if counted["all"] else "–"  # noqa: RUF001
    learning = Enrolment.objects.filter(
        cohort__organisation=organisation, state=Enrolment.State.ACTIVE
    ).count()
    offered = Achievement.objects.filter(
        organisation=organisation, current__isnull=False, withdrawn_at=None
    ).count()
    recent = _("%(n)d in the last 30 days") % {"n": counted["recent"]}
    return [
        Figure(_("Credentials awarded"), str(counted["all"]), recent),
        Figure(_("Claimed by their holders"), rate, _("%(n)d credentials") % {"n": claimed}),
        Figure(_("Revoked"), str(counted["revoked"])),
        Figure(_("Taking part now"), str(learning)),
        Figure(_("In the catalogue"), str(offered)),
    ]


# ------------------------------------------------------------------------------------ for oneself


def _own_tasks(person: Person) -> Iterator[Task]:
    if n := len(_unclaimed(person)):
        told = ngettext("%(n)d credential waits for you", "%(n)d credentials wait for you", n)
        yield Task(
            told % {"n": n} + ": " + _("open the link in the mail, or type its code"),
            "/claim/",
            "good",
        )
    if n := invitations_for(person).count():
        told = ngettext("You are invited to %(n)d course", "You are invited to %(n)d courses", n)
        yield Task(told % {"n": n}, "/learning/", "good")
    addresses = addresses_of(person)
    unproven = [address.email for address in addresses if not address.verified]
    if unproven:
        told = _("Open the link in the mail to %(email)s, so that the address finds you")
        yield Task(told % {"email": unproven[0]}, "/account/identifiers/", "warn")
    elif not addresses:
        told = _("Add an address, so that what is awarded to it finds you")
        yield Task(told, "/account/identifiers/")


def _unclaimed(person: Person) -> list[Claim]:
    proven = Identifier.objects.filter(
        person=person, kind=Identifier.Kind.EMAIL, verified_at__isnull=False, ended_at=None
    ).values_list("value", flat=True)
    return list(
        Claim.objects.filter(
            award__recipient_email__in=list(proven),
            award__holder=None,
            award__revoked_at=None,
            award__issued_at__isnull=False,
            claimed_at=None,
        )[:100]
    )


def _openable(tasks: Iterable[Task]) -> list[Task]:
    return [task for task in tasks if is_valid_path(task.href)]
