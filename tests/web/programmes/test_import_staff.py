"""An administrator imports a list of staff: a dry run, repair on the page, and nothing twice."""

from __future__ import annotations

import pytest
from django.core import mail

from testamur.errors import Refused
from testamur.pathways.goal import goal_from
from testamur_web.employers import staff_lists, staffing
from testamur_web.employers.models import StaffEntry, Team
from testamur_web.employers.staff_lists import RowState
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Invitation, Person
from testamur_web.people.queries import roles_of
from testamur_web.people.services import accept_invitation, add_member, invite
from testamur_web.plans.profiles import create_profile
from tests.web.conftest import NOW, person

pytestmark = pytest.mark.django_db

PAGE = "/o/brightworks/teams/import/"
LIST = """Name;E-mail;Team;Manager;Job profile
Ada Okafor;ada@work.example;Field;boss@work.example;
Boss Lee;boss@work.example;Field;;
"""


def states(judged):
    return [one.state.value for one in judged]


def test_a_dry_run_changes_nothing(works, head, sign_in):
    page = sign_in(head).post(PAGE, {"rows": LIST}).text
    assert "2 new" in page
    assert "Take over the 2 rows that are right" in page
    assert not StaffEntry.objects.exists()
    assert not Invitation.objects.exists()


def test_taking_it_over_invites_and_makes_teams(works, head, sign_in):
    sign_in(head).post(PAGE, {"rows": LIST, "take": "1"})
    ada = staffing.entry_of(works, "ADA@work.example")
    assert ada.manager.name == "Boss Lee"
    assert Team.objects.get().name == "Field"
    assert ada.places.get().team.name == "Field"
    drain()
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "ada@work.example",
        "boss@work.example",
    ]
    assert not Person.objects.filter(email__endswith="work.example").exists()


def test_taking_it_over_twice_changes_nothing(works, head):
    rows = staff_lists.read_list(LIST)
    staff_lists.take_over(works, rows, by=head, at=NOW)
    assert states(staff_lists.take_over(works, rows, by=head, at=NOW)) == ["same", "same"]
    assert Invitation.objects.count() == StaffEntry.objects.count() == 2


def test_another_team_moves_somebody_and_an_empty_cell_says_nothing(works, head):
    staff_lists.take_over(works, staff_lists.read_list(LIST), by=head, at=NOW)
    moved = staff_lists.read_list("name,e-mail,team\nAda Okafor,ada@work.example,Office\n")
    [one] = staff_lists.take_over(works, moved, by=head, at=NOW)
    assert one.state == RowState.CHANGED
    ada = staffing.entry_of(works, "ada@work.example")
    assert [place.team.name for place in ada.places.all()] == ["Office"]
    assert ada.manager is not None


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        (",a@work.example,,,", "name", "text.empty"),
        ("Ada,not-an-address,,,", "email", "email.malformed"),
        ("Ada,boss@work.example,,,", "email", "staff.twice"),
        ("Ada,a@work.example,,nobody@work.example,", "manager", "staff.manager-unknown"),
        ("Ada,a@work.example,,a@work.example,", "manager", "staff.manager-unknown"),
        ("Ada,a@work.example,,,Astronaut", "profile", "staff.profile-unknown"),
        ("Ada,a@work.example,\u202egnp,,", "team", "text.unsafe"),
    ],
)
def test_a_wrong_cell_is_named_and_keeps_no_other_row_back(works, head, row, cell, code):
    text = f"name,email,team,manager,profile\nBoss,boss@work.example,,,\n{row}\n"
    right, wrong = staff_lists.take_over(works, staff_lists.read_list(text), by=head, at=NOW)
    assert (right.state, wrong.state) == (RowState.NEW, RowState.WRONG)
    assert wrong.problems[cell].code == code
    assert StaffEntry.objects.get().name == "Boss"


