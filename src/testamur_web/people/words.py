"""What people type about themselves, read into the one form it is kept in, or refused.

Names hold nothing invisible and mix no look-alike alphabets; an e-mail address has one spelling.
The rules are the library's, so that whatever is kept here may stand in a credential.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from testamur.credentials.members import (
    WEB,
    canonical_email,
    require_country,
    require_iri,
    require_line,
    require_name,
    require_prose,
)
from testamur.errors import Refused
from testamur_web.people.models import Identifier, OrganisationKind, Role

__all__ = [
    "MAX_NAME",
    "MAX_REASON",
    "read_colour",
    "read_country",
    "read_email",
    "read_identifier",
    "read_kinds",
    "read_linkedin_id",
    "read_name",
    "read_prose",
    "read_reason",
    "read_roles",
    "read_slug",
    "read_url",
    "read_username",
]

MAX_NAME: Final = 200
MAX_REASON: Final = 500
MAX_SLUG: Final = 60
MAX_USERNAME: Final = 150
MAX_EMAIL: Final = 254
MAX_VALUE: Final = 320
MAX_URL: Final = 200

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_USERNAME: Final = re.compile(r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*\Z")
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}\Z")
_DIGITS: Final = re.compile(r"[0-9]{1,20}\Z")


def read_name(text: str, pointer: str = "/name", *, at_most: int = MAX_NAME) -> str:
    """A name of a person, an organisation or a token; raises `text.*` or `name.confusable`."""
    return _short(require_name(re.sub(" +", " ", text).strip(), pointer), pointer, at_most)


def read_username(text: str, pointer: str = "/username") -> str:
    """What somebody signs in by, in small letters; never anything like an e-mail address."""
    plain = text.strip().lower()
    if text.isascii() and len(plain) <= MAX_USERNAME and _USERNAME.match(plain):
        return plain
    told = "a user name is letters a to z and digits, with dots, hyphens or underscores between"
    raise Refused.because("person.username-malformed", told, pointer)


def read_slug(text: str, pointer: str = "/slug") -> str:
    """The part of an address that stands for an organisation."""
    if len(text) <= MAX_SLUG and _SLUG.match(text):
        return text
    told = f"{text[:MAX_SLUG]!r} is not small letters and digits joined by single hyphens"
    raise Refused.because("organisation.slug-malformed", told, pointer)


def read_kinds(kinds: Iterable[str], pointer: str = "/kinds") -> list[str]:
    """Kinds of organisation, each once, in the order of `OrganisationKind`."""
    return _chosen(kinds, OrganisationKind.values, pointer)


def read_roles(roles: Iterable[str], pointer: str = "/roles") -> list[Role]:
    """At least one role, each once, in the order of `Role`."""
    chosen = [Role(role) for role in _chosen(roles, Role.values, pointer)]
    if not chosen:
        raise Refused.because("value.missing", "no role is stated", pointer)
    return chosen


def read_colour(text: str, pointer: str = "/colour") -> str:
    """A colour as `#rrggbb`, in small letters."""
    if _COLOUR.match(text.lower()):
        return text.lower()
    raise Refused.because("value.unknown-choice", f"{text[:20]!r} is not like #1f4e79", pointer)


def read_linkedin_id(text: str, pointer: str = "/linkedin_id") -> str:
    """The number LinkedIn gives an organisation, or nothing."""
    if not text or _DIGITS.match(text):
        return text
    told = f"{text[:20]!r} is not a number, such as the 1234567 of linkedin.com/company/1234567"
    raise Refused.because("value.unknown-choice", told, pointer)


def read_country(text: str, pointer: str = "/country") -> str:
    """A country as two capital letters (ISO 3166-1), or nothing."""
    return require_country(text.upper(), pointer) if text else ""


def read_url(text: str, pointer: str = "/url") -> str:
    """The address of a page, or nothing."""
    return _short(require_iri(text, pointer, schemes=WEB), pointer, MAX_URL) if text else ""


def read_prose(text: str, pointer: str = "/description") -> str:
    """Text of several lines, or nothing."""
    plain = text.replace("\r\n", "\n").strip()
    return require_prose(plain, pointer) if plain else ""


def read_reason(text: str, pointer: str = "/reason", *, unsaid: str) -> str:
    """Why something is done, in one line; `unsaid` tells whoever says nothing."""
    told = " ".join(text.split())
    if not told:
        raise Refused.because("text.empty", unsaid, pointer)
    if len(told) > MAX_REASON:
        told_of = f"a reason has at most {MAX_REASON} characters"
        raise Refused.because("text.too-long", told_of, pointer)
    return require_line(told, pointer)


def read_email(text: str, pointer: str = "/email") -> str:
    """The one spelling of an e-mail address; raises `email.malformed`."""
    return _short(canonical_email(text.strip(), pointer), pointer, MAX_EMAIL)


def read_identifier(kind: str, value: str, pointer: str = "/value") -> str:
    """The one spelling of an identifier of `kind`."""
    match Identifier.Kind(kind):
        case Identifier.Kind.EMAIL:
            return read_email(value, pointer)
        case Identifier.Kind.DID:
            did = require_iri(value.strip(), pointer, schemes={"did"})
            return _short(did, pointer, MAX_VALUE)
        case Identifier.Kind.STUDENT_NUMBER | Identifier.Kind.OTHER:
            return _short(require_line(value.strip(), pointer), pointer, 80)


def _chosen(values: Iterable[str], among: list[str], pointer: str) -> list[str]:
    given = set(values)
    if strange := sorted(given.difference(among)):
        told = f"{strange[0][:40]!r} is not among {', '.join(among)}"
        raise Refused.because("value.unknown-choice", told, pointer)
    return [value for value in among if value in given]


def _short(text: str, pointer: str, at_most: int) -> str:
    if len(text) > at_most:
        told = f"{len(text)} characters; at most {at_most} may stand here"
        raise Refused.because("text.too-long", told, pointer)
    return text
