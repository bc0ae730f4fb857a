"""What a text asks for: the likely is proposed as essential, what may be meant as helpful."""

from __future__ import annotations

import pytest

from testamur_web.catalogue.skills import skills_in
from testamur_web.ui.suggestions import suggestions_in, wanted_from

pytestmark = pytest.mark.django_db

ADVERT = (
    "You lead a small data team. You know SQL, Python and statistics, design surveys, visualise "
    "data and present reports to the board. Experience with project management is a plus."
)


def test_the_likelier_weighs_more_and_the_unlikely_nothing():
    found = suggestions_in(ADVERT, {})
    assert [one.linked for one in found] == skills_in(ADVERT)
    weights = ["essential" if s >= 50 else "helpful" if s >= 30 else "" for s in percents(found)]
    assert [one.weight for one in found] == weights
    assert {"essential", "helpful", ""} == set(weights)


def test_what_was_chosen_is_kept_and_nothing_chosen_is_no_goal():
    first = suggestions_in(ADVERT, {})[0].linked
    chosen = suggestions_in(ADVERT, dict.fromkeys((x.uri for x in skills_in(ADVERT)), ""))
    assert wanted_from("Lead", chosen) is None
    kept = suggestions_in(ADVERT, {first.uri: "helpful"})
    wanted = wanted_from("Lead", kept)
    assert wanted is not None
    assert {need.skill: need.importance for need in wanted.needs}[first.uri] == 0.5


def percents(found):
    return [100 * one.linked.score for one in found]
