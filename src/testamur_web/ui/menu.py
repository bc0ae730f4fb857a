"""What the header offers: to everybody, to whoever is signed in, and to members of an organisation.

A page that a role does not include is not offered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testamur_web.people.models import Organisation, Role
from testamur_web.ui.standing import standing_of

__all__ = [
    "Link",
    "Place",
    "account_links",
    "footer_links",
    "main_links",
    "organisation_links",
    "person_links",
    "place_of",
]

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a menu."""

    label: Text
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Place:
    """The organisation whose pages are being read, what its member is, and may open there."""

    organisation: Organisation
    roles: frozenset[Role]
    links: list[Link]

    @property
    def may_define(self) -> bool:
        """Whether pages offer to define, change and withdraw achievements."""
        return Role.DESIGNER in self.roles

    @property
    def may_run_cohorts(self) -> bool:
        """Whether pages offer to open cohorts and to enrol people."""
        return bool(self.roles & {Role.MANAGER, Role.REGISTRAR})

    @property
    def may_assess(self) -> bool:
        """Whether pages offer to decide."""
        return Role.ASSESSOR in self.roles

    @property
    def may_write_rubrics(self) -> bool:
        """Whether pages offer to write, change and retire rubrics."""
        return bool(self.roles & {Role.DESIGNER, Role.MANAGER})

    @property
    def may_review(self) -> bool:
        """Whether pages offer to ask for reviews of definitions, to give them and to close them."""
        return bool(self.roles & {Role.DESIGNER, Role.MANAGER})

    @property
    def may_read_agreement(self) -> bool:
        """Whether pages offer to see how far assessors agree."""
        return bool(self.roles & {Role.ASSESSOR, Role.MANAGER})

    @property
    def may_exempt(self) -> bool:
        """Whether pages offer to decide about exemptions."""
        return bool(self.roles & {Role.ASSESSOR, Role.REGISTRAR})

    @property
    def may_read_learners(self) -> bool:
        """Whether pages offer to see who works toward a qualification."""
        return bool(self.roles & {Role.ASSESSOR, Role.REGISTRAR, Role.MANAGER})

    @property
    def may_award(self) -> bool:
        """Whether pages offer to give awards, to hand them over and to change them."""
        return Role.REGISTRAR in self.roles

    @property
    def may_vouch(self) -> bool:
        """Whether pages offer to speak for it."""
        return Role.MANAGER in self.roles

    @property
    def may_administer(self) -> bool:
        """Whether pages offer to change who belongs here."""
        return Role.ADMIN in self.roles


_MAIN: Final[tuple[tuple[Text, str], ...]] = (
    (_("Catalogue"), "/catalogue/"),
    (_("Skills"), "/skills/"),
    (_("Demand"), "/demand/"),
    (_("Verify"), "/verify/"),
)
_PERSON: Final[tuple[tuple[Text, str], ...]] = (
    (_("Home"), "/home/"),
    (_("Wallet"), "/wallet/"),
    (_("Learning"), "/learning/"),
    (_("Goal"), "/goal/"),
    (_("Stacks"), "/stacks/"),
)
_ACCOUNT: Final[tuple[tuple[Text, str], ...]] = (
    (_("Account settings"), "/account/"),
    (_("Who may find me"), "/talent/"),
    (_("Operator pages"), "/operator/"),
)
_FOOTER: Final[tuple[tuple[Text, str], ...]] = (
    (_("Catalogue"), "/catalogue/"),
    (_("Qualifications"), "/qualifications/"),
    (_("Inflation"), "/inflation/"),
    (_("Skill needs"), "/needs/"),
    (_("Register of recognition"), "/recognition/"),
    (_("Verify a credential"), "/verify/"),
    (_("Claim a credential"), "/claim/"),
    (_("Guides for educators"), "/guides/"),
    (_("For developers"), "/api/v1/docs"),
)
_EVERY: Final = frozenset(Role)
_ORGANISATION: Final[tuple[tuple[Text, str, frozenset[Role]], ...]] = (
    (_("Overview"), "", _EVERY),
    (_("Achievements"), "achievements/", _EVERY),
    (_("Skills"), "skills/", _EVERY),
    (_("Qualifications"), "qualifications/", _EVERY),
    (_("Cohorts"), "cohorts/", frozenset({Role.MANAGER, Role.REGISTRAR, Role.ASSESSOR})),
    (_("Assess"), "assess/", frozenset({Role.ASSESSOR})),
    (_("Awards"), "awards/", frozenset({Role.REGISTRAR, Role.MANAGER})),
    (_("Bulk award"), "batches/", frozenset({Role.REGISTRAR})),
    (_("Stacks"), "stacks/", frozenset({Role.REGISTRAR, Role.MANAGER})),
    (_("Exemptions"), "exemptions/", frozenset({Role.ASSESSOR, Role.REGISTRAR, Role.MANAGER})),
    (_("Roles"), "roles/", frozenset({Role.MANAGER})),
    (_("Find people"), "talent/", frozenset({Role.MANAGER})),
    (_("Programmes"), "programmes/", frozenset({Role.MANAGER})),
    (_("Members"), "members/", frozenset({Role.MANAGER})),
    (_("Numbers"), "numbers/", frozenset({Role.REGISTRAR})),
    (_("Keys"), "keys/", frozenset({Role.ADMIN})),
    (_("Audit trail"), "trail/", frozenset({Role.MANAGER})),
    (_("Settings"), "settings/", frozenset({Role.ADMIN})),
)


def main_links(request: HttpRequest) -> list[Link]:
    """What everybody can open."""
    return _links(request, _MAIN)


def person_links(request: HttpRequest) -> list[Link]:
    """What belongs to whoever is signed in."""
    return _links(request, _PERSON)


def account_links(request: HttpRequest) -> list[Link]:
    """What whoever is signed in can settle; the pages of operators only for them."""
    is_operator = getattr(request.user, "is_superuser", False)
    return _links(request, _ACCOUNT if is_operator else _ACCOUNT[:-1])


def footer_links(request: HttpRequest) -> list[Link]:
    """What stands at the foot of every page."""
    return _links(request, _FOOTER)


def organisation_links(request: HttpRequest) -> list[Link]:
    """The organisations of whoever is signed in."""
    if not request.user.is_authenticated:
        return []
    mine = Organisation.objects.filter(memberships__person=request.user.pk).distinct()
    return _links(request, [(each.name, f"/o/{each.slug}/") for each in mine])


_BELOW: Final = {"groups": "cohorts", "matches": "roles", "teams": "members"}
"""Which entry stands for what is reached from its pages."""

_INNER: Final = re.compile(rf"^(/o/[^/]+/)({'|'.join(_BELOW)})/")


def place_of(request: HttpRequest) -> Place | None:
    """The organisation of a page below `/o/<slug>/`; None elsewhere, and for who is no member."""
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match else None
    if not slug or not request.path.startswith("/o/"):
        return None
    standing = standing_of(request, slug)
    if standing is None:
        return None
    pages = [
        (label, f"/o/{slug}/{path}")
        for label, path, wanted in _ORGANISATION
        if standing.roles & wanted
    ]
    return Place(standing.organisation, standing.roles, _links(request, pages))


def _links(request: HttpRequest, pages: Sequence[tuple[Text, str]]) -> list[Link]:
    here = _INNER.sub(lambda found: f"{found[1]}{_BELOW[found[2]]}/", request.path)
    current = max((p for _label, p in pages if here.startswith(p)), key=len, default="")
    return [Link(label, path, is_current=path == current) for label, path in pages]
