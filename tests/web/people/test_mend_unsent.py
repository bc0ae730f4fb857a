"""A letter that nobody took: its address is corrected, and it goes out again."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur_web.awards.services import revoke
from testamur_web.learning import services as learning
from testamur_web.learning.roster import Listed
from testamur_web.ops.models import OutboxRow, TrailEntry
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Role
from testamur_web.people.services import invite
from testamur_web.wallet.services import send_elsewhere
from tests.web.conftest import NOW, join, person
from tests.web.wallet.conftest import publish, sign_award

pytestmark = pytest.mark.django_db


def given_up(kind):
    """The one row of a kind, after the last attempt."""
    row = OutboxRow.objects.get(kind=kind, given_up_at=None)
    row.given_up_at, row.done_at, row.last_error = NOW, None, "550 no such mailbox"
    row.save()
    return row


@pytest.fixture
def unsent_award(university):
    """An award whose letter bounced."""
    award = sign_award(publish(university), email="ada@wrnog.example")
    drain()
    mail.outbox.clear()
    award.claim.sent_at = None
    award.claim.save()
    return award, given_up("wallet.mail")


@pytest.fixture
def cohort(university, bashir):
    return learning.open_cohort(publish(university), name="Spring", entry="open", by=bashir, at=NOW)


@pytest.fixture
def unsent_invitation(cohort, bashir):
    rows = [Listed("Ada", "ada@wrnog.example", row=1), Listed("Bo", "bo@people.example", row=2)]
    learning.enrol_listed(cohort, rows, by=bashir, at=NOW)
    for row in OutboxRow.objects.filter(kind="cohort.invite"):
        row.delete()
    ada = cohort.enrolments.get(name="Ada")
    learning.invite(ada, by=bashir, at=NOW)
    return ada, given_up("enrolment.invite")


def test_the_page_says_whose_letter_it_was(unsent_award, university, bashir, sign_in):
    page = sign_in(bashir).get(f"/o/{university.slug}/unsent/").content.decode()
    for told in ("Letter about an award", "Ada Example", "ada@wrnog.example", "550 no such"):
        assert told in page


def test_an_award_with_a_wrong_address_is_issued_again(unsent_award, university, bashir, sign_in):
    award, row = unsent_award
    client = sign_in(bashir)
    address = f"/o/{university.slug}/unsent/{row.pk}/address/"
    assert "issued again with the right one" in client.get(address).content.decode()
    assert client.post(address, {"email": "Ada@Right.example"}, follow=True).status_code == 200
    drain()
    [letter] = mail.outbox
    award.refresh_from_db()
    new = award.replaced_by.get()
    assert letter.to == [new.recipient_email] == ["ada@right.example"]
    assert "mailto:ada@right.example" in new.credential
    assert award.revoked_at is not None
    entry = TrailEntry.objects.get(subject=str(award.pk), verb="award.reissue")
    assert (entry.actor, entry.detail["reason"]) == (bashir.pk, "The e-mail address was corrected")
    assert "everything went out" in client.get(f"/o/{university.slug}/unsent/").content.decode()


def test_an_invitation_goes_to_the_right_address(unsent_invitation, bashir):
    ada, row = unsent_invitation
    assert send_elsewhere(row, email="ada@right.example", by=bashir, at=timezone.now())
    drain()
    [letter] = mail.outbox
    assert letter.to == ["ada@right.example"]
    entry = TrailEntry.objects.get(verb="enrolment.correct-address")
    assert entry.detail["reason"] == "ada@wrnog.example → ada@right.example"
    ada.refresh_from_db()
    assert (ada.email, ada.state) == ("ada@right.example", "invited")


def test_the_same_address_is_simply_tried_again(unsent_award, bashir):
    award, row = unsent_award
    assert send_elsewhere(row, email="ada@wrnog.example", by=bashir, at=timezone.now())
    drain()
    assert len(mail.outbox) == 1
    assert not award.replaced_by.exists()
    assert not send_elsewhere(row, email="ada@right.example", by=bashir, at=timezone.now())
    assert not award.replaced_by.exists()


def test_nobody_is_put_in_somebody_elses_place(unsent_invitation, bashir):
    ada, row = unsent_invitation
    with pytest.raises(Conflict) as conflict:
        send_elsewhere(row, email="BO@people.example", by=bashir, at=timezone.now())
    assert conflict.value.problem.code == "enrolment.exists"
    row.refresh_from_db()
    ada.refresh_from_db()
    assert row.given_up_at is not None
    assert ada.email == "ada@wrnog.example"


@pytest.mark.parametrize("typed", ["", "nonsense", "a@b@c.example"])
def test_what_is_no_address_is_told(unsent_award, university, bashir, sign_in, typed):
    award, row = unsent_award
    answer = sign_in(bashir).post(
        f"/o/{university.slug}/unsent/{row.pk}/address/", {"email": typed}
    )
    assert answer.status_code == 200
    assert "field-error" in answer.content.decode()
    assert not award.replaced_by.exists()


def test_what_names_nobody_cannot_be_corrected(university, bashir, sign_in):
    invite(university, email="grace@navy.example", roles=["designer"], by=bashir, at=timezone.now())
    row = given_up("people.invite")
    page = sign_in(bashir).get(f"/o/{university.slug}/unsent/{row.pk}/address/").content.decode()
    assert "cannot be corrected here" in page
    with pytest.raises(Refused) as refused:
        send_elsewhere(row, email="x@people.example", by=bashir, at=timezone.now())
    assert refused.value.problem.code == "letter.not-correctable"


def test_a_revoked_award_is_not_issued_again(unsent_award, bashir):
    award, row = unsent_award
    revoke([award], reason="Mistake", by=bashir, at=NOW)
    with pytest.raises(Refused):
        send_elsewhere(row, email="ada@right.example", by=bashir, at=timezone.now())


def test_it_is_the_registrars_and_of_their_organisation(
    unsent_award, university, college, chen, sign_in
):
    _award, row = unsent_award
    assessor = person("ines")
    join(assessor, university, Role.ASSESSOR)
    typed = {"email": "x@people.example"}
    here = f"/o/{{}}/unsent/{row.pk}/address/"
    assert sign_in(assessor).post(here.format(university.slug), typed).status_code == 403
    assert sign_in(chen).post(here.format(college.slug), typed).status_code == 404
    row.refresh_from_db()
    assert row.given_up_at is not None
