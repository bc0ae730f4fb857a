"""Two to four micro-credentials side by side: one method for all, and what counts alone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from testamur_web.catalogue.models import Version
from testamur_web.people.models import Role
from testamur_web.trust import giving
from testamur_web.trust.comparing import compare, find_published
from testamur_web.trust.subjects import Subject
from testamur_web.ui.comparison_shown import comparison_of
from tests.web.api.conftest import is_problem, program
from tests.web.conftest import NOW, join
from tests.web.learning.test_answer_survey import GOOD, answer_all
from tests.web.trust.conftest import say
from tests.web.trust.inflated import programme
from tests.web.wallet.conftest import publish

pytestmark = pytest.mark.django_db

__all__ = ["program"]

ADDRESS = "/compare/"


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def address_of(*versions) -> str:
    return f"{ADDRESS}?" + "&".join(f"compare={one.achievement_id}" for one in versions)


def page_of(*versions) -> str:
    return text_of(Client().get(address_of(*versions)))


def one_of(version, at=NOW):
    [found] = compare([version], at=at)
    return found


@pytest.fixture
def two(counted) -> tuple[Version, Version]:
    (basics, _), good = counted
    return basics, good


# ------------------------------------------------------------------------------------- the page


def test_good_and_inflated_stand_side_by_side(two):
    basics, good = two
    page = page_of(good, basics)
    assert page.index("A · Welding") < page.index("B · Excel basics")
    assert "Inflation index (less is better)" in page
    assert page.count('<svg class="picture compared-picture"') == 1
    index = {one.version.pk: one.inflation.index for one in compare(two, at=NOW)}
    assert index[basics.pk] > 50 > index[good.pk]
    for value in index.values():
        assert f"<div>{value}</div>" in page


def test_every_bar_has_its_number_and_the_table_has_it_again(two):
    found = comparison_of(compare(two, at=NOW))
    cells = {cell for part in found.sections for line in part.lines for _, cell in line.cells}
    for group in found.groups:
        assert [bar.letter for bar in group.bars] == ["A", "B"]
        assert {bar.text for bar in group.bars} <= cells
        for bar in group.bars:
            assert 0 <= bar.y < found.height
            assert (bar.width is None) == (bar.text == "–")  # noqa: RUF001 -- a dash


def test_one_alone_or_none_asks_for_more(two):
    for chosen in ((), two[:1]):
        page = page_of(*chosen)
        assert "Choose what to compare" in page
        assert "<svg class=" not in page
    near = page_of(two[0])
    assert "Excel essentials" in near  # much the same, so it is offered


def test_words_find_what_else_could_be_compared(two):
    page = text_of(Client().get(f"{address_of(two[0])}&q=weld"))
    assert f'value="{two[1].achievement_id}" />' in page
    assert f'value="{two[0].achievement_id}" checked />' in page


def test_more_than_four_are_told_and_left_out(university):
    several = [programme(university, f"Number {at}") for at in range(5)]
    page = page_of(*several)
    assert "At most 4 stand side by side" in page
    assert "D · Number 3" in page
    assert "· Number 4" not in page


def test_what_is_not_in_the_catalogue_is_told_and_left_out(two):
    basics, good = two
    good.achievement.withdrawn_at = NOW
    good.achievement.save()
    page = text_of(Client().get(f"{address_of(basics, good)}&compare={uuid4()}&compare=nonsense"))
    assert "2 of what was chosen are not in the catalogue any more." in page
    assert "Welding" not in page


def test_what_is_ticked_twice_stands_there_once(two):
    assert find_published([two[0].achievement_id] * 3) == [two[0]]


def test_it_is_reached_from_the_catalogue_the_index_and_an_achievement(two):
    browser, pk = Client(), two[0].achievement_id
    box = f'name="compare" value="{pk}"'
    for address in ("/catalogue/", "/inflation/"):
        page = text_of(browser.get(address))
        assert box in page
        assert 'action="/compare/"' in page
    assert f"/compare/?compare={pk}" in text_of(browser.get(f"/catalogue/{pk}/"))
    assert box not in text_of(browser.get("/"))


def test_what_is_ticked_stays_ticked_on_other_pages_of_the_catalogue(two):
    page = text_of(Client().get(f"/catalogue/?q=welding&compare={two[0].achievement_id}"))
    assert "Also chosen to compare" in page
    assert f'value="{two[0].achievement_id}" checked />' in page


# ----------------------------------------------------------------------------------- the figures


def test_an_endorsement_counts_with_the_stated_weight_until_it_is_withdrawn(
    university, dara, employer
):
    version = publish(university, "Soldering")
    assert (one_of(version).endorsements, one_of(version).weight) == ([], Decimal("0.9"))
    word = say(Subject(version=version), by=dara, organisation=employer)
    assert [one.row.pk for one in one_of(version).endorsements] == [word.pk]
    assert one_of(version).weight == 1
    assert "Example Employer" in page_of(version, publish(university, "Welding"))
    giving.withdraw(word, reason="It was not so", by=dara, at=NOW)
    assert (one_of(version).endorsements, one_of(version).weight) == ([], Decimal("0.9"))


def test_praise_of_ones_own_counts_for_nothing(version, university, of_version, dara):
    say(of_version, by=dara)
    assert len(one_of(version).endorsements) == 1
    join(dara, university, Role.ASSESSOR)
    assert not one_of(version).endorsements


def test_an_accreditation_of_the_issuer_stands_until_its_day(award, university, eli, board):
    version, until = award.version, NOW + timedelta(days=30)
    told = {"is_accreditation": True, "valid_until": until}
    say(Subject(issuer=university), by=eli, organisation=board, **told)
    assert [one.speaker for one in one_of(version).accreditations] == [board.name]
    assert not one_of(version, at=until + timedelta(days=1)).accreditations
    assert not one_of(version).endorsements  # it is for the issuer, and adds nothing here


def test_confidence_is_that_of_a_credential_awarded_today(university, dara, employer):
    """Welding: project 0.9 x supervised 0.95, nobody vouches 0.9; then 1 for an endorsement."""
    outcome = {
        "verb": "weld",
        "level": "intermediate",
        "skill": "steel",
        "skill_uri": "https://skills.example/weld",
        "framework": "Skills",
    }
    version = publish(university, "Welding")
    said = {"outcomes": [outcome], "assessment_method": ["project"], "supervision": "supervised"}
    version.content = version.content | said
    version.save()
    worth = one_of(version).worth
    assert (worth.skill, worth.value) == ("steel", Decimal("0.7695"))
    assert worth.later == Decimal("0.5001")  # recency 0.3 + 0.7 x 0.5 ^ (1096 days / 36 months)
    say(Subject(version=version), by=dara, organisation=employer)
    assert one_of(version).worth.value == Decimal("0.8550")


def test_who_names_no_skill_of_a_list_shows_none(version):
    version.content = version.content | {"outcomes": [{"verb": "sew", "skill": "coats"}]}
    version.save()
    assert one_of(version).worth is None
    assert "it names no skill that stands in a list" in page_of(version, version_like(version))


def version_like(version) -> Version:
    return programme(version.achievement.organisation, "Another")


def test_participants_figures_show_from_five_on(version):
    answer_all(version, [GOOD] * 4)
    other = version_like(version)
    assert "fewer than five: not shown" in page_of(version, other)
    answer_all(version, [GOOD])
    assert one_of(version).survey.answers == 5
    assert "<div>5.00</div>" in page_of(version, other)


# --------------------------------------------------------------------------------------- the API


def test_programs_read_the_same_figures(program, two):
    asked = "&".join(f"achievement={one.achievement_id}" for one in two)
    given = program().get(f"/comparison?{asked}")
    inflated, good = given.told
    assert (inflated["title"], good["title"]) == ("Excel basics", "Welding")
    assert inflated["inflation"]["index"] > good["inflation"]["index"]
    assert inflated["endorsement_weight"] == 0.9
    assert (inflated["answers"], inflated["means"], inflated["sign_offs"]) == (0, [], [])
    assert good["confidence"]["value"] > good["confidence"]["later"]


def test_programs_ask_for_two_to_four_of_the_catalogue(program, two):
    pk = two[0].achievement_id
    assert program().get(f"/comparison?achievement={pk}").status_code == 422
    many = "&".join(f"achievement={pk}" for _ in range(5))
    assert program().get(f"/comparison?{many}").status_code == 422
    unknown = f"/comparison?achievement={pk}&achievement={uuid4()}"
    assert is_problem(program().get(unknown), 404, "http.not-found")
