"""The lists of skills of the instance: one is uploaded, looked at, and put in use."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from testamur_web.catalogue import adopting
from testamur_web.catalogue.models import Framework
from testamur_web.catalogue.skills import in_use
from testamur_web.ui.access import operator, person_of
from testamur_web.ui.refusals import refusals_on

__all__ = ["adopt", "list_frameworks", "read_framework", "withdraw"]

_SHOWN_CHANGES: Final = 50


class FrameworkForm(forms.Form):
    """The file of a published list."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "The zip of ESCO or O*NET as they are downloaded, a CASE package, Rich Skill "
            "Descriptors, or a CSV of your own with the columns id and label."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.csv,.tsv,.json,.gz,.txt"}),
    )


@operator
def list_frameworks(request: HttpRequest) -> HttpResponse:
    """What is in use and what is proposed, and a form to bring another."""
    form = FrameworkForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return redirect(
                "operator-read-framework", _proposed(request, form.cleaned_data["file"])
            )
    frameworks = Framework.objects.defer("packed")
    told = {
        "form": form,
        "used": set(in_use().values_list("pk", flat=True)),
        "adopted": frameworks.exclude(adopted_at=None),
        "proposed": frameworks.filter(adopted_at=None),
    }
    return render(request, "operator/frameworks.html", told)


@operator
def read_framework(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One list: what it holds, what of its files is not in it, and what it would change."""
    framework = get_object_or_404(Framework.objects.defer("packed"), pk=pk)
    told = {"framework": framework} | _changes(framework)
    return render(request, "operator/framework.html", told)


@require_POST
@operator
def adopt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it in use."""
    framework = get_object_or_404(Framework.objects.defer("packed"), pk=pk)
    adopting.adopt(framework, by=person_of(request), at=timezone.now())
    messages.success(request, _("%(name)s is in use.") % {"name": framework})
    return redirect("operator-list-frameworks")


@require_POST
@operator
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it out."""
    framework = get_object_or_404(Framework.objects.defer("packed"), pk=pk)
    adopting.withdraw(framework, by=person_of(request), at=timezone.now())
    messages.success(request, _("%(name)s is not used any more.") % {"name": framework})
    return redirect("operator-list-frameworks")


def _proposed(request: HttpRequest, upload: UploadedFile[bytes]) -> UUID:
    """Keep what was uploaded as a proposal; its id."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(upload.name or "list").name
        with path.open("wb") as stream:
            for chunk in upload.chunks():
                stream.write(chunk)
        return adopting.propose(path, by=person_of(request), at=timezone.now()).pk


def _changes(framework: Framework) -> dict[str, Any]:
    """What adopting it would change, as counts and the first of each."""
    if framework.adopted_at is not None:
        return {}
    changes = adopting.changes_of_framework(framework)
    return {
        "added": len(changes.added),
        "removed": len(changes.removed),
        "renamed": list(changes.renamed.values())[:_SHOWN_CHANGES],
        "renamed_count": len(changes.renamed),
    }
