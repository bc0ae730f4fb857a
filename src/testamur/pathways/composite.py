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

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from testamur.credentials.document import Credential
from testamur.credentials.identifiers import id_of, listed, subjects_of
from testamur.credentials.openbadges import Achievement, Evidence, credential_document
from testamur.credentials.resolution import Resolver
from testamur.credentials.verify import STRICT, Policy, examine, verify
from testamur.encoding import Json, JsonObject, parse_timestamp
from testamur.errors import NotVerified, Refused, TestamurError
from testamur.pathways.held import Held, digest_of, held_of, signed_text
from testamur.pathways.rules import Rule, read_rule
from testamur.pathways.stack import Stack, Why, stack
from testamur.problems import Answer, Check, Outcome, Problem, Report, Verdict, verdict_of

__all__ = [
    "CONTEXT",
    "MAX_PARTS",
    "Composite",
    "Part",
    "composite_of",
    "evaluate_composite",
    "evidence_of",
    "is_composite",
    "read_composite",
    "told_in_composite",
    "with_composite",
]

CONTEXT: Final = "https://w3id.org/testamur/composite/v1"
"""The JSON-LD context that defines `composite`."""

MAX_PARTS: Final = 500
MAX_DEPTH: Final = 3
QUESTION: Final = "Do its parts prove it?"
_PLACE: Final = "/credentialSubject/composite"
_LINKED: Final = ("https:", "http:", "urn:")
_EARLIER: Final = frozenset({Why.SPARE, Why.AGAIN})


@dataclass(frozen=True, slots=True)
class Part:
    """One part as a composite lists it; `credential` is "" where it has no identifier."""

    digest: str
    credential: str
    achievement: str
    name: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Composite:
    """What a composite says it is made of; `known_as` are identifiers of its holder."""

    rule: Rule
    parts: tuple[Part, ...]
    known_as: frozenset[str]
    awarded: datetime | None


def composite_of(
    found: Stack,
    achievement: Achievement,
    *,
    known_as: Sequence[str] = (),
    evidence: Sequence[Evidence] = (),
    **members: Any,
) -> JsonObject:
    """The unsigned credential of `achievement` for a stack that is complete.

    `known_as` are identifiers under which parts call the holder, where they differ from that of the
    whole. `members` are the other parameters of `credential_document`. Raises `Refused`
    (`stack.incomplete`).
    """
    told = told_in_composite(found, known_as)
    shown = [*evidence, *evidence_of(told)]
    document = credential_document(achievement, evidence=shown, **members)
    return with_composite(document, told)


def told_in_composite(found: Stack, known_as: Sequence[str] = ()) -> JsonObject:
    """What a credential says of the rule and the parts of a stack: the member `composite`.

    Raises `Refused` (`stack.incomplete`).
    """
    if not found.complete:
        told = f"what is left: {'; '.join(one.told for one in found.remaining)}"
        raise Refused.because("stack.incomplete", told)
    return _written(found, sorted(set(known_as)))


def with_composite(document: JsonObject, told: JsonObject) -> JsonObject:
    """An unsigned credential that says what it is made of, in the words of `told_in_composite`."""
    subject = document["credentialSubject"] | {"composite": told}
    contexts = [*document["@context"], CONTEXT]
    return document | {"@context": contexts, "credentialSubject": subject}


def evidence_of(told: JsonObject) -> list[Evidence]:
    """The parts for readers who know Open Badges alone."""
    return [
        Evidence(part["credentialId"], name=part.get("name"), genre="Credential")
        for part in told["stackPart"]
        if str(part.get("credentialId", "")).startswith(_LINKED)
    ]


def is_composite(document: JsonObject) -> bool:
    """Whether a credential says what it is made of."""
    return any(isinstance(one, dict) and "composite" in one for one in subjects_of(document))


