"""Gaps: per skill what is asked, what is verified, why, and what would change it."""

from __future__ import annotations

from decimal import Decimal

from testamur.pathways.confidence import Figures
from testamur.pathways.gap import gap
from testamur.pathways.goal import Goal
from testamur.pathways.question import MAX_DISTANCE, Fit
from testamur.skills.framework import Need
from testamur.skills.graph import Nearness, Way
from tests.pathways_cast import NOW, counted, held, skill

STRONG = {"assessment": ("practicalAssessment",), "supervision": "supervisedOnsiteVerified"}


class Graph:
    """A graph of broader and related skills, by hand."""

    def __init__(self, broader=(), related=(), ways=()):
        self.up, self.beside, self.ways = dict(broader), dict(related), dict(ways)

    def entry(self, _uri):
        return None

    def ancestors(self, uri):
        found, distance = {}, 0
        while (uri := self.up.get(uri)) and (distance := distance + 1):
            found[uri] = distance
        return found

    def descendants(self, uri):
        return {one: self.ancestors(one)[uri] for one in self.up if uri in self.ancestors(one)}

    def related(self, uri):
        return [self.beside[uri]] if uri in self.beside else []

    def matches(self, uri):
        return self.ways.get(uri, ())


GRAPH = Graph(
    {skill("pandas"): skill("python"), skill("python"): skill("programming")},
    {skill("python"): skill("r")},
)


def goal(*needs: Need, **names: str) -> Goal:
    return Goal(
        needs, id="urn:goal", label="Goal", names={skill(one): told for one, told in names.items()}
    )


def row(need: Need, *awards, **members):
    [found] = gap(awards, target=goal(need), at=NOW, **members).rows
    return found


PYTHON = Need(skill("python"), level=5)


def test_the_skill_itself_closes_its_gap():
    found = row(PYTHON, held("py", skills={"python": 5}, **STRONG), graph=GRAPH)
    assert (found.fit, found.covered, found.gap) == (Fit.SAME, 1, 0)
    assert found.changes == ()
    told = found.as_json()
    assert told["verified"]["title"] == "Py"
    assert (told["verified"]["level"], told["verified"]["levelFrom"]) == (5, "outcome")
    assert [one["name"] for one in told["verified"]["confidence"]["factors"]] == [
        "strength",
        "recency",
        "endorsement",
        "level",
    ]


def test_a_level_below_covers_part_and_says_what_would_cover_the_rest():
    found = row(PYTHON, held("py", skills={"python": 3}, **STRONG), graph=GRAPH)
    assert found.fit is Fit.SAME
    assert 0 < found.covered < 1
    assert found.changes[0].told == "reach EQF level 5 in “Python”"
    assert found.changes[0].covered == 1


def test_partial_credit_through_the_graph_is_explicit():
    cases = {
        "pandas": (Fit.NARROWER, "0.7"),
        "programming": (Fit.BROADER, "0.5"),
        "r": (Fit.RELATED, "0.25"),
    }
    for name, (fit, credit) in cases.items():
        found = row(PYTHON, held("x", skills={name: 5}, **STRONG), graph=GRAPH)
        assert (found.fit, found.best.credit) == (fit, Decimal(credit))
        assert found.as_json()["verified"]["name"] == name.title()
        assert found.changes[0].told == f"earn “{skill('python')}” at EQF level 5 or above"
        assert row(PYTHON, held("x", skills={name: 5}, **STRONG)).fit is Fit.NONE, "without a graph"


