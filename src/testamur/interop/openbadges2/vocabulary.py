"""The words of Open Badges 2.0: its contexts, its terms, and one spelling for each of them.

Badges of this version are proven as bytes (a hosted file, a JWS), so they are read as JSON by the
names of the Open Badges 2.0 context; no JSON-LD processing. Rules kept here:

- `@id`, `verify`, `obi:badge` and `https://w3id.org/openbadges#badge` mean one thing and are read
  under one name; a document that says the thing twice is refused;
- the terms are those of the published context, pinned with the package;
- an inline context may add terms but never change one of Open Badges 2.0, since what a term means
  must not depend on who reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from testamur.encoding import Json, JsonObject
from testamur.errors import Refused
from testamur.ld.contexts import is_known, load_context

__all__ = [
    "CONTEXT",
    "SPEC",
    "changed_terms",
    "has_context",
    "has_old_shape",
    "in_one_spelling",
    "many",
    "text_of",
    "types_of",
    "unread_contexts",
]

CONTEXT: Final = "https://w3id.org/openbadges/v2"
SPEC: Final = "Open Badges 2.0"

_CONTEXTS: Final = frozenset({CONTEXT, "https://openbadgespec.org/v2/context.json"})
_OLD_CONTEXTS: Final = frozenset(
    {"https://w3id.org/openbadges/v1", "http://standard.openbadges.org/1.1/context.json"}
)
_OLD_MEMBERS: Final = frozenset({"recipient", "badge"})

_HARMLESS_KEYWORDS: Final = frozenset({"@language", "@version", "@vocab"})
_ALIASES: Final = frozenset({"hosted", "signed", "verify"})
_AMBIGUOUS: Final = frozenset({"revokedAssertions"})  # of one IRI with `revoked`


def has_context(document: JsonObject) -> bool:
    """Whether the document names the Open Badges 2.0 context, by address or written out."""
    return any(
        context in _CONTEXTS if isinstance(context, str) else _is_written_out(context)
        for context in _contexts(document)
    )


def has_old_shape(document: JsonObject) -> bool:
    """Whether the document is an assertion of Open Badges 0.5, 1.0 or 1.1."""
    if "@context" not in document:
        return document.keys() >= _OLD_MEMBERS
    return any(context in _OLD_CONTEXTS for context in _contexts(document) if _is_text(context))


def unread_contexts(document: JsonObject) -> list[str]:
    """Addresses of further contexts that do not ship: what they define is carried along unread."""
    return [
        context
        for context in _contexts(document)
        if isinstance(context, str) and context not in _CONTEXTS and not is_known(context)
    ]


def changed_terms(document: JsonObject) -> list[str]:
    """Terms of Open Badges 2.0 that an inline context of the document gives another meaning."""
    return [
        term
        for context in _contexts(document)
        if isinstance(context, dict)
        for term, definition in context.items()
        if not _is_harmless(term, definition)
    ]


def in_one_spelling(value: Json) -> Json:
    """A copy of `value` whose members and types carry the short names of the vocabulary.

    Raises `Refused` (`openbadges2.malformed`) when one object says the same thing twice.
    """
    match value:
        case dict():
            return _object_in_one_spelling(value)
        case list():
            return [in_one_spelling(item) for item in value]
        case _:
            return value


def types_of(document: JsonObject) -> list[str]:
    """The `type` values that are text, in their one spelling."""
    return [value for value in many(document.get("type")) if isinstance(value, str)]


def many(value: Json) -> list[Json]:
    """The values of a member that may be written alone or as an array; none where absent."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text_of(value: Json) -> str:
    """The text of a plain or language-tagged string; "" where there is none."""
    if isinstance(value, dict):
        value = value.get("@value")
    return value if isinstance(value, str) else ""


def _contexts(document: JsonObject) -> list[Json]:
    return many(document.get("@context"))


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _is_written_out(context: Json) -> bool:
    if not isinstance(context, dict):
        return False
    terms = _terms()
    return all(_meaning(context.get(term)) == terms[term] for term in ("Assertion", "BadgeClass"))


def _is_harmless(term: str, definition: Json) -> bool:
    if term.startswith("@"):
        return term in _HARMLESS_KEYWORDS
    terms = _terms()
    return term not in terms or _meaning(definition) == terms[term]


@cache
def _terms() -> Mapping[str, str]:
    """Term to IRI, or keyword, for every term of the published context."""
    context = load_context(CONTEXT)["@context"]
    named = {term: said if isinstance(said, str) else said["@id"] for term, said in context.items()}

    def expand(name: str) -> str:
        prefix, colon, rest = name.partition(":")
        if colon:
            return named[prefix] + rest if prefix in named else name
        return expand(named[name]) if name in named else name

    return {term: expand(iri) for term, iri in named.items()}


@cache
def _terms_by_iri() -> Mapping[str, str]:
    second = _ALIASES | _AMBIGUOUS
    return {iri: term for term, iri in _terms().items() if term not in second}


def _expanded(name: str) -> str:
    prefix, colon, rest = name.partition(":")
    terms = _terms()
    return terms[prefix] + rest if colon and prefix in terms else name


def _meaning(definition: Json) -> str:
    if isinstance(definition, dict):
        definition = definition.get("@id")
    if not isinstance(definition, str):
        return ""
    return _terms().get(definition) or _expanded(definition)


def _object_in_one_spelling(value: JsonObject) -> JsonObject:
    told: JsonObject = {}
    for name, member in value.items():
        if name == "@context":
            told[name] = member
            continue
        term = _one_name(name)
        if term in told:
            raise Refused.because(
                "openbadges2.malformed", f"{term!r} is said twice, once as {name[:80]!r}"
            )
        told[term] = _one_type(member) if term == "type" else in_one_spelling(member)
    return told


def _one_name(name: str) -> str:
    if name in _AMBIGUOUS:
        return name
    return _terms_by_iri().get(_terms().get(name) or _expanded(name), name)


def _one_type(value: Json) -> Json:
    if isinstance(value, list):
        return [_one_type(item) for item in value]
    return _one_name(value) if isinstance(value, str) else value
