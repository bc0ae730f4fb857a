"""What a credential says of itself, in the words of a wallet: read from its text, never judged.

For a person to see whose it is and what it shows; whether it holds is the verifier's to say.
Anything may be missing: what is not said is "".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import TextChoices

from testamur import Credential
from testamur.credentials.document import kind_of, name_of
from testamur.credentials.identifiers import id_of, listed
from testamur.credentials.jose import is_token, parse_jws
from testamur.encoding import Json, JsonObject, parse_object, parse_timestamp
from testamur.errors import TestamurError
from testamur.interop.openbadges2 import is_openbadges2
from testamur.pathways.held import NO_SKILLS
from testamur_web.catalogue.vocabulary import AssessmentMethod, Mode, Supervision

__all__ = ["Evidence", "Skill", "Told", "read_credential"]

MAX_PROSE: Final = 4_000
_LEVELS: Final = "http://data.europa.eu/snb/eqf/"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that shows the achievement: its name, its address if it has one, its words."""

    name: str
    url: str
    narrative: str


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill of a framework that an outcome or the whole achievement corresponds to."""

    uri: str
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one credential says."""

    id: str
    kind: str
    title: str
    description: str
    criteria: tuple[str, ...]
    issuer_id: str
    issuer_name: str
    issuer_url: str
    holder_id: str
    holder_name: str
    awarded_at: datetime | None
    valid_until: datetime | None
    outcomes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    assessment: tuple[str, ...] = ()
    assessment_description: str = ""
    supervision: str = ""
    participation: str = ""
    eqf_level: str = ""
    ects: str = ""
    hours: str = ""
    results: tuple[str, ...] = ()
    skills: tuple[Skill, ...] = ()


def read_credential(text: str) -> Told:
    """What the signed text says; raises `Refused` for what is no credential at all."""
    older = _older_badge(text)
    if older is not None:
        return _told_by_older_badge(older)
    document = Credential(text).document
    subject = _first(document.get("credentialSubject"))
    achievement = _first(subject.get("achievement"))
    issuer = _first(document.get("issuer"))
    elements = _first(achievement.get("standardElements"))
    elements |= _first(subject.get("standardElements"))
    return Told(
        id=id_of(document) or "",
        kind=kind_of(document),
        title=name_of(achievement) or name_of(document) or kind_of(document),
        description=_prose(achievement.get("description") or document.get("description")),
        criteria=_lines(_first(achievement.get("criteria")).get("narrative")),
        issuer_id=id_of(document.get("issuer")) or "",
        issuer_name=name_of(issuer) or id_of(document.get("issuer")) or "",
        issuer_url=_address(issuer.get("url")),
        holder_id=id_of(subject) or "",
        holder_name=_name_of_holder(subject),
        awarded_at=_moment(document.get("awardedDate") or document.get("validFrom")),
        valid_until=_moment(document.get("validUntil")),
        outcomes=tuple(filter(None, map(name_of, _objects(elements.get("learningOutcome"))))),
        evidence=tuple(_evidence(one) for one in _objects(document.get("evidence"))),
        assessment=_labels(AssessmentMethod, elements.get("assessmentType")),
        assessment_description=_prose(elements.get("assessmentDescription")),
        supervision=", ".join(_labels(Supervision, elements.get("supervision"))),
        participation=", ".join(_labels(Mode, elements.get("participation"))),
        eqf_level=_number(elements.get("eqfLevel")),
        ects=_number(elements.get("ectsCredits")),
        hours=_number(elements.get("workloadHours")),
        results=tuple(filter(None, map(_result, _objects(subject.get("result"))))),
        skills=_skills([*_objects(elements.get("learningOutcome")), achievement]),
    )


def _older_badge(text: str) -> JsonObject | None:
    """The assertion, if the text is a badge of Open Badges 2.0."""
    try:
        document = parse_object(parse_jws(text).payload if is_token(text) else text)
    except TestamurError:
        return None
    return document if is_openbadges2(document) else None


def _told_by_older_badge(document: JsonObject) -> Told:
    """What an assertion says by itself; what it only points to is not asked for."""
    badge = _first(document.get("badge"))
    issuer = _first(badge.get("issuer"))
    return Told(
        id=id_of(document) or "",
        kind="Open Badges 2.0",
        title=name_of(badge),
        description=_prose(badge.get("description")),
        criteria=_lines(_first(badge.get("criteria")).get("narrative")),
        issuer_id=id_of(badge.get("issuer")) or "",
        issuer_name=name_of(issuer),
        issuer_url=_address(issuer.get("url")),
        holder_id="",
        holder_name="",
        awarded_at=_moment(document.get("issuedOn")),
        valid_until=_moment(document.get("expires")),
        evidence=tuple(_evidence(one) for one in _objects(document.get("evidence"))),
    )


def _first(value: Json) -> JsonObject:
    found = _objects(value)
    return found[0] if found else {}


def _objects(value: Json) -> list[JsonObject]:
    return [one for one in listed(value) if isinstance(one, dict)]


def _prose(value: Json) -> str:
    return value.strip()[:MAX_PROSE] if isinstance(value, str) else ""


def _lines(value: Json) -> tuple[str, ...]:
    """The lines of a text, without the marks of a list in Markdown."""
    return tuple(filter(None, (line.strip(" \t-*") for line in _prose(value).splitlines())))


def _address(value: Json) -> str:
    """An address that is safe to link to, else ""."""
    is_web = isinstance(value, str) and value.startswith(("https://", "http://"))
    return str(value)[:2_000] if is_web else ""


def _moment(value: Json) -> datetime | None:
    try:
        return parse_timestamp(value)
    except TestamurError:
        return None


def _name_of_holder(subject: JsonObject) -> str:
    for identity in _objects(subject.get("identifier")):
        hashed, kind = identity.get("identityHash"), identity.get("identityType")
        if kind == "name" and identity.get("hashed") is False and isinstance(hashed, str):
            return " ".join(hashed.split())[:200]
    return name_of(subject)


def _labels(choices: type[TextChoices], value: Json) -> tuple[str, ...]:
    """The listed values in words; one that is not known is left out."""
    known = dict(choices.choices)
    return tuple(str(known[one]) for one in listed(value) if isinstance(one, str) and one in known)


def _number(value: Json) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:g}" if is_number else ""


def _skills(holders: list[JsonObject]) -> tuple[Skill, ...]:
    """Each skill that is aligned to, once, in the order of the text."""
    found: dict[str, Skill] = {}
    for one in (each for holder in holders for each in _objects(holder.get("alignment"))):
        uri, name = _address(one.get("targetUrl")), one.get("targetName")
        is_skill = str(one.get("targetType")) not in NO_SKILLS
        if uri and is_skill and not uri.startswith(_LEVELS):
            found.setdefault(uri, Skill(uri, str(name or uri)[:200]))
    return tuple(found.values())


def _result(one: JsonObject) -> str:
    value = one.get("value")
    return value[:80] if isinstance(value, str) else ""


def _evidence(one: JsonObject) -> Evidence:
    url = _address(one.get("id"))
    return Evidence(name_of(one) or url, url, _prose(one.get("narrative")))
