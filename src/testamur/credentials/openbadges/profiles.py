"""Who: profiles of issuers and other parties, their addresses, and what identifies a person.

Open Badges 3.0 §B.1.15 (Profile), §B.1.10 (IdentityObject), §B.1.9 (IdentifierEntry), §B.1.11
(Image). A person is identified by plain values, or not at all: a hashed e-mail address is undone
by trying addresses, so it is written only by the method that names it, and warns.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from functools import partial
from typing import Final, Self

from testamur.credentials.members import (
    WEB,
    Rule,
    canonical_email,
    check_members,
    freeze,
    require_choice,
    require_country,
    require_email,
    require_iri,
    require_line,
    require_name,
    require_number,
    require_prose,
    stated,
)
from testamur.encoding import JsonObject
from testamur.errors import Refused

__all__ = [
    "Address",
    "GeoCoordinates",
    "IdentifierEntry",
    "Identity",
    "Image",
    "Issuer",
    "PrivacyWarning",
    "Profile",
    "image_of",
]

IDENTIFIER_TYPES: Final = (
    "name",
    "sourcedId",
    "systemId",
    "productId",
    "userName",
    "accountId",
    "emailAddress",
    "nationalIdentityNumber",
    "isbn",
    "issn",
    "lisSourcedId",
    "oneRosterSourcedId",
    "sisSourcedId",
    "ltiContextId",
    "ltiDeploymentId",
    "ltiToolId",
    "ltiPlatformId",
    "ltiUserId",
    "identifier",
)
"""The kinds of identifier Open Badges names (§B.1.8); others begin with `ext:`."""

_SHORTEST_SALT: Final = 16


class PrivacyWarning(UserWarning):
    """What is being written can be traced to a person by anybody who holds it."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by its address (`http`, `https`, `data`), with words for who cannot see it."""

    id: str
    _: KW_ONLY
    caption: str | None = None

    def __post_init__(self) -> None:
        rules: dict[str, Rule] = {
            "id": partial(require_iri, schemes=WEB | {"data"}),
            "caption": require_line,
        }
        check_members(self, rules, required=("id",))

    def as_json(self) -> JsonObject:
        """The image as Open Badges writes it."""
        return stated({"id": self.id, "type": "Image", "caption": self.caption})


def image_of(image: Image | str | None) -> JsonObject | None:
    """The JSON of an image given as such or by its address alone."""
    return (Image(image) if isinstance(image, str) else image).as_json() if image else None


