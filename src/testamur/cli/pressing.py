"""From a recipient to signed files: each form of row has a press, and pictures are drawn once.

Rows that have the same optional members (an end, a grade, so many pieces of evidence …) give
documents of one shape; only some strings in them are a person's own. The first row of each form is
made and checked in full; from then on those strings alone are put in. That they are where they are
expected is shown when a form is compiled; a form where they are not is made in full every time.

Both halves of the work are here: `Pressroom.check` says what a row will say, before anything is
written down; `Pressroom.make` signs it, in whichever process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from testamur.cli.lists import purpose_url
from testamur.cli.register import Place
from testamur.credentials.award_toml import AwardPlan
from testamur.credentials.document import Credential
from testamur.credentials.issue import JWT, Press, sign, verification_method_of
from testamur.credentials.openbadges import Profile
from testamur.credentials.proofs import SUITES, ProofOptions, sign_selective
from testamur.credentials.proofs.hashing import RDFC
from testamur.credentials.recipients import Recipient
from testamur.credentials.resolution import Resolver
from testamur.credentials.status import status_entry
from testamur.encoding import (
    JsonObject,
    canonical_json,
    compact_json,
    copy_json,
    format_timestamp,
)
from testamur.errors import Refused
from testamur.keys import Signer
from testamur.ld import Path

__all__ = ["FORMATS", "Order", "Pressroom"]

FORMATS: Final = {"json": "json", "jwt": "jwt", "png": "png", "svg": "svg", "bundle": "bundle.json"}
"""Format to the ending of its files."""

MAX_FORMS: Final = 256
MAX_GRADES: Final = 10_000

_SELECTIVE: Final = "ecdsa-sd-2023"
_ALWAYS_SHOWN: Final = (
    "/issuer",
    "/validFrom",
    "/validUntil",
    "/credentialStatus",
    "/credentialSubject/achievement",
)
"""What a holder who shows only parts of a credential must show."""


@dataclass(frozen=True, slots=True)
class Order:
    """One award to sign, and the formats to write it in."""

    recipient: Recipient
    id: str
    created: datetime
    place: Place | None
    name: str
    formats: tuple[str, ...]


@dataclass(slots=True)
class _Form:
    """Documents of one shape: an example, where a person's own strings stand, and its presses."""

    example: JsonObject
    paths: tuple[Path, ...] | None
    grades: set[str | None] = field(default_factory=set)
    presses: dict[datetime, Press] = field(default_factory=dict)