def test_a_match_of_lists_counts_as_the_skill_itself_and_is_told():
    ways = (
        Way(skill("ours"), Nearness.SAME, 0, "as Northshire maps it"),
        Way(skill("far"), Nearness.BROADER, 2, "through the crosswalk A to B"),
    )
    graph = Graph(ways={skill("python"): ways})
    found = row(PYTHON, held("x", skills={"ours": 5}, **STRONG), graph=graph)
    assert (found.fit, found.covered, found.changes) == (Fit.MATCH, 1, ())
    told = found.as_json()
    assert (told["rule"], told["verified"]["through"]) == (
        "matching skill held",
        "as Northshire maps it",
    )
    wider = row(PYTHON, held("x", skills={"far": 5}, **STRONG), graph=graph)
    assert (wider.fit, wider.best.distance) == (Fit.BROADER, 2)
    assert wider.best.through == "through the crosswalk A to B"


def test_each_step_away_counts_less_and_far_away_nothing():
    chain = {skill(f"s{number}"): skill(f"s{number + 1}") for number in range(6)}
    graph = Graph(chain)
    two = row(Need(skill("s2")), held("x", skills={"s0": None}), graph=graph)
    assert (two.best.distance, two.best.credit) == (2, Decimal("0.49"))
    assert (
        row(Need(skill(f"s{MAX_DISTANCE + 1}")), held("x", skills={"s0": None}), graph=graph).best
        is None
    )


def test_the_best_credential_counts():
    weak, strong = (
        held("weak", skills={"python": 5}),
        held("strong", skills={"python": 5}, **STRONG),
    )
    broad = held("broad", skills={"programming": 8}, **STRONG)
    assert row(PYTHON, weak, strong, broad, graph=GRAPH).best.evidence.title == "Strong"
    assert row(PYTHON, broad, weak, strong, graph=GRAPH).best.evidence.title == "Strong"


def test_what_has_expired_counts_for_nothing():
    found = row(PYTHON, held("py", skills={"python": 5}, expires=NOW))
    assert (found.fit, found.covered, found.best) == (Fit.NONE, 0, None)


def test_what_one_says_of_oneself_stands_beside_and_counts_for_nothing():
    said = {skill("python"): 6, skill("cooking"): 8}
    found = row(PYTHON, self_assessed=said)
    assert (found.covered, found.self_level) == (0, 6)
    assert found.as_json()["selfAssessed"] == {"level": 6}
    assert found.changes[0].told.startswith("have it assessed, as you say you can: earn")
    assert row(PYTHON).as_json()["selfAssessed"] is None
    low = row(PYTHON, self_assessed={skill("python"): 2})
    assert low.changes[0].told.startswith("earn")


def test_an_old_unwatched_award_says_what_would_strengthen_it():
    found = row(
        PYTHON,
        held(
            "py",
            skills={"python": 5},
            days_ago=4000,
            assessment=("onlineTest",),
            supervision="unsupervised",
        ),
    )
    told = [change.told for change in found.changes]
    assert set(told) == {
        "renew “Py”",
        "have “Py” endorsed by somebody else",
        "have “Python” assessed in practice, under supervision",
    }
    assert [change.covered for change in found.changes] == sorted(
        (one.covered for one in found.changes), reverse=True
    )
    assert all(change.covered > found.covered for change in found.changes)


def test_readiness_weighs_by_importance():
    target = goal(Need(skill("python"), level=5), Need(skill("sql"), importance=0.5))
    found = gap([held("py", skills={"python": 5}, **STRONG)], target=target, at=NOW)
    assert found.readiness == Decimal("0.6667")
    assert found.as_json()["readiness"] == 0.6667


def test_an_organisation_may_ask_for_more_or_less():
    award = held("py", skills={"python": 5}, days_ago=700)
    strict = row(PYTHON, award, figures=Figures(enough=Decimal(1)))
    assert strict.covered == strict.best.confidence.value
    assert row(PYTHON, award, figures=Figures(enough=Decimal("0.1"))).covered == 1


def test_it_is_counted_from_credentials_that_were_verified():
    award = counted("py", skills={"python": 5}, assessment=["project"], supervision="supervised")
    found = row(PYTHON, award)
    assert found.best.evidence.digest == award.digest
    assert found.best.confidence.factors[0].told == "assessed by project; supervised"
