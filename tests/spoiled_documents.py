"""Documents that use every class of the data models, and every small way to spoil them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from testamur.encoding import copy_json

OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
V1: Final = "https://www.w3.org/2018/credentials/v1"
V2: Final = "https://www.w3.org/ns/credentials/v2"
CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


def endorsement() -> dict[str, Any]:
    return {
        "@context": [V2, OB],
        "id": "urn:uuid:0b1d0b9e-6f0c-4f6c-9d0c-3c1f6f1c7a01",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement of Example University",
        "issuer": {"id": "https://quality.example", "type": ["Profile"], "name": "Quality body"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "https://uni.example",
            "type": ["EndorsementSubject"],
            "endorsementComment": "In good standing",
        },
    }


def achievement_credential() -> dict[str, Any]:
    """One of everything that Open Badges 3.0 names."""
    alignment = {
        "type": ["Alignment"],
        "targetName": "Python",
        "targetUrl": "https://skills.example/python",
        "targetType": "CFItem",
        "targetCode": "S1",
        "targetDescription": "Programs in Python",
        "targetFramework": "Skills",
    }
    return {
        "@context": [V2, OB],
        "id": "urn:uuid:4a1c6c3e-54a0-4a42-8b0c-2f2e7f1a9d10",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Python basics",
        "description": "Awarded to Ada",
        "image": {"id": "https://uni.example/badge.png", "type": "Image", "caption": "A badge"},
        "awardedDate": "2026-04-30T12:00:00Z",
        "issuer": {
            "id": "https://uni.example",
            "type": ["Profile"],
            "name": "Example University",
            "url": "https://uni.example",
            "email": "registry@uni.example",
            "dateOfBirth": "1980-02-29",
            "address": {
                "type": ["Address"],
                "addressCountry": "Ireland",
                "addressCountryCode": "IE",
                "geo": {"type": "GeoCoordinates", "latitude": 53.3, "longitude": -6.2},
            },
            "otherIdentifier": [
                {"type": "IdentifierEntry", "identifier": "12", "identifierType": "sourcedId"}
            ],
            "parentOrg": {"id": "https://universities.example", "type": ["Profile"]},
            "endorsement": [endorsement()],
        },
        "validFrom": "2026-05-01T12:00:00Z",
        "validUntil": "2036-05-01T12:00:00Z",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["AchievementSubject"],
            "activityStartDate": "2026-02-01T00:00:00Z",
            "creditsEarned": 2.5,
            "licenseNumber": "L-1",
            "narrative": "With distinction",
            "role": "Learner",
            "term": "Spring",
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "Ada Lovelace",
                    "identityType": "name",
                    "salt": "none",
                }
            ],
            "source": {"id": "https://school.example", "type": ["Profile"]},
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": "urn:uuid:11111111-0000-4000-8000-000000000001",
                    "value": "A",
                    "status": "Completed",
                    "achievedLevel": "urn:uuid:11111111-0000-4000-8000-000000000002",
                    "alignment": [copy_json(alignment)],
                }
            ],
            "achievement": {
                "id": "https://uni.example/a/python",
                "type": ["Achievement"],
                "name": "Python basics",
                "description": "Reads and writes small programs",
                "criteria": {"id": "https://uni.example/a/python/how", "narrative": "An exam"},
                "achievementType": "MicroCredential",
                "creditsAvailable": 2.5,
                "inLanguage": "en-GB",
                "humanCode": "PY1",
                "fieldOfStudy": "Computing",
                "tag": ["python", "beginner"],
                "version": "1",
                "creator": {"id": "https://uni.example", "type": ["Profile"]},
                "alignment": [alignment],
                "related": [
                    {"id": "https://uni.example/a/r", "type": ["Related"], "inLanguage": "en"}
                ],
                "resultDescription": [
                    {
                        "id": "urn:uuid:11111111-0000-4000-8000-000000000001",
                        "type": ["ResultDescription"],
                        "name": "Grade",
                        "resultType": "LetterGrade",
                        "allowedValue": ["A", "B"],
                        "requiredValue": "B",
                        "rubricCriterionLevel": [
                            {
                                "id": "urn:uuid:11111111-0000-4000-8000-000000000002",
                                "type": ["RubricCriterionLevel"],
                                "name": "Mastery",
                                "level": "Mastered",
                                "points": "4",
                            }
                        ],
                    }
                ],
            },
        },
        "endorsementJwt": ["eyJhbGciOiJFUzI1NiJ9.e30.c2ln"],
        "evidence": [
            {"id": "https://uni.example/e/1", "type": ["Evidence"], "name": "The exam paper"}
        ],
        "credentialSchema": [
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
        "credentialStatus": {
            "id": "https://uni.example/status/1#7",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": "https://uni.example/status/1",
        },
        "refreshService": {"id": "https://uni.example/r/1", "type": "1EdTechCredentialRefresh"},
        "termsOfUse": [{"type": "IssuerPolicy", "id": "https://uni.example/terms"}],
        "proof": [{"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}],
    }


def achievement_credential_v1() -> dict[str, Any]:
    """The same award under data model 1.1, with only what must be there."""
    return {
        "@context": [V1, "https://purl.imsglobal.org/spec/ob/v3p0/context.json"],
        "id": "urn:uuid:4a1c6c3e-54a0-4a42-8b0c-2f2e7f1a9d11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Python basics",
        "issuer": {"id": "https://uni.example", "type": ["Profile"], "name": "Example University"},
        "issuanceDate": "2026-05-01T12:00:00Z",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://uni.example/a/python",
                "type": ["Achievement"],
                "name": "Python basics",
                "description": "Reads and writes small programs",
                "criteria": {"narrative": "An exam"},
            },
        },
    }


def clr_credential() -> dict[str, Any]:
    """A learner record around one award."""
    return {
        "@context": [V2, CLR, OB],
        "id": "urn:uuid:7d0a6f5c-98a0-4d8e-8a9b-0a0c3a7fd001",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Transcript",
        "partial": False,
        "issuer": {"id": "https://uni.example", "type": ["Profile"]},
        "validFrom": "2026-05-01T12:00:00Z",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["ClrSubject"],
            "verifiableCredential": [achievement_credential_v2_small()],
            "association": [
                {
                    "type": "Association",
                    "associationType": "isParentOf",
                    "sourceId": "urn:uuid:a7467ef6-56cb-11ec-bf63-0242ac130002",
                    "targetId": "urn:uuid:dd887f0a-56cb-11ec-bf63-0242ac130002",
                }
            ],
        },
    }


def achievement_credential_v2_small() -> dict[str, Any]:
    """An award under data model 2.0 with only what must be there."""
    document = achievement_credential_v1()
    document["@context"] = [V2, OB]
    document["validFrom"] = document.pop("issuanceDate")
    return document


def plain_credential() -> dict[str, Any]:
    """A credential of no kind we know, under data model 2.0."""
    return {
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "issuer": "https://uni.example",
        "credentialSubject": {"id": "did:example:ada"},
    }


Path = tuple[str | int, ...]


def spoiled(document: Any) -> Iterator[tuple[Path, str, Any]]:
    """Every place of `document` spoiled in every small way: the place, the way, the result."""
    for path in places(document):
        for way, value in _ways(at(document, path)):
            copy = copy_json(document)
            holder = at(copy, path[:-1])
            if way == "removed":
                del holder[path[-1]]
            else:
                holder[path[-1]] = value
            yield path, way, copy


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every member and item inside `value`."""
    if isinstance(value, dict | list):
        members = value.items() if isinstance(value, dict) else enumerate(value)
        for step, member in members:
            yield (*path, step)
            yield from places(member, (*path, step))


def at(value: Any, path: Path) -> Any:
    """What stands at `path`."""
    for step in path:
        value = value[step]
    return value


def _ways(value: Any) -> Iterator[tuple[str, Any]]:
    yield "removed", None
    yield "null", None
    yield "number", 7
    yield "text", "some words"
    yield "empty list", []
    yield "empty object", {}
    yield "wrapped in a list", [copy_json(value)]
    yield "language map", {"en": "some words"}
    if isinstance(value, list) and len(value) == 1:
        yield "taken out of its list", copy_json(value[0])
    if isinstance(value, dict):
        yield "another member", {**copy_json(value), "extra": "some words"}
