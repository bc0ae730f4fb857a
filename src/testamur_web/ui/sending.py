"""How files are sent: what is somebody's own is saved rather than shown, and never runs."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpResponse

from testamur_web.awards.models import Award
from testamur_web.wallet.downloads import File, file_of, image_of
from testamur_web.wallet.models import Item

__all__ = ["IMAGE", "secret", "send_file_of", "to_save"]

IMAGE: Final = "image"
"""The last part of the address of the picture that pages show."""

# A picture or document opened as a page of its own may do nothing.
_INERT: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def send_file_of(subject: Item | Award, name: str) -> HttpResponse:
    """One file of a credential, to be saved; its picture, to be shown. 404 where there is none."""
    if name == IMAGE:
        media_type, body = image_of(subject)
        return _inert(HttpResponse(body, content_type=media_type))
    file = file_of(subject, name)
    if file is None:
        raise Http404
    return to_save(file)


def secret(response: HttpResponse) -> HttpResponse:
    """The same answer, kept by nobody on the way, found by no search, its address told to no site.

    `no-referrer` would say more, but then browsers hide from us too where a form was sent from, and
    the check against forged requests refuses it.
    """
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def to_save(file: File) -> HttpResponse:
    """A file that a browser keeps and never runs."""
    response = _inert(HttpResponse(file.body, content_type=file.media_type))
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _inert(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = _INERT
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Robots-Tag"] = "noindex"
    return response
