"""Extension nodes: further statements inside a badge object, with rules of their own.

Rules kept here (Open Badges 2.0, Extensions):

- a node says of itself that it is an `Extension`, and of which type;
- a type whose rules are known is checked by them, whether its members are written by the terms of
  the extension's context or as full IRIs; nothing is fetched for it;
- a type that is not known is carried along and told as not checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from testamur.encoding import Json, JsonObject
from testamur.interop.openbadges2.findings import Findings, in_a_sentence
from testamur.interop.openbadges2.form import complaints_about
from testamur.interop.openbadges2.vocabulary import SPEC, many, types_of

__all__ = ["check_extensions"]

_SECTION: Final = f"{SPEC}, Extensions"
_NAMESPACE: Final = "https://w3id.org/openbadges/extensions#"
_SPELLINGS: Final = (_NAMESPACE, "extensions:", "obi:extensions/#", "obi:extensions#")
_MAX_DEPTH: Final = 8

_SCHEMA: Final = "http://schema.org/"
_PLACE: Final = {
    _SCHEMA + name: name for name in ("name", "description", "geo", "latitude", "longitude")
}
_ACCESSIBILITY: Final = {
    f"https://schema.org/{name}": name
    for name in (f"accessibility{what}" for what in ("API", "Control", "Feature", "Hazard"))
}
_TERMS: Final[Mapping[str, Mapping[str, str]]] = {
    "Accessibility": _ACCESSIBILITY,
    "ApplyLink": {f"{_NAMESPACE}applyLink": "url"},
    "ExampleExtension": {f"{_SCHEMA}text": "exampleProperty"},
    "GeoCoordinates": _PLACE,
    "OriginalCreator": {f"{_NAMESPACE}originalCreator": "url"},
}
_OTHER_NAMES: Final = {"GeoLocation": "GeoCoordinates"}


def check_extensions(document: JsonObject, findings: Findings, pointer: str = "") -> None:
    """Check every extension node anywhere inside `document`."""
    for where, node in _nodes(document, pointer, _MAX_DEPTH):
        if not isinstance(node, dict):
            _complain(findings, "is not an object", where)
            continue
        types = types_of(node)
        if "Extension" not in types:
            _complain(findings, "does not say that it is an Extension", f"{where}/type")
        for name in (name for name in types if name != "Extension"):
            _check_node(node, name, findings, where)


def _nodes(value: Json, pointer: str, depth: int) -> Iterator[tuple[str, Json]]:
    """Extension nodes: what stands under an extension's name, or is typed as one."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _nodes(item, f"{pointer}/{index}", depth)
    if not isinstance(value, dict) or depth == 0:
        return
    if pointer and "Extension" in types_of(value):
        yield pointer, value
        return
    for name, member in value.items():
        where = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
        if name.startswith(_SPELLINGS):
            yield from ((where, node) for node in many(member))
        elif name != "@context":
            yield from _nodes(member, where, depth - 1)


def _check_node(node: JsonObject, name: str, findings: Findings, where: str) -> None:
    known = _known_name(name)
    if known not in _TERMS:
        findings.note(f"The extension {in_a_sentence(name)} is carried along, not checked.")
        return
    for problem in complaints_about(_by_terms(node, _TERMS[known]), known, where):
        _complain(findings, f"is not well made: {problem.detail}", problem.pointer)


def _known_name(name: str) -> str:
    for spelling in _SPELLINGS:
        if name.startswith(spelling):
            rest = name.removeprefix(spelling)
            rest = rest[:1].upper() + rest[1:]
            return _OTHER_NAMES.get(rest, rest)
    return name


def _by_terms(value: Json, terms: Mapping[str, str]) -> Json:
    if isinstance(value, list):
        return [_by_terms(item, terms) for item in value]
    if isinstance(value, dict):
        return {terms.get(name, name): _by_terms(member, terms) for name, member in value.items()}
    return value


def _complain(findings: Findings, complaint: str, where: str) -> None:
    findings.fail("openbadges2.extension-malformed", f"the extension {complaint}", where, _SECTION)
