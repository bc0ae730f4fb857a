"""A quality score as a credential: points as results, reasons as evidence, each under its name.

It is an Open Badges 3.0 credential of the type `QualityAssuranceCredential` (OB 3.0 §B.1.2) whose
subject is the achievement that was scored. Every term is one of Open Badges, so a signature covers
all of it and any verifier can read it. It says what was reckoned and vouches for nothing: whoever
vouches endorses.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from testamur.credentials.openbadges import (
    Achievement,
    Criteria,
    Evidence,
    Profile,
    Result,
    ResultDescription,
    credential_document,
)
from testamur.encoding import JsonObject

__all__ = ["METHOD", "statement_of"]

METHOD: Final = "https://w3id.org/testamur/quality/score/"
"""What the name of each version of the method begins with; it is a name, and nothing is fetched."""

_WHOLE: Final = "score"


def statement_of(
    told: JsonObject,
    *,
    about: str,
    id: str,  # noqa: A002 -- the specification's name
    issuer: Profile,
    valid_from: datetime,
) -> JsonObject:
    """The unsigned statement of a score (`Score.as_json`) of the achievement with the id `about`.

    Raises `Refused` where an id is none that a credential can have.
    """
    method = f"{METHOD}{told['method']}"
    rows: list[dict[str, Any]] = [
        {"name": _WHOLE, "title": "Quality score", "points": told["score"], "of": told["of"]},
        *told["elements"],
    ]
    return credential_document(
        _method(method, told["method"], rows),
        id=id,
        to=about,
        issuer=issuer,
        valid_from=valid_from,
        name=f"Quality score {told['score']} of {told['of']}",
        results=[
            Result(str(row["points"]), result_description=_named(method, row)) for row in rows
        ],
        evidence=[_reason(one) for one in told["elements"]],
    )


def _method(method: str, version: str, rows: Iterable[dict[str, Any]]) -> Achievement:
    """The method as what is awarded: each element is a result with its bounds."""
    return Achievement(
        method,
        name=f"Quality score of a definition, method {version}",
        description="How well a published achievement says what it certifies, from 0 to 100.",
        criteria=Criteria(
            "Reckoned from the published Open Badges 3.0 achievement alone: anyone who has it, and "
            "follows the same version of the method, comes to the same score."
        ),
        achievement_type="QualityAssuranceCredential",
        in_language="en",
        version=version,
        result_description=[
            ResultDescription(
                row["title"],
                id=_named(method, row),
                result_type="RawScore",
                value_min="0",
                value_max=str(row["of"]),
            )
            for row in rows
        ],
    )


def _reason(element: dict[str, Any]) -> Evidence:
    told = f"{element['reason']} {element['raisedBy']}".strip()
    return Evidence(name=element["title"], narrative=told, genre=element["name"])


def _named(method: str, row: dict[str, Any]) -> str:
    return f"{method}#{row['name']}"
