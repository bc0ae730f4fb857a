"""What is a person's own: the wallet, its shares, and what they learn.

Only a token without an organisation opens it: what an employer gave a key to is not somebody's
wallet.
"""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from testamur.errors import Refused
from testamur_web.api.v1.bearers import OWN, own
from testamur_web.api.v1.cohorts import EnrolmentOut, EvidenceOut, show_enrolment
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Moment, Prose, Said, Word
from testamur_web.learning import queries as learning_queries
from testamur_web.learning import services as learning
from testamur_web.learning.models import Activity, Enrolment, Evidence
from testamur_web.wallet import services as wallet
from testamur_web.wallet.addresses import share_address
from testamur_web.wallet.models import Item, Share
from testamur_web.wallet.queries import shares_of
from testamur_web.wallet.renewals import Renewal, renewals_of

__all__ = ["router"]

router = Router(tags=["own"])


class ItemOut(Schema):
    """One credential of the wallet; `credential` is its text, where one is read."""

    id: UUID
    award: UUID | None
    title: str
    issuer: str
    trust: str
    awarded_at: str
    credential: str | None = None


class ShareOut(Schema):
    """A share: its address, what it shows, how often it was looked at."""

    id: UUID
    kind: str
    title: str
    address: str
    items: list[UUID]
    views: int
    is_open: bool
    expires_at: str | None


class RenewalOut(Schema):
    """A credential that expires soon, and the achievement by which it is earned again."""

    item: UUID
    title: str
    issuer: str
    expires_at: str
    achievement: UUID | None
    version: int | None


class NewShare(Said):
    """What to show, how, and until when."""

    items: list[UUID] = Field(min_length=1, max_length=200)
    kind: Literal["public", "secret", "linkedin", "embed"] = "secret"
    title: Line = ""
    expires_at: Moment | None = None


class NewEnrolment(Said):
    """An open cohort, or the code of one."""

    cohort: UUID | None = None
    code: Word = ""


class NewEvidence(Said):
    """An address or a text to hand in; files are sent to the other address."""

    kind: Literal["link", "repository", "note"]
    title: Line = ""
    url: Line = Field("", max_length=2_000)
    text: Prose = ""
    activity: UUID | None = Field(None, description="The activity of the programme it is for.")


