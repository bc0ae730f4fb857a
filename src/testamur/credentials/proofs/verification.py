"""Whether the proofs of a document hold (VC Data Integrity 1.0 §4.4, §4.5).

Every proof of a set must hold, for each is a promise of whoever made it. A proof is judged in
this order, the cheap and certain first:

1. it has its members in their form, and was made for this purpose, time, domain and challenge;
2. its suite is one that is known;
3. its key can be had, is published for this purpose, and was in use when the proof was made;
4. its value is that key's, over its own options and the document with the proofs it is chained to;
5. nobody else may have had the key by now: whoever has it gives its proofs what date they like.

An unknown suite, a key that cannot be reached or must not be asked for, and one that was revoked
since leave the proof undetermined; everything else fails it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from testamur.credentials.dids import VerificationMethod, resolve_method
from testamur.credentials.proofs.chains import covered_document, proofs_of
from testamur.credentials.proofs.known_texts import KnownText, learn_text, recognise
from testamur.credentials.proofs.options import Expected, StatedProof, check_stated, read_proof
from testamur.credentials.proofs.suites import suite_of
from testamur.credentials.resolution import Bounded, Resolver
from testamur.encoding import Json, JsonObject, parse_object
from testamur.errors import Refused, Unreachable
from testamur.keys import PublicKey
from testamur.problems import Outcome, Problem

__all__ = ["ProofResult", "verify_proof", "verify_proofs", "verify_text"]

NO_SKEW: Final = timedelta(0)
_NOT_JUDGED: Final = frozenset({"proof.suite-unknown", "fetch.blocked"})


@dataclass(frozen=True, slots=True)
class ProofResult:
    """How one proof of a document ended: `index` counts from 0 in the document's order.

    `method` is the key it was verified with, and its controller, which the caller must hold
    against the issuer; None where it was not had. `cryptosuite` is "" where the proof says none.
    """

    index: int
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    method: VerificationMethod | None = None
    cryptosuite: str = ""
    created: datetime | None = None


def verify_proof(
    document: JsonObject, proof: Json, *, key: PublicKey, inline_contexts: bool = False
) -> None:
    """Check that `proof` is `key`'s over `document`; nothing is said about purpose or time.

    The proofs it is chained to are those `document` carries. Raises `Refused` (`proof.*`,
    `context.*`, `document.*`).
    """
    _check_value(document, read_proof(proof), key=key, inline_contexts=inline_contexts)


def verify_proofs(  # noqa: PLR0913 - one parameter for each thing a verifier may expect
    document: JsonObject,
    *,
    resolver: Resolver,
    at: datetime,
    purpose: str = "assertionMethod",
    domain: str | Sequence[str] | None = None,
    challenge: str | None = None,
    inline_contexts: bool = False,
    skew: timedelta = NO_SKEW,
) -> list[ProofResult]:
    """Judge every proof of `document` at the moment `at`; never raises for what it reads.

    `domain` and `challenge` are what the verifier asked for; a proof may be made up to `skew`
    after `at`. A document without a proof gives one failed result.
    """
    expected = _expected(at, purpose, domain, challenge, skew)
    return _verify_document(document, expected, resolver, inline_contexts=inline_contexts)


def verify_text(  # noqa: PLR0913 - as above
    text: str,
    *,
    resolver: Resolver,
    at: datetime,
    document: JsonObject | None = None,
    purpose: str = "assertionMethod",
    domain: str | Sequence[str] | None = None,
    challenge: str | None = None,
    inline_contexts: bool = False,
    skew: timedelta = NO_SKEW,
) -> list[ProofResult]:
    """`verify_proofs` of the document that `text` is, sooner where its wording was seen before.

    `document` is what it was read as, where that was done already. Raises `Refused` (`json.*`) for
    a text that is no document.
    """
    expected = _expected(at, purpose, domain, challenge, skew)
    resolver = resolver if isinstance(resolver, Bounded) else Bounded(resolver)
    known = None if inline_contexts else recognise(text)
    if known is not None:
        result = _judge_known(known, expected, resolver)
        if result.outcome is Outcome.PASSED:
            return [result]
    document = parse_object(text) if document is None else document
    results = _verify_document(document, expected, resolver, inline_contexts=inline_contexts)
    only = results[0]
    if only.outcome is Outcome.PASSED and only.method is not None and not inline_contexts:
        learn_text(text, document, key=only.method.key)
    return results


def _expected(
    at: datetime,
    purpose: str,
    domain: str | Sequence[str] | None,
    challenge: str | None,
    skew: timedelta,
) -> Expected:
    asked = frozenset([domain] if isinstance(domain, str) else domain or ())
    return Expected(at=at, purpose=purpose, domain=asked, challenge=challenge, skew=skew)


def _verify_document(
    document: JsonObject, expected: Expected, resolver: Resolver, *, inline_contexts: bool
) -> list[ProofResult]:
    def check(stated: StatedProof, key: PublicKey) -> None:
        _check_value(document, stated, key=key, inline_contexts=inline_contexts)

    try:
        proofs = proofs_of(document)
    except Refused as refused:
        return [ProofResult(0, Outcome.FAILED, (refused.problem,))]
    results = []
    for index, proof in enumerate(proofs):
        inquiry = _Inquiry(expected, resolver, check)
        outcome, problem = inquiry.judge(proof)
        if problem and isinstance(document["proof"], list):
            problem = replace(problem, pointer=_placed(problem.pointer, index))
        results.append(inquiry.result(index, outcome, problem))
    return results


def _judge_known(known: KnownText, expected: Expected, resolver: Resolver) -> ProofResult:
    def check(_: StatedProof, key: PublicKey) -> None:
        if not known.is_signed_by(key):
            raise _mismatch()

    inquiry = _Inquiry(expected, resolver, check)
    outcome, problem = inquiry.judge(known.stated)
    return inquiry.result(0, outcome, problem)


@dataclass(slots=True)
class _Inquiry:
    """One proof on its way through the steps above; keeps what was found, also when it fails.

    `check_value` takes step 4 for the proof as it was read.
    """

    expected: Expected
    resolver: Resolver
    check_value: Callable[[StatedProof, PublicKey], None]
    stated: StatedProof | None = None
    method: VerificationMethod | None = None

    def judge(self, proof: Json | StatedProof) -> tuple[Outcome, Problem | None]:
        try:
            self._check(proof)
        except Unreachable as unreachable:
            return Outcome.UNDETERMINED, unreachable.problem
        except Refused as refused:
            is_unknown = refused.problem.code in _NOT_JUDGED
            return Outcome.UNDETERMINED if is_unknown else Outcome.FAILED, refused.problem
        return Outcome.PASSED, None

    def result(self, index: int, outcome: Outcome, problem: Problem | None) -> ProofResult:
        stated = self.stated
        return ProofResult(
            index=index,
            outcome=outcome,
            problems=(problem,) if problem else (),
            method=self.method,
            cryptosuite=stated.suite if stated else "",
            created=stated.created if stated else None,
        )

    def _check(self, proof: Json | StatedProof) -> None:
        # 1
        stated = self.stated = proof if isinstance(proof, StatedProof) else read_proof(proof)
        check_stated(stated, self.expected)
        # 2
        suite_of(stated)
        # 3
        method = self.method = self._find_key(stated.method)
        _check_in_use(method, stated.created or self.expected.at)
        # 4
        self.check_value(stated, method.key)
        # 5
        _check_not_lost(method, self.expected.at)

    def _find_key(self, url: str) -> VerificationMethod:
        expected = self.expected
        try:
            return resolve_method(
                url, resolver=self.resolver, purpose=expected.purpose, at=expected.at
            )
        except (Refused, Unreachable) as error:
            problem = replace(error.problem, pointer="/proof/verificationMethod")
            raise type(error)(problem) from None


def _check_in_use(method: VerificationMethod, moment: datetime) -> None:
    if method.is_ended(moment):
        raise Refused.because(
            "proof.key-retired",
            "the key was no longer in use when the proof was made",
            "/proof/verificationMethod",
            "CID 1.0 §2.2",
        )


def _check_not_lost(method: VerificationMethod, at: datetime) -> None:
    if method.is_lost(at):
        raise Unreachable.because(
            "proof.key-revoked",
            "the key was revoked since: nobody can say that the proof was made before",
            "/proof/verificationMethod",
            "CID 1.0 §2.2",
        )


def _check_value(
    document: JsonObject, stated: StatedProof, *, key: PublicKey, inline_contexts: bool
) -> None:
    suite = suite_of(stated)
    covered = covered_document(document, stated.previous)
    if not suite.verify(suite, covered, stated, key=key, inline_contexts=inline_contexts):
        raise _mismatch()


def _mismatch() -> Refused:
    return Refused.because(
        "proof.signature-mismatch",
        "the proof does not fit the document and the key",
        "/proof/proofValue",
        "VC-DI 1.0 §4.4",
    )


def _placed(pointer: str, index: int) -> str:
    """`/proof…` as it stands in a list of proofs."""
    head, proof, rest = pointer.partition("/proof")
    return f"{proof}/{index}{rest}" if proof and not head else pointer
