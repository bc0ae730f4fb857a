"""A posting is brought as JSON, page or words; what is required is kept; versions tell changes."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from testamur.talent.profile import JobProfile
from testamur_web.plans import profiles, proposing
from testamur_web.plans.models import ProfileVersion, RoleProfile
from tests.web.api.conftest import is_problem, program
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db

__all__ = ["program"]

PAGE = "/o/example-university/roles/new/advert/"
POSTING = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "JobPosting",
            "title": "Survey lead",
            "description": "<p>Advanced statistics is a must.</p><p>Python is a plus.</p>",
        }
    ],
}


def as_page(posting: object) -> bytes:
    script = f'<script type="application/ld+json">{json.dumps(posting)}</script>'
    return f"<!DOCTYPE html><html>{script}<p>Apply now</p></html>".encode()


@pytest.mark.parametrize("is_page", [False, True])
def test_a_posting_is_read_shown_as_words_and_kept_as_confirmed(sign_in, manager, is_page):
    browser = sign_in(manager)
    data = as_page(POSTING) if is_page else json.dumps(POSTING).encode()
    page = browser.post(PAGE, {"file": SimpleUploadedFile("posting.html", data)}).text
    assert 'value="Survey lead"' in page
    assert "Advanced statistics is a must." in page
    assert "because of “must”, “Advanced”" in page
    assert not RoleProfile.objects.exists()
    text = "Description:\nAdvanced statistics is a must.\nPython is a plus."
    sent = {"label": "Survey lead", "text": text, "confirm": "1"}
    browser.post(PAGE, sent)
    job = profiles.profile_in(RoleProfile.objects.get()).job
    kept = {job.goal.name_of(need.skill): need for need in job.goal.needs}
    assert kept["statistics"].level == 6
    assert job.is_required(kept["statistics"])
    assert not job.is_required(kept["Python (computer programming)"])


def test_what_a_person_corrects_stands(sign_in, manager, wanted):
    statistics = wanted.needs[0].skill
    sent = {"label": "Lead", "text": "Statistics is a must", "confirm": "1"}
    sent |= {statistics: "helpful", f"level:{statistics}": "3"}
    sign_in(manager).post(PAGE, sent)
    job = profiles.profile_in(RoleProfile.objects.get()).job
    [need] = [one for one in job.goal.needs if one.skill == statistics]
    assert (need.level, need.importance, job.is_required(need)) == (3, 0.5, False)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"text": ""}, "no words that could speak of skills"),
        ({"text": '{"@type": "Event"}'}, "has no job posting in it"),
        ({"text": json.dumps([POSTING, POSTING])}, "Several job postings"),
        ({"text": '{"a": 1, "a": 2}'}, "twice"),
        ({"text": "Statistics", "label": "Lead", "level:x": "99"}, "What it asks for"),
        ({"text": "Statistics is a must", "confirm": "1"}, "must be stated"),
        ({"text": "xyzzy", "label": "Lead", "confirm": "1"}, "Choose at least one skill."),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_kept(sign_in, manager, sent, told):
    answer = sign_in(manager).post(PAGE, sent)
    assert answer.status_code == 200
    assert told in answer.text
    assert not RoleProfile.objects.exists()


def test_required_is_kept_apart_from_weight(university, manager, wanted):
    first, second = wanted.needs
    job = JobProfile(wanted, frozenset({second.skill}))
    profile = profiles.create_profile(university, job, by=manager, at=NOW)
    kept = profiles.profile_in(profile).job
    assert kept.required == frozenset({second.skill})
    assert {row["skill"]: row["required"] for row in profile.versions.get().content["needs"]} == {
        first.skill: False,
        second.skill: True,
    }


def test_a_row_from_before_is_read_and_saving_it_unchanged_makes_no_version(
    manager, colleague, profile, wanted
):
    version = profiles.newest_of(profile)
    for row in version.content["needs"]:
        del row["required"]
    version.save()
    proposing.propose(profile, colleague, by=manager, at=NOW)
    assert profiles.profile_in(profile).job.required == frozenset({wanted.needs[0].skill})
    assert profiles.edit_profile(profile, wanted, by=manager, at=NOW).number == 1
    assert ProfileVersion.objects.count() == 1


def test_versions_tell_what_changed(sign_in, manager, colleague, profile):
    proposing.propose(profile, colleague, by=manager, at=NOW)
    changed = profiles.job_in(profiles.newest_of(profile)).as_json() | {"label": "Head of surveys"}
    changed["needs"] = [
        changed["needs"][0] | {"level": 6},
        changed["needs"][1] | {"required": True},
    ]
    job = profiles.profile_from(changed)
    profiles.edit_profile(profile, job, by=manager, at=NOW)
    page = sign_in(manager).get(f"/o/example-university/roles/{profile.pk}/").text
    assert "“statistics” is asked for at EQF level 6 instead of EQF level 5." in page
    assert "“Python (computer programming)” is required now." in page
    assert "It was called “Survey lead” before." in page


def test_programs_read_an_advert_and_the_changes(program, manager, university, wanted):
    office = program(manager, university)
    told = office.post("/role-profiles/advert", {"text": json.dumps(POSTING)}).told
    assert told["profile"]["label"] == "Survey lead"
    rows = {one["name"]: one for one in told["found"]}
    assert (rows["statistics"]["required"], rows["statistics"]["level"]) == (True, 6)
    assert rows["statistics"]["because"] == ["must", "Advanced"]
    made = office.post("/role-profiles", {"goal": told["profile"]}).told
    assert next(need["required"] for need in made["goal"]["needs"])
    [version] = office.get(f"/role-profiles/{made['id']}/versions").told
    assert (version["version"], version["changes"]) == (1, [])
    refused = office.post("/role-profiles/advert", {"text": '{"@type": "Event"}'})
    assert is_problem(refused, 400, "posting.unrecognised")
