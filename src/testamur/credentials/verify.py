"""Whether a credential holds: every check, its outcome, and the four answers a person asks for.

The rules:

- three verdicts: a check that could not be made leaves the credential undetermined, never valid
  and never invalid;
- the verified document is the one that was read and judged here; `verify` alone makes a
  `VerifiedCredential`, and nothing else is accepted where proof is needed;
- no clock and no socket: `at` and `resolver` decide the moment and what may be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from testamur.credentials.answers import answers_to
from testamur.credentials.data_model import check_shape
from testamur.credentials.dids import VerificationMethod
from testamur.credentials.document import Credential, kind_of
from testamur.credentials.identifiers import id_of, listed, subjects_of
from testamur.credentials.jose import is_envelope, is_token, unwrap, verify_credential_jwt
from testamur.credentials.proofs import verify_proofs
from testamur.credentials.resolution import Resolver
from testamur.credentials.resources import check_resources
from testamur.credentials.schemas import check_schemas
from testamur.credentials.status import judge_status
from testamur.encoding import (
    JsonObject,
    compact_json,
    format_timestamp,
    parse_object,
    parse_timestamp,
)
from testamur.errors import NotVerified, Refused, TestamurError, Unreachable
from testamur.problems import Check, Outcome, Problem, Report, Verdict, verdict_of

__all__ = ["STRICT", "Policy", "VerifiedCredential", "examine", "examine_unsecured", "verify"]

MAX_DEPTH: Final = 3
MAX_ENDORSEMENTS: Final = 32


@dataclass(frozen=True, slots=True)
class Policy:
    """What a verifier accepts beyond the strict rules, each by name.

    `fragment_keys`: a key that only the credential itself names as its issuer's
    (`https://issuer#z6Mk…`), as the 1EdTech validator does. `inline_contexts`: contexts written
    into the document. `proof_only`: judge form and proof alone. `max_status_age`: how old status
    information may be, whatever its list allows. `trusted`: issuer to who vouches for it, in words.
    `purpose`, `challenge`, `domain`: what its proofs must have been made for and be bound to.
    """

    fragment_keys: bool = False
    inline_contexts: bool = False
    proof_only: bool = False
    max_status_age: timedelta | None = None
    purpose: str = "assertionMethod"
    challenge: str | None = None
    domain: str | None = None
    trusted: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


STRICT: Final = Policy()


@dataclass(frozen=True, slots=True)
class VerifiedCredential:
    """A credential that was judged valid. Made by `verify` alone."""

    credential: Credential
    document: JsonObject
    report: Report

    @property
    def issuer(self) -> str:
        """The identifier of who signed."""
        return id_of(self.document["issuer"]) or ""


def verify(
    source: Credential | JsonObject | str | bytes,
    *,
    resolver: Resolver,
    at: datetime,
    policy: Policy = STRICT,
) -> VerifiedCredential:
    """The credential, if it is valid at the moment `at`; raises `NotVerified` with the report."""
    inquiry = _Inquiry(resolver, at, policy)
    report = inquiry.judge(source)
    if report.verdict is not Verdict.VALID or inquiry.document is None:
        raise NotVerified(report)
    return VerifiedCredential(Credential(inquiry.text), inquiry.document, report)


def examine(
    source: Credential | JsonObject | str | bytes,
    *,
    resolver: Resolver,
    at: datetime,
    policy: Policy = STRICT,
) -> Report:
    """The report on a credential, JSON with proofs or a compact JWT; never raises for content."""
    return _Inquiry(resolver, at, policy).judge(source)


def examine_unsecured(
    document: JsonObject,
    *,
    resolver: Resolver,
    at: datetime,
    policy: Policy = STRICT,
) -> Report:
    """The report on a credential without a proof of its own: on everything but proof and issuer.

    For what a holder says in a presentation they sign (VC-DM 2.0 §4.13.4), and for nothing else.
    """
    return _Inquiry(resolver, at, policy).judge_unsecured(document)


@dataclass(slots=True)
class _Inquiry:
    """One credential under examination; `document` is what was read of its `text`."""

    resolver: Resolver
    at: datetime
    policy: Policy
    depth: int = 0
    text: str = ""
    document: JsonObject | None = None
    signers: tuple[VerificationMethod, ...] = ()
    status_as_of: datetime | None = None

    def judge(self, source: Credential | JsonObject | str | bytes) -> Report:
        # (1) what is this, and is it written as it must be?
        try:
            self.text = _text_of(source)
            secured = _read(self.text)
        except TestamurError as error:
            return self._report([_check("form", error)])

        # (2) is it untampered?
        if isinstance(secured, str):
            proof = self._judge_token(secured)
        else:
            proof = self._judge_proofs(secured)
        if self.document is None:
            return self._report([proof])
        form = self._judge_form(self.document)
        checks = [form, proof]

        # (3) whose is the key?
        checks.append(self._judge_issuer(self.document, proof))

        # (4) does it still hold, and does what it refers to?
        return self._report(checks + self._judge_standing(self.document, form))

    def judge_unsecured(self, document: JsonObject) -> Report:
        self.document = document
        form = self._judge_form(document)
        return self._report([form, *self._judge_standing(document, form)])

    def _judge_standing(self, document: JsonObject, form: Check) -> list[Check]:
        if self.policy.proof_only:
            return []
        return [
            self._judge_dates(document),
            self._judge_status(document),
            check_schemas(
                document,
                resolver=self.resolver,
                examine=self._examine_apart,
                is_shape_sound=form.outcome is Outcome.PASSED,
            ),
            check_resources(document, resolver=self.resolver),
            self._judge_endorsements(document),
            self._judge_trust(document),
        ]

    def _report(self, checks: list[Check]) -> Report:
        document = self.document or {}
        return Report(
            verdict=verdict_of(checks),
            checks=tuple(checks),
            at=self.at,
            kind=kind_of(document) if document else "",
            answers=answers_to(
                document, checks, at=self.at, trusted=self.policy.trusted, as_of=self.status_as_of
            ),
            status_as_of=self.status_as_of,
        )

    def _judge_form(self, document: JsonObject) -> Check:
        problems = tuple(check_shape(document))
        return Check("form", Outcome.FAILED if problems else Outcome.PASSED, problems)

    def _judge_token(self, token: str) -> Check:
        try:
            verified = verify_credential_jwt(token, resolver=self.resolver, at=self.at)
        except TestamurError as error:
            self.document = _what_the_token_says(token)
            return _check("proof", error)
        self.document = verified.document
        self.signers = (verified.method,)
        return Check("proof", Outcome.PASSED, detail=f"JWT {verified.header['alg']}")

    def _judge_proofs(self, document: JsonObject) -> Check:
        self.document = document
        asked = self.policy if self.depth == 0 else STRICT  # of the credential, not of its lists
        results = verify_proofs(
            document,
            resolver=self.resolver,
            at=self.at,
            purpose=asked.purpose,
            domain=asked.domain,
            challenge=asked.challenge,
            inline_contexts=self.policy.inline_contexts,
        )
        problems = tuple(problem for result in results for problem in result.problems)
        outcome = _worst(result.outcome for result in results)
        if outcome is Outcome.PASSED:
            self.signers = tuple(result.method for result in results if result.method)
        suites = ", ".join(dict.fromkeys(result.cryptosuite for result in results))
        return Check("proof", outcome, problems, suites)

    def _judge_issuer(self, document: JsonObject, proof: Check) -> Check:
        """Whether a key that signed belongs to the issuer, and not merely says so."""
        issuer = id_of(document.get("issuer"))
        if proof.outcome is not Outcome.PASSED:
            return Check("issuer", Outcome.NOT_APPLICABLE, detail="no signature holds")
        if self.policy.proof_only:
            return Check("issuer", Outcome.NOT_APPLICABLE, detail="the proof alone was asked for")
        own = [method for method in self.signers if method.controller == issuer]
        if not own:
            told = f"the key belongs to {self.signers[0].controller}, not to {issuer}"
            problem = Problem("issuer.key-mismatch", told, "/issuer", "VC-DM 2.0 §4.7")
            return Check("issuer", Outcome.FAILED, (problem,))
        if not self.policy.fragment_keys and not any(method.is_confirmed for method in own):
            told = f"only the credential itself says that the key is {issuer}'s"
            place = "/proof/verificationMethod"
            problem = Problem("issuer.key-unproven", told, place, "OB 3.0 §8.3")
            return Check("issuer", Outcome.UNDETERMINED, (problem,))
        return Check("issuer", Outcome.PASSED, detail=own[0].id)

    def _judge_dates(self, document: JsonObject) -> Check:
        """Valid from `validFrom` on, and no longer at `validUntil` (VC-DM 2.0 §4.9)."""
        problems: list[Problem] = []
        for name, is_start in _DATES.items():
            if name not in document:
                continue
            try:
                moment = parse_timestamp(document[name], f"/{name}")
            except Refused as error:
                problems.append(error.problem)
                continue
            if is_start and self.at < moment:
                told = f"valid from {format_timestamp(moment)} on"
                problems.append(Problem("dates.not-yet-valid", told, f"/{name}", "VC-DM 2.0 §4.9"))
            elif not is_start and self.at >= moment:
                told = f"valid until {format_timestamp(moment)}"
                problems.append(Problem("dates.expired", told, f"/{name}", "VC-DM 2.0 §4.9"))
        return Check("dates", Outcome.FAILED if problems else Outcome.PASSED, tuple(problems))

    def _judge_status(self, document: JsonObject) -> Check:
        judgement = judge_status(
            document,
            resolver=self.resolver,
            at=self.at,
            examine=self._examine_apart,
            max_age=self.policy.max_status_age,
        )
        self.status_as_of = judgement.as_of
        return judgement.check

    def _examine_apart(self, source: JsonObject | str) -> Report:
        """The judgement of another credential that this one carries or relies on."""
        if self.depth >= MAX_DEPTH:
            problem = Problem("verify.too-deep", f"{self.depth} credentials rely on one another")
            check = Check("depth", Outcome.UNDETERMINED, (problem,))
            return Report(Verdict.UNDETERMINED, (check,), self.at)
        return _Inquiry(self.resolver, self.at, self.policy, self.depth + 1).judge(source)

    def _judge_trust(self, document: JsonObject) -> Check:
        """Who vouches for the issuer; that nobody known does fails nothing."""
        voucher = self.policy.trusted.get(id_of(document.get("issuer")) or "")
        if voucher is None:
            return Check(
                "trust", Outcome.NOT_APPLICABLE, detail="the issuer is on no list of yours"
            )
        return Check("trust", Outcome.PASSED, detail=voucher)

    def _judge_endorsements(self, document: JsonObject) -> Check:
        """Each endorsement carried along must be untampered and its endorser's own.

        One that was withdrawn or has expired since is no longer counted, and fails nothing.
        """
        carried = list(_endorsements_in(document))
        if not carried:
            return Check("endorsements", Outcome.NOT_APPLICABLE, detail="none is carried")
        if len(carried) > MAX_ENDORSEMENTS:
            told = f"{len(carried)} endorsements; at most {MAX_ENDORSEMENTS} are judged"
            problem = Problem("endorsement.too-many", told)
            return Check("endorsements", Outcome.UNDETERMINED, (problem,))
        outcomes: list[Outcome] = []
        problems: list[Problem] = []
        for pointer, source in carried:
            outcome, found = self._judge_endorsement(source)
            outcomes.append(outcome)
            problems += [replace(problem, pointer=pointer + problem.pointer) for problem in found]
        counted = outcomes.count(Outcome.PASSED)
        detail = f"{counted} of {len(carried)} endorsements hold"
        return Check("endorsements", _worst(outcomes), tuple(problems), detail)

    def _judge_endorsement(self, source: JsonObject | str) -> tuple[Outcome, tuple[Problem, ...]]:
        report = self._examine_apart(source)
        lasting = [check for check in report.checks if check.name not in {"dates", "status"}]
        if verdict_of(lasting) is Verdict.VALID and report.verdict is Verdict.INVALID:
            return Outcome.NOT_APPLICABLE, ()
        return _OUTCOMES[report.verdict], report.problems


_DATES: Final = {
    "validFrom": True,
    "validUntil": False,
    "issuanceDate": True,
    "expirationDate": False,
}
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


def _worst(outcomes: Iterable[Outcome]) -> Outcome:
    return min(outcomes, key=_SEVERITY.index)


def _text_of(source: Credential | JsonObject | str | bytes) -> str:
    """The text that is judged; a parsed document becomes text, so that nobody changes it midway."""
    match source:
        case Credential():
            return source.text
        case str():
            return source
        case bytes():
            try:
                return source.decode()
            except UnicodeDecodeError as error:
                told = f"not UTF-8 at byte {error.start}"
                raise Refused.because("json.malformed", told) from None
        case _:
            try:
                return compact_json(source)
            except TypeError as error:
                raise Refused.because("json.malformed", f"not JSON: {error}") from None


def _read(text: str) -> JsonObject | str:
    """A document with its proofs, or a token; raises `Refused`, or `Unreachable` for SD-JWT."""
    if is_token(text.strip()):
        return text.strip()
    document = parse_object(text)
    return unwrap(document) if is_envelope(document) else document


def _check(name: str, error: TestamurError) -> Check:
    is_unknown = isinstance(error, Unreachable)
    return Check(name, Outcome.UNDETERMINED if is_unknown else Outcome.FAILED, (error.problem,))


def _what_the_token_says(token: str) -> JsonObject | None:
    try:
        return Credential(token).document
    except TestamurError:
        return None


def _endorsements_in(document: JsonObject) -> Iterator[tuple[str, JsonObject | str]]:
    """Every endorsement of the credential, of its achievements and of its issuer."""
    places = [("", document), ("/issuer", document.get("issuer"))]
    is_list = isinstance(document.get("credentialSubject"), list)
    for index, subject in enumerate(subjects_of(document)):
        place = f"/credentialSubject/{index}" if is_list else "/credentialSubject"
        if isinstance(subject, dict):
            achievements = listed(subject.get("achievement"))
            places += [(f"{place}/achievement", achievement) for achievement in achievements]
    for pointer, holder in places:
        if isinstance(holder, dict):
            for name in ("endorsement", "endorsementJwt"):
                for index, source in enumerate(listed(holder.get(name))):
                    yield f"{pointer}/{name}/{index}", source
