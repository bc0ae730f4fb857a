"""The four answers of a verification, each one plain sentence for a person.

Untampered, who signed, still valid, who trusts the issuer: separate, because one may hold where
another does not, and each says how it is known. Rules kept here:

- what fails the credential fails an answer, and what leaves it open leaves an answer open: whoever
  reads the answers alone is never told better than the verdict;
- what a document says of itself is an answer only where its signature holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, TypeAlias

from testamur.credentials.document import name_of
from testamur.credentials.identifiers import id_of
from testamur.encoding import Json, JsonObject
from testamur.problems import Answer, Check, Outcome

__all__ = ["QUESTIONS", "answers_to"]

QUESTIONS: Final = (
    "Is it untampered?",
    "Who signed it?",
    "Is it still valid?",
    "Who trusts the issuer?",
)

_Told: TypeAlias = tuple[Outcome, str]

_BROKEN: Final = {
    "form": "but it breaks the rules of its kind",
    "schemas": "but it breaks a schema that it names",
    "resources": "but what it points to is not what was signed for",
    "records": "but a record that it carries does not hold",
}
_UNKNOWN: Final = {
    "schemas": "whether it keeps the schema that it names is not known",
    "resources": "whether what it points to was changed is not known",
    "records": "whether the records that it carries hold is not known",
}
_MAX_NAMED: Final = 300
_NOT_MADE: Final = Check("", Outcome.NOT_APPLICABLE)


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
    told = (
        _untampered(made),
        _signed_by(document, made),
        _still_valid(made, at, as_of),
        _trusted_by(document, made, trusted),
    )
    return tuple(
        Answer(question, outcome, sentence)
        for question, (outcome, sentence) in zip(QUESTIONS, told, strict=True)
    )


def _untampered(made: Mapping[str, Check]) -> _Told:
    proof = made.get("proof")
    if proof is None:
        return _unread(next(iter(made.values()), _NOT_MADE))
    match proof.outcome:
        case Outcome.PASSED:
            return _as_signed(made)
        case Outcome.FAILED:
            return Outcome.FAILED, f"No. {_why(proof)}"
        case _:
            return Outcome.UNDETERMINED, f"Nobody can say. {_why(proof)}"


def _unread(check: Check) -> _Told:
    if check.outcome is Outcome.FAILED:
        return Outcome.FAILED, f"No: it cannot be read. {_why(check)}"
    return Outcome.UNDETERMINED, f"Nobody can say. {_why(check)}".strip()


def _as_signed(made: Mapping[str, Check]) -> _Told:
    """What there is to say of a document whose proof holds."""
    kept = "Every word is as it was signed"
    for name, words in _BROKEN.items():
        check = made.get(name, _NOT_MADE)
        if check.outcome is Outcome.FAILED:
            return Outcome.FAILED, f"{kept}, {words}. {_why(check)}"
    for name, words in _UNKNOWN.items():
        check = made.get(name, _NOT_MADE)
        if check.outcome is Outcome.UNDETERMINED:
            return Outcome.UNDETERMINED, f"{kept}; {words}. {_why(check)}"
    return Outcome.PASSED, "Yes: every word is as it was signed."


def _signed_by(document: JsonObject, made: Mapping[str, Check]) -> _Told:
    check = made.get("issuer", _NOT_MADE)
    who = _named(document.get("issuer"))
    match check.outcome:
        case Outcome.PASSED:
            return Outcome.PASSED, f"{who}, with the key {check.detail.rpartition('#')[2]}."
        case Outcome.FAILED:
            return Outcome.FAILED, f"Not {who}, whom it names. {_why(check)}"
        case Outcome.UNDETERMINED:
            return Outcome.UNDETERMINED, f"It says {who}, which is not proven. {_why(check)}"
        case Outcome.NOT_APPLICABLE:
            unproven = f"Nobody can say. It names {who}." if document else "Nobody can say."
            return Outcome.UNDETERMINED, unproven


def _still_valid(made: Mapping[str, Check], at: datetime, as_of: datetime | None) -> _Told:
    dates, status = made.get("dates"), made.get("status")
    if dates is None or status is None:
        return Outcome.UNDETERMINED, "This was not asked." if "proof" in made else "Nobody can say."
    for check in (dates, status):
        if check.outcome is Outcome.FAILED:
            return Outcome.FAILED, f"No. {_why(check)}"
    if not _is_proven(made):
        return Outcome.UNDETERMINED, "Nobody can say: nothing proves the dates that it states."
    if status.outcome is Outcome.UNDETERMINED:
        return Outcome.UNDETERMINED, f"Its status is not known. {_why(status)}"
    day = f"{at:%Y-%m-%d}"
    if status.outcome is Outcome.NOT_APPLICABLE:
        return Outcome.PASSED, f"Yes, by its dates, on {day}; it states no status to ask for."
    known = f", by its status as of {as_of:%Y-%m-%d %H:%M} UTC" if as_of else ""
    return Outcome.PASSED, f"Yes, on {day}{known}."


def _trusted_by(
    document: JsonObject, made: Mapping[str, Check], trusted: Mapping[str, str]
) -> _Told:
    voucher = trusted.get(id_of(document.get("issuer")) or "")
    is_proven = made.get("issuer", _NOT_MADE).outcome is Outcome.PASSED
    known = f"{voucher}." if voucher and is_proven else "Nobody on a list you gave."
    endorsements = made.get("endorsements", _NOT_MADE)
    match endorsements.outcome:
        case Outcome.FAILED:
            told = f"{known} An endorsement that it carries does not hold. {_why(endorsements)}"
            return Outcome.FAILED, told
        case Outcome.UNDETERMINED:
            told = f"{known} Its endorsements could not all be judged. {_why(endorsements)}"
            return Outcome.UNDETERMINED, told
        case Outcome.PASSED if is_proven:
            known = f"{known} {_sentence(endorsements.detail)}"
        case _:
            pass
    return Outcome.PASSED if voucher and is_proven else Outcome.NOT_APPLICABLE, known


def _is_proven(made: Mapping[str, Check]) -> bool:
    """Whether what the document says was said by somebody, and not by who it falsely names."""
    proof, issuer = made.get("proof", _NOT_MADE), made.get("issuer", _NOT_MADE)
    return proof.outcome is Outcome.PASSED and issuer.outcome is not Outcome.FAILED


def _named(issuer: Json) -> str:
    identity = (id_of(issuer) or "an issuer without an identifier")[:_MAX_NAMED]
    name = name_of(issuer)
    return f"{name} ({identity})" if name else identity


def _why(check: Check) -> str:
    return _sentence(check.problems[0].detail) if check.problems else ""


def _sentence(words: str) -> str:
    """The words as a sentence; what begins with an address keeps its small letter."""
    is_address = ":" in words.partition(" ")[0]
    return f"{words if is_address else words[:1].upper() + words[1:]}."
