"""Whether a credential holds: every check, its outcome, and the four answers a person asks for.

The rules:

- three verdicts: a check that could not be made leaves the credential undetermined, never valid
  and never invalid;
- the verified document is the one that was read and judged here; `verify` alone makes a
  `VerifiedCredential`, and nothing else is accepted where proof is needed;
- no clock and no socket: `at` and `resolver` decide the moment and what may be asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from testamur.credentials.answers import answers_to
from testamur.credentials.carried import Judged, check_endorsements, check_records
from testamur.credentials.data_model import check_shape
from testamur.credentials.dids import VerificationMethod
from testamur.credentials.document import Credential, kind_of
from testamur.credentials.identifiers import id_of
from testamur.credentials.jose import is_envelope, is_token, unwrap, verify_credential_jwt
from testamur.credentials.proofs import verify_text
from testamur.credentials.resolution import Bounded, Resolver
from testamur.credentials.resources import check_resources
from testamur.credentials.schemas import check_schemas
from testamur.credentials.status import judge_status
from testamur.encoding import (
    Json,
    JsonObject,
    compact_json,
    parse_object,
    parse_timestamp,
)
from testamur.errors import NotVerified, Refused, TestamurError, Unreachable
from testamur.keys import KeyKind, PublicKey
from testamur.problems import Check, Outcome, Problem, Report, Verdict, verdict_of

__all__ = ["STRICT", "Policy", "VerifiedCredential", "examine", "examine_unsecured", "verify"]

MAX_DEPTH: Final = 3
MAX_WORK: Final = 10_000
"""Objects that are read in one judgement, those of what is carried along included; about 0.2 ms."""

_WORK_PER_CREDENTIAL: Final = 30
_LETTERS_PER_OBJECT: Final = 100
"""Of a token, whose objects are not counted before it is opened."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a verifier accepts beyond the strict rules, each by name.

    `fragment_keys`: a key that only the credential itself names as its issuer's
    (`https://issuer#z6Mk…`), as the 1EdTech validator does. `inline_contexts`: contexts written
    into the document. `handed_over`: what came along with the credential, in a bundle, as if it had
    been fetched. `known_keys`: issuer to the keys known to be its own, each as a multikey or as the
    thumbprint of its JWK. `proof_only`: judge form and proof alone. `max_status_age`: how old
    status information may be, whatever its list allows. `trusted`: issuer to who vouches for it, in
    words. `purpose`, `challenge`, `domain`: what its proofs must have been made for and be bound
    to.
    """

    fragment_keys: bool = False
    inline_contexts: bool = False
    handed_over: bool = False
    known_keys: Mapping[str, Collection[str]] = field(default_factory=lambda: MappingProxyType({}))
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
    """The credential, if it is valid at the moment `at`; raises `NotVerified` with the report.

    A policy of `proof_only` leaves open who signed, so it verifies nothing: `ValueError`.
    """
    if policy.proof_only:
        raise ValueError("a credential is not verified by its proof alone; examine it")
    inquiry = _Inquiry(_bounded(resolver), at, policy)
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
    return _Inquiry(_bounded(resolver), at, policy).judge(source)


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
    return _Inquiry(_bounded(resolver), at, policy).judge_unsecured(document)


@dataclass(slots=True)
class _Allowance:
    """How much more is read in one judgement, shared by all that are judged for it."""

    left: int = MAX_WORK

    def spend(self, text: str) -> None:
        self.left -= _WORK_PER_CREDENTIAL + (text.count("{") or len(text) // _LETTERS_PER_OBJECT)


@dataclass(slots=True)
class _Inquiry:
    """One credential under examination: `text` is what is judged, `document` what it says."""

    resolver: Resolver
    at: datetime
    policy: Policy
    depth: int = 0
    allowance: _Allowance = field(default_factory=_Allowance)
    text: str = ""
    document: JsonObject | None = None
    signers: tuple[VerificationMethod, ...] = ()
    status_as_of: datetime | None = None
    is_issuer_proven: bool = False

    def judge(self, source: Credential | JsonObject | str | bytes) -> Report:
        # (1) what is this, and is it written as it must be?
        try:
            self.text, secured = _read(source)
        except TestamurError as error:
            return self._report([_check("form", error)])
        return self._judge_secured(secured)

    def _judge_secured(self, secured: JsonObject | str) -> Report:
        self.allowance.spend(self.text)
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
            check_endorsements(document, judge=self._judge_apart),
            check_records(document, judge=self._judge_apart),
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
        results = verify_text(
            self.text,
            document=document,
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
            told = f"the key belongs to {self.signers[0].controller}, not to {str(issuer)[:200]}"
            problem = Problem("issuer.key-mismatch", told, "/issuer", "VC-DM 2.0 §4.7")
            return Check("issuer", Outcome.FAILED, (problem,))
        proven = [method for method in own if self._is_proven(method, str(issuer))]
        if proven:
            self.is_issuer_proven = True
            return Check("issuer", Outcome.PASSED, detail=proven[0].id)
        code, told = "issuer.key-unproven", "only the credential itself says"
        if all(method.is_handed_over for method in own):
            code, told = "issuer.key-handed-over", "only a document that came along says"
        problem = Problem(code, f"{told} that the key is {str(issuer)[:200]}'s", *_KEY_PLACE)
        return Check("issuer", Outcome.UNDETERMINED, (problem,))

    def _is_proven(self, method: VerificationMethod, issuer: str) -> bool:
        """Whether a key that is said to be the issuer's is known to be."""
        known = self.policy.known_keys.get(issuer, ())
        if known and not _names_of(method.key).isdisjoint(known):
            return True
        return not method.is_handed_over and (method.is_confirmed or self.policy.fragment_keys)

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
                told = f"it is valid from {moment:%Y-%m-%d %H:%M} UTC on"
                problems.append(Problem("dates.not-yet-valid", told, f"/{name}", "VC-DM 2.0 §4.9"))
            elif not is_start and self.at >= moment:
                told = f"it was valid until {moment:%Y-%m-%d %H:%M} UTC"
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

    def _examine_apart(self, source: Json) -> Report:
        """The report on another credential that this one relies on."""
        return self._judge_apart(source).report

    def _judge_apart(self, source: Json) -> Judged:
        """The judgement of another credential that this one carries or relies on."""
        policy = replace(self.policy, purpose=STRICT.purpose, challenge=None, domain=None)
        inquiry = _Inquiry(self.resolver, self.at, policy, self.depth + 1, self.allowance)
        problem = None
        if self.depth >= MAX_DEPTH:
            problem = Problem("verify.too-deep", f"{self.depth} credentials rely on one another")
        elif self.allowance.left < 0:
            problem = Problem("carried.too-many", "it is not judged after so many others")
        if problem:
            return Judged(inquiry._report([Check("bound", Outcome.UNDETERMINED, (problem,))]), {})
        report = inquiry.judge(source)
        return Judged(report, inquiry.document or {})

    def _judge_trust(self, document: JsonObject) -> Check:
        """Who vouches for the issuer; that nobody known does fails nothing."""
        voucher = self.policy.trusted.get(id_of(document.get("issuer")) or "")
        if not self.is_issuer_proven:
            return Check("trust", Outcome.NOT_APPLICABLE, detail="the issuer is not proven")
        if voucher is None:
            return Check(
                "trust", Outcome.NOT_APPLICABLE, detail="the issuer is on no list of yours"
            )
        return Check("trust", Outcome.PASSED, detail=voucher)


