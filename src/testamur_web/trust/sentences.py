"""What whoever verifies reads of endorsements: who vouches for an issuer, and what one says.

What lapsed or was withdrawn is told as well: a reader who knew of it before should learn that it is
no more. Only what verifies at that moment is told as standing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from testamur import Credential
from testamur.credentials.document import name_of
from testamur.credentials.identifiers import has_type, id_of, subjects_of
from testamur_web.catalogue.addresses import achievement_url
from testamur_web.catalogue.models import Version
from testamur_web.people.models import Organisation
from testamur_web.trust.levels import checks_of
from testamur_web.trust.models import Endorsement, RegistryEntry
from testamur_web.trust.queries import Vouched, about_issuer, about_version
from testamur_web.trust.recognised import recognitions_of
from testamur_web.trust.rights import is_own_praise
from testamur_web.trust.subjects import RELATED, subject_of

__all__ = ["say_accepted", "say_endorsement", "say_levels", "say_named", "say_who_vouches"]

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


def say_levels(issuer: Organisation, *, at: datetime) -> Iterator[str]:
    """What whoever runs the instance checked of an issuer and still holds, each with its day."""
    for one in checks_of(issuer, at=at):
        if one.holds:
            told = {
                "level": one.row.get_level_display(),
                "day": date_format(one.row.checked_on, "j F Y"),
                "how": one.row.how.rstrip("."),
            }
            yield _("%(level)s on %(day)s: %(how)s.") % told


def say_named(named: Iterable[RegistryEntry]) -> Iterator[str]:
    """In whose lists an issuer is named, and since when those are loaded here."""
    for one in named:
        told = {
            "name": one.name,
            "list": one.registry.name,
            "day": date_format(one.registry.loaded_at, "j F Y"),
        }
        yield _("Named as “%(name)s” in the register of %(list)s, loaded on %(day)s.") % told


def say_accepted(version: Version, *, at: datetime) -> Iterator[str]:
    """Who accepts what was awarded on this day, by name; its own issuer's word is none."""
    found = recognitions_of(achievement_url(version.achievement), at=at)
    names = [
        one.row.organisation.name
        for one in found
        if one.is_in_force and one.row.organisation_id != version.achievement.organisation_id
    ]
    said = list(dict.fromkeys(names))
    if said:
        more = len(said) - _NAMED
        told = {"names": ", ".join(said[:_NAMED]), "more": more}
        if more > 0:
            yield _("Accepted by %(names)s and %(more)s more.") % told
        else:
            yield _("Accepted by %(names)s.") % told


def say_endorsement(text: str) -> str:
    """What an endorsement says, of what, and who says it; "" for any other credential.

    Whose credential it is about is not told: whoever has the endorsement need not have that.
    """
    document = Credential(text).document
    subject = next(iter(subjects_of(document)), None)
    if not has_type(document, "EndorsementCredential") or not isinstance(subject, dict):
        return ""
    row = Endorsement.objects.filter(credential=text).select_related(*RELATED).first()
    told = {
        "who": name_of(document.get("issuer")),
        "what": _named(row) or id_of(subject) or "",
        "said": str(subject.get("endorsementComment", "")),
        "by": str(document.get("description", "")),
    }
    return (_("%(who)s signs this about %(what)s: “%(said)s” %(by)s") % told).strip()


def _named(row: Endorsement | None) -> str:
    if row is None:
        return ""
    return _("one person's credential") if row.award_id else subject_of(row).title


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
