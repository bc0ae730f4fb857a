"""All that is known here of an issuer: levels, who vouches, who accepts, since when which keys.

What an issuer says in favour of itself is left out; what ended is told as ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from testamur_web.awards.models import IssuerKey
from testamur_web.awards.queries import keys_of
from testamur_web.catalogue.shown import find_issuer
from testamur_web.people.models import Organisation
from testamur_web.trust.levels import Found, checks_of, identifiers_of
from testamur_web.trust.models import RegistryEntry
from testamur_web.trust.queries import Vouched, about_issuer
from testamur_web.trust.recognised import Recognised, accepted_of, search_register, shown_on
from testamur_web.trust.registries import named_in
from testamur_web.trust.rights import is_own_praise

__all__ = ["Known", "find_known_issuer", "standing_of_issuer"]

MAX_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Known:
    """An issuer as a stranger may judge it; each list holds what ended, too."""

    organisation: Organisation
    checks: list[Found]
    named: list[RegistryEntry]
    vouched: list[Vouched]
    accepted: list[Recognised]
    accepts: list[Recognised]
    keys: list[IssuerKey]

    @property
    def accreditations(self) -> list[Vouched]:
        """What quality bodies signed for a while."""
        return [one for one in self.vouched if one.is_accreditation]

    @property
    def endorsements(self) -> list[Vouched]:
        """What else others signed."""
        return [one for one in self.vouched if not one.is_accreditation]


def find_known_issuer(slug: str) -> Organisation | None:
    """An organisation that has published something, or has a key, which is public."""
    issuer = find_issuer(slug)
    if issuer is not None:
        return issuer.organisation
    return Organisation.objects.filter(slug=slug, keys__isnull=False).first()


def standing_of_issuer(organisation: Organisation, *, at: datetime) -> Known:
    """Everything, each word verified at this moment."""
    said = about_issuer(organisation, at=at)
    accepts = search_register(organisation=organisation)[:MAX_SHOWN]
    return Known(
        organisation,
        checks=checks_of(organisation, at=at),
        named=named_in(identifiers_of(organisation), at=at),
        vouched=[one for one in said if not is_own_praise(one.row, one.subject)],
        accepted=accepted_of(organisation, at=at)[:MAX_SHOWN],
        accepts=shown_on(accepts, at=at),
        keys=keys_of(organisation),
    )
