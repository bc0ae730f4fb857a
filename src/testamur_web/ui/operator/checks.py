"""What operators checked of an issuer: written down with how and when, ended with a reason."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur_web.people.models import Organisation
from testamur_web.trust.levels import Checked, checks_of, end_check, write_check
from testamur_web.trust.models import IssuerCheck
from testamur_web.ui.access import operator, person_of
from testamur_web.ui.refusals import refusals_on

__all__ = ["end_issuer_check", "list_checks"]


class CheckForm(forms.Form):
    """What was checked, in which way, and where anybody can look."""

    level = forms.ChoiceField(
        label=gettext_lazy("What you checked"),
        choices=IssuerCheck.Level.choices,
        widget=forms.RadioSelect,
    )
    how = forms.CharField(
        label=gettext_lazy("How"),
        max_length=500,
        help_text=gettext_lazy("For example: a file that we asked for stood at their address."),
    )
    source = forms.URLField(
        label=gettext_lazy("Where anybody can look"),
        required=False,
        max_length=200,
        assume_scheme="https",
    )
    checked_on = forms.DateField(
        label=gettext_lazy("When"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Until when it holds"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class EndForm(forms.Form):
    """Why it holds no more."""

    reason = forms.CharField(label=gettext_lazy("Why it holds no more"), max_length=500)


@operator
def list_checks(request: HttpRequest, slug: str) -> HttpResponse:
    """What was checked of an organisation, and a form to write down more."""
    organisation = get_object_or_404(Organisation, slug=slug)
    now = timezone.now()
    form = CheckForm(request.POST or None, initial={"checked_on": now.date()})
    if form.is_valid():
        with refusals_on(form):
            said = Checked(**form.cleaned_data)
            write_check(organisation, said, by=person_of(request), at=now)
            messages.success(request, _("It stands on the trust page of the organisation."))
            return redirect("operator-list-checks", slug=slug)
    told = {"organisation": organisation, "checks": checks_of(organisation, at=now), "form": form}
    return render(request, "operator/checks.html", told)


@operator
def end_issuer_check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a check holds no more."""
    row = get_object_or_404(IssuerCheck.objects.select_related("organisation"), pk=pk)
    form = EndForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            end_check(row, reason=reason, by=person_of(request), at=timezone.now())
            return redirect("operator-list-checks", slug=row.organisation.slug)
    return render(request, "operator/check_end.html", {"row": row, "form": form})
