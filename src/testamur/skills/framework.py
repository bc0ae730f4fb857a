"""What a published list of skills says: its skills, its occupations, and how they hang together.

A framework is one immutable value, whichever format it was read from:

- everything is named by its identifier, the URI its publisher gave it, and never by its label;
- the labels of the framework's own language stand on the skill itself, other languages beside it;
- levels are whole numbers from 1 to 8, as those of the European Qualifications Framework; a local
  scale is mapped to them where it is read; None means "not stated" and is never guessed;
- an importance is between 0 and 1; what a framework calls essential weighs 1, optional 0.5, unless
  it publishes a figure of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import StrEnum
from typing import Final

__all__ = [
    "ESSENTIAL",
    "OPTIONAL",
    "Crosswalk",
    "Framework",
    "Group",
    "Link",
    "LinkKind",
    "Names",
    "Need",
    "Occupation",
    "Skill",
]

ESSENTIAL: Final = 1.0
"""The importance of what an occupation cannot be done without."""

OPTIONAL: Final = 0.5
"""The importance of what helps in an occupation."""


class LinkKind(StrEnum):
    """How one skill or occupation stands to another, in the words of SKOS."""

    BROADER = "broader"
    RELATED = "related"
    EXACT = "exactMatch"
    CLOSE = "closeMatch"
    BROAD = "broadMatch"
    NARROW = "narrowMatch"


@dataclass(frozen=True, slots=True)
class Names:
    """What a skill or an occupation is called in one language."""

    label: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skill:
    """Something one can do or know. `kind` is the publisher's word, such as "knowledge".

    `collections` are the publisher's selections that it stands in, such as "green".
    """

    id: str
    label: str
    _: KW_ONLY
    alternatives: tuple[str, ...] = ()
    description: str = ""
    kind: str = ""
    code: str = ""
    translations: Mapping[str, Names] = field(default_factory=dict)
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that an occupation or a goal asks for: how well (1 to 8), and how much it matters."""

    skill: str
    _: KW_ONLY
    level: int | None = None
    importance: float = ESSENTIAL


@dataclass(frozen=True, slots=True)
class Occupation:
    """A kind of work and what it asks for; `code` is the publisher's, such as "2512.4".

    `level` is the one at which it is usually learnt, where its framework says so.
    """

    id: str
    label: str
    _: KW_ONLY
    alternatives: tuple[str, ...] = ()
    description: str = ""
    code: str = ""
    needs: tuple[Need, ...] = ()
    translations: Mapping[str, Names] = field(default_factory=dict)
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A heading under which skills or occupations stand; nobody learns or awards it by itself."""

    id: str
    label: str
    _: KW_ONLY
    description: str = ""
    code: str = ""
    translations: Mapping[str, Names] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """`source` stands so to `target`: (a, BROADER, b) says that b is the broader of the two."""

    source: str
    kind: LinkKind
    target: str


@dataclass(frozen=True, slots=True)
class Framework:
    """One version of a published list, with what its licence asks to be said beside it."""

    id: str
    name: str
    _: KW_ONLY
    version: str = ""
    language: str = "en"
    licence: str = ""
    attribution: str = ""
    skills: tuple[Skill, ...] = ()
    occupations: tuple[Occupation, ...] = ()
    links: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """How the entries of one list match those of another, as somebody published it.

    `source` and `target` name the two lists, by identifier where the table tells one. `labels` are
    what the table calls its entries, where it does.
    """

    source: str
    target: str
    _: KW_ONLY
    name: str = ""
    version: str = ""
    attribution: str = ""
    links: tuple[Link, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What it is called when it is told of: its name and version."""
        return f"{self.name or 'a crosswalk'} {self.version}".strip()
