"""The least quality score with which an organisation publishes."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur_web.catalogue import scores
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.refusals import refusals_on

__all__ = ["set_threshold"]


class ThresholdForm(forms.Form):
    """One number."""

    least = forms.IntegerField(
        label=gettext_lazy("Publish from a score of"),
        help_text=gettext_lazy("0 to 100; 0 publishes whatever is complete."),
        min_value=0,
        max_value=100,
    )


@member(Role.ADMIN)
def set_threshold(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Look at the threshold, and set another."""
    kept = scores.threshold_of(organisation)
    form = ThresholdForm(request.POST or None, initial={"least": kept})
    if form.is_valid():
        with refusals_on(form):
            scores.change_threshold(
                organisation, form.cleaned_data["least"], by=person_of(request), at=timezone.now()
            )
            messages.success(request, _("Saved. It counts for whatever is published from now on."))
            return redirect("issuer-set-threshold", slug=organisation.slug)
    told = {"organisation": organisation, "form": form}
    return render(request, "issuer/threshold.html", told)
