"""Awards are revoked, suspended and reinstated, and whoever verifies sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from testamur import Verdict
from testamur.errors import Conflict, Refused
from testamur_web.awards.models import Award, StatusChange
from testamur_web.awards.queries import status_list_text, verdict_of
from testamur_web.awards.services import reinstate, reissue, revoke, suspend
from testamur_web.ops.models import TrailEntry
from tests.web.awards.conftest import awarded
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=3)


def codes(award, at=LATER):
    award.refresh_from_db()
    report = verdict_of(award, at=at)
    return report.verdict, [problem.code for problem in report.problems]


def test_a_revoked_award_is_refused(version, bashir):
    award, other = awarded(version), awarded(version, key="two")
    assert codes(award) == (Verdict.VALID, [])
    assert revoke([award], reason="Given by mistake", by=bashir, at=LATER) == [award]
    assert codes(award) == (Verdict.INVALID, ["status.revoked"])
    assert codes(other) == (Verdict.VALID, [])
    entry = TrailEntry.objects.get(verb="award.revoke")
    assert (entry.actor, entry.detail) == (bashir.pk, {"reason": "Given by mistake"})


def test_a_suspended_award_is_refused_until_it_is_reinstated(version, bashir):
    award = awarded(version)
    suspend([award], reason="Under inquiry", by=bashir, at=LATER)
    assert codes(award) == (Verdict.INVALID, ["status.suspended"])
    reinstate([award], reason="Cleared", by=bashir, at=LATER)
    assert codes(award) == (Verdict.VALID, [])
    assert [change.verb for change in award.status_changes.order_by("pk")].count("suspend") == 1


def test_sl_010_what_is_done_twice_is_done_once(version, bashir):
    award = awarded(version)
    revoke([award], reason="One", by=bashir, at=LATER)
    assert revoke([award], reason="Two", by=bashir, at=LATER) == []
    assert suspend([award], reason="Three", by=bashir, at=LATER) == []
    assert reinstate([award], reason="Four", by=bashir, at=LATER) == []
    assert StatusChange.objects.count() == 1
    assert codes(award)[0] is Verdict.INVALID


def test_many_are_revoked_in_one_step(version, bashir):
    for n in range(30):
        awarded(version, key=f"n{n}", name=f"Learner {n}")
    changed = revoke(Award.objects.all(), reason="Exam leaked", by=bashir, at=LATER)
    assert len(changed) == 30
    entry = TrailEntry.objects.get(verb="award.revoke-many")
    assert entry.detail == {"reason": "Exam leaked", "count": 30}
    assert codes(changed[7]) == (Verdict.INVALID, ["status.revoked"])


@pytest.mark.parametrize(("reason", "code"), [("  ", "text.empty"), ("x" * 501, "text.too-long")])
def test_a_change_has_a_reason(version, reason, code):
    with pytest.raises(Refused) as refused:
        revoke([awarded(version)], reason=reason, by=None, at=NOW)
    assert refused.value.problem.code == code


def test_a_list_is_the_same_text_until_something_changes(version, bashir):
    award = awarded(version)
    before = status_list_text(award.revocation_list, at=NOW)
    assert status_list_text(award.revocation_list, at=NOW + timedelta(minutes=2)) == before
    revoke([award], reason="Mistake", by=bashir, at=NOW)
    assert status_list_text(award.revocation_list, at=NOW + timedelta(minutes=2)) != before


def test_a_corrected_award_replaces_the_old_one(version, bashir):
    award = awarded(version, facts={"grade": "B"})
    new = reissue(
        award, changes={"name": "Ada Nowak-Kim"}, reason="Name changed", by=bashir, at=LATER
    )
    assert new.replaces == award
    assert (new.recipient_name, new.recipient_email) == ("Ada Nowak-Kim", award.recipient_email)
    assert new.facts == {"grade": "B"}
    assert codes(new) == (Verdict.VALID, [])
    assert codes(award) == (Verdict.INVALID, ["status.revoked"])
    with pytest.raises(Conflict) as conflict:
        reissue(award, changes={}, reason="Again", by=bashir, at=LATER)
    assert conflict.value.problem.code == "award.replaced"


def test_only_what_can_be_corrected_is_changed(version):
    with pytest.raises(Refused) as refused:
        reissue(awarded(version), changes={"version": "x"}, reason="No", by=None, at=NOW)
    assert refused.value.problem.code == "value.unknown-choice"
