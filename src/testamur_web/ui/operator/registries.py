"""Lists of issuers that others sign: loaded from a file or an address, looked at, removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur_web.trust.models import TrustRegistry
from testamur_web.trust.registries import (
    Brought,
    fetch_list,
    load_registry,
    loaded_registries,
    remove_registry,
)
from testamur_web.ui.access import operator, person_of
from testamur_web.ui.refusals import refusals_on

__all__ = ["list_registries", "read_registry"]

_PAGE = 50


class RegistryForm(forms.Form):
    """A signed list, as a file or by the address where it is published."""

    address = forms.URLField(
        label=gettext_lazy("Where it is published"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("For example: https://register.example/trust/registry.json"),
    )
    file = forms.FileField(
        label=gettext_lazy("Or its file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.jwt,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of both."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(said.get("address")) == bool(said.get("file")):
            raise forms.ValidationError(_("Give its address or its file, one of both."))
        return said


@operator
def list_registries(request: HttpRequest) -> HttpResponse:
    """The lists that count here, and a form to load one."""
    form = RegistryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        with refusals_on(form):
            said, file = form.cleaned_data, form.cleaned_data["file"]
            brought = (
                Brought(file.read(), file.name or "list")
                if file
                else fetch_list(said["address"], at=now)
            )
            row = load_registry(brought, by=person_of(request), at=now)
            messages.success(request, _("It is verified, and counts from now on."))
            return redirect("operator-read-registry", row.pk)
    own_url = f"{settings.INSTANCE_URL}{reverse('public-read-registry')}"
    rows, now = loaded_registries(), timezone.now()
    told = {"registries": rows, "form": form, "now": now, "own_url": own_url}
    return render(request, "operator/registries.html", told)


@operator
def read_registry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whom one list names; with a POST, it is removed."""
    row = get_object_or_404(loaded_registries(), pk=pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            full = get_object_or_404(TrustRegistry, pk=pk)
            remove_registry(full, by=person_of(request), at=timezone.now())
            messages.success(request, _("It counts no more."))
            return redirect("operator-list-registries")
    page = Paginator(row.entries.all(), _PAGE).get_page(request.GET.get("page"))
    told = {"row": row, "page": page, "form": form, "now": timezone.now()}
    return render(request, "operator/registry.html", told)
