"""The credential that says who achieved what, and the one that vouches: unsigned documents.

Open Badges 3.0 §B.1 over VC Data Model 2.0. Rules kept here:

- contexts stand in the one order every known validator accepts: credentials v2, Open Badges 3.0.3,
  then extensions;
- what differs from person to person (ids, dates, results, evidence, identities, status) stands
  outside the achievement, so that one achievement gives one shape of document;
- a result names a description that the achievement has, and a value which that allows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from functools import partial
from typing import Final

from testamur.credentials.eu_elements import CONTEXT as STANDARD_ELEMENTS
from testamur.credentials.eu_elements import StandardElements
from testamur.credentials.members import (
    WEB,
    Rule,
    check_members,
    freeze,
    refuse_repeats,
    require_choice,
    require_iri,
    require_line,
    require_number,
    require_prose,
    stated,
    timestamp,
    within,
)
from testamur.credentials.openbadges.achievements import Achievement, ResultDescription
from testamur.credentials.openbadges.alignments import Alignment
from testamur.credentials.openbadges.profiles import Identity, Image, Profile, image_of
from testamur.encoding import Json, JsonObject
from testamur.errors import Refused

__all__ = [
    "CONTEXTS",
    "Evidence",
    "Result",
    "SubjectDetails",
    "credential_document",
    "endorsement_document",
]

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
"""The contexts of every document written here; the third defines the type of its schema."""

_SCHEMAS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?\Z")
_HOLDERS: Final = WEB | {"did", "mailto", "urn"}
_NAMES: Final = WEB | {"did", "urn"}
RESULT_STATUSES: Final = (
    "Completed",
    "Enrolled",
    "Failed",
    "InProgress",
    "OnHold",
    "Provisional",
    "Withdrew",
)


@dataclass(frozen=True, slots=True)
class Result:
    """What the person achieved: a value, a level or a state of one of the descriptions."""

    value: str | None = None
    _: KW_ONLY
    result_description: str | None = None
    achieved_level: str | None = None
    status: str | None = None
    alignment: Sequence[Alignment] = ()

    def __post_init__(self) -> None:
        freeze(self, "alignment")
        check_members(self, _RESULT_RULES)
        if (self.value, self.achieved_level, self.status) == (None, None, None):
            told = "a result says a value, an achieved level or a status"
            raise Refused.because("value.missing", told, "/value", "OB 3.0 §B.1.17")

    def as_json(self) -> JsonObject:
        """The result as Open Badges writes it."""
        return stated(
            {
                "type": ["Result"],
                "resultDescription": self.result_description,
                "value": self.value,
                "achievedLevel": self.achieved_level,
                "status": self.status,
                "alignment": [alignment.as_json() for alignment in self.alignment],
            }
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows the achievement: a page, a file by its address, or words alone.

    `digest_sri` (`sha384-…`) fixes the bytes behind the address.
    """

    id: str | None = None
    _: KW_ONLY
    name: str | None = None
    narrative: str | None = None
    description: str | None = None
    genre: str | None = None
    audience: str | None = None
    digest_sri: str | None = None

    def __post_init__(self) -> None:
        check_members(self, _EVIDENCE_RULES)
        if self.id is None and self.narrative is None:
            told = "evidence needs an address or a narrative"
            raise Refused.because("value.missing", told, "/id", "OB 3.0 §B.1.13")

    def as_json(self) -> JsonObject:
        """The evidence as Open Badges writes it."""
        return stated(
            {
                "id": self.id,
                "type": ["Evidence"],
                "name": self.name,
                "narrative": self.narrative,
                "description": self.description,
                "genre": self.genre,
                "audience": self.audience,
                "digestSRI": self.digest_sri,
            }
        )


