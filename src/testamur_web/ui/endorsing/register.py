"""The register of recognition: everybody searches it; who speaks for an organisation writes it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from testamur_web.people.models import Organisation, Role
from testamur_web.trust import recognised, recognising
from testamur_web.trust.models import Recognition
from testamur_web.trust.rights import speakers_of
from testamur_web.ui.access import member, person_of
from testamur_web.ui.endorsing.register_forms import EndRecognitionForm, RecogniseForm
from testamur_web.ui.refusals import refusals_on
from testamur_web.ui.sending import to_save
from testamur_web.wallet.downloads import File

__all__ = ["read_recognition", "read_register", "recognise", "withdraw_recognition"]

_PAGE = 20


@require_safe
def read_register(request: HttpRequest) -> HttpResponse:
    """Who accepts what as what; what is over, too, for whoever asks for it."""
    now, asked = timezone.now(), request.GET
    kind, text = asked.get("as", ""), asked.get("q", "").replace("\x00", "")[:200]
    is_all = "past" in asked
    rows = recognised.search_register(text, accepted_as=kind, at=None if is_all else now)
    if asked.get("by"):
        rows = rows.filter(organisation__slug=asked["by"])
    page = Paginator(rows, _PAGE).get_page(asked.get("page"))
    told = {
        "page": page,
        "found": recognised.shown_on(page.object_list, at=now),
        "kinds": Recognition.As.choices,
        "text": text,
        "kind": kind,
        "by": asked.get("by", ""),
        "is_all": is_all,
        "speaks_for": speakers_of(person_of(request)) if request.user.is_authenticated else [],
    }
    return render(request, "trust/register.html", told)


@require_safe
def read_recognition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The signed text."""
    del request
    row = recognised.find_recognition(pk)
    if row is None:
        raise Http404
    return to_save(File("recognition.json", "application/vc", row.credential.encode()))


@member(Role.MANAGER)
def recognise(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Sign that an organisation accepts something."""
    begun = {"address": request.GET.get("about", ""), "begins_on": timezone.localdate()}
    form = RecogniseForm(request.POST or None, organisation=organisation, initial=begun)
    if form.is_valid():
        with refusals_on(form):
            by, now = person_of(request), timezone.now()
            recognising.recognise(organisation, form.said, by=by, at=now)
            messages.success(request, _("It is signed, and stands in the register."))
            return redirect(_register_of(organisation))
    told = {"organisation": organisation, "form": form, "back": _register_of(organisation)}
    return render(request, "trust/recognise.html", told)


@member(Role.MANAGER)
def withdraw_recognition(
    request: HttpRequest, organisation: Organisation, pk: UUID
) -> HttpResponse:
    """Accept it no more, from a day on."""
    row = recognised.find_recognition(pk)
    if row is None or row.organisation != organisation:
        raise Http404
    form = EndRecognitionForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        with refusals_on(form):
            by, now = person_of(request), timezone.now()
            recognising.withdraw(row, **form.cleaned_data, by=by, at=now)
            messages.success(request, _("Everybody who looks reads the day and the reason."))
            return redirect(_register_of(organisation))
    told = {"row": row, "form": form, "back": _register_of(organisation)}
    return render(request, "trust/recognition_withdraw.html", told)


def _register_of(organisation: Organisation) -> str:
    return f"{reverse('trust-read-register')}?by={organisation.slug}&past=1"
