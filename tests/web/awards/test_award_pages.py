"""Registrars find, give, change and correct awards in the browser."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from testamur_web.awards.models import Award
from testamur_web.awards.services import revoke, rotate_key
from tests.web.awards.conftest import awarded, published
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(bashir, sign_in, university):
    client = sign_in(bashir)

    def address(name, **arguments):
        return reverse(f"issuer-{name}", kwargs={"slug": university.slug, **arguments})

    client.address = address
    return client


def test_awards_are_found_by_words_and_state(page, version):
    awarded(version)
    gone = awarded(version, key="two", name="Chidi Okafor", email="chidi@people.example")
    revoke([gone], reason="Mistake", by=None, at=NOW)
    everything = page.get(page.address("list-awards")).content.decode()
    assert "Ada Nowak" in everything
    assert "Chidi Okafor" in everything
    found = page.get(page.address("list-awards"), {"q": "ada"}).content.decode()
    assert "Ada Nowak" in found
    assert "Chidi" not in found
    revoked = page.get(page.address("list-awards"), {"state": "revoked"}).content.decode()
    assert "Ada Nowak" not in revoked
    assert "Chidi Okafor" in revoked
    nothing = page.get(page.address("list-awards"), {"q": "zebra", "achievement": "x"})
    assert "No award fits" in nothing.content.decode()


def test_what_expires_soon_is_found(page, version):
    now = timezone.now()
    for days, name in [(20, "Ada Nowak"), (80, "Chidi Okafor"), (-3, "Grace Hopper")]:
        awarded(version, key=name, name=name, valid_until=now + timedelta(days=days))
    gone = awarded(version, key="x", name="Olga", valid_until=now + timedelta(days=9))
    revoke([gone], reason="Mistake", by=None, at=NOW)
    awarded(version, key="for ever", name="Mei")

    def found(days):
        told = page.get(page.address("list-awards"), {"days_left": days}).context["lines"]
        return {line.award.recipient_name for line in told}

    assert found("30") == {"Ada Nowak"}
    assert found("90") == {"Ada Nowak", "Chidi Okafor"}
    assert len(found("")) == len(found("nonsense")) == 5
    assert (
        "1 award is affected"
        in page.get(
            page.address("change-awards") + "?verb=revoke&all=1&days_left=30"
        ).content.decode()
    )


def test_what_one_key_signed_is_found(page, version, university, bashir):
    old = awarded(version)
    rotate_key(old.key, by=bashir, at=NOW)
    awarded(version, key="new", name="Chidi Okafor")
    told = page.get(page.address("list-awards"), {"key": str(old.key_id)}).content.decode()
    assert "Ada Nowak" in told
    assert "Chidi" not in told
    chosen = f"{page.address('change-awards')}?verb=revoke&all=1&key={old.key_id}"
    assert "1 award is affected" in page.get(chosen).content.decode()


def test_long_lists_have_pages(page, version):
    first = awarded(version)
    Award.objects.bulk_create(
        Award(
            id=uuid4(),
            organisation=first.organisation,
            award_key=f"k{n}",
            version=version,
            recipient_name=f"Learner {n:03}",
            awarded_at=NOW,
        )
        for n in range(60)
    )
    told = page.get(page.address("list-awards"), {"q": "learner"}).content.decode()
    assert "Page 1 of 2" in told
    assert "q=learner&amp;page=2" in told


def test_an_award_tells_its_verdict_and_history(page, version):
    award = awarded(version, awarded_at=NOW, at=NOW)
    revoke([award], reason="Copied from a neighbour", by=None, at=NOW)
    told = page.get(page.address("show-award", award=award.pk)).content.decode()
    assert "Copied from a neighbour" in told
    assert "Checked just now" in told
    assert "revoked" in told


def fields(version, **more):
    return {
        "version": version.pk,
        "name": "Ada Nowak",
        "email": "ada@people.example",
        "awarded_on": "2026-05-01",
        "key": "11111111-2222-4333-8444-555555555555",
    } | more


def test_one_person_is_awarded(page, version):
    sent = page.post(page.address("give-award"), fields(version, grade="A"))
    award = Award.objects.get()
    assert sent.headers["Location"] == page.address("show-award", award=award.pk)
    assert award.credential
    assert award.facts == {"grade": "A"}
    assert award.created_by.username == "bashir"


def test_sending_the_form_twice_awards_once(page, version):
    for _ in range(2):
        assert page.post(page.address("give-award"), fields(version)).status_code == 302
    assert Award.objects.count() == 1


def test_who_has_it_already_is_asked_about(page, version):
    page.post(page.address("give-award"), fields(version))
    again = fields(version, key=str(uuid4()))
    told = page.post(page.address("give-award"), again)
    assert told.status_code == 200
    assert "was given this on 2026-05-01" in told.content.decode()
    assert page.post(page.address("give-award"), again | {"again": "on"}).status_code == 302
    assert Award.objects.count() == 2


def test_what_cannot_be_awarded_is_told(page, version):
    told = page.post(page.address("give-award"), fields(version, awarded_on="2036-01-01"))
    assert "lies in the future" in told.content.decode()
    assert not Award.objects.exists()


def test_idor_002_an_achievement_of_others_cannot_be_awarded(page, version, college):
    """IDOR-002: with the address of one issuer and the achievement of another."""
    foreign = published(college)
    told = page.post(page.address("give-award"), fields(foreign))
    assert told.status_code == 200
    assert not Award.objects.exists()


def test_who_is_affected_is_shown_before_anything_happens(page, version):
    award = awarded(version)
    chosen = f"{page.address('change-awards')}?verb=revoke&award={award.pk}"
    told = page.get(chosen).content.decode()
    assert "1 award is affected" in told
    assert "Ada Nowak" in told
    award.refresh_from_db()
    assert award.revoked_at is None
    done = page.post(chosen, {"reason": "Mistake", "expected": 1})
    assert done.status_code == 302
    award.refresh_from_db()
    assert award.revoked_at is not None
    assert award.status_changes.get().reason == "Mistake"


def test_all_that_are_found_are_suspended_and_reinstated(page, version):
    for n in range(3):
        awarded(version, key=f"k{n}", name=f"Learner {n}")
    awarded(version, key="other", name="Somebody Else")
    chosen = page.address("change-awards") + "?verb={}&all=1&q=learner"
    page.post(chosen.format("suspend"), {"reason": "Inquiry", "expected": 3})
    assert Award.objects.filter(suspended_at__isnull=False).count() == 3
    page.post(chosen.format("reinstate"), {"reason": "Cleared", "expected": 3})
    assert Award.objects.filter(suspended_at__isnull=False).count() == 0


def test_what_changed_meanwhile_is_shown_again(page, version):
    awarded(version)
    chosen = page.address("change-awards") + "?verb=revoke&all=1"
    told = page.post(chosen, {"reason": "Mistake", "expected": 7})
    assert told.status_code == 200
    assert "Something changed meanwhile" in told.content.decode()
    assert not Award.objects.filter(revoked_at__isnull=False).exists()


def test_a_change_without_a_reason_is_refused(page, version):
    award = awarded(version)
    chosen = f"{page.address('change-awards')}?verb=revoke&award={award.pk}"
    assert page.post(chosen, {"reason": "", "expected": 1}).status_code == 200
    assert not Award.objects.filter(revoked_at__isnull=False).exists()


def test_idor_007_one_foreign_award_stops_the_whole_request(page, version, college):
    """IDOR-007: nothing is changed where one id of many is another organisation's."""
    own, foreign = awarded(version), awarded(published(college), key="foreign")
    chosen = f"{page.address('change-awards')}?verb=revoke&award={own.pk}&award={foreign.pk}"
    assert page.post(chosen, {"reason": "Mistake", "expected": 2}).status_code == 404
    assert not Award.objects.filter(revoked_at__isnull=False).exists()