@router.get("/wallet/items", response=Page[ItemOut], summary="List your wallet", openapi_extra=OWN)
def list_items(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first."""
    return page_of(own(request).wallet_items.order_by("-awarded_at", "pk"), wanted, _item)


@router.get(
    "/wallet/renewals",
    response=Page[RenewalOut],
    summary="List what expires soon",
    openapi_extra=OWN,
)
def list_renewals(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Within 90 days and not earned again, the first to go first."""
    return page_of(renewals_of(own(request), at=timezone.now()), wanted, _renewal)


@router.get(
    "/wallet/items/{uuid:item}", response=ItemOut, summary="Read one credential", openapi_extra=OWN
)
def read_item(request: HttpRequest, item: UUID) -> dict[str, Any]:
    """With its signed text."""
    found = get_object_or_404(own(request).wallet_items, pk=item)
    return _item(found) | {"credential": found.credential}


@router.get(
    "/wallet/shares", response=Page[ShareOut], summary="List your shares", openapi_extra=OWN
)
def list_shares(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Those that can be seen first."""
    found = shares_of(own(request), at=timezone.now())
    return page_of(
        found, wanted, lambda one: _share(one.share, views=one.total, is_open=one.is_open)
    )


@router.post(
    "/wallet/shares", response={201: ShareOut}, summary="Share credentials", openapi_extra=OWN
)
def make_share(request: HttpRequest, body: NewShare) -> Status[dict[str, Any]]:
    """By a secret link, which may show several, or on one credential's own page."""
    person = own(request)
    items = [get_object_or_404(person.wallet_items, pk=one) for one in dict.fromkeys(body.items)]
    made = wallet.share(
        person,
        items,
        kind=body.kind,
        title=body.title,
        expires_at=body.expires_at,
        at=timezone.now(),
    )
    return Status(201, _share(made, views=0, is_open=True))


@router.post(
    "/wallet/shares/{uuid:share}/stop", response=ShareOut, summary="Stop a share", openapi_extra=OWN
)
def stop_share(request: HttpRequest, share: UUID) -> dict[str, Any]:
    """From now on its address shows nothing."""
    person = own(request)
    found = get_object_or_404(person.shares, pk=share)
    stopped = wallet.stop_share(found, by=person, at=timezone.now())
    return _share(stopped, views=0, is_open=False)


@router.get(
    "/learning", response=Page[EnrolmentOut], summary="List what you learn", openapi_extra=OWN
)
def list_learning(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """What is in progress first."""
    return page_of(learning_queries.learning_of(own(request)), wanted, show_enrolment)


@router.post("/learning", response={201: EnrolmentOut}, summary="Enrol yourself", openapi_extra=OWN)
def enrol(request: HttpRequest, body: NewEnrolment) -> Status[dict[str, Any]]:
    """In an open cohort by its id, or by the code you were given."""
    person = own(request)
    if body.code:
        cohort = learning_queries.cohort_by_code(body.code)
        if cohort is None:
            raise Refused.because("cohort.entry-refused", "no cohort has this code", "/code")
    else:
        cohort = get_object_or_404(learning_queries.open_to_all(), pk=body.cohort)
    made = learning.enrol(cohort, person=person, at=timezone.now(), code=body.code)
    return Status(201, show_enrolment(made))


@router.post(
    "/learning/{uuid:enrolment}/evidence",
    response={201: EvidenceOut},
    summary="Add evidence",
    openapi_extra=OWN,
)
def add_evidence(request: HttpRequest, enrolment: UUID, body: NewEvidence) -> Status[Evidence]:
    """A link, a repository, or a note."""
    activity = _activity(request, enrolment, body.activity)
    piece = learning.Piece(body.kind, body.title, None, body.url, body.text, activity)
    return Status(201, _add(request, enrolment, piece))


@router.post(
    "/learning/{uuid:enrolment}/files",
    response={201: EvidenceOut},
    summary="Add a file as evidence",
    openapi_extra=OWN,
)
def add_file(
    request: HttpRequest,
    enrolment: UUID,
    file: File[UploadedFile],
    activity: UUID | None = None,
) -> Status[Evidence]:
    """Sent as multipart/form-data, in the part `file`; `activity` says what it is for."""
    found = _activity(request, enrolment, activity)
    piece = learning.Piece(Evidence.Kind.FILE, file=file, activity=found)
    return Status(201, _add(request, enrolment, piece))


@router.delete(
    "/learning/{uuid:enrolment}/evidence/{uuid:evidence}",
    response={204: None},
    summary="Remove evidence",
    openapi_extra=OWN,
)
def remove_evidence(request: HttpRequest, enrolment: UUID, evidence: UUID) -> Status[None]:
    """What was added by mistake; what is handed in stays."""
    piece = get_object_or_404(_mine(request, enrolment).evidence, pk=evidence)
    learning.remove_evidence(piece, by=own(request), at=timezone.now())
    return Status(204, None)


@router.post(
    "/learning/{uuid:enrolment}/hand-in",
    response=EnrolmentOut,
    summary="Hand in",
    openapi_extra=OWN,
)
def hand_in(request: HttpRequest, enrolment: UUID) -> dict[str, Any]:
    """What was added is put before an assessor."""
    found = _mine(request, enrolment)
    return show_enrolment(learning.hand_in(found, by=own(request), at=timezone.now()))


def _activity(request: HttpRequest, enrolment: UUID, activity: UUID | None) -> Activity | None:
    if activity is None:
        return None
    return get_object_or_404(_mine(request, enrolment).cohort.activities, pk=activity)


def _add(request: HttpRequest, enrolment: UUID, piece: learning.Piece) -> Evidence:
    found = _mine(request, enrolment)
    return learning.add_evidence(found, piece, by=own(request), at=timezone.now())


def _mine(request: HttpRequest, enrolment: UUID) -> Enrolment:
    return get_object_or_404(own(request).enrolments, pk=enrolment)


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.pk,
        "award": item.award_id,
        "title": item.title,
        "issuer": item.issuer_name,
        "trust": str(item.trust),
        "awarded_at": item.awarded_at.isoformat(),
    }


def _renewal(renewal: Renewal) -> dict[str, Any]:
    return {
        "item": renewal.item.pk,
        "title": renewal.item.title,
        "issuer": renewal.item.issuer_name,
        "expires_at": renewal.ends_at.isoformat(),
        "achievement": renewal.offer.achievement_id if renewal.offer else None,
        "version": renewal.offer.number if renewal.offer else None,
    }


def _share(share: Share, *, views: int, is_open: bool) -> dict[str, Any]:
    items = list(share.items.all())
    return {
        "id": share.pk,
        "kind": str(share.kind),
        "title": share.title,
        "address": share_address(share, items[0] if items else None),
        "items": [item.pk for item in items],
        "views": views,
        "is_open": is_open,
        "expires_at": share.expires_at.isoformat() if share.expires_at else None,
    }
