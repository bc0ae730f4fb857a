"""Who may ask the pages of cohorts, of learning and of assessment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone

from testamur_web.catalogue.models import Achievement, Version
from testamur_web.learning import services
from testamur_web.learning.models import Cohort, Decision, Enrolment
from testamur_web.learning.roster import Listed
from testamur_web.people.models import Identifier
from tests.web.conftest import NOW
from tests.web.learning.rubrics import judgement, marked_with, rubric_of

READERS = "member:assessor,manager,registrar"
WRITERS = "member:manager,registrar"

ROUTES = {
    "learner-read-goal": "signed-in",
    "learner-read-advert": "signed-in",
    "learner-plan-goal": "signed-in",
    "learner-keep-plan": "signed-in",
    "learner-stay-with-plan": "signed-in",
    "learner-say-plan-letters": "signed-in",
    "learner-list-recommendations": "signed-in",
    "learner-set-goal": "signed-in",
    "learner-state-facts": "signed-in",
    "learner-forget-facts": "signed-in",
    "learner-leave-goal": "signed-in",
    "learner-say-levels": "signed-in",
    "issuer-list-cohorts": READERS,
    "issuer-read-cohort": READERS,
    "issuer-read-learner": READERS,
    "issuer-open-cohort": WRITERS,
    "issuer-change-cohort": WRITERS,
    "issuer-close-cohort": WRITERS,
    "issuer-export-cohort": WRITERS,
    "issuer-enrol-listed": WRITERS,
    "issuer-invite-learner": WRITERS,
    "issuer-withdraw-learner": WRITERS,
    "issuer-readmit-learner": WRITERS,
    "assessor-list-queue": "member:assessor",
    "assessor-decide": "member:assessor",
    "assessor-mark": "member:assessor",
    "assessor-show-samples": "member:assessor,designer,manager",
    "assessor-try-sample": "member:assessor",
    "issuer-add-sample": "member:designer,manager",
    "issuer-list-rubrics": "member",
    "issuer-read-rubric": "member",
    "issuer-add-rubric": "member:designer,manager",
    "issuer-change-rubric": "member:designer,manager",
    "issuer-retire-rubric": "member:designer,manager",
    "issuer-read-agreement": "member:assessor,manager",
    "issuer-set-marking": WRITERS,
    "assessor-download-evidence": READERS,
    "issuer-read-programme": READERS,
    "issuer-export-calendar": READERS,
    "issuer-announce": READERS,
    "issuer-enter-results": READERS,
    "issuer-give-extension": READERS,
    "issuer-note-accommodation": READERS,
    "issuer-end-accommodation": READERS,
    "issuer-state-results": READERS,
    "issuer-take-components": WRITERS,
    "issuer-add-activity": WRITERS,
    "issuer-change-activity": WRITERS,
    "issuer-remove-activity": WRITERS,
    "issuer-add-resource": WRITERS,
    "issuer-remove-resource": WRITERS,
    "issuer-state-late-rule": WRITERS,
    "learner-export-calendar": "own",
    "assessor-list-appeals": READERS,
    "assessor-read-appeal": READERS,
    "assessor-write-down-appeal": WRITERS,
    "assessor-state-appeal-terms": "member:manager",
    "learner-contest-decision": "own",
    "learner-withdraw-appeal": "own",
    "learner-list-learning": "signed-in",
    "learner-read-cohort": "public",
    "learner-enrol": "signed-in",
    "learner-enter-code": "public",
    "learner-read-cohort-by-code": "token",
    "learner-open-invitation": "token",
    "learner-accept-invitation": "own",
    "learner-read-enrolment": "own",
    "learner-add-evidence": "own",
    "learner-download-evidence": "own",
    "learner-remove-evidence": "own",
    "learner-ask-about-claims": "own",
    "learner-claim-row": "own",
    "learner-remove-claim": "own",
    "learner-log-hours": "own",
    "learner-ask-about-hours": "own",
    "learner-remove-hours": "own",
    "learner-list-attestations": "signed-in",
    "learner-read-attestation": "own",
    "learner-remind-supervisor": "own",
    "learner-withdraw-attestation": "own",
    "public-attest": "token",
    "public-survey": "token",
    "issuer-read-survey": "member",
    "issuer-ask-for-review": "member:designer,manager",
    "issuer-state-review-terms": "member:manager",
    "issuer-list-definition-reviews": "member",
    "issuer-assign-definition-review": "member:designer,manager",
    "issuer-close-definition-review": "member:designer,manager",
    "learner-hand-in": "own",
    "learner-take-back": "own",
    "learner-leave-cohort": "own",
}


def _version(cast: Any, content: dict[str, Any]) -> Version:
    achievement = Achievement.objects.create(organisation=cast.university, title="Survey design")
    outcomes = [{"verb": "design", "skill": "surveys"}]
    return Version.objects.create(
        achievement=achievement,
        number=1,
        content={"title": "Survey design", "outcomes": outcomes} | content,
        published_at=NOW,
        title="Survey design",
        summary="",
        search_text="",
        kind="badge",
        language="en",
    )


def _cohort(cast: Any) -> Cohort:
    return services.open_cohort(_version(cast, {}), name="Spring", by=cast.bashir, at=NOW)


def _enrolment(cast: Any) -> Enrolment:
    return services.enrol(_cohort(cast), person=cast.ada, at=NOW)


def _file(cast: Any) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("work.pdf", b"%PDF-1.7 work")
    piece = services.Piece("file", file=upload)
    return services.add_evidence(_enrolment(cast), piece, by=cast.ada, at=NOW)


def _invited(cast: Any) -> Enrolment:
    Identifier.objects.create(person=cast.ada, kind="email", value=cast.ada.email, verified_at=NOW)
    rows = [Listed("Ada", email=cast.ada.email)]
    return services.enrol_listed(_cohort(cast), rows, by=cast.bashir, at=NOW).enrolled[0]


def _of_cohort(cast: Any) -> dict[str, Any]:
    return {"pk": _cohort(cast).pk}


def _of_learner(cast: Any) -> dict[str, Any]:
    enrolment = services.enrol_listed(
        _cohort(cast), [Listed("Grace", email="grace@people.example")], by=cast.bashir, at=NOW
    ).enrolled[0]
    return {"pk": enrolment.cohort_id, "enrolment": enrolment.pk}


def _of_withdrawn(cast: Any) -> dict[str, Any]:
    given = _of_learner(cast)
    services.withdraw(Enrolment.objects.get(pk=given["enrolment"]), by=cast.bashir, at=NOW)
    return given


def _of_enrolment(cast: Any) -> dict[str, Any]:
    return {"pk": _enrolment(cast).pk}


def _of_file(cast: Any) -> dict[str, Any]:
    evidence = _file(cast)
    return {"pk": evidence.enrolment_id, "evidence": evidence.pk}


def _of_handed_in_file(cast: Any) -> dict[str, Any]:
    evidence = _file(cast)
    services.hand_in(evidence.enrolment, by=cast.ada, at=NOW)
    return {"pk": evidence.enrolment_id, "evidence": evidence.pk}


def _of_work(cast: Any) -> dict[str, Any]:
    return {"pk": _file(cast).enrolment_id}


def _of_rubric(cast: Any) -> dict[str, Any]:
    return {"pk": rubric_of(cast.university, cast.bashir).pk}


def _of_marked(cast: Any) -> dict[str, Any]:
    enrolment = _file(cast).enrolment
    marked_with(enrolment.cohort, rubric_of(cast.university, cast.bashir), cast.bashir)
    services.hand_in(enrolment, by=cast.ada, at=NOW)
    return {"pk": enrolment.pk}


def _of_sample(cast: Any) -> dict[str, Any]:
    enrolment = Enrolment.objects.get(pk=_of_marked(cast)["pk"])
    ruling = services.Ruling(passed=True)
    decision = services.mark_and_decide(enrolment, judgement(), ruling, by=cast.bashir, at=NOW)
    rubric = decision.marks.get().rubric.rubric
    return {"pk": services.add_sample(rubric, decision, by=cast.bashir, at=NOW).pk}


def _of_submitted(cast: Any) -> dict[str, Any]:
    evidence = _file(cast)
    services.hand_in(evidence.enrolment, by=cast.ada, at=NOW)
    return {"pk": evidence.enrolment_id}


def _decision(cast: Any) -> Decision:
    return Decision.objects.create(
        enrolment=_enrolment(cast),
        assessor=cast.bashir,
        decided_at=timezone.now(),
        passed=False,
        findings=[],
    )


def _of_decision(cast: Any) -> dict[str, Any]:
    decision = _decision(cast)
    return {"pk": decision.enrolment_id, "decision": decision.pk}


def _of_appeal(cast: Any) -> dict[str, Any]:
    now = timezone.now()
    return {"pk": services.contest(_decision(cast), reasons="Why", by=cast.ada, at=now).pk}


def _prior(cast: Any) -> Enrolment:
    version = _version(cast, {})
    cohort = services.open_cohort(
        version, name="Claims", by=cast.bashir, at=NOW, is_prior_learning=True
    )
    return services.enrol(cohort, person=cast.ada, at=NOW)


def _claimed(cast: Any) -> Any:
    enrolment = _prior(cast)
    proof = services.add_evidence(
        enrolment, services.Piece("note", text="Mine"), by=cast.ada, at=NOW
    )
    return services.claim_row(
        enrolment, "outcome-1", account="At work", evidence=[proof.pk], by=cast.ada, at=NOW
    )


def _of_claim(cast: Any) -> dict[str, Any]:
    claim = _claimed(cast)
    return {"pk": claim.enrolment_id, "row": claim.row}


def _of_request(cast: Any) -> dict[str, Any]:
    return {"pk": request_of(cast).pk}


def _of_review(cast: Any) -> dict[str, Any]:
    achievement = _version(cast, {}).achievement
    use = services.UseOf(settled=9, confirmed=0, long_held=0, lately=0, before=0)
    return {"pk": services.review_use(achievement, use, at=timezone.now())[0].pk}


def request_of(cast: Any) -> Any:
    """What Ada asked a supervisor."""
    claim = _claimed(cast)
    maria = services.Supervisor("Maria", "maria@town.example", "Hall", "manager")
    return services.ask_about_claims(
        claim.enrolment, [claim.row], supervisor=maria, by=cast.ada, at=timezone.now()
    )


def entry_of(cast: Any) -> Any:
    """Hours of a placement that Ada noted."""
    version = _version(cast, {"components": [{"kind": "work-placement", "hours": 80}]})
    cohort = services.open_cohort(version, name="Autumn", by=cast.bashir, at=NOW)
    enrolment = services.enrol(cohort, person=cast.ada, at=NOW)
    return services.log_hours(
        enrolment, day=NOW.date(), hours=Decimal(7), task="Welded", by=cast.ada, at=NOW
    )


def _of_placement(cast: Any) -> dict[str, Any]:
    return {"pk": entry_of(cast).enrolment_id}


def _of_entry(cast: Any) -> dict[str, Any]:
    entry = entry_of(cast)
    return {"pk": entry.enrolment_id, "entry": entry.pk}


def _of_activity(cast: Any) -> dict[str, Any]:
    terms = services.ActivityTerms("Exam", weight=100)
    made = services.add_activity(_cohort(cast), terms, by=cast.bashir, at=NOW)
    return {"pk": made.cohort_id, "activity": made.pk}


def _of_resource(cast: Any) -> dict[str, Any]:
    source = services.Source("Book", place="Library")
    made = services.add_resource(_cohort(cast), source, by=cast.bashir, at=NOW)
    return {"pk": made.cohort_id, "resource": made.pk}


def _of_accommodation(cast: Any) -> dict[str, Any]:
    given = _of_learner(cast)
    made = services.note_accommodation(
        Enrolment.objects.get(pk=given["enrolment"]),
        what="A quiet room",
        agreed_by="The office",
        by=cast.bashir,
        at=NOW,
    )
    return given | {"accommodation": made.pk}


def _of_paper(cast: Any) -> dict[str, Any]:
    given = _of_learner(cast)
    made = Decision.objects.create(
        enrolment_id=given["enrolment"],
        assessor=cast.bashir,
        decided_at=timezone.now(),
        passed=False,
        findings=[],
    )
    return {"decision": made.pk}


OBJECTS = {
    "assessor-write-down-appeal": _of_paper,
    "issuer-read-programme": _of_cohort,
    "issuer-export-calendar": _of_cohort,
    "issuer-announce": _of_cohort,
    "issuer-enter-results": _of_activity,
    "issuer-give-extension": _of_learner,
    "issuer-note-accommodation": _of_learner,
    "issuer-end-accommodation": _of_accommodation,
    "issuer-state-results": _of_learner,
    "issuer-take-components": _of_cohort,
    "issuer-add-activity": _of_cohort,
    "issuer-change-activity": _of_activity,
    "issuer-remove-activity": _of_activity,
    "issuer-add-resource": _of_cohort,
    "issuer-remove-resource": _of_resource,
    "issuer-state-late-rule": _of_cohort,
    "learner-export-calendar": _of_enrolment,
    "assessor-read-appeal": _of_appeal,
    "learner-contest-decision": _of_decision,
    "learner-withdraw-appeal": _of_appeal,
    "learner-ask-about-claims": lambda cast: {"pk": _of_claim(cast)["pk"]},
    "learner-claim-row": _of_claim,
    "learner-remove-claim": _of_claim,
    "learner-log-hours": _of_placement,
    "learner-ask-about-hours": _of_placement,
    "learner-remove-hours": _of_entry,
    "learner-read-attestation": _of_request,
    "issuer-read-survey": lambda cast: {"pk": _version(cast, {}).achievement_id},
    "issuer-ask-for-review": lambda cast: {"pk": _version(cast, {}).achievement_id},
    "issuer-assign-definition-review": _of_review,
    "issuer-close-definition-review": _of_review,
    "learner-remind-supervisor": _of_request,
    "learner-withdraw-attestation": _of_request,
    "issuer-read-cohort": _of_cohort,
    "issuer-change-cohort": _of_cohort,
    "issuer-close-cohort": _of_cohort,
    "issuer-export-cohort": _of_cohort,
    "issuer-enrol-listed": _of_cohort,
    "issuer-read-learner": _of_learner,
    "issuer-invite-learner": _of_learner,
    "issuer-withdraw-learner": _of_learner,
    "issuer-readmit-learner": _of_withdrawn,
    "assessor-decide": _of_submitted,
    "assessor-mark": _of_marked,
    "issuer-read-rubric": _of_rubric,
    "issuer-change-rubric": _of_rubric,
    "issuer-retire-rubric": _of_rubric,
    "issuer-read-agreement": _of_rubric,
    "issuer-set-marking": _of_cohort,
    "assessor-show-samples": _of_rubric,
    "issuer-add-sample": _of_rubric,
    "assessor-try-sample": _of_sample,
    "assessor-download-evidence": _of_handed_in_file,
    "learner-read-cohort": _of_cohort,
    "learner-enrol": _of_cohort,
    "learner-accept-invitation": lambda cast: {"pk": _invited(cast).pk},
    "learner-read-enrolment": _of_enrolment,
    "learner-add-evidence": lambda cast: _of_enrolment(cast) | {"kind": "note"},
    "learner-download-evidence": _of_file,
    "learner-remove-evidence": _of_file,
    "learner-hand-in": _of_work,
    "learner-take-back": _of_submitted,
    "learner-leave-cohort": _of_enrolment,
}
