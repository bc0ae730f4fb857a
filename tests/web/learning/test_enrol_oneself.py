from __future__ import annotations

from datetime import timedelta

import pytest

from testamur.errors import Conflict, Refused
from testamur_web.learning import services
from testamur_web.learning.models import Enrolment
from testamur_web.learning.queries import entry_of
from testamur_web.learning.roster import Listed
from testamur_web.learning.services import Terms
from tests.web.conftest import NOW, person


def test_anybody_enrols_where_entry_is_open(cohort, ada):
    enrolment = services.enrol(cohort, person=ada, at=NOW)
    assert (enrolment.name, enrolment.email, enrolment.state) == ("Ada", ada.email, "active")


def test_enrolling_twice_is_a_conflict(cohort, enrolment, ada):
    with pytest.raises(Conflict) as refused:
        services.enrol(cohort, person=ada, at=NOW)
    assert refused.value.problem.code == "enrolment.exists"
    assert cohort.enrolments.count() == 1


@pytest.mark.parametrize(
    ("terms", "when"),
    [
        (Terms(opens_at=NOW + timedelta(days=1)), NOW),
        (Terms(closes_at=NOW), NOW),
    ],
)
def test_nobody_enrols_outside_the_dates(version, bashir, ada, terms, when):
    cohort = services.open_cohort(version, name="Spring", terms=terms, by=bashir, at=NOW)
    with pytest.raises(Refused) as refused:
        services.enrol(cohort, person=ada, at=when)
    assert refused.value.problem.code == "cohort.not-open"


def test_the_last_place_goes_to_one_person(version, bashir, ada):
    cohort = services.open_cohort(version, name="Spring", terms=Terms(places=1), by=bashir, at=NOW)
    assert entry_of(cohort, at=NOW).places_left == 1
    services.enrol(cohort, person=ada, at=NOW)
    assert not entry_of(cohort, at=NOW).is_open
    with pytest.raises(Conflict) as refused:
        services.enrol(cohort, person=bashir, at=NOW)
    assert refused.value.problem.code == "cohort.full"


def test_a_code_is_read_as_people_type_it(version, bashir, ada):
    cohort = services.open_cohort(version, name="Spring", entry="code", by=bashir, at=NOW)
    assert services.enrol(cohort, person=ada, code=f" {cohort.code.lower()} ", at=NOW)


@pytest.mark.parametrize("entry", ["code", "invitation"])
@pytest.mark.parametrize("code", ["", "WRONGONE"])
def test_without_code_or_invitation_nobody_comes_in(version, bashir, ada, entry, code):
    cohort = services.open_cohort(version, name="Spring", entry=entry, by=bashir, at=NOW)
    with pytest.raises(Refused) as refused:
        services.enrol(cohort, person=ada, code=code, at=NOW)
    assert refused.value.problem.code == "cohort.entry-refused"


def listed(cohort, bashir, email):
    rows = [Listed(name="A. Lovelace", email=email)]
    return services.enrol_listed(cohort, rows, by=bashir, at=NOW).enrolled[0]


def test_who_confirmed_a_listed_address_takes_that_place(cohort, bashir, ada):
    waiting = listed(cohort, bashir, "ada@people.example")
    ada.identifiers.create(kind="email", value=ada.email, verified_at=NOW)
    assert services.enrol(cohort, person=ada, at=NOW).pk == waiting.pk
    assert cohort.enrolments.count() == 1


def test_an_address_that_was_only_typed_takes_nobodys_place(cohort, bashir):
    waiting = listed(cohort, bashir, "mallory@people.example")
    own = services.enrol(cohort, person=person("mallory"), at=NOW)
    assert own.pk != waiting.pk
    assert own.email == ""
    assert Enrolment.objects.get(pk=waiting.pk).person is None


def test_who_left_is_let_back_in_by_the_organisation_alone(cohort, enrolment, ada, bashir):
    services.withdraw(enrolment, by=ada, at=NOW)
    with pytest.raises(Conflict) as refused:
        services.enrol(cohort, person=ada, at=NOW)
    assert refused.value.problem.code == "enrolment.withdrawn"
    assert services.readmit(enrolment, by=bashir, at=NOW).state == "active"
