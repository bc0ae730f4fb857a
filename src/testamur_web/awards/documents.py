"""The unsigned credential of an award, and which of its strings are one person's own."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from typing import Any, Final

from testamur.credentials.eu_elements import StandardElements
from testamur.credentials.openbadges import (
    Achievement,
    Evidence,
    Identity,
    Profile,
    Result,
    ResultDescription,
    credential_document,
)
from testamur.credentials.status import status_entry
from testamur.encoding import Json, JsonObject, canonical_json, copy_json
from testamur.ld import Path
from testamur.pathways.listing import evidence_of, with_composite
from testamur_web.awards.models import Award
from testamur_web.awards.publishing.lists import status_list_url

__all__ = ["document_of", "form_of"]

_NUMBER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_OWN: Final = ("id", "validFrom", "validUntil", "awardedDate")
_OWN_OF_EVIDENCE: Final = ("id", "name", "narrative", "digestSRI")
_OWN_OF_STATUS: Final = ("id", "statusListIndex", "statusListCredential")


def document_of(award: Award, *, achievement: Achievement, issuer: Profile) -> JsonObject:
    """The credential that `award` is to be; its places are dealt. Raises `Refused`.

    The facts of a whole say what it is made of, as `told_in_composite` writes it.
    """
    composite = award.facts.get("composite")
    parts = evidence_of(composite) if composite else []
    document = credential_document(
        achievement,
        id=f"urn:uuid:{award.pk}",
        to=_subject_of(award),
        issuer=issuer,
        valid_from=award.awarded_at,
        valid_until=award.valid_until,
        awarded=award.awarded_at,
        identities=_identities_of(award),
        results=_results_of(award, achievement.result_description),
        evidence=[*(_evidence(one) for one in award.facts.get("evidence", [])), *parts],
        status=_status_of(award),
        standard_elements=_elements_of(award),
    )
    return with_composite(document, composite) if composite else document


def form_of(document: JsonObject) -> tuple[bytes, list[Path], list[str]]:
    """What is the same in every credential of a kind; where what is not stands, and what it is.

    Two documents of one form differ in those strings alone, so one press signs both.
    """
    paths = list(_own_paths(document))
    values = [_at(document, path) for path in paths]
    blank: Any = copy_json(document)
    for *way, last in paths:
        _at(blank, way)[last] = ""
    return canonical_json(blank), paths, values


def _subject_of(award: Award) -> str | None:
    did = award.facts.get("did")
    if did:
        return str(did)
    return f"mailto:{award.recipient_email}" if award.recipient_email else None


def _identities_of(award: Award) -> list[Identity]:
    """The name in plain text, and the number only where nothing else tells the person."""
    found = [Identity.name(award.recipient_name)] if award.recipient_name else []
    if _subject_of(award) is None and award.recipient_number:
        found.append(Identity.student_id(award.recipient_number))
    return found


def _results_of(award: Award, descriptions: Sequence[ResultDescription]) -> list[Result]:
    """The grade, as one of the values that the achievement describes where it is one."""
    grade = str(award.facts.get("grade") or "")
    if not grade:
        return []
    fitting = [one.id for one in descriptions if _allows(one, grade)]
    return [Result(grade, result_description=fitting[0] if fitting else None)]


def _elements_of(award: Award) -> StandardElements | None:
    """What differs from the achievement for this one award: how it was assessed."""
    methods = award.facts.get("assessment", [])
    return StandardElements(assessment_type=methods) if methods else None


def _allows(description: ResultDescription, grade: str) -> bool:
    if description.allowed_value:
        return grade in description.allowed_value
    low, high = (float(text or "nan") for text in (description.value_min, description.value_max))
    return _NUMBER.fullmatch(grade) is not None and low <= float(grade) <= high


def _evidence(stated: dict[str, Any]) -> Evidence:
    """A link by its address alone, for what stands there may change; a file by its digest."""
    if stated.get("url"):
        return Evidence(str(stated["url"]), name=stated.get("title") or None)
    digest = bytes.fromhex(str(stated.get("sha256", "")))
    return Evidence(
        name=stated.get("title") or None,
        narrative=stated.get("narrative") or stated.get("title") or None,
        digest_sri=f"sha256-{base64.b64encode(digest).decode()}" if digest else None,
    )


def _status_of(award: Award) -> list[JsonObject]:
    entries: list[JsonObject] = []
    if award.revocation_list is not None and award.revocation_index is not None:
        url = status_list_url(award.revocation_list)
        entries.append(status_entry(url, index=award.revocation_index))
    if award.suspension_list is not None and award.suspension_index is not None:
        url = status_list_url(award.suspension_list)
        entries.append(status_entry(url, index=award.suspension_index, purpose="suspension"))
    return entries


def _own_paths(document: JsonObject) -> list[Path]:
    subject = document["credentialSubject"]
    found: list[Path] = [(name,) for name in _OWN if name in document]
    if "id" in subject:
        found.append(("credentialSubject", "id"))
    found += [
        ("credentialSubject", "identifier", place, "identityHash")
        for place in range(len(subject.get("identifier", [])))
    ]
    found += [
        ("credentialSubject", "result", place, "value")
        for place in range(len(subject.get("result", [])))
    ]
    found += _paths_in(document, "evidence", _OWN_OF_EVIDENCE)
    found += _paths_in(document, "credentialStatus", _OWN_OF_STATUS)
    return found


def _paths_in(document: JsonObject, member: str, names: Sequence[str]) -> list[Path]:
    stated: Json = document.get(member, [])
    if isinstance(stated, dict):
        return [(member, name) for name in names if name in stated]
    return [
        (member, place, name) for place, one in enumerate(stated) for name in names if name in one
    ]


def _at(document: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        document = document[step]
    return document
