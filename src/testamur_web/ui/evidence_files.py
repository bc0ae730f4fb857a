"""How evidence leaves: as a download under a name of ours, never as something a browser opens."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.http import FileResponse, Http404

from testamur_web.learning.models import Evidence

__all__ = ["download"]


def download(evidence: Evidence) -> FileResponse:
    """The bytes that were handed in, to be saved; `Http404` where it is no file."""
    if not evidence.file:
        raise Http404
    try:
        stored = evidence.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    told = FileResponse(
        stored, as_attachment=True, filename=_name(evidence), content_type=evidence.media_type
    )
    told["X-Content-Type-Options"] = "nosniff"
    told["Content-Security-Policy"] = "default-src 'none'; sandbox"
    told["Cache-Control"] = "private, no-store"
    return told


def _name(evidence: Evidence) -> str:
    """The title as a file name, with the ending that the content has."""
    ending = PurePosixPath(evidence.file.name or "").suffix
    title = "".join(one if one.isalnum() or one in " ._-()" else "_" for one in evidence.title)
    return f"{title.removesuffix(ending).strip(' .')[:100] or 'evidence'}{ending}"
