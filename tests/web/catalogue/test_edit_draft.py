"""The editor keeps what is typed, whatever it is, and says what is wrong where it is."""

from __future__ import annotations

import pytest
from django.urls import reverse

from testamur_web.catalogue import services
from testamur_web.catalogue.definition import Definition
from testamur_web.people.models import Role
from tests.web.catalogue.conftest import WHOLE
from tests.web.conftest import NOW, join, person

STEPS = ["basics", "outcomes", "work", "assessment", "practical", "image"]


@pytest.fixture
def browser(bashir, sign_in):
    return sign_in(bashir)


def at(achievement, step):
    return reverse(
        "issuer-edit-achievement",
        args=[achievement.organisation.slug, achievement.pk, step],
    )


def outcome(place, **typed):
    parts = {"verb": "", "skill": "", "level": "", "skill_uri": "", "framework": "", **typed}
    return {f"outcomes-{place}-{name}": value for name, value in parts.items()}


def test_it_begins_with_a_title(university, browser):
    answer = browser.post(
        reverse("issuer-create-achievement", args=[university.slug]), {"title": "Welding"}
    )
    achievement = university.achievements.get()
    assert answer.url == at(achievement, "basics")
    assert achievement.draft == {
        "title": "Welding",
        "language": "en",
        "image": {"kind": "generated"},
    }


@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_shown_as_it_was_typed(draft, browser, step):
    page = browser.get(at(draft, step))
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1


@pytest.mark.parametrize("step", STEPS)
def test_saving_a_step_as_it_is_shown_changes_nothing(draft, browser, step):
    page = browser.get(at(draft, step)).context["page"]
    typed = dict(page.form.data)
    for section in page.sections:
        for row in section.rows:
            typed |= row.form.data
    typed = {name: value for name, value in typed.items() if value is not False}
    browser.post(at(draft, step), {**typed, "go": "next"})
    draft.refresh_from_db()
    assert Definition.from_json(draft.draft) == WHOLE


def test_a_saved_step_leads_to_the_next(draft, browser):
    answer = browser.post(at(draft, "basics"), {"title": "Welding", "go": "next"})
    assert answer.url == at(draft, "outcomes")
    draft.refresh_from_db()
    assert draft.title == "Welding"
    assert draft.draft["outcomes"] == WHOLE.as_json()["outcomes"]


