"""What the buttons of the builder do to a rule: put in, take out, move, wrap, unwrap, choose.

A button says `rule:VERB:PLACE` or `rule:VERB:PLACE:WHAT`; a place is the way to a box, such as
`0.1`, and "" is the outermost. A button that fits nothing any more changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict

from testamur_web.catalogue.addresses import url_of
from testamur_web.catalogue.parts import find_parts
from testamur_web.ui.issuer.editor.rule.kinds import CONDITIONS, GROUPS, KINDS, blank, kind_of
from testamur_web.ui.issuer.editor.rule.typed import ROOT

__all__ = ["Moved", "children_of", "is_move", "move", "with_children"]

Path = tuple[int, ...]
Clause = dict[str, Any]
_START: Final[Clause] = {"all": []}


@dataclass(frozen=True, slots=True)
class Moved:
    """The stack after a button, and the id of what the page should go to."""

    stack: dict[str, Any]
    anchor: str = ROOT


def is_move(go: str) -> bool:
    """Whether a button is one of the builder's."""
    return go.startswith("rule:")


def move(stack: Mapping[str, Any], go: str, typed: QueryDict) -> Moved:
    """The stack after the button `go`."""
    _rule, verb, place, what = [*go.split(":", 3), "", "", ""][:4]
    told = dict(stack)
    if verb in _WHOLE:
        return _WHOLE[verb](told, place)
    path = _path(place)
    root = told.get("clause") if isinstance(told.get("clause"), dict) else {}
    if path is None or verb not in _INSIDE or not isinstance(root, dict):
        return Moved(told)
    if verb == "wrap":
        what = typed.get(f"{_prefix(path)}-wrap", "")
    changed, to = _INSIDE[verb](root, path, what)
    return Moved(told | {"clause": changed}, _prefix(to))


def children_of(clause: Any) -> list[Any]:
    """The clauses right inside one, as they stand."""
    kind = kind_of(clause)
    if kind in GROUPS:
        return list(clause[KINDS[kind].inside])
    if kind in CONDITIONS:
        return [clause["rule"]] if clause.get("rule") else []
    return []


def with_children(clause: Any, inside: list[Any]) -> Any:
    """The same clause with others inside it."""
    kind = kind_of(clause)
    if kind in GROUPS:
        return {**clause, KINDS[kind].inside: inside}
    if kind in CONDITIONS:
        return {**clause, "rule": inside[0] if inside else {}}
    return clause


# ------------------------------------------------------------------------------ the whole


def _start(stack: dict[str, Any], _place: str) -> Moved:
    return Moved(stack | {"clause": stack.get("clause") or dict(_START)}, ROOT)


def _stop(_stack: dict[str, Any], _place: str) -> Moved:
    return Moved({})


def _pair(stack: dict[str, Any], _place: str) -> Moved:
    """One more row for what counts as what; the page shows an empty one."""
    return Moved(stack, "pairs")


def _unpair(stack: dict[str, Any], place: str) -> Moved:
    recognised = stack.get("recognised")
    pairs = [
        (asked, other)
        for asked, others in (recognised if isinstance(recognised, dict) else {}).items()
        for other in others
    ]
    left: dict[str, list[str]] = {}
    for at, (asked, other) in enumerate(pairs):
        if str(at) != place:
            left.setdefault(asked, []).append(other)
    kept = {name: value for name, value in stack.items() if name != "recognised"}
    return Moved(kept | ({"recognised": left} if left else {}), "pairs")


_WHOLE: Final[Mapping[str, Callable[[dict[str, Any], str], Moved]]] = {
    "start": _start,
    "stop": _stop,
    "pair": _pair,
    "unpair": _unpair,
}


# ------------------------------------------------------------------------------ inside


