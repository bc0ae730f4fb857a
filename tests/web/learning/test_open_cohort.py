from __future__ import annotations

from datetime import timedelta

import pytest

from testamur.errors import Refused
from testamur_web.learning import services
from testamur_web.learning.services import Terms
from testamur_web.ops.models import TrailEntry
from tests.web.conftest import NOW


def test_it_opens_a_cohort_of_a_version(version, bashir):
    cohort = services.open_cohort(version, name=" Spring ", by=bashir, at=NOW)
    assert (cohort.name, cohort.version, cohort.organisation) == (
        "Spring",
        version,
        version.achievement.organisation,
    )
    assert cohort.code == ""


def test_it_is_written_into_the_audit_trail(cohort, bashir):
    entry = TrailEntry.objects.get(verb="cohort.open")
    assert (entry.actor, entry.tenant, entry.subject) == (
        bashir.pk,
        cohort.organisation_id,
        str(cohort.pk),
    )


def test_entry_by_code_makes_a_code_nobody_misreads(version, bashir):
    codes = {
        services.open_cohort(version, name=f"{n}", entry="code", by=bashir, at=NOW).code
        for n in range(20)
    }
    assert len(codes) == 20
    assert not set("".join(codes)) & set("01OIL")
    assert {len(code) for code in codes} == {8}


def test_dates_the_wrong_way_round_are_refused(version, bashir):
    terms = Terms(opens_at=NOW, closes_at=NOW - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        services.open_cohort(version, name="Spring", terms=terms, by=bashir, at=NOW)
    assert refused.value.problem.code == "cohort.dates-reversed"


def test_what_was_withdrawn_gets_no_cohort(version, bashir):
    version.achievement.withdrawn_at = NOW
    version.achievement.save()
    with pytest.raises(Refused) as refused:
        services.open_cohort(version, name="Spring", by=bashir, at=NOW)
    assert refused.value.problem.code == "cohort.version-withdrawn"
