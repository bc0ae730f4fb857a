"""A plain judge of credentials, for tests of what must be handed one: the proof is the issuer's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from testamur.credentials.identifiers import id_of
from testamur.credentials.jose import verify_credential_jwt
from testamur.credentials.proofs import verify_proofs
from testamur.credentials.resolution import Resolver
from testamur.errors import TestamurError, Unreachable
from testamur.problems import Check, Outcome, Problem, Report, verdict_of

__all__ = ["ProofJudge"]


class ProofJudge:
    """Judges the proof of a document or token and whose it is; `judged` lists what it was given."""

    def __init__(self, resolver: Resolver, *, at: datetime) -> None:
        self.resolver = resolver
        self.at = at
        self.judged: list[Any] = []

    def __call__(self, source: Any) -> Report:
        self.judged.append(source)
        check = self._token(source) if isinstance(source, str) else self._document(source)
        return Report(verdict_of([check]), (check,), self.at, kind="VerifiableCredential")

    def _token(self, token: str) -> Check:
        try:
            verify_credential_jwt(token, resolver=self.resolver, at=self.at)
        except TestamurError as error:
            unknown = isinstance(error, Unreachable)
            outcome = Outcome.UNDETERMINED if unknown else Outcome.FAILED
            return Check("proof", outcome, (error.problem,))
        return Check("proof", Outcome.PASSED)

    def _document(self, document: Any) -> Check:
        results = verify_proofs(document, resolver=self.resolver, at=self.at)
        problems = [problem for result in results for problem in result.problems]
        outcomes = {result.outcome for result in results}
        issuer = id_of(document.get("issuer"))
        for result in results:
            if result.method and result.method.controller != issuer:
                outcomes.add(Outcome.FAILED)
                problems.append(
                    Problem("presentation.holder-mismatch", "not the issuer's key", "/proof")
                )
        for worst in (Outcome.FAILED, Outcome.UNDETERMINED):
            if worst in outcomes:
                return Check("proof", worst, tuple(problems))
        return Check("proof", Outcome.PASSED)