_KEY_PLACE: Final = ("/proof/verificationMethod", "OB 3.0 §8.3")
_DATES: Final = {
    "validFrom": True,
    "validUntil": False,
    "issuanceDate": True,
    "expirationDate": False,
}
_SEVERITY: Final = (
    Outcome.FAILED,
    Outcome.UNDETERMINED,
    Outcome.PASSED,
    Outcome.NOT_APPLICABLE,
)


def _names_of(key: PublicKey) -> set[str]:
    return {key.thumbprint} | (set() if key.kind is KeyKind.RSA else {key.multikey})


def _bounded(resolver: Resolver) -> Bounded:
    return resolver if isinstance(resolver, Bounded) else Bounded(resolver)


def _worst(outcomes: Iterable[Outcome]) -> Outcome:
    return min(outcomes, key=_SEVERITY.index)


def _read(source: Credential | Json) -> tuple[str, JsonObject | str]:
    """The text that is judged, and the document or token that it is.

    Raises `Refused`, or `Unreachable` for an SD-JWT. A document given as an object is written down
    and read again, so that it is judged by the rules of text and shared with nobody.
    """
    text = _text_of(source)
    if is_token(text.strip()):
        return text.strip(), text.strip()
    document = parse_object(text)
    if is_envelope(document):
        token = unwrap(document)
        return token, token
    return text, document


def _text_of(source: Credential | Json) -> str:
    match source:
        case Credential():
            return source.text
        case str():
            return source
        case bytes():
            try:
                return source.decode("utf-8")
            except UnicodeDecodeError as error:
                told = f"not UTF-8 at byte {error.start}"
                raise Refused.because("json.malformed", told) from None
        case dict():
            try:
                return compact_json(source)
            except TypeError as error:
                raise Refused.because("json.malformed", f"not JSON: {error}") from None
        case _:
            told = "neither an object nor a signed text"
            raise Refused.because("document.unrecognised", told)


def _check(name: str, error: TestamurError) -> Check:
    is_unknown = isinstance(error, Unreachable) or error.problem.code == "fetch.blocked"
    return Check(name, Outcome.UNDETERMINED if is_unknown else Outcome.FAILED, (error.problem,))


def _what_the_token_says(token: str) -> JsonObject | None:
    try:
        return Credential(token).document
    except TestamurError:
        return None
