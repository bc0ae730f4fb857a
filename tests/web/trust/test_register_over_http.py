"""Programs search the register, and write it for the organisation that their token acts for."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from testamur_web.catalogue.addresses import achievement_url
from tests.web.api.conftest import is_problem, program
from tests.web.trust.conftest import recognise
from tests.web.wallet.conftest import publish

pytestmark = pytest.mark.django_db

__all__ = ["program"]

OWN = "/organisation/recognition"


def ask(reader, path, **wanted):
    return reader.get(f"{path}?{urlencode(wanted)}")


def said(version, **more):
    return {
        "address": achievement_url(version.achievement),
        "accepted_as": "equivalent",
        "terms": "The same outcomes",
        "begins_on": timezone.now().date().isoformat(),
    } | more


def test_an_equivalent_is_signed_asked_for_and_withdrawn_with_notice(
    program, version, college, chen
):
    staff = program(chen, college)
    own = achievement_url(publish(college, "Programming one").achievement)
    given = staff.post(OWN, said(version, equal_to=own))
    assert given.status_code == 201
    assert given.told["state"] == "holds"
    assert given.told["credential"]["name"] == "Recognition"
    reader, path = program(), "/recognition/equivalents"
    equivalents = ask(reader, path, address=own)
    assert equivalents.told["recognised"] == [achievement_url(version.achievement)]
    assert is_problem(
        staff.post(OWN, said(version, equal_to=own)), 409, "recognition.given-already"
    )
    on = (timezone.now().date() + timedelta(days=30)).isoformat()
    at = f"{OWN}/{given.told['id']}/withdraw"
    ended = staff.post(at, {"on": on, "reason": "A new syllabus"}).told
    assert (ended["state"], ended["withdrawn_on"]) == ("ending", on)
    later = ask(reader, path, address=own, at=f"{on}T00:00:00Z")
    assert later.told["recognised"] == []
    [found] = ask(reader, "/recognition", q="python").told["items"]
    assert found == reader.get(f"/recognition/{found['id']}").told


def test_what_others_issue_is_no_equivalent_of_ones_own(
    program, version, college, chen, university
):
    theirs = publish(university, "Programming one")
    wanted = said(version, equal_to=achievement_url(theirs.achievement))
    assert is_problem(program(chen, college).post(OWN, wanted), 404, "http.not-found")


def test_what_others_said_is_not_there_to_withdraw(program, version, college, chen, dara, employer):
    staff = program(chen, college)
    row = recognise(version, by=dara, organisation=employer)
    end = {"on": timezone.now().date().isoformat(), "reason": "Not mine"}
    assert is_problem(staff.post(f"{OWN}/{row.pk}/withdraw", end), 404, "http.not-found")


def test_the_list_holds_what_holds_then(program, version, dara, employer):
    now = timezone.now()
    ends = now.date() - timedelta(days=1)
    recognise(
        version,
        by=dara,
        organisation=employer,
        begins_on=ends - timedelta(days=9),
        ends_on=ends,
    )
    reader, path = program(), "/recognition"
    assert reader.get(path).told["total"] == 0
    assert ask(reader, path, past="true").told["total"] == 1
    then = ask(reader, path, at=f"{ends}T12:00:00Z", organisation=employer.slug)
    assert then.told["total"] == 1
    assert ask(reader, path, accepted_as="friend").status_code == 422
