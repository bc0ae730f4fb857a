"""The rule of a draft as it is shown: boxes in boxes with what is wrong in each, and a sentence.

What a box needs to say is told at once where something wrong was typed; what is only not said yet
waits until the step is checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise

from testamur.errors import Refused
from testamur.pathways.rules import MAX_DEPTH, Rule, read_clause, read_recognised
from testamur.pathways.sentences import sentence
from testamur.problems import Problem
from testamur_web.awards.queries import issuers_here
from testamur_web.catalogue.parts import Part, Standing, find_parts, parts_called, parts_like
from testamur_web.catalogue.stacks import problems_in
from testamur_web.ui.issuer.editor.forms import DraftForm
from testamur_web.ui.issuer.editor.rule.kinds import (
    CONDITIONS,
    GROUPS,
    KINDS,
    RAW,
    kind_of,
)
from testamur_web.ui.issuer.editor.rule.moves import children_of
from testamur_web.ui.issuer.editor.rule.typed import ROOT, shown_name

__all__ = ["Box", "Builder", "anchor_of", "builder_of", "told_stack"]

_RULE: Final = "/stack/clause"
_GAP: Final = {"achievement": "urn:testamur:gap", "name": "…"}
_MOST_OFFERS: Final = 5
_NEEDED: Final = ("name", "credits", "atLeast", "atLevel", "withinMonths")


@dataclass(frozen=True, slots=True)
class Named:
    """A field for an achievement: its words and the address they mean, "" where they mean none."""

    text: str
    address: str
    part: Part | None = None

    @property
    def was(self) -> str:
        """What was shown, so that what is typed anew is known from it."""
        return f"{self.address} {self.text}"


@dataclass(frozen=True, slots=True)
class Pick:
    """One address of several that may be unticked, and what it is called."""

    address: str
    label: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of what counts as what."""

    asked: Named
    other: Named


