"""Where a holder used what they hold: noted, removed, and confirmed by a supervisor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from testamur_web.ui.access import person_of, signed_in
from testamur_web.ui.learner.attesting_forms import SupervisorForm
from testamur_web.ui.learner.wallet import items_of
from testamur_web.ui.refusals import refusals_on
from testamur_web.wallet import services
from testamur_web.wallet.models import Item
from testamur_web.wallet.uses import skills_of

__all__ = ["ask_about_use", "note_use", "remove_use"]


class UseForm(forms.Form):
    """When and what a skill was used for."""

    used_on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("The last day, if it took longer."),
    )
    text = forms.CharField(
        label=gettext_lazy("What you used it for"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Nobody sees it but you and a supervisor whom you ask about it."),
    )
    skills = forms.MultipleChoiceField(
        label=gettext_lazy("Which skills"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all of them."),
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        skills = skills_of(item)
        self.fields["skills"].choices = [(one.uri, one.name) for one in skills]  # type: ignore[attr-defined]
        if len(skills) < 2:
            del self.fields["skills"]


@signed_in
def note_use(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note one use."""
    item = get_object_or_404(items_of(request), pk=pk)
    form = UseForm(request.POST or None, item=item)
    if form.is_valid():
        said = {"skills": []} | form.cleaned_data
        with refusals_on(form):
            services.note_use(item, **said, by=person_of(request), at=timezone.now())
            messages.success(request, _("It is noted."))
            return redirect("learner-read-item", pk=pk)
    return render(request, "learner/use.html", {"item": item, "form": form})


@require_POST
@signed_in
def remove_use(request: HttpRequest, pk: UUID, use: UUID) -> HttpResponse:
    """Forget one use, with what was said about it."""
    item = get_object_or_404(items_of(request), pk=pk)
    found = get_object_or_404(item.uses, pk=use)
    services.remove_use(found, by=person_of(request), at=timezone.now())
    messages.success(request, _("It was removed."))
    return redirect("learner-read-item", pk=pk)


@signed_in
def ask_about_use(request: HttpRequest, pk: UUID, use: UUID) -> HttpResponse:
    """Ask a supervisor to confirm one use."""
    item = get_object_or_404(items_of(request), pk=pk)
    found = get_object_or_404(item.uses, pk=use)
    rows = [(str(found.pk), f"{found.used_on}: {found.text:.200}")]
    form = SupervisorForm(request.POST or None, rows=rows)
    if form.is_valid():
        with refusals_on(form):
            made = services.ask_about_use(
                found, supervisor=form.supervisor, by=person_of(request), at=timezone.now()
            )
            told = _("A letter to %(name)s is on its way.") % {"name": made.supervisor_name}
            messages.success(request, told)
            return redirect("learner-read-attestation", pk=made.pk)
    return render(request, "learner/ask_supervisor.html", {"item": item, "form": form})
