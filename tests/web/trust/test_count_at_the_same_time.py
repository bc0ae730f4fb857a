"""Two workers count inflation at the same moment: nobody fails, and every subject stands once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from testamur_web.trust.inflation_counting import count_inflation
from testamur_web.trust.models import InflationAlert, InflationCount
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 4
KINDS = ["achievement"] * 4 + ["catalogue"] + ["organisation"] * 2


def kept() -> list[str]:
    return sorted(InflationCount.objects.values_list("kind", flat=True))


def count(minutes=0) -> int:
    return count_inflation(at=NOW + timedelta(minutes=minutes))


def test_several_first_counts_at_once_leave_one(together, inflated, good):
    assert together(*[count] * AT_ONCE) == [4] * AT_ONCE
    assert kept() == KINDS


def test_several_later_counts_at_once_leave_one(together, inflated, good):
    count()
    alerts = InflationAlert.objects.count()
    assert alerts
    for _ in range(3):
        together(*[count] * AT_ONCE)
    assert kept() == KINDS
    assert InflationAlert.objects.count() == alerts


def test_the_newest_stays_whichever_is_done_last(together, inflated, good):
    together(*[lambda minutes=minutes: count(minutes) for minutes in (3, 0, 2, 1)])
    assert {one.counted_at for one in InflationCount.objects.all()} == {NOW + timedelta(minutes=3)}
    count(1)
    assert {one.counted_at for one in InflationCount.objects.all()} == {NOW + timedelta(minutes=3)}
