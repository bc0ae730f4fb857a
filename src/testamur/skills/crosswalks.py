"""Crosswalks as bytes, and on the shelf beside the lists whose entries they match.

Two lines of JSON, as those of a framework (`packing`): what the crosswalk is, and its matches,
whose entries name each other by their place. The same crosswalk gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from testamur.errors import Refused
from testamur.skills.framework import Crosswalk, Link, LinkKind
from testamur.skills.matching import Match, matches_of
from testamur.skills.shelf import write_whole

__all__ = [
    "counts_of",
    "crosswalk_matches",
    "crosswalks_on",
    "packed_crosswalk",
    "put_crosswalk",
    "stable_id",
    "unpacked_crosswalk",
]

_FORM: Final = "testamur-crosswalk-1"
_SAID: Final = ("source", "target", "name", "version", "attribution")


def stable_id(crosswalk: Crosswalk) -> str:
    """What stays the same from one version to the next: which lists, and whose table."""
    key = f"{crosswalk.source}\n{crosswalk.target}\n{crosswalk.name}"
    return f"urn:testamur:crosswalk:{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def counts_of(crosswalk: Crosswalk) -> Mapping[str, int]:
    """How many matches say what, in the words of SKOS."""
    return dict(sorted(Counter(link.kind.value for link in crosswalk.links).items()))


def crosswalk_matches(crosswalk: Crosswalk) -> Iterator[Match]:
    """What a crosswalk says, as matches of which its name is told."""
    return matches_of(crosswalk, told=f"the crosswalk {crosswalk.title}")


def packed_crosswalk(crosswalk: Crosswalk) -> bytes:
    """A crosswalk as the bytes of its file."""
    ends = dict.fromkeys(uri for link in crosswalk.links for uri in (link.source, link.target))
    places = {uri: place for place, uri in enumerate(ends)}
    head = {"form": _FORM, **{name: getattr(crosswalk, name) for name in _SAID}}
    body = {
        "entries": [[uri, crosswalk.labels.get(uri, "")] for uri in ends],
        "links": [
            [places[link.source], link.kind.value, places[link.target]] for link in crosswalk.links
        ],
    }
    return orjson.dumps(head) + b"\n" + orjson.dumps(body) + b"\n"


def unpacked_crosswalk(data: bytes, *, name: str = "") -> Crosswalk:
    """The crosswalk in the bytes of a file; raises `Refused` (`framework.damaged`)."""
    try:
        head, body = map(orjson.loads, data.split(b"\n", 2)[:2])
        if head["form"] != _FORM:
            raise ValueError(head["form"])  # noqa: TRY301 -- told below with the other damages
        return _crosswalk(head, body)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        told = f"{name or 'a crosswalk'} is damaged: {type(error).__name__}"
        raise Refused.because("framework.damaged", told) from None


def crosswalks_on(folder: Path) -> list[Crosswalk]:
    """The crosswalks that lie in the folder of a shelf, by name."""
    found = [
        unpacked_crosswalk(_bytes_of(path), name=path.name)
        for path in sorted(folder.glob("*.crosswalk"))
    ]
    return sorted(found, key=lambda one: (one.name, one.version))


def put_crosswalk(folder: Path, crosswalk: Crosswalk) -> Path:
    """Put a crosswalk in the folder of a shelf, in the place of any version of the same one.

    Raises `Refused` (`file.unwritable`).
    """
    slug = re.sub(r"[^a-z0-9.]+", "-", crosswalk.name.lower()).strip("-.")[:60] or "crosswalk"
    path = folder / f"{slug}-{stable_id(crosswalk)[-12:]}.crosswalk"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, packed_crosswalk(crosswalk))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Refused.because("file.unwritable", f"{path}: {reason}") from None
    return path


def _crosswalk(head: Mapping[str, Any], body: Mapping[str, Any]) -> Crosswalk:
    entries = [(str(uri), str(label)) for uri, label in body["entries"]]
    return Crosswalk(
        **{name: str(head[name]) for name in _SAID},
        links=tuple(
            Link(entries[one][0], LinkKind(kind), entries[other][0])
            for one, kind, other in body["links"]
        ),
        labels={uri: label for uri, label in entries if label},
    )


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Refused.because("file.unreadable", f"{path}: {reason}") from None
