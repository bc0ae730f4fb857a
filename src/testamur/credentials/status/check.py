"""Whether a credential is revoked or suspended, what its issuer says of it, or that nobody knows.

Bitstring Status List v1.0 §3.2, the Validate Algorithm:

1. read the entry; a malformed one fails the credential that carries it;
2. have its list: fetched, proven, whole, current (see `published`); else the status is unknown;
3. the list must be by the issuer of the credential and for the purpose of the entry; else unknown;
4. look the value up: revoked or suspended fails, a message is told and judges nothing;
5. a copy older than allowed proves only what cannot be taken back: revocation.

Unknown is undetermined: neither valid nor revoked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from testamur.credentials.identifiers import id_of
from testamur.credentials.resolution import Resolver
from testamur.credentials.status.entries import (
    BITSTRING_TYPES,
    StatedStatus,
    read_entry,
    status_type,
)
from testamur.credentials.status.lists import MIN_ENTRIES, value_at
from testamur.credentials.status.published import Examine, StatusList, open_list
from testamur.credentials.status.revocation_lists import REVOCATION_LIST, find_revocation
from testamur.encoding import Json, JsonObject
from testamur.errors import Refused, TestamurError
from testamur.problems import Check, Outcome, Problem

__all__ = ["StatusJudgement", "StatusResult", "check_status", "judge_status"]

_MAX_ENTRIES: Final = 16
_OF_THE_LIST: Final = "status.list-"
_FAILS: Final = {
    "revocation": ("status.revoked", "the issuer has revoked the credential"),
    "suspension": ("status.suspended", "the issuer has suspended the credential"),
}
_REFRESH_MESSAGE: Final = "a newer version of the credential can be had"
_SEVERITY: Final = (
    Outcome.FAILED,
    Outcome.UNDETERMINED,
    Outcome.PASSED,
    Outcome.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class StatusResult:
    """What one entry says.

    `as_of` is when the copy of the list was taken, None where none was had; `value` is the entry's
    value, and `message` what its issuer says it means.
    """

    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    as_of: datetime | None = None
    purpose: str = ""
    message: str = ""
    value: int | None = None


@dataclass(frozen=True, slots=True)
class StatusJudgement:
    """All entries of a credential together; `as_of` is the age of the oldest list used."""

    check: Check
    results: tuple[StatusResult, ...]
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """What every entry of one credential is judged with; each list is opened once."""

    document: JsonObject
    resolver: Resolver
    at: datetime
    examine: Examine
    max_age: timedelta | None
    opened: dict[tuple[str, str], StatusList]

    def list_for(self, stated: StatedStatus) -> StatusList:
        key = (stated.type, stated.list_url)
        if key not in self.opened:
            self.opened[key] = open_list(
                stated.list_url,
                entry_type=stated.type,
                resolver=self.resolver,
                at=self.at,
                examine=self.examine,
            )
        return self.opened[key]


def check_status(
    entry: Json,
    *,
    document: JsonObject,
    resolver: Resolver,
    at: datetime,
    examine: Examine,
    max_age: timedelta | None = None,
) -> StatusResult:
    """Judge one entry of the `credentialStatus` of the verified credential `document`.

    `examine` judges the list's own proof, and must not look for a status in turn. `max_age`
    replaces what lists say about how old a copy may be: a bundle that carries its status as of a
    day may allow any age, and tell it. Never raises for what it reads.
    """
    return _judge_entry(entry, _Inquiry(document, resolver, at, examine, max_age, {}))


def judge_status(
    document: JsonObject,
    *,
    resolver: Resolver,
    at: datetime,
    examine: Examine,
    max_age: timedelta | None = None,
) -> StatusJudgement:
    """Judge every entry of a verified credential, as `check_status` does; the worst decides."""
    if "credentialStatus" not in document:
        check = Check("status", Outcome.NOT_APPLICABLE, detail="no status is stated")
        return StatusJudgement(check, (), None)
    stated = document["credentialStatus"]
    entries = stated if isinstance(stated, list) else [stated]
    if not 0 < len(entries) <= _MAX_ENTRIES:
        problem = _malformed(f"1 to {_MAX_ENTRIES} entries are read")
        return StatusJudgement(Check("status", Outcome.FAILED, (problem,)), (), None)
    inquiry = _Inquiry(document, resolver, at, examine, max_age, {})
    places = (
        [f"/credentialStatus/{place}" for place in range(len(entries))]
        if isinstance(stated, list)
        else ["/credentialStatus"]
    )
    results = tuple(
        _within(_judge_entry(entry, inquiry), place)
        for entry, place in zip(entries, places, strict=True)
    )
    return StatusJudgement(_together(results), results, _oldest(results))


def _judge_entry(entry: Json, inquiry: _Inquiry) -> StatusResult:
    try:
        kind = status_type(entry)
        if kind == REVOCATION_LIST:
            return _judge_revocation_list(entry, inquiry)
        if kind not in BITSTRING_TYPES:
            return _unknown(
                Problem("status.type-unknown", f"a status of the type {kind!r:.80}", "/type")
            )
        stated = read_entry(entry)
    except Refused as error:
        return StatusResult(Outcome.FAILED, (error.problem,))
    return _with_faults(_judge_stated(stated, inquiry), stated)


def _judge_stated(stated: StatedStatus, inquiry: _Inquiry) -> StatusResult:
    """Steps 2 to 5 for an entry that was read."""
    try:
        found = inquiry.list_for(stated)
        _check_belongs(found, stated, inquiry)
        value = value_at(found.bits, stated.index, status_size=stated.size)
    except TestamurError as error:
        return _unknown(error.problem, purpose=stated.purpose)
    result = _meaning(stated, value, as_of=found.as_of)
    is_final = result.outcome is Outcome.FAILED and stated.purpose == "revocation"
    if found.is_stale(inquiry.at, max_age=inquiry.max_age) and not is_final:
        stale = Problem(
            "status.list-stale", f"the copy of the list is as of {found.as_of:%Y-%m-%d %H:%M} UTC"
        )
        return replace(result, outcome=Outcome.UNDETERMINED, problems=(stale, *result.problems))
    return result


def _check_belongs(found: StatusList, stated: StatedStatus, inquiry: _Inquiry) -> None:
    if found.issuer is None or found.issuer != id_of(inquiry.document.get("issuer")):
        raise Refused.because(
            "status.issuer-mismatch",
            f"the list is by {str(found.issuer)[:200]}, not by the issuer of the credential",
            "/statusListCredential",
        )
    if stated.purpose not in found.purposes:
        raise Refused.because(
            "status.purpose-mismatch",
            f"the list is for {', '.join(sorted(found.purposes))[:200]}, not for {stated.purpose}",
            "/statusPurpose",
            "BSL 1.0 §3.2",
        )
    if len(found.bits) * 8 // stated.size < MIN_ENTRIES:
        raise Refused.because(
            "status.list-invalid",
            f"fewer than {MIN_ENTRIES} entries of {stated.size} bits",
            "/statusSize",
            "BSL 1.0 §3.2",
        )


def _meaning(stated: StatedStatus, value: int, *, as_of: datetime) -> StatusResult:
    result = StatusResult(Outcome.PASSED, (), as_of, stated.purpose, value=value)
    if stated.purpose == "message":
        return replace(result, message=stated.messages.get(value, "undefined"))
    if value == 0:
        return result
    if stated.purpose == "refresh":
        return replace(result, message=_REFRESH_MESSAGE)
    if stated.purpose in _FAILS:
        code, detail = _FAILS[stated.purpose]
        problem = Problem(code, f"{detail}, as of {as_of:%Y-%m-%d %H:%M} UTC", "", "BSL 1.0 §3.2")
        return replace(result, outcome=Outcome.FAILED, problems=(problem,))
    unknown = Problem("status.purpose-unknown", f"{stated.purpose!r:.80} is set to {value}")
    return replace(result, outcome=Outcome.UNDETERMINED, problems=(unknown,))


def _judge_revocation_list(entry: JsonObject, inquiry: _Inquiry) -> StatusResult:
    try:
        found = find_revocation(entry, document=inquiry.document, resolver=inquiry.resolver)
    except TestamurError as error:
        return _unknown(error.problem, purpose="revocation")
    if found.is_revoked:
        detail = "the issuer has revoked the credential"
        told = f"{detail}: {found.reason}" if found.reason else detail
        problem = Problem("status.revoked", told, spec="1EdTech Revocation List 1.0")
        return StatusResult(
            Outcome.FAILED, (problem,), found.as_of, "revocation", found.reason, value=1
        )
    if inquiry.max_age is not None and inquiry.at - found.as_of > inquiry.max_age:
        stale = f"the copy of the list is as of {found.as_of:%Y-%m-%d %H:%M} UTC"
        return _unknown(Problem("status.list-stale", stale), purpose="revocation")
    return StatusResult(Outcome.PASSED, (), found.as_of, "revocation", value=0)


def _with_faults(result: StatusResult, stated: StatedStatus) -> StatusResult:
    """The result, failed for the entry's own faults where it has any."""
    if not stated.problems:
        return result
    return replace(result, outcome=Outcome.FAILED, problems=(*stated.problems, *result.problems))


def _unknown(problem: Problem, *, purpose: str = "") -> StatusResult:
    return StatusResult(Outcome.UNDETERMINED, (problem,), purpose=purpose)


def _within(result: StatusResult, place: str) -> StatusResult:
    """The same result, its problems pointing into the credential, never into the list."""
    return replace(
        result,
        problems=tuple(
            replace(
                problem,
                pointer=place + ("" if problem.code.startswith(_OF_THE_LIST) else problem.pointer),
            )
            for problem in result.problems
        ),
    )


def _together(results: Sequence[StatusResult]) -> Check:
    worst = min((result.outcome for result in results), key=_SEVERITY.index)
    problems = tuple(problem for result in results for problem in result.problems)
    told = [f"{result.purpose}: {result.message}" for result in results if result.message]
    return Check("status", worst, problems, "; ".join(told))


def _oldest(results: Sequence[StatusResult]) -> datetime | None:
    return min((result.as_of for result in results if result.as_of is not None), default=None)


def _malformed(detail: str) -> Problem:
    return Problem("status.entry-malformed", detail, "/credentialStatus", "VC-DM 2.0 §4.10")
