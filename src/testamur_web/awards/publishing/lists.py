"""A published status list: built from rows, signed, and kept while nothing moves.

The rows are those of awards, and the places of what else was signed, such as an endorsement. How
many changes there were is the version of a list: rows are only added, so a number never comes
twice. A text is kept for one version and one stretch of time; whoever has it not makes the same
one, byte for byte, for an Ed25519 signature has no chance in it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.cache import caches
from django.db.models import QuerySet

from testamur.credentials.issue import sign
from testamur.credentials.status import StatusRow, Window, build_list, status_credential
from testamur.errors import Unreachable
from testamur.keys import PublicKey
from testamur_web.awards.models import (
    Award,
    IssuerKey,
    StatusChange,
    StatusList,
    StatusPlace,
)
from testamur_web.awards.publishing.issuers import key_in_use
from testamur_web.awards.sealing import signer_of

__all__ = ["status_list_text", "status_list_url"]

LIFE: Final = timedelta(days=1)
"""For how long a list holds: so long may this instance be away before nobody can say."""

COPIES_LAST: Final = timedelta(minutes=5)
"""How old a copy may be that somebody judges by."""

_STRETCH: Final = timedelta(minutes=10)
_KEPT_SECONDS: Final = 900
_DID_KEY: Final = "did:key:"


def status_list_url(status_list: StatusList) -> str:
    """Where the list is published."""
    return f"{settings.INSTANCE_URL}/status/{status_list.pk}/"


def status_list_text(status_list: StatusList, *, at: datetime) -> str:
    """The signed list as of the moment `at`.

    Raises `Unreachable`: `status.list-unreachable` where nobody may sign it any more,
    `service.key-secret` where nobody can as long as the instance has another secret.
    """
    version = _version_of(status_list)
    begin = _begin_of_stretch(at)
    signer = _key_of(status_list)
    kept_as = f"status:{status_list.pk}:{version}:{begin:%Y%m%d%H%M}:{signer.pk}"
    kept: str | None = caches["local"].get(kept_as)
    if kept is not None:
        return kept
    made = _signed(status_list, signer, begin)
    caches["local"].set(kept_as, made, _KEPT_SECONDS)
    return made


def _signed(status_list: StatusList, signer: IssuerKey, begin: datetime) -> str:
    rows = (StatusRow(index) for index in _set_entries(status_list))
    document = status_credential(
        status_list_url(status_list),
        issuer=status_list.issuer,
        purpose=status_list.purpose,
        encoded_list=build_list(rows, size=status_list.size),
        window=Window(begin, begin + LIFE, COPIES_LAST),
    )
    return sign(document, signer=signer_of(signer), at=begin).text


def _set_entries(status_list: StatusList) -> list[int]:
    """The entries that say revoked, or suspended, and nothing else of whom."""
    awards = Award.objects.order_by()
    if status_list.purpose == StatusList.Purpose.REVOCATION:
        found = awards.filter(revocation_list=status_list, revoked_at__isnull=False)
        revoked = found.values_list("revocation_index")
        taken_back = _set_places(status_list).values_list("index", flat=True)
        return [index for (index,) in revoked if index is not None] + list(taken_back)
    found = awards.filter(suspension_list=status_list, suspended_at__isnull=False)
    return [index for (index,) in found.values_list("suspension_index") if index is not None]


def _version_of(status_list: StatusList) -> int:
    place = f"award__{status_list.purpose}_list"
    changes = StatusChange.objects.filter(**{place: status_list}).order_by().count()
    return changes + _set_places(status_list).count()


def _set_places(status_list: StatusList) -> QuerySet[StatusPlace]:
    return StatusPlace.objects.filter(status_list=status_list, set_at__isnull=False)


def _begin_of_stretch(at: datetime) -> datetime:
    whole = at.replace(second=0, microsecond=0)
    return whole - timedelta(minutes=whole.minute % (_STRETCH // timedelta(minutes=1)))


def _key_of(status_list: StatusList) -> IssuerKey:
    """The key that may sign the list: of a did:key that very one, unless it is compromised.

    Whoever stole such a key could date anything; without a list their forgeries are undetermined,
    and so is what the key signed before, as ADR 12 wants.
    """
    found: IssuerKey | None
    if status_list.issuer.startswith(_DID_KEY):
        multikey = PublicKey.from_multikey(status_list.issuer.removeprefix(_DID_KEY)).multikey
        found = IssuerKey.objects.filter(
            organisation=status_list.organisation_id, multikey=multikey, compromised_at=None
        ).first()
    else:
        found = key_in_use(status_list.organisation)
    if found is None:
        told = f"{status_list_url(status_list)} is signed no more: its issuer has no key for it"
        raise Unreachable.because("status.list-unreachable", told)
    return found
