"""A library of the demonstration that works for people without e-mail in a cohort of Northgate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import definition_of
from testamur_web.learning import services as learning
from testamur_web.learning.findings import Finding, Found
from testamur_web.learning.models import Cohort, Enrolment, Partnership
from testamur_web.learning.roster import Listed
from testamur_web.people import services as people
from testamur_web.people.models import Organisation, OrganisationKind, Person

__all__ = ["LIBRARY", "work_with_a_library"]

LIBRARY: Final = "quayside-library"
_GROUP: Final = (
    Listed("Halima Yusuf", number="Q-101"),
    Listed("Teodor Ilves", number="Q-102"),
    Listed("Marisol Vega", number="Q-103"),
    Listed("Samuel Osei", number="Q-104"),
    Listed("Ngoc Pham", number="Q-105"),
    Listed("Viktor Hale", number="Q-106"),
)
_NOTE: Final = "We sat together on two afternoons; the print-outs are in the folder at our desk."
_DAY: Final = timedelta(days=1)


def work_with_a_library(version: Version, cast: Mapping[str, Person], *, at: datetime) -> Cohort:
    """Six are enrolled; of a sheet that waits, one row clashes with a pass since it was printed."""
    bashir, amina, gil = cast["bashir"], cast["amina"], cast["gil"]
    began = at - 25 * _DAY
    library = _library(gil, at - 60 * _DAY)
    cohort = learning.open_cohort(version, name="At the library", by=bashir, at=began)
    days = learning.Days(began.date(), (at + 60 * _DAY).date())
    partnership = learning.let_partner_in(cohort, library, days=days, by=bashir, at=began)
    group = learning.enrol_group(partnership, _GROUP, by=gil, at=began).enrolled
    for one in group[:3]:
        _hand_in(partnership, one, gil, at - 6 * _DAY)
    _pass(group[0], amina, at - 4 * _DAY)
    sheet = learning.make_sheet(partnership, by=gil, at=at - 3 * _DAY)
    met = {one.id: str(Found.MET) for one in definition_of(version).criteria}
    rows = [
        learning.Written(row.row, row.enrolment.number, met)
        for row in sheet.rows.select_related("enrolment")
        if row.enrolment and row.enrolment != group[5]
    ]
    _pass(group[1], amina, at - 2 * _DAY)
    learning.enter_sheet(partnership, sheet, rows, by=gil, at=at - _DAY)
    return cohort


def _library(by: Person, at: datetime) -> Organisation:
    return people.create_organisation(
        name="Quayside Library",
        slug=LIBRARY,
        kinds=(OrganisationKind.COMMUNITY,),
        description="The public library by the harbour, open to everybody.",
        colour="#37517e",
        country="PT",
        by=by,
        at=at,
    )


def _hand_in(partnership: Partnership, enrolment: Enrolment, by: Person, at: datetime) -> None:
    piece = learning.Piece("note", title="Work at the library", text=_NOTE)
    learning.add_for_group(partnership, enrolment, piece, by=by, at=at)
    learning.hand_in_for_group(partnership, enrolment, by=by, at=at)


def _pass(enrolment: Enrolment, by: Person, at: datetime) -> None:
    criteria = definition_of(enrolment.cohort.version).criteria
    findings = [Finding(one.id, Found.MET) for one in criteria]
    learning.decide(enrolment, by=by, findings=findings, at=at)
