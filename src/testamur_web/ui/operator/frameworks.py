"""The lists of skills of the instance: one is uploaded, looked at, and put in use."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from testamur_web.catalogue import adopting
from testamur_web.catalogue.models import Crosswalk, Framework, ListUpload
from testamur_web.catalogue.skills import in_use
from testamur_web.catalogue.uploads import bring_list
from testamur_web.ui.access import operator, person_of

__all__ = ["adopt", "list_frameworks", "read_framework", "withdraw"]

_SHOWN_CHANGES: Final = 50


class FrameworkForm(forms.Form):
    """The file of a published list, or of a crosswalk."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[
            ("list", gettext_lazy("A list of skills")),
            ("crosswalk", gettext_lazy("A crosswalk: how the entries of two lists match")),
        ],
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "The zip of ESCO or O*NET as they are downloaded, a CASE package, Rich Skill "
            "Descriptors, or a CSV of your own with the columns id and label. A crosswalk as it "
            "is published for ESCO, or a CSV with the columns from, relation and to."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.csv,.tsv,.json,.gz,.txt"}),
    )
    is_reversed = forms.BooleanField(
        label=gettext_lazy("What the crosswalk calls narrower is the first of the two"),
        help_text=gettext_lazy(
            "SKOS means the second, and some tables mean the first: the first matches are shown "
            "before it is used."
        ),
        required=False,
    )


@operator
def list_frameworks(request: HttpRequest) -> HttpResponse:
    """What is in use and what is proposed, and a form to bring another."""
    form = FrameworkForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect("operator-read-upload", _brought(request, form).pk)
    frameworks = Framework.objects.defer("packed")
    crosswalks = Crosswalk.objects.defer("packed")
    told = {
        "form": form,
        "used": set(in_use().values_list("pk", flat=True)),
        "adopted": frameworks.exclude(adopted_at=None),
        "proposed": frameworks.filter(adopted_at=None),
        "crosswalks": crosswalks.exclude(adopted_at=None),
        "crosswalks_proposed": crosswalks.filter(adopted_at=None),
        "uploads": ListUpload.objects.defer("data").filter(finished_at=None),
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


def _brought(request: HttpRequest, form: FrameworkForm) -> ListUpload:
    """Keep what was uploaded, for a worker to read."""
    told = form.cleaned_data
    return bring_list(
        told["file"].name or "list",
        told["file"].read(),
        is_crosswalk=told["kind"] == "crosswalk",
        is_reversed=told["is_reversed"],
        by=person_of(request),
        at=timezone.now(),
    )


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
