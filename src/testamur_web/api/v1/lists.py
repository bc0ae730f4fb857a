"""Lists of skills and crosswalks of the instance, as operators bring, adopt and withdraw them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from testamur_web.api.v1.bearers import OPERATING, operating
from testamur_web.catalogue import adopting, crosswalking
from testamur_web.catalogue.models import Crosswalk, Framework, ListUpload
from testamur_web.catalogue.uploads import bring_list

__all__ = ["router"]

router = Router(tags=["lists of skills"])


class CrosswalkOut(Schema):
    """A table of how the entries of two lists match."""

    id: UUID
    name: str
    version: str
    source: str
    target: str
    attribution: str
    links: int
    relations: dict[str, int]
    in_use: bool


class ListProposedOut(Schema):
    """A list of skills that was read; `in_use` once it is adopted."""

    id: UUID
    uri: str
    name: str
    version: str
    skills: int
    occupations: int
    in_use: bool
    omissions: list[dict[str, Any]]


class UploadOut(Schema):
    """A file, how far it is read, and what came of it."""

    id: UUID
    name: str
    state: str
    stage: str
    done: int
    total: int
    problem: dict[str, str] | None
    framework: UUID | None
    crosswalk: UUID | None
    is_known: bool


class Brought(Schema):
    """What the file is."""

    is_crosswalk: bool = False
    is_reversed: bool = False


@router.get("/crosswalks", response=list[CrosswalkOut], auth=None, summary="List crosswalks")
def list_crosswalks(request: HttpRequest) -> list[dict[str, Any]]:
    """Those in use: through them skills of one list count toward those of another."""
    del request
    return [_crosswalk(row) for row in crosswalking.crosswalks_in_use()]


@router.post(
    "/lists",
    response={202: UploadOut},
    summary="Bring a list of skills or a crosswalk",
    openapi_extra=OPERATING,
)
def bring(
    request: HttpRequest, file: File[UploadedFile], said: Form[Brought]
) -> Status[dict[str, Any]]:
    """Sent as multipart/form-data, in the part `file`; a worker reads it."""
    person = operating(request)
    upload = bring_list(
        file.name or "list",
        file.read(),
        is_crosswalk=said.is_crosswalk,
        is_reversed=said.is_reversed,
        by=person,
        at=timezone.now(),
    )
    return Status(202, _upload(upload))


@router.get(
    "/lists/{uuid:upload}",
    response=UploadOut,
    summary="Read how far a file is",
    openapi_extra=OPERATING,
)
def read_upload(request: HttpRequest, upload: UUID) -> dict[str, Any]:
    """Once it is read, which list or crosswalk it held; nothing is in use yet."""
    operating(request)
    return _upload(get_object_or_404(ListUpload.objects.defer("data"), pk=upload))


@router.get(
    "/frameworks/{uuid:framework}",
    response=ListProposedOut,
    summary="Read what a list holds",
    openapi_extra=OPERATING,
)
def read_framework(request: HttpRequest, framework: UUID) -> dict[str, Any]:
    """With the rows of its files that are not in it."""
    operating(request)
    return _framework(get_object_or_404(Framework.objects.defer("packed"), pk=framework))


@router.post(
    "/frameworks/{uuid:framework}/adopt",
    response=ListProposedOut,
    summary="Put a list in use",
    openapi_extra=OPERATING,
)
def adopt_framework(request: HttpRequest, framework: UUID) -> dict[str, Any]:
    """In the place of the same version."""
    person = operating(request)
    found = get_object_or_404(Framework.objects.defer("packed"), pk=framework)
    adopting.adopt(found, by=person, at=timezone.now())
    return _framework(found)


@router.post(
    "/frameworks/{uuid:framework}/withdraw",
    response={204: None},
    summary="Use a list no more",
    openapi_extra=OPERATING,
)
def withdraw_framework(request: HttpRequest, framework: UUID) -> Status[None]:
    """Or discard one that is not in use."""
    person = operating(request)
    found = get_object_or_404(Framework.objects.defer("packed"), pk=framework)
    adopting.withdraw(found, by=person, at=timezone.now())
    return Status(204, None)


@router.post(
    "/crosswalks/{uuid:crosswalk}/adopt",
    response=CrosswalkOut,
    summary="Put a crosswalk in use",
    openapi_extra=OPERATING,
)
def adopt_crosswalk(request: HttpRequest, crosswalk: UUID) -> dict[str, Any]:
    """In the place of an older version of it."""
    person = operating(request)
    found = get_object_or_404(Crosswalk.objects.defer("packed"), pk=crosswalk)
    crosswalking.adopt_crosswalk(found, by=person, at=timezone.now())
    return _crosswalk(found)


@router.post(
    "/crosswalks/{uuid:crosswalk}/withdraw",
    response={204: None},
    summary="Use a crosswalk no more",
    openapi_extra=OPERATING,
)
def withdraw_crosswalk(request: HttpRequest, crosswalk: UUID) -> Status[None]:
    """Or discard one that is not in use."""
    person = operating(request)
    found = get_object_or_404(Crosswalk.objects.defer("packed"), pk=crosswalk)
    crosswalking.withdraw_crosswalk(found, by=person, at=timezone.now())
    return Status(204, None)


def _upload(upload: ListUpload) -> dict[str, Any]:
    return {
        "id": upload.pk,
        "name": upload.name,
        "state": upload.state,
        "stage": upload.stage,
        "done": upload.done,
        "total": upload.total,
        "problem": upload.problem,
        "framework": upload.framework_id,
        "crosswalk": upload.crosswalk_id,
        "is_known": upload.is_known,
    }


def _framework(row: Framework) -> dict[str, Any]:
    return {
        "id": row.pk,
        "uri": row.uri,
        "name": row.name,
        "version": row.version,
        "skills": row.skills,
        "occupations": row.occupations,
        "in_use": row.adopted_at is not None,
        "omissions": row.omissions,
    }


def _crosswalk(row: Crosswalk) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "version": row.version,
        "source": row.source,
        "target": row.target,
        "attribution": row.attribution,
        "links": row.links,
        "relations": row.counts,
        "in_use": row.adopted_at is not None,
    }
