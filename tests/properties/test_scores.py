"""Scores of definitions: stating more never lowers one, and order never matters."""

from __future__ import annotations

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.credentials.eu_elements import ASSESSMENT_TYPES
from testamur.quality.method import ELEMENTS, VERSION
from testamur.quality.score import score
from tests.effort import examples

ESCO = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
EQF = "http://data.europa.eu/snb/eqf/6"
NOTHING = object()

long_text = " ".join(["word"] * 30)
sentences = st.sampled_from(
    [
        "Analyse survey data",
        "Understand things",
        "Programs",
        "The learner is able to write Python, SQL and R",
        "Carries out surveys, etc.",
        "Verstehen",
        long_text,
    ]
)
levels = st.sampled_from([1, 3, 4.0, 5, 8, 9, 0, "5", True])
alignments = st.sampled_from(
    [
        [{"targetUrl": ESCO}],
        {"targetUrl": ESCO},
        [{"targetUrl": EQF}],
        [{"targetName": "Python"}],
        "Python",
    ]
)
amounts = st.sampled_from([1, 2.5, 60, 68, 5_000, -1, 0, "68", None, True])


def sometimes(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.just(NOTHING) | values


def stated(**members: st.SearchStrategy) -> st.SearchStrategy:
    """An object of some of the members."""
    every = st.fixed_dictionaries({name: sometimes(one) for name, one in members.items()})
    return every.map(
        lambda told: {name: value for name, value in told.items() if value is not NOTHING}
    )


OUTCOME = {"eqfLevel": levels, "alignment": alignments, "description": st.just("More.")}
outcomes = st.tuples(sentences, stated(**OUTCOME)).map(lambda pair: {"name": pair[0]} | pair[1])
methods = st.lists(st.sampled_from([*ASSESSMENT_TYPES, "guessing", 7]), max_size=3)
ELEMENTS_OF_EU = {
    "learningOutcome": st.lists(outcomes, min_size=1, max_size=4) | st.just("Python"),
    "ectsCredits": amounts,
    "workloadHours": amounts,
    "eqfLevel": levels,
    "qfEheaCycle": st.sampled_from(["shortCycle", "cycle"]),
    "assessmentType": methods,
    "assessmentDescription": st.sampled_from(["Marked by two.", "", 5]),
    "participation": st.sampled_from(["online", "far away", ["blended"]]),
    "qualityAssurance": st.sampled_from([[{"qualityAssuranceType": "externalReview"}], [{}], "x"]),
    "prerequisites": st.sampled_from(["None.", " "]),
    "supervision": st.sampled_from(["supervised", "watched"]),
    "stackability": st.sampled_from(["stackable", "no"]),
    "furtherInformation": st.just("In spring."),
}
MEMBERS = {
    "name": st.sampled_from(["Survey analysis", "", ["x"]]),
    "description": st.sampled_from(["Short. And plain.", long_text, "Survey analysis"]),
    "criteria": st.sampled_from(
        [{"id": "https://uni.example/c"}, {"narrative": f"{long_text}. One. Two. Three."}, "x"]
    ),
    "inLanguage": st.sampled_from(["en", "en-GB", "de", "?"]),
    "image": st.sampled_from(
        ["https://uni.example/i.png", {"id": "https://uni.example/i.png", "caption": "A"}, [1]]
    ),
    "alignment": alignments,
}
definitions = st.tuples(stated(**MEMBERS), stated(**ELEMENTS_OF_EU)).map(
    lambda pair: {"type": ["Achievement"], **pair[0], "standardElements": pair[1]}
)
laws = settings(max_examples=examples(40, 10_000))


def points(document: dict) -> dict[str, int]:
    return {one.measured.name: one.points for one in score(document).elements}


def add_one(draw: st.DrawFn, place: dict, members: dict[str, st.SearchStrategy]) -> None:
    left = sorted(members.keys() - place.keys())
    if left:
        name = draw(st.sampled_from(left))
        place[name] = draw(members[name])


@st.composite
def more_said(draw: st.DrawFn) -> tuple[dict, dict]:
    """A definition, and the same with one more member, or one more value of a list."""
    less = draw(definitions)
    more = copy.deepcopy(less)
    elements = more["standardElements"]
    said = elements.get("learningOutcome")
    match draw(st.sampled_from(["member", "element", "outcome", "method"])):
        case "outcome" if isinstance(said, list):
            add_one(draw, draw(st.sampled_from(said)), OUTCOME)
        case "method" if "assessmentType" in elements:
            elements["assessmentType"].append(draw(st.sampled_from(ASSESSMENT_TYPES)))
        case "element":
            add_one(draw, elements, ELEMENTS_OF_EU)
        case _:
            add_one(draw, more, MEMBERS)
    return less, more


@laws
@given(both=more_said())
def test_saying_more_lowers_no_element(both):
    before, after = map(points, both)
    assert {name for name in before if after[name] < before[name]} == set()


@laws
@given(definition=definitions)
def test_a_score_is_the_sum_of_its_elements_within_bounds(definition):
    found = score(definition)
    assert 0 <= found.points <= 100
    assert [one.measured for one in found.elements] == list(ELEMENTS)
    assert all(0 <= one.points <= one.measured.most for one in found.elements)
    assert found.method == VERSION


@laws
@given(definition=definitions)
def test_every_point_has_a_reason_and_every_missing_one_a_way_up(definition):
    for one in score(definition).elements:
        assert one.reason.endswith(".")
        assert "\n" not in one.reason + one.raised_by
        assert bool(one.raised_by) == (one.points < one.measured.most), one


def turned(value):
    """The same, the members of every object in the opposite order."""
    if isinstance(value, dict):
        return {name: turned(value[name]) for name in reversed(value)}
    return [turned(one) for one in value] if isinstance(value, list) else value


@laws
@given(definition=definitions)
def test_the_order_of_members_never_matters(definition):
    assert score(turned(definition)) == score(definition)
    assert score(json.loads(json.dumps(definition))) == score(definition)


@laws
@given(definition=definitions)
def test_a_credential_has_the_score_of_its_achievement(definition):
    credential = {
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "credentialSubject": {"achievement": definition, "standardElements": {"eqfLevel": 5}},
    }
    assert score(credential) == score(definition)


def test_the_points_of_the_method_are_100():
    assert sum(one.most for one in ELEMENTS) == 100
