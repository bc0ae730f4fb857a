"""The law of withdrawn words: from that moment on they count in no place where they counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from testamur_web.trust import giving, queries
from testamur_web.trust.comparing import compare
from testamur_web.trust.subjects import Subject
from testamur_web.verifying.judging import verify
from testamur_web.verifying.sources import Handed
from tests.web.api.conftest import program
from tests.web.trust.conftest import say
from tests.web.wallet.conftest import publish

pytestmark = pytest.mark.django_db

__all__ = ["program"]


@pytest.fixture
def places(program, item, award, version, university, ada):
    """Each place where a word about the version or its issuer counts: whether it does now."""
    other = publish(university, "Welding")
    asked = f"/comparison?achievement={version.achievement_id}&achievement={other.achievement_id}"

    def look() -> dict[str, bool]:
        now = timezone.now()
        [one] = compare([version], at=now)
        told = program().get(asked).told[0]
        [judged] = verify([Handed("ada.json", award.credential.encode())], at=now)
        fourth = judged.answers[3].sentence
        trust = Client().get(f"/org/{university.slug}/trust/").context["known"]
        page = Client().get(f"/catalogue/{version.achievement_id}/").context
        return {
            "confidence": bool(queries.counted_for(ada, at=now)),
            "comparison": bool(one.endorsements) and one.weight == 1,
            "comparison, accredited": bool(one.accreditations),
            "API": told["endorsements"] > 0 and told["endorsement_weight"] == 1,
            "API, accredited": bool(told["accreditations"]),
            "fourth answer": "Endorsed here by" in fourth,
            "fourth answer, accredited": "is accredited by" in fourth,
            "page": any(one.state == "valid" for one in page["vouched"]),
            "trust page": any(one.state == "valid" for one in trust.endorsements),
            "trust page, accredited": any(one.state == "valid" for one in trust.accreditations),
        }

    return look


def test_a_withdrawn_word_counts_in_none_of_them(places, of_version, dara, employer, eli, board):
    now, issuer = timezone.now(), Subject(issuer=of_version.owner)
    until = now + timedelta(days=90)
    assert not any(places().values())
    words = [
        (say(of_version, by=dara, organisation=employer, at=now), dara),
        (say(issuer, by=dara, organisation=employer, at=now), dara),
        (
            say(
                issuer,
                by=eli,
                organisation=board,
                is_accreditation=True,
                valid_until=until,
                at=now,
            ),
            eli,
        ),
    ]
    counting = places()
    assert all(counting.values()), counting
    for word, by in words:
        giving.withdraw(word, reason="It was not so", by=by, at=timezone.now())
    after = places()
    assert not any(after.values()), after
