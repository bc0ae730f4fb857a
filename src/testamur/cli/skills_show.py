"""`testamur skills show`: one skill or occupation, and what is around it."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from testamur.cli.skills_shelf import add_shelf_arguments, chosen, joined, shelf_of, title_of
from testamur.cli.terminal import examples, paint, plain
from testamur.errors import Refused

if TYPE_CHECKING:
    from testamur.skills.framework import Framework
    from testamur.skills.graph import Graph
    from testamur.skills.matching import MatchedGraph

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Show one skill, occupation or group: its names, what is wider and narrower, what needs it.
"""
_URI: Final = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
_SHOWN: Final = 10


def add_arguments(parser: ArgumentParser) -> None:
    """What to show."""
    parser.description = _ABOUT
    parser.epilog = examples(f"testamur skills show {_URI}", f"testamur skills show {_URI} --json")
    parser.add_argument("uri", metavar="URI", help="its identifier, as `search` tells it")
    parser.add_argument("--json", action="store_true", help="print one JSON object, with all")
    add_shelf_arguments(parser)


def run(arguments: Namespace) -> int:
    """Show it; 0. Raises `Refused` (`skill.unknown`)."""
    from testamur.skills.graph import Graph

    shelf = shelf_of(arguments)
    lists = [shelf.load(one) for one in chosen(shelf, arguments)]
    for framework in lists:
        graph = Graph(framework)
        if graph.entry(arguments.uri) is not None:
            told = _outline(graph, framework, arguments.uri)
            told |= _matches(joined(shelf, lists), arguments.uri)
            print(json.dumps(told, ensure_ascii=False) if arguments.json else _text(told))
            return 0
    raise Refused.because("skill.unknown", f"no list of skills here holds {arguments.uri!r:.120}")


def _outline(graph: Graph, framework: Framework, uri: str) -> dict[str, Any]:
    """Everything that is stated about an entry; what is empty is left out."""
    entry = graph.entry(uri)
    names = entry.translations if entry else {}
    told: dict[str, Any] = {
        "uri": uri,
        "label": entry.label if entry else "",
        "kind": getattr(entry, "kind", "") or type(entry).__name__.lower(),
        "code": entry.code if entry else "",
        "level": getattr(entry, "level", None),
        "description": entry.description if entry else "",
        "alternatives": list(getattr(entry, "alternatives", ())),
        "collections": list(getattr(entry, "collections", ())),
        "translations": {language: one.label for language, one in names.items()},
        "broader": _named(graph, graph.ancestors(uri)),
        "narrower": _named(graph, graph.narrower(uri)),
        "related": _named(graph, graph.related(uri)),
        "essential": _named(graph, (need.skill for need in graph.essential(uri))),
        "optional": _named(graph, (need.skill for need in graph.optional(uri))),
        "needed_by": _named(graph, graph.needed_by(uri)),
        "framework": title_of(framework.name, framework.version),
        "attribution": framework.attribution,
    }
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}


def _matches(graph: MatchedGraph, uri: str) -> dict[str, Any]:
    """What of other lists directly matches it, and by whose word; nothing where nothing does."""
    found = []
    for way in graph.matches(uri):
        entry = graph.entry(way.skill)
        label = f"{entry.label if entry else way.skill} ({way.nearness.value}, {way.told})"
        if way.distance <= 1:
            found.append({"uri": way.skill, "label": label})
    return {"matches": found} if found else {}


def _named(graph: Graph, uris: Iterable[str]) -> list[dict[str, str]]:
    entries = ((uri, graph.entry(uri)) for uri in uris)
    return [{"uri": uri, "label": entry.label if entry else ""} for uri, entry in entries]


def _text(told: dict[str, Any]) -> str:
    lines = [paint(plain(told.pop("label")), "strong")]
    for name, value in told.items():
        word = name.replace("_", " ")
        if isinstance(value, str | int):
            lines.append(f"  {word}: {plain(str(value))}")
        else:
            lines.append(f"  {word}: {len(value)}")
            lines += [f"    {plain(one)}" for one in _several(value)]
    return "\n".join(lines)


def _several(value: Any) -> list[str]:
    """The first of several things, and how many more there are."""
    if isinstance(value, dict):
        shown = [f"{language}: {label}" for language, label in value.items()]
    else:
        shown = [one["label"] or one["uri"] if isinstance(one, dict) else one for one in value]
    more = [f"… and {len(shown) - _SHOWN:,} more (--json tells all)"]
    return shown[:_SHOWN] + (more if len(shown) > _SHOWN else [])
