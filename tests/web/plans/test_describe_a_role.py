"""A manager says what a role asks for: from an occupation, an advert, another profile, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from testamur.errors import Conflict, Refused
from testamur.pathways.goal import Goal, goal_from
from testamur_web.catalogue.skills import find_entries
from testamur_web.ops.models import TrailEntry
from testamur_web.plans import profiles, proposing
from testamur_web.plans.models import RoleProfile
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db

PAGE = "/o/example-university/roles/"
ADVERT = "We look for somebody who knows statistics and writes Python code for surveys."


def rows(*skills: dict[str, str]) -> dict[str, str]:
    """What the page of a role sends."""
    sent = {"needs-TOTAL_FORMS": str(len(skills)), "needs-INITIAL_FORMS": "0"}
    for at, skill in enumerate(skills):
        sent |= {f"needs-{at}-{name}": value for name, value in skill.items()}
    return sent


def test_a_role_is_begun_with_an_occupation(sign_in, manager):
    browser = sign_in(manager)
    assert "No role is described yet" in browser.get(PAGE).text
    found = find_entries("data analyst", kind="occupation", limit=1)[0].found
    assert "Data analyst" in browser.get(f"{PAGE}new/", {"q": "data analyst"}).text
    page = browser.get(f"{PAGE}new/", {"occupation": found.id}).text
    assert 'value="data analyst"' in page
    assert 'value="statistics"' in page


def test_what_is_typed_becomes_the_profile(sign_in, manager, wanted):
    statistics, python = wanted.needs
    sent = {"title": "Survey lead"} | rows(
        {"skill": "Statistics", "weight": "essential", "level": "5"},
        {"skill": wanted.names[python.skill], "skill_uri": python.skill, "weight": "optional"},
        {"skill": ""},
    )
    page = sign_in(manager).post(f"{PAGE}new/?empty=1", sent, follow=True).text
    assert "It asks for 2 skills" in page
    kept = profiles.profile_in(RoleProfile.objects.get())
    assert kept.wanted.needs == (statistics, python)
    assert kept.version.number == 1
    assert TrailEntry.objects.filter(verb="profile.create", actor_name="Mara").exists()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (rows({"skill": ""}), "Name at least one skill."),
        (rows({"skill": "xyzzy plugh"}), "No list that is used here has this skill."),
        (rows({"skill": "statistics"}, {"skill": "statistics"}), "stands here twice"),
        (rows({"skill": "statistics", "weight": "optional", "importance": "0"}), "greater than"),
        (rows({"skill": "statistics", "level": "9"}), "Select a valid choice"),
    ],
)
def test_what_cannot_stand_is_told_beside_it(sign_in, manager, sent, told):
    page = sign_in(manager).post(f"{PAGE}new/?empty=1", {"title": "Lead"} | sent).text
    assert told in page
    assert not RoleProfile.objects.exists()


def test_more_rows_are_had_without_script(sign_in, manager):
    sent = {"title": "", "more": "1"} | rows({"skill": "statistics"})
    page = sign_in(manager).post(f"{PAGE}new/?empty=1", sent).text
    assert 'value="statistics"' in page
    assert page.count('class="role-row"') > 3
    assert not RoleProfile.objects.exists()


def test_an_advert_becomes_a_profile_and_levels_follow(sign_in, manager):
    browser, sent = sign_in(manager), {"label": "Survey lead", "text": ADVERT}
    page = browser.post(f"{PAGE}new/advert/", sent).text
    assert "Its words" in page
    assert not RoleProfile.objects.exists()
    page = browser.post(f"{PAGE}new/advert/", sent | {"confirm": "1"}, follow=True).text
    assert "Now look at the levels that the text left open." in page
    needs = RoleProfile.objects.get().versions.get().content["needs"]
    assert "Python (computer programming)" in [need["name"] for need in needs]


def test_roles_stand_by_title(university, manager, wanted, profile):
    for title in ("Zoologist", "Archivist"):
        profiles.create_profile(university, replace(wanted, label=title), by=manager, at=NOW)
    titles = [one.title for one in profiles.profiles_of(university)]
    assert titles == ["Archivist", "Survey lead", "Zoologist"]


def test_another_profile_is_a_beginning(sign_in, manager, profile):
    browser = sign_in(manager)
    assert str(profile.pk) in browser.get(f"{PAGE}new/").text
    assert 'value="Survey lead"' in browser.get(f"{PAGE}new/", {"profile": profile.pk}).text


def test_a_profile_of_another_organisation_is_none(sign_in, chen, profile):
    address = f"/o/other-college/roles/{profile.pk}/"
    browser = sign_in(chen)
    assert browser.get(address).status_code == 404
    assert browser.get("/o/other-college/roles/new/", {"profile": profile.pk}).status_code == 404


def test_a_draft_takes_the_change_and_what_was_proposed_stays(manager, colleague, profile, wanted):
    shorter = Goal(wanted.needs[:1], label="Lead", names=wanted.names)
    assert profiles.edit_profile(profile, shorter, by=manager, at=NOW).number == 1
    proposal = proposing.propose(profile, colleague, by=manager, at=NOW)
    assert profiles.edit_profile(profile, wanted, by=manager, at=NOW).number == 2
    proposal.version.refresh_from_db()
    assert goal_from(proposal.version.content).needs == shorter.needs
    assert profiles.edit_profile(profile, wanted, by=manager, at=NOW).number == 2  # nothing new
    assert [one.version.number for one in profiles.profile_in(profile).steps] == [2, 1]


def test_a_withdrawn_profile_begins_nothing(sign_in, manager, colleague, profile, wanted):
    waiting = proposing.propose(profile, colleague, by=manager, at=NOW)
    page = sign_in(manager).post(f"{PAGE}{profile.pk}/withdraw/", follow=True).text
    assert "is withdrawn" in page
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"
    profile.refresh_from_db()
    for again in (
        lambda: profiles.withdraw_profile(profile, by=manager, at=NOW),
        lambda: profiles.edit_profile(profile, wanted, by=manager, at=NOW),
        lambda: proposing.propose(profile, colleague, by=manager, at=NOW),
    ):
        with pytest.raises(Conflict) as caught:
            again()
        assert caught.value.problem.code == "profile.withdrawn"


@pytest.mark.parametrize(
    ("title", "count", "code"),
    [(" ", 2, "value.missing"), ("Lead", 0, "gap.goal-malformed")],
)
def test_a_role_without_title_or_skills_is_refused(university, manager, wanted, title, count, code):
    empty = Goal(wanted.needs[:count], label=title)
    with pytest.raises(Refused) as caught:
        profiles.create_profile(university, empty, by=manager, at=NOW)
    assert caught.value.problem.code == code
    assert not RoleProfile.objects.exists()
