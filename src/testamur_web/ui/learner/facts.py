"""What a learner states of themselves, so that plans and prices count the funding they may have."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from testamur_web.catalogue.facts import EARLIEST_YEAR, LearnerFacts
from testamur_web.catalogue.vocabulary import Employment, Income
from testamur_web.plans import services
from testamur_web.plans.having import facts_stated
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.refusals import refusals_on

__all__ = ["forget_facts", "state_facts"]

_NOT_STATED: Final = ("", gettext_lazy("Not stated"))


class FactsForm(forms.Form):
    """The facts that fundings ask for, all of them optional."""

    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"),
        help_text=gettext_lazy("Some fundings are for an age. Your birthday is not asked for."),
        min_value=EARLIEST_YEAR,
        max_value=2100,
        required=False,
    )
    country = forms.CharField(
        label=gettext_lazy("Country you live in"),
        help_text=gettext_lazy("Its two letters, such as AT or DE."),
        max_length=2,
        required=False,
    )
    region = forms.CharField(
        label=gettext_lazy("Region"),
        help_text=gettext_lazy("Many vouchers are given by a region, such as Tyrol."),
        max_length=80,
        required=False,
    )
    employment = forms.ChoiceField(
        label=gettext_lazy("Work"), choices=[_NOT_STATED, *Employment.choices], required=False
    )
    eqf = forms.TypedChoiceField(
        label=gettext_lazy("Highest qualification"),
        help_text=gettext_lazy("By EQF level: 4 ends upper secondary school, 6 is a bachelor's."),
        choices=[_NOT_STATED, *((level, str(level)) for level in range(1, 9))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    income = forms.ChoiceField(
        label=gettext_lazy("Income before tax"),
        choices=[_NOT_STATED, *Income.choices],
        required=False,
    )
    vouchers = forms.CharField(
        label=gettext_lazy("Vouchers you have"),
        help_text=gettext_lazy(
            "Their names, with commas between them. Keep the codes to yourself."
        ),
        max_length=400,
        required=False,
    )

    def clean_country(self) -> str:
        """The letters, however they were typed."""
        typed: str = self.cleaned_data["country"]
        return typed.upper()

    def clean_vouchers(self) -> list[str]:
        """The names, each by itself."""
        typed: str = self.cleaned_data["vouchers"]
        return [name for name in (each.strip() for each in typed.split(",")) if name]


@signed_in
def state_facts(request: HttpRequest) -> HttpResponse:
    """Show what is stated, and keep what is stated anew."""
    person, now = person_of(request), timezone.now()
    kept = facts_stated(person, at=now)
    form = FactsForm(request.POST if request.method == "POST" else None, initial=_shown(kept))
    if form.is_valid():
        with refusals_on(form):
            services.state_facts(person, form.cleaned_data, at=now)
            messages.success(request, _("Saved. Prices and plans count with it from now on."))
            return redirect("learner-state-facts")
    told = {"form": form, "is_stated": bool(kept.as_json())}
    return render(request, "learner/facts.html", told)


@require_POST
@signed_in
def forget_facts(request: HttpRequest) -> HttpResponse:
    """Delete all of it."""
    services.forget_facts(person_of(request))
    messages.success(request, _("Deleted. Nothing of it is kept."))
    return redirect("learner-state-facts")


def _shown(facts: LearnerFacts) -> dict[str, Any]:
    told = facts.as_json()
    return told | {"vouchers": ", ".join(facts.vouchers)}
