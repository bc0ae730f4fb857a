"""Every small way to alter signed text, so that it says something that was not signed.

`ALTERATIONS` maps the name of a way to a function of the signed text and a source of chance; it
gives the altered text. What is no alteration, and so never made here, stands in the docstring of
tests/properties/test_altered_credentials.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from random import Random
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from testamur.encoding import base64url_decode, base64url_encode, compact_json, parse_object
from testamur.ld.contexts import KNOWN, load_context

__all__ = ["ALTERATIONS", "TOKEN_ALTERATIONS", "Alteration", "flip_a_bit", "says_nothing_twice"]

Alteration: TypeAlias = Callable[[str, Random], bytes]

_KEYWORDS: Final = (
    *("@id", "@type", "@value", "@graph", "@included", "@index", "@language", "@list", "@nest"),
    *("@reverse", "@set", "@context", "@base", "@vocab", "@json", "@none", "@import"),
)
_WORDS: Final = (
    *("admin", "note", "Name", "names", "schema:name", "https://schema.org/name", "", " name"),
    *(
        "expires",
        "nonce",
        "domain",
        "challenge",
        "previousProof",
        "revoked",
        "holder",
        "constructor",
    ),
)
_VALUES: Final[tuple[Any, ...]] = (
    *("other", "", "true", "1", "2.5", "https://uni.example/", "did:web:evil.example"),
    *("2026-05-01T12:00:00Z", "urn:uuid:0b6d7d3c-9c7e-4a51-9a52-6d7f3b8f9b1e", "_:b0"),
    *(0, 1, -1, 2.5, 1e300, True, False, None, [], {}, [[]], ["other"], [None]),
    *({"id": "did:web:evil.example"}, {"type": "Profile"}, {"@value": "other"}, {"@id": "urn:x:y"}),
    *({"name": "other"}, [{"name": "other"}], {"en": "other"}, {"@list": ["a", "b"]}),
)


def flip_a_bit(text: str, rng: Random) -> bytes:
    """One bit of the text itself."""
    altered = bytearray(text.encode())
    altered[rng.randrange(len(altered))] ^= 1 << rng.randrange(8)
    return bytes(altered)


def _add_a_member(text: str, rng: Random) -> bytes:
    document = parse_object(text)
    node = rng.choice(list(_nodes(document)))
    name = rng.choice((rng.choice(_TERMS), rng.choice(_TERMS), rng.choice((*_KEYWORDS, *_WORDS))))
    while name in node:
        name = rng.choice(_TERMS)
    node[name] = rng.choice(_VALUES)
    return _written(document)


def _copy_a_member(text: str, rng: Random) -> bytes:
    """A member of one object is said of another, too."""
    document = parse_object(text)
    nodes = list(_nodes(document))
    while True:
        one, other = rng.choice(nodes), rng.choice(nodes)
        if missing := sorted(one.keys() - other.keys()):
            name = rng.choice(missing)
            other[name] = json.loads(compact_json(one[name]))
            return _written(document)


def _remove_a_member(text: str, rng: Random) -> bytes:
    document = parse_object(text)
    node = rng.choice(list(_nodes(document)))
    del node[rng.choice(list(node))]
    return _written(document)


def _rename_a_member(text: str, rng: Random) -> bytes:
    document = parse_object(text)
    node = rng.choice(list(_nodes(document)))
    old = rng.choice(list(node))
    new = old
    while new in node:
        chosen = rng.choice(("term", "keyword", "spelling"))
        new = {
            "term": rng.choice(_TERMS),
            "keyword": rng.choice((*_KEYWORDS, *_WORDS, f"@{old}", f"schema:{old}", f"{old} ")),
            "spelling": rng.choice((old.upper(), old.title(), old + "s", old[:-1], old[::-1])),
        }[chosen]
    members = {new if name == old else name: value for name, value in node.items()}
    node.clear()
    node.update(members)
    return _written(document)


def _change_a_value(text: str, rng: Random) -> bytes:
    document = parse_object(text)
    holder, place = rng.choice(list(_scalars(document)))
    value = holder[place]
    others = [one for one in _VALUES if not _says_the_same(one, value)]
    holder[place] = rng.choice(others)
    return _written(document)


def _change_a_kind(text: str, rng: Random) -> bytes:
    """A number, a truth value and a text that look alike, each for the other."""
    document = parse_object(text)
    holder, place = rng.choice(list(_scalars(document)))
    value = holder[place]
    match value:
        case bool():
            alike: list[Any] = [str(value).lower(), int(value), str(value), not value]
        case int() | float():
            alike = [str(value), json.dumps(value), bool(value), f"{value:E}", -value - 1]
        case _:
            alike = [0, 1, True, False, [value, value], {"@value": value, "@language": "en"}]
            alike += [int(value)] if value.isdecimal() and len(value) < 10 else []
    holder[place] = rng.choice(alike)
    return _written(document)


def _change_a_text_a_little(text: str, rng: Random) -> bytes:
    document = parse_object(text)
    texts = [(holder, place) for holder, place in _scalars(document) if type(holder[place]) is str]
    holder, place = rng.choice(texts)
    value = holder[place]
    at = rng.randrange(len(value) + 1)
    ways = (
        value[:at] + rng.choice(' \t\n\u00a0\u200b\u0301\\"<>{}%#/a0') + value[at:],
        value[:at] + value[at + 1 :],
        value + " ",
        value.swapcase(),
        value[::-1],
        value * 2,
    )
    holder[place] = rng.choice([way for way in ways if way != value])
    return _written(document)


def _say_a_member_twice(text: str, rng: Random) -> bytes:
    """The same name twice in one object, with the same value or another."""
    document = parse_object(text)
    node = rng.choice(list(_nodes(document)))
    name = rng.choice(list(node))
    again = rng.choice((node[name], *_VALUES))
    node["\ue000"] = again
    written = _written(document).decode()
    return written.replace('"\ue000":', json.dumps(name, ensure_ascii=False) + ":").encode()


def _say_a_value_twice(text: str, rng: Random) -> bytes:
    """A list says one of its values again."""
    document = parse_object(text)
    lists = [one for one in _lists(document) if one is not document["proof"]]
    chosen = rng.choice(lists)
    chosen.insert(rng.randrange(len(chosen) + 1), rng.choice(chosen))
    return _written(document)


def _name_another_context(text: str, rng: Random) -> bytes:
    """A context that is unknown, inline, missing or in another's place."""
    document = parse_object(text)
    contexts: list[Any] = document["@context"]
    at = rng.randrange(len(contexts))
    inline = {"name": "https://evil.example/name"}
    stranger = rng.choice(
        (
            "https://evil.example/context.json",
            contexts[at] + "#",
            contexts[at].replace("https:", "http:"),
            contexts[at] + "/",
            contexts[at].upper(),
            inline,
            {"@vocab": "https://evil.example/"},
            {"@base": "https://evil.example/"},
            {"@import": contexts[at]},
            None,
            [contexts[at]],
        )
    )
    match rng.randrange(3):
        case 0:
            contexts.insert(at + rng.randrange(2), stranger)
        case 1:
            contexts[at] = stranger
        case _:
            document["@context"] = rng.choice((stranger, [], None, inline))
    return _written(document)