@dataclass(frozen=True, slots=True)
class Box:
    """One clause: its way from the outermost, its kind, its fields, and the boxes inside it."""

    path: tuple[int, ...]
    kind: str
    form: DraftForm
    boxes: list[Box]
    beside: int
    is_beside: bool
    named: Named | None = None
    offers: Sequence[Part] = ()
    picked: Sequence[Pick] = ()
    errors: Sequence[str] = ()
    raw: str = ""

    @property
    def prefix(self) -> str:
        """What the names of its fields begin with, and its id."""
        return "-".join([ROOT, *map(str, self.path)])

    @property
    def place(self) -> str:
        """Its way, as buttons say it."""
        return ".".join(map(str, self.path))

    @property
    def number(self) -> str:
        """Its way as people count, from 1: "1.2"; "" of the outermost."""
        return ".".join(str(step + 1) for step in self.path)

    @property
    def title(self) -> str | Promise:
        """What it is called."""
        return KINDS[self.kind].title if self.kind in KINDS else ""

    @property
    def is_group(self) -> bool:
        """Whether several boxes may stand in it."""
        return self.kind in GROUPS

    @property
    def takes_more(self) -> bool:
        """Whether another box may be put into it."""
        return self.is_group or self.kind == "" or (self.kind in CONDITIONS and not self.boxes)

    @property
    def is_first(self) -> bool:
        """Whether none of its neighbours stands before it."""
        return not self.path or self.path[-1] == 0

    @property
    def is_last(self) -> bool:
        """Whether none of its neighbours stands after it."""
        return not self.path or self.path[-1] == self.beside - 1

    @property
    def can_unwrap(self) -> bool:
        """Whether what is inside may take its place."""
        return len(self.boxes) == 1 or (self.is_beside and len(self.boxes) > 1)

    @property
    def has_errors(self) -> bool:
        """Whether something is shown as wrong in it or inside it."""
        here = bool(self.errors or self.form.errors)
        return here or any(box.has_errors for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Builder:
    """All that the step about parts shows besides its fields; `root` is None where it is off.

    `groups` and `conditions` are the kinds that a box may be put into, with their names.
    """

    root: Box | None
    told: str
    pairs: Sequence[Pair]
    errors: Sequence[str]
    issuers: Mapping[str, str]
    groups: Sequence[tuple[str, str]] = ()
    conditions: Sequence[tuple[str, str]] = ()

    @property
    def has_errors(self) -> bool:
        """Whether something is shown as wrong."""
        return bool(self.errors) or (self.root is not None and self.root.has_errors)


def builder_of(draft: Mapping[str, Any], *, is_checked: bool) -> Builder:
    """The builder of a draft; `is_checked` tells of what is not said yet, too."""
    stack = draft.get("stack")
    if not isinstance(stack, Mapping) or not stack:
        return Builder(None, "", [], [], {})
    maker = _Maker.of(stack, is_checked=is_checked)
    return Builder(
        root=maker.box(stack.get("clause", {}), (), beside=1, is_beside=False),
        told=_told(stack, maker.parts, maker.issuers),
        pairs=[*maker.pairs(stack.get("recognised")), Pair(Named("", ""), Named("", ""))],
        errors=_wrong_pairs(stack.get("recognised")),
        issuers=maker.issuers,
        groups=_titled(GROUPS),
        conditions=_titled(CONDITIONS),
    )


def told_stack(draft: Mapping[str, Any]) -> str:
    """The stack of a draft as a sentence; an ellipsis stands for what cannot be read yet."""
    stack = draft.get("stack")
    if not isinstance(stack, Mapping) or not stack:
        return ""
    return _told(stack, find_parts(_addresses(stack)), issuers_here())


def anchor_of(pointer: str) -> str:
    """The id of the box that a pointer into a draft leads to; of the page's part where to none."""
    if not pointer.startswith(_RULE):
        return "pairs" if pointer.startswith("/stack/recognised") else ROOT
    return "-".join([ROOT, *map(str, _path(pointer))])


def _titled(kinds: Iterable[str]) -> list[tuple[str, str]]:
    return [(kind, str(KINDS[kind].title)) for kind in kinds]


def _told(stack: Mapping[str, Any], parts: Mapping[str, Part], issuers: Mapping[str, str]) -> str:
    names = {address: part.title for address, part in parts.items() if part.title} | dict(issuers)
    try:
        rule = Rule(
            "urn:testamur:rule",
            version="0",
            clause=read_clause(_readable(stack.get("clause", {}))),
            counts_twice=stack.get("counts_twice") is True,
            recognised=_recognised(stack.get("recognised")),
        )
    except Refused:
        return ""
    return sentence(rule, names)


def _recognised(value: Any) -> dict[str, tuple[str, ...]]:
    try:
        return read_recognised(value or {})
    except Refused:
        return {}


def _readable(clause: Any) -> dict[str, Any]:
    """The same clause without what cannot be read: a gap, or a condition left away."""
    kind, inside = kind_of(clause), [_readable(one) for one in children_of(clause)]
    if kind in CONDITIONS:
        one = inside[0] if inside else dict(_GAP)
        changed = {**clause, "rule": one}
        return one if problems_in(changed) else changed
    if kind in GROUPS:
        changed = {**clause, KINDS[kind].inside: inside or [dict(_GAP)]}
        return {"all": inside or [dict(_GAP)]} if problems_in(changed) else changed
    return dict(_GAP) if problems_in(clause) else clause


def _wrong_pairs(value: Any) -> list[str]:
    try:
        read_recognised(value or {})
    except Refused as error:
        return [error.problem.detail]
    return []


def _path(pointer: str) -> list[int]:
    """The way to a box: the numbers of a pointer, 0 for what stands under a condition."""
    path: list[int] = []
    steps = iter(pointer.removeprefix(_RULE).strip("/").split("/"))
    for step in steps:
        if step == "rule":
            path.append(0)
        elif step in {"all", "any", "inOrder", "of"}:
            number = next(steps, "")
            path += [int(number)] if number.isdigit() else []
        else:
            break
    return path


def _addresses(stack: Mapping[str, Any]) -> Iterator[str]:
    """Every address that a draft names, sound or not."""
    waiting = [stack.get("clause")]
    while waiting:
        clause = waiting.pop()
        waiting += children_of(clause)
        kind = kind_of(clause)
        if kind == "achievement" and isinstance(clause, dict):
            yield str(clause["achievement"])
        elif kind == "credits" and isinstance(clause, dict):
            yield from clause.get("from", [])
    recognised = stack.get("recognised")
    for asked, others in (recognised if isinstance(recognised, dict) else {}).items():
        yield asked
        yield from (str(one) for one in (others if isinstance(others, list) else []))


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes boxes; `problems` are those that are shown, by the way to their box."""

    parts: Mapping[str, Part]
    issuers: Mapping[str, str]
    problems: Mapping[tuple[int, ...], list[Problem]]

    @classmethod
    def of(cls, stack: Mapping[str, Any], *, is_checked: bool) -> _Maker:
        by_place: dict[tuple[int, ...], list[Problem]] = {}
        clause = stack.get("clause", {})
        for problem in problems_in(clause, _RULE):
            if is_checked or not _is_unsaid(clause, problem.pointer):
                by_place.setdefault(tuple(_path(problem.pointer)), []).append(problem)
        return cls(find_parts(_addresses(stack)), issuers_here(), by_place)

    def box(self, clause: Any, path: tuple[int, ...], *, beside: int, is_beside: bool) -> Box:
        kind = kind_of(clause) if len(path) <= MAX_DEPTH else RAW
        inside = children_of(clause) if kind != RAW else []
        form = KINDS[kind].form if kind in KINDS else DraftForm
        prefix = "-".join([ROOT, *map(str, path)])
        filled = form.of(clause if isinstance(clause, dict) else {}, prefix=prefix)
        filled.require(_NEEDED)
        named = self._named(clause) if kind == "achievement" else None
        is_several = kind in GROUPS
        return Box(
            path,
            kind,
            filled,
            [
                self.box(one, (*path, at), beside=len(inside), is_beside=is_several)
                for at, one in enumerate(inside)
            ],
            beside,
            is_beside,
            named=named,
            offers=_offers(named) if named else (),
            picked=self._picks(kind, clause),
            errors=self._tell(filled, path),
            raw=json.dumps(clause) if kind == RAW else "",
        )

    def pairs(self, recognised: Any) -> Iterator[Pair]:
        for asked, others in (recognised if isinstance(recognised, dict) else {}).items():
            for other in others if isinstance(others, list) else []:
                yield Pair(self._field(asked), self._field(str(other)))

    def _tell(self, form: DraftForm, path: tuple[int, ...]) -> list[str]:
        """Tell each problem at its field; those of no field are left."""
        return [
            problem.detail
            for problem in self.problems.get(path, ())
            if not form.tell(problem.pointer.rpartition("/")[2], problem.detail)
        ]

    def _named(self, clause: Mapping[str, Any]) -> Named:
        address = str(clause.get("achievement", ""))
        if not address:
            return Named(str(clause.get("name", "")), "")
        return self._field(address)

    def _field(self, address: str) -> Named:
        return Named(shown_name(address, self.parts), address, self.parts.get(address))

    def _picks(self, kind: str, clause: Any) -> list[Pick]:
        member = KINDS[kind].picks if kind in KINDS else ""
        if not member:
            return []
        names = dict(self.issuers)
        return [
            Pick(one, names.get(one) or shown_name(one, self.parts))
            for one in clause.get(member, [])
        ]


def _offers(named: Named) -> list[Part]:
    """What somebody may mean who typed words that are no title, or the title of several."""
    if named.address or not named.text:
        return []
    called: Iterable[Part] = parts_called(named.text) or parts_like(named.text, limit=_MOST_OFFERS)
    return [part for part in called if part.standing is Standing.OFFERED]


def _is_unsaid(clause: Any, pointer: str) -> bool:
    """Whether a problem is only that nothing was said yet; words that name nothing are said."""
    value, above = clause, None
    for step in filter(None, pointer.removeprefix(_RULE).split("/")):
        above = value
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step, "")
        else:
            return False
    is_named = isinstance(above, dict) and bool(above.get("name"))
    return value in ("", {}, [], None) and not is_named
