"""Evidence is added and removed until it is handed in; what was handed in stays as it is.

Each piece has the SHA-256 of exactly what it is: of a file its bytes, of an address or a note its
text in UTF-8. Files lie under a name of ours; the name they came with is text like any other.

A piece for an activity is in time or late by the moment it is added, for since then nothing changes
it. The late rule of the cohort refuses it, or says how many days late it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from testamur.errors import Conflict, Refused
from testamur_web.learning.filetypes import MAX_BYTES, file_type
from testamur_web.learning.models import Activity, Enrolment, Evidence, LateRule
from testamur_web.learning.programme import dates_for, late_rule_of
from testamur_web.learning.queries import IN_PROGRESS, decided_on
from testamur_web.learning.schedule import days_late
from testamur_web.learning.services.enrolments import lock_enrolment, record_about
from testamur_web.people.models import Person

__all__ = [
    "MAX_PIECES",
    "Piece",
    "add_evidence",
    "decided_on",
    "hand_in",
    "lock_in_progress",
    "remove_evidence",
    "take_back",
]

MAX_PIECES: Final = 30
"""The most pieces of evidence of one enrolment."""

_MAX_LATE: Final = 9_999
"""More days late than that are not counted."""

_MAX_ALL_BYTES: Final = 200 * 1024 * 1024
_MAX_NOTE: Final = 20_000
_MAX_URL: Final = 2_000
_MAX_TITLE: Final = 200
_State = Enrolment.State
_is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Piece:
    """What is handed in: a file, an address, or a text, of the kind that `kind` says."""

    kind: str
    title: str = ""
    file: UploadedFile[Any] | None = None
    url: str = ""
    text: str = ""
    activity: Activity | None = None


@transaction.atomic
def add_evidence(enrolment: Enrolment, piece: Piece, *, by: Person, at: datetime) -> Evidence:
    """Keep one more piece of evidence.

    Raises `Conflict` with `enrolment.not-in-progress`, `Refused` with one of the `evidence.` codes
    or `activity.elsewhere`.
    """
    kept = lock_in_progress(enrolment)
    if kept.evidence.count() >= MAX_PIECES:
        raise Refused.because("evidence.too-many", f"{MAX_PIECES} pieces are there already")
    evidence = Evidence(enrolment=kept, kind=piece.kind, added_at=at)
    _fill_activity(evidence, piece.activity)
    _FILL[Evidence.Kind(piece.kind)](evidence, piece)
    evidence.title = (piece.title.strip() or evidence.title)[:_MAX_TITLE]
    try:
        with transaction.atomic():
            evidence.save()
            _record("evidence.add", kept, evidence, by=by, at=at)
    except BaseException:
        if evidence.file:
            evidence.file.delete(save=False)
        raise
    return evidence


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Person, at: datetime) -> None:
    """Remove a piece that is not handed in; one that a decision was taken on stays.

    Raises `Conflict` with `enrolment.not-in-progress`.
    """
    kept = lock_in_progress(evidence.enrolment)
    found = kept.evidence.filter(pk=evidence.pk).first()
    if found is None:
        return
    if found.pk in decided_on([kept.pk]):
        told = "a decision was taken on it; add what is new instead"
        raise Conflict.because("enrolment.not-in-progress", told)
    _record("evidence.remove", kept, found, by=by, at=at)
    storage, name = found.file.storage, found.file.name
    found.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def hand_in(enrolment: Enrolment, *, by: Person, at: datetime) -> Enrolment:
    """Put the evidence before an assessor; handing in twice is the same as once.

    Raises `Refused` with `enrolment.nothing-to-hand-in` or `prior.nothing-claimed`, `Conflict` with
    `enrolment.not-in-progress`.
    """
    kept = lock_enrolment(enrolment)
    if kept.state == _State.SUBMITTED:
        return kept
    kept = lock_in_progress(enrolment)
    if not kept.evidence.exists():
        raise Refused.because("enrolment.nothing-to-hand-in", "there is no evidence yet")
    if kept.cohort.is_prior_learning and not kept.prior_claims.exists():
        raise Refused.because("prior.nothing-claimed", "no outcome or criterion is claimed yet")
    kept.state, kept.submitted_at = _State.SUBMITTED, at
    kept.save(update_fields=["state", "submitted_at"])
    _record("enrolment.hand-in", kept, None, by=by, at=at)
    return kept


@transaction.atomic
def take_back(enrolment: Enrolment, *, by: Person, at: datetime) -> Enrolment:
    """Take back what was handed in, as long as nobody has decided.

    Raises `Conflict` with `enrolment.not-in-progress` where there is nothing to take back.
    """
    kept = lock_enrolment(enrolment)
    if kept.state == _State.ACTIVE:
        return kept
    if kept.state != _State.SUBMITTED:
        raise Conflict.because("enrolment.not-in-progress", "this has been decided")
    kept.state, kept.submitted_at = _State.ACTIVE, None
    kept.save(update_fields=["state", "submitted_at"])
    _record("enrolment.take-back", kept, None, by=by, at=at)
    return kept


def lock_in_progress(enrolment: Enrolment) -> Enrolment:
    """The row, held; raises `Conflict` (`enrolment.not-in-progress`) where work on it is over."""
    kept = lock_enrolment(enrolment)
    if kept.state not in IN_PROGRESS:
        told = f"its state is “{kept.get_state_display()}”"
        raise Conflict.because("enrolment.not-in-progress", told)
    return kept


def _fill_activity(evidence: Evidence, activity: Activity | None) -> None:
    if activity is None:
        return
    enrolment = evidence.enrolment
    if activity.cohort_id != enrolment.cohort_id:
        raise Refused.because("activity.elsewhere", "it is of another cohort", "/activity")
    rule, due_at = late_rule_of(enrolment.cohort), dates_for(activity, enrolment).due_at
    late = days_late(evidence.added_at, due_at, grace_days=rule.grace_days)
    if late and rule.late == LateRule.Late.REFUSE:
        told = f"it was due on {due_at:%Y-%m-%d}, with {rule.grace_days} days of grace"
        raise Refused.because("evidence.late", told, "/activity")
    evidence.activity, evidence.late_days = activity, min(late, _MAX_LATE)


def _fill_file(evidence: Evidence, piece: Piece) -> None:
    upload = piece.file
    if upload is None or not upload.size:
        raise Refused.because("evidence.empty", "no file was chosen, or it is empty", "/file")
    _check_size(evidence.enrolment, upload.size)
    name = PurePosixPath((upload.name or "").replace("\\", "/")).name
    upload.seek(0)
    found = file_type(name, upload.read(4096))
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    evidence.title = _plain(name)
    evidence.media_type, evidence.sha256 = found.media_type, digest.hexdigest()
    upload.seek(0)
    evidence.file.save(f"{evidence.enrolment_id}-{evidence.pk}.{found.ending}", upload, save=False)


def _check_size(enrolment: Enrolment, size: int) -> None:
    if size > MAX_BYTES:
        told = f"the file has {size / 2**20:.1f} MB; {MAX_BYTES // 2**20} MB are taken"
        raise Refused.because("evidence.too-large", told, "/file")
    there = sum(one.size for one in enrolment.evidence.exclude(file=""))
    if there + size > _MAX_ALL_BYTES:
        told = f"all files together may have {_MAX_ALL_BYTES // 2**20} MB"
        raise Refused.because("evidence.too-large", told, "/file")


def _fill_address(evidence: Evidence, piece: Piece) -> None:
    url = piece.url.strip()
    if not url:
        raise Refused.because("evidence.empty", "no address was given", "/url")
    try:
        _is_address(url)
        is_plain = len(url) <= _MAX_URL and "@" not in urlsplit(url).netloc
    except (ValidationError, ValueError):
        is_plain = False
    if not is_plain:
        raise Refused.because("evidence.address-refused", f"{url!r:.80} cannot be used", "/url")
    evidence.title, evidence.url = urlsplit(url).hostname or url, url
    evidence.sha256 = hashlib.sha256(url.encode()).hexdigest()


def _fill_note(evidence: Evidence, piece: Piece) -> None:
    text = piece.text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise Refused.because("evidence.empty", "nothing is written", "/text")
    if len(text) > _MAX_NOTE:
        told = f"a note has at most {_MAX_NOTE} characters"
        raise Refused.because("evidence.too-large", told, "/text")
    evidence.title, evidence.text = _("Note"), text
    evidence.sha256 = hashlib.sha256(text.encode()).hexdigest()


_FILL: Final[dict[Evidence.Kind, Callable[[Evidence, Piece], None]]] = {
    Evidence.Kind.FILE: _fill_file,
    Evidence.Kind.LINK: _fill_address,
    Evidence.Kind.REPOSITORY: _fill_address,
    Evidence.Kind.NOTE: _fill_note,
}


def _plain(name: str) -> str:
    """A file name as a title: without what is not printed."""
    return "".join(one for one in name if one.isprintable())[:_MAX_TITLE] or "file"


def _record(
    verb: str, enrolment: Enrolment, evidence: Evidence | None, *, by: Person, at: datetime
) -> None:
    told = {"title": evidence.title, "sha256": evidence.sha256} if evidence else {}
    record_about(verb, enrolment, by=by, at=at, **told)
