"""Achievements of an organisation: the list, one of them, its versions, what is done to it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from testamur_web.catalogue import services
from testamur_web.catalogue.diff import changes_between
from testamur_web.catalogue.queries import (
    changes_of,
    definition_of,
    draft_of,
    list_achievements,
)
from testamur_web.catalogue.references import examine_draft_of
from testamur_web.catalogue.reviews import standing_of
from testamur_web.catalogue.scores import below_threshold, score_draft
from testamur_web.people.models import Organisation, Role
from testamur_web.trust.inflation import like_draft
from testamur_web.ui.access import member, person_of
from testamur_web.ui.issuer.editor.forms import ReviewForm
from testamur_web.ui.issuer.editor.pages import step_links, to_do
from testamur_web.ui.issuer.editor.term_rows import at_rows
from testamur_web.ui.refusals import refusals_on

__all__ = [
    "bring_back",
    "compare_version",
    "create_achievement",
    "discard_draft",
    "list_all",
    "publish",
    "review",
    "show_achievement",
    "withdraw",
]


class TitleForm(forms.Form):
    """The first thing that is said of a micro-credential."""

    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        help_text=gettext_lazy(
            "As a learner would say it. It can be changed until it is published."
        ),
        max_length=200,
    )


@require_safe
@member()
def list_all(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Drafts, what is published, what was withdrawn."""
    told = {"organisation": organisation, "listing": list_achievements(organisation)}
    return render(request, "issuer/editor/list.html", told)


@member(Role.DESIGNER)
def create_achievement(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Begin one: it needs a title, and the editor asks for the rest."""
    form = TitleForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            made = services.create_achievement(
                organisation,
                title=form.cleaned_data["title"],
                by=person_of(request),
                at=timezone.now(),
            )
            return redirect("issuer-edit-achievement", organisation.slug, made.pk, "basics")
    told = {"organisation": organisation, "form": form}
    return render(request, "issuer/editor/create.html", told)


@require_safe
@member()
def show_achievement(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """One achievement: its state, its versions, and what can be done."""
    achievement = get_object_or_404(organisation.achievements.select_related("current"), pk=pk)
    told = {
        "organisation": organisation,
        "achievement": achievement,
        "ready": examine_draft_of(achievement, draft_of(achievement), on=timezone.now().date()),
        "versions": achievement.versions.defer("image_svg", "image_png").select_related(
            "published_by"
        ),
    }
    return render(request, "issuer/editor/show.html", told)


@require_safe
@member()
def compare_version(
    request: HttpRequest, organisation: Organisation, pk: UUID, number: int
) -> HttpResponse:
    """What a version changed from the one before."""
    achievement = get_object_or_404(organisation.achievements, pk=pk)
    version = get_object_or_404(achievement.versions, number=number)
    told = {
        "organisation": organisation,
        "achievement": achievement,
        "version": version,
        "changes": changes_of(version),
    }
    return render(request, "issuer/editor/version.html", told)


@require_safe
@member(Role.DESIGNER)
def review(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """What is missing, what would be better, what changes; and the button that publishes."""
    return _review(request, organisation, pk, ReviewForm())


@require_POST
@member(Role.DESIGNER)
def publish(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Publish the draft, or say all that stands in the way."""
    achievement = get_object_or_404(organisation.achievements, pk=pk)
    form = ReviewForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            version = services.publish(
                achievement, by=person_of(request), at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("Published as version %s.") % version.number)
            return redirect("issuer-show-achievement", organisation.slug, pk)
    return _review(request, organisation, pk, form)


def _review(
    request: HttpRequest, organisation: Organisation, pk: UUID, form: ReviewForm
) -> HttpResponse:
    achievement = get_object_or_404(organisation.achievements.select_related("current"), pk=pk)
    draft = draft_of(achievement)
    ready = at_rows(examine_draft_of(achievement, draft, on=timezone.now().date()), draft)
    published = achievement.current
    found = score_draft(achievement, ready.definition)
    told = {
        "organisation": organisation,
        "achievement": achievement,
        "form": form,
        "ready": ready,
        "to_do": to_do(ready.problems),
        "advice": to_do(ready.advice),
        "changes": changes_between(definition_of(published), ready.definition) if published else [],
        "links": step_links(draft, ready.problems),
        "score": found,
        "standing": standing_of(achievement, ready.definition),
        "low": below_threshold(found, organisation),
        "alike": like_draft(ready.definition, besides=pk),
    }
    return render(request, "issuer/editor/review.html", told)


@member(Role.DESIGNER)
def discard_draft(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Ask whether to forget the draft, then forget it."""
    achievement = get_object_or_404(organisation.achievements, pk=pk)
    if request.method == "POST":
        services.discard_draft(achievement, by=person_of(request), at=timezone.now())
        messages.success(request, _("The draft is gone."))
        return redirect("issuer-list-achievements", organisation.slug)
    told = {"organisation": organisation, "achievement": achievement}
    return render(request, "issuer/editor/discard.html", told)


@member(Role.DESIGNER)
def withdraw(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Ask whether to withdraw it, then withdraw it."""
    achievement = get_object_or_404(organisation.achievements, pk=pk)
    if request.method == "POST":
        services.withdraw(achievement, by=person_of(request), at=timezone.now())
        messages.success(request, _("Withdrawn. What was awarded keeps verifying."))
        return redirect("issuer-list-achievements", organisation.slug)
    told = {"organisation": organisation, "achievement": achievement}
    return render(request, "issuer/editor/withdraw.html", told)


@require_POST
@member(Role.DESIGNER)
def bring_back(request: HttpRequest, organisation: Organisation, pk: UUID) -> HttpResponse:
    """Offer a withdrawn one again."""
    achievement = get_object_or_404(organisation.achievements, pk=pk)
    services.bring_back(achievement, by=person_of(request), at=timezone.now())
    messages.success(request, _("Offered again."))
    return redirect("issuer-show-achievement", organisation.slug, pk)
