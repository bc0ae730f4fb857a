"""The files of a whole with its parts, for its holder alone: a folder to verify, and a record.

The folder is a ZIP of `composite.json`, `parts/` and `site/`, which has the keys and status lists
of this moment: `testamur verify composite.json --parts parts` proves it with nobody's website.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.text import slugify
from django.utils.translation import gettext as _

from testamur import Credential, make_bundle
from testamur.credentials.jose import is_token
from testamur.credentials.resolution import Fetched
from testamur.encoding import format_timestamp
from testamur.errors import TestamurError
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.awards.services import sign_record
from testamur_web.wallet.downloads import File
from testamur_web.wallet.models import Item
from testamur_web.wallet.queries import parts_of
from testamur_web.wallet.reading import read_credential
from testamur_web.wallet.wholes import read_whole

__all__ = ["RECORD", "WITH_PARTS", "whole_file_of", "whole_files_of"]

WITH_PARTS: Final = "with-parts.zip"
RECORD: Final = "record.json"
_COMMAND: Final = "testamur verify composite.json --parts parts"


def whole_files_of(item: Item) -> tuple[str, ...]:
    """Which of these files there are: none of what is not made of others."""
    whole = read_whole(item.credential)
    if whole is None:
        return ()
    award = item.award
    holds = award is not None and award.revoked_at is None and award.suspended_at is None
    return (WITH_PARTS, RECORD) if holds else (WITH_PARTS,)


def whole_file_of(item: Item, name: str, *, at: datetime) -> File | None:
    """The file of that name, None where there is none; raises `Refused` (`composite.*`)."""
    if name not in whole_files_of(item):
        return None
    parts = [part.credential for part in parts_of(item)]
    stem = slugify(item.title)[:60] or "composite"
    if name == RECORD and item.award is not None:
        body = sign_record(item.award, parts, at=at).encode()
        return File(f"{stem}-record.json", "application/vc+ld+json", body)
    return File(f"{stem}-with-parts.zip", "application/zip", _folder(item.credential, parts, at=at))


def _folder(whole: str, parts: Sequence[str], *, at: datetime) -> bytes:
    body = BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as archive:
        for name, content in _contents(whole, parts, at=at):
            archive.writestr(ZipInfo(name, at.timetuple()[:6]), content)
    return body.getvalue()


def _contents(
    whole: str, parts: Sequence[str], *, at: datetime
) -> Iterator[tuple[str, str | bytes]]:
    yield "README.txt", _readme()
    yield "composite.json", whole
    for number, text in enumerate(parts, 1):
        ending = "jwt" if is_token(text) else "json"
        yield f"parts/{number:02}-{_stem(text)}.{ending}", text
    documents = _documents([whole, *parts], at=at)
    index = []
    for number, one in enumerate(documents, 1):
        yield f"site/{number}", one.body
        index.append(
            {
                "url": one.url,
                "file": str(number),
                "mediaType": one.media_type,
                "at": format_timestamp(one.at),
            }
        )
    yield "site/documents.json", json.dumps({"documents": index}, indent=2)


def _readme() -> str:
    told = _("Everything that proves the whole lies here. With Testamur installed, run:")
    later = _("Without a network, by the keys and status lists of the day this was made:")
    offline = f"{_COMMAND} --offline --max-status-age 90d --accept handed-over"
    return f"{told}\n\n    {_COMMAND}\n\n{later}\n\n    {offline}\n"


def _documents(texts: Sequence[str], *, at: datetime) -> list[Fetched]:
    """All that it takes to verify the texts, as it is published now."""
    found: dict[str, Fetched] = {}
    for text in texts:
        bundle = make_bundle(Credential(text), resolver=InstanceResolver(at=at), at=at)
        found |= bundle.documents
    return [found[url] for url in sorted(found)]


def _stem(text: str) -> str:
    try:
        return slugify(read_credential(text).title)[:40] or "part"
    except TestamurError:
        return "part"
