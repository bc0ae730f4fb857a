"""Who may ask the pages of partners: the cohort's organisation lets in, the partner's staff work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from testamur_web.learning import services
from testamur_web.learning.models import Partnership
from testamur_web.learning.roster import Listed
from tests.web.conftest import NOW
from tests.web.learning.conftest import publish

STAFF = "member:manager,registrar"

ROUTES = {
    "issuer-let-partner-in": STAFF,
    "issuer-withdraw-partner": STAFF,
    "partner-list-groups": STAFF,
    "partner-read-group": STAFF,
    "partner-enrol-group": STAFF,
    "partner-export-report": STAFF,
    "partner-show-cards": STAFF,
    "partner-read-person": STAFF,
    "partner-add-evidence": STAFF,
    "partner-download-evidence": STAFF,
    "partner-remove-evidence": STAFF,
    "partner-hand-in": STAFF,
    "partner-make-sheet": STAFF,
    "partner-print-sheet": STAFF,
    "partner-enter-sheet": STAFF,
    "partner-export-sheet": STAFF,
    "partner-bring-sheet": STAFF,
    "assessor-settle-sheet": "member:assessor",
    "assessor-leave-row": "member:assessor",
}


def _partnership(cast: Any, *, owner: Any, partner: Any) -> Partnership:
    version = publish(owner)
    by = cast.chen if owner == cast.college else cast.bashir
    cohort = services.open_cohort(version, name="Spring", by=by, at=NOW)
    now = timezone.now()
    days = services.Days(now.date() - timedelta(1), now.date() + timedelta(1))
    return services.let_partner_in(cohort, partner, days=days, by=by, at=now)


def _let_in(cast: Any) -> dict[str, Any]:
    made = _partnership(cast, owner=cast.university, partner=cast.college)
    return {"pk": made.cohort_id}


def _withdrawable(cast: Any) -> dict[str, Any]:
    made = _partnership(cast, owner=cast.university, partner=cast.college)
    return {"pk": made.cohort_id, "partnership": made.pk}


def _group(cast: Any) -> dict[str, Any]:
    """The university is the partner: of the college, Chen's, whose own cohort it is, asks too."""
    return {"pk": _partnership(cast, owner=cast.college, partner=cast.university).pk}


def _person(cast: Any) -> dict[str, Any]:
    made = Partnership.objects.get(pk=_group(cast)["pk"])
    rows = [Listed("Grace", number="1")]
    enrolled = services.enrol_group(made, rows, by=cast.bashir, at=timezone.now()).enrolled[0]
    return {"pk": made.pk, "enrolment": enrolled.pk}


def _file(cast: Any) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    given = _person(cast)
    made = Partnership.objects.get(pk=given["pk"])
    enrolment = made.places.get().enrolment
    piece = services.Piece("file", file=SimpleUploadedFile("work.pdf", b"%PDF-1.7 work"))
    now = timezone.now()
    added = services.add_for_group(made, enrolment, piece, by=cast.bashir, at=now)
    return given | {"evidence": added.pk}


def _sheet(cast: Any) -> dict[str, Any]:
    made = Partnership.objects.get(pk=_person(cast)["pk"])
    sheet = services.make_sheet(made, by=cast.bashir, at=timezone.now())
    return {"pk": made.pk, "sheet": sheet.pk}


def _sheet_of_cohort(cast: Any) -> dict[str, Any]:
    made = _partnership(cast, owner=cast.university, partner=cast.college)
    now = timezone.now()
    services.enrol_group(made, [Listed("Grace", number="1")], by=cast.chen, at=now)
    return {"pk": made.cohort_id, "sheet": services.make_sheet(made, by=cast.chen, at=now).pk}


OBJECTS = {
    "partner-make-sheet": lambda cast: {"pk": _person(cast)["pk"]},
    "partner-print-sheet": _sheet,
    "partner-enter-sheet": _sheet,
    "partner-export-sheet": _sheet,
    "partner-bring-sheet": _sheet,
    "assessor-settle-sheet": _sheet_of_cohort,
    "assessor-leave-row": lambda cast: _sheet_of_cohort(cast) | {"row": 1},
    "issuer-let-partner-in": _let_in,
    "issuer-withdraw-partner": _withdrawable,
    "partner-read-group": _group,
    "partner-enrol-group": _group,
    "partner-export-report": _group,
    "partner-show-cards": _group,
    "partner-read-person": _person,
    "partner-add-evidence": lambda cast: _person(cast) | {"kind": "note"},
    "partner-download-evidence": _file,
    "partner-remove-evidence": _file,
    "partner-hand-in": _person,
}