def _swap_a_proof_member(text: str, rng: Random) -> bytes:
    document = parse_object(text)
    proof = document["proof"][0]
    name = rng.choice(list(proof))
    others = (*_VALUES, *proof.values(), "authentication", "eddsa-jcs-2022", "Ed25519Signature2020")
    proof[name] = rng.choice([one for one in others if not _says_the_same(one, proof[name])])
    return _written(document)


ALTERATIONS: Final[Mapping[str, Alteration]] = MappingProxyType(
    {
        "a bit is flipped": flip_a_bit,
        "a member is added": _add_a_member,
        "a member is copied": _copy_a_member,
        "a member is removed": _remove_a_member,
        "a member is renamed": _rename_a_member,
        "a value is changed": _change_a_value,
        "a kind of value is changed": _change_a_kind,
        "a text is changed a little": _change_a_text_a_little,
        "a member is said twice": _say_a_member_twice,
        "a value is said twice": _say_a_value_twice,
        "another context is named": _name_another_context,
        "the proof says something else": _swap_a_proof_member,
    }
)
"""For JSON with an embedded proof."""


def _alter_a_part(text: str, rng: Random) -> bytes:
    """The header or the payload of a token says something else under the old signature."""
    parts = text.split(".")
    at = rng.randrange(2)
    document = parse_object(base64url_decode(parts[at]))
    way = rng.choice((_add_a_member, _remove_a_member, _change_a_value, _change_a_kind))
    parts[at] = base64url_encode(way(compact_json(document), rng))
    return ".".join(parts).encode()


def _respell_a_part(text: str, rng: Random) -> bytes:
    """The same bytes in another spelling of base64, or parts that are too many, few or swapped."""
    parts = text.split(".")
    at = rng.randrange(3)
    part = parts[at]
    parts[at] = rng.choice(
        (
            f"{part}=",
            f"{part}==",
            f"{part[:2]} {part[2:]}",
            f"{part[: len(part) // 2]}\n{part[len(part) // 2 :]}",
            f"{part}A",
            part[:-1],
            "",
            f"{part}.",
            parts[at - 1],
        )
    )
    return ".".join(parts).encode()


TOKEN_ALTERATIONS: Final[Mapping[str, Alteration]] = MappingProxyType(
    {
        "a bit is flipped": flip_a_bit,
        "a part says something else": _alter_a_part,
        "a part is spelled otherwise": _respell_a_part,
    }
)
"""For compact tokens."""


def says_nothing_twice(document: Any) -> bool:
    """Whether no two objects have one id: RDF would count what both say only once."""
    named = [node["id"] for node in _nodes(document) if "id" in node]
    return len(set(named)) == len(named)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object that has members."""
    if isinstance(value, dict):
        if value:
            yield value
        for member in value.values():
            yield from _nodes(member)
    elif isinstance(value, list):
        for member in value:
            yield from _nodes(member)


def _lists(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, list):
        if value:
            yield value
        for member in value:
            yield from _lists(member)
    elif isinstance(value, dict):
        for member in value.values():
            yield from _lists(member)


def _scalars(value: Any) -> Iterator[tuple[Any, Any]]:
    """Where each text, number and truth value stands: what holds it, and its name or place."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for place, member in members:
        if isinstance(member, dict | list):
            yield from _scalars(member)
        elif member is not None:
            yield value, place


def _says_the_same(one: Any, other: Any) -> bool:
    """Whether two JSON values are one to an RDF proof: a text, its value object, `{"id": …}`."""
    if isinstance(one, list) and len(one) == 1:
        return _says_the_same(one[0], other)
    if isinstance(one, dict) and len(one) == 1:
        [(name, value)] = one.items()
        return name in {"@value", "@id", "id"} and _says_the_same(value, other)
    return compact_json(one) == compact_json(other)


def _written(document: Any) -> bytes:
    return compact_json(document).encode()


def _terms_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, content in value.items():
            yield name
            yield from _terms_in(content)
    elif isinstance(value, list):
        for content in value:
            yield from _terms_in(content)


_TERMS: Final = sorted(
    {term for url in KNOWN for term in _terms_in(load_context(url)) if not term.startswith("@")}
)
"""Every name that stands in a context we know."""