def test_a_row_is_repaired_on_the_page(works, head, sign_in):
    browser = sign_in(head)
    page = browser.post(PAGE, {"rows": "name,email\nAda,not an address\n"}).text
    assert 'name="fix-1-email"' in page
    assert 'aria-invalid="true"' in page
    sent = {"rows": "name,email\nAda,not an address\n", "fix-1-email": "ada@work.example"}
    page = browser.post(PAGE, sent | {"take": "1"}, follow=True).text
    assert "1 person was taken over." in page
    assert staffing.entry_of(works, "ada@work.example") is not None


def test_a_list_without_addresses_is_refused():
    with pytest.raises(Refused) as told:
        staff_lists.read_list("name,team\nAda,Field\n")
    assert told.value.problem.code == "recipients.unreadable"


def test_a_list_of_too_many_is_refused():
    rows = "".join(f"P{at},p{at}@work.example\n" for at in range(2_001))
    with pytest.raises(Refused) as told:
        staff_lists.read_list(f"name,email\n{rows}")
    assert told.value.problem.code == "batch.too-large"


def test_who_accepts_takes_the_place_on_the_list(works, head):
    staff_lists.take_over(works, staff_lists.read_list(LIST), by=head, at=NOW)
    ada, entry = person("ada"), staffing.entry_of(works, "ada@work.example")
    assert entry.person is None
    accept_invitation(entry.invitation, by=ada, at=NOW)
    drain()
    entry.refresh_from_db()
    assert entry.person == ada
    assert {role.value for role in roles_of(ada, works)} == {"employee"}


def test_a_member_by_a_proven_address_is_known_at_once(works, head):
    ada = person("ada")
    add_member(works, person=ada, roles=["assessor"], by=head, at=NOW)
    ada.identifiers.create(kind="email", value="ada@work.example", verified_at=NOW)
    staff_lists.take_over(works, staff_lists.read_list(LIST), by=head, at=NOW)
    assert staffing.entry_of(works, "ada@work.example").person == ada


def test_whoever_is_no_member_is_only_invited_although_their_address_is_known(works, head):
    ada = person("ada")
    ada.identifiers.create(kind="email", value="ada@work.example", verified_at=NOW)
    staff_lists.take_over(works, staff_lists.read_list(LIST), by=head, at=NOW)
    assert staffing.entry_of(works, "ada@work.example").person is None
    assert not roles_of(ada, works)


def test_an_invitation_with_other_roles_stays_open(works, head):
    other = invite(works, email="ada@work.example", roles=["assessor"], by=head, at=NOW)
    staff_lists.take_over(works, staff_lists.read_list(LIST), by=head, at=NOW)
    other.refresh_from_db()
    assert other.expires_at > NOW
    assert staffing.entry_of(works, "ada@work.example").invitation == other


def test_leaving_ends_membership_and_place_and_coming_back_asks_again(works, head):
    staff_lists.take_over(works, staff_lists.read_list(LIST), by=head, at=NOW)
    ada, entry = person("ada"), staffing.entry_of(works, "ada@work.example")
    accept_invitation(entry.invitation, by=ada, at=NOW)
    drain()
    entry.refresh_from_db()
    staffing.deactivate(entry, by=head, at=NOW)
    assert not roles_of(ada, works)
    assert not entry.places.exists()
    staffing.reactivate(entry, by=head, at=NOW)
    assert entry.person is None
    assert not roles_of(ada, works)


def test_a_job_profile_is_found_by_its_title(works, head):
    wanted = goal_from(
        {"label": "Panel builder", "needs": [{"skill": "https://skills.example/solder"}]}, ""
    )
    create_profile(works, wanted, by=head, at=NOW)
    text = "name,email,job profile\nAda,ada@work.example,panel BUILDER\n"
    staff_lists.take_over(works, staff_lists.read_list(text), by=head, at=NOW)
    assert staffing.entry_of(works, "ada@work.example").job_profile.title == "Panel builder"
