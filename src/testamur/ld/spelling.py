"""One spelling for every name: a JSON-LD processor that refuses the others.

JSON-LD lets a document say the same thing in several ways. All of them have one canonical form, so
a signature holds whichever is written, and whoever reads the JSON by its names would miss what was
signed: a status under an alias of `id` is a status nobody looks up. The spellings that are left:

1. `@id` and `@type` are written `id` and `type`, whatever else a context calls them;
2. an identifier is written in full, never as a prefix and its rest;
3. a type, or a value out of a vocabulary, is written as its term where the context has one;
4. where published contexts have two terms for one thing, a member is written by the one in
   `MEMBER_NAMES`, and a type by the other. An end under another name is an end nobody looks at;
5. where a document may define terms of its own, none of them is a second name for anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

__all__ = ["MEMBER_NAMES", "TYPE_NAMES", "OtherSpellingError", "with_one_spelling"]

MEMBER_NAMES: Final[Mapping[str, str]] = {
    "Achievement": "achievement",
    "Address": "address",
    "Criteria": "criteria",
    "GeoCoordinates": "geo",
    "Image": "image",
    "Profile": "creator",
    "HostedBadge": "hosted",
    "SignedBadge": "signed",
    "expiration": "expires",
    "revokedAssertions": "revoked",
    "verify": "verification",
}
"""A term of a published context that is no name of a member where the other stands for the same."""

TYPE_NAMES: Final[Mapping[str, str]] = {
    member: kind for kind, member in MEMBER_NAMES.items() if kind[0].isupper()
}
"""A term that is no name of a type where the other stands for the same."""

_SAME_TYPE: Final = frozenset({"AchievementCredential", "OpenBadgeCredential"})
_KEYWORDS: Final = {"id": "@id", "type": "@type"}


class OtherSpellingError(Exception):
    """`text` is not the one spelling of what it stands for; the message says why."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(why)
        self.text = text


@cache
def with_one_spelling(processor: Any) -> Any:
    """PyLD's class `processor`, raising `OtherSpellingError` by the rules above.

    `watched` maps a name in the document to the one it should be; `own_terms` says that the
    document may define terms.
    """

    class OneSpelling(processor):  # type: ignore[misc]  # PyLD carries no types
        watched: Mapping[str, str] = {}
        own_terms: bool = False

        def _expand_iri(
            self,
            active_ctx: Any,
            value: Any,
            base: str | None = None,
            vocab: bool = False,  # noqa: FBT001, FBT002
            local_ctx: Any = None,
            defined: Any = None,
        ) -> Any:
            found = super()._expand_iri(active_ctx, value, base, vocab, local_ctx, defined)
            if local_ctx is None and isinstance(value, str):
                _check(value, found, terms=active_ctx if vocab else None)
                if vocab and (value in self.watched or self.own_terms):
                    self._check_alone(value, found, active_ctx["mappings"])
            return found

        def _check_alone(self, name: str, found: Any, mappings: Any) -> None:
            if self.own_terms:
                others = {
                    term
                    for term, mapping in mappings.items()
                    if mapping and mapping.get("@id") == found and term != name
                }
                others -= _twins_of(name)
            else:
                other = self.watched[name]
                others = {other} if (mappings.get(other) or {}).get("@id") == found else set()
            if others:
                raise OtherSpellingError(name, f"{name[:80]!r} is written {min(others)!r} here")

    return OneSpelling


def _twins_of(name: str) -> set[str]:
    """The second names that a term has in the published contexts themselves."""
    twins = {MEMBER_NAMES.get(name), TYPE_NAMES.get(name), *_SAME_TYPE} - {None, name}
    return {str(twin) for twin in twins if twin not in _SAME_TYPE or name in _SAME_TYPE}


def _check(text: str, found: object, *, terms: Any) -> None:
    if isinstance(found, str) and found.startswith("@"):
        if text != found and _KEYWORDS.get(text) != found:
            raise OtherSpellingError(text, f"{text!r} is another name for {found}")
    elif ":" not in text:
        return
    elif found != text:
        raise OtherSpellingError(
            text, f"{text[:80]!r} is short for an identifier; write it in full"
        )
    elif terms is not None and (term := _term_of(text, terms)):
        raise OtherSpellingError(text, f"{text[:80]!r} is written {term!r} in this place")


def _term_of(iri: str, active_ctx: Any) -> str:
    vocabulary = active_ctx.get("@vocab")
    if vocabulary and iri.startswith(vocabulary) and len(iri) > len(vocabulary):
        return iri.removeprefix(vocabulary)
    for term, mapping in active_ctx["mappings"].items():
        if mapping and mapping.get("@id") == iri and ":" not in term:
            return str(term)
    return ""
