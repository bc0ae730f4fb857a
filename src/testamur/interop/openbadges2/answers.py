"""The four plain answers about a badge of Open Badges 2.0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from testamur.interop.openbadges2.chain import Chain
from testamur.interop.openbadges2.findings import Findings, in_a_sentence
from testamur.interop.openbadges2.linked import authority_of
from testamur.problems import Answer, Outcome

__all__ = ["answer_issuer", "answer_trust", "answer_untampered", "answer_validity"]

_UNTAMPERED: Final = "Is it untampered?"
_SIGNED: Final = "Who signed it?"
_VALID: Final = "Is it still valid?"
_TRUSTED: Final = "Who trusts the issuer?"


def answer_untampered(form: Findings, proof: Findings, *, is_signed: bool) -> Answer:
    """Whether what is in hand is what was issued."""
    outcome = proof.outcome
    if outcome is Outcome.NOT_APPLICABLE and form.outcome is not Outcome.PASSED:
        outcome = form.outcome
    right = "the signature covers all of it." if is_signed else "its issuer publishes the same."
    return Answer(_UNTAMPERED, outcome, _told(outcome, f"Yes: {right}", proof, form))


def answer_issuer(
    proof: Findings, issuer: Findings, chain: Chain, *, address: str, is_signed: bool
) -> Answer:
    """Whose word the badge is."""
    outcome = _together(proof, issuer)
    name = chain.issuer_name
    if outcome is Outcome.PASSED and chain.issuer is not None and is_signed:
        told = f"{name}, by a key listed at {in_a_sentence(chain.issuer.address)}."
    elif outcome is Outcome.PASSED and name:
        host = in_a_sentence(authority_of(address))
        told = f"Nobody signed it; {host} publishes it for {name}."
    elif outcome is Outcome.PASSED:
        told = f"Nobody signed it; {in_a_sentence(authority_of(address))} publishes it."
    elif outcome is Outcome.NOT_APPLICABLE:
        told = "Nobody."
    else:
        claimed = f"It names {name}, but that" if name else "That"
        known = "does not hold" if outcome is Outcome.FAILED else "cannot be judged"
        told = f"{claimed} {known}: {_first(proof, issuer)}"
    return Answer(_SIGNED, outcome, told)


def answer_validity(dates: Findings, status: Findings) -> Answer:
    """Whether it holds at the moment asked about."""
    outcome = _together(dates, status)
    return Answer(_VALID, outcome, _told(outcome, "Yes.", dates, status))


def answer_trust(endorsements: Findings, trusting: Sequence[str]) -> Answer:
    """Who says that the issuer is to be trusted."""
    if trusting:
        return Answer(_TRUSTED, Outcome.PASSED, f"Endorsed by {', '.join(trusting)}.")
    if endorsements.wrong or endorsements.unsure:
        told = "Not known: " + _first(endorsements)
        return Answer(_TRUSTED, Outcome.UNDETERMINED, told)
    return Answer(_TRUSTED, Outcome.NOT_APPLICABLE, "The badge does not say.")


def _told(outcome: Outcome, passed: str, *findings: Findings) -> str:
    told = {Outcome.PASSED: passed, Outcome.NOT_APPLICABLE: "The question does not arise."}
    if outcome in told:
        return told[outcome]
    return f"{'No' if outcome is Outcome.FAILED else 'Not known'}: {_first(*findings)}"


def _together(*findings: Findings) -> Outcome:
    outcomes = {finding.outcome for finding in findings}
    order = (Outcome.FAILED, Outcome.UNDETERMINED, Outcome.PASSED)
    return next((outcome for outcome in order if outcome in outcomes), Outcome.NOT_APPLICABLE)


def _first(*findings: Findings) -> str:
    problems = [problem for finding in findings for problem in finding.wrong]
    problems += [problem for finding in findings for problem in finding.unsure]
    return f"{in_a_sentence(problems[0].detail)}."