def test_what_is_wrong_is_kept_and_told_at_its_field(draft, browser):
    typed = {
        "hours": "about forty",
        "ects": "2,5",
        "components-0-kind": "exam",
        "components-0-title": "Exam",
        "components-0-hours": "four",
        "components-0-weight": "100",
        "go": "next",
    }
    answer = browser.post(at(draft, "work"), typed, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == at(draft, "work")
    draft.refresh_from_db()
    assert draft.draft["hours"] == "about forty"
    assert 'value="about forty"' in page
    assert "&#x27;about forty&#x27; is not a whole number" in page
    assert "&#x27;four&#x27; is not a whole number" in page


def test_what_is_missing_is_told_at_its_field_when_asked(university, bashir, browser):
    achievement = services.create_achievement(university, title="Welding", by=bashir, at=NOW)
    quiet = browser.get(at(achievement, "basics")).context["page"]
    asked = browser.get(at(achievement, "basics"), {"check": "1"}).context["page"]
    assert not quiet.form.errors
    assert asked.form.errors.keys() == {"summary", "kind"}
    assert {hint.anchor for hint in quiet.hints.to_do} == {"id_summary", "id_kind"}


def test_rows_are_added_taken_out_and_moved_without_a_script(draft, browser):
    rows = {**outcome(0, verb="weld", skill="steel"), **outcome(1, verb="test", skill="seams")}
    added = browser.post(at(draft, "outcomes"), {**rows, "go": "add-outcomes"}, follow=True)
    assert len(added.context["page"].sections[0].rows) == 3
    draft.refresh_from_db()
    assert [row["verb"] for row in draft.draft["outcomes"]] == ["weld", "test"]
    browser.post(at(draft, "outcomes"), {**rows, "go": "up-outcomes-1"})
    draft.refresh_from_db()
    assert [row["verb"] for row in draft.draft["outcomes"]] == ["test", "weld"]
    browser.post(at(draft, "outcomes"), {**rows, **outcome(2), "go": "remove-outcomes-0"})
    draft.refresh_from_db()
    assert [row["verb"] for row in draft.draft["outcomes"]] == ["test"]


def test_a_criterion_gets_an_id_that_stays(draft, browser):
    typed = {
        "criteria-0-id": "project",
        "criteria-0-text": "The project answers a question",
        "criteria-0-is_mandatory": "on",
        "criteria-1-id": "",
        "criteria-1-text": "Presents it",
    }
    browser.post(at(draft, "assessment"), typed)
    draft.refresh_from_db()
    first, second = draft.draft["criteria"]
    assert (first["id"], first["is_mandatory"]) == ("project", True)
    assert second["id"].startswith("c-")
    assert second["is_mandatory"] is False


def test_a_change_begins_from_what_is_published(offered, browser):
    assert offered.draft is None
    browser.post(at(offered, "practical"), {"mode": "online", "valid_months": "12"})
    offered.refresh_from_db()
    assert offered.draft["valid_months"] == 12
    assert offered.draft["title"] == WHOLE.title
    assert offered.current.content["valid_months"] == 36


def test_hints_are_told_while_typing_and_nothing_is_saved(draft, browser):
    before = draft.draft
    answer = browser.post(
        reverse(
            "issuer-check-achievement",
            args=[draft.organisation.slug, draft.pk, "outcomes"],
        ),
        outcome(0, verb="understand", skill="statistics", level="advanced"),
    )
    page = answer.content.decode()
    assert "Nobody can watch or mark “understand”" in page
    assert "<html" not in page
    draft.refresh_from_db()
    assert draft.draft == before


def test_similar_ones_are_named(offered, bashir, browser):
    other = services.create_achievement(
        offered.organisation, title="Data analysis in Python", by=bashir, at=NOW
    )
    services.change_draft(
        other,
        {"outcomes": [{"verb": "analyse", "skill": "survey data", "level": "advanced"}]},
        by=bashir,
        at=NOW,
    )
    page = browser.get(at(other, "basics")).context["page"]
    assert [one.version for one in page.hints.similar] == [offered.current]
    assert not browser.get(at(offered, "basics")).context["page"].hints.similar


def test_other_roles_only_look(draft, university, sign_in):
    assessor = person("ines")
    join(assessor, university, Role.ASSESSOR)
    browser = sign_in(assessor)
    assert browser.get(at(draft, "basics")).status_code == 403
    assert (
        browser.get(
            reverse("issuer-show-achievement", args=[university.slug, draft.pk])
        ).status_code
        == 200
    )


def test_it_is_not_there_for_another_organisation(draft, college, chen, sign_in):
    browser = sign_in(chen)
    assert browser.get(at(draft, "basics")).status_code == 404
    address = reverse("issuer-edit-achievement", args=[college.slug, draft.pk, "basics"])
    assert browser.post(address, {"title": "Mine"}).status_code == 404
    draft.refresh_from_db()
    assert draft.draft["title"] == WHOLE.title


@pytest.mark.parametrize("step", ["nowhere", "review"])
def test_an_unknown_step_is_not_there(draft, browser, step):
    assert browser.get(at(draft, step)).status_code == 404


def test_a_skill_that_is_published_lends_its_address(offered, university, bashir, browser):
    other = services.create_achievement(university, title="Surveys", by=bashir, at=NOW)
    typed = outcome(0, verb="model", skill="Survey data", level="expert")
    shown = browser.post(at(other, "outcomes"), {**typed, "go": "stay"}, follow=True)
    assert "This skill stands in ESCO." in shown.content.decode()
    browser.post(at(other, "outcomes"), {**typed, "go": "adopt-outcomes-0"})
    other.refresh_from_db()
    assert other.draft["outcomes"][0]["skill_uri"] == WHOLE.outcomes[0].skill_uri
    assert other.draft["outcomes"][0]["framework"] == "ESCO"


def test_a_colour_is_chosen_or_typed(draft, browser):
    browser.post(at(draft, "image"), {"image__design__colour": "ember"})
    draft.refresh_from_db()
    assert draft.draft["image"]["design"] == {"colour": "ember"}
    typed = {"image__design__colour": "own", "image__design__colour_own": "#AA1100"}
    browser.post(at(draft, "image"), typed)
    draft.refresh_from_db()
    assert draft.draft["image"]["design"] == {"colour": "#AA1100"}
    shown = browser.post(
        at(draft, "image"), {**typed, "image__design__colour_own": "reddish"}, follow=True
    )
    assert "&#x27;reddish&#x27; is not a colour" in shown.content.decode()
    assert 'value="reddish"' in shown.content.decode()
