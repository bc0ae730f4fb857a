"""The public catalogue: what can be earned here, one page for each, and its picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur.credentials.artwork import badge_png, badge_svg
from testamur_web.catalogue.addresses import achievement_url
from testamur_web.catalogue.illustration import kept_thumbnail
from testamur_web.catalogue.made_of import counts_toward
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.parts import parts_like
from testamur_web.catalogue.pictures import SMALL_THUMBNAIL, THUMBNAIL
from testamur_web.catalogue.reviews import reviewed
from testamur_web.catalogue.scores import score_of, statement_about
from testamur_web.catalogue.search import look
from testamur_web.catalogue.shown import find_shown
from testamur_web.catalogue.structured import structured_data
from testamur_web.labour.queries import figures_of_version
from testamur_web.learning.queries import enrolling_now
from testamur_web.learning.surveys import RATINGS, survey_of
from testamur_web.plans.mapped import qualifications_counting
from testamur_web.plans.proven import Worth, worth_to
from testamur_web.trust.comparing import find_published
from testamur_web.trust.queries import about_version
from testamur_web.trust.recognised import recognitions_of
from testamur_web.ui.access import person_of
from testamur_web.ui.public.comparison import ticked_in
from testamur_web.ui.public.facets import chosen_of, facets_of, read_asked, read_page, sorts_of
from testamur_web.ui.public.terms import terms_for
from testamur_web.ui.public.workload import bars_of
from testamur_web.ui.wholes import made_for

__all__ = [
    "browse_catalogue",
    "read_achievement",
    "read_drawing",
    "read_picture",
    "read_thumbnail",
    "suggest_achievements",
]

MAX_WORDS: Final = 200

# A version never changes, so its picture is asked for once. As a page of its own it may do nothing.
_PICTURE: Final = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
}

_MOST_VERIFIED: Final = 25
"""A list verifies no larger wallet; a page of one micro-credential does, and lists know then."""


@require_safe
def browse_catalogue(request: HttpRequest) -> HttpResponse:
    """All that is published, narrowed by words and facets."""
    asked = read_asked(request.GET)
    found = look(asked, page=read_page(request.GET))
    kept = request.GET.copy()
    kept.pop("page", None)
    ticked = ticked_in(request)
    told = {
        "comparing": True,
        "ticked": ticked,
        "ticked_elsewhere": _elsewhere(ticked, found.page),
        "asked": asked,
        "found": found,
        "facets": facets_of(found, asked),
        "chosen": chosen_of(request.GET, found, asked),
        "sorts": sorts_of(asked),
        "query": kept.urlencode(),
        "worths": _worths(request, list(found.page), at_most=_MOST_VERIFIED),
    }
    return render(request, "public/catalogue.html", told)


def _elsewhere(ticked: Sequence[UUID], page: Iterable[Version]) -> list[Version]:
    """What was ticked on another page of the list."""
    here = {version.achievement_id for version in page}
    return [one for one in find_published(ticked) if one.achievement_id not in here]


@require_safe
def suggest_achievements(request: HttpRequest) -> HttpResponse:
    """The options of a list that follows what is typed: a piece of a page."""
    words = request.GET.get("q", "").replace("\0", "")[:MAX_WORDS]
    return render(request, "public/_achievement_options.html", {"parts": parts_like(words)})


@require_safe
def read_achievement(
    request: HttpRequest, achievement: UUID, number: int | None = None
) -> HttpResponse:
    """One micro-credential as it is now, or as a version of it was."""
    shown = find_shown(achievement, number=number)
    if shown is None:
        raise Http404
    told = {
        "shown": shown,
        "definition": shown.definition,
        "bars": bars_of(shown.definition.components),
        "structured": structured_data(shown, instance_url=settings.INSTANCE_URL),
        "now": timezone.now(),
        "cohorts": enrolling_now(achievement, at=timezone.now()),
        "terms": terms_for(shown.definition, request, at=timezone.now()),
        "worth": _worths(request, [shown.version]).get(shown.version.pk),
        "made": made_for(shown.version),
        "score": score_of(shown.version),
        "statement": statement_about(shown.version),
        "reviewed": reviewed(shown.version),
        "survey": survey_of(shown.achievement),
        "ratings": RATINGS,
        "wholes": counts_toward(achievement),
        "counting": qualifications_counting(shown.version, at=timezone.now()),
        "accepted": recognitions_of(achievement_url(shown.achievement), at=timezone.now()),
        "vouched": about_version(shown.version, at=timezone.now()),
        "demand": figures_of_version(shown.version),
        "vouch_for": f"version:{shown.version.pk}",
    }
    return render(request, "public/achievement.html", told)


def _worths(
    request: HttpRequest, versions: Sequence[Version], *, at_most: int | None = None
) -> dict[UUID, Worth]:
    """What each adds to whoever is signed in; to nobody, nothing is said."""
    if not request.user.is_authenticated:
        return {}
    prefetch_related_objects(versions, "skills")
    return worth_to(person_of(request), versions, at=timezone.now(), at_most=at_most)


@require_safe
def read_drawing(_request: HttpRequest, achievement: UUID, number: int) -> HttpResponse:
    """The picture of a version as SVG."""
    version = _pictured(achievement, number)
    drawn = version.image_svg or badge_svg(
        version.title, issuer=version.achievement.organisation.name, seed=str(achievement)
    )
    return HttpResponse(drawn, content_type="image/svg+xml", headers=_PICTURE)


@require_safe
def read_picture(_request: HttpRequest, achievement: UUID, number: int) -> HttpResponse:
    """The picture of a version as PNG, which credentials name."""
    version = _pictured(achievement, number)
    picture = bytes(version.image_png) or badge_png(
        version.title, issuer=version.achievement.organisation.name, seed=str(achievement)
    )
    return HttpResponse(picture, content_type="image/png", headers=_PICTURE)


@require_safe
def read_thumbnail(request: HttpRequest, achievement: UUID, number: int) -> HttpResponse:
    """The small picture of a version that lists show; a query says that it is shown smaller."""
    side = SMALL_THUMBNAIL if "small" in request.GET else THUMBNAIL
    pngs = _decodable(achievement, number)
    small = kept_thumbnail(f"{achievement}:{number}", pngs, side=side)
    return HttpResponse(small, content_type="image/webp", headers=_PICTURE)


def _decodable(achievement: UUID, number: int) -> Iterator[bytes]:
    version = _pictured(achievement, number)
    if version.image_png:
        yield bytes(version.image_png)
    issuer = version.achievement.organisation.name
    yield badge_png(version.title, issuer=issuer, seed=str(achievement), size=THUMBNAIL)


def _pictured(achievement: UUID, number: int) -> Version:
    found = Version.objects.select_related("achievement__organisation").defer("content")
    return get_object_or_404(found, achievement=achievement, number=number)
