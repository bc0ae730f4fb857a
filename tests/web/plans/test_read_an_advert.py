"""What a text asks for: the likely is proposed as required, what may be meant as desirable."""

from __future__ import annotations

import pytest

from testamur_web.catalogue.skills import skills_in
from testamur_web.ui.suggestions import job_from, suggestions_in

pytestmark = pytest.mark.django_db

ADVERT = (
    "You lead a small data team. You know SQL, Python and statistics, design surveys, visualise "
    "data and present reports to the board. Experience with project management is a plus."
)


def test_the_likelier_weighs_more_and_the_unlikely_nothing():
    found = suggestions_in(ADVERT, {})
    assert [one.linked for one in found] == skills_in(ADVERT)
    bare = [one for one in found if one.asked.is_required is None]
    weights = ["essential" if s >= 50 else "helpful" if s >= 30 else "" for s in percents(bare)]
    assert [one.weight for one in bare] == weights
    assert {"helpful", ""} == set(weights)
    certain = suggestions_in("Project management. Statistics.", {})
    assert [one.weight for one in certain][:2] == ["essential", "essential"]


def test_what_the_words_say_goes_before_what_is_likely():
    found = {one.linked.label: one for one in suggestions_in(ADVERT, {})}
    assert found["project management"].percent >= 50
    assert found["project management"].weight == "helpful"


def test_what_was_chosen_is_kept_and_nothing_chosen_is_no_goal():
    first = suggestions_in(ADVERT, {})[0].linked
    chosen = suggestions_in(ADVERT, dict.fromkeys((x.uri for x in skills_in(ADVERT)), ""))
    assert job_from("Lead", chosen) is None
    kept = suggestions_in(ADVERT, {first.uri: "helpful"})
    job = job_from("Lead", kept)
    assert job is not None
    assert {need.skill: need.importance for need in job.goal.needs}[first.uri] == 0.5
    assert first.uri not in job.required


def percents(found):
    return [100 * one.linked.score for one in found]
