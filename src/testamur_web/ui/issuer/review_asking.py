"""Reviews that no figure calls for: asked for by hand, and after how many months time asks."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur_web.learning import services
from testamur_web.learning.reviews import review_terms_of
from testamur_web.learning.services.currency import MONTHS
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.refusals import refusals_on

__all__ = ["ask_for_review", "state_terms"]


class AskForm(forms.Form):
    """Why somebody should look at it."""

    why = forms.CharField(
        label=gettext_lazy("Why should it be looked at again?"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "A law that changed, a tool that nobody uses any more, a complaint."
        ),
    )


class ReviewTermsForm(forms.Form):
    """How long a definition may stay as it is."""

    months = forms.IntegerField(
        label=gettext_lazy("Months"),
        min_value=MONTHS[0],
        max_value=MONTHS[-1],
        help_text=gettext_lazy(
            "So long after its newest version, or after it was last looked at for this reason, a "
            "definition that you offer gets a review."
        ),
    )


@member(Role.DESIGNER, Role.MANAGER)
def ask_for_review(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Open a review by hand."""
    achievement = get_object_or_404(organisation.achievements, pk=pk)
    form = AskForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.ask_for_review(
                achievement,
                why=form.cleaned_data["why"],
                by=person_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("The review is open."))
            return redirect("issuer-read-survey", slug=organisation.slug, pk=pk)
    told = {"organisation": organisation, "achievement": achievement, "form": form}
    return render(request, "issuer/review_ask.html", told, status=422 if form.errors else 200)


@member(Role.MANAGER)
def state_terms(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """After how many months without a new version a definition is looked at again."""
    months = review_terms_of(organisation).months
    form = ReviewTermsForm(request.POST or None, initial={"months": months})
    if form.is_valid():
        with refusals_on(form):
            services.state_review_terms(
                organisation, **form.cleaned_data, by=person_of(request), at=timezone.now()
            )
            messages.success(request, _("Saved."))
            return redirect("issuer-list-definition-reviews", slug=organisation.slug)
    told = {"organisation": organisation, "form": form}
    return render(request, "issuer/review_terms.html", told, status=422 if form.errors else 200)
