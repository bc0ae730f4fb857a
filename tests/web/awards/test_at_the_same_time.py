"""Two people do the same at the same moment: it is done once, and nobody is told of a failure."""

from __future__ import annotations

import pytest

from testamur import Verdict
from testamur_web.awards.models import Award, StatusChange
from testamur_web.awards.queries import status_list_text, verdict_of
from testamur_web.awards.services import revoke, suspend
from testamur_web.ops.models import OutboxRow
from tests.web.awards.conftest import awarded, published
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 8


def test_one_award_given_eight_times_at_once_is_one(together, university):
    version = published(university)
    given = together(*[lambda: awarded(version, key="the-same")] * AT_ONCE)
    assert len({award.pk for award in given}) == 1
    assert len({award.credential for award in given}) == 1
    assert Award.objects.count() == 1
    assert OutboxRow.objects.filter(kind="award.issued").count() == 1


def test_sl_007_awards_given_at_once_share_no_place(together, university):
    version = published(university)
    given = together(*[lambda n=n: awarded(version, key=f"k{n}") for n in range(AT_ONCE)])
    assert len({(award.revocation_list_id, award.revocation_index) for award in given}) == AT_ONCE
    assert len({award.key_id for award in given}) == 1
    assert all(verdict_of(award, at=NOW).verdict is Verdict.VALID for award in given)


def test_one_award_revoked_eight_times_at_once_is_revoked_once(together, university):
    award = awarded(published(university))
    changed = together(*[lambda: revoke([award], reason="Mistake", by=None, at=NOW)] * AT_ONCE)
    assert sorted(map(len, changed)) == [0] * (AT_ONCE - 1) + [1]
    assert StatusChange.objects.count() == 1


def test_sl_006_four_hundred_changes_at_once_are_all_kept(together, university):
    first = awarded(published(university))
    clones = []
    for n in range(1, 401):
        clone = Award.objects.get(pk=first.pk)
        clone.pk, clone.award_key = Award(pk=f"00000000-0000-4000-8000-{n:012}").pk, f"c{n}"
        clone.revocation_index, clone.suspension_index = None, None
        clone.revocation_index = n if n != first.revocation_index else 0
        clones.append(clone)
    Award.objects.bulk_create(clones)
    parts = [clones[start::AT_ONCE] for start in range(AT_ONCE)]

    def change(part, place):
        for award in part:
            act = revoke if place % 2 == 0 else suspend
            act([award], reason="Mistake", by=None, at=NOW)

    together(
        *[lambda part=part, place=place: change(part, place) for place, part in enumerate(parts)]
    )
    assert StatusChange.objects.count() == 400
    assert Award.objects.filter(revoked_at__isnull=False).count() == 200
    assert Award.objects.filter(suspended_at__isnull=False).count() == 200
    assert status_list_text(first.revocation_list, at=NOW)
