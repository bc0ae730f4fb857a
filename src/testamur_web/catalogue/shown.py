"""What everybody may read: a published micro-credential with its versions, and who issues it.

What was published stays readable after it was withdrawn or changed, for credentials point to it;
what was never published does not exist here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.catalogue.queries import definition_of, published
from testamur_web.people.models import Organisation

__all__ = [
    "Address",
    "Issuer",
    "Shown",
    "addresses_for_search_engines",
    "find_issuer",
    "find_shown",
]


@dataclass(frozen=True, slots=True)
class Shown:
    """One version, what it says, and how it stands among the versions of its achievement."""

    version: Version
    definition: Definition
    versions: list[Version]

    @property
    def achievement(self) -> Achievement:
        """What it is a version of."""
        return self.version.achievement

    @property
    def issuer(self) -> Organisation:
        """Who awards it."""
        return self.achievement.organisation

    @property
    def is_current(self) -> bool:
        """Whether this is what is awarded today, unless it is withdrawn."""
        return self.achievement.current_id == self.version.pk

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is no longer awarded."""
        return self.achievement.withdrawn_at is not None


@dataclass(frozen=True, slots=True)
class Issuer:
    """An organisation, and what it offers."""

    organisation: Organisation
    offers: list[Version]


@dataclass(frozen=True, slots=True)
class Address:
    """The path of a public page, and when what it shows last changed."""

    path: str
    changed_at: datetime


def find_shown(achievement: UUID, *, number: int | None = None) -> Shown | None:
    """The current version of an achievement, or the one of `number`; None where there is none."""
    found = Version.objects.filter(achievement=achievement).defer("image_svg", "image_png")
    versions = list(found.select_related("achievement__organisation"))
    for version in versions:
        is_asked = version.number == number or version.achievement.current_id == version.pk
        if is_asked and number in {None, version.number}:
            return Shown(version, definition_of(version), versions)
    return None


def find_issuer(slug: str) -> Issuer | None:
    """An organisation with its offers; None where it never published anything."""
    organisation = Organisation.objects.filter(
        slug=slug, achievements__current__isnull=False
    ).first()
    if organisation is None:
        return None
    offers = published().filter(achievement__organisation=organisation).defer("content")
    return Issuer(organisation=organisation, offers=list(offers.order_by("title")))


def addresses_for_search_engines() -> Iterator[Address]:
    """Every public page that is made of what was published, the newest first."""
    current = Achievement.objects.filter(current__isnull=False, withdrawn_at=None)
    rows = current.order_by("-current__published_at").values_list("pk", "current__published_at")
    for pk, changed_at in rows:
        yield Address(f"/catalogue/{pk}/", changed_at)
    issuers = current.order_by().values_list("organisation__slug")
    for slug, changed_at in issuers.annotate(changed_at=Max("current__published_at")):
        yield Address(f"/org/{slug}/", changed_at)
