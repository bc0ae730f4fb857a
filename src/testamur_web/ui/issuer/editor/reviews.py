"""Asking experts to review a draft, reading what they said, and how many must sign off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from testamur.errors import Conflict, Refused
from testamur_web.catalogue import reviewing
from testamur_web.catalogue.definition import read_draft
from testamur_web.catalogue.models import Achievement, ReviewRequest
from testamur_web.catalogue.queries import draft_of
from testamur_web.catalogue.reviewing import MOST_NEEDED, Expert
from testamur_web.catalogue.reviews import Given, digest_of, least_of, requests_for, standing_of
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.editor.pages import hint_at
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = ["list_reviews", "remind", "set_reviews", "withdraw_request"]


class ExpertForm(forms.Form):
    """Who is asked."""

    name = forms.CharField(label=gettext_lazy("Name of the expert"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    organisation = forms.CharField(label=gettext_lazy("Their organisation"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("On whose behalf"), choices=ReviewRequest.Kind.choices
    )


class LeastForm(forms.Form):
    """One number."""

    least = forms.IntegerField(
        label=gettext_lazy("Sign-offs needed to publish"),
        help_text=gettext_lazy("0 publishes without a review."),
        min_value=0,
        max_value=MOST_NEEDED,
    )


@member(Role.DESIGNER)
def list_reviews(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Who was asked and what they said; and the form that asks one more."""
    found = organisation.achievements.select_related("current", "organisation")
    achievement = get_object_or_404(found, pk=pk)
    form = ExpertForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            expert = Expert(**form.cleaned_data)
            reviewing.ask_expert(achievement, expert, by=person_of(request), at=timezone.now())
            messages.success(request, _("The letter goes to %s.") % expert.email)
            return redirect("issuer-list-reviews", organisation.slug, pk)
    definition = read_draft(draft_of(achievement))[0]
    digest = digest_of(definition)
    told = {
        "organisation": organisation,
        "achievement": achievement,
        "form": form,
        "is_asked": _is_asked(achievement),
        "standing": standing_of(achievement, definition),
        "asked": [_row(one, achievement, digest) for one in requests_for(achievement)],
    }
    return render(request, "issuer/editor/reviews.html", told, status=422 if form.errors else 200)


def _is_asked(achievement: Achievement) -> bool:
    """Whether there is a draft to say something of."""
    return achievement.draft is not None and achievement.withdrawn_at is None


def _row(request: ReviewRequest, achievement: Achievement, digest: str) -> dict[str, Any]:
    answer = request.answer
    comments = answer.comments if answer else []
    return {
        "request": request,
        "state": request.state_at(timezone.now()),
        "given": Given(answer, answer.digest == digest) if answer else None,
        "comments": [{**one, "address": _address(achievement, one["pointer"])} for one in comments],
    }


def _address(achievement: Achievement, pointer: str) -> str:
    """Where in the editor the field is that somebody commented on; "" where nothing is changed."""
    if not _is_asked(achievement):
        return ""
    hint = hint_at(pointer)
    names = [achievement.organisation.slug, achievement.pk, hint.step]
    return f"{reverse('issuer-edit-achievement', args=names)}#{hint.anchor}"


@require_POST
@member(Role.DESIGNER)
def remind(request: HttpRequest, organisation: Organisation, pk: UUID, asked: UUID) -> HttpResponse:
    """Send the letter again, with a new link."""
    found = _found(organisation, pk, asked)
    try:
        reviewing.remind_expert(found, by=person_of(request), at=timezone.now())
        messages.success(request, _("The letter goes out again; the older link ends."))
    except (Refused, Conflict) as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("issuer-list-reviews", organisation.slug, pk)


@require_POST
@member(Role.DESIGNER)
def withdraw_request(
    request: HttpRequest, organisation: Organisation, pk: UUID, asked: UUID
) -> HttpResponse:
    """Ask no more."""
    found = _found(organisation, pk, asked)
    try:
        reviewing.withdraw_review(found, by=person_of(request), at=timezone.now())
        messages.success(request, _("Withdrawn: the link shows nothing any more."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("issuer-list-reviews", organisation.slug, pk)


@member(Role.ADMIN)
def set_reviews(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Look at how many sign-offs are needed, and ask for more or fewer."""
    form = LeastForm(request.POST or None, initial={"least": least_of(organisation)})
    if form.is_valid():
        with refusals_on(form):
            reviewing.change_least(
                organisation, form.cleaned_data["least"], by=person_of(request), at=timezone.now()
            )
            messages.success(request, _("Saved. It counts for whatever is published from now on."))
            return redirect("issuer-set-reviews", slug=organisation.slug)
    told = {"organisation": organisation, "form": form}
    return render(request, "issuer/reviews_needed.html", told)


def _found(organisation: Organisation, pk: UUID, asked: UUID) -> ReviewRequest:
    achievement = get_object_or_404(organisation.achievements, pk=pk)
    return get_object_or_404(requests_for(achievement), pk=asked)