@dataclass(frozen=True, slots=True)
class GeoCoordinates:
    """A place by latitude and longitude in degrees (WGS 84)."""

    _: KW_ONLY
    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        require_number(self.latitude, "/latitude", least=-90, most=90)
        require_number(self.longitude, "/longitude", least=-180, most=180)

    def as_json(self) -> JsonObject:
        """The place as Open Badges writes it."""
        return {
            "type": "GeoCoordinates",
            "latitude": require_number(self.latitude, "/latitude", least=-90),
            "longitude": require_number(self.longitude, "/longitude", least=-180),
        }


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `address_country_code` is ISO 3166-1 (`PL`)."""

    _: KW_ONLY
    address_country: str | None = None
    address_country_code: str | None = None
    address_region: str | None = None
    address_locality: str | None = None
    street_address: str | None = None
    post_office_box_number: str | None = None
    postal_code: str | None = None
    geo: GeoCoordinates | None = None

    def __post_init__(self) -> None:
        rules: dict[str, Rule] = dict.fromkeys(self.__slots__, require_line)
        del rules["geo"]
        check_members(self, rules | {"address_country_code": require_country})

    def as_json(self) -> JsonObject:
        """The address as Open Badges writes it."""
        return stated(
            {
                "type": ["Address"],
                "addressCountry": self.address_country,
                "addressCountryCode": self.address_country_code,
                "addressRegion": self.address_region,
                "addressLocality": self.address_locality,
                "streetAddress": self.street_address,
                "postOfficeBoxNumber": self.post_office_box_number,
                "postalCode": self.postal_code,
                "geo": self.geo.as_json() if self.geo else None,
            }
        )


@dataclass(frozen=True, slots=True)
class IdentifierEntry:
    """A name or number something goes by elsewhere; `identifier_type` is listed or `ext:…`."""

    identifier: str
    _: KW_ONLY
    identifier_type: str = "identifier"

    def __post_init__(self) -> None:
        require_line(self.identifier, "/identifier")
        _require_identifier_type(self.identifier_type, "/identifierType")

    def as_json(self) -> JsonObject:
        """The entry as Open Badges writes it."""
        return {
            "type": "IdentifierEntry",
            "identifier": self.identifier,
            "identifierType": self.identifier_type,
        }


@dataclass(frozen=True, slots=True)
class Identity:
    """What identifies the recipient besides an IRI; made by the method that says what it is."""

    identity_hash: str
    _: KW_ONLY
    identity_type: str
    salt: str | None = None

    def __post_init__(self) -> None:
        require_line(self.identity_hash, "/identityHash")
        _require_identifier_type(self.identity_type, "/identityType")
        if self.salt is not None:
            require_line(self.salt, "/salt")

    @classmethod
    def name(cls, name: str) -> Self:
        """The person's name, in plain text."""
        require_name(name, "/identityHash")
        return cls(name, identity_type="name")

    @classmethod
    def student_id(cls, number: str) -> Self:
        """The number under which the issuer knows the person, in plain text."""
        return cls(number, identity_type="ext:studentId")

    @classmethod
    def email(cls, address: str) -> Self:
        """The person's e-mail address, in plain text and canonical form."""
        return cls(canonical_email(address, "/identityHash"), identity_type="emailAddress")

    @classmethod
    def hashed_email(cls, address: str, *, salt: str) -> Self:
        """SHA-256 of the address and `salt`, for systems that ask for it; warns.

        The salt stands beside the hash, so whoever guesses the address can check the guess: this
        hides nothing from a list of addresses. The salt has at least 16 characters.
        """
        from hashlib import sha256

        if len(salt) < _SHORTEST_SALT:
            told = f"the salt has {len(salt)} characters; at least {_SHORTEST_SALT} are needed"
            raise Refused.because("value.out-of-range", told, "/salt")
        warnings.warn(
            "a hashed e-mail address can be found again by trying addresses; use another identity",
            PrivacyWarning,
            stacklevel=2,
        )
        salted = f"{canonical_email(address, '/identityHash')}{salt}".encode()
        hashed = f"sha256${sha256(salted).hexdigest()}"
        return cls(hashed, identity_type="emailAddress", salt=salt)

    def as_json(self) -> JsonObject:
        """The identity as Open Badges writes it."""
        return stated(
            {
                "type": "IdentityObject",
                "hashed": self.salt is not None,
                "identityHash": self.identity_hash,
                "identityType": self.identity_type,
                "salt": self.salt,
            }
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """An organisation or person that issues, creates, assesses or vouches.

    `id` is the IRI whose keys sign: for an issuer it must be the controller of the signing key.
    """

    id: str
    _: KW_ONLY
    name: str | None = None
    url: str | None = None
    phone: str | None = None
    description: str | None = None
    image: Image | str | None = None
    email: str | None = None
    address: Address | None = None
    other_identifier: Sequence[IdentifierEntry] = ()
    official: str | None = None
    parent_org: Profile | None = None
    family_name: str | None = None
    given_name: str | None = None
    additional_name: str | None = None
    patronymic_name: str | None = None
    honorific_prefix: str | None = None
    honorific_suffix: str | None = None
    family_name_prefix: str | None = None
    date_of_birth: date | None = None
    endorsement: Sequence[JsonObject] = ()
    endorsement_jwt: Sequence[str] = ()

    def __post_init__(self) -> None:
        freeze(self, "other_identifier", "endorsement", "endorsement_jwt")
        check_members(self, _PROFILE_RULES, required=("id",))
        image_of(self.image)

    def as_json(self) -> JsonObject:
        """The profile as Open Badges writes it."""
        return stated(
            {
                "id": self.id,
                "type": ["Profile"],
                "name": self.name,
                "url": self.url,
                "phone": self.phone,
                "description": self.description,
                "image": image_of(self.image),
                "email": self.email,
                "address": self.address.as_json() if self.address else None,
                "otherIdentifier": [entry.as_json() for entry in self.other_identifier],
                "official": self.official,
                "parentOrg": self.parent_org.as_json() if self.parent_org else None,
                "familyName": self.family_name,
                "givenName": self.given_name,
                "additionalName": self.additional_name,
                "patronymicName": self.patronymic_name,
                "honorificPrefix": self.honorific_prefix,
                "honorificSuffix": self.honorific_suffix,
                "familyNamePrefix": self.family_name_prefix,
                "dateOfBirth": self.date_of_birth.isoformat() if self.date_of_birth else None,
                "endorsement": list(self.endorsement),
                "endorsementJwt": list(self.endorsement_jwt),
            }
        )


Issuer = Profile
"""The profile in its commonest part: whoever issues."""


def _require_identifier_type(value: object, pointer: str) -> None:
    require_choice(value, pointer, among=IDENTIFIER_TYPES, extensible=True)


_PROFILE_RULES: Final[dict[str, Rule]] = {
    "id": partial(require_iri, schemes=WEB | {"did", "urn", "mailto"}),
    "name": require_name,
    "url": partial(require_iri, schemes=WEB),
    "phone": require_line,
    "description": require_prose,
    "email": require_email,
    "official": require_name,
    "family_name": require_name,
    "given_name": require_name,
    "additional_name": require_name,
    "patronymic_name": require_name,
    "honorific_prefix": require_name,
    "honorific_suffix": require_name,
    "family_name_prefix": require_name,
}
