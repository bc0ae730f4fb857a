"""A holder notes where they used a credential; a supervisor confirms it by link."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur_web.learning.models import Attestation, AttestationRequest
from testamur_web.learning.services import Supervisor
from testamur_web.ops import outbox
from testamur_web.plans.proven import wallet_state
from testamur_web.wallet import services
from testamur_web.wallet.models import Use
from testamur_web.wallet.reading import read_credential
from testamur_web.wallet.uses import confirmed_uses, uses_by, uses_of
from tests.web.conftest import NOW, person
from tests.web.wallet.conftest import publish, sign_award

pytestmark = pytest.mark.django_db

PYTHON = "http://data.europa.eu/esco/skill/python"
TESTING = "http://data.europa.eu/esco/skill/testing"
MARIA = Supervisor("Maria Lang", "maria@town.example", "Town of Hall", "manager")
OUTCOMES = [
    {"verb": "write", "skill": "Python", "skill_uri": PYTHON, "framework": "ESCO"},
    {"verb": "test", "skill": "software", "skill_uri": TESTING, "framework": "ESCO"},
]


@pytest.fixture
def skilled(university, ada):
    """An award that names two skills, in Ada's wallet."""
    version = publish(university, "Tested Python")
    version.content |= {"outcomes": OUTCOMES}
    version.save()
    award = sign_award(version, key="skilled")
    return services.put_in_wallet(award, person=ada, at=NOW)


def note(item, ada, *, used_on=date(2026, 5, 20), text="Cleaned the register.", skills=()):
    at = timezone.now()
    return services.note_use(item, used_on=used_on, text=text, skills=skills, by=ada, at=at)


def confirm(use, ada, *, answer="yes"):
    services.ask_about_use(use, supervisor=MARIA, by=ada, at=timezone.now())
    outbox.drain()
    letter = [one for one in mail.outbox if "/attest/" in one.body][-1]
    link = re.search(r"http://[^/]+(/attest/\S+)", letter.body)[1]
    Client().post(link, {"answer_0": answer, "name": "Maria Lang", "stated": "on"})
    return link


def test_a_use_is_noted_on_a_page(skilled, ada, sign_in):
    browser = sign_in(ada)
    sent = {"used_on": "2026-05-20", "text": "Cleaned the register.", "skills": [PYTHON]}
    assert browser.post(f"/wallet/{skilled.pk}/uses/new/", sent).url == f"/wallet/{skilled.pk}/"
    use = Use.objects.get()
    assert use.skills == [PYTHON]
    assert "Cleaned the register." in browser.get(f"/wallet/{skilled.pk}/").content.decode()


def test_without_a_choice_it_is_of_all_skills(skilled, ada):
    assert note(skilled, ada).skills == [PYTHON, TESTING]


def test_a_credential_without_skills_is_used_as_a_whole(item, ada, sign_in):
    page = sign_in(ada).get(f"/wallet/{item.pk}/uses/new/").content.decode()
    assert "Which skills" not in page
    assert note(item, ada).skills == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"used_on": date(2026, 4, 30)}, "use.day-refused"),
        ({"used_on": date(2199, 1, 1)}, "use.day-refused"),
        ({"text": " \n"}, "use.nothing-said"),
        ({"text": "x" * 4001}, "text.too-long"),
        ({"skills": ["http://data.europa.eu/esco/skill/flying"]}, "use.skill-unknown"),
    ],
)
def test_a_use_that_cannot_be_is_refused(skilled, ada, wrong, code):
    with pytest.raises(Refused) as refused:
        note(skilled, ada, **wrong)
    assert refused.value.problem.code == code


def test_uses_are_bounded(skilled, ada, monkeypatch):
    monkeypatch.setattr("testamur_web.wallet.services.using._MOST_USES", 1)
    note(skilled, ada)
    with pytest.raises(Refused) as refused:
        note(skilled, ada)
    assert refused.value.problem.code == "use.too-many"


def test_nobody_else_sees_them(skilled, ada, bashir, sign_in):
    use = note(skilled, ada)
    for address in (f"/wallet/{skilled.pk}/", f"/wallet/{skilled.pk}/uses/{use.pk}/ask/"):
        assert sign_in(bashir).get(address).status_code == 404
    services.share(ada, [skilled], kind="public", at=NOW)
    public = Client().get(f"/c/{skilled.award_id}/").content.decode()
    assert "Cleaned the register." not in public


