"""What participants said of an achievement, and the reviews that followed, for its issuer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from testamur_web.learning import services, surveys
from testamur_web.learning.models import DefinitionReview
from testamur_web.learning.reviews import open_reviews_of, review_terms_of, reviews_in
from testamur_web.learning.services.reviews import LOW, OWNERS
from testamur_web.people.models import Organisation, Role
from testamur_web.people.queries import members_of
from testamur_web.ui.access import member, person_of
from testamur_web.ui.refusals import refusals_on

__all__ = ["assign_review", "close_review", "list_reviews", "read_survey"]

_PAGE = 50


class AssignForm(forms.Form):
    """Who sees to it, and until when."""

    owner = forms.ChoiceField(label=gettext_lazy("Owner"))
    due_on = forms.DateField(
        label=gettext_lazy("Due on"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, review: DefinitionReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"owner": str(review.owner_id or ""), "due_on": review.due_on.isoformat()}
        every = members_of(review.achievement.organisation)
        self.able = {str(one.person.pk): one.person for one in every if OWNERS & {*one.roles}}
        choices = [(key, somebody.name) for key, somebody in self.able.items()]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """What was done."""

    done = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("What you found and what you changed, or why nothing."),
    )


@require_safe
@member()
def read_survey(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """The figures of one achievement, and what participants wrote."""
    achievement = get_object_or_404(organisation.achievements, pk=pk)
    told = {
        "organisation": organisation,
        "achievement": achievement,
        "reviews": open_reviews_of(achievement),
        "may_ask": achievement.current_id is not None and achievement.withdrawn_at is None,
        "survey": surveys.survey_of(achievement),
        "waves": surveys.surveys_by_wave(achievement),
        "versions": surveys.surveys_by_version(achievement),
        "remarks": surveys.remarks_of(achievement),
        "ratings": surveys.RATINGS,
        "fewest": surveys.FEWEST,
        "low": LOW,
    }
    return render(request, "issuer/survey.html", told)


@require_safe
@member()
def list_reviews(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Which definitions are to be looked at again, open ones first."""
    found = reviews_in(organisation).order_by(F("closed_at").desc(nulls_first=True), "due_on", "pk")
    told = {
        "organisation": organisation,
        "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "today": timezone.now().date(),
        "terms": review_terms_of(organisation),
    }
    return render(request, "issuer/reviews.html", told)


@member(Role.DESIGNER, Role.MANAGER)
def assign_review(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Give a review to somebody until a day."""
    review = get_object_or_404(reviews_in(organisation), pk=pk)
    form = AssignForm(request.POST or None, review=review)
    if form.is_valid():
        owner, due_on = form.able[form.cleaned_data["owner"]], form.cleaned_data["due_on"]
        by, now = person_of(request), timezone.now()
        with refusals_on(form):
            services.assign_review(review, owner=owner, due_on=due_on, by=by, at=now)
            messages.success(request, _("Saved."))
            return redirect("issuer-list-definition-reviews", slug=organisation.slug)
    words = {"heading": _("Owner and day"), "submit": _("Save")}
    return _form(request, review, form, words)


@member(Role.DESIGNER, Role.MANAGER)
def close_review(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Close a review with what was done."""
    review = get_object_or_404(reviews_in(organisation), pk=pk)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        done, by = form.cleaned_data["done"], person_of(request)
        with refusals_on(form):
            services.close_review(review, done=done, by=by, at=timezone.now())
            messages.success(request, _("The review is closed."))
            return redirect("issuer-list-definition-reviews", slug=organisation.slug)
    words = {"heading": _("Say what was done"), "submit": _("Close the review")}
    return _form(request, review, form, words)


def _form(
    request: HttpRequest, review: DefinitionReview, form: forms.Form, words: Mapping[str, str]
) -> HttpResponse:
    told = {
        "organisation": review.achievement.organisation,
        "review": review,
        "form": form,
        **words,
    }
    return render(request, "issuer/review_form.html", told, status=422 if form.errors else 200)
