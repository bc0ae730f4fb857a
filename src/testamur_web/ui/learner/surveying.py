"""The survey about what somebody holds, from the page of it in their wallet."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from testamur_web.learning.surveys import open_call_of
from testamur_web.ui.access import signed_in
from testamur_web.ui.learner.wallet import items_of
from testamur_web.ui.surveying import answer_call

__all__ = ["answer_survey"]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer_survey(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The questions, while the holder may answer them."""
    item = get_object_or_404(items_of(request), pk=pk)
    call = open_call_of(item.award_id, at=timezone.now())
    if call is None:
        raise Http404
    return answer_call(request, call)
