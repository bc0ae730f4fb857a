"""The letter that tells a learner what was decided about an exemption."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from testamur_web.plans.models import ExemptionDecision

__all__ = ["mail_exemption"]


def mail_exemption(decision_id: UUID) -> None:
    """Write to whoever applied, unless no address of theirs is known."""
    rows = ExemptionDecision.objects.select_related(
        "application__person", "application__unit__qualification__organisation"
    )
    decision = rows.filter(pk=decision_id).first()
    if decision is None or not decision.application.person.email:
        return
    person, unit = decision.application.person, decision.application.unit
    path = reverse("learner-read-progress", args=[unit.qualification_id])
    told = {
        "decision": decision,
        "person": person,
        "unit": unit,
        "credits": f"{decision.credits.normalize():f}",
        "address": f"{settings.INSTANCE_URL}{path}",
    }
    with override(person.language):
        subject = _("Exemption from %(unit)s: %(outcome)s") % {
            "unit": unit.title,
            "outcome": decision.get_outcome_display(),
        }
        text = render_to_string("plans/exemption.txt", told)
    send_mail(subject, text, None, [person.email])
