"""One spelling for every name: a JSON-LD processor that refuses the others.

JSON-LD lets a document say the same thing in several ways. All of them have one canonical form, so
a signature holds whichever is written, and whoever reads the JSON by its names would miss what was
signed: a status under an alias of `id` is a status nobody looks up. The spellings that are left:

1. `@id` and `@type` are written `id` and `type`, whatever else a context calls them;
2. an identifier is written in full, never as a prefix and its rest;
3. a type, or a value out of a vocabulary, is written as its term where the context has one.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

__all__ = ["OtherSpellingError", "with_one_spelling"]

_KEYWORDS: Final = {"id": "@id", "type": "@type"}


class OtherSpellingError(Exception):
    """`text` is not the one spelling of what it stands for; the message says why."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(why)
        self.text = text


@cache
def with_one_spelling(processor: Any) -> Any:
    """PyLD's class `processor`, raising `OtherSpellingError` by the rules above."""

    class OneSpelling(processor):  # type: ignore[misc]  # PyLD carries no types
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
            return found

    return OneSpelling


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
