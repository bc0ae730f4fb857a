"""Credits toward units: what counts once, what does not, and why."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from testamur.pathways.held import Held
from testamur.pathways.units import Exemption, Recognised, Unit, Why, progress
from tests.pathways_cast import NOW, held, page

TODAY = NOW.date()
MONTH_AGO = (NOW - timedelta(days=30)).date()


def unit(key: str = "u", amount: int = 6, *, is_mandatory: bool = True) -> Unit:
    return Unit(key, credits=Decimal(amount), is_mandatory=is_mandatory)


def row(name: str = "py", amount: int = 3, key: str = "u", **more) -> Recognised:
    return Recognised(key, page(name), credits=Decimal(amount), **more)


def counted(rows: list[Recognised], holds: list[Held], **more):
    units = more.pop("units", [unit()])
    total = sum((one.credits for one in units), Decimal(0))
    return progress(
        units,
        total=more.pop("total", total),
        recognised=rows,
        held=holds,
        exempt=more.get("exempt", ()),
    )


def why(rows: list[Recognised], *holds: Held, **more) -> list[Why | None]:
    return [part.why for part in counted(rows, list(holds), **more).units[0].parts]


def test_what_is_recognised_brings_its_credits():
    found = counted([row()], [held("py"), held("sql")])
    assert (found.earned, found.exempt, found.open) == (3, 0, 3)
    assert [part.held.title for part in found.units[0].parts] == ["Py"]
    assert not found.complete


def test_a_renewal_is_no_second_award():
    again = [held("py", number=1), held("py", number=2, days_ago=5)]
    assert counted([row()], again).earned == 3
    assert why([row()], *again) == [None, Why.AGAIN]


def test_versions_of_an_achievement_are_one():
    one = held("py", names=(page("py/v/1"), page("py")))
    two = held("py", number=2, names=(page("py/v/2"), page("py")))
    rows = [row("py/v/1", 2), row("py/v/2", 3)]
    found = counted(rows, [one, two])
    assert found.earned == 3
    assert [part.why for part in found.units[0].parts] == [None, Why.AGAIN]


def test_the_recognition_that_gives_most_is_taken():
    found = counted([row(amount=2), row(amount=4)], [held("py")])
    assert found.earned == 4


def test_credits_never_exceed_the_unit():
    found = counted(
        [row(amount=4), row("sql", 4), row("web", 4)], [held("py"), held("sql"), held("web")]
    )
    assert [part.credits for part in found.units[0].parts] == [4, 2, 0]
    assert found.units[0].parts[2].why is Why.SPARE
    assert found.complete


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ({"begins": TODAY}, Why.EARLY),
        ({"ends": MONTH_AGO - timedelta(days=1)}, Why.LATE),
        ({"begins": MONTH_AGO, "ends": MONTH_AGO}, None),
        ({"level": 5}, Why.LEVEL),
        ({"level": 4}, None),
    ],
)
def test_it_counts_by_the_day_it_was_awarded_and_by_its_level(terms, reason):
    assert why([row(**terms)], held("py", days_ago=30, level=4)) == [reason]


def test_without_a_level_or_a_day_nothing_is_guessed():
    assert why([row(level=7)], held("py")) == [None]
    undated = Held("uDigest", names=(page("py"),), title="Py", issuer="did:web:uni.example")
    assert why([row(begins=TODAY)], undated) == [Why.EARLY]
    assert why([row(ends=TODAY)], undated) == [Why.LATE]
    assert why([row()], undated) == [None]


def test_what_ended_keeps_what_was_earned_before():
    rows = [row(amount=3, ends=MONTH_AGO), row(amount=1, begins=MONTH_AGO + timedelta(days=1))]
    assert counted(rows, [held("py", days_ago=40)]).earned == 3
    assert counted(rows, [held("py", days_ago=10)]).earned == 1


def test_an_exemption_and_what_it_was_granted_for_are_not_counted_both():
    mine = held("py")
    by_digest = Exemption("u", credits=Decimal(2), digests=(mine.digest,))
    by_name = Exemption("u", credits=Decimal(2), achievements=(page("py"),))
    for granted in (by_digest, by_name):
        found = counted([row(), row("sql", 9)], [mine, held("sql")], exempt=[granted])
        assert (found.exempt, found.earned) == (2, 4)
        assert Why.EXEMPT in [part.why for part in found.units[0].parts]


def test_exemptions_never_exceed_the_unit():
    found = counted([], [], exempt=[Exemption("u", credits=Decimal(9))] * 2)
    assert (found.exempt, found.open) == (6, 0)


def test_electives_count_up_to_what_mandatory_units_leave():
    units = [unit("m", 10), unit("a", 5, is_mandatory=False), unit("b", 5, is_mandatory=False)]
    rows = [row("py", 5, "a"), row("sql", 5, "b")]
    found = counted(rows, [held("py"), held("sql")], units=units, total=Decimal(16))
    assert (found.earned, found.open) == (6, 10)


def test_one_credential_may_count_in_two_units_as_the_institution_says():
    units = [unit("a", 5), unit("b", 5)]
    found = counted([row("py", 2, "a"), row("py", 3, "b")], [held("py")], units=units)
    assert found.earned == 5
