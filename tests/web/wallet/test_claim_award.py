"""Ada takes an award into her wallet by its link or its code; nobody else does after her."""

import pytest

from testamur.errors import Conflict, Refused
from testamur_web.ops.models import TrailEntry
from testamur_web.people.tokens import hash_of
from testamur_web.wallet import secrets, services
from testamur_web.wallet.models import Claim, Item
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


def test_the_link_puts_the_award_into_her_wallet(award, claim_link, ada):
    item = services.claim(claim_link, person=ada, at=NOW)
    award.refresh_from_db()
    assert (item.holder, item.award, award.holder) == (ada, award, ada)
    assert item.credential == award.credential
    assert award.claim.claimed_at == NOW
    assert TrailEntry.objects.get(verb="award.claim").actor == ada.pk


@pytest.mark.parametrize("typed", [str, str.lower, secrets.shown_code, lambda code: f" {code} "])
def test_the_code_does_too_however_it_is_typed(award, claim_link, ada, typed):
    assert services.claim(typed(award.claim.code), person=ada, at=NOW).award == award


def test_letters_that_are_mistaken_for_digits_are_read_as_those():
    assert secrets.plain_code("oil00-00000") == "0110000000"


def test_claiming_twice_finds_the_same_item(claim_link, ada):
    first = services.claim(claim_link, person=ada, at=NOW)
    assert services.claim(claim_link, person=ada, at=NOW) == first
    assert TrailEntry.objects.filter(verb="award.claim").count() == 1


def test_nobody_else_claims_what_is_claimed(award, claim_link, ada, dara):
    services.claim(claim_link, person=ada, at=NOW)
    with pytest.raises(Conflict) as refused:
        services.claim(claim_link, person=dara, at=NOW)
    assert refused.value.problem.code == "claim.taken"
    assert list(Item.objects.values_list("holder", flat=True)) == [ada.pk]


@pytest.mark.parametrize("guess", ["", "nothing", "00000-00000", "0" * 64, "\ud800", "ab" * 5000])
def test_what_leads_nowhere_is_refused(claim_link, ada, guess):
    with pytest.raises(Refused) as refused:
        services.claim(guess, person=ada, at=NOW)
    assert refused.value.problem.code == "claim.unknown"


def test_an_award_that_is_not_signed_yet_cannot_be_claimed(award, claim_link, ada):
    type(award).objects.update(issued_at=None, credential="")
    with pytest.raises(Refused):
        services.claim(claim_link, person=ada, at=NOW)


def test_the_database_holds_no_link(award, claim_link):
    row = Claim.objects.values().get()
    assert claim_link not in map(str, row.values())
    assert row["token_hash"] == hash_of(claim_link)


def test_making_a_claim_again_gives_the_same_link(award, claim_link):
    again, token = services.make_claim(award, at=NOW)
    assert (again, token) == (award.claim, claim_link)


def test_a_link_ends_when_the_secret_of_the_instance_changed(award, claim_link, ada, settings):
    settings.KEY_SECRET = "another"
    _, token = services.make_claim(award, at=NOW)
    assert token != claim_link
    with pytest.raises(Refused):
        services.claim(claim_link, person=ada, at=NOW)
    assert services.claim(token, person=ada, at=NOW).award == award


def test_two_awards_never_share_a_code(version, award, claim_link, monkeypatch):
    from tests.web.wallet.conftest import sign_award

    taken = award.claim.code
    monkeypatch.setattr(
        secrets, "code_of", lambda _award, attempt=0: taken if attempt < 2 else "ANOTHER123"
    )
    other, _ = services.make_claim(sign_award(version, name="Another"), at=NOW)
    assert other.code == "ANOTHER123"


def test_two_who_press_at_the_same_moment_do_not_both_get_it(award, claim_link, ada, dara):
    read_before = services.find_claim(claim_link).award
    services.claim(claim_link, person=ada, at=NOW)
    with pytest.raises(Conflict):
        services.put_in_wallet(read_before, person=dara, at=NOW)
    assert Item.objects.count() == 1
