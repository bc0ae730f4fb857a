"""A colleague says something good; the person it is about decides who reads it."""

from __future__ import annotations

import pytest
from django.core import mail

from testamur.errors import Conflict, Refused
from testamur_web.employers import nominations
from testamur_web.employers.models import Nomination
from testamur_web.employers.nominations import About
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Person, Role
from testamur_web.people.services import remove_member
from testamur_web.trust.models import EndorsementRequest
from tests.web.conftest import NOW, join, person
from tests.web.programmes.conftest import LAUNCH

pytestmark = pytest.mark.django_db

FEED = "/o/brightworks/feed/"


@pytest.fixture
def max_(works) -> Person:
    somebody = person("max")
    join(somebody, works, Role.EMPLOYEE)
    return somebody


@pytest.fixture
def ada(works) -> Person:
    somebody = person("ada")
    join(somebody, works, Role.EMPLOYEE)
    return somebody


@pytest.fixture
def said(works, ada, max_) -> Nomination:
    about = About(skill="Patience with customers")
    return nominations.nominate(
        works, ada, about=about, text="She stayed until it worked.", by=max_, at=NOW
    )


def test_it_is_said_on_the_page_and_the_person_is_written_to(works, ada, max_, sign_in):
    sent = {"whom": "ada@people.example", "skill": "Patience", "words": "She stayed."}
    page = sign_in(max_).post(f"{FEED}new/", sent, follow=True).text
    assert "Ada is told, and decides whether others read it." in page
    assert "Theirs to decide" in page
    drain()
    [letter] = mail.outbox
    assert letter.to == [ada.email]
    assert "She stayed." in letter.body


def test_nobody_else_reads_it_before_she_agrees(works, ada, max_, mara, said, sign_in):
    assert "until it worked" not in sign_in(mara).get(FEED).text
    browser = sign_in(ada)
    assert "until it worked" in browser.get("/nominations/").text
    assert "1 colleague says something good of you" in browser.get("/home/").text
    browser.post(f"/nominations/{said.pk}/answer/", {"show": "1"})
    assert "until it worked" in sign_in(mara).get(FEED).text


def test_who_said_it_learns_no_refusal(ada, max_, said, sign_in):
    nominations.answer_nomination(said, is_shown=False, at=NOW)
    page = sign_in(max_).get(FEED).text
    assert "Theirs to decide" in page
    assert "Not shown" not in page


@pytest.mark.parametrize("who", ["ada", "max"])
def test_either_withdraws_it_at_once(works, mara, said, sign_in, who):
    nominations.answer_nomination(said, is_shown=True, at=NOW)
    sign_in(Person.objects.get(username=who)).post(f"/nominations/{said.pk}/withdraw/")
    assert "until it worked" not in sign_in(mara).get(FEED).text
    with pytest.raises(Conflict) as told:
        nominations.answer_nomination(said, is_shown=True, at=NOW)
    assert told.value.problem.code == "nomination.closed"


def test_she_changes_her_mind(works, said):
    nominations.answer_nomination(said, is_shown=True, at=NOW)
    nominations.answer_nomination(said, is_shown=False, at=NOW)
    assert not nominations.feed_of(works)


def test_who_said_it_cannot_agree_for_her(max_, said, sign_in):
    sent = sign_in(max_).post(f"/nominations/{said.pk}/answer/", {"show": "1"})
    assert sent.status_code == 404
    said.refresh_from_db()
    assert said.state == "waiting"


def test_who_left_is_not_read_about(works, head, ada, said):
    nominations.answer_nomination(said, is_shown=True, at=NOW)
    remove_member(works, person=ada, by=head, at=NOW)
    assert not nominations.feed_of(works)


def test_nobody_nominates_themselves(works, ada):
    with pytest.raises(Refused) as told:
        nominations.nominate(works, ada, about=About(skill="X"), text="I", by=ada, at=NOW)
    assert told.value.problem.code == "nomination.self"


def test_somebody_of_elsewhere_is_not_found(works, max_, chen):
    for name in ("chen@people.example", "Chen", ""):
        with pytest.raises(Refused) as told:
            nominations.colleague_called(works, name)
        assert told.value.problem.code == "member.unknown"


def test_two_of_one_name_are_told_apart_by_their_address(works, max_, ada):
    Person.objects.filter(pk=max_.pk).update(name="Ada")
    with pytest.raises(Refused):
        nominations.colleague_called(works, "ada")
    assert nominations.colleague_called(works, "ADA@people.example") == ada


def test_not_too_many_wait_at_a_time(works, ada, max_):
    for _each in range(nominations.MOST_WAITING):
        nominations.nominate(works, ada, about=About(skill="X"), text="Y", by=max_, at=NOW)
    with pytest.raises(Refused) as told:
        nominations.nominate(works, ada, about=About(skill="X"), text="Y", by=max_, at=NOW)
    assert told.value.problem.code == "nomination.too-many"


def test_it_becomes_a_request_to_vouch(works, ada, course, earn, said, sign_in):
    award = earn("ada", at=LAUNCH)
    page = (
        sign_in(ada)
        .post(f"/nominations/{said.pk}/ask/", {"award": str(award.pk)}, follow=True)
        .text
    )
    assert "They are asked." in page
    asked = EndorsementRequest.objects.get()
    assert (asked.email, asked.award) == ("max@people.example", award)
    assert asked.note == "She stayed until it worked."


def test_an_award_of_others_is_not_asked_about(ada, max_, course, earn, said, sign_in):
    award = earn("max", at=LAUNCH)
    browser = sign_in(ada)
    for sent in (str(award.pk), "x", ""):
        browser.post(f"/nominations/{said.pk}/ask/", {"award": sent})
    assert not EndorsementRequest.objects.exists()
    other = sign_in(max_).post(f"/nominations/{said.pk}/ask/", {"award": str(award.pk)})
    assert other.status_code == 404


def test_a_micro_credential_leads_to_its_open_cohorts(works, ada, max_, course, bashir, sign_in):
    from testamur_web.learning import services as learning

    learning.open_cohort(course, name="Autumn", by=bashir, at=NOW)
    nominations.nominate(
        works, ada, about=About(achievement=course.achievement), text="Good.", by=max_, at=NOW
    )
    page = sign_in(ada).get("/nominations/").text
    assert "You can enrol now" in page
    assert "Autumn" in page
