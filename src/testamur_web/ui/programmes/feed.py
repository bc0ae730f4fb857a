"""Good words in an organisation: said, read once they are agreed to, answered and withdrawn."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from testamur.errors import Conflict, Refused
from testamur_web.awards.models import Award
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.employers import nominations
from testamur_web.employers.models import Nomination
from testamur_web.employers.models.programmes import MAX_WORDS
from testamur_web.employers.nominations import About
from testamur_web.learning.queries import enrolling_now
from testamur_web.people.models import Organisation, Person
from testamur_web.ui.access import member, person_of, signed_in
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = ["answer", "ask_to_vouch", "list_own", "nominate", "read_feed", "withdraw"]

_PAGE = 30


class NominateForm(forms.Form):
    """Whom, for what, and why."""

    whom = forms.CharField(
        label=gettext_lazy("Colleague"),
        max_length=200,
        help_text=gettext_lazy("Their e-mail address, or their whole name."),
    )
    achievement = forms.ModelChoiceField(
        label=gettext_lazy("Nominated for"),
        queryset=Version.objects.none(),
        required=False,
        empty_label=gettext_lazy("No micro-credential"),
    )
    skill = forms.CharField(
        label=gettext_lazy("Or the skill that they used"), required=False, max_length=200
    )
    words = forms.CharField(
        label=gettext_lazy("What they did"),
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = cast("forms.ModelChoiceField[Any]", self.fields["achievement"])
        choices.queryset = published().order_by("title")[:500]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = super().clean() or {}
        if not self.errors and bool(given.get("achievement")) == bool(given.get("skill")):
            raise forms.ValidationError(_("Choose a micro-credential, or write a skill."))
        return given

    @property
    def about(self) -> About:
        """What it is for."""
        version = self.cleaned_data["achievement"]
        return About(version.achievement if version else None, self.cleaned_data["skill"])


@require_safe
@member()
def read_feed(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What colleagues said of colleagues who agreed, the newest first."""
    page = Paginator(nominations.feed_of(organisation), _PAGE).get_page(request.GET.get("page"))
    shown = {
        "organisation": organisation,
        "page": page,
        "said": nominations.said_by(person_of(request), organisation)[:_PAGE],
    }
    return render(request, "programmes/feed.html", shown)


@member()
def nominate(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Say something good of a colleague."""
    form = NominateForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            given, by, now = form.cleaned_data, person_of(request), timezone.now()
            whom = nominations.colleague_called(organisation, given["whom"])
            nominations.nominate(
                organisation, whom, about=form.about, text=given["words"], by=by, at=now
            )
            told = _("%(name)s is told, and decides whether others read it.") % {"name": whom}
            messages.success(request, told)
            return redirect("employer-read-feed", organisation.slug)
    shown = {"organisation": organisation, "form": form}
    return render(request, "programmes/nominate.html", shown)


@require_safe
@signed_in
def list_own(request: HttpRequest) -> HttpResponse:
    """What colleagues said of oneself, and what can become of it."""
    person, now = person_of(request), timezone.now()
    rows = nominations.nominations_of(person)[:_PAGE]
    shown = {
        "rows": [
            (one, enrolling_now(one.achievement_id, at=now) if one.achievement_id else [])
            for one in rows
        ],
        "awards": nominations.awards_of(person).order_by("-awarded_at")[:50],
    }
    return render(request, "programmes/own_nominations.html", shown)


@require_POST
@signed_in
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let it be read, or not."""
    nomination = _own(person_of(request), pk)
    is_shown = "show" in request.POST
    try:
        nominations.answer_nomination(nomination, is_shown=is_shown, at=timezone.now())
        told = _("Your colleagues read it now.") if is_shown else _("Nobody else reads it.")
        messages.success(request, told)
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("learner-list-nominations")


@require_POST
@signed_in
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """By whoever it is about or whoever said it: nobody reads it any more."""
    person = person_of(request)
    nomination = nominations.open_to(person, pk)
    if nomination is None:
        raise Http404
    try:
        nominations.withdraw_nomination(nomination, by=person, at=timezone.now())
        messages.success(request, _("It is withdrawn."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    if nomination.by_id == person.pk:
        return redirect("employer-read-feed", nomination.organisation.slug)
    return redirect("learner-list-nominations")


@require_POST
@signed_in
def ask_to_vouch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask whoever said it to vouch for an award, signed."""
    person = person_of(request)
    nomination = _own(person, pk)
    try:
        award = _award(person, request.POST.get("award", ""))
        if award is None:
            messages.error(request, _("Choose something that you were awarded."))
        else:
            nominations.ask_to_vouch(nomination, award, at=timezone.now())
            messages.success(request, _("They are asked. You are told when they answer."))
    except (Conflict, Refused) as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("learner-list-nominations")


def _own(person: Person, pk: UUID) -> Nomination:
    nomination = nominations.open_to(person, pk)
    if nomination is None or nomination.person_id != person.pk:
        raise Http404
    return nomination


def _award(person: Person, text: str) -> Award | None:
    """What somebody was awarded, by its id."""
    try:
        return nominations.awards_of(person).filter(pk=UUID(text)).first()
    except ValueError:
        return None
