"""The pages: ask, open the link, vouch, see it where it belongs, hide it, withdraw it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from testamur_web.ops.outbox import drain
from testamur_web.people.models import Role
from testamur_web.trust import asking, giving, queries
from testamur_web.trust.models import Endorsement, EndorsementRequest
from testamur_web.trust.subjects import Subject
from testamur_web.wallet import services
from testamur_web.wallet.models import Share
from tests.web.conftest import NOW, join, person
from tests.web.trust.conftest import SAID, say

pytestmark = pytest.mark.django_db


def link_in(mails) -> str:
    [mail] = [one for one in mails if "asks you to vouch" in one.subject]
    return re.search(r"http://[^/]+(/endorsements/asked/\S+)", mail.body)[1]


def test_a_link_is_answered_with_an_account_only(client, sign_in, ada, of_award, mailoutbox, item):
    about = f"/endorsements/ask/?about={of_award.name}"
    assert about in sign_in(ada).get(f"/wallet/{item.pk}/").text
    sent = {"whom": "boss@work.example", "note": "From my time at the mill"}
    page = sign_in(ada).post(about, sent, follow=True).text
    assert "boss@work.example" in page
    drain()
    link = link_in(mailoutbox)
    read = client.get(link).text
    assert "From my time at the mill" in read
    assert "make an account first" in read
    assert "What you say" not in read
    answer = client.post(link, {"speaker": "me", "statement": "Hello"})
    assert answer.url.startswith(f"{reverse('account_login')}?next=")
    boss = sign_in(person("boss"))
    said = {"speaker": "me", "statement": "She ran the night shift.", "interest": "Her employer"}
    assert "She ran the night shift." in boss.post(link, said, follow=True).text
    given = Endorsement.objects.get()
    assert (given.organisation, given.by.username) == (None, "boss")
    assert "There is nothing left to answer" in boss.get(link).text
    assert "There is nothing left to answer" in boss.post(link, said).text
    assert Endorsement.objects.count() == 1


def test_a_request_to_an_organisation_waits_for_who_speaks_for_it(
    sign_in, ada, dara, employer, of_award
):
    asked = asking.ask(of_award, whom="Example Employer", by=ada, at=NOW)
    link = f"/endorsements/asked/{asking.token_of(asked)}/"
    assert "asks you to vouch" in sign_in(dara).get(f"/o/{employer.slug}/endorsements/").text
    assert "1 request to vouch" in sign_in(dara).get(f"/o/{employer.slug}/").text
    assert sign_in(person("mona")).get(link).status_code == 404
    form = sign_in(dara).get(link).text
    assert employer.name in form
    assert "My own" not in form
    sign_in(dara).post(link, {"speaker": employer.slug, "statement": SAID})
    assert Endorsement.objects.get().organisation == employer


def test_saying_no_closes_it(sign_in, ada, dara, of_award):
    asked = asking.ask(of_award, whom=dara.email, by=ada, at=NOW)
    link = f"/endorsements/asked/{asking.token_of(asked)}/"
    sign_in(dara).post(link, {"decline": "1"})
    asked.refresh_from_db()
    assert asked.state == EndorsementRequest.State.DECLINED
    page = sign_in(dara).post(link, {"decline": "1"}, follow=True).text
    assert "answered or taken back" in page


def test_a_link_that_was_altered_leads_nowhere(client, ada, of_award):
    asked = asking.ask(of_award, whom="x@people.example", by=ada, at=NOW)
    token = asking.token_of(asked)
    assert client.get(f"/endorsements/asked/{token}/").status_code == 200
    for wrong in (token[:-1], asked.pk.hex, f"{asked.pk.hex}.", "x.y"):
        assert client.get(f"/endorsements/asked/{wrong}/").status_code == 404


def test_a_request_is_taken_back(sign_in, ada, of_award):
    asked = asking.ask(of_award, whom="x@people.example", by=ada, at=NOW)
    page = sign_in(ada).post(f"/endorsements/requests/{asked.pk}/take-back/", follow=True).text
    assert "You ask no longer" in page
    assert "x@people.example" not in page


def test_the_page_of_a_micro_credential_shows_who_vouches(
    client, sign_in, of_version, version, eli, board
):
    page = f"/catalogue/{version.achievement_id}/"
    assert "Nobody has vouched for it here" in client.get(page).text
    about = f"/endorsements/give/?about={of_version.name}"
    said = {"speaker": board.slug, "kind": "endorsement", "statement": SAID, "interest": "None"}
    assert SAID in sign_in(eli).post(about, said, follow=True).text
    seen = client.get(page).text
    assert "Quality Board" in seen
    assert "Checked just now" in seen
    given = Endorsement.objects.get()
    file = client.get(f"/endorsements/{given.pk}/endorsement.json")
    assert file.content.decode() == given.credential
    assert file.headers["Content-Type"] == "application/vc"


def test_an_accreditation_stands_first_and_says_at_once_when_it_lapses(
    client, sign_in, award, university, eli, board
):
    about = f"/endorsements/give/?about=issuer:{university.slug}"
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    said = {"speaker": board.slug, "kind": "accreditation", "statement": "All short courses."}
    refused = sign_in(eli).post(about, said).text
    assert "summary" in refused
    assert not Endorsement.objects.exists()
    sign_in(eli).post(about, said | {"valid_until": day})
    page = client.get(f"/org/{university.slug}/").text
    assert "Accreditation" in page
    assert "Holds" in page
    Endorsement.objects.update(valid_until=timezone.now() - timedelta(seconds=1))
    lapsed = client.get(f"/org/{university.slug}/").text
    assert "Its time is over" in lapsed


def test_only_quality_bodies_are_offered_to_accredit(sign_in, of_version, dara, employer):
    about = f"/endorsements/give/?about={of_version.name}"
    page = sign_in(dara).get(about).text
    assert employer.name in page
    assert "An accreditation" not in page


def test_the_public_page_of_a_credential_shows_it_and_its_text_only_while_shared(
    client, sign_in, of_award, award, ada, dara
):
    given = say(of_award, by=dara, at=timezone.now())
    text = f"/endorsements/{given.pk}/endorsement.json"
    assert client.get(text).status_code == 404
    assert sign_in(dara).get(text).status_code == sign_in(ada).get(text).status_code == 200
    [item] = ada.wallet_items.all()
    share = services.share(ada, [item], kind=Share.Kind.PUBLIC, at=timezone.now())
    assert SAID in client.get(f"/c/{award.pk}/").text
    assert client.get(text).status_code == 200
    services.stop_share(share, by=ada, at=timezone.now())
    assert client.get(text).status_code == 404


def test_behind_a_secret_link_it_is_shown_without_an_address_of_its_own(
    client, of_award, ada, dara
):
    given = say(of_award, by=dara, at=timezone.now())
    [item] = ada.wallet_items.all()
    share = services.share(ada, [item], kind=Share.Kind.SECRET, at=timezone.now())
    page = client.get(f"/s/{share.token}/").text
    assert SAID in page
    assert str(given.pk) + "/endorsement.json" not in page


def test_whoever_it_is_about_can_decline_to_show_it(client, sign_in, of_version, bashir, eli):
    given = say(of_version, by=eli, at=timezone.now())
    page = of_version.href
    assert SAID in client.get(page).text
    listed = sign_in(bashir).post(f"/endorsements/{given.pk}/shown/", {"hide": "1"}, follow=True)
    assert "Not shown" in listed.text
    assert SAID not in client.get(page).text
    assert client.get(f"/endorsements/{given.pk}/endorsement.json").status_code == 404
    sign_in(bashir).post(f"/endorsements/{given.pk}/shown/", {"show": "1"})
    assert SAID in client.get(page).text


def test_whoever_speaks_for_the_organisation_withdraws_what_a_colleague_said(
    client, sign_in, of_version, eli, board
):
    given = say(of_version, by=eli, organisation=board, at=timezone.now())
    colleague = person("mona")
    join(colleague, board, Role.MANAGER)
    address = f"/endorsements/{given.pk}/withdraw/"
    assert "This field is required" in sign_in(colleague).post(address, {"reason": ""}).text
    page = sign_in(colleague).post(address, {"reason": "The exam has changed"}, follow=True).text
    assert "Withdrawn" in page
    seen = client.get(of_version.href).text
    assert "The exam has changed" in seen
    assert "Withdrawn" in seen


def test_what_is_nobodys_to_ask_or_vouch_for_is_not_there(
    sign_in, chen, college, of_award, university, version
):
    browser = sign_in(chen)
    for about in (of_award.name, Subject(version=version).name, "issuer:nobody", "award:x", ""):
        assert browser.get(f"/endorsements/ask/?about={about}").status_code == 404
    for about in (of_award.name, f"issuer:{college.slug}", "version:x", "issuer:", ":", ""):
        assert browser.get(f"/endorsements/give/?about={about}").status_code == 404


def test_ones_own_is_refused_with_one_sentence(sign_in, bashir, of_version):
    about = f"/endorsements/give/?about={of_version.name}"
    page = sign_in(bashir).post(about, {"speaker": "me", "statement": SAID}).text
    assert "Nobody vouches for what is their own." in page


def test_the_instance_forgets_no_word_that_was_withdrawn(of_version, eli):
    given = say(of_version, by=eli)
    giving.withdraw(given, reason="No longer true", by=eli, at=NOW)
    kept = Endorsement.objects.get()
    assert (kept.reason, kept.credential) == ("No longer true", given.credential)
    assert (kept.withdrawn_by, kept.withdrawn_at) == (eli, NOW)


def test_many_voices_do_not_push_an_accreditation_off_the_page(
    monkeypatch, of_version, version, eli, board
):
    monkeypatch.setattr(queries, "MAX_SHOWN", 2)
    until = NOW + timedelta(days=30)
    first = say(of_version, by=eli, organisation=board, is_accreditation=True, valid_until=until)
    for at, name in enumerate(("bo", "cy", "di"), 1):
        say(of_version, by=person(name), at=NOW + timedelta(minutes=at))
    shown = queries.about_version(version, at=NOW + timedelta(hours=1))
    assert [one.speaker for one in shown] == ["Quality Board", "Di"]
    assert shown[0].row == first