@dataclass(frozen=True, slots=True)
class SubjectDetails:
    """What else is said of this one person's achievement: when, as what, under which licence.

    `source` is who assessed it, where that is not the issuer.
    """

    narrative: str | None = None
    _: KW_ONLY
    activity_start_date: datetime | None = None
    activity_end_date: datetime | None = None
    credits_earned: float | None = None
    license_number: str | None = None
    role: str | None = None
    term: str | None = None
    image: Image | str | None = None
    source: Profile | None = None

    def __post_init__(self) -> None:
        check_members(self, _DETAIL_RULES)
        image_of(self.image)

    def as_json(self) -> JsonObject:
        """The members of the credential subject that these details are."""
        begun, ended = self.activity_start_date, self.activity_end_date
        earned = self.credits_earned
        return {
            "narrative": self.narrative,
            "activityStartDate": timestamp(begun, "/activityStartDate") if begun else None,
            "activityEndDate": timestamp(ended, "/activityEndDate") if ended else None,
            "creditsEarned": None if earned is None else require_number(earned, "/creditsEarned"),
            "licenseNumber": self.license_number,
            "role": self.role,
            "term": self.term,
            "image": image_of(self.image),
            "source": self.source.as_json() if self.source else None,
        }


def credential_document(  # noqa: PLR0913 -- the members of a credential are this many
    achievement: Achievement,
    *,
    id: str,  # noqa: A002 -- the specification's name
    to: str | None,
    issuer: Profile,
    valid_from: datetime,
    valid_until: datetime | None = None,
    awarded: datetime | None = None,
    name: str | None = None,
    description: str | None = None,
    image: Image | str | None = None,
    identities: Sequence[Identity] = (),
    results: Sequence[Result] = (),
    evidence: Sequence[Evidence] = (),
    details: SubjectDetails | None = None,
    status: JsonObject | Sequence[JsonObject] | None = None,
    standard_elements: StandardElements | None = None,
    endorsement: Sequence[JsonObject] = (),
    endorsement_jwt: Sequence[str] = (),
) -> JsonObject:
    """The unsigned Open Badges 3.0 credential that gives `achievement` to one person.

    `to` is the recipient's DID, `mailto:`, URL or URN; None leaves them to `identities`, which then
    must hold one. `status` is one status entry, or several (which 1EdTech's own schema does not
    foresee). `standard_elements` says what differs from the achievement for this one award.

    Raises `Refused` with a pointer into the document that would have been made.
    """
    require_iri(id, "/id", schemes=_NAMES)
    _check_recipient(to, identities)
    refuse_repeats(identities, "/credentialSubject/identifier")
    refuse_repeats(results, "/credentialSubject/result")
    refuse_repeats(evidence, "/evidence")
    _check_results(results, achievement.result_description)
    _check_validity(valid_from, valid_until)
    if name is not None:
        require_line(name, "/name")
    if description is not None:
        require_prose(description, "/description")
    elements = achievement.standard_elements or standard_elements
    subject = {
        "id": to,
        "type": ["AchievementSubject"],
        "identifier": [identity.as_json() for identity in identities],
        **(details.as_json() if details else {}),
        "result": [result.as_json() for result in results],
        "achievement": achievement.as_json(),
        "standardElements": standard_elements.as_json() if standard_elements else None,
    }
    return stated(
        {
            "@context": [*CONTEXTS, *([STANDARD_ELEMENTS] if elements else [])],
            "id": id,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": name or achievement.name,
            "description": description,
            "image": image_of(image),
            "issuer": issuer.as_json(),
            "validFrom": timestamp(valid_from, "/validFrom"),
            "validUntil": timestamp(valid_until, "/validUntil") if valid_until else None,
            "awardedDate": timestamp(awarded, "/awardedDate") if awarded else None,
            "credentialSubject": stated(subject),
            "evidence": [one.as_json() for one in evidence],
            "credentialStatus": _status_of(status),
            "credentialSchema": _schema("ob_v3p0_achievementcredential_schema.json"),
            "endorsement": list(endorsement),
            "endorsementJwt": list(endorsement_jwt),
        }
    )


