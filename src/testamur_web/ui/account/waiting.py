"""What waits for somebody: in an organisation, by their roles there, and for themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from testamur_web.awards.queries import Needy, count_given, count_needy, key_in_use
from testamur_web.catalogue.queries import count_of
from testamur_web.employers import contacts, nominations
from testamur_web.employers.programmes import running_for
from testamur_web.learning.appeals import count_open_appeals
from testamur_web.learning.models import Enrolment
from testamur_web.learning.queries import count_in, invitations_for, taking_part
from testamur_web.learning.reviews import count_due_reviews
from testamur_web.ops.retry import given_up
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.people.queries import (
    addresses_of,
    open_invitations_of,
    organisations_of,
    roles_of,
)
from testamur_web.plans.applications import count_waiting
from testamur_web.plans.keeping import news_for
from testamur_web.plans.models import Following
from testamur_web.plans.progress import following_of
from testamur_web.plans.proposing import proposed_to
from testamur_web.trust.asking import asked_of, asked_of_organisation
from testamur_web.trust.inflation_alerting import alerts_in
from testamur_web.wallet.claimed import claimed_of, unclaimed_for, unclaimed_of
from testamur_web.wallet.models import Item
from testamur_web.wallet.queries import newest_of
from testamur_web.wallet.renewals import renewals_of

__all__ = ["Figure", "Mine", "Standing", "Task", "Workplace", "mine", "standing_of"]

OLD_KEY: Final = timedelta(days=365)


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
    following: list[Following]
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
    return Mine(
        tasks=list(_own_tasks(person, at)),
        taking_part=list(taking_part(person)[:6]),
        following=list(following_of(person)[:6]),
        newest=list(newest_of(person)[:3]),
        workplaces=[
            Workplace(organisation, roles, _tasks_in(organisation, set(roles), at))
            for organisation, roles in organisations_of(person)
        ],
    )


# ---------------------------------------------------------------------------- in an organisation


def _first_step(organisation: Organisation) -> str:
    is_new = not organisation.achievements.exists()
    return f"/o/{organisation.slug}/achievements/" if is_new else ""


def _tasks_in(organisation: Organisation, roles: set[Role], at: datetime) -> list[Task]:
    sources = (
        ({Role.ASSESSOR}, _assessor_tasks),
        ({Role.ASSESSOR, Role.REGISTRAR}, _exemption_tasks),
        ({Role.ASSESSOR, Role.REGISTRAR, Role.MANAGER}, _appeal_tasks),
        ({Role.REGISTRAR}, _registrar_tasks),
        ({Role.DESIGNER}, _designer_tasks),
        ({Role.MANAGER}, _manager_tasks),
        ({Role.DESIGNER, Role.MANAGER}, _inflation_tasks),
        ({Role.DESIGNER, Role.MANAGER}, _review_tasks),
        (set[Role](), _administrator_tasks),
    )
    return [
        task
        for wanted, source in sources
        if roles & {*wanted, Role.ADMIN}
        for task in source(organisation, at)
    ]


def _assessor_tasks(organisation: Organisation, _at: datetime) -> Iterator[Task]:
    if waiting := count_in(organisation).submitted:
        told = ngettext(
            "%(n)d submission waits for a decision",
            "%(n)d submissions wait for a decision",
            waiting,
        )
        yield Task(told % {"n": waiting}, f"/o/{organisation.slug}/assess/", "warn")


def _exemption_tasks(organisation: Organisation, _at: datetime) -> Iterator[Task]:
    if waiting := count_waiting(organisation):
        told = ngettext(
            "%(n)d application for exemption waits for a decision",
            "%(n)d applications for exemption wait for a decision",
            waiting,
        )
        yield Task(told % {"n": waiting}, f"/o/{organisation.slug}/exemptions/", "warn")


def _appeal_tasks(organisation: Organisation, _at: datetime) -> Iterator[Task]:
    if waiting := count_open_appeals(organisation):
        told = ngettext(
            "%(n)d appeal waits for an answer", "%(n)d appeals wait for an answer", waiting
        )
        yield Task(told % {"n": waiting}, f"/o/{organisation.slug}/cohorts/appeals/", "warn")


def _registrar_tasks(organisation: Organisation, at: datetime) -> Iterator[Task]:
    home = f"/o/{organisation.slug}"
    unsent = given_up(organisation.pk).count()
    if unsent:
        told = ngettext(
            "%(n)d message could not be sent", "%(n)d messages could not be sent", unsent
        )
        yield Task(told % {"n": unsent}, f"{home}/unsent/", "bad")
    needy = count_needy(organisation, at=at)
    if n := needy.wrong_rows:
        told = ngettext("%(n)d row of a table needs repair", "%(n)d rows of tables need repair", n)
        yield Task(told % {"n": n}, f"{home}/batches/", "warn")
    unclaimed = unclaimed_of(organisation, at=at).count()
    yield from _award_tasks(needy, unclaimed, f"{home}/awards/")


def _manager_tasks(organisation: Organisation, _at: datetime) -> Iterator[Task]:
    if n := asked_of_organisation(organisation).count():
        told = ngettext(
            "%(n)d request to vouch waits for an answer",
            "%(n)d requests to vouch wait for an answer",
            n,
        )
        yield Task(told % {"n": n}, f"/o/{organisation.slug}/endorsements/", "warn")


def _award_tasks(needy: Needy, unclaimed: int, href: str) -> Iterator[Task]:
    if n := needy.unsigned:
        told = ngettext("%(n)d award is not signed yet", "%(n)d awards are not signed yet", n)
        yield Task(told % {"n": n}, href, "bad")
    if n := unclaimed:
        told = ngettext(
            "%(n)d credential was not claimed in two weeks",
            "%(n)d credentials were not claimed in two weeks",
            n,
        )
        yield Task(told % {"n": n}, href)
    if n := needy.ending:
        told = ngettext(
            "%(n)d credential ends within 60 days", "%(n)d credentials end within 60 days", n
        )
        yield Task(told % {"n": n}, f"{href}?days_left=60")


def _designer_tasks(organisation: Organisation, _at: datetime) -> Iterator[Task]:
    if drafts := count_of(organisation).drafts:
        told = ngettext("%(n)d draft is not published", "%(n)d drafts are not published", drafts)
        yield Task(told % {"n": drafts}, f"/o/{organisation.slug}/achievements/")


def _inflation_tasks(organisation: Organisation, _at: datetime) -> Iterator[Task]:
    alerted = alerts_in(organisation).values("achievement").distinct().count()
    if alerted:
        told = ngettext(
            "%(n)d achievement shows signs of inflation",
            "%(n)d achievements show signs of inflation",
            alerted,
        )
        yield Task(told % {"n": alerted}, f"/o/{organisation.slug}/inflation/", "warn")


def _review_tasks(organisation: Organisation, at: datetime) -> Iterator[Task]:
    waiting, overdue = count_due_reviews(organisation, on=at.date())
    if waiting:
        told = ngettext(
            "%(n)d definition is to be looked at again",
            "%(n)d definitions are to be looked at again",
            waiting,
        )
        tone = "bad" if overdue else "warn"
        yield Task(told % {"n": waiting}, f"/o/{organisation.slug}/reviews/", tone)


def _administrator_tasks(organisation: Organisation, at: datetime) -> Iterator[Task]:
    home = f"/o/{organisation.slug}"
    key = key_in_use(organisation)
    if key is None:
        yield Task(_("There is no key to sign with"), f"{home}/keys/", "bad")
    elif key.created_at < at - OLD_KEY:
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
    given, claimed = count_given(organisation, at=at), claimed_of(organisation).count()
    rate = f"{100 * claimed // given.all} %" if given.all else "–"  # noqa: RUF001
    recent = _("%(n)d in the last 30 days") % {"n": given.recent}
    return [
        Figure(_("Credentials awarded"), str(given.all), recent),
        Figure(_("Claimed by their holders"), rate, _("%(n)d credentials") % {"n": claimed}),
        Figure(_("Revoked"), str(given.revoked)),
        Figure(_("Taking part now"), str(count_in(organisation).active)),
        Figure(_("In the catalogue"), str(count_of(organisation).offered)),
    ]


# ------------------------------------------------------------------------------------ for oneself


def _own_tasks(person: Person, at: datetime) -> Iterator[Task]:
    if n := unclaimed_for(person).count():
        told = ngettext("%(n)d credential waits for you", "%(n)d credentials wait for you", n)
        yield Task(
            told % {"n": n} + ": " + _("open the link in the mail, or type its code"),
            "/claim/",
            "good",
        )
    if n := invitations_for(person).count():
        told = ngettext("You are invited to %(n)d course", "You are invited to %(n)d courses", n)
        yield Task(told % {"n": n}, "/learning/", "good")
    yield from _tasks_of_work(person, at)
    if n := asked_of(person).count():
        told = ngettext("%(n)d person asks you to vouch", "%(n)d people ask you to vouch", n)
        yield Task(told % {"n": n}, reverse("trust-list-endorsements"), "good")
    if n := len(renewals_of(person, at=at)):
        told = ngettext("%(n)d credential expires soon", "%(n)d credentials expire soon", n)
        yield Task(told % {"n": n}, "/wallet/renewals/", "warn")
    if news_for(person):
        yield Task(_("Your plan has changed: see what is different"), "/goal/plan/", "warn")
    yield from _address_tasks(person)


def _tasks_of_work(person: Person, at: datetime) -> Iterator[Task]:
    """What employers propose, ask and run."""
    for proposal in proposed_to(person):
        names = {"role": proposal.version.profile, "organisation": proposal.organisation}
        yield Task(
            _("%(organisation)s proposes “%(role)s” to you as a goal") % names,
            reverse("learner-read-proposal", args=[proposal.pk]),
            "good",
        )
    for message in contacts.waiting_for(person, at=at):
        told = _("%(organisation)s found you by your skills, and wrote to you")
        place = reverse("learner-read-contact", args=[message.pk])
        yield Task(told % {"organisation": message.organisation}, place, "good")
    if n := nominations.waiting_for(person).count():
        told = ngettext(
            "%(n)d colleague says something good of you",
            "%(n)d colleagues say something good of you",
            n,
        )
        yield Task(told % {"n": n}, reverse("learner-list-nominations"), "good")
    for one in running_for(person):
        named = {"title": one.programme.title, "day": f"{one.programme.ends:%Y-%m-%d}"}
        yield Task(
            _("You take part in “%(title)s”, until %(day)s") % named,
            reverse("learner-read-programme", args=[one.pk]),
        )


def _address_tasks(person: Person) -> Iterator[Task]:
    addresses = addresses_of(person)
    unproven = [address.email for address in addresses if not address.verified]
    if unproven:
        told = _("Open the link in the mail to %(email)s, so that the address finds you")
        yield Task(told % {"email": unproven[0]}, "/account/identifiers/", "warn")
    elif not addresses:
        told = _("Add an address, so that what is awarded to it finds you")
        yield Task(told, "/account/identifiers/")
