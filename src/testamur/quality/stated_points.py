"""What is given for what is stated at all: the standard elements, words, language and picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from testamur.quality.given import Given, in_words, plural, share
from testamur.quality.method import LONGEST_SENTENCE
from testamur.quality.said import Said

__all__ = ["STATED"]

_SENTENCE_END: Final = re.compile(r"(?<=[.!?;:])\s+|\s*[\r\n\u2028\u2029]+\s*")


def _stated(said: str, most: int, *, name: str, raised_by: str) -> Given:
    """All the points or none."""
    if said:
        return Given(most, f"{name} stated.")
    return Given(0, f"{name} not stated.", raised_by)


def _title(said: Said, most: int) -> Given:
    return _stated(said.name, most, name="The title is", raised_by="Give it a title.")


def _learning_outcomes(said: Said, most: int) -> Given:
    if not said.outcomes:
        told = "State what a holder can do, as outcomes in `standardElements.learningOutcome`."
        return Given(0, "No learning outcome is stated.", told)
    verb = "is" if len(said.outcomes) == 1 else "are"
    return Given(most, f"{plural(len(said.outcomes), 'learning outcome')} {verb} stated.")


def _workload(said: Said, most: int) -> Given:
    told = [f"{said.hours.normalize():f} hours"] if said.hours else []
    told += [f"{said.ects.normalize():f} ECTS credits"] if said.ects else []
    if told:
        return Given(most, f"The workload is stated: {' and '.join(told)}.")
    raised_by = "State the workload in hours, and in ECTS credits where they are given."
    return Given(0, "Neither hours nor ECTS credits are stated.", raised_by)


def _level(said: Said, most: int) -> Given:
    if said.level:
        return Given(most, f"The level is stated: {said.level}.")
    raised_by = "State the level of the European Qualifications Framework, 1 to 8."
    return Given(0, "The level is not stated.", raised_by)


def _assessment(said: Said, most: int) -> Given:
    if said.methods:
        methods = ", ".join(map(in_words, said.methods))
        return Given(most, f"How it is assessed is stated: {methods}.")
    if said.assessment_told:
        raised_by = "Name the type of assessment in `standardElements.assessmentType`."
        return Given(most // 2, "How it is assessed is told in words only.", raised_by)
    return Given(0, "How it is assessed is not stated.", "Say how it is assessed.")


def _quality_assurance(said: Said, most: int) -> Given:
    counted = "stated" if said.assurances else ""
    name = "What assures the quality is"
    raised_by = "Say what assures the quality: an accreditation, a review, a standard."
    return _stated(counted, most, name=name, raised_by=raised_by)


def _member(said: Said, most: int, *, member: str, name: str, raised_by: str) -> Given:
    return _stated(str(getattr(said, member)), most, name=name, raised_by=raised_by)


def _criteria(said: Said, most: int) -> Given:
    if said.criteria:
        return Given(most, "What must be done to be awarded is told in words.")
    raised_by = "Say in words what must be done to be awarded."
    if said.criteria_page:
        return Given(1, "What must be done stands on a page, and not in the document.", raised_by)
    return Given(0, "What must be done to be awarded is not told.", raised_by)


def _picture(said: Said, most: int) -> Given:
    if not said.image:
        return Given(0, "There is no picture.", "Add a picture, and say what it shows.")
    if not said.caption:
        told = "Say what the picture shows, for those who cannot see it."
        return Given(1, "There is a picture, and it is not said what it shows.", told)
    return Given(most, "There is a picture, and it is said what it shows.")


def _plain(said: Said, most: int, *, member: str, name: str) -> Given:
    """Half for a text of which at most a quarter of the sentences are long."""
    sentences = _sentences(str(getattr(said, member)))
    if not sentences:
        return Given(
            0, f"There {name}.", f"Write one, in sentences of up to {LONGEST_SENTENCE} words."
        )
    long = [one for one in sentences if len(one.split()) > LONGEST_SENTENCE]
    if not long:
        return Given(most, f"No sentence has more than {LONGEST_SENTENCE} words.")
    reason = (
        f"{len(long)} of {plural(len(sentences), 'sentence')} "
        f"{'has' if len(long) == 1 else 'have'} more than {LONGEST_SENTENCE} words."
    )
    points = most // 2 if 4 * len(long) <= len(sentences) else 0
    return Given(points, reason, "Break the long sentences up.")


def _plain_outcomes(said: Said, most: int) -> Given:
    lengths = [len(one.sentence.split()) for one in said.outcomes]
    marks = [int(length <= LONGEST_SENTENCE) for length in lengths]
    if not marks:
        return Given(0, "No learning outcome is stated.", "State learning outcomes.")
    told = f"{sum(marks)} of {plural(len(marks), 'outcome')}"
    reason = f"No more than {LONGEST_SENTENCE} words stand in {told}."
    raised_by = "" if all(marks) else "Shorten the long outcomes, or make two of one."
    return Given(share(most, marks=marks, full=1), reason, raised_by)


def _sentences(text: str) -> list[str]:
    return [one for one in _SENTENCE_END.split(text) if one.strip()]


STATED: Final[Mapping[str, Callable[[Said, int], Given]]] = {
    "title": _title,
    "learning-outcomes": _learning_outcomes,
    "workload": _workload,
    "level": _level,
    "assessment": _assessment,
    "participation": partial(
        _member,
        member="participation",
        name="How one takes part is",
        raised_by="Say how one takes part: online, on site, or both.",
    ),
    "quality-assurance": _quality_assurance,
    "prerequisites": partial(
        _member,
        member="prerequisites",
        name="What one needs to take part is",
        raised_by="Say what one needs to take part, if only “None.”.",
    ),
    "supervision": partial(
        _member,
        member="supervision",
        name="How the assessment is supervised is",
        raised_by="Say how the assessment is supervised, and whether identities are checked.",
    ),
    "stackability": partial(
        _member,
        member="stackability",
        name="Whether it counts toward something larger is",
        raised_by="Say whether it counts toward something larger or stands alone.",
    ),
    "further-information": partial(
        _member,
        member="further",
        name="Where to read more is",
        raised_by="Give further information, or the address of a page.",
    ),
    "assessment-told": partial(
        _member,
        member="assessment_told",
        name="A description of the assessment is",
        raised_by="Describe the assessment in words: who marks what, by which rules.",
    ),
    "criteria-told": _criteria,
    "language": partial(
        _member,
        member="language",
        name="The language is",
        raised_by="State the language in `inLanguage`, such as `en`.",
    ),
    "picture": _picture,
    "plain-description": partial(
        _plain, member="description", name="is no description beside the title"
    ),
    "plain-criteria": partial(_plain, member="criteria", name="are no criteria in words"),
    "plain-outcomes": _plain_outcomes,
}
"""The element's name to what judges it; each is called with what is said and the most points."""
