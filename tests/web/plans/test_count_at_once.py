"""Several workers count for one person at the same moment: everything happens once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from testamur_web.awards.models import Award, StatusChange
from testamur_web.awards.services import revoke
from testamur_web.ops.models import OutboxRow
from testamur_web.ops.outbox import deliver, drain
from testamur_web.plans import services, wholes
from testamur_web.wallet.services import put_in_wallet
from tests.web.awards.conftest import awarded
from tests.web.conftest import NOW
from tests.web.plans.wholes import award_of, case_of, earn

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6


def test_a_whole_is_given_once_however_many_count(together, known, whole, python, statistics):
    for version in (python, statistics):
        award = awarded(version, person=known, email=known.email, key=version.title)
        put_in_wallet(award, person=known, at=NOW)
    together(*[lambda: services.recount(known, at=timezone.now(), item=None)] * AT_ONCE)
    together(*[lambda: services.follow_stack(known, whole.achievement, at=NOW)] * AT_ONCE)
    assert Award.objects.filter(version=whole).count() == 1
    assert known.wallet_items.filter(award__version=whole).count() == 1


def test_two_workers_take_the_last_two_parts(together, known, whole, python, statistics):
    for version in (python, statistics):
        award = awarded(version, person=known, email=known.email, key=version.title)
        put_in_wallet(award, person=known, at=NOW)
    rows = list(OutboxRow.objects.filter(kind="item.kept").values_list("pk", flat=True))
    assert len(rows) == 2
    together(*[lambda row=row: deliver.func(str(row)) for row in rows * 2])
    drain()
    assert Award.objects.filter(version=whole).count() == 1
    assert case_of(known, whole).state == "awarded"


def test_a_whole_is_reopened_and_replaced_once(together, known, whole, python, statistics):
    award = earn(python, known)
    earn(statistics, known)
    revoke([award], reason="Copied", by=None, at=timezone.now())
    together(*[lambda: services.recount(known, at=timezone.now())] * AT_ONCE)
    drain()
    assert StatusChange.objects.filter(award__version=whole, verb="suspend").count() == 1
    again = awarded(python, person=known, email=known.email, key="again", at=timezone.now())
    put_in_wallet(again, person=known, at=timezone.now())
    together(*[lambda: services.recount(known, at=timezone.now())] * AT_ONCE)
    drain()
    assert Award.objects.filter(version=whole).count() == 2
    assert award_of(known, whole).suspended_at is None


def test_a_worker_that_is_killed_half_way_leaves_nothing_half_done(
    known, whole, python, statistics, monkeypatch
):
    earn(python, known)
    award = awarded(statistics, person=known, email=known.email, key="last")
    put_in_wallet(award, person=known, at=NOW)
    [row] = OutboxRow.objects.filter(kind="item.kept", done_at=None)

    def killed(*_who, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(wholes, "put_in_wallet", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver.func(str(row.pk))
    assert Award.objects.filter(version=whole).count() == 0
    assert case_of(known, whole).state == "open"
    drain()
    assert Award.objects.filter(version=whole).count() == 1
    assert case_of(known, whole).state == "awarded"
