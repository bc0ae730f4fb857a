"""A file that an operator brought: how far it is read, and where what was in it is looked at."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from testamur.problems import Problem
from testamur_web.catalogue.models import ListUpload
from testamur_web.catalogue.uploads import resume_upload
from testamur_web.ui.access import operator
from testamur_web.ui.refusals import sentence_of

__all__ = ["read_progress", "read_upload", "resume"]


@require_safe
@operator
def read_upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is; once it is read, what it holds."""
    upload = _upload(pk)
    if upload.is_known:
        messages.info(request, _("The same was brought before, and is kept once."))
    if upload.framework_id is not None:
        return redirect("operator-read-framework", upload.framework_id)
    if upload.crosswalk_id is not None:
        return redirect("operator-read-crosswalk", upload.crosswalk_id)
    return render(request, "operator/upload.html", _told(upload))


@require_safe
@operator
def read_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is, to be put into the page that shows it."""
    return render(request, "operator/_upload_progress.html", _told(_upload(pk)))


@require_POST
@operator
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand it on once more, where it stands still."""
    del request
    resume_upload(_upload(pk))
    return redirect("operator-read-upload", pk)


def _upload(pk: UUID) -> ListUpload:
    return get_object_or_404(ListUpload.objects.defer("data"), pk=pk)


def _told(upload: ListUpload) -> dict[str, Any]:
    told: dict[str, Any] = {"upload": upload}
    if upload.problem:
        problem = Problem(upload.problem["code"], upload.problem["detail"])
        told |= {"sentence": sentence_of(problem), "detail": problem.detail}
    return told
