"""Who vouches for an issuer and what it awards, in sentences for whoever verifies a credential.

What lapsed or was withdrawn is told as well: a reader who knew of it before should learn that it is
no more. Only what verifies at that moment is told as standing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from testamur_web.catalogue.models import Version
from testamur_web.people.models import Organisation
from testamur_web.trust.queries import Vouched, about_issuer, about_version
from testamur_web.trust.rights import is_own_praise

__all__ = ["say_who_vouches"]

_NAMED = 3


def say_who_vouches(issuer: Organisation, version: Version | None, *, at: datetime) -> list[str]:
    """Accreditations one by one, those that ended too; endorsements by the names of who gave them.

    What an issuer, or whoever works there, says in favour of itself is left out.
    """
    found = about_issuer(issuer, at=at)
    if version is not None:
        found += about_version(version, at=at)
    others = [one for one in found if not is_own_praise(one.row, one.subject)]
    accredited = [_accreditation(one) for one in others if one.is_accreditation]
    return [sentence for sentence in accredited if sentence] + list(_endorsed(others))


def _accreditation(one: Vouched) -> str:
    told = {"what": one.subject.title, "who": one.speaker}
    until = one.row.valid_until
    match one.state:
        case "valid":
            told["day"] = date_format(until, "j F Y") if until else ""
            return _("%(what)s is accredited by %(who)s until %(day)s.") % told
        case "withdrawn":
            ended = one.row.withdrawn_at
            told |= {"day": date_format(ended, "j F Y") if ended else "", "why": one.row.reason}
            return _("%(who)s withdrew its accreditation of %(what)s on %(day)s: %(why)s.") % told
        case "ended":
            told["day"] = date_format(until, "j F Y") if until else ""
            return _("The accreditation of %(what)s by %(who)s ended on %(day)s.") % told
    return ""


def _endorsed(found: list[Vouched]) -> Iterator[str]:
    names = [one.speaker for one in found if one.is_verified and not one.is_accreditation]
    said = list(dict.fromkeys(names))
    if not said:
        return
    told = {"names": ", ".join(said[:_NAMED]), "more": len(said) - _NAMED}
    if len(said) > _NAMED:
        yield _("Endorsed here by %(names)s and %(more)s more.") % told
    else:
        yield _("Endorsed here by %(names)s.") % told
