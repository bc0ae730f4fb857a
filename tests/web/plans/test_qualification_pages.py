"""The same by pages: Bashir writes and decides, Ada follows and applies, everybody reads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from testamur_web.awards.services import revoke
from testamur_web.people.models import Role
from testamur_web.plans.exemptions import apply_for_exemption, decide_exemption
from testamur_web.plans.models import Application, Goal, Qualification, UnitMapping
from testamur_web.wallet.services import put_in_wallet
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW, join, person
from tests.web.plans.degrees import a_degree, certifies, mapped, unit_of, verdict
from tests.web.wallet.conftest import publish, sign_award

pytestmark = pytest.mark.django_db

WHOLE = {
    "title": "Applied studies",
    "kind": "degree",
    "total_credits": "10",
    "scheme": "ECTS",
    "language": "en",
}
UNIT = {"code": "A-1", "title": "Programming", "credits": "10", "is_mandatory": "on"}
DECISION = {"outcome": "granted", "reason": "The same", "no_interest": "on"}


@pytest.fixture
def python(university):
    return certifies(publish(university))


@pytest.fixture
def degree(university, bashir) -> Qualification:
    return a_degree(university, bashir)


@pytest.fixture
def award(college, ada):
    return sign_award(publish(college, "Statistics abroad"), person=ada)


@pytest.fixture
def item(award, ada):
    return put_in_wallet(award, person=ada, at=NOW)


@pytest.fixture
def application(degree, item, ada) -> Application:
    return apply_for_exemption(unit_of(degree), [item], person=ada, at=NOW, note="It is the same")


def address(degree, rest=""):
    return f"/o/{degree.organisation.slug}/qualifications/{degree.pk}/{rest}"


def test_a_qualification_is_written_and_published(sign_in, client, bashir, university):
    browser = sign_in(bashir)
    home = f"/o/{university.slug}/qualifications/"
    assert "No qualification yet" in browser.get(home).text
    page = browser.post(f"{home}new/", WHOLE, follow=True).text
    assert "It has no units yet" in page
    made = Qualification.objects.get()
    page = browser.post(address(made, "publish/"), follow=True).text
    assert "do not make up the total" in page
    browser.post(address(made, "units/new/"), UNIT)
    page = browser.post(address(made, "units/new/"), UNIT).text
    assert "Another unit of this qualification has the code." in page
    assert client.get(f"/qualifications/{made.pk}/").status_code == 404
    browser.post(address(made, "publish/"))
    page = client.get(f"/qualifications/{made.pk}/").text
    assert "Programming" in page
    assert "10 ECTS" in page
    assert made.title in client.get("/qualifications/").text
    browser.post(address(made, "publish/"), {"unpublish": "1"})
    assert client.get(f"/qualifications/{made.pk}/").status_code == 404


def test_what_is_wrong_is_said_at_its_field(sign_in, bashir, degree):
    page = sign_in(bashir).post(address(degree, "edit/"), WHOLE | {"total_credits": "-1"}).text
    assert "field-error" in page
    page = sign_in(bashir).post(address(degree, "edit/"), WHOLE | {"total_credits": "3"}).text
    assert "do not make up the total" in page


def test_an_achievement_is_found_and_mapped(sign_in, client, bashir, degree):
    browser, unit = sign_in(bashir), unit_of(degree)
    python = offer(degree.organisation, "Python basics")
    path = address(degree, f"units/{unit.pk}/map/")
    assert f"?achievement={python.achievement_id}" in browser.get(path, {"q": "python"}).text
    assert "Nothing was found" in browser.get(path, {"q": "no such thing"}).text
    chosen = f"{path}?achievement={python.achievement_id}"
    assert "For how much" in browser.get(chosen).text
    page = browser.post(chosen, {"credits": "7"}).text
    assert "for more than its unit has" in page
    browser.post(chosen, {"credits": "2.5", "level": "5", "note": "By the board"})
    page = client.get(f"/qualifications/{degree.pk}/").text
    assert "2.5 ECTS · EQF level 5" in page
    assert "By the board" in page
    assert degree.title in client.get(f"/catalogue/{python.achievement_id}/").text
    for wrong in ("x", "00000000-0000-0000-0000-000000000000"):
        assert browser.get(path, {"achievement": wrong}).status_code == 404


def test_what_others_define_is_mapped_by_its_address(sign_in, bashir, degree):
    path = address(degree, f"units/{unit_of(degree).pk}/map/?elsewhere=1")
    said = {"title": "Python", "address": "python", "credits": "1"}
    assert "it begins with https://" in sign_in(bashir).post(path, said).text
    sign_in(bashir).post(path, said | {"address": "https://uni.example/a/py"})
    assert UnitMapping.objects.get().address == "https://uni.example/a/py"


def test_a_mapping_is_replaced_and_ended(sign_in, bashir, degree, python):
    browser = sign_in(bashir)
    mapping = mapped(degree, python, bashir, amount=4)
    browser.post(address(degree, f"mappings/{mapping.pk}/replace/"), {"credits": "2"})
    second = UnitMapping.objects.get(credits=2)
    page = browser.get(address(degree)).text
    assert "What counted before" in page
    browser.post(address(degree, f"mappings/{second.pk}/end/"))
    second.refresh_from_db()
    assert second.ends_on is not None
    again = browser.post(address(degree, f"mappings/{second.pk}/end/")).text
    assert "It was ended already." in again


def test_a_unit_is_changed_and_removed(sign_in, bashir, degree, python):
    browser, unit = sign_in(bashir), unit_of(degree)
    mapped(degree, python, bashir)
    path = address(degree, f"units/{unit.pk}/")
    browser.post(path, UNIT | {"credits": "6", "title": "To program"})
    unit.refresh_from_db()
    assert (unit.title, unit.position) == ("To program", 1)
    assert "Something was mapped to the unit" in browser.post(f"{path}remove/", follow=True).text


def test_ada_sees_follows_and_leaves(sign_in, ada, bashir, degree, python):
    mapped(degree, python, bashir)
    put_in_wallet(sign_award(python, person=ada), person=ada, at=NOW)
    browser, path = sign_in(ada), f"/qualifications/{degree.pk}/"
    page = browser.get(f"{path}progress/").text
    assert "4 of 16 ECTS are reached" in page
    assert "Only you see this" in page
    assert "Nobody follows it yet" in sign_in(bashir).get(address(degree, "learners/")).text
    assert "You follow it since" in browser.post(f"{path}follow/", follow=True).text
    page = sign_in(bashir).get(address(degree, "learners/")).text
    assert "Ada" in page
    assert "25 %" in page
    table = sign_in(bashir).get(address(degree, "learners/export/"))
    assert table.headers["Content-Type"].startswith("text/csv")
    assert "Ada,2" in table.content.decode("utf-8-sig")
    assert degree.title in browser.get("/qualifications/").text
    assert "You work toward" in browser.get("/home/").text
    browser.post(f"{path}leave/")
    assert "You work toward" not in browser.get("/home/").text
    assert "Nobody follows it yet" in sign_in(bashir).get(address(degree, "learners/")).text


def test_it_becomes_a_goal_where_skills_are_known(sign_in, ada, bashir, degree, python):
    browser, path = sign_in(ada), f"/qualifications/{degree.pk}/goal/"
    assert "names a skill to aim at" in browser.post(path, follow=True).text
    mapped(degree, python, bashir)
    assert browser.post(path).url == "/goal/"
    assert Goal.objects.get(person=ada).label == degree.title
    assert "My goal" in browser.get("/goal/").text


def test_ada_applies_and_takes_it_back(sign_in, ada, degree, item):
    browser, unit = sign_in(ada), unit_of(degree)
    path = f"/qualifications/{degree.pk}/units/{unit.pk}/apply/"
    assert "Statistics abroad" in browser.get(path).text
    assert "Choose at least one credential." in browser.post(path, {}).text
    page = browser.post(path, {"items": [str(item.pk)], "note": "It is the same"}, follow=True).text
    assert "Waits for a decision" in page
    assert "is exempt already, or an application" in browser.post(path, {"items": [item.pk]}).text
    application = Application.objects.get()
    browser.post(f"/exemptions/{application.pk}/take-back/")
    application.refresh_from_db()
    assert application.state == "taken-back"


def test_nobody_applies_with_what_is_not_theirs(sign_in, dara, degree, item):
    path = f"/qualifications/{degree.pk}/units/{unit_of(degree).pk}/apply/"
    assert "Your wallet is empty" in sign_in(dara).get(path).text
    sign_in(dara).post(path, {"items": [str(item.pk)]})
    assert not Application.objects.exists()


def test_bashir_decides_and_withdraws(sign_in, ada, bashir, degree, application):
    browser = sign_in(bashir)
    home = f"/o/{degree.organisation.slug}/exemptions/"
    assert (
        "1 application for exemption waits" in browser.get(f"/o/{degree.organisation.slug}/").text
    )
    assert "Ada" in browser.get(home).text
    page = browser.get(f"{home}{application.pk}/").text
    assert "Valid now" in page
    assert "It is the same" in page
    decide = f"{home}{application.pk}/decide/"
    assert "This field is required." in browser.post(decide, {}).text
    partly = DECISION | {"outcome": "partly", "credits": "6"}
    assert "cannot be granted for this unit" in browser.post(decide, partly).text
    browser.post(decide, DECISION)
    again = browser.post(decide, DECISION)
    assert again.status_code == 409
    assert "It has been decided already." in again.text
    page = sign_in(ada).get(f"/qualifications/{degree.pk}/progress/").text
    assert "6 exempt" in page
    assert "The same" in page
    assert "Take it back" not in page
    withdraw = f"{home}{application.pk}/withdraw/"
    assert "This field is required." in browser.post(withdraw, {}).text
    page = browser.post(withdraw, {"withdraw-reason": "A mistake"}, follow=True).text
    assert "Withdrawn" in page
    assert "Record the decision" in page
    assert browser.post(withdraw, {"withdraw-reason": "Again"}).status_code == 409


def test_a_manager_reads_and_is_offered_no_decision(sign_in, university, application):
    manager = person("mina")
    join(manager, university, Role.MANAGER)
    page = sign_in(manager).get(f"/o/{university.slug}/exemptions/{application.pk}/").text
    assert "Assessors and registrars decide about it." in page
    assert "Record the decision" not in page


def test_ones_own_application_is_decided_by_another(sign_in, ada, university, application):
    join(ada, university, Role.REGISTRAR)
    browser, path = sign_in(ada), f"/o/{university.slug}/exemptions/{application.pk}/"
    assert "This application is your own." in browser.get(path).text
    assert browser.post(f"{path}decide/", DECISION).status_code == 200
    application.refresh_from_db()
    assert application.state == "waiting"


def test_what_was_revoked_is_shown_to_both(sign_in, ada, bashir, application, award):
    degree = application.unit.qualification
    decide_exemption(application, verdict(), by=bashir, at=NOW)
    home = f"/o/{degree.organisation.slug}/exemptions/"
    assert "To review" not in sign_in(bashir).get(home).text
    revoke([award], reason="It was a mistake", by=None, at=NOW)
    page = sign_in(bashir).get(home).text
    assert "To review" in page
    assert "Revoked" in page
    page = sign_in(ada).get(f"/qualifications/{degree.pk}/progress/").text
    assert "no longer holds (Revoked)" in page


def test_names_are_shown_as_text(sign_in, client, ada, bashir, degree, python):
    degree.title, degree.description = "<b>Bold</b>", "<script>alert(1)</script>"
    degree.save()
    mapped(degree, python, bashir, note="<i>x</i>")
    for page in (
        client.get(f"/qualifications/{degree.pk}/"),
        sign_in(ada).get(f"/qualifications/{degree.pk}/progress/"),
        sign_in(bashir).get(address(degree)),
    ):
        assert "<b>Bold" not in page.text
        assert "<script>alert" not in page.text
        assert "<i>x" not in page.text


def test_search_engines_and_the_organisation_name_it(client, degree, python):
    assert f"/qualifications/{degree.pk}/" in client.get("/sitemap.xml").text
    assert degree.title in client.get(f"/org/{degree.organisation.slug}/").text


def test_credits_are_read_without_needless_zeros(client, degree):
    Qualification.objects.filter(pk=degree.pk).update(total_credits=Decimal("16.50"))
    assert "16.5 ECTS" in client.get(f"/qualifications/{degree.pk}/").text
