"""What a learner says of themselves for reports on fairness: voluntary, apart, theirs to delete.

A contract of the build keeps every module that finds or compares people from importing this one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testamur.errors import Refused
from testamur_web.employers.models import OwnTraits
from testamur_web.people.models import Person

__all__ = ["GROUPS", "TRAITS", "forget_traits", "state_traits", "traits_of"]

TRAITS: Final[Mapping[str, str | Promise]] = {
    "gender": _("Gender"),
    "age": _("Age"),
    "disability": _("Disability"),
}
GROUPS: Final[Mapping[str, Mapping[str, str | Promise]]] = {
    "gender": {"woman": _("Woman"), "man": _("Man"), "another": _("Another")},
    "age": {
        "under-30": _("Under 30"),
        "30-44": _("30 to 44"),
        "45-59": _("45 to 59"),
        "60-and-over": _("60 and over"),
    },
    "disability": {"yes": _("With a disability"), "no": _("Without a disability")},
}


def traits_of(person: Person) -> dict[str, str]:
    """What somebody says of themselves; nothing where they say nothing."""
    row = OwnTraits.objects.filter(person=person).first()
    return dict(row.content) if row else {}


@transaction.atomic
def state_traits(person: Person, traits: Mapping[str, str], *, at: datetime) -> dict[str, str]:
    """Keep what is said in place of what was; raises `Refused` (`value.unknown-choice`).

    The trail keeps no word of it.
    """
    told = {name: group for name, group in traits.items() if group}
    for name, group in told.items():
        if group not in GROUPS.get(name, {}):
            wrong = f"{group[:40]!r} is no group of {name[:40]!r}"
            raise Refused.because("value.unknown-choice", wrong, f"/{name[:40]}")
    if not told:
        forget_traits(person)
        return {}
    defaults = {"content": told, "stated_at": at}
    OwnTraits.objects.update_or_create(person=person, defaults=defaults)
    return told


def forget_traits(person: Person) -> None:
    """Delete all of it."""
    OwnTraits.objects.filter(person=person).delete()
