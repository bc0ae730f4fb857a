"""What is done to achievements: drafted, illustrated, published, corrected, withdrawn.

A draft is kept as it was typed, whatever is wrong in it. Publishing judges it, tells all that
stands in the way at once, and makes a version that never changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from testamur.credentials.members import require_line
from testamur.errors import Conflict, Refused
from testamur.problems import Problem
from testamur_web.catalogue.definition import Definition, text_of
from testamur_web.catalogue.diff import changes_between, is_correction
from testamur_web.catalogue.documents import achievement_of
from testamur_web.catalogue.illustration import missing_picture, pictures_of
from testamur_web.catalogue.models import (
    MAX_TITLE,
    Achievement,
    OutcomeSkill,
    StackPart,
    UploadedImage,
    Version,
)
from testamur_web.catalogue.parts import parts_of
from testamur_web.catalogue.pictures import check_upload
from testamur_web.catalogue.queries import definition_of, draft_of, revision_of
from testamur_web.catalogue.references import examine_draft_of
from testamur_web.catalogue.reviews import unreviewed
from testamur_web.catalogue.scores import below_threshold, score_of, scored, state_later
from testamur_web.catalogue.versions import next_version, skills_of
from testamur_web.catalogue.vocabulary import ImageKind
from testamur_web.ops import trail
from testamur_web.people.models import Organisation, Person

__all__ = [
    "NotReady",
    "Overtaken",
    "bring_back",
    "change_draft",
    "create_achievement",
    "discard_draft",
    "keep_image",
    "publish",
    "save_draft",
    "withdraw",
]

MAX_DRAFT: Final = 200_000
MAX_IMAGES: Final = 20
_BUILDER_MEMBERS: Final = {
    "name": "title",
    "inLanguage": "language",
    "criteria": "criteria",
    "alignment": "outcomes",
    "tag": "tags",
    "resultDescription": "grades",
    "learningOutcome": "outcomes",
    "humanCode": "unit_code",
}


class NotReady(Refused):
    """The draft cannot be published; `problems` is all that stands in the way."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0])
        self.problems = tuple(problems)


class Overtaken(Conflict):
    """The draft was changed since whoever saves it looked at it."""


@transaction.atomic
def create_achievement(
    organisation: Organisation, *, title: str, by: Person | None, at: datetime
) -> Achievement:
    """Begin an achievement with a draft that has a title and nothing else; raises `Refused`."""
    achievement = Achievement.objects.create(
        organisation=organisation,
        title=_title(title),
        draft=Definition(title=title, language="en").as_json(),
        draft_saved_at=at,
        created_by=by,
        created_at=at,
    )
    _record("achievement.create", achievement, by=by, at=at, title=title)
    return achievement


