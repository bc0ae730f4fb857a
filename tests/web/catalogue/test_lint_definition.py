"""The lint says, in plain words, why an outcome is vague and what to write instead."""

from __future__ import annotations

import pytest

from testamur_web.catalogue.definition import Credits, Criterion, Grades, Outcome, Price, Quality
from testamur_web.catalogue.lint import missing_from, required_fields, vague_reason
from testamur_web.catalogue.queries import examine_draft, lint
from testamur_web.catalogue.vocabulary import ACHIEVEMENT_TYPES, VERBS, Kind, OutcomeLevel
from tests.web.catalogue.conftest import WHOLE, but


def told(definition):
    return [(problem.code, problem.pointer) for problem in lint(definition)]


def test_a_whole_definition_has_nothing_to_mend():
    assert told(WHOLE) == []


@pytest.mark.parametrize(
    "verb",
    [
        "understand",
        "Know",
        "be familiar with",
        "be aware of",
        "appreciate",
        "learn about",
        "have knowledge of",
    ],
)
def test_a_verb_nobody_can_watch_is_vague(verb):
    reason = vague_reason(verb)
    assert verb in reason
    assert "such as" in reason
    assert ("outcome.vague", "/outcomes/1/verb") in told(
        but(outcomes=(WHOLE.outcomes[0], Outcome(verb, "advanced", "survey data")))
    )


@pytest.mark.parametrize("verb", sorted({verb for verbs in VERBS.values() for verb in verbs}))
def test_no_verb_that_is_offered_is_vague(verb):
    assert not vague_reason(verb)


@pytest.mark.parametrize(
    "skill", ["things", "basic concepts", "the key skills", "Python, etc", "data and more"]
)
def test_a_skill_nobody_could_look_for_is_vague(skill):
    assert ("outcome.vague", "/outcomes/1/skill") in told(
        but(outcomes=(WHOLE.outcomes[0], Outcome("use", "foundation", skill)))
    )


@pytest.mark.parametrize("skill", ["R; Python", "interviews, surveys and audits"])
def test_several_skills_in_one_outcome_are_named(skill):
    assert ("outcome.several", "/outcomes/0/skill") in told(
        but(outcomes=(Outcome("use", "foundation", skill),))
    )


@pytest.mark.parametrize("skill", ["research and development", "TCP/IP", "health, safety", "C++"])
def test_one_skill_of_two_words_is_one(skill):
    assert "outcome.several" not in dict(told(but(outcomes=(Outcome("use", "foundation", skill),))))


def test_a_verb_of_another_level_is_named_with_better_ones():
    (problem,) = lint(but(outcomes=(Outcome("list", "expert", "charts"),)))
    assert problem.code == "outcome.level-differs"
    assert "design" in problem.detail


def test_vague_alone_is_not_enough_to_publish():
    codes = [one.code for one in missing_from(but(outcomes=(Outcome("know", "expert", "Python"),)))]
    assert codes == ["outcome.vague"]
    assert not missing_from(but(outcomes=(WHOLE.outcomes[0], Outcome("know", "expert", "Python"))))


def test_other_languages_are_not_judged_by_english_words():
    outcome = Outcome("know", "expert", "things")
    assert not missing_from(but(language="de", outcomes=(outcome,)))


@pytest.mark.parametrize(
    ("definition", "pointer"),
    [
        (but(price=Price(None, "EUR")), "/price/amount"),
        (but(price=Price(WHOLE.price.amount, "")), "/price/currency"),
        (but(other_credits=Credits(WHOLE.ects, "")), "/other_credits/system"),
        (but(other_credits=Credits(None, "CEU")), "/other_credits/amount"),
        (but(quality_statement=Quality("", "Reviewed")), "/quality_statement/kind"),
        (but(grades=Grades("scale")), "/grades/values"),
        (but(grades=Grades("scale", ("pass", "merit"), "good")), "/grades/passing"),
        (but(grades=Grades("percent", (), "high")), "/grades/passing"),
        (but(grades=Grades("", ("pass",))), "/grades/kind"),
        (but(criteria=(Criterion("a", ""),)), "/criteria/0/text"),
        (but(criteria=(Criterion("", "Does it"),)), "/criteria/0/id"),
        (but(kind="professional-certification", valid_months=None), "/valid_months"),
        (but(kind="qualification-unit"), "/unit_code"),
    ],
)
def test_what_is_half_said_is_missing(definition, pointer):
    assert pointer in [problem.pointer for problem in missing_from(definition)]


def test_every_kind_has_its_own_required_fields():
    asked = {kind: required_fields(kind) for kind in Kind.values}
    assert len({tuple(fields) for fields in asked.values()}) >= 4
    assert all({"outcomes", "criteria"} <= set(fields) for fields in asked.values())
    assert ACHIEVEMENT_TYPES.keys() == set(Kind)


def test_every_level_has_verbs():
    assert VERBS.keys() == set(OutcomeLevel.values)


def test_a_field_that_cannot_be_read_is_told_once():
    ready = examine_draft(
        {**WHOLE.as_json(), "hours": "forty", "price": {"amount": "much", "currency": "EUR"}}
    )
    pointers = [problem.pointer for problem in ready.problems]
    assert pointers == ["/hours", "/price/amount"]
