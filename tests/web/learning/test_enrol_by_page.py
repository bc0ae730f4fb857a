"""The ways in for learners: an open cohort, a code, an invitation by mail, a confirmed address."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from testamur.errors import Conflict, Refused
from testamur_web.learning import services
from testamur_web.learning.models import Enrolment
from testamur_web.learning.roster import Listed
from testamur_web.learning.services import Terms
from testamur_web.ops import outbox
from tests.web.conftest import NOW, person


@pytest.fixture
def by_code(version, bashir):
    return services.open_cohort(version, name="Evenings", entry="code", by=bashir, at=NOW)


@pytest.fixture
def invited(cohort, bashir):
    rows = [Listed("", "ada@people.example")]
    return services.enrol_listed(cohort, rows, by=bashir, at=NOW).enrolled[0]


def mailed_address() -> str:
    outbox.drain()
    found = re.search(r"http://[^/]+(/enrol/invitation/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def test_anybody_reads_the_page_of_an_open_cohort(client, cohort):
    page = client.get(f"/learning/cohorts/{cohort.pk}/").content.decode()
    assert "Plans a survey" in page
    assert f"/accounts/signup/?next=/learning/cohorts/{cohort.pk}/" in page.replace("%2F", "/")


def test_whoever_is_signed_in_enrols_with_one_button(cohort, ada, sign_in):
    answer = sign_in(ada).post(f"/learning/cohorts/{cohort.pk}/enrol/")
    assert answer.url == f"/learning/{Enrolment.objects.get(person=ada).pk}/"


def test_pressing_it_twice_enrols_once(cohort, ada, sign_in):
    client = sign_in(ada)
    first, second = (client.post(f"/learning/cohorts/{cohort.pk}/enrol/") for _ in range(2))
    assert first.url == second.url
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize("entry", ["code", "invitation"])
def test_a_cohort_that_is_not_open_has_no_page_to_guess(client, version, bashir, entry):
    cohort = services.open_cohort(version, name="x", entry=entry, by=bashir, at=NOW)
    assert client.get(f"/learning/cohorts/{cohort.pk}/").status_code == 404


def test_a_full_cohort_says_so(client, version, bashir):
    cohort = services.open_cohort(version, name="x", terms=Terms(places=1), by=bashir, at=NOW)
    services.enrol(cohort, person=bashir, at=NOW)
    page = client.get(f"/learning/cohorts/{cohort.pk}/").content
    assert b"Every place is taken" in page
    assert b"/enrol/" not in page


def test_a_code_leads_to_the_cohort(client, by_code):
    answer = client.post("/enrol/", {"code": f" {by_code.code.lower()} "})
    assert answer.url == f"/enrol/{by_code.code}/"
    assert b"Survey design" in client.get(answer.url).content


def test_a_code_that_is_none_is_said_beside_the_field(client, by_code):
    answer = client.post("/enrol/", {"code": "WRONGONE"})
    assert b"There is no cohort with this code" in answer.content
    assert client.get("/enrol/WRONGONE/").status_code == 404


def test_whoever_has_the_code_enrols(by_code, ada, sign_in):
    answer = sign_in(ada).post(f"/enrol/{by_code.code}/")
    assert answer.url == f"/learning/{by_code.enrolments.get(person=ada).pk}/"


def test_whoever_is_not_signed_in_enrols_nobody(client, by_code):
    assert client.post(f"/enrol/{by_code.code}/").status_code == 200
    assert not Enrolment.objects.exists()


def test_the_link_of_the_mail_gives_the_place(invited, ada, sign_in):
    client = sign_in(ada)
    address = mailed_address()
    assert b"This place is kept for ada@people.example" in client.get(address).content
    assert client.post(address).url == f"/learning/{invited.pk}/"
    invited.refresh_from_db()
    assert (invited.person, invited.name, invited.state) == (ada, "Ada", "active")
    assert client.get(address).status_code == 404


def test_the_secret_is_in_the_mail_alone(invited):
    token = mailed_address().rstrip("/").rpartition("/")[2]
    invited.refresh_from_db()
    assert len(token) == 64
    assert token not in invited.token_hash
    assert all(token not in str(row.payload) for row in outbox.OutboxRow.objects.all())


def test_reading_the_page_takes_nothing(invited, client):
    client.get(mailed_address())
    invited.refresh_from_db()
    assert invited.state == "invited"


def test_an_address_becomes_nobodys_by_using_the_link(invited, sign_in):
    """Whoever holds the link has the place, and no proof of an address."""
    mallory = person("mallory")
    sign_in(mallory).post(mailed_address())
    assert not mallory.identifiers.filter(kind="email", value="ada@people.example").exists()


def test_inviting_again_ends_the_older_link(invited, ada, sign_in, registrar, cohort):
    older = mailed_address()
    people = f"/o/example-university/cohorts/{cohort.pk}/people/{invited.pk}/"
    sign_in(registrar).post(f"{people}invite/")
    newer = mailed_address()
    assert newer != older
    client = sign_in(ada)
    assert client.get(older).status_code == 404
    assert client.get(newer).status_code == 200


def test_a_mail_that_is_written_twice_holds_the_same_link(invited):
    outbox.drain()
    outbox.OutboxRow.objects.filter(kind="enrolment.invite").update(done_at=None)
    outbox.drain()
    assert len(mail.outbox) == 2
    assert mail.outbox[0].body == mail.outbox[1].body


def test_a_withdrawn_invitation_stops_working(invited, bashir, ada, sign_in):
    address = mailed_address()
    services.withdraw(invited, by=bashir, at=NOW)
    assert sign_in(ada).get(address).status_code == 404
    with pytest.raises(Conflict) as refused:
        services.accept(invited, person=ada, at=NOW)
    assert refused.value.problem.code == "enrolment.withdrawn"


def test_one_place_goes_to_one_person(invited, ada):
    services.accept(invited, person=ada, at=NOW)
    assert services.accept(invited, person=ada, at=NOW).person == ada
    with pytest.raises(Conflict) as refused:
        services.accept(invited, person=person("mallory"), at=NOW)
    assert refused.value.problem.code == "enrolment.taken"


def test_who_is_in_already_takes_no_second_place(invited, cohort, bashir):
    services.enrol(cohort, person=bashir, at=NOW)
    with pytest.raises(Conflict) as refused:
        services.accept(invited, person=bashir, at=NOW)
    assert refused.value.problem.code == "enrolment.exists"


def test_a_confirmed_address_shows_its_invitations(invited, ada, sign_in):
    client = sign_in(ada)
    accept = reverse("learner-accept-invitation", args=[invited.pk])
    assert accept not in client.get("/learning/").content.decode()
    assert client.post(accept).status_code == 404
    ada.identifiers.create(kind="email", value=ada.email, verified_at=NOW)
    assert accept in client.get("/learning/").content.decode()
    assert client.post(accept).url == f"/learning/{invited.pk}/"


def test_only_who_has_an_address_and_no_account_is_invited(cohort, enrolment, bashir):
    with pytest.raises(Conflict) as taken:
        services.invite(enrolment, by=bashir, at=NOW)
    assert taken.value.problem.code == "enrolment.taken"
    without = services.enrol_listed(cohort, [Listed("Grace", number="1")], by=bashir, at=NOW)
    with pytest.raises(Refused) as refused:
        services.invite(without.enrolled[0], by=bashir, at=NOW)
    assert refused.value.problem.code == "enrolment.no-address"
