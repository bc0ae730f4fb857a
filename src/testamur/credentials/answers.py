"""The four answers of a verification, each one plain sentence for a person.

Untampered, who signed, still valid, who trusts the issuer: separate, because one may hold where
another does not, and each says how it is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from testamur.credentials.document import name_of
from testamur.credentials.identifiers import id_of
from testamur.encoding import JsonObject
from testamur.problems import Answer, Check, Outcome

__all__ = ["QUESTIONS", "answers_to"]

QUESTIONS: Final = (
    "Is it untampered?",
    "Who signed it?",
    "Is it still valid?",
    "Who trusts the issuer?",
)

_MAX_NAMED: Final = 300


def answers_to(
    document: JsonObject,
    checks: Sequence[Check],
    *,
    at: datetime,
    trusted: Mapping[str, str],
    as_of: datetime | None,
) -> tuple[Answer, ...]:
    """The answers to `QUESTIONS`, from the checks that were made of `document`."""
    made = {check.name: check for check in checks}
    sentences = (
        _untampered(made),
        _signed_by(document, made),
        _still_valid(made, at, as_of),
        _trusted_by(document, made, trusted),
    )
    return tuple(
        Answer(question, outcome, sentence)
        for question, (outcome, sentence) in zip(QUESTIONS, sentences, strict=True)
    )


def _untampered(made: Mapping[str, Check]) -> tuple[Outcome, str]:
    form, proof = made.get("form"), made.get("proof")
    if form and form.outcome is Outcome.FAILED:
        return Outcome.FAILED, f"No: it is not written as it must be. {_why(form)}"
    if proof is None or proof.outcome is Outcome.UNDETERMINED:
        return Outcome.UNDETERMINED, f"Nobody can say yet. {_why(proof)}".strip()
    if proof.outcome is Outcome.FAILED:
        return Outcome.FAILED, f"No. {_why(proof)}"
    return Outcome.PASSED, "Yes: every word is as it was signed."


def _signed_by(document: JsonObject, made: Mapping[str, Check]) -> tuple[Outcome, str]:
    check = made.get("issuer")
    issuer = document.get("issuer")
    identity = (id_of(issuer) or "an issuer without an identifier")[:_MAX_NAMED]
    who = f"{name_of(issuer)} ({identity})" if name_of(issuer) else identity
    if check is None or check.outcome is Outcome.NOT_APPLICABLE:
        return Outcome.UNDETERMINED, f"Unproven. It names {who}." if document else "Unproven."
    if check.outcome is Outcome.FAILED:
        return Outcome.FAILED, f"Not {who}, whom it names. {_why(check)}"
    if check.outcome is Outcome.UNDETERMINED:
        return Outcome.UNDETERMINED, f"It says {who}, which is not proven. {_why(check)}"
    return Outcome.PASSED, f"{who}, with the key {check.detail.rpartition('#')[2]}."


def _still_valid(
    made: Mapping[str, Check], at: datetime, as_of: datetime | None
) -> tuple[Outcome, str]:
    dates, status = made.get("dates"), made.get("status")
    if dates is None or status is None:
        return Outcome.UNDETERMINED, "This was not asked."
    for check in (dates, status):
        if check.outcome is Outcome.FAILED:
            return Outcome.FAILED, f"No. {_why(check)}"
    if status.outcome is Outcome.UNDETERMINED:
        return Outcome.UNDETERMINED, f"Its status is not known. {_why(status)}"
    day = f"{at:%Y-%m-%d}"
    if status.outcome is Outcome.NOT_APPLICABLE:
        return Outcome.PASSED, f"Yes, by its dates, on {day}; it states no status to ask for."
    known = f", by its status as of {as_of:%Y-%m-%d %H:%M} UTC" if as_of else ""
    return Outcome.PASSED, f"Yes, on {day}{known}."


def _trusted_by(
    document: JsonObject, made: Mapping[str, Check], trusted: Mapping[str, str]
) -> tuple[Outcome, str]:
    voucher = trusted.get(id_of(document.get("issuer")) or "")
    endorsements = made.get("endorsements")
    endorsed = (
        f" {endorsements.detail[0].upper()}{endorsements.detail[1:]}."
        if endorsements and endorsements.detail and endorsements.outcome is Outcome.PASSED
        else ""
    )
    issuer = made.get("issuer")
    if voucher and issuer and issuer.outcome is Outcome.PASSED:
        return Outcome.PASSED, f"{voucher}.{endorsed}"
    return Outcome.NOT_APPLICABLE, f"Nobody on a list you gave.{endorsed}"


def _why(check: Check | None) -> str:
    if check is None or not check.problems:
        return ""
    detail = check.problems[0].detail
    return f"{detail[0].upper()}{detail[1:]}."
