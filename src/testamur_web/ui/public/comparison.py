"""Two to four micro-credentials side by side, chosen by ticking them, without an account."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur_web.catalogue.models import Version
from testamur_web.catalogue.search import Asked, look
from testamur_web.trust.comparing import FEWEST, MOST, compare, find_published
from testamur_web.trust.inflation import count_of_achievement, near_of
from testamur_web.ui.comparison_shown import comparison_of
from testamur_web.ui.public.facets import read_asked

__all__ = ["compare_achievements", "ticked_in"]

_MOST_READ = 40


def ticked_in(request: HttpRequest) -> list[UUID]:
    """What was ticked to be compared, each once; what is no identifier is left out."""
    found = (_uuid(text) for text in request.GET.getlist("compare")[:_MOST_READ])
    return list(dict.fromkeys(one for one in found if one))


@require_safe
def compare_achievements(request: HttpRequest) -> HttpResponse:
    """The comparison, and what else could be chosen."""
    ticked, asked = ticked_in(request), read_asked(request.GET)
    known = find_published(ticked)
    chosen, beyond = known[:MOST], known[MOST:]
    told = {
        "chosen": chosen,
        "beyond": beyond,
        "lost": len(ticked) - len(known),
        "most": MOST,
        "words": asked.text,
        "offered": _offered(asked.text, chosen),
        "is_enough": len(chosen) >= FEWEST,
    }
    if len(chosen) >= FEWEST:
        told["comparison"] = comparison_of(compare(chosen, at=timezone.now()))
    return render(request, "public/comparison.html", told)


def _offered(words: str, chosen: Sequence[Version]) -> list[Version]:
    """What has the words; without any, what is much the same as what is chosen."""
    if words:
        found = list(look(Asked(text=words)).page)
    else:
        counts = [count_of_achievement(one.achievement_id) for one in chosen]
        found = [like.version for count in counts if count for like in near_of(count)]
    others = {one.achievement_id: one for one in found}
    for one in chosen:
        others.pop(one.achievement_id, None)
    return list(others.values())


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
