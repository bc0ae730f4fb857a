"""Prerequisites and fundings as rows that a person fills in, and as a draft keeps them.

A row of prerequisites names one thing, and joins it to the row above: "or" makes them one group, of
which one is enough; "and" begins the next group, which must be met too. A row of fundings has a
field for each fact instead of a list of conditions. What rows cannot show is carried along in them
unseen, so that saving a step as it is shown changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from testamur.encoding import parse_json
from testamur.errors import TestamurError
from testamur.problems import Problem
from testamur_web.catalogue.documents import achievement_url
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import Ready, published
from testamur_web.catalogue.requirements import achievement_key
from testamur_web.catalogue.skills import find_skill
from testamur_web.people.models import Organisation

__all__ = ["FOLDED", "at_rows", "fold", "titles_offered", "unfold"]

FOLDED: Final = ("requires", "funding")
OR: Final = "or"
_MOST_TITLES: Final = 300
_CONDITIONS: Final[tuple[tuple[str, str, str], ...]] = (
    ("age_from", "age", "atLeast"),
    ("age_to", "age", "atMost"),
    ("countries", "country", "oneOf"),
    ("regions", "region", "oneOf"),
    ("employment", "employment", "oneOf"),
    ("eqf_from", "eqf", "atLeast"),
    ("eqf_to", "eqf", "atMost"),
    ("income", "income", "oneOf"),
    ("voucher", "voucher", "is"),
)
_FIELD_OF: Final = {(fact, test): field for field, fact, test in _CONDITIONS}
_PLAIN: Final = ("name", "percent", "url", "until")


def fold(name: str, rows: Sequence[Mapping[str, Any]]) -> Any:
    """What a draft keeps of the rows of a member."""
    if name == "funding":
        return [_funding(row) for row in rows]
    return _tree(rows)


def unfold(name: str, kept: Any) -> list[dict[str, Any]]:
    """The rows that show what a draft keeps of a member."""
    if name == "funding":
        return [_funding_row(one) for one in kept] if isinstance(kept, list) else []
    return [row for _pointer, row in _placed(kept)]


def at_rows(ready: Ready, draft: Mapping[str, Any]) -> Ready:
    """What was judged, with each problem at the field of the row that shows what it is about."""
    return replace(
        ready,
        problems=tuple(_at_row(one, draft) for one in ready.problems),
        advice=tuple(_at_row(one, draft) for one in ready.advice),
    )


def titles_offered(organisation: Organisation) -> list[str]:
    """What is published, with its issuer, as a list offers it: one's own first."""
    known = published().values_list("title", "achievement__organisation__name")
    own = known.filter(achievement__organisation=organisation).order_by("title")
    others = known.exclude(achievement__organisation=organisation).order_by("title")
    found = [*own[:_MOST_TITLES], *others[:_MOST_TITLES]]
    return [f"{title} · {issuer}" for title, issuer in found]


def _at_row(problem: Problem, draft: Mapping[str, Any]) -> Problem:
    member, _slash, rest = problem.pointer.strip("/").partition("/")
    if member == "requires":
        return replace(problem, pointer=_requires_pointer(problem.pointer, draft.get(member)))
    if member == "funding" and "/" in rest:
        return replace(problem, pointer=_funding_pointer(rest, draft.get(member)))
    return problem


# ---------------------------------------------------------------------------------- prerequisites


def _tree(rows: Sequence[Mapping[str, Any]]) -> Any:
    if len(rows) == 1 and rows[0].get("unseen"):
        return _loaded(rows[0]["unseen"])
    groups: list[list[dict[str, Any]]] = []
    for row in rows:
        if groups and row.get("join") == OR:
            groups[-1].append(_node(row))
        else:
            groups.append([_node(row)])
    nodes = [group[0] if len(group) == 1 else {"any": group} for group in groups]
    if len(nodes) == 1:
        return nodes[0]
    return {"all": nodes} if nodes else {}


def _node(row: Mapping[str, Any]) -> dict[str, Any]:
    """One thing as it was typed, with its address where its name is known."""
    typed, skill = str(row.get("title") or ""), str(row.get("ability") or "")
    address, uri = str(row.get("achievement") or ""), str(row.get("skill_uri") or "")
    is_elsewhere = bool(address) and achievement_key(address) == address
    found = _published_as(typed) if typed and not is_elsewhere else None
    node: dict[str, Any] = {"name": (found.title if found else typed) or skill}
    if typed or address:
        node["achievement"] = achievement_url(found.achievement) if found else address
    if skill or uri:
        node["skill"] = _skill_called(skill) or uri
    if row.get("level"):
        node["level"] = _whole(row["level"])
    return node


def _published_as(typed: str) -> Version | None:
    """What is published under a title, or a title and its issuer, where there is just one."""
    title, _dot, issuer = typed.rpartition(" · ")
    known = published()
    found = list(known.filter(title__iexact=typed)[:2])
    if issuer and not found:
        found = list(
            known.filter(title__iexact=title, achievement__organisation__name__iexact=issuer)[:2]
        )
    return found[0] if len(found) == 1 else None


def _skill_called(name: str) -> str:
    found = find_skill(name)
    return found.skill_uri if found else ""


