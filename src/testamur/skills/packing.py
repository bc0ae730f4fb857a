"""A framework as bytes: quick to read back, and the same bytes for the same framework.

Two lines of JSON: what the framework is, so that a list of many reads no more; and its entries, one
row each, which name each other by their place rather than by their URI. What is not stated at the
end of a row is not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson

from testamur.errors import Refused
from testamur.skills.framework import (
    Framework,
    Group,
    Link,
    LinkKind,
    Names,
    Need,
    Occupation,
    Skill,
)

__all__ = ["SAID", "packed", "unpacked"]

SAID: Final = ("id", "name", "version", "language", "licence", "attribution")
"""What a framework says about itself."""

_FORM: Final = "testamur-framework-1"
_ALWAYS: Final = 2


def packed(framework: Framework) -> bytes:
    """A framework as the bytes of its file; the same framework gives the same bytes."""
    entries: list[Skill | Occupation | Group] = [
        *framework.skills,
        *framework.occupations,
        *framework.groups,
    ]
    places = _Places(entry.id for entry in entries)
    languages = {language for entry in entries for language in entry.translations}
    head = {
        "form": _FORM,
        **{name: getattr(framework, name) for name in SAID},
        "languages": sorted({framework.language, *languages}),
        "counts": [len(framework.skills), len(framework.occupations)],
    }
    body = {
        "skills": [_skill_row(one) for one in framework.skills],
        "occupations": [_occupation_row(one, places) for one in framework.occupations],
        "groups": [_group_row(one) for one in framework.groups],
        "links": [
            [places.of(one.source), one.kind.value, places.of(one.target)]
            for one in framework.links
        ],
        "elsewhere": places.elsewhere,
    }
    return orjson.dumps(head) + b"\n" + orjson.dumps(body) + b"\n"


def unpacked(data: bytes, *, name: str = "") -> Framework:
    """The framework in the bytes of a file; raises `Refused` (`framework.damaged`)."""
    try:
        head, body = map(orjson.loads, data.split(b"\n", 2)[:2])
        if head["form"] != _FORM:
            raise ValueError(head["form"])  # noqa: TRY301 -- told below with the other damages
        return _framework(head, body)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        told = f"{name or 'a list of skills'} is damaged: {type(error).__name__}"
        raise Refused.because("framework.damaged", told) from None


class _Places:
    """Numbers for URIs: first those of the framework's entries, then those of other lists."""

    def __init__(self, known: Iterable[str]) -> None:
        uris = list(known)
        self._places = {uri: place for place, uri in enumerate(uris)}
        self._entries = len(uris)
        self.elsewhere: list[str] = []

    def of(self, uri: str) -> int:
        """The number of a URI, a new one where it has none yet."""
        if uri not in self._places:
            self._places[uri] = self._entries + len(self.elsewhere)
            self.elsewhere.append(uri)
        return self._places[uri]


def _skill_row(one: Skill) -> list[Any]:
    names = _translated(one.translations)
    row = [one.id, one.label, one.alternatives, one.description, one.kind, one.code]
    return _cut([*row, names, one.collections])


def _occupation_row(one: Occupation, places: _Places) -> list[Any]:
    needs = [_cut([places.of(need.skill), need.importance, need.level]) for need in one.needs]
    row = [one.id, one.label, one.alternatives, one.description, one.code, needs]
    return _cut([*row, _translated(one.translations), one.level])


def _group_row(one: Group) -> list[Any]:
    return _cut([one.id, one.label, one.description, one.code, _translated(one.translations)])


def _cut(row: list[Any]) -> list[Any]:
    """A row without what is not stated at its end; its first two cells always are."""
    while len(row) > _ALWAYS and row[-1] in (None, "", (), {}):
        row.pop()
    return row


def _translated(names: Mapping[str, Names]) -> dict[str, list[Any]]:
    return {language: [one.label, *one.alternatives] for language, one in names.items()}


def _framework(head: Mapping[str, Any], body: Mapping[str, Any]) -> Framework:
    lists = [body["skills"], body["occupations"], body["groups"]]
    uris = [row[0] for rows in lists for row in rows] + body["elsewhere"]
    kinds = {kind.value: kind for kind in LinkKind}
    made: dict[tuple[Any, ...], Need] = {}

    def need_of(place: int, importance: float, level: int | None = None) -> Need:
        key = (place, importance, level)
        if key not in made:
            made[key] = Need(uris[place], importance=importance, level=level)
        return made[key]

    return Framework(
        **{name: head[name] for name in SAID},
        skills=tuple(_skill(*row) for row in body["skills"]),
        occupations=tuple(
            _occupation(tuple(need_of(*need) for need in _at(row, 5)), row)
            for row in body["occupations"]
        ),
        links=tuple(
            Link(uris[one], kinds[kind], uris[other]) for one, kind, other in body["links"]
        ),
        groups=tuple(
            Group(
                row[0],
                row[1],
                description=_at(row, 2) or "",
                code=_at(row, 3) or "",
                translations=_names(_at(row, 4)),
            )
            for row in body["groups"]
        ),
    )


def _skill(uri: str, label: str, *rest: Any) -> Skill:
    row = (*rest, *((), "", "", "", {}, ())[len(rest) :])
    return Skill(
        uri,
        label,
        alternatives=tuple(row[0]),
        description=row[1],
        kind=row[2],
        code=row[3],
        translations=_names(row[4]),
        collections=tuple(row[5]),
    )


def _occupation(needs: tuple[Need, ...], row: list[Any]) -> Occupation:
    return Occupation(
        row[0],
        row[1],
        alternatives=tuple(_at(row, 2)),
        description=_at(row, 3) or "",
        code=_at(row, 4) or "",
        needs=needs,
        translations=_names(_at(row, 6)),
        level=row[7] if len(row) > 7 else None,
    )


def _at(row: list[Any], place: int) -> Any:
    return row[place] if place < len(row) else ()


def _names(told: Any) -> dict[str, Names]:
    if not told:
        return {}
    return {language: Names(label, tuple(others)) for language, (label, *others) in told.items()}
