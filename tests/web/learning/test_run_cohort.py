"""The pages on which staff open a cohort, change it, close it and take its people with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from testamur.errors import Refused
from testamur_web.learning import services
from testamur_web.learning.models import Cohort, Enrolment
from testamur_web.learning.roster import Listed
from testamur_web.learning.services import Terms
from tests.web.conftest import NOW
from tests.web.learning.conftest import publish

LIST = "/o/example-university/cohorts/"


def open_by_form(client, version, **more):
    typed = {"version": version.pk, "name": "Spring", "entry": "open"} | more
    return client.post(f"{LIST}new/", typed)


def test_without_anything_published_the_page_says_what_comes_first(registrar, sign_in):
    assert b"First publish an achievement" in sign_in(registrar).get(LIST).content


def test_a_registrar_opens_a_cohort(registrar, sign_in, version):
    client = sign_in(registrar)
    answer = open_by_form(client, version, entry="code", last_day="2026-05-31", places="20")
    cohort = Cohort.objects.get()
    assert answer.url == f"{LIST}{cohort.pk}/"
    assert cohort.closes_at == datetime(2026, 6, 1, tzinfo=UTC)
    assert str(cohort.last_day) == "2026-05-31"
    page = client.get(answer.url)
    assert cohort.code in page.content.decode()
    assert b"Nobody is in this cohort yet" in page.content


def test_what_is_wrong_is_said_beside_the_field(registrar, sign_in, version):
    answer = open_by_form(
        sign_in(registrar), version, first_day="2026-06-01", last_day="2026-05-01"
    )
    assert answer.status_code == 200
    assert b"The last day is before the first." in answer.content
    assert not Cohort.objects.exists()


def test_nobody_opens_a_cohort_of_somebody_elses_achievement(registrar, sign_in, college):
    answer = open_by_form(sign_in(registrar), publish(college, "Baking"))
    assert answer.status_code == 200
    assert not Cohort.objects.exists()


def test_a_withdrawn_achievement_is_not_offered(registrar, sign_in, version):
    version.achievement.withdrawn_at = NOW
    version.achievement.save()
    assert open_by_form(sign_in(registrar), version).status_code == 200
    assert not Cohort.objects.exists()


def test_the_list_counts_who_is_in(registrar, sign_in, cohort, handed_in):
    page = sign_in(registrar).get(LIST).content.decode()
    assert "Spring 2026" in page
    assert "Survey design" in page


def test_changing_keeps_what_was_not_touched(registrar, sign_in, version, bashir):
    moment = NOW + timedelta(hours=3)
    cohort = services.open_cohort(
        version, name="Spring", terms=Terms(closes_at=moment), by=bashir, at=NOW
    )
    typed = {"name": "Summer", "entry": "invitation", "last_day": "2026-05-01", "places": "5"}
    answer = sign_in(registrar).post(f"{LIST}{cohort.pk}/change/", typed)
    assert answer.status_code == 302
    cohort.refresh_from_db()
    assert (cohort.name, cohort.entry, cohort.places) == ("Summer", "invitation", 5)
    assert cohort.closes_at == moment


def test_there_are_never_fewer_places_than_people(registrar, sign_in, cohort, enrolment, bashir):
    services.enrol(cohort, person=bashir, at=NOW)
    typed = {"name": "Spring", "entry": "open", "places": "1"}
    answer = sign_in(registrar).post(f"{LIST}{cohort.pk}/change/", typed)
    assert b"fewer places than people" in answer.content
    with pytest.raises(Refused) as refused:
        services.change_cohort(
            cohort, name="Spring", entry="open", terms=Terms(places=1), by=bashir, at=NOW
        )
    assert refused.value.problem.code == "cohort.places-taken"


def test_a_code_stays_while_entry_is_by_code_and_ends_with_it(version, bashir):
    cohort = services.open_cohort(version, name="Spring", entry="code", by=bashir, at=NOW)
    same = {"name": "Spring", "terms": Terms(), "by": bashir, "at": NOW}
    assert services.change_cohort(cohort, entry="code", **same).code == cohort.code
    assert services.change_cohort(cohort, entry="open", **same).code == ""


def test_closing_ends_the_entry_and_not_the_learning(registrar, sign_in, cohort, enrolment, ada):
    client = sign_in(registrar)
    client.post(f"{LIST}{cohort.pk}/close/")
    client.post(f"{LIST}{cohort.pk}/close/")
    cohort.refresh_from_db()
    with pytest.raises(Refused):
        services.enrol(cohort, person=registrar, at=timezone.now())
    note = services.Piece("note", text="Still here")
    assert services.add_evidence(enrolment, note, by=ada, at=timezone.now())


def test_people_are_found_by_part_of_what_is_known(registrar, sign_in, cohort, bashir):
    rows = [Listed("Ada Lovelace", "ada@people.example"), Listed("Grace Hopper", number="4711")]
    services.enrol_listed(cohort, rows, by=bashir, at=NOW)
    client = sign_in(registrar)
    found = client.get(f"{LIST}{cohort.pk}/", {"text": "471 grace"}).content.decode()
    assert "Grace Hopper" in found
    assert "Ada Lovelace" not in found
    invited = client.get(f"{LIST}{cohort.pk}/", {"state": "invited"}).content.decode()
    assert "Ada Lovelace" in invited
    assert "Grace Hopper" not in invited


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?state=x", "?text=%00", "?page=-1"])
def test_an_odd_address_shows_the_page(registrar, sign_in, cohort, enrolment, query):
    assert sign_in(registrar).get(f"{LIST}{cohort.pk}/{query}").status_code == 200


def test_the_export_holds_everybody_and_no_formulas(registrar, sign_in, cohort, bashir, enrolment):
    rows = [Listed("=cmd|' /C calc'!A0", number="4711"), Listed("@SUM(1)", "eve@people.example")]
    services.enrol_listed(cohort, rows, by=bashir, at=NOW)
    answer = sign_in(registrar).get(f"{LIST}{cohort.pk}/export/")
    assert answer["Content-Disposition"] == 'attachment; filename="spring-2026.csv"'
    table = answer.content.decode("utf-8-sig")
    assert "'=cmd|' /C calc'!A0" in table
    assert "'@SUM(1)" in table
    assert "Ada,ada@people.example,,active,2026-05-01" in table


def test_an_assessor_reads_but_changes_nothing(assessor, sign_in, cohort, enrolment):
    client = sign_in(assessor)
    page = client.get(f"{LIST}{cohort.pk}/").content.decode()
    assert "Enrol people" not in page
    assert "Export everybody" not in page
    assert client.post(f"{LIST}{cohort.pk}/close/").status_code == 403


def test_another_organisations_cohort_is_not_there(registrar, sign_in, foreign_cohort):
    client = sign_in(registrar)
    for tail in ("", "change/", "enrol/", "export/"):
        assert client.get(f"{LIST}{foreign_cohort.pk}/{tail}").status_code == 404
    assert client.post(f"{LIST}{foreign_cohort.pk}/close/").status_code == 404
    assert not Enrolment.objects.exists()
