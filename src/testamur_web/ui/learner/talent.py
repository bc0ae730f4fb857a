"""Who may find me: what is agreed to, for whom, what is stated for it, and who saw it."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur_web.employers import consent, contacts
from testamur_web.employers.facts import offered_facts, state_for_employers, stated_by
from testamur_web.employers.looking import shown_of
from testamur_web.employers.models import Consent, Part, Purpose
from testamur_web.people.models import Person
from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.learner.talent_forms import (
    ConsentForm,
    EmployerConsentForm,
    EmployerForm,
    FactsForm,
    initial_of,
)
from testamur_web.ui.naming import id_or_404
from testamur_web.ui.refusals import refusals_on

__all__ = [
    "block_employer",
    "give_consent",
    "list_seen",
    "read_talent",
    "state_facts",
    "unblock_employer",
    "withdraw_consent",
]

_PAGE: Final = 50
_PARTS: Final[dict[Purpose, tuple[Part, ...]]] = {
    Purpose.SEARCH: tuple(Part),
    Purpose.RANKING: tuple(Part),
    Purpose.CONTACT: (),
}
_FIRST: Final[dict[Purpose, tuple[Part, ...]]] = {
    Purpose.SEARCH: (Part.SKILLS, Part.LANGUAGES),
    Purpose.RANKING: (Part.SKILLS,),
    Purpose.CONTACT: (),
}
"""What is proposed to whoever agrees for the first time."""


@require_safe
@signed_in
def read_talent(request: HttpRequest) -> HttpResponse:
    """What holds now, and where each of it is changed."""
    person, now = person_of(request), timezone.now()
    live = list(consent.consents_of(person, at=now))
    shown: dict[str, Any] = {
        "person": person,
        "purposes": [_purpose(one, live) for one in Purpose],
        "is_found": any(one.purpose in consent.FINDING for one in live),
        "for_one": [one for one in live if one.organisation],
        "one_form": EmployerConsentForm(auto_id="one_%s", initial={"parts": [Part.SKILLS]}),
        "block_form": EmployerForm(auto_id="block_%s"),
        "employers": EmployerForm.offered(),
        "blocks": consent.blocks_of(person),
        "requests": contacts.requests_to(person)[:_PAGE],
        "stated": stated_by(person),
        "history": consent.history_of(person)[:_PAGE],
        "now": now,
    }
    return render(request, "learner/talent.html", shown)


@require_POST
@signed_in
def give_consent(request: HttpRequest) -> HttpResponse:
    """Agree to a purpose, for every employer or for one."""
    is_for_one = "employer" in request.POST
    form = EmployerConsentForm(request.POST) if is_for_one else ConsentForm(request.POST)
    if not form.is_valid():
        return _back(request, form)
    told = form.cleaned_data
    consent.give_consent(
        person_of(request),
        told["purpose"],
        parts=[part for part in told["parts"] if part in _PARTS[told["purpose"]]],
        organisation=told.get("employer"),
        at=timezone.now(),
    )
    messages.success(request, _("Saved. It holds from now on, until you take it back."))
    return redirect("learner-read-talent")


@require_POST
@signed_in
def withdraw_consent(request: HttpRequest) -> HttpResponse:
    """Take back one consent, or all of them where none is named."""
    person, now = person_of(request), timezone.now()
    typed = request.POST.get("consent", "")
    if not typed:
        consent.withdraw_all(person, at=now)
    else:
        row = _consent_or_404(person, typed)
        purpose = Purpose(row.purpose)
        consent.withdraw_consent(person, purpose, organisation=row.organisation, at=now)
    messages.success(request, _("Taken back. Nobody sees anything of it from now on."))
    return redirect("learner-read-talent")


@signed_in
def state_facts(request: HttpRequest) -> HttpResponse:
    """Languages, place and time, for those who show them."""
    person = person_of(request)
    stated = stated_by(person)
    if stated is None:
        messages.info(request, _("Agree to be found first: nothing is kept before."))
        return redirect("learner-read-talent")
    is_empty = not any(stated.as_json().values())
    begun = offered_facts(person, at=timezone.now()) if is_empty else stated
    form = FactsForm(request.POST or None, initial=initial_of(begun))
    if form.is_valid():
        with refusals_on(form):
            state_for_employers(person, form.stated)
            messages.success(request, _("Saved."))
            return redirect("learner-read-talent")
    return render(request, "learner/talent_facts.html", {"form": form, "is_empty": is_empty})


@require_POST
@signed_in
def block_employer(request: HttpRequest) -> HttpResponse:
    """Let one employer find nothing, whatever holds for all."""
    form = EmployerForm(request.POST)
    if not form.is_valid():
        return _back(request, form)
    blocked = form.cleaned_data["employer"]
    consent.block_employer(person_of(request), blocked, at=timezone.now())
    messages.success(request, _("%(employer)s finds nothing of you.") % {"employer": blocked.name})
    return redirect("learner-read-talent")


@require_POST
@signed_in
def unblock_employer(request: HttpRequest) -> HttpResponse:
    """Let it find again what every employer finds."""
    if typed := request.POST.get("employer", ""):
        consent.unblock_employer(person_of(request), id_or_404(typed), at=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("learner-read-talent")


@require_safe
@signed_in
def list_seen(request: HttpRequest) -> HttpResponse:
    """Who was shown what of somebody, and when."""
    page = Paginator(shown_of(person_of(request)), _PAGE).get_page(request.GET.get("page"))
    return render(request, "learner/talent_seen.html", {"page": page})


def _purpose(purpose: Purpose, live: list[Consent]) -> dict[str, Any]:
    """One purpose as the page shows it: what holds for everybody, and the form for it."""
    row = next((one for one in live if one.purpose == purpose and not one.organisation), None)
    parts = row.parts if row else _FIRST[purpose]
    form = ConsentForm(
        auto_id=f"{purpose.value}_%s", initial={"purpose": purpose, "parts": list(parts)}
    )
    return {"purpose": purpose, "row": row, "form": form, "has_parts": bool(_PARTS[purpose])}


def _consent_or_404(person: Person, typed: str) -> Consent:
    rows = Consent.objects.filter(person=person, ended_at=None)
    return get_object_or_404(rows.select_related("organisation"), pk=id_or_404(typed))


def _back(request: HttpRequest, form: ConsentForm | EmployerForm) -> HttpResponse:
    """Say what was wrong, on the page that it came from."""
    for errors in form.errors.values():
        for told in errors:
            messages.error(request, str(told))
    return redirect("learner-read-talent")
