"""Users of SCIM: entries of the list of staff. None is an account, and none has a password here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from testamur_web.api.scim.answers import ScimError, answered, body_of, listed, scim
from testamur_web.api.scim.asked import Change, changes_in, flag, sought_in, user_said
from testamur_web.api.scim.resources import as_user
from testamur_web.employers import staffing
from testamur_web.employers.models import StaffEntry
from testamur_web.employers.staffing import StaffStated
from testamur_web.people.models import Organisation
from testamur_web.people.queries import Bearer

__all__ = ["user", "users"]

_COLUMNS = {"username": "email__iexact", "externalid": "external_id", "id": "pk"}
_PATHS = {
    "username": "userName",
    "displayname": "displayName",
    "name.formatted": "displayName",
    "externalid": "externalId",
}


def list_users(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """A page of users, or who fits a filter."""
    sought = sought_in(request, "username", "externalid")
    rows = _rows(bearer)
    if sought.attribute:
        rows = rows.filter(**{_COLUMNS[sought.attribute]: sought.value})
    page = rows[sought.start - 1 : sought.start - 1 + sought.count]
    return listed([as_user(row) for row in page], total=rows.count(), start=sought.start)


def create_user(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """Somebody who works there now: they are invited, and join when they accept."""
    said = user_said(body_of(request))
    with transaction.atomic():
        entry = staffing.add_entry(
            _house(bearer), _stated(said, None), by=bearer.person, at=timezone.now()
        )
        _set_active(entry, bearer, is_active=said.get("is_active", True))
    return answered(as_user(entry), status=201, request=request)


def read_user(request: HttpRequest, bearer: Bearer, pk: UUID) -> HttpResponse:
    """One of them."""
    return answered(as_user(_found(bearer, pk)), request=request)


def put_user(request: HttpRequest, bearer: Bearer, pk: UUID) -> HttpResponse:
    """What is said of them from now on; who is not said to be inactive is active."""
    entry, said = _found(bearer, pk), user_said(body_of(request))
    if "email" not in said:
        raise ScimError(400, "userName is missing", "invalidValue")
    said.setdefault("external_id", "")
    with transaction.atomic():
        _change(entry, bearer, said)
        _set_active(entry, bearer, is_active=said.get("is_active", True))
    return answered(as_user(entry), request=request)


def patch_user(request: HttpRequest, bearer: Bearer, pk: UUID) -> HttpResponse:
    """All changes, or none of them."""
    entry, changes = _found(bearer, pk), changes_in(body_of(request))
    with transaction.atomic():
        for change in changes:
            said = _said(change)
            if said.keys() - {"is_active"}:
                _change(entry, bearer, said)
            if "is_active" in said:
                _set_active(entry, bearer, is_active=said["is_active"])
    return answered(as_user(_found(bearer, pk)), request=request)


def delete_user(_request: HttpRequest, bearer: Bearer, pk: UUID) -> HttpResponse:
    """Their membership ends, and they are not on the list any more; an account stays theirs."""
    staffing.remove_entry(_found(bearer, pk), by=bearer.person, at=timezone.now())
    return answered(None)


users = scim(get=list_users, post=create_user)
user = scim(get=read_user, put=put_user, patch=patch_user, delete=delete_user)


def _house(bearer: Bearer) -> Organisation:
    assert bearer.organisation is not None  # noqa: S101 -- the door lets no other in
    return bearer.organisation


def _rows(bearer: Bearer) -> QuerySet[StaffEntry]:
    rows = staffing.staff_of(_house(bearer)).prefetch_related("places__team")
    return rows.order_by("created_at", "pk")


def _found(bearer: Bearer, pk: UUID) -> StaffEntry:
    entry = _rows(bearer).filter(pk=pk).first()
    if entry is None:
        raise ScimError(404, f"there is no user {pk}")
    return entry


def _said(change: Change) -> dict[str, Any]:
    """What a change says of a user; raises `ScimError` for what is not kept here."""
    if not change.path:
        return user_said(change.value)
    if change.op == "remove":
        if change.path != "externalid":
            raise ScimError(400, f"{change.path[:80]} cannot be removed", "mutability")
        return {"external_id": ""}
    if change.path == "active":
        return {"is_active": flag(change.value)}
    if change.path not in _PATHS:
        raise ScimError(400, f"{change.path[:80]} is not kept here", "invalidPath")
    return user_said({_PATHS[change.path]: change.value})


def _stated(said: dict[str, Any], entry: StaffEntry | None) -> StaffStated:
    return StaffStated(
        email=said.get("email", entry.email if entry else ""),
        name=said.get("name", entry.name if entry else ""),
        external_id=said.get("external_id", entry.external_id if entry else ""),
        manager=entry.manager if entry else None,
        job_profile=entry.job_profile if entry else None,
    )


def _change(entry: StaffEntry, bearer: Bearer, said: dict[str, Any]) -> None:
    staffing.edit_entry(entry, _stated(said, entry), by=bearer.person, at=timezone.now())


def _set_active(entry: StaffEntry, bearer: Bearer, *, is_active: bool) -> None:
    change = staffing.reactivate if is_active else staffing.deactivate
    change(entry, by=bearer.person, at=timezone.now())
