"""A participant without an account answers by the link of a letter, once and without a name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from testamur_web.learning.models import SurveyCall
from testamur_web.learning.surveys import find_call_by_token
from testamur_web.ui.public.by_link import by_link
from testamur_web.ui.surveying import answer_call

__all__ = ["answer_survey"]


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(find_call_by_token, what="survey")
def answer_survey(request: HttpRequest, _token: str, found: SurveyCall) -> HttpResponse:
    """The questions that the link stands for."""
    return answer_call(request, found)
