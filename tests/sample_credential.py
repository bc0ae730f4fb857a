"""A credential as large as those of real issuers: three alignments, result, evidence, status.

The numbered recipients differ in the strings of `SLOTS` and in nothing else.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from testamur.credentials.openbadges import (
    Achievement,
    Alignment,
    Criteria,
    Evidence,
    Identity,
    Issuer,
    Result,
    ResultDescription,
    credential_document,
)
from testamur.credentials.status import status_entry
from testamur.ld import Path

__all__ = ["ISSUED", "SLOTS", "sample", "sample_values", "with_values"]

ISSUED: Final = datetime(2026, 5, 1, 12, tzinfo=UTC)

_RESULT: Final = "urn:uuid:0b6d7d3c-9c7e-4a51-9a52-6d7f3b8f9b1e"
_ESCO: Final = "http://data.europa.eu/esco/skill/"
_BADGE: Final = Achievement(
    "https://uni.example/achievements/python-basics",
    name="Python basics",
    description="Writes, tests and explains small Python programs that read and change data."
    + " Explains the choices made and weighs them against others." * 3,
    criteria=Criteria(
        narrative="Three graded exercises and a project, each of them passed."
        + " The project is presented, and defended before two assessors." * 3
    ),
    achievement_type="MicroCredential",
    ects=2.5,
    eqf=5,
    result_description=[
        ResultDescription("Exam", id=_RESULT, result_type="Percent", value_min="0", value_max="100")
    ],
    alignment=[
        Alignment.esco(f"{_ESCO}ccd0a1d9-afda-43d9-b901-96344886e14d", name="Python"),
        Alignment.esco(f"{_ESCO}2522a6ce-3202-4ac8-9f5b-b9cb5a3a83a1", name="debug software"),
        Alignment.esco(f"{_ESCO}cd9e6a96-1b2e-4bb1-8d3c-a7d2b0a1a111", name="test software"),
    ],
)

SLOTS: Final[tuple[Path, ...]] = (
    ("id",),
    ("validFrom",),
    ("credentialSubject", "id"),
    ("credentialSubject", "identifier", 0, "identityHash"),
    ("credentialSubject", "identifier", 1, "identityHash"),
    ("credentialSubject", "result", 0, "value"),
    ("evidence", 0, "id"),
    ("evidence", 0, "narrative"),
    ("credentialStatus", "id"),
    ("credentialStatus", "statusListIndex"),
)


def sample(number: int = 0, *, issuer: str = "did:web:uni.example") -> dict[str, Any]:
    """The unsigned credential of recipient `number`, about 3 kB of JSON."""
    return credential_document(
        _BADGE,
        id=f"urn:uuid:{number:08x}-0000-4000-8000-000000000000",
        to=f"mailto:learner.{number}@uni.example",
        issuer=Issuer(issuer, name="University of Example", url="https://uni.example/"),
        valid_from=ISSUED + timedelta(minutes=number % 1000),
        valid_until=ISSUED + timedelta(days=5 * 365),
        identities=[
            Identity.name(f"Ada Lovelace {number}"),
            Identity.student_id(f"s{number:07d}"),
        ],
        results=[Result(str(60 + number % 40), result_description=_RESULT)],
        evidence=[
            Evidence(
                f"https://uni.example/evidence/{number}",
                name="Project",
                narrative=f"Project number {number}",
            )
        ],
        status=status_entry("https://uni.example/status/1", index=number, purpose="revocation"),
    )


def sample_values(number: int) -> list[str]:
    """What stands in the slots for recipient `number`."""
    document = sample(number)
    return [_at(document, path) for path in SLOTS]


def with_values(values: list[str]) -> dict[str, Any]:
    """The unsigned credential with these strings in the slots, however unusual they are."""
    document = sample(0)
    for path, value in zip(SLOTS, values, strict=True):
        _at(document, path[:-1])[path[-1]] = value
    return document


def _at(document: Any, path: Path) -> Any:
    for step in path:
        document = document[step]
    return document
