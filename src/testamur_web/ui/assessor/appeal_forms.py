"""What whoever answers an appeal says, and the days an organisation states."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur_web.learning.models import Appeal
from testamur_web.learning.services import Answer
from testamur_web.learning.services.appeals import MAX_DAYS

__all__ = ["AnswerForm", "AppealTermsForm"]

_State = Appeal.State


class AnswerForm(forms.Form):
    """What becomes of the decision, and why."""

    outcome = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The learner reads it, and it stays with the appeal."),
    )

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        outcome.choices = _offered(appeal)  # type: ignore[attr-defined]

    def answer(self) -> Answer:
        """What was typed."""
        return Answer(self.cleaned_data["outcome"], self.cleaned_data["reason"])


class AppealTermsForm(forms.Form):
    """Days to contest, and days to answer."""

    days = forms.IntegerField(
        label=_("Days to contest a decision"),
        min_value=1,
        max_value=MAX_DAYS,
        help_text=_("Every decision says its last day. What was said stays as it is."),
    )
    answer_days = forms.IntegerField(
        label=_("Days to answer an appeal"),
        min_value=1,
        max_value=MAX_DAYS,
        help_text=_("After that it stands under “Overdue”."),
    )


def _offered(appeal: Appeal) -> list[tuple[str, Any]]:
    if appeal.decision.passed:
        return [
            (_State.UPHELD.value, _("Uphold it: the decision stands")),
            (_State.OVERTURNED.value, _("Overturn it: a registrar corrects the credential")),
        ]
    return [
        (_State.UPHELD.value, _("Uphold it: the decision stands")),
        (_State.OVERTURNED.value, _("Overturn it: “not passed” was wrong, somebody else decides")),
        (_State.REMITTED.value, _("Remit it: somebody else decides anew, either way")),
    ]
