"""Ada asks to be exempt from a unit; an assessor decides once, with a reason, and can go back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core import mail

from testamur.errors import Conflict, Refused
from testamur_web.awards.services import revoke
from testamur_web.ops.models import TrailEntry
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Role
from testamur_web.plans.applications import in_force, judged_evidence, queue_of
from testamur_web.plans.exemptions import (
    NO_INTEREST,
    apply_for_exemption,
    decide_exemption,
    take_back,
    withdraw_exemption,
)
from testamur_web.plans.models import Application, ExemptionDecision
from testamur_web.plans.progress import learner_progress
from testamur_web.wallet.queries import State
from testamur_web.wallet.services import put_in_wallet
from tests.web.conftest import NOW, join, person
from tests.web.plans.degrees import a_degree, mapped, unit_of, verdict
from tests.web.wallet.conftest import publish, sign_award

pytestmark = pytest.mark.django_db


@pytest.fixture
def degree(university, bashir):
    return a_degree(university, bashir)


@pytest.fixture
def assessor(university):
    somebody = person("asha")
    join(somebody, university, Role.ASSESSOR)
    return somebody


@pytest.fixture
def award(college, ada):
    return sign_award(publish(college, "Statistics abroad"), person=ada)


@pytest.fixture
def item(award, ada):
    return put_in_wallet(award, person=ada, at=NOW)


@pytest.fixture
def application(degree, item, ada) -> Application:
    return apply_for_exemption(unit_of(degree), [item], person=ada, at=NOW, note=" The same ")


def code_of(caught) -> str:
    return caught.value.problem.code


def exempt(ada, degree) -> Decimal:
    return learner_progress(ada, degree, at=NOW).progress.exempt


def test_what_is_named_is_kept_as_it_was(application, item):
    [piece] = application.evidence.all()
    assert (piece.credential, piece.title) == (item.credential, "Statistics abroad")
    assert piece.achievement.endswith(f"/catalogue/{item.award.version.achievement_id}/")
    item.delete()
    piece.refresh_from_db()
    assert piece.item is None
    assert judged_evidence(application, at=NOW)[0].state == State.VALID


def test_one_application_waits_at_a_time(application, degree, item, ada):
    with pytest.raises(Conflict) as caught:
        apply_for_exemption(unit_of(degree), [item], person=ada, at=NOW)
    assert code_of(caught) == "exemption.exists"
    take_back(application, by=ada, at=NOW)
    take_back(application, by=ada, at=NOW)
    apply_for_exemption(unit_of(degree), [item], person=ada, at=NOW)


def test_something_is_named(degree, ada):
    with pytest.raises(Refused) as caught:
        apply_for_exemption(unit_of(degree), [], person=ada, at=NOW)
    assert code_of(caught) == "exemption.nothing-named"


def test_what_counts_already_needs_no_exemption(degree, item, ada, bashir):
    mapped(degree, item.award.version, bashir)
    with pytest.raises(Refused) as caught:
        apply_for_exemption(unit_of(degree), [item], person=ada, at=NOW)
    assert code_of(caught) == "exemption.credential-used"


def test_it_is_granted_and_the_learner_hears_of_it(application, degree, ada, assessor):
    decision = decide_exemption(application, verdict(), by=assessor, at=NOW)
    assert (decision.credits, decision.statement, decision.number) == (6, NO_INTEREST, 1)
    assert exempt(ada, degree) == 6
    drain()
    [letter] = [each for each in mail.outbox if "Exemption" in each.subject]
    assert letter.to == ["ada@people.example"]
    assert "Programming" in letter.subject
    assert "The same as our course" in letter.body
    assert "“Programming”: 6 ECTS." in letter.body
    assert f"/qualifications/{degree.pk}/progress/" in letter.body
    assert TrailEntry.objects.filter(verb="exemption.grant", actor=assessor.pk).exists()


def test_a_part_of_it_leaves_the_rest_open(application, degree, ada, assessor, college):
    decide_exemption(application, verdict("partly", amount="2.5"), by=assessor, at=NOW)
    assert exempt(ada, degree) == Decimal("2.5")
    used = Application.objects.get().evidence.get().item
    with pytest.raises(Refused) as caught:
        apply_for_exemption(unit_of(degree), [used], person=ada, at=NOW)
    assert code_of(caught) == "exemption.credential-used"
    more = put_in_wallet(
        sign_award(publish(college, "More"), person=ada, key="more"), person=ada, at=NOW
    )
    again = apply_for_exemption(unit_of(degree), [more], person=ada, at=NOW)
    with pytest.raises(Refused) as caught:
        decide_exemption(again, verdict("partly", amount="3.5"), by=assessor, at=NOW)
    assert code_of(caught) == "exemption.credits-wrong"
    assert decide_exemption(again, verdict(), by=assessor, at=NOW).credits == Decimal("3.5")
    assert exempt(ada, degree) == 6


@pytest.mark.parametrize("amount", ["", "0", "-1", "6", "7"])
def test_a_part_is_less_than_the_whole(application, assessor, amount):
    with pytest.raises(Refused) as caught:
        decide_exemption(application, verdict("partly", amount=amount), by=assessor, at=NOW)
    assert code_of(caught) == "exemption.credits-wrong"


def test_it_is_refused_with_a_reason(application, degree, ada, assessor):
    decide_exemption(application, verdict("refused", reason=" Too old "), by=assessor, at=NOW)
    assert exempt(ada, degree) == 0
    assert application.decisions.get().reason == "Too old"
    assert learner_progress(ada, degree, at=NOW).units[0].may_apply


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reason": "  "}, "exemption.reason-missing"),
        ({"has_no_interest": False}, "exemption.interest-undeclared"),
    ],
)
def test_a_decision_has_a_reason_and_a_statement(application, assessor, said, code):
    with pytest.raises(Refused) as caught:
        decide_exemption(application, verdict(**said), by=assessor, at=NOW)
    assert code_of(caught) == code
    assert not ExemptionDecision.objects.exists()


def test_nobody_decides_about_themselves(application, ada, university):
    join(ada, university, Role.ASSESSOR)
    with pytest.raises(Refused) as caught:
        decide_exemption(application, verdict(), by=ada, at=NOW)
    assert code_of(caught) == "exemption.own"


def test_it_is_decided_once(application, assessor, bashir):
    decide_exemption(application, verdict(), by=assessor, at=NOW)
    for outcome in ("granted", "refused"):
        with pytest.raises(Conflict) as caught:
            decide_exemption(application, verdict(outcome), by=bashir, at=NOW)
        assert code_of(caught) == "exemption.decided"
    assert application.decisions.count() == 1


def test_two_who_decide_at_once_make_one_decision(together, university, bashir, ada, college):
    degree = a_degree(university, bashir)
    item = put_in_wallet(sign_award(publish(college, "Art"), person=ada), person=ada, at=NOW)
    application = apply_for_exemption(unit_of(degree), [item], person=ada, at=NOW)

    def decide(outcome):
        try:
            return decide_exemption(application, verdict(outcome), by=bashir, at=NOW)
        except Conflict as error:
            return error.problem.code

    answers = together(lambda: decide("granted"), lambda: decide("refused"))
    assert "exemption.decided" in answers
    assert ExemptionDecision.objects.count() == 1


def test_a_decision_is_withdrawn_and_stays(application, degree, ada, assessor, bashir):
    with pytest.raises(Conflict) as caught:
        withdraw_exemption(application, reason="x", by=bashir, at=NOW)
    assert code_of(caught) == "exemption.not-decided"
    decide_exemption(application, verdict(), by=assessor, at=NOW)
    with pytest.raises(Refused) as caught:
        withdraw_exemption(application, reason=" ", by=bashir, at=NOW)
    assert code_of(caught) == "exemption.reason-missing"
    withdraw_exemption(application, reason="A mistake", by=bashir, at=NOW)
    assert exempt(ada, degree) == 0
    decide_exemption(application, verdict("refused"), by=assessor, at=NOW)
    told = application.decisions.order_by("number").values_list("outcome", flat=True)
    assert list(told) == ["granted", "withdrawn", "refused"]
    drain()
    told = [letter for letter in mail.outbox if "Exemption" in letter.subject]
    assert len(told) == 3


def test_what_was_taken_back_is_not_decided(application, ada, assessor):
    take_back(application, by=ada, at=NOW)
    with pytest.raises(Conflict) as caught:
        decide_exemption(application, verdict(), by=assessor, at=NOW)
    assert code_of(caught) == "exemption.taken-back"


def test_what_was_decided_is_not_taken_back(application, ada, assessor):
    decide_exemption(application, verdict(), by=assessor, at=NOW)
    with pytest.raises(Conflict) as caught:
        take_back(application, by=ada, at=NOW)
    assert code_of(caught) == "exemption.decided"


def test_a_revoked_credential_behind_an_exemption_is_shown_to_both(
    application, award, degree, ada, assessor, chen
):
    decide_exemption(application, verdict(), by=assessor, at=NOW)
    assert queue_of(degree.organisation, at=NOW).review == []
    revoke([award], reason="It was a mistake", by=chen, at=NOW)
    [(found, [judged])] = queue_of(degree.organisation, at=NOW).review
    assert (found, judged.state) == (application, State.REVOKED)
    told = in_force(Application.objects.all(), at=NOW)
    assert [one.state for one in told[str(application.pk)]] == [State.REVOKED]
    assert exempt(ada, degree) == 6, "a decision stands until it is withdrawn"


def test_an_exemption_and_its_credential_do_not_count_both(
    application, degree, item, ada, assessor, bashir
):
    decide_exemption(application, verdict("partly", amount="2"), by=assessor, at=NOW)
    mapped(degree, item.award.version, bashir)
    found = learner_progress(ada, degree, at=NOW)
    assert (found.progress.exempt, found.progress.earned) == (2, 0)
