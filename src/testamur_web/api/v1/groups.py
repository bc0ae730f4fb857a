"""Your groups in the cohorts of others: a partner enrols, hands in, prints cards, types sheets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.cohorts import EnrolmentOut, EvidenceOut, show_enrolment
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.partner_shapes import (
    CardOut,
    EnteredOut,
    GroupEnrolled,
    GroupOut,
    GroupPeople,
    NewPiece,
    ReportOut,
    SheetOut,
    SheetRowsOut,
    TypedRows,
    WantedTrial,
    show_entered,
    show_group,
    show_report,
    show_sheet,
    show_sheet_rows,
)
from testamur_web.catalogue.queries import definition_of
from testamur_web.learning import paper, partners, services
from testamur_web.learning.models import Activity, Enrolment, Evidence, Partnership, Sheet
from testamur_web.learning.roster import Listed
from testamur_web.people.models import Person, Role
from testamur_web.wallet import groups

__all__ = ["router"]

router = Router(tags=["groups"])

_STAFF = (Role.MANAGER, Role.REGISTRAR)
_NEEDS = needs(*_STAFF)
_GROUP = "/groups/{uuid:group}"
_PERSON = f"{_GROUP}/people/{{uuid:enrolment}}"
_SHEET = f"{_GROUP}/sheets/{{uuid:sheet}}"
_CSV: dict[str, Any] = {
    "responses": {
        200: {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}
    }
}


@router.get(
    "/groups", response=Page[GroupOut], summary="List your groups elsewhere", openapi_extra=_NEEDS
)
def list_groups(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The cohorts of other organisations in which yours may work today."""
    organisation, _person = acting(request, *_STAFF)
    found = partners.working_for(organisation, at=timezone.now())
    found = found.select_related("cohort__marking__rubric__rubric")
    return page_of(found, wanted, show_group)


@router.get(_GROUP, response=GroupOut, summary="Read one group", openapi_extra=_NEEDS)
def read_group(request: HttpRequest, group: UUID) -> dict[str, Any]:
    """In whose cohort it is, and until when."""
    return show_group(_group(request, group)[0])


@router.get(
    f"{_GROUP}/people",
    response=Page[EnrolmentOut],
    summary="List the people of a group",
    openapi_extra=_NEEDS,
)
def list_group_people(request: HttpRequest, group: UUID, wanted: Query[Wanted]) -> dict[str, Any]:
    """Whom your organisation enrolled there, by name, and nobody else."""
    found, _person = _group(request, group)
    people = partners.group_of(found).prefetch_related("evidence", "decisions")
    return page_of(people, wanted, show_enrolment)


@router.post(
    f"{_GROUP}/people",
    response=GroupEnrolled,
    summary="Enrol people in a group",
    openapi_extra=_NEEDS,
)
def enrol_group(request: HttpRequest, group: UUID, body: GroupPeople) -> dict[str, Any]:
    """By name and number. Who cannot come in is told by row; everybody else comes in."""
    found, person = _group(request, group)
    rows = [Listed(one.name, number=one.number, row=row) for row, one in enumerate(body.people, 1)]
    listing = services.enrol_group(found, rows, by=person, at=timezone.now())
    return {
        "enrolled": [show_enrolment(one) for one in listing.enrolled],
        "problems": [{"row": one.row.row, **one.problem.as_json()} for one in listing.problems],
    }


@router.get(
    _PERSON, response=EnrolmentOut, summary="Read one person of a group", openapi_extra=_NEEDS
)
def read_group_person(request: HttpRequest, group: UUID, enrolment: UUID) -> dict[str, Any]:
    """With what was added for them, and what was decided."""
    return show_enrolment(_enrolment(request, group, enrolment)[1])


@router.post(
    f"{_PERSON}/evidence",
    response={201: EvidenceOut},
    summary="Add evidence for somebody of a group",
    openapi_extra=_NEEDS,
)
def add_group_evidence(
    request: HttpRequest, group: UUID, enrolment: UUID, body: NewPiece
) -> Status[Evidence]:
    """A link, a repository, or a note."""
    activity = _activity(_enrolment(request, group, enrolment)[1], body.activity)
    piece = services.Piece(body.kind, body.title, None, body.url, body.text, activity)
    return Status(201, _add(request, group, enrolment, piece))


@router.post(
    f"{_PERSON}/files",
    response={201: EvidenceOut},
    summary="Add a file for somebody of a group",
    openapi_extra=_NEEDS,
)
def add_group_file(
    request: HttpRequest,
    group: UUID,
    enrolment: UUID,
    file: File[UploadedFile],
    activity: UUID | None = None,
) -> Status[Evidence]:
    """Sent as multipart/form-data, in the part `file`; `activity` says what it is for."""
    found = _activity(_enrolment(request, group, enrolment)[1], activity)
    piece = services.Piece(Evidence.Kind.FILE, file=file, activity=found)
    return Status(201, _add(request, group, enrolment, piece))


@router.delete(
    f"{_PERSON}/evidence/{{evidence}}",
    response={204: None},
    summary="Remove evidence of somebody of a group",
    openapi_extra=_NEEDS,
)
def remove_group_evidence(
    request: HttpRequest, group: UUID, enrolment: UUID, evidence: UUID
) -> Status[None]:
    """What was added by mistake; what is handed in stays."""
    partnership, found, person = _enrolment(request, group, enrolment)
    piece = get_object_or_404(found.evidence, pk=evidence)
    services.remove_for_group(partnership, found, piece, by=person, at=timezone.now())
    return Status(204, None)


