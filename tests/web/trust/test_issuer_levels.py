"""What an operator checked of an issuer stands with how, when and by whom, until it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from testamur.errors import Conflict, Refused
from testamur_web.ops.models import TrailEntry
from testamur_web.trust.levels import Checked, checks_of, end_check, write_check
from testamur_web.trust.models import IssuerCheck
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TODAY = NOW.date()


def checked(university, fay, **more):
    said = {"level": "legal", "how": "Their entry was read", "checked_on": TODAY}
    return write_check(university, Checked(**said | more), by=fay, at=NOW)


def test_it_holds_until_its_last_day(university, fay):
    row = checked(university, fay, ends_on=TODAY + DAY, source="https://register.example/7")
    assert (row.checked_by, row.source) == (fay, "https://register.example/7")
    for days, holds in ((0, True), (1, True), (2, False)):
        [found] = checks_of(university, at=NOW + days * DAY)
        assert found.holds is holds
    assert TrailEntry.objects.filter(verb="issuer-check.write", tenant=university.pk).exists()


def test_it_is_ended_once_with_a_reason_and_stays_to_be_read(university, fay):
    row = checked(university, fay)
    kept = checked(university, fay, level="domain")
    with pytest.raises(Refused) as silent:
        end_check(row, reason=" ", by=fay, at=NOW)
    assert silent.value.problem.code == "text.empty"
    end_check(row, reason="It was struck off", by=fay, at=NOW)
    with pytest.raises(Conflict) as again:
        end_check(row, reason="Again", by=fay, at=NOW)
    assert again.value.problem.code == "issuer-check.ended"
    found = checks_of(university, at=NOW)
    assert [(one.row.pk, one.holds) for one in found] == [(kept.pk, True), (row.pk, False)]
    assert found[1].row.reason == "It was struck off"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"level": "friend"}, "value.unknown-choice"),
        ({"how": ""}, "text.empty"),
        ({"checked_on": TODAY + DAY}, "value.contradiction"),
        ({"ends_on": TODAY - DAY}, "value.contradiction"),
        ({"source": "the town hall"}, "document.relative-iri"),
    ],
)
def test_what_makes_no_sense_is_refused(more, code, university, fay):
    with pytest.raises(Refused) as refused:
        checked(university, fay, **more)
    assert refused.value.problem.code == code


def test_an_operator_writes_it_down_and_ends_it(sign_in, university, fay):
    path = f"/operator/organisations/{university.slug}/checks/"
    assert path in sign_in(fay).get("/operator/organisations/").text
    said = {"level": "domain", "how": "A file stood there", "checked_on": "2026-01-05"}
    assert "A file stood there" in sign_in(fay).post(path, said, follow=True).text
    later = sign_in(fay).post(path, said | {"checked_on": "2999-01-01"})
    assert later.context["form"].errors.keys() == {"checked_on"}
    row = IssuerCheck.objects.get()
    end = f"/operator/checks/{row.pk}/end/"
    page = sign_in(fay).post(end, {"reason": "They moved"}, follow=True).text
    assert "They moved" in page
    assert "ended before" in sign_in(fay).post(end, {"reason": "Again"}).text
