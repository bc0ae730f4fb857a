"""Who may ask the pages about wholes, and about who is on the way to them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from testamur_web.catalogue.models import Achievement, Version
from testamur_web.plans.models import StackCase
from tests.web.awards.conftest import published
from tests.web.conftest import NOW
from tests.web.plans.wholes import whole_of

READERS = "member:manager,registrar"

ROUTES = {
    "issuer-list-stacks": READERS,
    "issuer-read-stack": READERS,
    "issuer-export-stack": READERS,
    "issuer-read-case": READERS,
    "issuer-confirm-case": "member:registrar",
    "issuer-refuse-case": "member:registrar",
}


def _whole(cast: Any) -> Version:
    title = f"Whole {uuid4().hex[:6]}"
    return whole_of(cast.university, published(cast.university), title=title, gives="confirm")


def _of_whole(cast: Any) -> dict[str, Any]:
    return {"achievement": _whole(cast).achievement_id}


def _of_case(cast: Any) -> dict[str, Any]:
    whole = Achievement.objects.get(pk=_whole(cast).achievement_id)
    case = StackCase.objects.create(
        person=cast.ada,
        achievement=whole,
        followed_at=NOW,
        state="waiting",
        waits_for="registrar",
    )
    return {"case": case.pk}


OBJECTS = {
    "issuer-read-stack": _of_whole,
    "issuer-export-stack": _of_whole,
    "issuer-read-case": _of_case,
    "issuer-confirm-case": _of_case,
    "issuer-refuse-case": _of_case,
}
