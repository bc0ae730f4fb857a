"""From what was awarded to whoever awards it: the badge class, and the issuer behind it.

Rules kept here (Open Badges 2.0, Data Validation and Verification):

- each object is of the class its place asks for, and well made;
- an object that calls itself by an address of another host borrows its name: it fails;
- a badge class says who issues it, and a copy carried inside may not name another issuer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from testamur.encoding import Json, JsonObject
from testamur.errors import TestamurError
from testamur.interop.openbadges2.extensions import check_extensions
from testamur.interop.openbadges2.findings import Findings, in_a_sentence
from testamur.interop.openbadges2.form import complaints_about, context_complaints
from testamur.interop.openbadges2.linked import Library, Linked, reference_of
from testamur.interop.openbadges2.vocabulary import SPEC, text_of, types_of, unread_contexts

__all__ = ["Chain", "check_form", "follow", "kind_of"]

_KINDS: Final = {
    "Assertion": "Assertion",
    "Endorsement": "Endorsement",
    "BadgeClass": "BadgeClass",
    "Issuer": "Profile",
    "Profile": "Profile",
}


@dataclass(frozen=True, slots=True)
class Chain:
    """The objects behind an award; None where one could not be had, or there is none."""

    badge: Linked | None = None
    issuer: Linked | None = None

    @property
    def issuer_name(self) -> str:
        """What to call the issuer in a sentence: its name, else its address, else "" ."""
        if self.issuer is None:
            return ""
        name = text_of(self.issuer.document.get("name")) or self.issuer.address
        return in_a_sentence(name)


@dataclass(slots=True)
class _Walk:
    library: Library
    form: Findings
    issuer: Findings


def kind_of(document: JsonObject) -> str:
    """The class of a badge object that can be judged by itself; "" where it is none."""
    return next((_KINDS[name] for name in types_of(document) if name in _KINDS), "")


def check_form(document: JsonObject, kind: str, form: Findings, pointer: str = "") -> None:
    """Check that `document` is a well made object of class `kind`, extensions included."""
    form.passed()
    form.fail_all(complaints_about(document, kind, pointer))
    check_extensions(document, form, pointer)
    for context in unread_contexts(document):
        form.note(f"What the context {in_a_sentence(context)} adds is carried along, not checked.")


def follow(
    document: JsonObject, kind: str, *, library: Library, form: Findings, issuer: Findings
) -> Chain:
    """Have the badge class and the issuer behind `document`, and check each.

    What is malformed goes to `form`; what cannot be had or is out of place to `issuer`.
    """
    walk = _Walk(library, form, issuer)
    if kind == "Assertion":
        badge = _link(document.get("badge"), "BadgeClass", "/badge", walk)
        if badge is None:
            return Chain()
        _check_same_issuer(document.get("badge"), badge, issuer)
        behind = _link(badge.document.get("issuer"), "Profile", "/badge/issuer", walk)
        return Chain(badge, behind)
    if kind == "Profile":
        return Chain()
    return Chain(None, _link(document.get("issuer"), "Profile", "/issuer", walk))


def _link(value: Json, kind: str, pointer: str, walk: _Walk) -> Linked | None:
    try:
        found = walk.library.linked(value)
    except TestamurError as error:
        walk.issuer.because_of(error, pointer)
        return None
    if kind_of(found.document) != kind:
        walk.form.fail(
            "openbadges2.type-unknown",
            f"{in_a_sentence(found.address)} is no {kind}",
            f"{pointer}/type",
            f"{SPEC}, {kind}",
        )
        return None
    complaints = context_complaints(found.document, pointer, is_alone=found.is_published)
    walk.form.fail_all(complaints)
    check_form(found.document, kind, walk.form, pointer)
    _check_name(found, pointer, walk.issuer)
    walk.issuer.passed()
    return found


def _check_name(found: Linked, pointer: str, issuer: Findings) -> None:
    address, own = in_a_sentence(found.address), in_a_sentence(found.own_id)
    if found.borrows_its_name:
        issuer.fail(
            "openbadges2.id-differs",
            f"what is published at {address} calls itself {own}, on another host",
            f"{pointer}/id",
            f"{SPEC}, Data Validation",
        )
    elif found.own_id != found.address:
        issuer.note(f"What is published at {address} calls itself {own}.")
    if not found.is_published:
        issuer.note(f"Only the badge itself tells about {own or 'an object without id'}.")
    elif found.address.startswith("http:"):
        issuer.note(f"{address} is not protected by https.")


def _check_same_issuer(carried: Json, badge: Linked, issuer: Findings) -> None:
    if not isinstance(carried, dict) or not badge.is_published:
        return
    named = reference_of(carried.get("issuer"))
    if named and named != reference_of(badge.document.get("issuer")):
        issuer.fail(
            "openbadges2.issuer-mismatch",
            "the badge class carried in the badge names another issuer than the published one",
            "/badge/issuer",
            f"{SPEC}, Verification",
        )