@router.post(
    f"{_PERSON}/hand-in",
    response=EnrolmentOut,
    summary="Hand in for somebody of a group",
    openapi_extra=_NEEDS,
)
def hand_in_for_group(request: HttpRequest, group: UUID, enrolment: UUID) -> dict[str, Any]:
    """What was added is put before an assessor."""
    partnership, found, person = _enrolment(request, group, enrolment)
    now = timezone.now()
    return show_enrolment(services.hand_in_for_group(partnership, found, by=person, at=now))


@router.get(
    f"{_GROUP}/report", response=ReportOut, summary="Read the group report", openapi_extra=_NEEDS
)
def read_group_report(request: HttpRequest, group: UUID) -> dict[str, Any]:
    """How many are enrolled, have handed in, passed and claimed."""
    return show_report(groups.report_of(_group(request, group)[0]))


@router.post(
    f"{_GROUP}/cards",
    response=list[CardOut],
    summary="Print claim cards",
    openapi_extra=_NEEDS,
)
def print_cards(request: HttpRequest, group: UUID) -> list[groups.Card]:
    """Of every award of the group that nobody has claimed; it stands in the issuer's trail."""
    found, person = _group(request, group)
    return groups.print_cards(found, by=person, at=timezone.now())


@router.get(
    f"{_GROUP}/sheets",
    response=list[SheetOut],
    summary="List the sheets of a group",
    openapi_extra=_NEEDS,
)
def list_sheets(request: HttpRequest, group: UUID) -> list[dict[str, Any]]:
    """The newest first, each with how far it is."""
    return [show_sheet(one) for one in partners.sheets_of(_group(request, group)[0])]


@router.post(
    f"{_GROUP}/sheets",
    response={201: SheetRowsOut},
    summary="Make a sheet",
    openapi_extra=_NEEDS,
)
def make_sheet(request: HttpRequest, group: UUID) -> Status[dict[str, Any]]:
    """A row for everybody of the group who is not decided about."""
    found, person = _group(request, group)
    made = services.make_sheet(found, by=person, at=timezone.now())
    return Status(201, show_sheet_rows(partners.sheets_of(found).get(pk=made.pk)))


@router.get(_SHEET, response=SheetRowsOut, summary="Read a sheet", openapi_extra=_NEEDS)
def read_sheet(request: HttpRequest, group: UUID, sheet: UUID) -> dict[str, Any]:
    """Its rows, who typed them, and their conflicts."""
    return show_sheet_rows(_sheet(request, group, sheet)[1])


@router.post(
    f"{_SHEET}/rows", response=EnteredOut, summary="Type in rows of a sheet", openapi_extra=_NEEDS
)
def enter_rows(request: HttpRequest, group: UUID, sheet: UUID, body: TypedRows) -> dict[str, Any]:
    """Each row is kept, with its conflict where there is one; an assessor decides by them."""
    partnership, found, person = _sheet(request, group, sheet)
    return _enter(partnership, found, body.written, by=person, is_trial=body.is_trial)


@router.get(f"{_SHEET}/sheet.csv", summary="Download a sheet as CSV", openapi_extra=_NEEDS | _CSV)
def export_sheet(request: HttpRequest, group: UUID, sheet: UUID) -> HttpResponse:
    """With what was typed until now, and rows for people who were not known yet."""
    found = _sheet(request, group, sheet)[1]
    lines = paper.sheet_as_csv(found, definition_of(found.partnership.cohort.version))
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")


@router.post(
    f"{_SHEET}/file",
    response=EnteredOut,
    summary="Send a sheet as a file",
    openapi_extra=_NEEDS,
)
def bring_sheet(
    request: HttpRequest,
    group: UUID,
    sheet: UUID,
    file: File[UploadedFile],
    said: Query[WantedTrial],
) -> dict[str, Any]:
    """Sent as multipart/form-data, in the part `file`. Without `is_trial=false` nothing is kept."""
    partnership, found, person = _sheet(request, group, sheet)
    text = paper.text_of(file.read(paper.MAX_FILE + 1))
    rows = paper.read_table(text, found, definition_of(found.partnership.cohort.version))
    return _enter(partnership, found, rows, by=person, is_trial=said.is_trial)


def _group(request: HttpRequest, pk: UUID) -> tuple[Partnership, Person]:
    organisation, person = acting(request, *_STAFF)
    return get_object_or_404(partners.working_for(organisation, at=timezone.now()), pk=pk), person


def _enrolment(
    request: HttpRequest, group: UUID, pk: UUID
) -> tuple[Partnership, Enrolment, Person]:
    partnership, person = _group(request, group)
    return partnership, get_object_or_404(partners.group_of(partnership), pk=pk), person


def _sheet(request: HttpRequest, group: UUID, pk: UUID) -> tuple[Partnership, Sheet, Person]:
    partnership, person = _group(request, group)
    return partnership, get_object_or_404(partners.sheets_of(partnership), pk=pk), person


def _activity(enrolment: Enrolment, pk: UUID | None) -> Activity | None:
    return get_object_or_404(enrolment.cohort.activities, pk=pk) if pk else None


def _add(request: HttpRequest, group: UUID, pk: UUID, piece: services.Piece) -> Evidence:
    partnership, enrolment, person = _enrolment(request, group, pk)
    return services.add_for_group(partnership, enrolment, piece, by=person, at=timezone.now())


def _enter(
    partnership: Partnership, sheet: Sheet, rows: Any, *, by: Person, is_trial: bool
) -> dict[str, Any]:
    enter = services.try_sheet if is_trial else services.enter_sheet
    return show_entered(enter(partnership, sheet, rows, by=by, at=timezone.now()))