def test_all_means_all_of_ones_own(page, version, college):
    awarded(version)
    awarded(published(college), key="foreign")
    chosen = page.address("change-awards") + "?verb=revoke&all=1"
    page.post(chosen, {"reason": "Mistake", "expected": 1})
    assert [award.organisation.slug for award in Award.objects.filter(revoked_at=None)] == [
        college.slug
    ]


@pytest.mark.parametrize("query", ["", "?verb=revoke", "?verb=erase&all=1"])
def test_nothing_chosen_changes_nothing(page, version, query):
    awarded(version)
    assert page.post(page.address("change-awards") + query, {"reason": "x"}).status_code == 302
    assert page.get(page.address("change-awards") + "?verb=revoke&award=x").status_code == 404
    assert not Award.objects.filter(revoked_at__isnull=False).exists()


def test_a_wrong_name_is_corrected(page, version):
    award = awarded(version)
    address = page.address("correct-award", award=award.pk)
    assert "Ada Nowak" in page.get(address).content.decode()
    stated = {
        "name": "Ada Nowak-Kim",
        "email": "ada@people.example",
        "awarded_on": "2026-05-01",
        "reason": "Name changed",
    }
    assert page.post(address, stated).status_code == 302
    new = award.replaced_by.get()
    assert new.recipient_name == "Ada Nowak-Kim"
    assert new.awarded_at == award.awarded_at
    award.refresh_from_db()
    assert award.revoked_at is not None
    told = page.post(address, stated)
    assert "was replaced before" in told.content.decode()


@pytest.mark.parametrize("name", ["show-award", "correct-award"])
def test_another_organisations_award_is_not_there(page, college, name):
    foreign = awarded(published(college))
    assert page.get(page.address(name, award=foreign.pk)).status_code == 404
