"""Confidence: it falls with time, rises by events alone, and is the product of what is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from math import prod

from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.pathways.certainty import skills_shown
from testamur.pathways.confidence import (
    ASSESSMENT,
    EVENTS,
    HALF_LIFE,
    SUPERVISION,
    Event,
    Shown,
    confidence_in,
    read_figures,
)
from testamur.pathways.uses import Use
from tests.effort import examples
from tests.pathways_cast import NOW, held, skill

DAYS = 5_000
shares = st.integers(0, 100).map(lambda percent: percent / 100)


def table(rows, values):
    return st.dictionaries(st.sampled_from(list(rows)), values)


figures_of_any = st.fixed_dictionaries(
    {},
    optional={
        "half_life": table(HALF_LIFE, st.floats(0.01, 1_200)),
        "events": table(EVENTS, shares),
        "assessment": table(ASSESSMENT, shares),
        "oldest": shares,
        "undated": shares,
        "per_level": shares,
        "lowest": shares,
    },
).map(read_figures)
moments = st.integers(-DAYS, DAYS).map(lambda days: NOW + timedelta(days=days))
events = st.builds(Event, moments, st.sampled_from([*EVENTS, "unheard of"]))
levels = st.sampled_from([None, 1, 3, 5, 8])
shown_of_any = st.builds(
    Shown,
    levels,
    awarded=st.none() | moments,
    events=st.lists(events, max_size=5).map(tuple),
    kind=st.sampled_from([*HALF_LIFE, "unheard of"]),
    assessment=st.lists(st.sampled_from([*ASSESSMENT]), max_size=2).map(tuple),
    supervision=st.sampled_from([*SUPERVISION]),
    endorsement=st.sampled_from(["", "vouched", "endorsed"]),
)


@settings(max_examples=examples(100, 20_000), deadline=None)
@given(shown=shown_of_any, level=levels, at=moments, figures=figures_of_any)
def test_it_is_the_product_of_what_is_shown_and_between_nothing_and_one(
    shown, level, at, figures
) -> None:
    found = confidence_in(shown, level=level, at=at, figures=figures)
    values = [factor.value for factor in found.factors]
    assert found.value == prod(values, start=Decimal(1)).quantize(Decimal("0.0001"))
    assert all(0 <= value <= 1 for value in (*values, found.value))


@settings(max_examples=examples(150, 20_000), deadline=None)
@given(shown=shown_of_any, at=moments, days=st.integers(0, DAYS), figures=figures_of_any)
def test_it_never_rises_without_an_event(shown, at, days, figures) -> None:
    later = at + timedelta(days=days)
    before = tuple(one for one in shown.events if not at < one.at <= later)
    quiet = replace(shown, events=before)
    now = confidence_in(quiet, level=None, at=at, figures=figures)
    assert confidence_in(quiet, level=None, at=later, figures=figures).value <= now.value


@settings(max_examples=examples(150, 20_000), deadline=None)
@given(shown=shown_of_any, at=moments, event=events, figures=figures_of_any)
def test_an_event_never_lowers_it(shown, at, event, figures) -> None:
    more = replace(shown, events=(*shown.events, event))
    without = confidence_in(shown, level=None, at=at, figures=figures)
    assert confidence_in(more, level=None, at=at, figures=figures).value >= without.value


@settings(max_examples=examples(150, 20_000), deadline=None)
@given(
    shown=shown_of_any,
    event=events,
    days=st.integers(0, DAYS),
    figures=figures_of_any,
)
def test_an_event_on_a_later_day_counts_as_much_or_more(shown, event, days, figures) -> None:
    at = NOW + timedelta(days=3 * DAYS)
    moved = replace(event, at=event.at + timedelta(days=days))
    early = replace(shown, events=(*shown.events, event))
    late = replace(shown, events=(*shown.events, moved))
    before = confidence_in(early, level=None, at=at, figures=figures)
    assert confidence_in(late, level=None, at=at, figures=figures).value >= before.value


@settings(max_examples=examples(50, 10_000), deadline=None)
@given(
    first=st.integers(0, DAYS),
    second=st.integers(0, DAYS),
    used=st.integers(0, DAYS),
    is_confirmed=st.booleans(),
)
def test_another_credential_or_use_never_lowers_what_a_skill_is_shown_with(
    first, second, used, is_confirmed
) -> None:
    one = held("py", skills={"python": 4}, days_ago=first, assessment=("project",))
    other = held("py", skills={"python": 3}, days_ago=second, number=2)
    use = Use(NOW - timedelta(days=used), skill=skill("python"), is_confirmed=is_confirmed)
    values = [
        skills_shown(held_, at=NOW, uses=uses)[0].confidence.value
        for held_, uses in (([one], []), ([one, other], []), ([one, other], [use]))
    ]
    assert values == sorted(values)
    again = skills_shown([other, one], at=NOW, uses=[use])
    assert again == skills_shown([one, other], at=NOW, uses=[use])