def endorsement_document(  # noqa: PLR0913 -- the members of a credential are this many
    comment: str | None,
    *,
    id: str,  # noqa: A002 -- the specification's name
    about: str,
    issuer: Profile,
    valid_from: datetime,
    valid_until: datetime | None = None,
    name: str = "Endorsement",
    description: str | None = None,
    status: JsonObject | Sequence[JsonObject] | None = None,
) -> JsonObject:
    """The unsigned credential by which `issuer` vouches for what has the IRI `about`.

    That is an achievement, a profile or a credential. Raises `Refused` as above.
    """
    require_iri(id, "/id", schemes=_NAMES)
    require_iri(about, "/credentialSubject/id", schemes=_HOLDERS)
    require_line(name, "/name")
    _check_validity(valid_from, valid_until)
    if comment is not None:
        require_prose(comment, "/credentialSubject/endorsementComment")
    if description is not None:
        require_prose(description, "/description")
    return stated(
        {
            "@context": list(CONTEXTS),
            "id": id,
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": name,
            "description": description,
            "issuer": issuer.as_json(),
            "validFrom": timestamp(valid_from, "/validFrom"),
            "validUntil": timestamp(valid_until, "/validUntil") if valid_until else None,
            "credentialSubject": stated(
                {"id": about, "type": ["EndorsementSubject"], "endorsementComment": comment}
            ),
            "credentialStatus": _status_of(status),
            "credentialSchema": _schema("ob_v3p0_endorsementcredential_schema.json"),
        }
    )


def _check_recipient(to: str | None, identities: Sequence[Identity]) -> None:
    if to is not None:
        require_iri(to, "/credentialSubject/id", schemes=_HOLDERS)
    elif not identities:
        told = "the recipient has neither an id nor an identity"
        raise Refused.because("value.missing", told, "/credentialSubject/id", "OB 3.0 §B.1.3")


def _check_validity(valid_from: datetime, valid_until: datetime | None) -> None:
    timestamp(valid_from, "/validFrom")
    if (
        valid_until is not None
        and timestamp(valid_until, "/validUntil")
        and (valid_until <= valid_from)
    ):
        told = f"ends {valid_until}, before it begins"
        raise Refused.because("value.contradiction", told, "/validUntil", "VC-DM 2.0 §4.9")


def _check_results(results: Sequence[Result], descriptions: Sequence[ResultDescription]) -> None:
    described = {description.id: description for description in descriptions}
    for at, result in enumerate(results):
        pointer = f"/credentialSubject/result/{at}"
        if result.result_description is None:
            continue
        require_choice(result.result_description, f"{pointer}/resultDescription", among=described)
        try:
            _check_result(result, described[result.result_description])
        except Refused as error:
            raise within(pointer, error) from None


def _check_result(result: Result, description: ResultDescription) -> None:
    if result.value is not None and description.allowed_value:
        require_choice(result.value, "/value", among=description.allowed_value)
    if result.achieved_level is not None and description.rubric_criterion_level:
        levels = [level.id for level in description.rubric_criterion_level]
        require_choice(result.achieved_level, "/achievedLevel", among=levels)
    if result.value is not None:
        _check_range(result.value, description.value_min, description.value_max)


def _check_range(value: str, least: str | None, most: str | None) -> None:
    low, number, high = (_number(text) for text in (least, value, most))
    if number is None and (low is not None or high is not None):
        raise Refused.because("value.out-of-range", f"{value[:40]!r} is not a number", "/value")
    if number is not None and not (
        (low is None or low <= number) and (high is None or number <= high)
    ):
        told = f"{value[:40]} is not between {least} and {most}"
        raise Refused.because("value.out-of-range", told, "/value")


def _number(text: str | None) -> float | None:
    return float(text) if text and _NUMBER.match(text) else None


def _status_of(status: JsonObject | Sequence[JsonObject] | None) -> Json:
    if status is None or isinstance(status, dict):
        return status
    return status[0] if len(status) == 1 else list(status)


def _schema(file: str) -> list[JsonObject]:
    return [{"id": f"{_SCHEMAS}{file}", "type": "1EdTechJsonSchemaValidator2019"}]


_RESULT_RULES: Final[dict[str, Rule]] = {
    "value": require_line,
    "result_description": partial(require_iri, schemes=_NAMES),
    "achieved_level": partial(require_iri, schemes=_NAMES),
    "status": partial(require_choice, among=RESULT_STATUSES),
}

_DETAIL_RULES: Final[dict[str, Rule]] = {
    "narrative": require_prose,
    "activity_start_date": timestamp,
    "activity_end_date": timestamp,
    "credits_earned": require_number,
    "license_number": require_line,
    "role": require_line,
    "term": require_line,
}

_EVIDENCE_RULES: Final[dict[str, Rule]] = {
    "id": partial(require_iri, schemes=WEB | {"urn", "data"}),
    "name": require_line,
    "narrative": require_prose,
    "description": require_prose,
    "genre": require_line,
    "audience": require_line,
    "digest_sri": require_line,
}
