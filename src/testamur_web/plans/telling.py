"""The letters about wholes: the learner is asked, the issuer hears that one was reopened.

The holder of a whole that was reopened is written to as anybody whose award is suspended is.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from testamur_web.people.models import Membership, Organisation, Role
from testamur_web.plans.models import StackCase

__all__ = ["mail_offer", "mail_reopened"]

_LONGEST_SUBJECT: Final = 200
_TOLD: Final = (Role.REGISTRAR, Role.MANAGER)


def mail_offer(case: StackCase) -> bool:
    """Tell the learner that a whole is complete; False where it waits for them no more."""
    waits = case.waits_for == StackCase.WaitsFor.LEARNER
    if not waits or not case.person.email:
        return False
    address = f"{settings.INSTANCE_URL}/stacks/{case.achievement_id}/"
    told = {"case": case, "address": address}
    with translation.override(case.person.language):
        subject = _("You have every part of “%(title)s”") % {"title": case.achievement.title}
        body = render_to_string("plans/offer.txt", told)
    _send(subject, body, [case.person.email], reference=f"offer.{case.pk}")
    return True


def mail_reopened(case: StackCase, *, change: str) -> bool:
    """Tell the registrars and managers of the issuer; False where it is repaired, or nobody is."""
    organisation = case.achievement.organisation
    addresses = _addresses(organisation)
    if case.state != StackCase.State.REOPENED or case.award is None or not addresses:
        return False
    path = f"/o/{organisation.slug}/awards/{case.award_id}/"
    told = {"case": case, "address": f"{settings.INSTANCE_URL}{path}"}
    with translation.override(settings.LANGUAGE_CODE):
        words = {"title": case.award.version.title, "name": case.award.recipient_name}
        subject = _("“%(title)s” of %(name)s is on hold: a part no longer counts") % words
        body = render_to_string("plans/reopened.txt", told)
    _send(subject, body, addresses, reference=f"reopened.{change}")
    return True


def _addresses(organisation: Organisation) -> list[str]:
    """Of those whose work it is; of the administrators where it is nobody's."""
    members = Membership.objects.filter(organisation=organisation, person__is_active=True)
    return _of(members.filter(role__in=_TOLD)) or _of(members.filter(role=Role.ADMIN))


def _of(members: QuerySet[Membership]) -> list[str]:
    found = members.exclude(person__email="").order_by("person__email")
    return list(dict.fromkeys(found.values_list("person__email", flat=True)))


def _send(subject: str, body: str, addresses: list[str], *, reference: str) -> None:
    line = " ".join(subject.split())[:_LONGEST_SUBJECT]
    headers = {"Message-ID": f"<stack.{reference}@testamur>"}
    EmailMessage(line, body, to=addresses, headers=headers).send()
