"""The register's pages: everybody searches, who speaks for an organisation signs and withdraws."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from testamur_web.catalogue.addresses import achievement_url
from testamur_web.trust import recognising
from testamur_web.trust.models import Recognition
from tests.web.trust.conftest import recognise

pytestmark = pytest.mark.django_db

REGISTER = "/recognition/"


def said(version, **more):
    return {
        "address": achievement_url(version.achievement),
        "accepted_as": "credit",
        "terms": "3 ECTS of Computing",
        "begins_on": timezone.localdate().isoformat(),
    } | more


def test_an_organisation_signs_it_and_everybody_reads_it(client, sign_in, version, dara, employer):
    new = f"/o/{employer.slug}/recognition/new/"
    address = achievement_url(version.achievement)
    assert address in sign_in(dara).get(new, {"about": address}).text
    page = sign_in(dara).post(new, said(version), follow=True).text
    assert "3 ECTS of Computing" in page
    row = Recognition.objects.get()
    assert (row.organisation, row.achievement) == (employer, version.achievement)
    read = client.get(REGISTER).text
    assert "3 ECTS of Computing" in read
    assert "Accept it no more" not in read
    signed = client.get(f"/recognition/{row.pk}/recognition.json")
    assert json.loads(signed.content)["name"] == "Recognition"


def test_what_is_refused_is_said_beside_its_field(sign_in, version, dara, employer):
    new = f"/o/{employer.slug}/recognition/new/"
    page = sign_in(dara).post(new, said(version, accepted_as="equivalent"))
    assert page.context["form"].errors.keys() == {"equal_to"}
    sign_in(dara).post(new, said(version))
    again = sign_in(dara).post(new, said(version)).text
    assert "The register says so already" in again


def test_withdrawn_with_notice_the_day_and_the_reason_are_shown(
    client, sign_in, version, dara, employer
):
    row = recognise(version, by=dara, organisation=employer, at=timezone.now())
    path = f"/o/{employer.slug}/recognition/{row.pk}/withdraw/"
    assert path in sign_in(dara).get(REGISTER).text
    on = timezone.localdate() + timedelta(days=40)
    sign_in(dara).post(path, {"on": on.isoformat(), "reason": "The job has changed"})
    read = client.get(REGISTER).text
    assert "The job has changed" in read
    assert "Will end" in read
    again = sign_in(dara).post(path, {"on": on.isoformat(), "reason": "Again"}).text
    assert "It was withdrawn before" in again


def test_another_organisations_entry_is_not_there_to_withdraw(
    sign_in, version, dara, employer, chen, college
):
    row = recognise(version, by=dara, organisation=employer)
    assert sign_in(chen).get(f"/o/{college.slug}/recognition/{row.pk}/withdraw/").status_code == 404
    assert (
        sign_in(chen).get(f"/o/{employer.slug}/recognition/{row.pk}/withdraw/").status_code == 404
    )


def test_it_is_searched_and_what_is_over_is_shown_to_who_asks(client, version, dara, employer):
    now = timezone.now()
    past = {"begins_on": now.date() - timedelta(9), "ends_on": now.date() - timedelta(1)}
    recognise(version, by=dara, organisation=employer, at=now, **past)
    recognise(
        "urn:example:weld", by=dara, organisation=employer, at=now, title="Welding", terms="Yard"
    )
    today = client.get(REGISTER).text
    assert "Welding" in today
    assert "Python basics" not in today
    assert "Python basics" in client.get(REGISTER, {"past": "1"}).text
    assert "Nobody has said here" in client.get(REGISTER, {"q": "plumbing\x00"}).text
    assert (
        "Welding" in client.get(REGISTER, {"q": "weld", "as": "hiring", "by": employer.slug}).text
    )
    assert "Nobody has said here" in client.get(REGISTER, {"as": "credit"}).text


def test_the_page_of_an_achievement_says_who_accepts_it(client, version, dara, employer):
    page = f"/catalogue/{version.achievement_id}/"
    assert "Accepted by" not in client.get(page).content.decode()
    row = recognise(version, by=dara, organisation=employer, terms="Analysts need no test")
    told = client.get(page).content.decode()
    assert "Accepted by" in told
    assert "Analysts need no test" in told
    recognising.withdraw(row, on=date(2099, 1, 1), reason="Changed", by=dara, at=timezone.now())
    assert "no more from 1 January 2099" in client.get(page).content.decode()
