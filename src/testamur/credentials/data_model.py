"""What every credential must look like before anything else is asked of it.

The rules of VC-DM 1.1 and 2.0 for all credentials, and of Open Badges 3.0 and CLR 2.0 for those
whose `type` says so, whether or not the document names a schema. Rules kept here:

- the version is told by the first context, the kind by `type`; both are the document's own claim,
  which strict expansion and the signature hold it to;
- all faults are told, each once, with its place and the section it breaks;
- what a schema cannot say is said here: distinct related resources, an end not before its start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from testamur.credentials.schemas.compiled import Fault, pointer_of, rule_of
from testamur.credentials.schemas.shipped import PRESENTATION, for_version_of, references_for
from testamur.encoding import JsonObject, parse_timestamp
from testamur.errors import Refused
from testamur.problems import Problem

__all__ = ["check_presentation_shape", "check_shape"]

_PLAIN: Final = len("2026-05-01T12:00:00Z")
_CODES: Final[Mapping[str, str]] = {
    "required": "document.missing-member",
    "additionalProperties": "document.unexpected-member",
    "type": "document.wrong-form",
    "minItems": "document.wrong-form",
    "minProperties": "document.wrong-form",
    "contains": "document.wrong-type",
    "unique": "document.repeated-id",
    "order": "document.ends-before-start",
    "format uri": "document.not-a-url",
    "format date-time": "time.malformed",
}


def check_shape(document: JsonObject) -> list[Problem]:
    """Every way in which `document` is not a credential; empty where it is one.

    Its proofs, embedded credentials and resources are not judged, only how they are written.
    """
    faults = _faults(document, references_for(document))
    faults += _repeated_resources(document.get("relatedResource"))
    faults += _ends_before_start(document.get("validFrom"), document.get("validUntil"))
    return _problems(faults)


def check_presentation_shape(document: JsonObject) -> list[Problem]:
    """Every way in which `document` is not a presentation; what it presents is judged apart."""
    return _problems(_faults(document, [for_version_of(document, PRESENTATION)]))


def _faults(document: JsonObject, references: list[str]) -> list[Fault]:
    return [fault for reference in references for fault in rule_of(reference)(document) or ()]


def _problems(faults: list[Fault]) -> list[Problem]:
    told = {(pointer_of(fault.path), fault.keyword): fault for fault in reversed(faults)}
    return [
        Problem(_code_of(fault), fault.detail, pointer, fault.spec)
        for (pointer, _), fault in reversed(told.items())
    ]


def _code_of(fault: Fault) -> str:
    if "@context" in fault.path:
        return "document.wrong-context"
    if fault.keyword in ("const", "enum") and fault.path[-1:] == ("type",):
        return "document.wrong-type"
    return _CODES.get(fault.keyword, "document.wrong-value")


def _repeated_resources(resources: object) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, resource in enumerate(resources if isinstance(resources, list) else ()):
        name = resource.get("id") if isinstance(resource, dict) else None
        if isinstance(name, str) and name in seen:
            detail = f"{name[:60]!r} is listed twice"
            yield Fault(("relatedResource", place, "id"), "unique", detail, "VC-DM 2.0 §5.3")
        elif isinstance(name, str):
            seen.add(name)


def _ends_before_start(start: object, end: object) -> Iterator[Fault]:
    if not (isinstance(start, str) and isinstance(end, str)):
        return
    if len(start) == len(end) == _PLAIN and start[-1] == end[-1] == "Z" and start <= end:
        return  # such moments order as their texts do; most credentials end here
    try:
        is_backwards = parse_timestamp(end) < parse_timestamp(start)
    except Refused:  # already told as a malformed time
        return
    if is_backwards:
        detail = f"it ends at {end}, before it starts at {start}"
        yield Fault(("validUntil",), "order", detail, "VC-DM 2.0 §4.9")
