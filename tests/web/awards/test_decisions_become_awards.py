"""A learner whom an assessor passes has the award, with what it rests on."""

from __future__ import annotations

import json

import pytest

from testamur import Verdict
from testamur_web.awards.models import Award
from testamur_web.awards.queries import sentence_of, verdict_of
from testamur_web.learning.models import Cohort, Decision, Enrolment, Evidence
from testamur_web.ops import outbox
from testamur_web.ops.models import OutboxRow
from tests.web.awards.bulk_lists import only_batches
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(version, ada, bashir):
    cohort = Cohort.objects.create(organisation=version.achievement.organisation, version=version)
    enrolment = Enrolment.objects.create(
        cohort=cohort, person=ada, name="Ada Nowak", email="ada@people.example"
    )
    Evidence.objects.create(
        enrolment=enrolment,
        kind=Evidence.Kind.FILE,
        title="report.pdf",
        file="evidence/report.pdf",
        sha256="ab" * 32,
    )
    Evidence.objects.create(
        enrolment=enrolment,
        kind=Evidence.Kind.LINK,
        title="Notebook",
        url="https://code.example/ada",
        sha256="cd" * 32,
    )

    def decide(*, passed: bool = True) -> Decision:
        return Decision.objects.create(
            enrolment=enrolment,
            assessor=bashir,
            decided_at=NOW,
            passed=passed,
            findings=[],
            grade="A",
            evidence_digests=[{"evidence": str(one.pk)} for one in enrolment.evidence.all()],
        )

    return decide


def give(decision, *, times=1):
    with only_batches():
        for time in range(times):
            key = f"award.give:{decision.enrolment_id}:{time}"
            outbox.post("award.give", {"decision": str(decision.pk)}, key=key)
        outbox.drain()
    assert not OutboxRow.objects.filter(done_at=None)


def test_passing_gives_a_signed_award(decided, ada, bashir):
    give(decided())
    award = Award.objects.get()
    assert (award.holder, award.created_by, award.awarded_at) == (ada, bashir, NOW)
    assert award.enrolment is not None
    assert verdict_of(award).verdict is Verdict.VALID
    file, link = json.loads(award.credential)["evidence"]
    assert file["digestSRI"] == "sha256-q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s="
    assert "id" not in file
    assert link["id"] == "https://code.example/ada"


def test_what_rests_on_prior_learning_says_so(decided):
    decision = decided()
    Cohort.objects.update(is_prior_learning=True)
    give(Decision.objects.get(pk=decision.pk))
    award = Award.objects.get()
    assert verdict_of(award).verdict is Verdict.VALID
    subject = json.loads(award.credential)["credentialSubject"]
    assert subject["standardElements"]["assessmentType"] == ["priorLearning"]
    assert "recognition of prior learning" in sentence_of(award)


def test_what_was_taught_says_nothing_of_it(decided):
    give(decided())
    subject = json.loads(Award.objects.get().credential)["credentialSubject"]
    assert "standardElements" not in subject


def test_one_enrolment_gives_one_award(decided):
    give(decided(), times=3)
    assert Award.objects.count() == 1
    assert OutboxRow.objects.filter(kind="award.issued").count() == 1


def test_not_passing_gives_none(decided):
    give(decided(passed=False))
    assert not Award.objects.exists()
