"""Asking for a word, giving one unasked, and answering the link of a mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from testamur.errors import Conflict
from testamur_web.awards.queries import sentence_of as said_of
from testamur_web.trust import asking, giving
from testamur_web.trust.models import EndorsementRequest
from testamur_web.trust.rights import is_theirs, may_sign_for
from testamur_web.trust.subjects import find_public_subject, find_subject, subject_of
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.endorsing.addresses import list_of
from testamur_web.ui.endorsing.forms import AskForm, WordForm
from testamur_web.ui.refusals import refusals_on, sentence_of

__all__ = ["answer_request", "ask_endorsement", "give_endorsement"]


@signed_in
def ask_endorsement(request: HttpRequest) -> HttpResponse:
    """Ask somebody to vouch for what is one's own."""
    subject, person = find_subject(request.GET.get("about", "")), person_of(request)
    if subject is None or not is_theirs(subject, person=person):
        raise Http404
    form = AskForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            asking.ask(subject, **form.cleaned_data, by=person, at=timezone.now())
            messages.success(request, _("They are asked. You are told when they answer."))
            return redirect(list_of(subject.owner if subject.award is None else None))
    return render(request, "trust/ask.html", {"form": form, "subject": subject})


@signed_in
def give_endorsement(request: HttpRequest) -> HttpResponse:
    """Vouch unasked for what everybody may read."""
    subject, person = find_public_subject(request.GET.get("about", "")), person_of(request)
    if subject is None:
        raise Http404
    form = WordForm(request.POST or None, person=person, subject=subject)
    if form.is_valid():
        with refusals_on(form):
            giving.give(
                subject, form.word, organisation=form.organisation, by=person, at=timezone.now()
            )
            messages.success(request, _("It is signed, and shown from now on."))
            return redirect(subject.href)
    return render(request, "trust/give.html", {"form": form, "subject": subject})


@never_cache
def answer_request(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked for to who has the link; whoever is signed in may answer."""
    asked = asking.find_request(token)
    if asked is None:
        raise Http404
    here = urlencode({"next": reverse("trust-answer-request", args=[token])})
    told = {"asked": asked, "subject": subject_of(asked), "here": here}
    if asked.award is not None:
        told["sentence"] = said_of(asked.award)
    if not request.user.is_authenticated:
        if request.method == "POST":
            return redirect(f"{reverse('account_login')}?{here}")
        return render(request, "trust/answer.html", told)
    _refuse_strangers(request, asked)
    if "decline" in request.POST:
        return _declined(request, asked)
    return _answered(request, asked, told)


def _answered(
    request: HttpRequest, asked: EndorsementRequest, told: dict[str, object]
) -> HttpResponse:
    person = person_of(request)
    form = WordForm(
        request.POST or None, person=person, subject=subject_of(asked), asked=asked.organisation
    )
    if form.is_valid():
        with refusals_on(form):
            given = giving.give_as_asked(
                asked, form.word, organisation=form.organisation, by=person, at=timezone.now()
            )
            messages.success(request, _("Thank you. It is signed, and can be withdrawn by you."))
            return redirect(list_of(given.organisation))
    return render(request, "trust/answer.html", {**told, "form": form})


def _declined(request: HttpRequest, asked: EndorsementRequest) -> HttpResponse:
    try:
        asking.decline(asked, by=person_of(request), at=timezone.now())
        messages.success(request, _("You said no. Nobody asks why."))
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
    return redirect("trust-list-endorsements")


def _refuse_strangers(request: HttpRequest, asked: EndorsementRequest) -> None:
    """An organisation is answered for by who speaks for it; an address by who has its mail."""
    if asked.organisation and not may_sign_for(person_of(request), asked.organisation):
        raise Http404
