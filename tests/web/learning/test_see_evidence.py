"""What a learner works on is theirs alone until they hand it in; staff see it from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from testamur_web.awards.models import Award
from testamur_web.learning import services
from testamur_web.ops.outbox import drain
from tests.web.conftest import NOW
from tests.web.learning.conftest import PDF, findings

LATER = NOW + timedelta(hours=1)


def add_file(enrolment, by, *, name="survey.pdf", at=NOW):
    piece = services.Piece("file", file=SimpleUploadedFile(name, PDF))
    return services.add_evidence(enrolment, piece, by=by, at=at)


@pytest.fixture
def work(enrolment, ada):
    return add_file(enrolment, ada)


@pytest.fixture
def pages(enrolment, work):
    """Where staff could look: the learner's page, the decision's, the file itself."""
    home = "/o/example-university"
    return (
        f"{home}/cohorts/{enrolment.cohort_id}/people/{enrolment.pk}/",
        f"{home}/assess/{enrolment.pk}/",
        f"{home}/assess/{enrolment.pk}/evidence/{work.pk}/",
    )


def test_before_it_is_handed_in_staff_see_nothing_of_it(pages, assessor, registrar, sign_in):
    learner, deciding, file = pages
    for somebody in (assessor, registrar):
        assert sign_in(somebody).get(file).status_code == 404
        page = sign_in(somebody).get(learner).content.decode()
        assert "survey.pdf" not in page
        assert "1 piece is not handed in yet" in page
    assert "survey.pdf" not in sign_in(assessor).get(deciding).content.decode()


def test_once_it_is_handed_in_they_do(pages, enrolment, ada, assessor, registrar, sign_in):
    services.hand_in(enrolment, by=ada, at=NOW)
    learner, deciding, file = pages
    for somebody in (assessor, registrar):
        assert sign_in(somebody).get(file).getvalue() == PDF
        assert "survey.pdf" in sign_in(somebody).get(learner).content.decode()
    assert "survey.pdf" in sign_in(assessor).get(deciding).content.decode()


def test_what_is_taken_back_is_theirs_again(pages, enrolment, ada, assessor, sign_in):
    services.hand_in(enrolment, by=ada, at=NOW)
    services.take_back(enrolment, by=ada, at=NOW)
    assert sign_in(assessor).get(pages[2]).status_code == 404


def test_after_a_decision_the_old_is_seen_and_the_new_is_not(
    pages, enrolment, ada, assessor, sign_in
):
    services.hand_in(enrolment, by=ada, at=NOW)
    services.decide_against(enrolment, by=assessor, findings=findings(report="not-met"), at=NOW)
    enrolment.refresh_from_db()
    new = add_file(enrolment, ada, name="better.pdf", at=LATER)
    client = sign_in(assessor)
    assert client.get(pages[2]).getvalue() == PDF
    assert client.get(f"{pages[1]}evidence/{new.pk}/").status_code == 404
    services.hand_in(enrolment, by=ada, at=LATER)
    assert "better.pdf" in client.get(pages[1]).content.decode()


def test_what_was_not_handed_in_is_not_judged_and_in_no_credential(enrolment, work, assessor):
    decision = services.decide(enrolment, by=assessor, findings=findings(), at=LATER, seen=[])
    assert decision.evidence_digests == []
    drain()
    assert "survey.pdf" not in Award.objects.get().credential


def test_what_was_handed_in_is_in_the_credential(enrolment, work, ada, assessor):
    services.hand_in(enrolment, by=ada, at=NOW)
    services.decide(enrolment, by=assessor, findings=findings(), at=LATER, seen=[work.sha256])
    drain()
    assert "survey.pdf" in Award.objects.get().credential
