"""Somebody who means harm types into the editor, or sends what no form asked for."""

from __future__ import annotations

import pytest
from django.urls import reverse

from testamur.errors import Refused
from testamur_web.catalogue import services
from testamur_web.catalogue.definition import Definition, read_draft
from testamur_web.catalogue.models import Achievement
from tests.web.catalogue.conftest import WHOLE
from tests.web.conftest import NOW

SCRIPT = "<script>alert('x')</script>"
PAGES = [
    ("issuer-show-achievement", ()),
    ("issuer-edit-achievement", ("basics",)),
    ("issuer-edit-achievement", ("outcomes",)),
    ("issuer-edit-achievement", ("work",)),
    ("issuer-edit-achievement", ("assessment",)),
    ("issuer-edit-achievement", ("image",)),
    ("issuer-review-achievement", ()),
    ("issuer-preview-achievement", ("learner",)),
    ("issuer-preview-achievement", ("employer",)),
    ("issuer-preview-achievement", ("signed",)),
    ("issuer-withdraw-achievement", ()),
    ("issuer-discard-draft", ()),
]


@pytest.fixture
def browser(bashir, sign_in):
    return sign_in(bashir)


def poisoned(value):
    """The same JSON with markup in every text that somebody types."""
    if isinstance(value, dict):
        kept = {"kind", "level", "language", "id", "mode", "supervision", "identity_check", "pace"}
        kept |= {"stackability", "assessment_method", "url", "skill_uri", "shape", "colour", "icon"}
        kept |= {"currency", "amount", "ects", "passing", "digest"}
        return {name: each if name in kept else poisoned(each) for name, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each) for each in value]
    return f"{value}{SCRIPT}" if isinstance(value, str) else value


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_xss_markup_in_a_definition_is_shown_as_text(draft, bashir, browser, name, more):
    services.save_draft(draft, poisoned(WHOLE.as_json()), by=bashir, at=NOW)
    page = browser.get(reverse(name, args=[draft.organisation.slug, draft.pk, *more]))
    assert page.status_code == 200
    assert SCRIPT not in page.content.decode()


def test_xss_a_published_title_is_text_in_lists_and_pictures(draft, bashir, browser):
    services.save_draft(draft, poisoned(WHOLE.as_json()), by=bashir, at=NOW)
    version = services.publish(draft, by=bashir, at=NOW)
    assert "<script" not in version.image_svg
    for name in ("issuer-list-achievements",):
        assert (
            SCRIPT
            not in browser.get(reverse(name, args=[draft.organisation.slug])).content.decode()
        )


def test_mass_assignment_only_the_fields_of_the_step_are_read(draft, college, browser):
    address = reverse("issuer-edit-achievement", args=[draft.organisation.slug, draft.pk, "basics"])
    typed = {
        "title": "Mine",
        "hours": "9999",
        "organisation": str(college.pk),
        "current": "1",
        "withdrawn_at": "2026-01-01",
        "criteria-0-text": "None",
        "__class__": "x",
        "title__nested": "x",
    }
    browser.post(address, typed)
    draft.refresh_from_db()
    assert draft.organisation.slug == "example-university"
    assert draft.withdrawn_at is None
    assert draft.draft["hours"] == 50
    assert draft.draft["criteria"] == WHOLE.as_json()["criteria"]
    assert Definition.from_json({**draft.draft, "kind": "badge", "language": "en"})


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "text",
        {"title": ["x"]},
        {"title": {"x": 1}},
        {"outcomes": {"0": {}}},
        {"outcomes": [None, 1, "x", [[]]]},
        {"components": [{"hours": True, "weight": 1e999}]},
        {"hours": -1, "ects": "NaN", "eqf_level": 9, "valid_months": 0},
        {"hours": "9" * 400, "price": {"amount": "1" * 400}},
        {"image": {"digest": "../../etc/passwd", "design": {"colour": "url(x)"}}},
        {"quality_statement": {"url": "javascript:alert(1)"}},
        {"outcomes": [{"skill_uri": "file:///etc/passwd"}]},
        {"title": "a\u202eb", "summary": "x\x00y"},
        {"criteria": [{"id": "A b"}, {"id": "x"}, {"id": "x"}]},
        {"title/~": 1},
        {"tags": ["x"] * 500},
    ],
)
def test_whatever_a_draft_holds_it_is_read_and_told(value):
    definition, problems = read_draft(value)
    assert isinstance(definition, Definition)
    assert problems
    with pytest.raises(Refused):
        Definition.from_json(value)


@pytest.mark.parametrize(
    "value", [{"title": ["x"]}, {"outcomes": "x"}, {"outcomes": [1]}, {"price": "x", "image": []}]
)
def test_a_draft_of_the_wrong_form_is_still_edited(draft, bashir, browser, value):
    services.save_draft(draft, value, by=bashir, at=NOW)
    for name, more in PAGES:
        page = browser.get(reverse(name, args=[draft.organisation.slug, draft.pk, *more]))
        assert page.status_code == 200, name


def test_a_draft_of_a_book_is_refused(draft, bashir, browser):
    with pytest.raises(Refused) as refused:
        services.change_draft(draft, {"description": "x" * 300_000}, by=bashir, at=NOW)
    assert refused.value.problem.code == "definition.too-large"
    address = reverse("issuer-edit-achievement", args=[draft.organisation.slug, draft.pk, "basics"])
    assert browser.post(address, {"description": "x" * 300_000}).status_code == 400


def test_many_rows_are_cut_off(draft, browser):
    rows = {f"outcomes-{at}-verb": "weld" for at in range(300)}
    address = reverse(
        "issuer-edit-achievement", args=[draft.organisation.slug, draft.pk, "outcomes"]
    )
    browser.post(address, rows)
    draft.refresh_from_db()
    assert len(draft.draft["outcomes"]) == 40


@pytest.mark.parametrize("title", ["", "   ", "x" * 201, "a\u202eb"])
def test_a_title_that_cannot_stand_begins_nothing(university, browser, title):
    answer = browser.post(
        reverse("issuer-create-achievement", args=[university.slug]), {"title": title}
    )
    assert answer.status_code == 200
    assert not Achievement.objects.exists()


@pytest.mark.parametrize(
    "go",
    [
        "remove-outcomes-99",
        "up-outcomes-0",
        "remove-title-0",
        "add-",
        "xx",
        "remove-criteria-0",
        "add-outcomes\r\nX: y",
        "next\n",
        "-",
        "up--1",
    ],
)
def test_a_made_up_button_does_no_harm(draft, browser, go):
    address = reverse(
        "issuer-edit-achievement", args=[draft.organisation.slug, draft.pk, "outcomes"]
    )
    assert browser.post(address, {"outcomes-0-verb": "weld", "go": go}).status_code == 302
    draft.refresh_from_db()
    assert [row["verb"] for row in draft.draft["outcomes"]] == ["weld"]
    assert draft.draft["criteria"] == WHOLE.as_json()["criteria"]
