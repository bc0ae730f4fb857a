"""What somebody says of a goal of their own, and of what they can spend to reach it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from testamur.pathways.plan import Objective
from testamur_web.catalogue.vocabulary import CURRENCIES, LANGUAGES, Mode
from testamur_web.plans.planning import ASSUMED_HOURS, Asked
from testamur_web.ui.issuer.award_forms import DateInput

__all__ = ["PlanForm"]


class PlanForm(forms.Form):
    """Money, time and ways of taking part; what is left empty is no limit."""

    objective = forms.ChoiceField(
        label=_("What matters most"),
        required=False,
        choices=[
            (Objective.CHEAPEST.value, _("Least money")),
            (Objective.SHORTEST.value, _("Least hours")),
            (Objective.FASTEST.value, _("Done first")),
        ],
    )
    budget = forms.DecimalField(
        label=_("Budget"), required=False, min_value=0, max_value=1_000_000, decimal_places=2
    )
    currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=[(code, code) for code in CURRENCIES]
    )
    hours = forms.IntegerField(
        label=_("Hours in all"), required=False, min_value=1, max_value=10_000
    )
    hours_per_week = forms.IntegerField(
        label=_("Hours a week"), required=False, min_value=1, max_value=100
    )
    by = forms.DateField(
        label=_("Done by"),
        required=False,
        widget=DateInput(),
        help_text=format_lazy(_("Without hours a week, {hours} are assumed."), hours=ASSUMED_HOURS),
    )
    mode = forms.ChoiceField(
        label=_("How you take part"), required=False, choices=[("", _("Any")), *Mode.choices]
    )
    place = forms.ChoiceField(label=_("Place"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("Any")), *LANGUAGES]
    )

    def __init__(self, *args: Any, places: Sequence[str], **kwargs: Any) -> None:
        """`places` are those there is a choice of; without any, nobody is asked."""
        super().__init__(*args, **kwargs)
        choices = [(place, place) for place in places]
        cast("forms.ChoiceField", self.fields["place"]).choices = [("", _("Any")), *choices]
        if not places:
            del self.fields["place"]

    def clean_by(self) -> date | None:
        """A day that has not passed."""
        by: date | None = self.cleaned_data["by"]
        if by is not None and by < timezone.now().date():
            raise forms.ValidationError(_("Choose a day that has not passed."))
        return by

    def asked(self) -> Asked:
        """What was asked for, each in its kind."""
        said: dict[str, Any] = self.cleaned_data
        return Asked(
            Objective(said["objective"] or Objective.CHEAPEST),
            currency=said["currency"] or "EUR",
            budget=said["budget"],
            hours=said["hours"],
            hours_per_week=said["hours_per_week"],
            by=said["by"],
            mode=said["mode"],
            place=said.get("place", ""),
            language=said["language"],
        )
