"""A designer builds the rule of a whole by boxes; nothing typed is lost, and nothing needs script."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.urls import reverse
from lxml.html import fromstring

from testamur_web.awards.queries import issuers_here
from testamur_web.awards.services.keys import make_key
from testamur_web.catalogue import services
from testamur_web.catalogue.addresses import achievement_url
from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.stacks import Stack
from tests.web.catalogue.conftest import WHOLE, but
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW

ELSEWHERE = "https://example.org/a/python"


class Editor:
    """The step about parts, as somebody without script uses it."""

    def __init__(self, browser, achievement):
        self._browser, self.achievement = browser, achievement
        slug = achievement.organisation.slug
        self.address = reverse("issuer-edit-achievement", args=[slug, achievement.pk, "parts"])
        self.page = ""
        self.look()

    def look(self, **query):
        self.page = self._browser.get(self.address, query).content.decode()
        fields = defaultdict(list)
        for name, value in fromstring(self.page).get_element_by_id("step").form_values():
            fields[name].append(value)
        self.fields = dict(fields)
        return self

    def press(self, go, **typed):
        """Type into fields and press a button."""
        sent = {**self.fields, **typed}
        self.answer = self._browser.post(self.address, {**sent, "go": go})
        return self.look()

    @property
    def stack(self):
        self.achievement.refresh_from_db()
        return self.achievement.draft.get("stack")

    @property
    def clause(self):
        return self.stack["clause"]


@pytest.fixture
def browser(bashir, sign_in):
    return sign_in(bashir)


@pytest.fixture
def editor(draft, browser):
    return Editor(browser, draft)


@pytest.fixture
def built(editor):
    """The editor with a group in which there is nothing yet."""
    return editor.press("rule:start:")


@pytest.fixture
def statistics(university):
    return offer(university, "Statistics", ects="5").achievement


def test_a_whole_is_off_until_it_is_chosen_and_off_again(editor):
    assert "box-kind" not in editor.fields
    assert editor.press("rule:start:").clause == {"all": []}
    assert "Nothing is asked" not in editor.page
    assert editor.press("rule:stop:").stack is None
    assert "box-kind" not in editor.fields


def test_saving_the_step_while_it_is_off_says_nothing(editor):
    assert editor.press("next").stack is None


def test_a_part_is_named_by_its_title(built, statistics, university):
    built.press("rule:add::achievement")
    assert built.answer.url.endswith("?at=box-0#box-0")
    built.press("stay", **{"box-0-part-text": "statistics"})
    address = achievement_url(statistics)
    assert built.clause == {"all": [{"achievement": address, "name": "Statistics"}]}
    assert "Hold “Statistics”." in built.page
    assert university.name in built.page


def test_of_several_of_a_name_one_is_chosen(built, statistics, college):
    other = offer(college, "Statistics").achievement
    built.press("rule:add::achievement")
    built.press("stay", **{"box-0-part-text": "Statistics"})
    assert built.clause == {"all": [{"achievement": "", "name": "Statistics"}]}
    assert "Which one is meant?" in built.page
    built.press(f"rule:choose:0:{other.pk}")
    assert built.clause["all"][0]["achievement"] == achievement_url(other)


def test_words_that_name_nothing_are_kept_and_told(built):
    built.press("rule:add::achievement").press("stay", **{"box-0-part-text": "No such thing"})
    assert built.clause == {"all": [{"achievement": "", "name": "No such thing"}]}
    assert "Nothing is published under this name." in built.page
    assert "Say which micro-credential" in built.page
    assert built.fields["box-0-part-text"] == ["No such thing"]


def test_a_part_of_elsewhere_is_named_by_its_address(built):
    built.press("rule:add::achievement").press("stay", **{"box-0-part-text": ELSEWHERE})
    built.press("stay", **{"box-0-name": "Python elsewhere"})
    assert built.clause["all"][0] == {"achievement": ELSEWHERE, "name": "Python elsewhere"}
    assert "Hold “Python elsewhere”." in built.page


def test_another_name_is_another_part(built, statistics, university):
    python = offer(university, "Python").achievement
    built.press("rule:add::achievement").press("stay", **{"box-0-part-text": "Statistics"})
    built.press("stay", **{"box-0-part-text": "Python"})
    assert built.clause["all"][0]["achievement"] == achievement_url(python)
    built.press("stay", **{"box-0-part-text": ""})
    assert built.clause["all"][0] == {"achievement": ""}


def test_a_title_that_changed_since_keeps_its_part(built, statistics):
    built.press("rule:add::achievement").press("stay", **{"box-0-part-text": "Statistics"})
    statistics.current.__class__.objects.filter(pk=statistics.current.pk).update(title="Numbers")
    built.look().press("stay")
    assert built.clause["all"][0] == {
        "achievement": achievement_url(statistics),
        "name": "Numbers",
    }


def test_wrong_numbers_are_kept_and_told_at_their_field(built):
    built.press("rule:add::credits").press("next", **{"box-0-credits": "about five"})
    assert built.clause == {"all": [{"credits": "about five"}]}
    assert built.answer.url == built.address
    assert 'value="about five"' in built.page
    assert "a number above 0" in built.page
    assert "Hold “…”." in built.page


def test_what_is_only_not_said_yet_waits_until_it_is_checked(built):
    built.press("rule:add::skill")
    error = "Choose the skill from a published framework"
    aside = built.page.index("<aside") if "<aside" in built.page else 0
    assert error not in built.page[:aside]
    assert error in built.look(check="1").page[:aside] + built.page


def test_credits_come_from_what_is_picked(built, statistics):
    built.press("rule:add::credits")
    built.press("rule:keep:0", **{"box-0-credits": "2,5", "box-0-more-text": "Statistics"})
    address = achievement_url(statistics)
    assert built.clause["all"] == [{"credits": 2.5, "from": [address]}]
    assert "at least 2.5 ECTS credits from “Statistics”" in built.page
    built.press("stay", **{"box-0-picked": []})
    assert "from" not in built.clause["all"][0]


def test_boxes_are_moved_wrapped_and_unwrapped(built):
    for _each in range(2):
        built.press("rule:add::credits")
    built.press("stay", **{"box-0-credits": "1", "box-1-credits": "2"})
    one, two = ({"credits": number} for number in (1, 2))
    assert built.press("rule:up:1").clause == {"all": [two, one]}
    assert built.press("rule:down:0").clause == {"all": [one, two]}
    built.press("rule:wrap:1", **{"box-1-wrap": "withinMonths"})
    assert built.clause == {"all": [one, {"withinMonths": "", "rule": two}]}
    built.press("rule:wrap:1", **{"box-1-withinMonths": "24", "box-1-wrap": "any"})
    assert built.clause == {"all": [one, {"any": [{"withinMonths": 24, "rule": two}]}]}
    assert "awarded in the last 2 years" in built.page
    assert built.press("rule:unwrap:1").press("rule:unwrap:1").clause == {"all": [one, two]}
    assert built.press("rule:remove:0").clause == {"all": [two]}
    assert built.press("rule:unwrap:").clause == two
    assert built.press("rule:remove:").clause == {"all": []}


def test_what_is_taken_out_of_a_condition_leaves_an_empty_place(built):
    built.press("rule:add::credits").press("rule:wrap:0", **{"box-0-wrap": "atLevel"})
    assert built.press("rule:remove:0.0").clause == {"all": [{"atLevel": "", "rule": {}}]}
    built.press("rule:add:0:credits", **{"box-0-atLevel": "5"})
    inside = {"credits": ""}
    assert built.clause == {"all": [{"atLevel": 5, "rule": inside}]}


def test_a_group_becomes_another(built):
    built.press("rule:add::credits").press("rule:add::credits")
    built.press("rule:keep:", **{"box-kind": "atLeast"})
    assert built.clause["atLeast"] == 1
    assert len(built.clause["of"]) == 2
    assert built.press("stay", **{"box-atLeast": "3"}).clause["atLeast"] == 3
    assert "there are only 2 clauses" in built.page


def test_issuers_are_chosen_by_name(built, bashir, university):
    make_key(university, kind="ed25519", by=bashir, at=NOW)
    built.press("rule:add::credits").press("rule:wrap:0", **{"box-0-wrap": "issuers"})
    [identifier] = issuers_here()
    built.press("rule:keep:0", **{"box-0-issuer": identifier, "box-0-0-credits": "5"})
    built.press("rule:keep:0", **{"box-0-more-text": "did:web:example.org"})
    assert built.clause["all"][0]["issuers"] == [identifier, "did:web:example.org"]
    assert f"awarded by {university.name} or did:web:example.org" in built.page


def test_equivalents_are_rows_of_pairs(built, statistics):
    address = achievement_url(statistics)
    built.press("rule:pair:", **{"pair-0-asked-text": "Statistics", "pair-0-other-text": ELSEWHERE})
    assert built.stack["recognised"] == {address: [ELSEWHERE]}
    built.press("stay", **{"pair-1-other-text": "half"})
    assert built.stack["recognised"] == {address: [ELSEWHERE], "": ["half"]}
    assert "is not an address" in built.page or "a text of" in built.page
    half = list(built.stack["recognised"]).index("")  # each database keeps an order of its own
    assert built.press(f"rule:unpair:{half}").stack["recognised"] == {address: [ELSEWHERE]}
    assert "recognised" not in built.press("rule:unpair:0").stack


def test_how_it_is_counted_and_given_is_kept(built):
    built.press("stay", stack__counts_twice="on", stack__gives="confirm")
    assert built.stack["counts_twice"] is True
    assert built.stack["gives"] == "confirm"


def test_a_button_that_fits_nothing_changes_nothing(built):
    before = built.press("rule:add::credits").clause
    for go in (
        "rule:up:7",
        "rule:remove:0.3.1",
        "rule:choose:0:no-uuid",
        "rule:wrap:9",
        "rule:add:0:nothing",
        "rule:what:0",
        "rule:unpair:x",
        "rule:down:0.x",
        f"rule:down:{'0.' * 50}0",
        "rule:",
    ):
        assert built.press(go).clause == before, go


def test_what_no_box_shows_is_kept(draft, bashir, browser):
    odd = {"all": [{"achievement": ELSEWHERE, "note": "by API"}, {"all": "x"}, 5]}
    content = {**WHOLE.as_json(), "stack": {"clause": odd}}
    services.save_draft(draft, content, by=bashir, at=NOW)
    editor = Editor(browser, draft)
    assert "No box can show this." in editor.page
    assert editor.press("stay").clause["all"][:2] == odd["all"][:2]


def test_saving_the_step_as_it_is_shown_changes_nothing(draft, bashir, browser, statistics):
    part = {"achievement": achievement_url(statistics), "name": "Statistics"}
    clause = {
        "all": [
            part,
            {"atLeast": 1, "of": [{"skill": "urn:skill:1", "name": "Weld", "level": 5}]},
            {"atLevel": 5, "rule": {"issuers": ["did:web:example.org"], "rule": part}},
            {
                "withinMonths": 6,
                "rule": {"any": [{"inOrder": [part, {"credits": 2.5, "scheme": "X"}]}]},
            },
            {"achievement": ELSEWHERE, "name": "Python", "version": "2"},
            {"credits": 5, "from": [ELSEWHERE, part["achievement"]]},
        ]
    }
    stack = Stack(clause, counts_twice=True, recognised={ELSEWHERE: ["urn:a:1"]}, gives="confirm")
    services.save_draft(draft, but(stack=stack), by=bashir, at=NOW)
    Editor(browser, draft).press("next")
    draft.refresh_from_db()
    assert Definition.from_json(draft.draft) == but(stack=stack)


def test_the_sentence_follows_what_is_typed_and_saves_nothing(built, browser):
    built.press("rule:add::credits")
    check = built.address.replace("/edit/", "/check/") + "?told"
    answer = browser.post(check, {**built.fields, "box-0-credits": "7"})
    assert "Hold at least 7 ECTS credits." in answer.content.decode()
    assert built.clause["all"][0]["credits"] == ""


def test_a_hostile_depth_is_read_no_deeper(built, browser):
    deep = {f"box{'-0' * depth}-kind": "all" for depth in range(400)}
    answer = browser.post(built.address, {**built.fields, **deep, "go": "stay"})
    assert answer.status_code == 302
    assert browser.get(built.address).status_code == 200


def test_offers_are_suggested_as_one_types(client, statistics):
    answer = client.get(reverse("public-suggest-achievements"), {"q": "stat"})
    assert f'data-uri="{achievement_url(statistics)}"' in answer.content.decode()
    assert "option" not in client.get(reverse("public-suggest-achievements")).content.decode()


def test_the_preview_tells_what_it_is_made_of(built, browser, statistics):
    built.press("rule:add::achievement").press("stay", **{"box-0-part-text": "Statistics"})
    slug, pk = built.achievement.organisation.slug, built.achievement.pk
    page = browser.get(reverse("issuer-preview-achievement", args=[slug, pk, "learner"]))
    assert "Hold “Statistics”." in page.content.decode()
