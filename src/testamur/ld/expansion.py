"""Strict JSON-LD expansion: every member of the document reaches the signature, or it is refused.

The JSON-LD API drops what it does not understand, which would leave claims unsigned. The rules here
leave it nothing to drop (VC Data Integrity 1.0 §2.4.1, Context Validation):

1. contexts are known, pinned, and named once at the top, or at the top of an embedded credential;
2. a member's name is a plain term: no keyword, no compact or absolute IRI, which would give one
   claim two spellings;
3. no null, no list in a list, no label for a blank node, no value twice in one list; no empty
   list, but for the credentials of a presentation that presents none;
4. where a document mentions its own identifier, no more than a type stands beside it: statements
   about the document stand at its top, where they are looked for. An endorsement that it carries
   has a signature of its own, and is judged by itself;
5. names have one spelling (`testamur.ld.spelling`), and text without a language is plain text;
6. a document has a bounded number of objects and values, because expansion costs time for each;
7. whatever the expansion still wants to drop is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Any, Final

from testamur.encoding import Json, JsonObject
from testamur.errors import Refused
from testamur.ld.contexts import is_known, load_context
from testamur.ld.processor import jsonld_processor
from testamur.ld.rdf import is_language
from testamur.ld.scopes import with_kept_scopes
from testamur.ld.spelling import (
    MEMBER_NAMES,
    TYPE_NAMES,
    OtherSpellingError,
    with_one_spelling,
)

__all__ = ["expand", "refuse_what_expansion_would_lose"]

MAX_CONTEXTS: Final = 16
MAX_COMPARED: Final = 32
MAX_OBJECTS: Final = 4_000
"""Objects in one document, some hundred awards; each costs about 0.2 ms to expand."""

MAX_VALUES: Final = 40_000
"""Members and items of lists in one document; each costs about 20 microseconds to expand."""

_VALUE_OBJECT: Final = frozenset({"@value", "@language", "@direction"})
_PRESENTS_NONE: Final[tuple[str, Json]] = ("verifiableCredential", [])
_IDENTIFYING: Final = frozenset({"id", "@value"})
_CREDENTIAL_TYPES: Final = frozenset(
    {"VerifiableCredential", "VerifiablePresentation", "EnvelopedVerifiableCredential"}
)
_PINNED_CONTEXTS: Final[dict[str, Any]] = {}
"""Contexts as PyLD has parsed them; holds pinned ones alone, so it stays small."""

_ONE_AT_A_TIME: Final = Lock()
"""What PyLD keeps of contexts is shared by all threads, and made for one."""


def expand(document: JsonObject, *, inline_contexts: bool = False) -> list[JsonObject]:
    """Expanded form of `document`; raises `Refused` with a `context.*` or `document.*` problem.

    `inline_contexts` allows context objects in the top-level list, whose terms then mean whatever
    the document says they mean.
    """
    walk = _walked(document, inline_contexts=inline_contexts)
    jsonld = jsonld_processor()
    dropped: list[str] = []
    parsed = dict(_PINNED_CONTEXTS) if inline_contexts else _PINNED_CONTEXTS
    resolver = jsonld.ContextResolver(parsed, _load)
    options = {"documentLoader": _load, "contextResolver": resolver, "base": None}
    reading = jsonld.JsonLdProcessor
    if not inline_contexts:
        reading = with_kept_scopes(reading)
    processor = with_one_spelling(reading)(
        on_property_dropped=lambda name: dropped.append(str(name))
    )
    processor.watched, processor.own_terms = walk.watched, inline_contexts
    try:
        with _ONE_AT_A_TIME:
            expanded: list[JsonObject] = processor.expand(document, options)
    except jsonld.JsonLdError as error:
        raise _told(error) from None
    except OtherSpellingError as other:
        place = _place_of(document, other.text)
        raise Refused.because("document.refused-value", str(other), place) from None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        told = f"its contexts cannot be processed: {error!r:.80}"  # PyLD trips over some
        raise Refused.because("context.refused", told, "/@context") from None
    if dropped:
        name = dropped[0]
        raise Refused.because(
            "document.unsigned-term",
            f"no context defines {name!r} in this place",
            _place_of(document, name),
            "VC-DI 1.0 §2.4.1",
        )
    return expanded


def refuse_what_expansion_would_lose(
    document: JsonObject, *, inline_contexts: bool = False
) -> None:
    """Rules 1 to 4 and 6 above; cheap enough for every document."""
    _walked(document, inline_contexts=inline_contexts)


def _walked(document: JsonObject, *, inline_contexts: bool) -> _Walk:
    _check_contexts(document.get("@context"), "/@context", inline=inline_contexts)
    stated = {name: value for name, value in document.items() if (name, value) != _PRESENTS_NONE}
    walk = _Walk(document.get("id"), inline=inline_contexts)
    walk.check_members(stated, "", is_root=True)
    return walk


def _check_contexts(contexts: Json, pointer: str, *, inline: bool) -> None:
    listed = contexts if isinstance(contexts, list) else [contexts]
    if not listed or len(listed) > MAX_CONTEXTS:
        raise Refused.because("context.refused", f"{len(listed)} contexts", pointer)
    for index, context in enumerate(listed):
        place = f"{pointer}/{index}" if isinstance(contexts, list) else pointer
        if context in listed[:index]:
            raise Refused.because("context.refused", "a context is named twice", place)
        if isinstance(context, dict) and inline:
            _check_inline_context(context, place)
        elif not isinstance(context, str):
            raise Refused.because(
                "context.refused", "a context must be the URL of a published one", place
            )
        elif not is_known(context):
            raise Refused.because("context.unknown", f"{context[:120]!r} is not shipped", place)


def _check_inline_context(context: JsonObject, pointer: str) -> None:
    for name, value in context.items():
        if name in {"@import", "@base", "@propagate"}:
            told = f"an inline context must not use {name}"
            raise Refused.because("context.refused", told, pointer)
        if isinstance(value, dict):
            _check_inline_context(value, pointer)


@dataclass(slots=True)
class _Walk:
    """One way through a document, whose own identifier is `own_id`, refusing by the rules above.

    `watched` are names that may be the second name of something, and the first.
    """

    own_id: Json
    inline: bool
    watched: dict[str, str] = field(default_factory=dict)
    objects: int = 0
    values: int = 0

    def check_members(self, node: JsonObject, pointer: str, *, is_root: bool = False) -> None:
        self._count(node, pointer)
        if not is_root and self.own_id and node.get("id") == self.own_id:
            _check_mention(node, pointer)
        if not _VALUE_OBJECT.isdisjoint(node):
            _check_tagged_text(node, pointer)
            return
        for name, value in node.items():
            place = f"{pointer}/{_escaped(name)}"
            if name != "@context":
                _check_name(name, value, place)
                self._watch(name, value)
                self._check_member(name, value, place)
            elif not is_root:
                _check_embedded_context(node, value, place, inline=self.inline)

    def _watch(self, name: str, value: Json) -> None:
        if name in MEMBER_NAMES:
            self.watched[name] = MEMBER_NAMES[name]
        elif name == "type":
            kinds = value if isinstance(value, list) else [value]
            for kind in kinds:
                if isinstance(kind, str) and kind in TYPE_NAMES:
                    self.watched[kind] = TYPE_NAMES[kind]

    def _count(self, holder: JsonObject | list[Json], pointer: str) -> None:
        self.objects += isinstance(holder, dict)
        self.values += len(holder)
        if self.objects > MAX_OBJECTS or self.values > MAX_VALUES:
            told = f"more than {MAX_OBJECTS} objects or {MAX_VALUES} values"
            raise Refused.because("canonical.work-limit", told, pointer)

    def _check_member(self, name: str, value: Json, place: str) -> None:
        own_id = self.own_id
        if name == "endorsement":  # signed by itself, it may speak of the document that carries it
            self.own_id = None
        self._check_value(value, place)
        self.own_id = own_id

    def _check_value(self, value: Json, pointer: str) -> None:
        match value:
            case dict():
                self.check_members(value, pointer)
            case list():
                self._check_list(value, pointer)
            case None:
                raise Refused.because("document.unsigned-term", "null would not be signed", pointer)
            case _:
                pass

    def _check_list(self, values: list[Json], pointer: str) -> None:
        self._count(values, pointer)
        if not values:
            raise Refused.because("document.unsigned-term", "an empty list is not signed", pointer)
        for index, value in enumerate(values):
            place = f"{pointer}/{index}"
            if isinstance(value, list):
                raise Refused.because("document.refused-value", "a list stands in a list", place)
            self._check_value(value, place)
            if len(values) <= MAX_COMPARED and value in values[:index] and _is_named(value):
                told = "the same value stands twice"
                raise Refused.because("document.unsigned-term", told, place)
        named = [repr(value) for value in values if _is_named(value)]
        if len(values) > MAX_COMPARED and len(set(named)) < len(named):
            raise Refused.because("document.unsigned-term", "a value stands twice", pointer)


def _is_named(value: Json) -> bool:
    """Whether a second copy would say nothing: two objects without an identifier are two nodes."""
    return not isinstance(value, dict) or not _IDENTIFYING.isdisjoint(value)


def _check_name(name: str, value: Json, place: str) -> None:
    if name.startswith("@") or ":" in name or not name:
        raise Refused.because(
            "document.unsigned-term", f"{name!r} is not the name of a term", place
        )
    if name == "id" and isinstance(value, str) and value.startswith("_:"):
        raise Refused.because(
            "document.relative-iri", "a blank node label is not an identifier", place
        )


def _check_mention(node: JsonObject, pointer: str) -> None:
    for name in node:
        if name not in {"id", "type"}:
            told = f"{name!r} speaks of the document itself, and belongs to its top"
            raise Refused.because("document.refused-value", told, f"{pointer}/{_escaped(name)}")


def _check_tagged_text(node: JsonObject, pointer: str) -> None:
    """Text with its language or direction; text with neither is written without an object."""
    for name, value in node.items():
        if name not in _VALUE_OBJECT:
            told = f"{name!r} cannot stand beside text with a language"
            raise Refused.because("document.unsigned-term", told, f"{pointer}/{_escaped(name)}")
        if not isinstance(value, str):
            told = f"{name} must be text"
            raise Refused.because("document.refused-value", told, f"{pointer}/{name}")
    if "@value" not in node or len(node) == 1:
        told = "text with a language or direction says both the text and one of these"
        raise Refused.because("document.refused-value", told, pointer)
    if not is_language(node.get("@language", "en")):
        told = f"{node['@language'][:40]!r} is not a language tag"
        raise Refused.because("document.refused-value", told, f"{pointer}/@language")


def _check_embedded_context(
    node: JsonObject, contexts: Json, pointer: str, *, inline: bool
) -> None:
    kinds = node.get("type")
    named = kinds if isinstance(kinds, list) else [kinds]
    if not any(isinstance(kind, str) and kind in _CREDENTIAL_TYPES for kind in named):
        raise Refused.because(
            "context.refused", "only an embedded credential brings contexts of its own", pointer
        )
    _check_contexts(contexts, pointer, inline=inline)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _place_of(document: Json, name: str) -> str:
    """Where `name` stands, "" where it stands in several places and nobody says which is meant."""
    found = list(islice(_places(document, name, ""), 2))
    return found[0] if len(found) == 1 else ""


def _places(value: Json, name: str, pointer: str) -> Iterator[str]:
    if isinstance(value, dict):
        for member, content in value.items():
            place = f"{pointer}/{_escaped(member)}"
            if member == name:
                yield place
            yield from _places(content, name, place)
    elif isinstance(value, list):
        for index, content in enumerate(value):
            yield from _places(content, name, f"{pointer}/{index}")
    elif value == name:
        yield pointer


def _load(url: str, _options: object) -> JsonObject:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": load_context(url),
        "tag": "static",
    }


def _told(error: Any) -> Refused:
    while error.__cause__ is not None:
        error = error.__cause__
    if isinstance(error, Refused):
        return error
    if getattr(error, "code", None) in {"protected term redefinition", "invalid context entry"}:
        return Refused.because("context.refused", str(error).splitlines()[0], "/@context")
    return Refused.because("document.refused-value", str(error).splitlines()[0])
