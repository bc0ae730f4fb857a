"""The fourth answer of the verify page: who trusts the issuer, why, and what has lapsed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from testamur_web.trust import giving
from testamur_web.trust.models import Endorsement
from testamur_web.trust.subjects import Subject
from testamur_web.verifying.judging import verify
from testamur_web.verifying.sources import Handed
from tests.web.conftest import NOW, person
from tests.web.trust.conftest import SAID, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def fourth(award):
    """The fourth answer on Ada's credential."""

    def answer(at=NOW) -> str:
        [judged] = verify([Handed("ada.json", award.credential.encode())], at=at)
        return judged.answers[3].sentence

    return answer


def test_accreditation_and_its_lapse_are_told_at_once(fourth, award, university, eli, board):
    until = NOW + timedelta(days=30)
    assert fourth().endswith("has its account on this instance.")
    issuer = Subject(issuer=university)
    say(issuer, by=eli, organisation=board, is_accreditation=True, valid_until=until)
    assert "Example University is accredited by Quality Board until 31 May 2026." in fourth()
    told = fourth(until + timedelta(seconds=1))
    assert "is accredited by" not in told
    assert "The accreditation of Example University by Quality Board ended on" in told


def test_a_withdrawn_accreditation_of_the_achievement_is_told_with_its_reason(
    fourth, of_version, eli, board
):
    until = NOW + timedelta(days=30)
    given = say(of_version, by=eli, organisation=board, is_accreditation=True, valid_until=until)
    assert "Python basics (version 1) is accredited by Quality Board" in fourth()
    giving.withdraw(given, reason="The exam has changed", by=eli, at=NOW)
    assert "Quality Board withdrew its accreditation of Python basics (version 1)" in fourth()
    assert "The exam has changed." in fourth()
    Endorsement.objects.update(hidden_at=NOW)
    assert "accreditation" not in fourth()


def test_endorsements_are_told_by_name_while_they_stand(fourth, of_version, eli, board):
    first = say(of_version, by=eli, organisation=board)
    assert "Endorsed here by Quality Board." in fourth()
    for name in ("bo", "cy", "di"):
        say(of_version, by=person(name))
    assert "and 1 more." in fourth()
    giving.withdraw(first, reason="Not so", by=eli, at=NOW)
    assert "Quality Board" not in fourth()


def test_what_is_not_that_very_award_borrows_nothing(award, of_version, eli, board):
    say(of_version, by=eli, organisation=board)
    forged = award.credential.replace("Ada Example", "Eve Example")
    [judged] = verify([Handed("eve.json", forged.encode())], at=NOW)
    assert "Endorsed" not in judged.answers[3].sentence


def test_an_endorsement_that_is_handed_over_says_who_says_what_of_what(
    of_version, of_award, eli, board, dara
):
    words = [say(of_version, by=eli, organisation=board), say(of_award, by=dara)]
    handed = [Handed(f"{at}.json", one.credential.encode()) for at, one in enumerate(words)]
    first, second = verify(handed, at=NOW)
    assert first.sentence == (
        f"Quality Board signs this about Python basics (version 1): “{SAID}” "
        "Said by Quality Board, which signs it."
    )
    assert second.sentence.startswith("Testamur signs this about one person's credential: “")
    assert "Said by Dara" in second.sentence
    assert "Ada" not in second.sentence
    giving.withdraw(words[0], reason="Not so", by=eli, at=NOW)
    [ended] = verify(handed[:1], at=NOW)
    assert ended.state == "revoked"
