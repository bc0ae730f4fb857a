"""A part is taken back: the whole is reopened, everybody hears how to repair it, and it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from testamur import Credential
from testamur.errors import Refused
from testamur.pathways.composite import read_composite
from testamur_web.awards.models import Award
from testamur_web.awards.services import reinstate, reissue, revoke, suspend
from testamur_web.ops.models import OutboxRow, TrailEntry
from testamur_web.ops.outbox import drain
from testamur_web.plans import services
from testamur_web.plans.holdings import Holdings
from tests.web.awards.conftest import awarded, published
from tests.web.plans.wholes import award_of, case_of, earn, named, whole_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(known, whole, python, statistics, bashir):
    return [earn(python, known), earn(statistics, known)]


def change(verb, award, reason="Copied"):
    verb([award], reason=reason, by=None, at=timezone.now())
    drain()


def verbs():
    return [entry.verb for entry in TrailEntry.objects.filter(verb__startswith="stack.")]


def test_a_revoked_part_puts_the_whole_on_hold_and_says_what_repairs_it(known, whole, parts):
    change(revoke, parts[0])
    assert award_of(known, whole).suspended_at
    case = case_of(known, whole)
    assert case.state == "reopened"
    assert case.left == ["“Python”"]
    assert "It holds again with: “Python”" in case.reason
    letters = {tuple(letter.to): letter for letter in mail.outbox if "“Python”" in letter.body}
    assert "It holds again with: “Python”" in letters[(known.email,)].body
    assert "It holds again with: “Python”" in letters[("bashir@people.example",)].body
    assert "stack.reopen" in verbs()


def test_the_part_earned_again_repairs_the_whole(known, whole, parts, python):
    change(revoke, parts[0])
    old = award_of(known, whole)
    again = earn(python, known, key="again", at=timezone.now())
    new = award_of(known, whole)
    assert new.replaces == old
    assert new.suspended_at is None
    assert f"urn:uuid:{again.pk}" in [
        part.credential for part in read_composite(Credential(new.credential).document).parts
    ]
    assert case_of(known, whole).state == "awarded"


def test_a_suspended_part_that_is_reinstated_reinstates_the_whole(known, whole, parts):
    change(suspend, parts[0])
    assert award_of(known, whole).suspended_at
    change(reinstate, parts[0], reason="Cleared")
    assert award_of(known, whole).suspended_at is None
    assert case_of(known, whole).state == "awarded"
    assert "stack.repair" in verbs()


def test_a_part_held_twice_over_keeps_the_whole_with_a_new_list(
    known, university, python, statistics
):
    whole = whole_of(university, clause={"any": [named(python), named(statistics)]})
    part = earn(python, known)
    earn(statistics, known)
    old = award_of(known, whole)
    change(revoke, part)
    new = award_of(known, whole)
    assert new.replaces == old
    assert case_of(known, whole).state == "awarded"
    assert "stack.replace" in verbs()


def test_a_whole_that_holds_without_the_part_gets_a_note(known, university):
    small, large = (
        published(university, title=f"{ects} credits", ects=ects) for ects in ("2", "4")
    )
    whole = whole_of(university, clause={"credits": 4, "scheme": "ECTS"})
    award = earn(small, known)
    earn(large, known)
    first = award_of(known, whole)
    change(revoke, award)
    assert award_of(known, whole) == first
    assert case_of(known, whole).state == "awarded"


def test_a_corrected_part_does_not_put_the_whole_on_hold(known, whole, parts, bashir):
    first = award_of(known, whole)
    reissue(parts[0], changes={"name": "Ada N."}, reason="Name", by=bashir, at=timezone.now())
    drain()
    new = award_of(known, whole)
    assert new.replaces == first
    assert first.status_changes.filter(verb="suspend").count() == 0


def test_what_its_issuer_took_back_is_not_given_again(known, whole, parts, bashir):
    change(revoke, award_of(known, whole), reason="Given by mistake")
    case = case_of(known, whole)
    assert (case.state, case.reason, case.award) == ("refused", "Given by mistake", None)
    services.recount(known, at=timezone.now())
    assert award_of(known, whole) is None
    services.confirm_stack(case, by=bashir, at=timezone.now())
    assert award_of(known, whole).award_key.endswith(":2")


def test_what_a_registrar_suspended_is_theirs_to_reinstate(known, whole, parts):
    change(suspend, award_of(known, whole), reason="Under review")
    change(revoke, parts[0])
    assert case_of(known, whole).state == "awarded"
    change(reinstate, award_of(known, whole), reason="Reviewed")
    assert case_of(known, whole).state == "reopened"


def test_the_whole_above_is_reopened_and_repaired_with_it(known, university, whole, parts, python):
    higher = whole_of(university, whole, title="Master of data")
    services.follow_stack(known, higher.achievement, at=timezone.now())
    drain()
    change(revoke, parts[0])
    assert award_of(known, higher).suspended_at
    earn(python, known, key="again", at=timezone.now())
    assert award_of(known, higher).suspended_at is None
    assert case_of(known, higher).state == "awarded"


def test_a_part_that_expired_is_found_by_the_daily_check(known, whole, python, statistics):
    ends = timezone.now() + timedelta(days=30)
    awarded(python, person=known, email=known.email, valid_until=ends)
    Award.objects.update(holder=known)
    drain()
    earn(statistics, known)
    assert award_of(known, whole)
    later = ends + timedelta(hours=5)
    assert services.post_rechecks(at=timezone.now()) == 0
    assert [services.post_rechecks(at=later), services.post_rechecks(at=later)] == [1, 1]
    assert OutboxRow.objects.filter(kind="item.changed").count() == 1
    services.recount(known, at=later)
    assert case_of(known, whole).state == "reopened"
    assert (
        "expired" in case_of(known, whole).reason or "valid until" in case_of(known, whole).reason
    )


def test_a_whole_that_was_corrected_is_held_by_the_same_parts(known, whole, parts, bashir):
    old = award_of(known, whole)
    new = reissue(old, changes={"name": "Ada N."}, reason="Name", by=bashir, at=timezone.now())
    drain()
    case = case_of(known, whole)
    assert (case.state, case.award) == ("awarded", new)
    change(revoke, parts[0])
    assert award_of(known, whole) == new
    assert award_of(known, whole).suspended_at


def test_a_rule_that_cannot_be_counted_keeps_no_other_from_it(
    known, university, python, statistics, monkeypatch
):
    broken = whole_of(university, python, title="Broken")
    whole = whole_of(university, python)
    count = Holdings.count

    def refused(self, rule, achievement, **more):
        if achievement == broken.achievement:
            raise Refused.because("stack.too-large", "too many ways")
        return count(self, rule, achievement, **more)

    monkeypatch.setattr(Holdings, "count", refused)
    earn(python, known)
    assert award_of(known, whole)
    assert award_of(known, broken) is None