@transaction.atomic
def save_draft(
    achievement: Achievement,
    definition: Definition | Mapping[str, Any],
    *,
    by: Person | None,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Keep a whole draft: a definition, or what was typed, right or wrong.

    `seen` is the revision (`revision_of`) of the draft that it takes the place of; None saves it
    over whatever is there. Raises `Overtaken` where the draft has another revision, `Conflict` on a
    withdrawn achievement, `Refused` on a draft larger than any definition.
    """
    draft = definition.as_json() if isinstance(definition, Definition) else dict(definition)
    locked = _locked(achievement)
    _refuse_overtaken(draft_of(locked), draft, members=None, seen=seen)
    _keep(locked, draft, by=by, at=at)
    achievement.refresh_from_db()


@transaction.atomic
def change_draft(
    achievement: Achievement,
    changes: Mapping[str, Any],
    *,
    by: Person | None,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Put some members of the draft in place of what they were; the others stay.

    A member of None, "" or without parts is taken out. What is published is begun from, where
    there is no draft. `seen` is the revision of the same members. Raises as `save_draft` does.
    """
    locked = _locked(achievement)
    _refuse_overtaken(draft_of(locked), changes, members=list(changes), seen=seen)
    draft = {**draft_of(locked), **changes}
    kept = {name: value for name, value in draft.items() if value not in (None, "", [], {})}
    _keep(locked, kept, by=by, at=at)
    achievement.refresh_from_db()


@transaction.atomic
def keep_image(
    achievement: Achievement, data: bytes, *, by: Person | None, at: datetime
) -> UploadedImage:
    """Check and keep a picture, which the draft then uses; raises `Refused` (`image.*`)."""
    picture = check_upload(data)
    locked = _locked(achievement)
    kept, _is_new = UploadedImage.objects.get_or_create(
        achievement=locked,
        digest=picture.digest,
        defaults={
            "media_type": picture.media_type,
            "data": picture.data,
            "uploaded_at": at,
        },
    )
    draft = draft_of(locked)
    image = draft.get("image")
    known = image if isinstance(image, dict) else {}
    draft["image"] = {**known, "kind": ImageKind.UPLOADED.value, "digest": picture.digest}
    _keep(locked, draft, by=by, at=at)
    _drop_unused(locked, draft)
    achievement.refresh_from_db()
    return kept


@transaction.atomic
def publish(
    achievement: Achievement,
    *,
    by: Person | None,
    at: datetime,
    note: str = "",
    as_correction: bool = False,
) -> Version:
    """Make the draft the next version, which never changes and is what is awarded from then on.

    `note` says why, to holders of earlier versions; a correction changes no more than wording.
    Raises `NotReady` with all that stands in the way, `Refused` on a draft that changes nothing or
    more than a correction may, `Conflict` where there is no draft or the achievement is withdrawn.

    1. The draft is complete, by its kind, its sums add up, and it does not ask for itself.
    2. It says something else than the version before it.
    3. It has a picture.
    4. The achievement it makes can be signed.
    5. Its quality score reaches the threshold of the organisation.
    6. So many experts as the organisation asks for have signed off what is published.
    """
    locked = _locked(achievement)
    if locked.draft is None:
        raise Conflict.because("definition.no-draft", "nothing was changed since it was published")
    # (1) Complete, and the sums add up.
    ready = examine_draft_of(locked, locked.draft, on=at.date())
    if ready.problems:
        raise NotReady(ready.problems)
    # (2) Says something else than before.
    _check_change(locked, ready.definition, as_correction=as_correction)
    # (3) Has a picture.
    if lost := missing_picture(locked, ready.definition):
        raise NotReady(lost)
    version = next_version(locked, ready.definition)
    version.image_svg, version.image_png = pictures_of(locked, ready.definition)
    version.published_at, version.published_by = at, by
    version.change_note, version.is_correction = _note(note), as_correction
    # (4) Can be signed.
    _check_signable(version)
    # (5) Reaches the threshold.
    _put_score(version)
    # (6) Is signed off.
    if lacking := unreviewed(locked, ready.definition):
        raise NotReady(lacking)
    version.save(force_insert=True)
    OutcomeSkill.objects.bulk_create(skills_of(version, ready.definition))
    StackPart.objects.bulk_create(parts_of(version, ready.definition))
    state_later([version])
    locked.current, locked.title = version, version.title
    locked.draft, locked.draft_saved_at = None, None
    locked.save()
    _record(
        "achievement.publish", locked, by=by, at=at, number=version.number, note=version.change_note
    )
    achievement.refresh_from_db()
    return version


@transaction.atomic
def discard_draft(achievement: Achievement, *, by: Person | None, at: datetime) -> None:
    """Forget what was changed since publishing; an achievement never published goes altogether."""
    locked = _locked(achievement)
    _record("achievement.discard-draft", locked, by=by, at=at, title=locked.title)
    if locked.current is None:
        locked.delete()
        return
    locked.draft, locked.draft_saved_at = None, None
    locked.title = locked.current.title
    locked.save()
    achievement.refresh_from_db()


@transaction.atomic
def withdraw(achievement: Achievement, *, by: Person | None, at: datetime) -> None:
    """Offer the achievement no longer; what was awarded keeps verifying, and its pages stay."""
    locked = _locked(achievement)
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    _record("achievement.withdraw", locked, by=by, at=at, title=locked.title)
    achievement.refresh_from_db()


@transaction.atomic
def bring_back(achievement: Achievement, *, by: Person | None, at: datetime) -> None:
    """Offer a withdrawn achievement again."""
    locked = Achievement.objects.select_for_update().get(pk=achievement.pk)
    locked.withdrawn_at = None
    locked.save(update_fields=["withdrawn_at"])
    _record("achievement.bring-back", locked, by=by, at=at, title=locked.title)
    achievement.refresh_from_db()


def _locked(achievement: Achievement) -> Achievement:
    locked = Achievement.objects.select_for_update().get(pk=achievement.pk)
    if locked.withdrawn_at is not None:
        raise Conflict.because("definition.withdrawn", f"{locked.title} was withdrawn")
    return locked


def _refuse_overtaken(
    saved: Mapping[str, Any],
    wanted: Mapping[str, Any],
    *,
    members: Iterable[str] | None,
    seen: str | None,
) -> None:
    """Refuse to save over what was not seen, unless the same is saved again."""
    if seen is not None and revision_of(saved, members) not in (seen, revision_of(wanted, members)):
        told = "the draft was saved since it was opened"
        raise Overtaken.because("definition.changed-meanwhile", told)


def _keep(
    achievement: Achievement, draft: dict[str, Any], *, by: Person | None, at: datetime
) -> None:
    size = len(json.dumps(draft))
    if size > MAX_DRAFT:
        told = f"the draft has {size:,} characters; at most {MAX_DRAFT:,} are kept"
        raise Refused.because("definition.too-large", told)
    achievement.draft, achievement.draft_saved_at = draft, at
    if achievement.current_id is None:
        # A title that cannot stand is kept in the draft, and listed by the last one that could.
        title = text_of(draft, "title")
        achievement.title = title if _is_title(title) else achievement.title
    achievement.save()
    _record("achievement.save-draft", achievement, by=by, at=at)


def _title(title: str) -> str:
    require_line(title, "/title")
    if len(title) > MAX_TITLE:
        raise Refused.because("text.too-long", "a title has at most 200 characters", "/title")
    return title


def _is_title(title: str) -> bool:
    try:
        _title(title)
    except Refused:
        return False
    return True


def _note(note: str) -> str:
    if note:
        require_line(note, "/note")
    if len(note) > 500:
        raise Refused.because("text.too-long", "a note has at most 500 characters", "/note")
    return note


def _check_change(achievement: Achievement, definition: Definition, *, as_correction: bool) -> None:
    if achievement.current is None:
        return
    changes = changes_between(definition_of(achievement.current), definition)
    if not changes:
        raise Refused.because("definition.unchanged", "nothing is said otherwise")
    if as_correction and not is_correction(changes):
        more = next(change for change in changes if not change.is_wording)
        told = f"{more.label} is more than wording"
        raise Refused.because("definition.not-a-correction", told, more.pointer)


def _drop_unused(achievement: Achievement, draft: Mapping[str, Any]) -> None:
    """Keep few pictures of a draft; versions have their own copies."""
    newest = achievement.images.order_by("-uploaded_at").values_list("pk", flat=True)[:MAX_IMAGES]
    achievement.images.exclude(pk__in=list(newest)).exclude(
        digest=draft["image"]["digest"]
    ).delete()


def _check_signable(version: Version) -> None:
    """What the builder of documents refuses is told at the field it came from, if it has one."""
    try:
        achievement_of(version).as_json()
    except Refused as error:
        problem = error.problem
        member = problem.pointer.split("/")[1] if problem.pointer else ""
        field = _BUILDER_MEMBERS.get(member, member)
        pointer = f"/{field}" if hasattr(Definition, field) else ""
        raise NotReady([Problem(problem.code, problem.detail, pointer, problem.spec)]) from error


def _put_score(version: Version) -> None:
    version.score_told = scored(version)
    found = score_of(version)
    version.score = found.points if found else None
    if low := below_threshold(found, version.achievement.organisation):
        raise NotReady(low)


def _record(
    verb: str, achievement: Achievement, *, by: Person | None, at: datetime, **detail: Any
) -> None:
    trail.record(verb, achievement, by=by, tenant=achievement.organisation_id, at=at, **detail)
