"""What is behind a secret link: one credential or several, until it expires or is stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur_web.plans.freshness import skills_in
from testamur_web.trust.queries import behind_award
from testamur_web.ui.public.credentials import count_visit
from testamur_web.ui.sending import secret, send_file_of
from testamur_web.wallet import queries
from testamur_web.wallet.models import Item, Share

__all__ = ["download_shared", "read_share", "read_shared_item"]


def by_secret(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For whoever holds the link; the view gets the `share` and its `items`."""

    @wraps(view)
    def checked(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        found = queries.find_secret_share(token)
        if found is None:
            return secret(render(request, "public/not_shared.html", status=404))
        share, items = found
        if queries.has_ended(share, at=timezone.now()) or not items:
            return secret(render(request, "public/share_ended.html", status=410))
        return secret(view(request, share=share, items=items, **kwargs))

    return checked


@require_safe
@by_secret
def read_share(request: HttpRequest, *, share: Share, items: list[Item]) -> HttpResponse:
    """The one credential, or all of them with a page for each."""
    now = timezone.now()
    count_visit(request, share)
    if len(items) == 1:
        told = _told(items[0], share, at=now) | {"base": f"{items[0].pk}/"}
        return render(request, "public/credential.html", told)
    told = {"share": share, "all_shown": [queries.show(item, at=now) for item in items]}
    return render(request, "public/share.html", told)


@require_safe
@by_secret
def read_shared_item(
    request: HttpRequest, *, share: Share, items: list[Item], item: UUID
) -> HttpResponse:
    """One of several credentials."""
    one = _among(items, item)
    told = _told(one, share, at=timezone.now(), beside=items)
    told |= {"is_one_of_several": len(items) > 1}
    return render(request, "public/credential.html", told)


@require_safe
@by_secret
def download_shared(
    _request: HttpRequest, *, items: list[Item], item: UUID, file: str, **_share: Share
) -> HttpResponse:
    """One file of one of them."""
    return send_file_of(_among(items, item), file)


def _told(item: Item, share: Share, *, at: datetime, beside: Sequence[Item] = ()) -> dict[str, Any]:
    """What the page says; the texts of those who vouch have addresses that are no secret."""
    shown = queries.show(item, at=at, beside=beside)
    return {
        "shown": shown,
        "skills": skills_in(shown, at=at),
        "share": share,
        "vouched": behind_award(shown.award, at=at) if shown.award else [],
        "is_secret": True,
    }


def _among(items: list[Item], pk: UUID) -> Item:
    for item in items:
        if item.pk == pk:
            return item
    raise Http404
