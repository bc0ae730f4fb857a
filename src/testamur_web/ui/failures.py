"""The page a person sees when something failed: what happened, and what they can do."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from testamur.errors import Conflict, TestamurError, Unreachable

__all__ = ["failure_page", "forgery_page"]

_STATUSES: Final = ((Conflict, 409), (Unreachable, 503))


def failure_page(request: HttpRequest, error: Exception) -> HttpResponse:
    """The page that tells of `error`, with its status."""
    status, told = _told(error)
    return render(request, "failure.html", told, status=status)


def forgery_page(request: HttpRequest) -> HttpResponse:
    """The page for a form that does not prove that it is ours: open too long, or not ours."""
    told = {
        "title": _("The form is too old to be sent"),
        "advice": _("Go back, reload the page and send it again. Cookies must be allowed for it."),
    }
    return render(request, "failure.html", told, status=403)


def _told(error: Exception) -> tuple[int, dict[str, Any]]:
    match error:
        case TestamurError():
            found = [status for kind, status in _STATUSES if isinstance(error, kind)]
            status = found[0] if found else 400
            problem = error.problem
            return status, {"title": problem.meaning.title, "problem": problem}
        case Http404():
            return 404, {
                "title": _("There is nothing at this address"),
                "advice": _("It may have been moved or withdrawn, or it belongs to somebody else."),
            }
        case PermissionDenied():
            return 403, {
                "title": _("Your role does not include this"),
                "advice": _("An administrator of the organisation can give you the role."),
            }
        case SuspiciousOperation():
            return 400, {
                "title": _("The request cannot be understood"),
                "advice": _("Go back, reload the page and try again."),
            }
    return 500, {
        "title": _("Something went wrong here"),
        "advice": _("It was written down, nothing of yours was lost, and you can try again."),
    }