def _placed(kept: Any) -> list[tuple[str, dict[str, Any]]]:
    """The rows of a tree, each with the JSON Pointer of its node; one unseen where it is deeper."""
    if not isinstance(kept, Mapping) or not kept:
        return []
    try:
        return list(_rows_of(kept))
    except ValueError:
        return [("", {"unseen": json.dumps(kept)})]


def _rows_of(tree: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Raises `ValueError` for what is no group of groups of single things."""
    groups = _nodes(tree, "all") if "all" in tree else [("", tree)]
    for at, group in groups:
        choices = _nodes(group, "any") if "any" in group else [("", group)]
        for number, (place, node) in enumerate(choices):
            yield f"{at}{place}", _row(node) | {"join": OR if number else "and"}


def _nodes(group: Mapping[str, Any], name: str) -> list[tuple[str, Mapping[str, Any]]]:
    parts = group[name]
    if len(group) > 1 or not isinstance(parts, list):
        raise ValueError
    if not all(isinstance(part, Mapping) for part in parts):
        raise ValueError
    return [(f"/{name}/{at}", part) for at, part in enumerate(parts)]


def _row(node: Mapping[str, Any]) -> dict[str, Any]:
    if not node.keys() <= {"achievement", "skill", "name", "level"}:
        raise ValueError
    told = {name: node[name] for name in ("achievement", "level") if name in node}
    if "skill" in node:
        return told | {"ability": node.get("name", ""), "skill_uri": node["skill"]}
    return told | {"title": node.get("name", "")}


def _requires_pointer(pointer: str, kept: Any) -> str:
    inner = pointer.removeprefix("/requires")
    for number, (place, row) in enumerate(_placed(kept)):
        if inner == place or inner.startswith(f"{place}/"):
            about = inner.removeprefix(place).strip("/").partition("/")[0]
            return f"/requires/{number}/{_requires_field(about, row)}"
    return "/requires"


def _requires_field(about: str, row: Mapping[str, Any]) -> str:
    first = "ability" if "ability" in row else "title"
    return {"level": "level", "achievement": "achievement", "skill": "skill_uri"}.get(about, first)


# ----------------------------------------------------------------------------------------- funding


def _funding(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: row[name] for name in _PLAIN if name in row}
    unseen = _loaded(row.get("unseen", ""))
    most = dict(_mapped(unseen.get("most")))
    if row.get("amount"):
        most = {str(row.get("currency") or "EUR"): row["amount"]} | most
    conditions = [
        {"fact": fact, "test": test, "value": _value(row[field], fact)}
        for field, fact, test in _CONDITIONS
        if row.get(field)
    ]
    conditions += _listed(unseen.get("conditions"))
    more: dict[str, Any] = {"most": most, "conditions": conditions}
    return told | {name: value for name, value in more.items() if value}


def _value(value: Any, fact: str) -> Any:
    """A value as a condition has it: numbers as such, countries in capitals."""
    if isinstance(value, list):
        return [str(one).upper() if fact == "country" else str(one) for one in value]
    return value if fact == "voucher" else _whole(value)


def _whole(value: Any) -> Any:
    """The number, or the text where it is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else value


def _funding_row(kept: Any) -> dict[str, Any]:
    if not isinstance(kept, Mapping):
        return {}
    row = {name: kept[name] for name in _PLAIN if name in kept}
    most, unseen = _mapped(kept.get("most")), dict[str, Any]()
    if most:
        (row["currency"], row["amount"]), *others = most.items()
        unseen = {"most": dict(others)} if others else {}
    left = []
    for condition in _listed(kept.get("conditions")):
        field = _field_of(condition)
        if field and field not in row:
            row[field] = _shown(field, condition.get("value"))
        else:
            left.append(condition)
    unseen |= {"conditions": left} if left else {}
    return row | ({"unseen": json.dumps(unseen)} if unseen else {})


def _shown(field: str, value: Any) -> Any:
    in_list = field in {"countries", "regions", "employment", "income"}
    return [value] if in_list and not isinstance(value, list) else value


def _field_of(condition: Any) -> str:
    """The field that shows a condition; "" where none does."""
    if not isinstance(condition, Mapping):
        return ""
    fact, test = condition.get("fact"), condition.get("test")
    if test == "is" and fact in {"country", "region", "employment", "income"}:
        test = "oneOf"
    return _FIELD_OF.get((str(fact), str(test)), "")


def _funding_pointer(rest: str, kept: Any) -> str:
    at, _slash, inner = rest.partition("/")
    member, _slash, place = inner.partition("/")
    field = {"most": "amount"}.get(member, member)
    number = place.partition("/")[0]
    if member == "conditions" and number.isdecimal() and at.isdecimal():
        conditions = _listed(_listed(kept)[int(at)].get("conditions"))
        field = _field_of(conditions[int(number)]) or "name"
    return f"/funding/{at}/{field}"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapped(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _loaded(text: Any) -> Mapping[str, Any]:
    """What was carried along unseen; nothing where somebody changed it."""
    try:
        return _mapped(parse_json(text))
    except TestamurError:
        return {}
