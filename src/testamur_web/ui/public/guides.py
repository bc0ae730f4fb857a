"""Short guides for those who define, teach and assess, beside the tables that scores rest on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from testamur.quality.method import HIGHEST_SHOWN, HOURS_PER_ECTS, HOURS_PER_OUTCOME
from testamur.quality.wording import VERBS
from testamur_web.catalogue.vocabulary import AssessmentMethod, OutcomeLevel

__all__ = ["read_guides"]


@require_safe
def read_guides(request: HttpRequest) -> HttpResponse:
    """All of them on one page."""
    least, most = HOURS_PER_ECTS
    told = {
        "verbs": [(OutcomeLevel(level).label, words) for level, words in VERBS.items()],
        "methods": [
            (AssessmentMethod(method).label, shows.level, shows.because)
            for method, shows in HIGHEST_SHOWN.items()
        ],
        "hours": [(level, *bounds) for level, bounds in HOURS_PER_OUTCOME.items()],
        "ects_least": least,
        "ects_most": most,
    }
    return render(request, "public/guides.html", told)
