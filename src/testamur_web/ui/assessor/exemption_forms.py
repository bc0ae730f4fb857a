"""What whoever decides about an exemption says."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur_web.plans.exemptions import Verdict
from testamur_web.plans.models import ExemptionDecision

__all__ = ["ExemptionForm", "WithdrawalForm"]

_Outcome = ExemptionDecision.Outcome


class ExemptionForm(forms.Form):
    """The decision, its reason, and that there is no interest in it."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (_Outcome.GRANTED.value, _("Grant it: all that is left of the unit")),
            (_Outcome.PARTLY.value, _("Grant a part of it")),
            (_Outcome.REFUSED.value, _("Refuse it")),
        ],
        widget=forms.RadioSelect,
    )
    credits = forms.DecimalField(
        label=_("Credits"),
        required=False,
        max_digits=6,
        decimal_places=2,
        help_text=_("Where you grant a part."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What it rests on. The learner reads it, and it stays with the decision."),
    )
    no_interest = forms.BooleanField(
        label=_("I have no interest of my own in this decision."),
        help_text=_("I am not related to the learner, nor do I gain by what is decided."),
    )

    def verdict(self) -> Verdict:
        """What was typed."""
        said = self.cleaned_data
        return Verdict(
            said["outcome"],
            reason=said["reason"],
            credits=said["credits"],
            has_no_interest=said["no_interest"],
        )


class WithdrawalForm(forms.Form):
    """Why a decision is taken back."""

    prefix = "withdraw"
    reason = forms.CharField(
        label=_("Reason"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The learner reads it. The decision stays in the record."),
    )
