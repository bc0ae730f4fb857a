"""One page says why to trust an issuer: checks, accreditations, endorsements, register, keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from testamur_web.trust.levels import Checked, end_check, write_check
from testamur_web.trust.subjects import Subject
from testamur_web.verifying.judging import verify
from testamur_web.verifying.sources import Handed
from tests.web.trust.conftest import recognise, say

pytestmark = pytest.mark.django_db


def page_of(client, organisation):
    return client.get(f"/org/{organisation.slug}/trust/")


@pytest.fixture
def accredited(award, university, eli, board):
    now = timezone.now()
    until = now + timedelta(days=90)
    issuer = Subject(issuer=university)
    say(issuer, by=eli, organisation=board, is_accreditation=True, valid_until=until, at=now)
    return issuer


def test_everything_is_there_with_its_days(client, accredited, award, board, dara, employer):
    now, issuer, university = timezone.now(), accredited, accredited.issuer
    say(issuer, by=dara, organisation=employer, said="We hire from there.", at=now)
    recognise(award.version, by=dara, organisation=employer, at=now)
    known = page_of(client, university).context["known"]
    assert [one.speaker for one in known.accreditations] == [board.name]
    assert [one.speaker for one in known.endorsements] == [employer.name]
    assert [one.row.organisation for one in known.accepted] == [employer]
    assert len(known.keys) == 1
    assert [one.row.title for one in page_of(client, employer).context["known"].accepts] == [
        "Python basics"
    ]


def test_checks_stand_with_how_when_and_what_ended(client, version, university, fay):
    now = timezone.now()
    assert "no check of it" in page_of(client, university).text
    said = Checked("legal", "Their entry was read", now.date(), "https://register.example/7")
    row = write_check(university, said, by=fay, at=now)
    page = page_of(client, university).text
    for words in ("Legal identity checked", "Their entry was read", "https://register.example/7"):
        assert words in page
    assert fay.name not in page, "an operator acts for the instance"
    end_check(row, reason="It was struck off", by=fay, at=now)
    assert "It was struck off" in page_of(client, university).text


def test_its_own_word_is_left_out(client, version, university, bashir):
    recognise(version, by=bashir, organisation=university, at=timezone.now())
    assert page_of(client, university).context["known"].accepted == []


def test_who_never_published_nor_signed_is_not_there(client, employer):
    assert page_of(client, employer).status_code == 404


def test_the_fourth_answer_leads_to_it(client, award, university):
    [judged] = verify([Handed("a.json", award.credential.encode())], at=timezone.now())
    assert [one.is_of_trust for one in judged.answers[:4]] == [False, False, False, True]
    read = client.post("/verify/", {"text": award.credential}, follow=True).text
    assert f"/org/{university.slug}/trust/" in read