class Pressroom:
    """Makes the credentials of one award plan, for one issuer, with one proof."""

    def __init__(
        self,
        plan: AwardPlan,
        issuer: Profile,
        *,
        proof: str,
        pictures: Mapping[str, bytes],
        published: Resolver,
    ) -> None:
        """`pictures` are what PNG and SVG files are baked into, by format.

        `published` brings what a bundle carries along: status lists, the issuer's document.
        """
        self._plan, self._issuer, self._proof, self._pictures = plan, issuer, proof, pictures
        self._published = published
        self._forms: dict[tuple[Any, ...], _Form] = {}
        constant = [plan.achievement.as_json(), issuer.as_json(), plan.evidence_name, proof]
        self._award_digest = _digest(constant)

    def check(self, recipient: Recipient, *, at: datetime) -> dict[str, str]:
        """Digests of what the award of this row says, part by part; raises `Refused`.

        A row awarded on no stated day is awarded `at`, which is no part of what it says.
        """
        stated = recipient.awarded or self._plan.awarded
        begins = stated or at
        ends = recipient.expires or self._plan.ends(begins)
        if ends is not None and ends <= begins:
            told = f"the award would end on {ends:%Y-%m-%d}, before it begins"
            raise Refused.because("value.contradiction", told, "/validUntil")
        form = self._form_of(recipient, begins=begins, ends=ends, place=None)
        if recipient.grade not in form.grades:
            self._document(recipient, id="urn:uuid:check", at=at, place=None)
            if len(form.grades) >= MAX_GRADES:
                form.grades.clear()
            form.grades.add(recipient.grade)
        return {
            "award": self._award_digest,
            "person": _digest([recipient.subject_id, recipient.name, recipient.student_number]),
            "date": _digest(stated and format_timestamp(stated)),
            "end": _digest(stated and ends and format_timestamp(ends)),
            "grade": _digest(recipient.grade),
            "evidence": _digest(list(recipient.evidence)),
        }

    def make(self, order: Order, *, signer: Signer) -> dict[str, bytes]:
        """The files of one award, by format."""
        texts: dict[bool, str] = {}
        made: dict[str, bytes] = {}
        for form in order.formats:
            is_token = form == "jwt" or self._proof == JWT
            if is_token not in texts:
                texts[is_token] = self._sign(order, signer=signer, is_token=is_token)
            made[form] = self._written(form, texts[is_token], at=order.created)
        return made

    def _written(self, form: str, text: str, *, at: datetime) -> bytes:
        if form in self._pictures:
            from testamur.credentials.bake import bake

            return bake(self._pictures[form], text)
        if form == "bundle":
            from testamur.credentials.bundle import make_bundle

            return make_bundle(Credential(text), resolver=self._published, at=at).text.encode()
        return text.encode()

    def _sign(self, order: Order, *, signer: Signer, is_token: bool) -> str:
        begins = order.recipient.awarded or self._plan.awarded or order.created
        ends = order.recipient.expires or self._plan.ends(begins)
        form = self._form_of(order.recipient, begins=begins, ends=ends, place=order.place)
        if form.paths is None:
            document = self._document(
                order.recipient, id=order.id, at=order.created, place=order.place
            )
            return self._sign_singly(document, order, signer=signer, is_token=is_token)
        values = [value for _, value in _own_strings(order, begins=begins, ends=ends)]
        if is_token or self._proof == _SELECTIVE or SUITES[self._proof].transformation is not RDFC:
            document = _filled(form.example, form.paths, values)
            return self._sign_singly(document, order, signer=signer, is_token=is_token)
        press = form.presses.get(order.created)
        if press is None:
            options = self._options(order.created, signer)
            press = Press(form.example, form.paths, signer=signer, options=options)
            form.presses[order.created] = press
        return press.sign(values).text

    def _sign_singly(
        self, document: JsonObject, order: Order, *, signer: Signer, is_token: bool
    ) -> str:
        if is_token:
            return sign(document, signer=signer, at=order.created, proof=JWT).text
        if self._proof == _SELECTIVE:
            shown = [pointer for pointer in _ALWAYS_SHOWN if _has(document, pointer)]
            options = self._options(order.created, signer)
            secured = sign_selective(
                document | {"proof": []}, signer=signer, options=options, mandatory=shown
            )
            return compact_json(secured)
        return sign(document, signer=signer, at=order.created, proof=self._proof).text

    def _options(self, created: datetime, signer: Signer) -> ProofOptions:
        return ProofOptions(
            cryptosuite=self._proof,
            verification_method=verification_method_of(self._issuer.id, signer),
            created=created,
        )

    def _form_of(
        self,
        recipient: Recipient,
        *,
        begins: datetime,
        ends: datetime | None,
        place: Place | None,
    ) -> _Form:
        """The form of a row; compiled, and checked against the row, when it is the first."""
        key = (
            recipient.subject_id is None,
            tuple(one.identity_type for one in recipient.identities),
            recipient.grade is None,
            len(recipient.evidence),
            ends is None,
            place and place.purposes,
        )
        form = self._forms.get(key)
        if form is None:
            order = Order(recipient, "urn:uuid:example", begins, place, "", ())
            document = self._document(recipient, id=order.id, at=begins, place=place)
            own = list(_own_strings(order, begins=begins, ends=ends))
            fits = all(_at(document, path) == value for path, value in own)
            form = _Form(document, tuple(path for path, _ in own) if fits else None)
            form.grades.add(recipient.grade)
            if len(self._forms) >= MAX_FORMS:
                self._forms.clear()
            self._forms[key] = form
        return form

    def _document(
        self,
        recipient: Recipient,
        *,
        id: str,  # noqa: A002 -- the specification's name
        at: datetime,
        place: Place | None,
    ) -> JsonObject:
        status = _status_of(place) if place else None
        return self._plan.document_for(recipient, id=id, issuer=self._issuer, at=at, status=status)


def _own_strings(
    order: Order, *, begins: datetime, ends: datetime | None
) -> Sequence[tuple[Path, str]]:
    """Every string of a credential that is one person's own, and where it stands."""
    recipient, place = order.recipient, order.place
    own: list[tuple[Path, str]] = [(("id",), order.id), (("validFrom",), format_timestamp(begins))]
    if ends is not None:
        own.append((("validUntil",), format_timestamp(ends)))
    if recipient.subject_id is not None:
        own.append((("credentialSubject", "id"), recipient.subject_id))
    for index, identity in enumerate(recipient.identities):
        path = ("credentialSubject", "identifier", index, "identityHash")
        own.append((path, identity.identity_hash))
    if recipient.grade is not None:
        own.append((("credentialSubject", "result", 0, "value"), recipient.grade))
    for index, url in enumerate(recipient.evidence):
        own.append((("evidence", index, "id"), url))
    if place is not None:
        several = len(place.purposes) > 1
        for index, purpose in enumerate(place.purposes):
            at: Path = ("credentialStatus", index) if several else ("credentialStatus",)
            url = purpose_url(place.list_url, purpose)
            own += [
                ((*at, "id"), f"{url}#{place.index}"),
                ((*at, "statusListIndex"), str(place.index)),
                ((*at, "statusListCredential"), url),
            ]
    return own


def _status_of(place: Place | None) -> Sequence[JsonObject]:
    if place is None:
        return ()
    return [
        status_entry(purpose_url(place.list_url, purpose), index=place.index, purpose=purpose)
        for purpose in place.purposes
    ]


def _filled(example: JsonObject, paths: Sequence[Path], values: Sequence[str]) -> JsonObject:
    document: JsonObject = copy_json(example)
    for path, value in zip(paths, values, strict=True):
        _at(document, path[:-1])[path[-1]] = value
    return document


def _at(document: Any, path: Path) -> Any:
    for step in path:
        document = document[step]
    return document


def _has(document: JsonObject, pointer: str) -> bool:
    try:
        _at(document, tuple(pointer.split("/")[1:]))
    except (KeyError, TypeError):
        return False
    return True


def _digest(value: Any) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()[:16]
