"""The public page of a credential, its files, its card, and the frame for other people's pages.

Nothing is here unless its holder shared it. What was never shared and what does not exist are
answered alike; what is shared no longer says so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from testamur_web.plans.freshness import skills_in
from testamur_web.trust.queries import behind_award
from testamur_web.ui.sending import send_file_of
from testamur_web.wallet import addresses, queries, services
from testamur_web.wallet.card import HEIGHT, WIDTH, SocialCard, draw_card
from testamur_web.wallet.downloads import image_of
from testamur_web.wallet.models import Share
from testamur_web.wallet.queries import Shared, Shown, State

__all__ = ["download_credential", "embed_credential", "read_card", "read_credential"]

_CHANNELS: Final = {"linkedin": Share.Kind.LINKEDIN, "embed": Share.Kind.EMBED}
_COLOUR: Final = "#1f4e79"


def by_open_share(only: str = "") -> Callable[[Callable[..., HttpResponse]], Any]:
    """For everybody, while the holder shares it; the view gets what is `shared`.

    `only` one kind of share lets the page be seen, where it is named.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, key: UUID, **kwargs: Any) -> HttpResponse:
            by = only or _CHANNELS.get(request.GET.get("via", ""), Share.Kind.PUBLIC)
            shared, has_ended = queries.find_open_share(
                key, kind=by, at=timezone.now(), is_strict=bool(only)
            )
            if shared is not None:
                response = view(request, shared=shared, **kwargs)
            elif has_ended:
                response = render(request, "public/share_ended.html", status=410)
            else:
                response = render(request, "public/not_shared.html", status=404)
            response["X-Robots-Tag"] = "noindex"
            return response

        return checked

    return decorate


@require_safe
@by_open_share()
def read_credential(request: HttpRequest, *, shared: Shared) -> HttpResponse:
    """The page: verdict, sentence, how it was assessed, files, and how to check it elsewhere."""
    now = timezone.now()
    shown = queries.show(shared.item, at=now)
    count_visit(request, shared.share)
    address = addresses.page_address(shown.key)
    told = {
        "shown": shown,
        "skills": skills_in(shown, at=now),
        "address": address,
        "card": {"address": f"{address}card.png", "width": WIDTH, "height": HEIGHT},
        "vouched": behind_award(shown.award, at=now) if shown.award else [],
    }
    return render(request, "public/credential.html", told)


@require_safe
@by_open_share()
def download_credential(_request: HttpRequest, *, shared: Shared, file: str) -> HttpResponse:
    """One of its files."""
    return send_file_of(shared.item, file)


@require_safe
@by_open_share()
def read_card(_request: HttpRequest, *, shared: Shared) -> HttpResponse:
    """The picture that stands for it where its page is linked."""
    shown = queries.show(shared.item, at=timezone.now())
    response = HttpResponse(draw_card(_card_of(shown)), content_type="image/png")
    response["Cache-Control"] = "public, max-age=3600"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@by_open_share(Share.Kind.EMBED)
def embed_credential(request: HttpRequest, *, shared: Shared) -> HttpResponse:
    """A small card for a frame in any page; it holds one link, which leaves the frame."""
    shown = queries.show(shared.item, at=timezone.now())
    count_visit(request, shared.share)
    told = {"shown": shown, "address": addresses.page_address(shown.key, via="embed")}
    return render(request, "public/embed.html", told)


def count_visit(request: HttpRequest, share: Share) -> None:
    """Count a visit by anybody but the holder; what a browser fetches ahead is none."""
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.method == "GET" and request.user.pk != share.holder_id and not is_ahead:
        services.count_view(share, at=timezone.now())


def _card_of(shown: Shown) -> SocialCard:
    media_type, image = image_of(shown.subject)
    award = shown.award
    host = settings.INSTANCE_URL.partition("//")[2]
    return SocialCard(
        title=shown.title,
        name=shown.name,
        issuer=shown.issuer,
        date=_("Awarded on %(date)s") % {"date": date_format(shown.awarded_at, "j F Y")},
        colour=(award.organisation.colour if award else "") or _COLOUR,
        image_type=media_type,
        image=image,
        warning="" if shown.state is State.VALID else shown.headline,
        instance=f"{settings.INSTANCE_NAME} · {host}",
    )
