"""What is given for the learning outcomes: their words, levels, assessment, hours and skills.

An outcome is judged by its words only in English, the language of the lists; a document that states
no language is read as English. A level that is not stated is judged as strictly as any level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from testamur.quality.given import Given, in_words, plural, quoted, share
from testamur.quality.method import HIGHEST_SHOWN, HOURS_PER_ECTS, HOURS_PER_OUTCOME
from testamur.quality.said import Said, SaidOutcome
from testamur.quality.wording import (
    are_several,
    better_than,
    is_observable,
    plain_verb,
    said_by,
    says_nothing,
    trails_off,
)

__all__ = ["OUTCOMES"]

_NO_OUTCOMES: Final = "No learning outcome is stated."
_STATE_THEM: Final = "State learning outcomes."
_HIGHEST: Final = 8
_OF_THE_WHOLE: Final = 2
"""The points for skills that the achievement names, where its outcomes name fewer."""


def _verbs(said: Said, most: int) -> Given:
    if not _is_english(said):
        return _not_judged(said, most)
    marks = [_mark_of_verb(plain_verb(one.sentence)) for one in said.outcomes]
    reason = f"A verb for what can be watched begins {_of(marks, full=2)}."
    weak = _weakest(said, marks)
    raised_by = _better_verb(weak.sentence) if weak else ""
    return _by_marks(most, marks, full=2, reason=reason, raised_by=raised_by)


def _mark_of_verb(verb: str) -> int:
    """2 for a verb that is known to be observable, 1 for one not known, 0 for a vague one."""
    if better_than(verb):
        return 0
    return 2 if is_observable(verb) else 1


def _better_verb(outcome: str) -> str:
    verbs = better_than(plain_verb(outcome)) or ("use", "explain", "build")
    return f"Begin {quoted(outcome)} with a verb that can be watched, such as {', '.join(verbs)}."


def _skills(said: Said, most: int) -> Given:
    if not _is_english(said):
        marks = [2 * (len(one.sentence.split()) > 1) for one in said.outcomes]
    else:
        marks = [_mark_of_skill(said_by(one.sentence)) for one in said.outcomes]
    weak = _weakest(said, marks)
    raised_by = f"Name one skill, and all of it, in {quoted(weak.sentence)}." if weak else ""
    reason = f"One skill that can be looked for is named by {_of(marks, full=2)}."
    return _by_marks(most, marks, full=2, reason=reason, raised_by=raised_by)


def _mark_of_skill(skill: str) -> int:
    """2 for one skill, 1 for several or an open end, 0 for none."""
    if not skill or says_nothing(skill):
        return 0
    return 1 if trails_off(skill) or are_several(skill) else 2


def _levels(said: Said, most: int) -> Given:
    unstated = int(bool(said.level))
    marks = [2 if one.level else unstated for one in said.outcomes]
    weak = _weakest(said, marks)
    raised_by = f"State the level of {quoted(weak.sentence)}, 1 to 8." if weak else ""
    reason = f"A level of its own is stated by {_of(marks, full=2)}."
    return _by_marks(most, marks, full=2, reason=reason, raised_by=raised_by)


def _methods(said: Said, most: int) -> Given:
    """The share of outcomes that a stated method is able to show, by level."""
    best = max(said.methods, key=lambda one: HIGHEST_SHOWN[one].level, default="")
    if not best and said.outcomes:
        raised_by = "Name the type of assessment in `standardElements.assessmentType`."
        return Given(0, "No type of assessment is stated.", raised_by)
    highest = HIGHEST_SHOWN[best].level if best else 0
    marks = [int((one.level or _HIGHEST) <= highest) for one in said.outcomes]
    weak = _weakest(said, marks)
    shows = f"{in_words(best)} up to level {highest}, where {_because(best)}"
    reason = f"The methods are able to show {_of(marks, full=1)}: {shows}."
    raised_by = _better_method(weak) if weak else ""
    return _by_marks(most, marks, full=1, reason=reason, raised_by=raised_by)


def _because(method: str) -> str:
    return HIGHEST_SHOWN[method].because if method else ""


def _better_method(outcome: SaidOutcome) -> str:
    wanted = outcome.level or _HIGHEST
    able = [in_words(name) for name, shows in HIGHEST_SHOWN.items() if shows.level >= wanted]
    told = f"Assess {quoted(outcome.sentence)} by one of {', '.join(able)}"
    return f"{told}." if outcome.level else f"State its level, or {told[:1].lower()}{told[1:]}."


def _hours_and_credits(said: Said, most: int) -> Given:
    least, longest = HOURS_PER_ECTS
    if said.hours is None or said.ects is None:
        told = "State both the hours and the ECTS credits, so that each shows the other to be true."
        return Given(0, "Hours and ECTS credits are not both stated.", told)
    hours, from_, to = said.hours, least * said.ects, longest * said.ects
    told = f"{_plain(said.ects)} ECTS credits are {_plain(from_)} to {_plain(to)} hours"
    if from_ <= hours <= to:
        return Given(most, f"{told}, and {_plain(hours)} are stated.")
    raised_by = f"State hours from {_plain(from_)} to {_plain(to)}, or other credits."
    return Given(0, f"{told}, but {_plain(hours)} are stated.", raised_by)


def _hours_and_outcomes(said: Said, most: int) -> Given:
    """All points within the bounds, half within half the least and twice the most."""
    stated = list(_hours_stated(said))
    if not said.outcomes:
        return Given(0, _NO_OUTCOMES, _STATE_THEM)
    if not stated:
        return Given(0, "Neither hours nor ECTS credits are stated.", "State the workload.")
    least, longest = _bounds(said.outcomes)
    # What is stated in two ways is judged by the better one: that they differ costs points above.
    points, hours = max(
        ((_fit(each, least, longest, most), each) for each in stated), key=lambda one: one[0]
    )
    outcomes = plural(len(said.outcomes), "outcome")
    reason = (
        f"{outcomes} of these levels take {least} to {longest} hours; {_plain(hours)} are stated"
    )
    raised_by = "State another workload, or other outcomes, each with its level."
    by_credits = "" if hours == said.hours else ", by the credits"
    return Given(points, f"{reason}{by_credits}.", "" if points == most else raised_by)


def _fit(hours: Decimal, least: int, longest: int, most: int) -> int:
    if least <= hours <= longest:
        return most
    return most // 2 if least <= 2 * hours and hours <= 2 * longest else 0


def _hours_stated(said: Said) -> Iterator[Decimal]:
    if said.hours is not None:
        yield said.hours
    if said.ects is not None:
        yield from (each * said.ects for each in HOURS_PER_ECTS)


def _bounds(outcomes: Sequence[SaidOutcome]) -> tuple[int, int]:
    """The least and the most hours for all of them together."""
    narrowest = (
        max(least for least, _most in HOURS_PER_OUTCOME.values()),
        min(most for _least, most in HOURS_PER_OUTCOME.values()),
    )
    each = [HOURS_PER_OUTCOME.get(one.level or 0, narrowest) for one in outcomes]
    return sum(least for least, _most in each), sum(most for _least, most in each)


def _alignment(said: Said, most: int) -> Given:
    marks = [int(one.is_aligned) for one in said.outcomes]
    points = share(most, marks=marks, full=1)
    weak = _weakest(said, marks)
    told = weak.sentence if weak else "an outcome"
    raised_by = f"Find the skill of {quoted(told)} in a framework, such as ESCO."
    if said.is_aligned and points < _OF_THE_WHOLE:
        return Given(
            _OF_THE_WHOLE, "Skills of a framework are named, but of no outcome.", raised_by
        )
    reason = f"A published skill is named by {_of(marks, full=1)}."
    return _by_marks(most, marks, full=1, reason=reason, raised_by=raised_by)


def _by_marks(most: int, marks: Sequence[int], *, full: int, reason: str, raised_by: str) -> Given:
    if not marks:
        return Given(0, _NO_OUTCOMES, _STATE_THEM)
    is_full = sum(marks) == full * len(marks)
    return Given(share(most, marks=marks, full=full), reason, "" if is_full else raised_by)


def _of(marks: Sequence[int], *, full: int) -> str:
    """How many have all the marks: "2 of 3 outcomes"."""
    return f"{marks.count(full)} of {plural(len(marks), 'outcome')}"


def _not_judged(said: Said, most: int) -> Given:
    if not said.outcomes:
        return Given(0, _NO_OUTCOMES, _STATE_THEM)
    return Given(most, f"Verbs are judged in English only; these are in {said.language}.")


def _weakest(said: Said, marks: Sequence[int]) -> SaidOutcome | None:
    """The first outcome of the fewest marks; None where there is none."""
    both = zip(said.outcomes, marks, strict=True)
    return min(both, key=lambda pair: pair[1], default=(None, 0))[0]


def _is_english(said: Said) -> bool:
    return said.language.lower().partition("-")[0] in {"", "en", "eng"}


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


OUTCOMES: Final[Mapping[str, Callable[[Said, int], Given]]] = {
    "outcome-verbs": _verbs,
    "outcome-skills": _skills,
    "outcome-levels": _levels,
    "assessment-methods": _methods,
    "hours-and-credits": _hours_and_credits,
    "hours-and-outcomes": _hours_and_outcomes,
    "skill-alignment": _alignment,
}
"""The element's name to what judges it; each is called with what is said and the most points."""
