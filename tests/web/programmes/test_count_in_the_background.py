"""Workers count how far people are: the page answers at once, and an award changes the map."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from testamur_web.awards.services import revoke
from testamur_web.employers import standings
from testamur_web.employers.coverage import coverage_of, progress_in
from testamur_web.employers.models import KeptStanding
from testamur_web.employers.standings import (
    ask_for_all,
    ask_for_due,
    ask_for_stale,
    count_due,
    count_standings,
    tend_standings,
)
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Person
from testamur_web.plans import proposing
from testamur_web.wallet.models import Watch
from tests.web.programmes.conftest import LAUNCH, SOLDER

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def address():
    return lambda programme: f"/o/brightworks/programmes/{programme.pk}/coverage/"


def share(programme, username, *, is_shared):
    proposal = programme.participants.get(person__username=username).proposal
    proposing.share_progress(proposal, is_shared=is_shared, at=timezone.now())


def work():
    """What the workers do: the outbox, then whoever waits to be counted."""
    drain()
    count_due(at=timezone.now())


def now_of(programme):
    return coverage_of(programme).rows[0].cells[0].now


def test_a_page_answers_at_once_and_goes_on_without_a_script(
    running, mara, sign_in, address, monkeypatch
):
    programme = running(Field=(6, 5))
    monkeypatch.setattr(standings, "counted_of", lambda *_all, **_more: pytest.fail("verified"))
    browser = sign_in(mara)
    page = browser.get(address(programme)).text
    assert "0 of 5 people who share are counted" in page
    assert '<meta http-equiv="refresh"' in page
    assert '<svg class="heat-map"' not in page
    assert browser.get(f"{address(programme)}counting/").text.count('data-state="running"') == 1
    taken = browser.get(f"/o/brightworks/programmes/{programme.pk}/coverage.csv")
    assert taken.status_code == 302
    monkeypatch.undo()
    count_standings.func([str(pk) for pk in KeptStanding.objects.values_list("pk", flat=True)])
    page = browser.get(address(programme)).text
    assert "5 people who share, counted on" in page
    assert page.count('<svg class="heat-map"') == 2
    assert "refresh" not in page


def test_an_award_and_its_end_change_the_map_by_themselves(running, earn, mara, bashir, sign_in):
    programme = running(Field=(5, 5))
    work()
    assert now_of(programme) == 0
    award = earn("field-0", at=LAUNCH + DAY)
    work()
    assert now_of(programme) == 1
    page = sign_in(mara).get(f"/o/brightworks/programmes/{programme.pk}/coverage/").text
    assert "1 / 5" in page
    revoke([award], reason="It was not their work", by=bashir, at=timezone.now())
    work()
    assert now_of(programme) == 0


def test_who_begins_to_share_is_counted_and_who_ceases_is_forgotten(running):
    programme = running(Field=(5, 4))
    work()
    assert KeptStanding.objects.count() == 4
    last = programme.participants.get(person__username="field-4")
    proposing.accept(last.proposal, shares_progress=True, at=timezone.now())
    work()
    assert KeptStanding.objects.count() == 5
    share(programme, "field-4", is_shared=False)
    assert not coverage_of(programme).rows[0].is_told, "at once"
    assert Watch.objects.filter(holder=last.person).exists()
    work()
    assert KeptStanding.objects.count() == 4
    assert not Watch.objects.filter(holder=last.person).exists()


def test_who_leaves_the_organisation_leaves_no_row(running, works):
    programme = running(Field=(3, 3))
    work()
    gone = Person.objects.get(username="field-1")
    gone.memberships.filter(organisation=works).delete()
    assert progress_in(programme).sharing == 2
    assert tend_standings(at=timezone.now()) == 1
    assert not KeptStanding.objects.filter(proposal__person=gone).exists()


def test_whose_word_is_taken_back_while_they_wait_is_not_counted(running, monkeypatch):
    programme = running(Field=(1, 1))
    ask_for_all(programme, at=timezone.now())
    share(programme, "field-0", is_shared=False)
    monkeypatch.setattr(standings, "counted_of", lambda *_all, **_more: pytest.fail("verified"))
    count_due(at=timezone.now())
    assert not KeptStanding.objects.exists()


def test_it_is_counted_once_a_day_and_when_it_is_asked_for(running, mara, sign_in, address):
    programme = running(Field=(2, 2))
    work()
    assert not ask_for_due(programme, at=timezone.now())
    assert not ask_for_stale(at=timezone.now())
    assert ask_for_stale(at=timezone.now() + 2 * DAY) == 2
    KeptStanding.objects.update(asked_at=LAUNCH)
    browser = sign_in(mara)
    browser.post(f"{address(programme)}count/")
    assert progress_in(programme).waiting == 2
    assert not ask_for_due(programme, at=timezone.now()), "somebody just asked"
    work()
    assert progress_in(programme).waiting == 0


def test_what_a_killed_worker_left_is_handed_on(running):
    programme = running(Field=(2, 2))
    work()
    asked = timezone.now()
    ask_for_all(programme, at=asked)
    tend_standings(at=asked + timedelta(minutes=1))
    assert set(KeptStanding.objects.values_list("asked_at", flat=True)) == {asked}
    tend_standings(at=asked + timedelta(minutes=3))
    assert set(KeptStanding.objects.values_list("asked_at", flat=True)) != {asked}


def test_an_older_count_does_not_replace_a_newer_one(running, earn):
    programme = running(Field=(1, 1))
    work()
    earn("field-0", at=LAUNCH + DAY)
    work()
    row = KeptStanding.objects.get()
    assert SOLDER in row.proven
    KeptStanding.objects.update(counted_at=timezone.now() + DAY, proven={"x": "y"})
    standings._count(KeptStanding.objects.get(), at=timezone.now())
    assert KeptStanding.objects.get().proven == {"x": "y"}
    assert programme.participants.count() == 1


def test_one_that_fails_keeps_nobody_else_waiting(running, monkeypatch, caplog):
    programme = running(Field=(3, 3))
    ask_for_all(programme, at=timezone.now())
    real = standings._look

    def broken(goal, *more):
        if goal.person.username == "field-0":
            raise RuntimeError("a wallet that nobody can read")
        return real(goal, *more)

    monkeypatch.setattr(standings, "_look", broken)
    count_standings.func([str(pk) for pk in KeptStanding.objects.values_list("pk", flat=True)])
    assert progress_in(programme).counted == 2
    assert "could not be counted" in caplog.text
