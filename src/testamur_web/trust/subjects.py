"""What can be vouched for: a version of an achievement, an issuer, and what somebody was awarded.

Each has a name that stands in addresses of ours (`version:…`), and an identifier that stands in the
signed word: the one that credentials call it by, so that verifiers elsewhere find it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from testamur_web.awards.models import Award
from testamur_web.awards.queries import issuer_id
from testamur_web.catalogue.addresses import version_url
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.shown import find_issuer
from testamur_web.people.models import Organisation, Person
from testamur_web.trust.models import Endorsement, EndorsementRequest

__all__ = ["RELATED", "Subject", "find_public_subject", "find_subject", "subject_of"]

RELATED: Final = (
    "version__achievement__organisation",
    "issuer",
    "award__version__achievement__organisation",
    "award__organisation",
    "award__holder",
)
"""What a list of requests or endorsements loads with them."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Exactly one of the three."""

    version: Version | None = None
    issuer: Organisation | None = None
    award: Award | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """As the columns of a request or an endorsement."""
        return {"version": self.version, "issuer": self.issuer, "award": self.award}

    @property
    def name(self) -> str:
        """What stands in addresses of ours."""
        if self.version is not None:
            return f"version:{self.version.pk}"
        if self.issuer is not None:
            return f"issuer:{self.issuer.slug}"
        return f"award:{self.award.pk if self.award else ''}"

    @property
    def iri(self) -> str:
        """What it is called in credentials; raises `Refused` (`award.no-key`)."""
        if self.version is not None:
            return version_url(self.version)
        if self.issuer is not None:
            return issuer_id(self.issuer)
        return f"urn:uuid:{self.award.pk if self.award else ''}"

    @property
    def title(self) -> str:
        """What people call it."""
        if self.version is not None:
            told = {"title": self.version.title, "number": self.version.number}
            return _("%(title)s (version %(number)s)") % told
        if self.issuer is not None:
            return self.issuer.name
        award = self._award
        return _("%(title)s of %(name)s") % {
            "title": award.version.title,
            "name": award.recipient_name or _("somebody"),
        }

    @property
    def kind(self) -> str:
        """What kind of thing it is."""
        if self.version is not None:
            return _("Micro-credential")
        return _("Issuer") if self.issuer is not None else _("Awarded credential")

    @property
    def owner(self) -> Organisation:
        """Who issues it, or is it."""
        if self.version is not None:
            return self.version.achievement.organisation
        return self.issuer if self.issuer is not None else self._award.organisation

    @property
    def holder(self) -> Person | None:
        """Whose credential it is; nobody's, unless it was awarded and is in a wallet."""
        return self.award.holder if self.award is not None else None

    @property
    def href(self) -> str:
        """Where it is shown."""
        if self.version is not None:
            at = [self.version.achievement_id, self.version.number]
            return reverse("public-read-version", args=at)
        if self.issuer is not None:
            return reverse("public-read-organisation", args=[self.issuer.slug])
        return reverse("public-read-credential", args=[self._award.pk])

    @property
    def _award(self) -> Award:
        assert self.award is not None  # noqa: S101 -- one of the three is there
        return self.award


def subject_of(row: EndorsementRequest | Endorsement) -> Subject:
    """What a request or an endorsement is about."""
    return Subject(row.version, row.issuer, row.award)


def find_public_subject(name: str) -> Subject | None:
    """What everybody may read, and so may be vouched for unasked: what was published, and by whom.

    An award is its holder's own: whoever vouches for it was asked.
    """
    found = find_subject(name)
    if found is None or found.award is not None:
        return None
    return found if found.issuer is None or find_issuer(found.issuer.slug) else None


def find_subject(name: str) -> Subject | None:
    """What a `name` of ours stands for, whether it may be vouched for or not; None for nothing."""
    kind, _colon, key = name.partition(":")
    if kind == "issuer":
        found = Organisation.objects.filter(slug=key).first()
        return Subject(issuer=found) if found else None
    try:
        pk = UUID(key)
    except ValueError:
        return None
    if kind == "version":
        rows = Version.objects.select_related("achievement__organisation")
        version = rows.filter(pk=pk).first()
        return Subject(version=version) if version else None
    awards = Award.objects.select_related("version", "organisation", "holder")
    award = awards.filter(pk=pk).exclude(credential="").first() if kind == "award" else None
    return Subject(award=award) if award else None
