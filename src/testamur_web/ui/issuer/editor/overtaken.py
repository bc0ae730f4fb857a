"""The page for whoever saves a step that somebody else saved since: what differs, and the choice.

All that was typed comes along, so that saving it over is one more press of a button, and so that it
is asked again where the step has changed once more by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from testamur_web.catalogue.diff import changes_between, label_of
from testamur_web.catalogue.models import Achievement
from testamur_web.catalogue.queries import (
    draft_of,
    examine_draft,
    last_change_of,
    revision_of,
)
from testamur_web.people.models import Organisation
from testamur_web.ui.issuer.editor.steps import Step

__all__ = ["show_overtaken"]

_NOT_TYPED: Final = {"csrfmiddlewaretoken", "seen"}


def show_overtaken(
    request: HttpRequest,
    organisation: Organisation,
    achievement: Achievement,
    step: Step,
    changes: Mapping[str, Any],
) -> HttpResponse:
    """What saving `changes` over would do to what is saved now; nothing was saved."""
    saved = draft_of(achievement)
    mine = {**saved, **changes}
    typed = [(name, value) for name, values in request.POST.lists() for value in values]
    told = {
        "organisation": organisation,
        "achievement": achievement,
        "step": step,
        "changes": changes_between(examine_draft(saved).definition, examine_draft(mine).definition),
        "fields": [label_of(name) for name in changes if saved.get(name) != changes[name]],
        "typed": [(name, value) for name, value in typed if name not in _NOT_TYPED],
        "seen": revision_of(saved, changes),
        "last": last_change_of(achievement),
        "has_upload": "upload" in request.FILES,
    }
    return render(request, "issuer/editor/overtaken.html", told, status=409)
