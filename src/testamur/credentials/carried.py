"""The credentials that a credential carries: endorsements, and the records of a CLR.

Open Badges 3.0 (EndorsementCredential), CLR 2.0 (ClrSubject). Rules kept here:

- each is judged by itself, from its own text: that it stands inside signed text proves nothing of
  whoever it names;
- one that was tampered with, or is not by whom it names, fails the credential that carries it;
- one that has expired or was withdrawn since is not counted, and fails nothing;
- an endorsement counts only if what it is about stands in the credential: the credential itself,
  its issuer, what it awards. One that was made for something else is a good name, borrowed;
- what an issuer says in favour of itself is no endorsement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias

from testamur.credentials.identifiers import has_type, id_of, listed, subjects_of
from testamur.encoding import Json, JsonObject, compact_json
from testamur.problems import Check, Outcome, Problem, Report, Verdict, verdict_of

__all__ = ["Judge", "Judged", "check_endorsements", "check_records"]

MAX_CARRIED: Final = 64
"""The most endorsements, and the most records, judged for one credential."""

_NAMED: Final = 3
_ENDORSEMENTS: Final = frozenset({"endorsement", "endorsementJwt"})
_NOT_WALKED: Final = frozenset({"@context", "proof", "verifiableCredential"})
_PASSING_CHECKS: Final = frozenset({"dates", "status"})
_PASSING_CODES: Final = frozenset({"jose.expired", "jose.not-yet-valid"})
_OUTCOMES: Final = {
    Verdict.VALID: Outcome.PASSED,
    Verdict.INVALID: Outcome.FAILED,
    Verdict.UNDETERMINED: Outcome.UNDETERMINED,
}
_SEVERITY: Final = (
    Outcome.FAILED,
    Outcome.UNDETERMINED,
    Outcome.PASSED,
    Outcome.NOT_APPLICABLE,
)


class Judged(NamedTuple):
    """The report on a carried credential, and what was read of it: empty where nothing was."""

    report: Report
    document: JsonObject


Judge: TypeAlias = Callable[[Json], Judged]
"""Judges a credential by itself, given as a document or as a token."""


def check_endorsements(document: JsonObject, *, judge: Judge) -> Check:
    """Judge every endorsement in the credential `document`, whatever it stands beside."""
    if '"endorsement' not in compact_json(document):  # the usual case: no walk is needed
        return _check_all("endorsements", [], judge, lambda found: found)
    names, issuer = _names_in(document), id_of(document.get("issuer"))

    def counted(found: _Found) -> _Found:
        if found.outcome is not Outcome.PASSED:
            return found
        if id_of(found.document.get("issuer")) == issuer:
            return replace(found, outcome=Outcome.NOT_APPLICABLE)
        complaint = _complaint(found.document, names)
        if complaint is None:
            return found
        problem = Problem("endorsement.not-counted", complaint, "/credentialSubject/id")
        return replace(found, outcome=Outcome.NOT_APPLICABLE, problems=(problem,))

    return _check_all("endorsements", list(_endorsements_in(document)), judge, counted)


def check_records(document: JsonObject, *, judge: Judge) -> Check:
    """Judge every credential inside a CLR: its publisher's signature is not that of its issuer."""
    return _check_all("records", list(_records_in(document)), judge, lambda found: found)


@dataclass(frozen=True, slots=True)
class _Found:
    """How one carried credential ended; one that is not counted is not applicable."""

    outcome: Outcome
    problems: tuple[Problem, ...]
    document: JsonObject


def _check_all(
    name: str,
    carried: list[tuple[str, Json]],
    judge: Judge,
    counted: Callable[[_Found], _Found],
) -> Check:
    if not carried:
        return Check(name, Outcome.NOT_APPLICABLE, detail="none is carried")
    if len(carried) > MAX_CARRIED:
        told = f"{len(carried)} {name}; at most {MAX_CARRIED} are judged"
        return Check(name, Outcome.UNDETERMINED, (Problem("carried.too-many", told),))
    found = [counted(_found(judge(source))) for _, source in carried]
    problems = tuple(
        replace(problem, pointer=pointer + problem.pointer)
        for (pointer, _), one in zip(carried, found, strict=True)
        for problem in one.problems
    )
    worst = min((one.outcome for one in found), key=_SEVERITY.index)
    return Check(name, worst, problems, _told(found, name))


def _found(judged: Judged) -> _Found:
    """What was judged; not counted where all that is wrong is the time at which it is asked."""
    report, document = judged
    if report.verdict is Verdict.INVALID and _has_only_passed(report):
        return _Found(Outcome.NOT_APPLICABLE, (), document)
    return _Found(_OUTCOMES[report.verdict], report.problems, document)


def _has_only_passed(report: Report) -> bool:
    lasting = [check for check in report.checks if check.name not in _PASSING_CHECKS]
    wrong = [problem for check in lasting for problem in check.problems]
    is_expired_token = bool(wrong) and all(problem.code in _PASSING_CODES for problem in wrong)
    return is_expired_token or verdict_of(lasting) is Verdict.VALID


def _told(found: list[_Found], name: str) -> str:
    holding = [one for one in found if one.outcome is Outcome.PASSED]
    told = f"{len(holding)} of {len(found)} {name} hold"
    signers = list(dict.fromkeys(str(id_of(one.document.get("issuer")))[:100] for one in holding))
    if not signers:
        return told
    others = " and others" if len(signers) > _NAMED else ""
    return f"{told}, by {', '.join(signers[:_NAMED])}{others}"


def _complaint(endorsement: JsonObject, names: frozenset[str]) -> str | None:
    """Why an endorsement that holds is none of what has these `names`; None where it is."""
    if not has_type(endorsement, "EndorsementCredential"):
        return "it is not an EndorsementCredential"
    about = {id_of(subject) for subject in subjects_of(endorsement)}
    if about <= names:
        return None
    return f"it is about {', '.join(sorted(map(str, about - names)))[:200]}, which is not here"


def _names_in(value: Json) -> frozenset[str]:
    """The identifiers of the credential and of all that it speaks of."""
    if isinstance(value, list):
        return frozenset().union(*map(_names_in, value))
    if not isinstance(value, dict):
        return frozenset()
    own = [value.get("id"), value.get("issuer")]
    inside = [
        _names_in(member)
        for name, member in value.items()
        if name not in _NOT_WALKED | _ENDORSEMENTS
    ]
    return frozenset(name for name in own if isinstance(name, str)).union(*inside)


def _endorsements_in(value: Json, pointer: str = "") -> Iterator[tuple[str, Json]]:
    """Every endorsement beside anything that the credential itself says, and where it stands."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _endorsements_in(each, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for name, member in value.items():
            place = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            if name in _ENDORSEMENTS:
                yield from ((f"{place}/{at}", each) for at, each in enumerate(listed(member)))
            elif name not in _NOT_WALKED:
                yield from _endorsements_in(member, place)


def _records_in(document: JsonObject) -> Iterator[tuple[str, Json]]:
    for place, subject in _each(document, "", "credentialSubject"):
        for index, source in enumerate(listed(subject.get("verifiableCredential"))):
            yield f"{place}/verifiableCredential/{index}", source


def _each(holder: JsonObject, pointer: str, name: str) -> Iterator[tuple[str, JsonObject]]:
    """The objects that stand as `name`, one or several, and where."""
    value = holder.get(name)
    for index, each in enumerate(listed(value)):
        if isinstance(each, dict):
            place = f"{pointer}/{name}"
            yield f"{place}/{index}" if isinstance(value, list) else place, each
