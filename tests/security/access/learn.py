"""Who may ask the pages of cohorts, of learning and of assessment."""

from __future__ import annotations

from typing import Any

from testamur_web.catalogue.models import Achievement, Version
from testamur_web.learning import services
from testamur_web.learning.models import Cohort, Enrolment
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
    "learner-hand-in": "own",
    "learner-take-back": "own",
    "learner-leave-cohort": "own",
}


def _cohort(cast: Any) -> Cohort:
    achievement = Achievement.objects.create(organisation=cast.university, title="Survey design")
    version = Version.objects.create(
        achievement=achievement,
        number=1,
        content={"title": "Survey design"},
        published_at=NOW,
        title="Survey design",
        summary="",
        search_text="",
        kind="badge",
        language="en",
    )
    return services.open_cohort(version, name="Spring", by=cast.bashir, at=NOW)


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


OBJECTS = {
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