def read_composite(document: JsonObject) -> Composite:
    """What a credential says it is made of.

    Raises `Refused` (`composite.malformed`, `composite.rule-altered`, `stack.rule-*`).
    """
    subjects = subjects_of(document)
    subject = subjects[0] if len(subjects) == 1 and isinstance(subjects[0], dict) else {}
    said = subject.get("composite")
    if not isinstance(said, dict):
        raise _malformed("it does not say of one person what the whole is made of", _PLACE)
    parts = listed(said.get("stackPart"))
    if not 0 < len(parts) <= MAX_PARTS:
        raise _malformed(f"1 to {MAX_PARTS} parts are listed", f"{_PLACE}/stackPart")
    names = [id_of(subject), *listed(said.get("knownAs"))]
    awarded = next((document[one] for one in ("awardedDate", "validFrom") if one in document), None)
    return Composite(
        _read_rule(said.get("stackRule")),
        tuple(_read_part(one, f"{_PLACE}/stackPart/{at}") for at, one in enumerate(parts)),
        frozenset(name for name in names if isinstance(name, str) and name),
        parse_timestamp(awarded) if awarded else None,
    )


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


# ---------------------------------------------------------------------------------------- writing


def _written(found: Stack, known_as: Sequence[str]) -> JsonObject:
    rule = found.rule
    told: JsonObject = {
        "type": ["Composite"],
        "stackRule": {
            "type": ["StackRule"],
            "ruleId": rule.id,
            "ruleVersion": rule.version,
            "ruleText": rule.text,
            "digestMultibase": rule.digest,
        },
        "stackPart": list(_parts_of(found)),
    }
    return told | ({"knownAs": list(known_as)} if known_as else {})


def _parts_of(found: Stack) -> Iterator[JsonObject]:
    """Each credential that counts, once, with the clauses that it meets."""
    for held, pointers in _by_credential(found):
        part = {
            "type": ["StackPart"],
            "credentialId": held.credential,
            "achievementId": held.achievement,
            "name": held.title,
            "digestMultibase": held.digest,
            "clause": pointers,
        }
        yield {name: value for name, value in part.items() if value}


def _by_credential(found: Stack) -> list[tuple[Held, list[str]]]:
    told: dict[str, tuple[Held, list[str]]] = {}
    for one in found.counted:
        told.setdefault(one.held.digest, (one.held, []))[1].append(one.pointer)
    return list(told.values())


# ---------------------------------------------------------------------------------------- reading


def _malformed(told: str, pointer: str) -> Refused:
    return Refused.because("composite.malformed", told, pointer)


def _read_rule(said: Json) -> Rule:
    place = f"{_PLACE}/stackRule"
    text = said.get("ruleText") if isinstance(said, dict) else None
    if not isinstance(text, str):
        raise _malformed("the rule is not written in it", place)
    rule = read_rule(text)
    stated = (said.get("ruleId"), said.get("ruleVersion"), said.get("digestMultibase"))
    if stated != (rule.id, rule.version, rule.digest):
        told = f"the rule is {rule.id}, version {rule.version}, with the digest {rule.digest}"
        raise Refused.because("composite.rule-altered", told, place)
    return rule


def _read_part(said: Json, pointer: str) -> Part:
    digest = said.get("digestMultibase") if isinstance(said, dict) else None
    if not isinstance(digest, str):
        raise _malformed("a part is an object with the digest of its text", pointer)
    names = (said.get("credentialId"), said.get("achievementId"), said.get("name"))
    credential, achievement, name = (str(one or "")[:300] for one in names)
    return Part(digest, credential, achievement, name or achievement or credential, pointer)


# ---------------------------------------------------------------------------------------- judging


class _Found(NamedTuple):
    """What became of a part: its facts where it holds, else what is wrong."""

    part: Part
    held: Held | None
    problems: tuple[Problem, ...] = ()
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class _Judge:
    """What was handed over, and how it is judged."""

    texts: dict[str, Credential]
    resolver: Resolver
    at: datetime
    policy: Policy
    depth: int = 1

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
            good = verify(source, resolver=self.resolver, at=self.at, policy=self.policy)
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
        checks = replace(self, depth=self.depth + 1).checks(source)
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
    problem = Problem("composite.not-proven", f"what would repair it: {left}", _PLACE)
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
