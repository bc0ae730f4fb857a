"""What a composite says of itself: its rule, word for word, and its parts.

The member `composite` of the subject lists each part by the identifier of its credential and the
digest of its signed text. It is written here for whoever issues one, and read for whoever judges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from testamur.credentials.identifiers import id_of, listed, subjects_of
from testamur.credentials.openbadges import Achievement, Evidence, credential_document
from testamur.encoding import Json, JsonObject, parse_timestamp
from testamur.errors import Refused
from testamur.pathways.held import Held
from testamur.pathways.rules import Rule, read_rule
from testamur.pathways.stack import Stack

__all__ = [
    "CONTEXT",
    "MAX_PARTS",
    "PLACE",
    "Composite",
    "Part",
    "composite_of",
    "evidence_of",
    "is_composite",
    "read_composite",
    "told_in_composite",
    "with_composite",
]

CONTEXT: Final = "https://w3id.org/testamur/composite/v1"
"""The JSON-LD context that defines `composite`."""

MAX_PARTS: Final = 500
PLACE: Final = "/credentialSubject/composite"
_LINKED: Final = ("https:", "http:", "urn:")


@dataclass(frozen=True, slots=True)
class Part:
    """One part as a composite lists it; `credential` is "" where it has no identifier."""

    digest: str
    credential: str
    achievement: str
    name: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Composite:
    """What a composite says it is made of; `known_as` are identifiers of its holder."""

    rule: Rule
    parts: tuple[Part, ...]
    known_as: frozenset[str]
    awarded: datetime | None


def composite_of(
    found: Stack,
    achievement: Achievement,
    *,
    known_as: Sequence[str] = (),
    evidence: Sequence[Evidence] = (),
    **members: Any,
) -> JsonObject:
    """The unsigned credential of `achievement` for a stack that is complete.

    `known_as` are identifiers under which parts call the holder, where they differ from that of the
    whole. `members` are the other parameters of `credential_document`. Raises `Refused`
    (`stack.incomplete`).
    """
    told = told_in_composite(found, known_as)
    shown = [*evidence, *evidence_of(told)]
    document = credential_document(achievement, evidence=shown, **members)
    return with_composite(document, told)


def told_in_composite(found: Stack, known_as: Sequence[str] = ()) -> JsonObject:
    """What a credential says of the rule and the parts of a stack: the member `composite`.

    Raises `Refused` (`stack.incomplete`).
    """
    if not found.complete:
        told = f"what is left: {'; '.join(one.told for one in found.remaining)}"
        raise Refused.because("stack.incomplete", told)
    return _written(found, sorted(set(known_as)))


def with_composite(document: JsonObject, told: JsonObject) -> JsonObject:
    """An unsigned credential that says what it is made of, in the words of `told_in_composite`."""
    subject = document["credentialSubject"] | {"composite": told}
    contexts = [*document["@context"], CONTEXT]
    return document | {"@context": contexts, "credentialSubject": subject}


def evidence_of(told: JsonObject) -> list[Evidence]:
    """The parts for readers who know Open Badges alone."""
    return [
        Evidence(part["credentialId"], name=part.get("name"), genre="Credential")
        for part in told["stackPart"]
        if str(part.get("credentialId", "")).startswith(_LINKED)
    ]


def is_composite(document: JsonObject) -> bool:
    """Whether a credential says what it is made of."""
    return any(isinstance(one, dict) and "composite" in one for one in subjects_of(document))


def read_composite(document: JsonObject) -> Composite:
    """What a credential says it is made of.

    Raises `Refused` (`composite.malformed`, `composite.rule-altered`, `stack.rule-*`).
    """
    subjects = subjects_of(document)
    subject = subjects[0] if len(subjects) == 1 and isinstance(subjects[0], dict) else {}
    said = subject.get("composite")
    if not isinstance(said, dict):
        raise _malformed("it does not say of one person what the whole is made of", PLACE)
    parts = listed(said.get("stackPart"))
    if not 0 < len(parts) <= MAX_PARTS:
        raise _malformed(f"1 to {MAX_PARTS} parts are listed", f"{PLACE}/stackPart")
    names = [id_of(subject), *listed(said.get("knownAs"))]
    awarded = next((document[one] for one in ("awardedDate", "validFrom") if one in document), None)
    return Composite(
        _read_rule(said.get("stackRule")),
        tuple(_read_part(one, f"{PLACE}/stackPart/{at}") for at, one in enumerate(parts)),
        frozenset(name for name in names if isinstance(name, str) and name),
        parse_timestamp(awarded) if awarded else None,
    )


# ---------------------------------------------------------------------------------------- writing


def _written(found: Stack, known_as: Sequence[str]) -> JsonObject:
    rule = found.rule
    told: JsonObject = {
        "type": ["Composite"],
        "stackRule": {
            "type": ["StackRule"],
            "ruleId": rule.id,
            "ruleVersion": rule.version,
            "ruleText": rule.text,
            "digestMultibase": rule.digest,
        },
        "stackPart": list(_parts_of(found)),
    }
    return told | ({"knownAs": list(known_as)} if known_as else {})


def _parts_of(found: Stack) -> Iterator[JsonObject]:
    """Each credential that counts, once, with the clauses that it meets."""
    for held, pointers in _by_credential(found):
        part = {
            "type": ["StackPart"],
            "credentialId": held.credential,
            "achievementId": held.achievement,
            "name": held.title,
            "digestMultibase": held.digest,
            "clause": pointers,
        }
        yield {name: value for name, value in part.items() if value}


def _by_credential(found: Stack) -> list[tuple[Held, list[str]]]:
    told: dict[str, tuple[Held, list[str]]] = {}
    for one in found.counted:
        told.setdefault(one.held.digest, (one.held, []))[1].append(one.pointer)
    return list(told.values())


# ---------------------------------------------------------------------------------------- reading


def _malformed(told: str, pointer: str) -> Refused:
    return Refused.because("composite.malformed", told, pointer)


def _read_rule(said: Json) -> Rule:
    place = f"{PLACE}/stackRule"
    text = said.get("ruleText") if isinstance(said, dict) else None
    if not isinstance(text, str):
        raise _malformed("the rule is not written in it", place)
    rule = read_rule(text)
    stated = (said.get("ruleId"), said.get("ruleVersion"), said.get("digestMultibase"))
    if stated != (rule.id, rule.version, rule.digest):
        told = f"the rule is {rule.id}, version {rule.version}, with the digest {rule.digest}"
        raise Refused.because("composite.rule-altered", told, place)
    return rule


def _read_part(said: Json, pointer: str) -> Part:
    digest = said.get("digestMultibase") if isinstance(said, dict) else None
    if not isinstance(digest, str):
        raise _malformed("a part is an object with the digest of its text", pointer)
    names = (said.get("credentialId"), said.get("achievementId"), said.get("name"))
    credential, achievement, name = (str(one or "")[:300] for one in names)
    return Part(digest, credential, achievement, name or achievement or credential, pointer)
