"""Whether a presentation holds: who presents, in answer to what, and each credential in it.

VC-DM 2.0 §4.13, VC-DI 1.0 §4.4. The steps, each a check of the report:

1. "presentation": it is one, as a document, a token or an envelope of one;
2. "proof": whoever signed it did so for authentication and for the challenge and domain asked;
3. "holder": the one who signed is the stated holder;
4. "credential 1" and so on: each credential in it, judged by the caller's own `examine`;
5. "subject": the credentials are about the holder; this fails only where it was asked.

A credential without proof of its own is the holder's word (VC-DM 2.0 §4.13.4): it counts only if
the presentation states its holder, who is also the credential's issuer, and only for a caller who
can judge it without a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeAlias

from testamur.credentials import jose
from testamur.credentials.dids import VerificationMethod
from testamur.credentials.identifiers import has_type, id_of, listed, subjects_of
from testamur.credentials.jose.claims import V2_CONTEXT
from testamur.credentials.presentations.making import MAX_CREDENTIALS, V1_CONTEXT, Asked
from testamur.credentials.proofs import verify_proofs
from testamur.credentials.resolution import Resolver
from testamur.encoding import JsonObject, parse_object
from testamur.errors import Refused, TestamurError, Unreachable
from testamur.problems import Check, Outcome, Problem, Report, Verdict, verdict_of

__all__ = ["Examine", "examine_presentation"]

Examine: TypeAlias = Callable[[JsonObject | str], Report]
"""Judges a credential, given as a document or as a token."""

_KIND: Final = "VerifiablePresentation"
_SEVERITY: Final = (Outcome.FAILED, Outcome.UNDETERMINED, Outcome.PASSED)
_OUTCOMES: Final = {
    Verdict.VALID: Outcome.PASSED,
    Verdict.INVALID: Outcome.FAILED,
    Verdict.UNDETERMINED: Outcome.UNDETERMINED,
}


@dataclass(frozen=True, slots=True)
class _Presented:
    """What was presented: the document, and the token that carries it if one does."""

    document: JsonObject
    token: str | None


@dataclass(frozen=True, slots=True)
class _Judge:
    """What every step judges with."""

    asked: Asked
    resolver: Resolver
    at: datetime
    examine: Examine
    examine_unsecured: Examine
    inline_contexts: bool


def examine_presentation(  # noqa: PLR0913 - what is judged, by what, and by whom
    source: JsonObject | str,
    *,
    asked: Asked,
    resolver: Resolver,
    at: datetime,
    examine: Examine,
    examine_unsecured: Examine | None = None,
    inline_contexts: bool = False,
) -> Report:
    """Judge a presentation, given as a document, a token or an envelope; never raises for it.

    `examine` judges each credential in it, `examine_unsecured` one that the holder alone says:
    everything about it but its proof; without it, `examine` judges such a credential too.
    `inline_contexts` allows the presentation to define terms of its own.
    """
    judge = _Judge(asked, resolver, at, examine, examine_unsecured or examine, inline_contexts)
    # 1
    try:
        presented = _open(source)
        credentials = _credentials_in(presented.document)
    except TestamurError as error:
        return _report([_ended("presentation", error)], at)
    # 2
    proof, methods = _check_proof(presented, judge)
    # 3
    holder_check, holder = _check_holder(presented.document, methods)
    # 4
    examined = [
        _examine_credential(credential, presented.document, judge)
        for credential in credentials.values()
    ]
    # 5
    subjects = _check_subjects(credentials, holder, asked)
    checks = [
        Check("presentation", Outcome.PASSED),
        proof,
        holder_check,
        *(
            _as_check(report, number, place)
            for number, (place, report) in enumerate(
                zip(credentials, examined, strict=True), start=1
            )
        ),
        subjects,
    ]
    ages = [report.status_as_of for report in examined if report.status_as_of is not None]
    return _report(checks, at, status_as_of=min(ages, default=None))


# -- 1: what was presented -------------------------------------------------------------------------


def _open(source: JsonObject | str) -> _Presented:
    document = source
    if isinstance(document, str) and not jose.is_token(document):
        document = parse_object(document)
    if jose.is_envelope(document, kind=jose.ENVELOPED_PRESENTATION):
        document = jose.unwrap(document, kind=jose.ENVELOPED_PRESENTATION)
    token = document if isinstance(document, str) else None
    if isinstance(document, str):
        document = jose.presentation_of_jwt(document).document
    _check_shape(document)
    return _Presented(document, token)


def _check_shape(document: JsonObject) -> None:
    if not has_type(document, _KIND):
        raise _malformed(f"its type does not include {_KIND}", "/type")
    contexts = listed(document.get("@context"))
    if not contexts or contexts[0] not in (V2_CONTEXT, V1_CONTEXT):
        raise _malformed("its first context is not that of credentials", "/@context")
    for member in ("id", "holder"):
        if member in document and ":" not in (id_of(document[member]) or ""):
            raise _malformed(f"its {member} is not an identifier", f"/{member}")
    if isinstance(document.get("id"), dict):
        raise _malformed("its id is not a URL", "/id")


def _credentials_in(document: JsonObject) -> dict[str, JsonObject | str]:
    """The credentials of a presentation, by their places in it."""
    stated = document.get("verifiableCredential", [])
    values = stated if isinstance(stated, list) else [stated]
    if len(values) > MAX_CREDENTIALS:
        raise _malformed(f"{len(values)} credentials; at most {MAX_CREDENTIALS} are judged")
    is_v2 = listed(document["@context"])[0] == V2_CONTEXT
    for value in values:
        if not isinstance(value, dict) and (is_v2 or not isinstance(value, str)):
            raise _malformed("what is presented is not a credential")
    root = "/verifiableCredential"
    if isinstance(stated, list):
        return {f"{root}/{place}": value for place, value in enumerate(values)}
    return {root: stated}


# -- 2, 3: who presents ----------------------------------------------------------------------------


def _check_proof(
    presented: _Presented, judge: _Judge
) -> tuple[Check, tuple[VerificationMethod, ...]]:
    """Whether the presentation is proven, and by which keys."""
    if presented.token is not None:
        try:
            verified = jose.verify_presentation_jwt(
                presented.token, resolver=judge.resolver, at=judge.at
            )
            _check_bound(verified.claims, judge.asked)
        except TestamurError as error:
            return _ended("proof", error), ()
        return Check("proof", Outcome.PASSED), (verified.method,)
    if "proof" not in presented.document:
        problem = Problem("presentation.not-proven", "the presentation has no proof", "/proof")
        return Check("proof", Outcome.FAILED, (problem,)), ()
    results = verify_proofs(
        presented.document,
        resolver=judge.resolver,
        at=judge.at,
        purpose="authentication",
        domain=judge.asked.domain,
        challenge=judge.asked.challenge,
        inline_contexts=judge.inline_contexts,
    )
    outcome = min((result.outcome for result in results), key=_SEVERITY.index)
    problems = tuple(problem for result in results for problem in result.problems)
    is_proven = outcome is Outcome.PASSED
    methods = tuple(result.method for result in results if is_proven and result.method)
    return Check("proof", outcome, problems), methods


def _check_bound(claims: JsonObject, asked: Asked) -> None:
    """Hold `nonce` and `aud` against what was asked: exactly that, and nobody else besides."""
    if asked.challenge is not None and claims.get("nonce") != asked.challenge:
        raise Refused.because(
            "proof.challenge-mismatch",
            "the presentation does not answer the challenge that was given",
            "/nonce",
            "RFC 8725 §3.9",
        )
    if asked.domain is not None and listed(claims.get("aud")) != [asked.domain]:
        raise Refused.because(
            "proof.domain-mismatch",
            f"the presentation was made for {str(claims.get('aud', 'nobody'))[:200]}",
            "/aud",
            "RFC 8725 §3.9",
        )


def _check_holder(
    document: JsonObject, methods: tuple[VerificationMethod, ...]
) -> tuple[Check, str | None]:
    """Whether the signer is the stated holder, and who thereby presents; None where unproven."""
    stated = id_of(document.get("holder"))
    controllers = sorted({method.controller for method in methods})
    if not controllers:
        told = "nobody is proven to present"
        return Check("holder", Outcome.NOT_APPLICABLE, detail=told), None
    if len(controllers) > 1 or (stated is not None and controllers != [stated]):
        problem = Problem(
            "presentation.holder-mismatch",
            f"signed by {', '.join(controllers)[:400]}, held by {str(stated)[:200]}",
            "/holder",
            "VC-DM 2.0 §4.13",
        )
        return Check("holder", Outcome.FAILED, (problem,)), None
    if not all(method.is_confirmed and not method.is_handed_over for method in methods):
        problem = Problem(
            "presentation.holder-unconfirmed",
            f"{controllers[0][:200]} could not be asked whether the key is its own",
            "/proof/verificationMethod",
        )
        return Check("holder", Outcome.UNDETERMINED, (problem,)), None
    return Check("holder", Outcome.PASSED, detail=controllers[0]), controllers[0]


# -- 4, 5: what is presented -----------------------------------------------------------------------


def _examine_credential(
    credential: JsonObject | str, presentation: JsonObject, judge: _Judge
) -> Report:
    try:
        if jose.is_envelope(credential):
            return judge.examine(jose.unwrap(credential))
        if isinstance(credential, str) or "proof" in credential:
            return judge.examine(credential)
        _check_self_asserted(credential, presentation)
    except TestamurError as error:
        return _report([_ended("credential", error)], judge.at)
    return judge.examine_unsecured(credential)


def _check_self_asserted(credential: JsonObject, presentation: JsonObject) -> None:
    holder = id_of(presentation.get("holder"))
    if holder is None or id_of(credential.get("issuer")) != holder:
        raise Refused.because(
            "presentation.holder-mismatch",
            "a credential without proof must be issued by the stated holder",
            "/issuer",
            "VC-DM 2.0 §4.13.4",
        )


def _as_check(report: Report, number: int, place: str) -> Check:
    problems = tuple(
        replace(problem, pointer=place + problem.pointer) for problem in report.problems
    )
    return Check(f"credential {number}", _OUTCOMES[report.verdict], problems, report.kind)


def _check_subjects(
    credentials: dict[str, JsonObject | str], holder: str | None, asked: Asked
) -> Check:
    others = [
        place for place, credential in credentials.items() if not _is_about(credential, holder)
    ]
    if not others and holder is not None and credentials:
        return Check("subject", Outcome.PASSED)
    told = f"{len(others)} of {len(credentials)} credentials are not known to be about the holder"
    if not asked.subject_is_holder or not credentials:
        return Check("subject", Outcome.NOT_APPLICABLE, detail=told)
    problems = tuple(
        Problem("presentation.subject-mismatch", "it is not about who presents it", place)
        for place in others
    )
    return Check("subject", Outcome.FAILED, problems)


def _is_about(credential: JsonObject | str, holder: str | None) -> bool:
    """Whether every subject of the credential is the holder."""
    try:
        if jose.is_envelope(credential):
            credential = jose.unwrap(credential)
        if isinstance(credential, str):
            credential = jose.credential_of_jwt(credential).document
    except TestamurError:
        return False
    subjects = {id_of(subject) for subject in subjects_of(credential)}
    return holder is not None and subjects == {holder}


# -- told ------------------------------------------------------------------------------------------


def _ended(name: str, error: TestamurError) -> Check:
    """The check that an error ended: failed if the input is wrong, else undetermined."""
    is_unknown = isinstance(error, Unreachable)
    outcome = Outcome.UNDETERMINED if is_unknown else Outcome.FAILED
    return Check(name, outcome, (error.problem,))


def _report(
    checks: Sequence[Check], at: datetime, *, status_as_of: datetime | None = None
) -> Report:
    return Report(verdict_of(checks), tuple(checks), at, _KIND, status_as_of=status_as_of)


def _malformed(detail: str, pointer: str = "/verifiableCredential") -> Refused:
    return Refused.because("presentation.malformed", detail, pointer, "VC-DM 2.0 §4.13")
