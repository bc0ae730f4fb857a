"""The whole that parts add up to: an Open Badges 3.0 credential that anyone can re-evaluate.

    found = stack(held, toward=rule, at=now)
    document = composite_of(found, badge, id=…, to=…, issuer=…, valid_from=now)
    evaluate_composite(signed, parts=texts, resolver=Offline(), at=later)

A composite carries its rule, word for word, and lists its parts: each by the identifier of its
credential and the digest of its signed text. Rules kept here:

- whoever re-evaluates it needs the composite and its parts, and nobody's website;
- what counts is the rule: where it is met without a part that is missing or was taken back, the
  whole is proven, and what is wrong with the part is told beside it;
- dates are counted as of the award of the whole: "in the last two years" means before it, and no
  part is younger than it. Whether a part still holds is asked for the moment of the judgement;
- a part that is a composite itself is evaluated in the same way, from the same files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, NamedTuple

from testamur.credentials.document import Credential
from testamur.credentials.resolution import Resolver
from testamur.credentials.verify import STRICT, Policy, VerifiedCredential, examine, verify
from testamur.errors import NotVerified, Refused, TestamurError
from testamur.pathways.held import Held, digest_of, held_of, signed_text
from testamur.pathways.listing import (
    CONTEXT,
    MAX_PARTS,
    PLACE,
    Composite,
    Part,
    composite_of,
    is_composite,
    read_composite,
    told_in_composite,
)
from testamur.pathways.stack import Stack, Why, stack
from testamur.problems import Answer, Check, Outcome, Problem, Report, Verdict, verdict_of

__all__ = [
    "CONTEXT",
    "MAX_PARTS",
    "QUESTION",
    "Composite",
    "Part",
    "composite_of",
    "evaluate_composite",
    "is_composite",
    "read_composite",
    "told_in_composite",
]

MAX_DEPTH: Final = 3
QUESTION: Final = "Do its parts prove it?"
_EARLIER: Final = frozenset({Why.SPARE, Why.AGAIN})


def evaluate_composite(
    source: Credential,
    *,
    parts: Iterable[Credential],
    resolver: Resolver,
    at: datetime,
    policy: Policy = STRICT,
    of_parts: Resolver | None = None,
) -> Report:
    """The report on a composite and its parts; never raises for their content.

    To the checks of the credential itself come `rule` (it is the one whose digest is signed),
    `parts` (each was handed over and holds) and `stack` (those that hold meet the rule). `of_parts`
    brings what the parts need, where that is not `resolver`.
    """
    by_digest = {digest_of(one.text): Credential(signed_text(one.text)) for one in parts}
    judge = _Judge(by_digest, of_parts or resolver, at, policy)
    whole = Credential(signed_text(source.text))
    report = examine(whole, resolver=resolver, at=at, policy=policy)
    return _with_checks(report, judge.checks(whole))


# ---------------------------------------------------------------------------------------- judging


class _Found(NamedTuple):
    """What became of a part: its facts where it holds, else what is wrong."""

    part: Part
    held: Held | None
    problems: tuple[Problem, ...] = ()
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class _Judge:
    """What was handed over, and how it is judged: each text once at each depth."""

    texts: dict[str, Credential]
    resolver: Resolver
    at: datetime
    policy: Policy
    depth: int = 1
    verified: dict[str, VerifiedCredential | NotVerified] = field(default_factory=dict)
    judged: dict[tuple[str, int], tuple[Check, ...]] = field(default_factory=dict)

    def checks(self, source: Credential) -> tuple[Check, ...]:
        """What is to say of the parts of `source`, beside its own report."""
        try:
            composite = read_composite(source.document)
        except TestamurError as error:
            return (Check("rule", Outcome.FAILED, (error.problem,)),)
        rule = composite.rule
        told = f"{rule.id}, version {rule.version}"
        found = [self._found(part) for part in composite.parts]
        holding = [one.held for one in found if one.held]
        answer = self._stack(composite, holding)
        if isinstance(answer, Problem):
            return (Check("rule", Outcome.PASSED, detail=told), _undecided(answer))
        found = [_counted(one, answer) for one in found]
        parts = Check("parts", _outcome_of(found, answer), _problems(found), _told(found))
        return (Check("rule", Outcome.PASSED, detail=told), parts, _stack_check(answer, found))

    def _stack(self, composite: Composite, held: Sequence[Held]) -> Stack | Problem:
        moment = composite.awarded or self.at
        try:
            return stack(held, toward=composite.rule, at=moment, holder=composite.known_as)
        except Refused as error:
            return error.problem

    def _found(self, part: Part) -> _Found:
        source = self.texts.get(part.digest)
        if source is None:
            return self._absent(part)
        try:
            good = self._verify(part.digest, source)
            held = held_of(good)
        except NotVerified as error:
            is_known = error.report.verdict is Verdict.INVALID
            return _Found(part, None, (_wrong(part, error.report),), is_known)
        except Refused as error:
            told = f"{part.name}: {error.problem.detail}"
            problem = Problem("composite.part-invalid", told, part.pointer)
            return _Found(part, None, (problem,))
        return (
            self._inside(part, held, source) if is_composite(good.document) else _Found(part, held)
        )

    def _verify(self, digest: str, source: Credential) -> VerifiedCredential:
        """Raises `NotVerified`."""
        known = self.verified.get(digest)
        if known is None:
            try:
                known = verify(source, resolver=self.resolver, at=self.at, policy=self.policy)
            except NotVerified as error:
                known = error
            self.verified[digest] = known
        if isinstance(known, NotVerified):
            raise known
        return known

    def _absent(self, part: Part) -> _Found:
        others = [one for one in self.texts.values() if part.credential == _id_in(one) != ""]
        if others:
            told = f"{part.name}: {part.credential} was handed over with another text"
            return _Found(part, None, (Problem("composite.part-altered", told, part.pointer),))
        named = f" ({part.credential})" if part.credential else ""
        told = f"{part.name}{named} was not handed over"
        problem = Problem("composite.part-missing", told, part.pointer)
        return _Found(part, None, (problem,), is_known=False)

    def _inside(self, part: Part, held: Held, source: Credential) -> _Found:
        """A part that is a composite itself: it holds if its own parts do."""
        if self.depth >= MAX_DEPTH:
            told = f"{part.name}: composites are nested more than {MAX_DEPTH} deep"
            problem = Problem("composite.part-undetermined", told, part.pointer)
            return _Found(part, None, (problem,), is_known=False)
        key = (part.digest, self.depth + 1)
        if key not in self.judged:
            self.judged[key] = replace(self, depth=self.depth + 1).checks(source)
        checks = self.judged[key]
        verdict = verdict_of(checks)
        if verdict is Verdict.VALID:
            return _Found(part, held)
        inner = [problem for check in checks for problem in check.problems]
        problems = [
            replace(one, detail=f"{part.name}: {one.detail}", pointer=part.pointer) for one in inner
        ]
        return _Found(part, None, tuple(problems), verdict is Verdict.INVALID)


def _id_in(source: Credential) -> str:
    try:
        return source.id
    except TestamurError:
        return ""


def _wrong(part: Part, report: Report) -> Problem:
    """What is wrong with a part, by the first check that says so."""
    failed = [check for check in report.checks if check.outcome is Outcome.FAILED]
    code = "composite.part-undetermined"
    if failed:
        code = _CODES.get(failed[0].name, "composite.part-invalid")
    cause = next(iter([*(failed[0].problems if failed else ()), *report.problems]))
    return Problem(code, f"{part.name}: {cause.detail} [{cause.code}]", part.pointer)


_CODES: Final = {"status": "composite.part-revoked", "dates": "composite.part-expired"}


def _counted(found: _Found, answer: Stack) -> _Found:
    """A part that holds and still does not count says why."""
    rejected = [
        one for one in answer.rejected if found.held and one.held.digest == found.part.digest
    ]
    reasons = [reason for one in rejected for reason in one.reasons if reason.why not in _EARLIER]
    problems = [
        Problem(
            "composite.part-not-counted", f"{found.part.name}: {one.detail}", found.part.pointer
        )
        for one in reasons
    ]
    return found._replace(problems=(*found.problems, *problems))


def _problems(found: Sequence[_Found]) -> tuple[Problem, ...]:
    return tuple(problem for one in found for problem in one.problems)


def _outcome_of(found: Sequence[_Found], answer: Stack) -> Outcome:
    """Passed where nothing is wrong, or where the rule is met without what is."""
    if any(problem.code == "composite.part-altered" for problem in _problems(found)):
        return Outcome.FAILED
    if answer.complete or not _problems(found):
        return Outcome.PASSED
    return (
        Outcome.FAILED
        if any(one.problems and one.is_known for one in found)
        else Outcome.UNDETERMINED
    )


def _told(found: Sequence[_Found]) -> str:
    return f"{sum(not one.problems for one in found)} of {len(found)} parts hold and count"


def _stack_check(answer: Stack, found: Sequence[_Found]) -> Check:
    if answer.complete:
        return Check("stack", Outcome.PASSED, detail="the parts that hold meet the rule")
    left = "; ".join(one.told for one in answer.remaining)
    problem = Problem("composite.not-proven", f"what would repair it: {left}", PLACE)
    unknown = any(one.problems and not one.is_known for one in found)
    outcome = Outcome.UNDETERMINED if unknown else Outcome.FAILED
    return Check("stack", outcome, (problem,))


def _undecided(problem: Problem) -> Check:
    return Check("stack", Outcome.UNDETERMINED, (problem,))


def _with_checks(report: Report, checks: Sequence[Check]) -> Report:
    """The report with what is said of the parts, and a fifth answer."""
    verdict = verdict_of(checks)
    outcomes = {
        Verdict.VALID: (Outcome.PASSED, "Yes: they meet the rule that it carries."),
        Verdict.INVALID: (Outcome.FAILED, "No."),
        Verdict.UNDETERMINED: (Outcome.UNDETERMINED, "Nobody can say."),
    }
    outcome, sentence = outcomes[verdict]
    failing = (Outcome.FAILED, Outcome.UNDETERMINED)
    why = [each.detail for check in checks if check.outcome in failing for each in check.problems]
    told = " ".join([sentence, *(f"{one[:1].upper()}{one[1:]}." for one in dict.fromkeys(why))])
    every = (*report.checks, *checks)
    return replace(
        report,
        verdict=verdict_of(every),
        checks=every,
        answers=(*report.answers, Answer(QUESTION, outcome, told)),
    )
