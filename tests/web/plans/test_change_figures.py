"""An administrator changes how confidence is reckoned; it counts where the organisation looks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.html import escape

from testamur.errors import Refused
from testamur.pathways.confidence import DEFAULT
from testamur.pathways.sources import SOURCES
from testamur_web.catalogue.models import OutcomeSkill
from testamur_web.ops.models import TrailEntry
from testamur_web.plans import figures, proposing, queries, services
from testamur_web.wallet.services import put_in_wallet
from tests.web.conftest import NOW
from tests.web.wallet.conftest import CONTENT, publish, sign_award

pytestmark = pytest.mark.django_db

PAGE = "/o/example-university/settings/confidence/"


@pytest.fixture
def certified(colleague, university, wanted):
    """Ada holds the first skill of the role."""
    need = wanted.needs[0]
    skill = {"verb": "apply", "skill": "it", "skill_uri": need.skill, "level": "expert"}
    version = publish(university, "Statistics at work")
    version.content = CONTENT | {"title": version.title, "outcomes": [skill], "eqf_level": 6}
    version.save()
    OutcomeSkill.objects.create(version=version, uri=need.skill, level=7)
    put_in_wallet(sign_award(version, person=colleague), person=colleague, at=NOW)


def test_every_figure_stands_there_with_its_default_and_bounds(sign_in, bashir):
    page = sign_in(bashir).get(PAGE).text
    settings = figures.settings_of(DEFAULT)
    assert all(f'name="{one.key}"' in page for one in settings)
    assert "From 0.0001 to 1200; 36 by default." in page
    assert page.count("by default.") == len(settings)


def test_a_change_is_kept_counts_and_stands_in_the_trail(sign_in, bashir, university):
    sign_in(bashir).post(PAGE, {"half_life.digital": "12", "assessment.project": "0.5"})
    kept = figures.figures_of(university)
    assert (kept.half_life["digital"], kept.half_life[""]) == (12, 36)
    assert kept.assessment["project"] == Decimal("0.5")
    assert kept.enough == DEFAULT.enough  # what is empty is the default
    assert university.figures.content == {
        "half_life": {"digital": 12},
        "assessment": {"project": 0.5},
    }
    [entry] = TrailEntry.objects.filter(verb="figures.change")
    assert entry.detail["figures"] == [
        "half_life.digital: 30 → 12",
        "assessment.project: 0.9 → 0.5",
    ]
    sign_in(bashir).post(PAGE, {"half_life.digital": ""})
    assert figures.figures_of(university) == DEFAULT


def test_figures_that_were_kept_as_one_number_are_read_for_every_kind(university, bashir):
    figures.change_figures(university, {"enough": 0.5}, by=bashir, at=NOW)
    row = university.figures
    row.content = {"half_life": 24}
    row.save()
    assert set(figures.figures_of(university).half_life.values()) == {24}


def test_where_the_defaults_come_from_is_told_and_what_is_only_judged(sign_in, bashir):
    page = sign_in(bashir).get(PAGE).text
    for source in SOURCES:
        assert escape(source.publication) in page
    assert page.count("The defaults are judgements") == 3  # events, endorsement, all others


def test_others_are_tried_on_the_example_and_not_kept(sign_in, bashir, university):
    sure, covered = figures.example_of(DEFAULT, at=NOW)
    assert covered == sure.level < round(sure.value / DEFAULT.enough, 4)
    browser = sign_in(bashir)
    before = browser.get(PAGE).text
    after = browser.post(PAGE, {"half_life.": "3", "try": "1"}).text
    assert f"confidence of <strong>{sure.value}</strong>" in before
    assert f"confidence of <strong>{sure.value}</strong>" not in after
    assert 'value="3"' in after
    assert figures.figures_of(university) == DEFAULT


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("half_life.language", "0"),
        ("events.renewal", "2"),
        ("enough", "1.5"),
        ("oldest", "-1"),
        ("broader", "much"),
        ("lowest", "NaN"),
    ],
)
def test_a_bad_figure_is_told_beside_it_and_nothing_is_kept(
    sign_in, bashir, university, key, value
):
    page = sign_in(bashir).post(PAGE, {key: value})
    assert page.status_code == 200
    assert "Something needs your attention" in page.text
    assert f'href="#id_{key}"' in page.text
    assert figures.figures_of(university) == DEFAULT


def test_a_service_refuses_it_once(university, bashir):
    told = {"assessment": {"project": 7}}
    with pytest.raises(Refused) as caught:
        figures.change_figures(university, told, by=bashir, at=NOW)
    assert caught.value.problem.code == "gap.figures-malformed"
    assert caught.value.problem.pointer == "/assessment/project"


def test_only_administrators_change_them(sign_in, manager, chen):
    assert sign_in(manager).get(PAGE).status_code == 403
    assert sign_in(chen).get(PAGE).status_code == 404


@pytest.mark.usefixtures("certified")
def test_a_goal_of_the_organisation_is_reckoned_with_its_figures(
    sign_in, bashir, colleague, profile, wanted
):
    university = profile.organisation
    figures.change_figures(university, {"enough": 1}, by=bashir, at=NOW)
    own = queries.standing_of(services.set_goal(colleague, wanted, at=NOW), at=NOW)
    proposal = proposing.propose(profile, colleague, by=bashir, at=NOW)
    goal = proposing.accept(proposal, shares_progress=True, at=NOW)
    theirs = queries.standing_of(goal, at=NOW)
    assert own.gap.question.figures == DEFAULT
    assert theirs.gap.question.figures.enough == 1
    assert theirs.gap.readiness < own.gap.readiness
    page = sign_in(colleague).get("/goal/").text
    assert "Reckoned with the figures of Example University" in page
    [seen] = proposing.proposals_in(university)
    assert proposing.as_managed(seen, at=NOW).progress.percent == theirs.percent
