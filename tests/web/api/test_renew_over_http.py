"""Programs list what of a wallet expires soon, and what of an organisation's awards does."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from testamur_web.wallet import services
from tests.web.api.conftest import is_problem
from tests.web.wallet.conftest import publish, sign_award


def test_what_expires_soon_is_listed(program, university, bashir, ada, chen):
    version, now = publish(university), timezone.now()
    award = sign_award(version, valid_until=now + timedelta(days=20))
    sign_award(version, key="other", email="x@x.example", valid_until=now + timedelta(days=200))
    item = services.put_in_wallet(award, person=ada, at=now)
    told = program(ada).get("/wallet/renewals").told
    assert [(one["item"], one["version"]) for one in told["items"]] == [(str(item.pk), 1)]
    assert told["items"][0]["achievement"] == str(version.achievement_id)
    assert program(chen).get("/wallet/renewals").told["total"] == 0
    office = program(bashir, university)
    assert [one["id"] for one in office.get("/awards?days_left=30").told["items"]] == [
        str(award.pk)
    ]
    assert office.get("/awards?days_left=365").told["total"] == 2
    assert is_problem(office.get("/awards?days_left=0"), 422, "request.malformed")