def test_a_confirmed_use_is_told_by_credential_and_skill(skilled, ada):
    confirm(note(skilled, ada, used_on=date(2026, 5, 10), skills=[TESTING]), ada)
    confirm(note(skilled, ada, used_on=date(2026, 5, 20), skills=[PYTHON]), ada)
    note(skilled, ada, used_on=date(2026, 5, 30))
    [(credential, found)] = confirmed_uses(ada, at=timezone.now()).items()
    assert credential == f"urn:uuid:{skilled.award_id}"
    assert credential == read_credential(skilled.credential).id
    assert found.award == skilled.award_id
    assert found.used_on == date(2026, 5, 20)
    assert found.skills == {TESTING: date(2026, 5, 10), PYTHON: date(2026, 5, 20)}
    assert found.confirmed_at == Attestation.objects.order_by("answered_at").last().answered_at


def test_what_is_waiting_or_refused_or_later_is_not_told(skilled, ada):
    services.ask_about_use(note(skilled, ada), supervisor=MARIA, by=ada, at=timezone.now())
    confirm(note(skilled, ada), ada, answer="no")
    assert confirmed_uses(ada, at=timezone.now()) == {}
    confirm(note(skilled, ada), ada)
    assert confirmed_uses(ada, at=timezone.now() - timedelta(hours=1)) == {}
    assert len(confirmed_uses(ada, at=timezone.now())) == 1


def test_each_person_has_their_own(skilled, ada):
    confirm(note(skilled, ada), ada)
    assert confirmed_uses(person("mei"), at=timezone.now()) == {}


def test_the_supervisor_sees_the_use_and_nothing_else(skilled, ada):
    use = note(skilled, ada, used_on=date(2026, 5, 20))
    note(skilled, ada, text="A secret of mine.")
    link = confirm(use, ada)
    page = Client().get(link).content.decode()
    assert "Used “Tested Python” at work on 20 May 2026" in page
    assert "Cleaned the register." in page
    for hidden in (ada.email, "A secret of mine."):
        assert hidden not in page


def test_one_supervisor_is_asked_at_a_time(skilled, ada):
    use = note(skilled, ada)
    first = services.ask_about_use(use, supervisor=MARIA, by=ada, at=timezone.now())
    with pytest.raises(Conflict) as refused:
        services.ask_about_use(use, supervisor=MARIA, by=ada, at=timezone.now())
    assert refused.value.problem.code == "use.asked-already"
    later = timezone.now() + timedelta(days=31)
    again = services.ask_about_use(use, supervisor=MARIA, by=ada, at=later)
    assert list(AttestationRequest.objects.all()) == [again] != [first]
    assert not uses_of(skilled, at=later)[0].may_be_asked


def test_a_supervisor_is_asked_on_a_page(skilled, ada, sign_in):
    use = note(skilled, ada)
    sent = {
        "rows": [str(use.pk)],
        "name": "Maria Lang",
        "email": "maria@town.example",
        "organisation": "Hall",
        "relation": "client",
    }
    browser = sign_in(ada)
    answer = browser.post(f"/wallet/{skilled.pk}/uses/{use.pk}/ask/", sent)
    page = browser.get(answer.url).content.decode()
    assert "Maria Lang" in page
    assert f"/wallet/{skilled.pk}/" in page


def test_removing_a_use_forgets_what_was_said(skilled, ada, sign_in):
    use = note(skilled, ada)
    link = confirm(use, ada)
    browser = sign_in(ada)
    assert browser.post(f"/wallet/{skilled.pk}/uses/{use.pk}/remove/").status_code == 302
    assert not Use.objects.exists()
    assert not AttestationRequest.objects.exists()
    assert not Attestation.objects.exists()
    assert Client().get(link).status_code == 404
    assert list(uses_by(ada)) == []


def test_what_stands_for_a_wallet_changes_with_uses_and_reads_no_credential(skilled, ada):
    def stands_for(at):
        with CaptureQueriesContext(connection) as asked:
            found = wallet_state(ada, at=at)
        assert not [one["sql"] for one in asked if '"credential"' in one["sql"]]
        return found, len(asked)

    before, queries = stands_for(timezone.now())
    uses = [note(skilled, ada) for _turn in range(3)]
    noted, _queries = stands_for(timezone.now())
    confirm(uses[0], ada)
    now = timezone.now()
    confirmed, more_queries = stands_for(now)
    assert stands_for(now - timedelta(days=1))[0] == noted
    for use in uses:
        services.remove_use(use, by=ada, at=now)
    assert len({before, noted, confirmed}) == 3
    assert stands_for(now)[0] == before
    assert more_queries == queries
