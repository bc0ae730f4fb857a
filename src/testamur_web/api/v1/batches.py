"""Batches: many awards from rows, checked first, started then, and watched while they run."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Prose, Said
from testamur_web.awards.bulk import batches as services
from testamur_web.awards.bulk.progress import progress_of
from testamur_web.awards.bulk.sheets import Table
from testamur_web.awards.models import Batch, BatchRow
from testamur_web.catalogue.queries import published
from testamur_web.people.models import Role

__all__ = ["router"]

router = Router(tags=["batches"])


class WantedRows(Wanted):
    """Which page, in which state."""

    state: str = Field("", max_length=20)


class BatchOut(Schema):
    """How far a batch is: its rows by state."""

    id: UUID
    name: str
    state: str
    columns: list[str]
    mapping: dict[str, Any]
    date_form: str
    total: int
    ready: int
    issued: int
    in_need: int
    starts_at: str | None
    finished_at: str | None


class RowOut(Schema):
    """One row, and what became of it or stands in its way."""

    number: int
    cells: list[str]
    state: str
    problems: list[Any]
    award: UUID | None


class NewBatch(Said):
    """A table of people: headings, and rows of as many cells."""

    achievement: UUID
    name: Line = Field(min_length=1, max_length=200)
    headings: list[Line] = Field(min_length=1, max_length=60)
    rows: list[list[Prose]] = Field(min_length=1, max_length=5_000)


class Columns(Said):
    """What the columns hold, by their place from 0, and how dates are written."""

    columns: dict[Line, int] = Field(max_length=60)
    date_form: str = Field("", max_length=12, pattern=r"^[A-Za-z./-]*$")
    awarded_on: str = Field("", pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")


class Start(Said):
    """For how many seconds the start can be taken back."""

    undo_seconds: int = Field(300, ge=0, le=86_400)


@router.get(
    "/batches",
    response=Page[BatchOut],
    summary="List your batches",
    openapi_extra=needs(Role.REGISTRAR),
)
def list_batches(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first."""
    organisation, _person = acting(request, Role.REGISTRAR)
    return page_of(organisation.batches.order_by("-created_at", "pk"), wanted, _batch)


@router.post(
    "/batches",
    response={201: BatchOut},
    summary="Make a batch from rows",
    openapi_extra=needs(Role.REGISTRAR),
)
def make_batch(request: HttpRequest, body: NewBatch) -> Status[dict[str, Any]]:
    """Its columns are guessed and every row is checked; nobody is awarded yet."""
    organisation, person = acting(request, Role.REGISTRAR)
    mine = published().filter(achievement__organisation=organisation)
    version = get_object_or_404(mine, achievement=body.achievement)
    table = Table(list(body.headings), [_cells(row, len(body.headings)) for row in body.rows])
    now = timezone.now()
    made = services.make_batch(version, name=body.name, table=table, by=person, at=now)
    return Status(201, _batch(made))


@router.get(
    "/batches/{uuid:batch}",
    response=BatchOut,
    summary="See how far a batch is",
    openapi_extra=needs(Role.REGISTRAR),
)
def read_batch(request: HttpRequest, batch: UUID) -> dict[str, Any]:
    """Its state, and its rows by theirs."""
    organisation, _person = acting(request, Role.REGISTRAR)
    return _batch(get_object_or_404(organisation.batches, pk=batch))


@router.get(
    "/batches/{uuid:batch}/rows",
    response=Page[RowOut],
    summary="List the rows",
    openapi_extra=needs(Role.REGISTRAR),
)
def list_rows(request: HttpRequest, batch: UUID, wanted: Query[WantedRows]) -> dict[str, Any]:
    """In their order; `state` narrows it, such as to `wrong`."""
    organisation, _person = acting(request, Role.REGISTRAR)
    rows = get_object_or_404(organisation.batches, pk=batch).rows.order_by("number")
    return page_of(
        rows.filter(state=wanted.state) if wanted.state in BatchRow.State.values else rows,
        wanted,
        _row,
    )


@router.put(
    "/batches/{uuid:batch}/columns",
    response=BatchOut,
    summary="Say what the columns hold",
    openapi_extra=needs(Role.REGISTRAR),
)
def confirm_columns(request: HttpRequest, batch: UUID, body: Columns) -> dict[str, Any]:
    """Every row is checked again by it."""
    organisation, person = acting(request, Role.REGISTRAR)
    found = get_object_or_404(organisation.batches, pk=batch)
    services.confirm_columns(found, **body.dict(), by=person, at=timezone.now())
    found.refresh_from_db()
    return _batch(found)


@router.post(
    "/batches/{uuid:batch}/start",
    response=BatchOut,
    summary="Start a batch",
    openapi_extra=needs(Role.REGISTRAR),
)
def start_batch(request: HttpRequest, batch: UUID, body: Start) -> dict[str, Any]:
    """Every ready row is awarded once the undo time is over."""
    organisation, person = acting(request, Role.REGISTRAR)
    found = get_object_or_404(organisation.batches, pk=batch)
    patience = timedelta(seconds=body.undo_seconds)
    now = timezone.now()
    return _batch(services.start_batch(found, by=person, at=now, undo_time=patience))


@router.post(
    "/batches/{uuid:batch}/undo",
    response=BatchOut,
    summary="Take a start back",
    openapi_extra=needs(Role.REGISTRAR),
)
def undo_batch(request: HttpRequest, batch: UUID) -> dict[str, Any]:
    """Refused once anybody may be awarded."""
    organisation, person = acting(request, Role.REGISTRAR)
    found = get_object_or_404(organisation.batches, pk=batch)
    services.undo_batch(found, by=person, at=timezone.now())
    found.refresh_from_db()
    return _batch(found)


def _cells(row: list[str], width: int) -> list[str]:
    return [" ".join(cell.split()) for cell in row[:width]]


def _row(row: BatchRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "cells": row.cells,
        "state": str(row.state),
        "problems": row.problems,
        "award": row.award_id,
    }


def _batch(batch: Batch) -> dict[str, Any]:
    progress = progress_of(batch)
    return {
        "id": batch.pk,
        "name": batch.name,
        "state": str(batch.state),
        "columns": batch.columns,
        "mapping": batch.mapping,
        "date_form": batch.date_form,
        "total": progress.total,
        "ready": progress.ready,
        "issued": progress.issued,
        "in_need": progress.in_need,
        "starts_at": batch.starts_at.isoformat() if batch.starts_at else None,
        "finished_at": batch.finished_at.isoformat() if batch.finished_at else None,
    }
