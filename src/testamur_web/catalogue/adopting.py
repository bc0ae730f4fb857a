"""Taking in published lists of skills: one is read and proposed, looked at, then adopted.

What was proposed is kept, so that adopting it reads no file again; a version that is adopted once
more takes the place of itself.
"""

from __future__ import annotations

import zlib
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import transaction

from testamur.errors import Conflict
from testamur.skills.packing import SAID, packed
from testamur.skills.readers import Intake
from testamur.skills.shelf import Changes, changes_between
from testamur_web.catalogue.changing import post_graph_changed
from testamur_web.catalogue.models import Framework
from testamur_web.catalogue.skills import in_use, unpacked_framework
from testamur_web.ops import trail
from testamur_web.people.models import Person

__all__ = ["adopt", "changes_of_framework", "keep_proposal", "withdraw"]

_COMPRESSION: Final = 6
_COLUMNS: Final = {"id": "uri"}
"""What the table calls otherwise than the list itself does."""


@transaction.atomic
def keep_proposal(intake: Intake, *, by: Person | None, at: datetime) -> tuple[Framework, bool]:
    """Keep what was read, not yet in use; the same list is kept once, and told with False."""
    framework, data = intake.framework, packed(intake.framework)
    digest = sha256(data).hexdigest()
    same = Framework.objects.defer("packed").filter(uri=framework.id, digest=digest).first()
    if same is not None:
        return same, False
    row = Framework.objects.create(
        **{_COLUMNS.get(name, name): getattr(framework, name) for name in SAID},
        skills=len(framework.skills),
        occupations=len(framework.occupations),
        digest=digest,
        packed=zlib.compress(data, _COMPRESSION),
        omissions=[omission.as_json() for omission in intake.omissions],
        proposed_at=at,
        proposed_by=by,
    )
    return row, True


@transaction.atomic
def adopt(framework: Framework, *, by: Person | None, at: datetime) -> None:
    """Put a proposed list in use, in the place of the same version."""
    locked = Framework.objects.select_for_update().get(pk=framework.pk)
    if locked.adopted_at is not None:
        raise Conflict.because("framework.adopted", f"{locked} is in use already")
    same = Framework.objects.filter(uri=locked.uri, version=locked.version)
    same.exclude(adopted_at=None).delete()
    locked.adopted_at = at
    locked.save(update_fields=["adopted_at"])
    trail.record("framework.adopt", locked, by=by, tenant=None, at=at, name=str(locked))
    post_graph_changed(str(locked.pk), at=at)
    framework.refresh_from_db()


@transaction.atomic
def withdraw(framework: Framework, *, by: Person | None, at: datetime) -> None:
    """Take a list out: an older version is in use again, if there is one."""
    if framework.adopted_at is not None:
        trail.record(
            "framework.withdraw", framework, by=by, tenant=None, at=at, name=str(framework)
        )
        post_graph_changed(str(framework.pk), at=at)
    framework.delete()


def changes_of_framework(framework: Framework) -> Changes:
    """What adopting a list would add, remove and rename."""
    before = in_use().filter(uri=framework.uri).exclude(pk=framework.pk).first()
    old = unpacked_framework(before.pk) if before else None
    return changes_between(old, unpacked_framework(framework.pk))