def _add(root: Clause, path: Path, what: str) -> tuple[Clause, Path]:
    if what not in KINDS:
        return root, path
    clause = _at(root, path)
    kind = kind_of(clause)
    if kind in GROUPS:
        inside = [*children_of(clause), blank(what)]
        return _put(root, path, with_children(clause, inside)), (*path, len(inside) - 1)
    if kind in CONDITIONS and not children_of(clause):
        return _put(root, path, clause | {"rule": blank(what)}), (*path, 0)
    return (_put(root, path, blank(what)) if kind == "" else root), path


def _remove(root: Clause, path: Path, _what: str) -> tuple[Clause, Path]:
    if not path:
        return dict(_START), path
    above = _at(root, path[:-1])
    inside = children_of(above)
    if path[-1] < len(inside):
        del inside[path[-1]]
    return _put(root, path[:-1], with_children(above, inside)), path[:-1]


def _up(root: Clause, path: Path, _what: str) -> tuple[Clause, Path]:
    return _swap(root, path, -1)


def _down(root: Clause, path: Path, _what: str) -> tuple[Clause, Path]:
    return _swap(root, path, 1)


def _swap(root: Clause, path: Path, by: int) -> tuple[Clause, Path]:
    above = _at(root, path[:-1])
    inside = children_of(above)
    at = path[-1] if path else -1
    if not 0 <= at < len(inside) or not 0 <= at + by < len(inside):
        return root, path
    inside[at], inside[at + by] = inside[at + by], inside[at]
    return _put(root, path[:-1], with_children(above, inside)), (*path[:-1], at + by)


def _wrap(root: Clause, path: Path, what: str) -> tuple[Clause, Path]:
    clause = _at(root, path)
    if what not in {*GROUPS, *CONDITIONS} or clause is None:
        return root, path
    inside = KINDS[what].inside
    around = blank(what) | {inside: clause if what in CONDITIONS else [clause]}
    return _put(root, path, around), path


def _unwrap(root: Clause, path: Path, _what: str) -> tuple[Clause, Path]:
    """What is inside takes the place of the box: in a group all of it, elsewhere the only one."""
    inside = children_of(_at(root, path))
    above = _at(root, path[:-1]) if path else None
    if kind_of(above) in GROUPS:
        beside = children_of(above)
        beside[path[-1] : path[-1] + 1] = inside
        return _put(root, path[:-1], with_children(above, beside)), path[:-1]
    if len(inside) == 1:
        return _put(root, path, inside[0]), path
    return root, path


def _choose(root: Clause, path: Path, what: str) -> tuple[Clause, Path]:
    """The micro-credential of this instance whose id was pressed."""
    clause = _at(root, path)
    try:
        address = url_of(UUID(what))
    except ValueError:
        return root, path
    if kind_of(clause) != "achievement":
        return root, path
    title = find_parts([address])[address].title
    chosen = clause | {"achievement": address} | ({"name": title} if title else {})
    return _put(root, path, chosen), path


_INSIDE: Final[Mapping[str, Callable[[Clause, Path, str], tuple[Clause, Path]]]] = {
    "add": _add,
    "remove": _remove,
    "up": _up,
    "down": _down,
    "wrap": _wrap,
    "unwrap": _unwrap,
    "choose": _choose,
    "keep": lambda root, path, _what: (root, path),
}


def _path(place: str) -> Path | None:
    steps = place.split(".") if place else []
    if len(steps) > 20 or not all(step.isascii() and step.isdigit() for step in steps):
        return None
    return tuple(int(step[:4]) for step in steps)


def _prefix(path: Path) -> str:
    return "-".join([ROOT, *map(str, path)])


def _at(root: Any, path: Path) -> Any:
    for step in path:
        inside = children_of(root)
        if step >= len(inside):
            return None
        root = inside[step]
    return root


def _put(root: Any, path: Path, clause: Any) -> Any:
    """The same rule with another clause in one place; without a change where there is no place."""
    if not path:
        return clause
    inside = children_of(root)
    if path[0] >= len(inside):
        return root
    inside[path[0]] = _put(inside[path[0]], path[1:], clause)
    return with_children(root, inside)
