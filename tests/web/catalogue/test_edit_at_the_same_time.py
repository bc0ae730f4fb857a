"""Two people write the same step: whoever saves second is told, and chooses knowingly."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from testamur.errors import Conflict
from testamur_web.catalogue import services
from testamur_web.catalogue.queries import draft_of, revision_of
from testamur_web.people.models import Role
from tests.web.conftest import NOW, join, person

CODE = "definition.changed-meanwhile"


@pytest.fixture
def ines(university):
    designer = person("ines")
    join(designer, university, Role.DESIGNER)
    return designer


@pytest.fixture
def first(bashir, sign_in):
    return sign_in(bashir)


@pytest.fixture
def second(ines, sign_in):
    return sign_in(ines)


def at(draft, step="practical"):
    return reverse("issuer-edit-achievement", args=[draft.organisation.slug, draft.pk, step])


def opened(client, draft, step="practical"):
    """What the form holds unseen."""
    page = client.get(at(draft, step)).content.decode()
    return {"seen": re.search(r'name="seen" value="([0-9a-f]{16})"', page)[1]}


def test_the_second_save_of_a_step_saves_nothing_and_says_what_differs(draft, first, second):
    mine, theirs = opened(second, draft), opened(first, draft)
    first.post(at(draft), {**theirs, "mode": "online", "place": "Their <hall>"})
    answer = second.post(at(draft), {**mine, "mode": "blended", "place": "My room"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bashir saved “Practical” after you opened it" in page
    assert "Their &lt;hall&gt;</del>" in page
    assert "My room" in page
    draft.refresh_from_db()
    assert draft.draft["place"] == "Their <hall>"


def hidden(page):
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))


def test_it_is_saved_over_knowingly(draft, first, second):
    mine = opened(second, draft)
    first.post(at(draft), {**opened(first, draft), "place": "Theirs"})
    page = second.post(at(draft), {**mine, "place": "Mine", "go": "stay"}).content.decode()
    typed = hidden(page)
    typed.pop("csrfmiddlewaretoken", None)
    answer = second.post(at(draft), typed)
    assert answer.url.endswith("?check=1")
    draft.refresh_from_db()
    assert draft.draft["place"] == "Mine"


def test_it_is_asked_again_where_it_changed_once_more(draft, first, second):
    mine = opened(second, draft)
    first.post(at(draft), {**opened(first, draft), "place": "Theirs"})
    typed = hidden(second.post(at(draft), {**mine, "place": "Mine"}).content.decode())
    first.post(at(draft), {**opened(first, draft), "place": "Theirs again"})
    assert second.post(at(draft), typed).status_code == 409
    draft.refresh_from_db()
    assert draft.draft["place"] == "Theirs again"


def test_other_steps_and_the_same_words_stand_in_nobodys_way(draft, first, second):
    mine, elsewhere = opened(second, draft), opened(first, draft, "basics")
    assert first.post(at(draft, "basics"), {**elsewhere, "title": "New"}).status_code == 302
    assert second.post(at(draft), {**mine, "place": "Mine"}).status_code == 302
    assert second.post(at(draft), {**mine, "place": "Mine"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.draft["title"], draft.draft["place"]) == ("New", "Mine")


def test_what_cannot_be_read_is_named(draft, first, second):
    mine = opened(second, draft, "work")
    first.post(at(draft, "work"), {**opened(first, draft, "work"), "hours": "many"})
    page = second.post(at(draft, "work"), {**mine, "hours": "few"}).content.decode()
    assert "Hours" in page
    assert 'name="hours" value="few"' in page


def test_a_picture_is_chosen_again(draft, first, second, tmp_path):
    mine = opened(second, draft, "image")
    first.post(at(draft, "image"), {**opened(first, draft, "image"), "image__alt": "Theirs"})
    file = tmp_path / "a.png"
    file.write_bytes(b"\x89PNG")
    with file.open("rb") as upload:
        answer = second.post(at(draft, "image"), {**mine, "image__alt": "Mine", "upload": upload})
    assert answer.status_code == 409
    assert "choose it again" in answer.content.decode()


def test_the_service_refuses_it_too(draft, bashir):
    seen = revision_of(draft_of(draft), ["title"])
    services.change_draft(draft, {"title": "One"}, by=bashir, at=NOW, seen=seen)
    with pytest.raises(Conflict) as conflict:
        services.change_draft(draft, {"title": "Two"}, by=bashir, at=NOW, seen=seen)
    assert conflict.value.problem.code == CODE
