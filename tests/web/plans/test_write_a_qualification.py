"""Bashir writes a degree with its units, publishes it, and says what counts toward each unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.documents import achievement_url, version_url
from testamur_web.ops.models import TrailEntry
from testamur_web.plans import mappings, qualifications
from testamur_web.plans.exemptions import apply_for_exemption
from testamur_web.plans.mappings import Elsewhere, MappingTerms
from testamur_web.plans.models import Qualification
from testamur_web.wallet.services import put_in_wallet
from tests.web.conftest import NOW
from tests.web.plans.degrees import TERMS, UNITS, a_degree, mapped, unit_of
from tests.web.wallet.conftest import publish, sign_award

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def degree(university, bashir) -> Qualification:
    return a_degree(university, bashir)


@pytest.fixture
def python(university):
    return publish(university)


def code_of(caught) -> str:
    return caught.value.problem.code


def test_units_stand_in_order_and_the_trail_says_who(degree, bashir):
    assert [one.code for one in degree.units.all()] == ["AS-1", "AS-2", "AS-3"]
    assert [one.position for one in degree.units.all()] == [1, 2, 3]
    verbs = set(TrailEntry.objects.filter(actor=bashir.pk).values_list("verb", flat=True))
    assert {"qualification.create", "unit.add", "qualification.publish"} <= verbs


def test_it_is_not_published_while_its_units_do_not_make_up_the_total(university, bashir):
    draft = a_degree(university, bashir, is_published=False)
    too_much = replace(TERMS, total_credits=Decimal(17))
    draft = qualifications.change_qualification(draft, too_much, by=bashir, at=NOW)
    with pytest.raises(Refused) as caught:
        qualifications.publish_qualification(draft, by=bashir, at=NOW)
    assert code_of(caught) == "qualification.credits-wrong"
    draft.refresh_from_db()
    assert draft.published_at is None


def test_what_is_published_keeps_its_sum(degree, bashir):
    with pytest.raises(Refused) as caught:
        qualifications.change_unit(
            unit_of(degree), replace(UNITS[0], credits=Decimal(13)), by=bashir, at=NOW
        )
    assert code_of(caught) == "qualification.credits-wrong"
    with pytest.raises(Refused):
        qualifications.remove_unit(unit_of(degree, "AS-3"), by=bashir, at=NOW)
    qualifications.unpublish_qualification(degree, by=bashir, at=NOW)
    qualifications.remove_unit(unit_of(degree, "AS-3"), by=bashir, at=NOW)
    assert degree.units.count() == 2


def test_a_code_names_one_unit(degree, bashir):
    with pytest.raises(Conflict) as caught:
        qualifications.change_unit(
            unit_of(degree), replace(UNITS[0], code="AS-2"), by=bashir, at=NOW
        )
    assert code_of(caught) == "unit.code-taken"


def test_a_unit_that_something_hangs_on_stays(degree, python, bashir, ada):
    mapped(degree, python, bashir)
    with pytest.raises(Conflict) as caught:
        qualifications.remove_unit(unit_of(degree), by=bashir, at=NOW)
    assert code_of(caught) == "unit.in-use"
    item = put_in_wallet(
        sign_award(publish(degree.organisation, "Art"), person=ada), person=ada, at=NOW
    )
    apply_for_exemption(unit_of(degree, "AS-2"), [item], person=ada, at=NOW)
    with pytest.raises(Conflict):
        qualifications.remove_unit(unit_of(degree, "AS-2"), by=bashir, at=NOW)


@pytest.mark.parametrize("amount", [0, -1, 7])
def test_credits_are_more_than_none_and_at_most_those_of_the_unit(degree, python, bashir, amount):
    with pytest.raises(Refused) as caught:
        mapped(degree, python, bashir, amount=amount)
    assert code_of(caught) == "mapping.credits-wrong"


def test_it_ends_after_it_begins(degree, python, bashir):
    with pytest.raises(Refused) as caught:
        mapped(degree, python, bashir, begins_on=TODAY, ends_on=TODAY - DAY)
    assert code_of(caught) == "mapping.dates-reversed"


def test_an_achievement_counts_once_on_a_day(degree, python, bashir):
    mapped(degree, python, bashir, ends_on=TODAY)
    with pytest.raises(Conflict) as caught:
        mapped(degree, python, bashir, begins_on=TODAY)
    assert code_of(caught) == "mapping.exists"
    mapped(degree, python, bashir, begins_on=TODAY + DAY)
    mapped(degree, python, bashir, code="AS-2")
    assert unit_of(degree).mappings.count() == 2


def test_what_is_replaced_stays_as_history(degree, python, bashir):
    first = mapped(degree, python, bashir)
    second = mappings.replace_mapping(first, MappingTerms(Decimal(2)), by=bashir, at=NOW)
    first.refresh_from_db()
    assert (first.credits, first.ends_on, first.ended_by) == (4, TODAY - DAY, bashir)
    assert (second.credits, second.begins_on, second.ends_on) == (2, TODAY, None)
    third = mappings.replace_mapping(
        second, MappingTerms(Decimal(3), begins_on=TODAY), by=bashir, at=NOW
    )
    second.refresh_from_db()
    assert second.ends_on < second.begins_on, "it holds on no day"
    assert third.begins_on == TODAY


def test_nothing_is_ended_twice(degree, python, bashir):
    mapping = mapped(degree, python, bashir, ends_on=date(2026, 4, 1))
    ended = mappings.end_mapping(mapping, by=bashir, at=NOW)
    assert ended.ends_on == date(2026, 4, 1)
    with pytest.raises(Conflict) as caught:
        mappings.end_mapping(mapping, by=bashir, at=NOW)
    assert code_of(caught) == "mapping.ended"


def test_what_others_define_is_named_by_its_address(degree, bashir):
    named = Elsewhere(" https://uni.example/a/py ", "Python basics")
    made = mappings.map_achievement(
        unit_of(degree), named, MappingTerms(Decimal(1)), by=bashir, at=NOW
    )
    assert (made.address, made.achievement, made.title) == (
        "https://uni.example/a/py",
        None,
        "Python basics",
    )


@pytest.mark.parametrize(
    "address", ["", "python", "javascript:alert(1)", "https://a b", "https://"]
)
def test_what_is_no_address_is_refused(degree, bashir, address):
    with pytest.raises(Refused) as caught:
        mappings.map_achievement(
            unit_of(degree), Elsewhere(address, ""), MappingTerms(Decimal(1)), by=bashir, at=NOW
        )
    assert code_of(caught) == "mapping.address-refused"


def test_an_address_of_ours_names_our_own(degree, python, bashir):
    for code, address in (
        ("AS-1", version_url(python)),
        ("AS-2", achievement_url(python.achievement)),
    ):
        made = mappings.map_achievement(
            unit_of(degree, code),
            Elsewhere(address, "x"),
            MappingTerms(Decimal(1)),
            by=bashir,
            at=NOW,
        )
        assert (made.achievement, made.address) == (python.achievement, "")
