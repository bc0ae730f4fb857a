"""The award that follows from an assessor's decision, with the evidence it rests on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from testamur_web.awards.models import Award
from testamur_web.awards.services.giving import Recipient, award_person
from testamur_web.catalogue.vocabulary import AssessmentMethod
from testamur_web.learning.models import Decision, Evidence

__all__ = ["award_decision"]


def award_decision(decision: Decision, *, at: datetime) -> Award | None:
    """The award of a decision that passed; an enrolment gives one, however often it is decided.

    None where the decision did not pass.
    """
    if not decision.passed:
        return None
    enrolment = decision.enrolment
    facts: dict[str, Any] = {"decision": str(decision.pk)}
    if decision.grade:
        facts["grade"] = decision.grade
    if enrolment.cohort.is_prior_learning:
        facts["assessment"] = [AssessmentMethod.PRIOR_LEARNING.value]
    judged = [one["evidence"] for one in decision.evidence_digests]
    evidence = [_told(one) for one in enrolment.evidence.filter(pk__in=judged)]
    if evidence:
        facts["evidence"] = evidence
    return award_person(
        enrolment.cohort.version,
        recipient=Recipient(enrolment.name, enrolment.email, enrolment.number, enrolment.person),
        awarded_at=decision.decided_at,
        award_key=f"enrolment:{enrolment.pk}",
        by=decision.assessor,
        at=at,
        enrolment=enrolment,
        facts=facts,
    )


def _told(evidence: Evidence) -> dict[str, str]:
    """What a credential says of one piece: its address, or its name and its digest.

    What was handed in stays here: a credential goes to whoever its holder likes.
    """
    if evidence.url:
        return {"title": evidence.title, "url": evidence.url}
    kind = evidence.get_kind_display()
    return {
        "title": evidence.title,
        "narrative": f"{kind}: {evidence.title}",
        "sha256": evidence.sha256,
    }
