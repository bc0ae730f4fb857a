"""Which kind a skill is, and so how fast it fades: told by the lists it stands in, and by no guess.

The kinds are asked for in the order of the table `half_life`, the regulated first, and the first of
which anything says that the skill is one is its kind:

1. its list, by the word it has for the skill, or by a collection the skill stands in;
2. ESCO, by a group that stands above it;
3. the same, of a skill of another list that a match says is the same one.

Else its kind is not known, and the half-life of "" counts. The same lists tell the same each time,
and what told it is kept with the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from testamur.encoding import JsonObject
from testamur.pathways.confidence import HALF_LIFE
from testamur.skills.framework import Group, Occupation, Skill
from testamur.skills.graph import Nearness, Way

__all__ = ["Lists", "SkillKind", "kind_of", "kinds_of"]

_ESCO: Final = "http://data.europa.eu/esco/"
_FIELD: Final = f"{_ESCO}isced-f/"
"""How the fields of education begin, under which ESCO puts what is knowledge."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """What says a kind: words of lists and their collections, groups of ESCO, fields of study."""

    words: frozenset[str]
    groups: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()


_SIGNS: Final = {
    "regulated": _Signs(
        frozenset({"regulated"}),
        groups=frozenset({"S3.2", "S3.3.1"}),  # health care; health and safety procedures
        fields=("1022",),  # occupational health and safety
    ),
    "digital": _Signs(
        frozenset({"digital", "digComp", "technology"}),
        groups=frozenset({"S5", "T1.3"}),  # working with computers; with digital devices
        fields=("06",),  # information and communication technologies
    ),
    "language": _Signs(
        frozenset({"language", "languages"}), groups=frozenset({"L"}), fields=("0231",)
    ),
    "transversal": _Signs(frozenset({"transversal"})),  # what is below one of them need not be one
    "knowledge": _Signs(frozenset({"knowledge"})),
}


class Lists(Protocol):
    """What must be known of lists to tell the kind of a skill; the graph of one knows it."""

    def entry(self, uri: str, /) -> Skill | Occupation | Group | None:
        """The skill, occupation or group of that identifier."""
        ...

    def ancestors(self, uri: str, /) -> Mapping[str, int]:
        """Everything broader, the nearest first."""
        ...

    def matches(self, uri: str, /) -> Iterable[Way]:
        """What of other lists stands so to it."""
        ...


@dataclass(frozen=True, slots=True)
class SkillKind:
    """The kind of a skill, and what says so."""

    name: str
    because: str

    def as_json(self) -> JsonObject:
        """The kind as a trace holds it."""
        return {"kind": self.name, "because": self.because}


def kinds_of(skills: Iterable[str], lists: Lists | None) -> dict[str, SkillKind]:
    """The kind of each skill of which it is known, in the order of their addresses."""
    told = {uri: kind_of(uri, lists) for uri in sorted(set(skills))} if lists else {}
    return {uri: kind for uri, kind in told.items() if kind}


def kind_of(skill: str, lists: Lists) -> SkillKind | None:
    """The kind of a skill; None where no list tells it."""
    return next(_told(skill, lists), None)


def _told(skill: str, lists: Lists) -> Iterator[SkillKind]:
    yield from _of_itself(skill, lists)
    for way in lists.matches(skill):
        if way.nearness is Nearness.SAME:
            for kind in _of_itself(way.skill, lists):
                yield SkillKind(kind.name, f"{kind.because}, being the same through {way.told}")


def _of_itself(uri: str, lists: Lists) -> Iterator[SkillKind]:
    entry = lists.entry(uri)
    if isinstance(entry, Skill):
        groups = [one for one in map(lists.entry, lists.ancestors(uri)) if isinstance(one, Group)]
        for kind in HALF_LIFE:
            if kind in _SIGNS:
                said = _signs_in(entry, groups, _SIGNS[kind])
                yield from (SkillKind(kind, because) for because in said)


def _signs_in(entry: Skill, groups: Iterable[Group], signs: _Signs) -> Iterator[str]:
    if entry.kind in signs.words:
        yield f"its list calls it {entry.kind}"
    for collection in sorted(signs.words.intersection(entry.collections)):
        yield f"it stands in the collection {collection}"
    for group in groups:
        field = group.id.removeprefix(_FIELD)
        is_field = field != group.id and field.startswith(signs.fields)
        if is_field or (group.id.startswith(_ESCO) and group.code in signs.groups):
            yield f"it stands under “{group.label}” in ESCO"
