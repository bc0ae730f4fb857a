"""Who may ask the pages of qualifications, of progress toward them and of exemptions."""

from __future__ import annotations

from typing import Any

from testamur_web.plans.exemptions import apply_for_exemption, decide_exemption
from testamur_web.plans.models import Application, Qualification
from testamur_web.wallet.models import Item
from tests.security.matrix import Cast
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW
from tests.web.plans.degrees import a_degree, mapped, unit_of, verdict

READERS = "member:assessor,manager,registrar"
DECIDERS = "member:assessor,registrar"
WRITERS = "member:designer"

ROUTES = {
    "public-browse-qualifications": "public",
    "public-read-qualification": "public",
    "learner-read-progress": "signed-in",
    "learner-follow": "signed-in",
    "learner-leave-qualification": "signed-in",
    "learner-aim-at-qualification": "signed-in",
    "learner-apply-for-exemption": "signed-in",
    "learner-take-back-application": "own",
    "issuer-list-qualifications": "member",
    "issuer-create-qualification": WRITERS,
    "issuer-show-qualification": "member",
    "issuer-edit-qualification": WRITERS,
    "issuer-publish-qualification": WRITERS,
    "issuer-add-unit": WRITERS,
    "issuer-change-unit": WRITERS,
    "issuer-remove-unit": WRITERS,
    "issuer-map-achievement": WRITERS,
    "issuer-replace-mapping": WRITERS,
    "issuer-end-mapping": WRITERS,
    "assessor-list-applications": READERS,
    "assessor-read-application": READERS,
    "assessor-decide-application": DECIDERS,
    "assessor-withdraw-decision": DECIDERS,
    "assessor-list-learners": READERS,
    "assessor-export-learners": READERS,
}


def _degree(cast: Cast) -> Qualification:
    return a_degree(cast.university, cast.bashir)


def _of_degree(cast: Cast) -> dict[str, Any]:
    return {"pk": _degree(cast).pk}


def _of_unit(cast: Cast) -> dict[str, Any]:
    degree = _degree(cast)
    return {"pk": degree.pk, "unit": unit_of(degree).pk}


def _of_mapping(cast: Cast) -> dict[str, Any]:
    degree = _degree(cast)
    return {"pk": degree.pk, "mapping": mapped(degree, offer(cast.university), cast.bashir).pk}


def _application(cast: Cast) -> Application:
    item = Item.objects.create(
        holder=cast.ada,
        credential="{}",
        title="From elsewhere",
        issuer_name="Somebody",
        trust=Item.Trust.CLAIMED,
        awarded_at=NOW,
    )
    return apply_for_exemption(unit_of(_degree(cast)), [item], person=cast.ada, at=NOW)


def _of_application(cast: Cast) -> dict[str, Any]:
    return {"pk": _application(cast).pk}


def _of_decided(cast: Cast) -> dict[str, Any]:
    application = _application(cast)
    decide_exemption(application, verdict(), by=cast.bashir, at=NOW)
    return {"pk": application.pk}


OBJECTS = {
    "public-read-qualification": _of_degree,
    "learner-read-progress": _of_degree,
    "learner-follow": _of_degree,
    "learner-leave-qualification": _of_degree,
    "learner-aim-at-qualification": _of_degree,
    "learner-apply-for-exemption": _of_unit,
    "learner-take-back-application": _of_application,
    "issuer-show-qualification": _of_degree,
    "issuer-edit-qualification": _of_degree,
    "issuer-publish-qualification": _of_degree,
    "issuer-add-unit": _of_degree,
    "issuer-change-unit": _of_unit,
    "issuer-remove-unit": _of_unit,
    "issuer-map-achievement": _of_unit,
    "issuer-replace-mapping": _of_mapping,
    "issuer-end-mapping": _of_mapping,
    "assessor-read-application": _of_application,
    "assessor-decide-application": _of_application,
    "assessor-withdraw-decision": _of_decided,
    "assessor-list-learners": _of_degree,
    "assessor-export-learners": _of_degree,
}
