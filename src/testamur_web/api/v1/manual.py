"""The OpenAPI document as a manual for people: operations by topic, and each shape once.

Nothing is said here that the document does not say; what it says in schemas is put into the words
of one table cell, and into an example that can be sent as it stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Answer", "Manual", "Member", "Operation", "Shape", "Topic", "manual_of"]

Schema = Mapping[str, Any]

_REF: Final = "#/components/schemas/"
_BOUNDS: Final = (
    ("minimum", "from {}"),
    ("maximum", "to {}"),
    ("minLength", "{} characters or more"),
    ("maxLength", "at most {} characters"),
    ("minItems", "{} or more"),
    ("maxItems", "at most {}"),
    ("maxProperties", "at most {}"),
)
_SAMPLES: Final[Mapping[str, Any]] = {
    "uuid": "0b6d7d3c-9c7e-4a51-9a52-6d7f3b8f9b1e",
    "date": "2026-05-20",
    "date-time": "2026-05-01T12:00:00Z",
    "email": "ada@people.example",
    "name": "Ada Example",
    "title": "Data analysis with Python",
    "reason": "Given by mistake",
    "criterion": "c1",
    "headings": ["Name", "E-mail"],
    "rows": [["Ada Example", "ada@people.example"]],
    "figures": {"half_life": 12},
    "url": "https://uni.example/work",
    "kind": "note",
    "text": "Three programs",
    "key": "ada-2026",
    "columns": {"name": 0, "email": 1},
}
"""What an example says, by the format or the name of a member."""

_SHOWN_ANYWAY: Final = frozenset({"name", "email", "text", "key", "cohort"})


@dataclass(frozen=True, slots=True)
class Member:
    """One parameter or one member of a body: what it is, and what is said of it."""

    name: str
    kind: str
    is_required: bool
    told: str
    shape: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its status, when it comes, and the name of its shape."""

    status: str
    told: str
    kind: str
    shape: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. `token` is "", "own" or "organisation"; `roles` may ask, one of them."""

    name: str
    method: str
    path: str
    summary: str
    told: str
    token: str
    roles: tuple[str, ...]
    parameters: tuple[Member, ...]
    members: tuple[Member, ...]
    media_types: tuple[str, ...]
    answers: tuple[Answer, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Topic:
    """The operations of one tag."""

    name: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One object that answers hold."""

    name: str
    told: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Manual:
    """All of it."""

    topics: tuple[Topic, ...]
    shapes: tuple[Shape, ...]


def manual_of(document: Schema, *, address: str) -> Manual:
    """The manual of an OpenAPI document; its examples are sent to `address`."""
    shapes: Mapping[str, Schema] = document["components"]["schemas"]
    topics: dict[str, list[Operation]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            read = _Reader(shapes, address, method.upper(), path, operation).read()
            topics.setdefault(operation["tags"][0], []).append(read)
    return Manual(
        tuple(Topic(name, tuple(found)) for name, found in topics.items()),
        tuple(
            Shape(_spoken(name), shape.get("description", ""), _members_of(shape))
            for name, shape in sorted(shapes.items())
            if not name.startswith("Wanted")
        ),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """One operation of the document, to be read."""

    shapes: Mapping[str, Schema]
    address: str
    method: str
    path: str
    operation: Schema

    def read(self) -> Operation:
        said = self.operation
        return Operation(
            name=said["operationId"].rpartition("v1_")[2],
            method=self.method,
            path=self.path,
            summary=said["summary"],
            told=said.get("description", ""),
            token=said.get("x-token", ""),
            roles=tuple(said.get("x-roles", ())),
            parameters=tuple(map(_parameter, said.get("parameters", ()))),
            members=_members_of(self._shape_of(_first_schema(self._content()))),
            media_types=tuple(self._content()),
            answers=tuple(map(_answer, said["responses"].items())),
            example=self._example(),
        )

    def _content(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.operation.get("requestBody", {}).get("content", {})
        return found

    def _shape_of(self, schema: Schema) -> Schema:
        return self.shapes[_ref_of(schema)] if _ref_of(schema) else schema

    def _example(self) -> str:
        lines = [f"curl {self._verb()}{self.address}{self._filled_path()}"]
        if "security" in self.operation:
            lines.append('-H "Authorization: Bearer $TOKEN"')
        headers = [
            f'-H "{each["name"]}: {_SAMPLES["key"]}"'
            for each in self.operation.get("parameters", ())
            if each["in"] == "header"
        ]
        return " \\\n  ".join([*lines, *headers, *self._sent()])

    def _verb(self) -> str:
        return "" if self.method == "GET" else f"-X {self.method} "

    def _filled_path(self) -> str:
        path = self.path
        for each in self.operation.get("parameters", ()):
            is_number = each["schema"].get("type") == "integer"
            path = path.replace(f"{{{each['name']}}}", "1" if is_number else _SAMPLES["uuid"])
        return path

    def _sent(self) -> list[str]:
        content = self._content()
        if len(content) > 1:
            return ["-H 'Content-Type: application/json'", "--data @credential.json"]
        if "multipart/form-data" in content:
            return ["-F file=@work.pdf"]
        if not content:
            return []
        body = json.dumps(self.sample(_first_schema(self._content())), ensure_ascii=False)
        return ["-H 'Content-Type: application/json'", f"--data '{body}'"]

    def sample(self, schema: Schema, name: str = "") -> Any:
        """A value that the schema takes."""
        schema = _stated(self._shape_of(schema))
        known = _SAMPLES.get(schema.get("format", name))
        value: Any = {}
        match schema:
            case {"enum": [*choices]}:
                value = known if known in choices else next(filter(None, choices))
            case _ if known is not None:
                value = known
            case {"type": "object"}:
                value = self._sample_object(schema)
            case {"type": "array"}:
                value = [self.sample(schema["items"])]
            case {"type": "string"}:
                value = "Something"
            case {"type": kind}:
                value = kind == "boolean" or max(schema.get("minimum", 1), 1)
        return value

    def _sample_object(self, schema: Schema) -> dict[str, Any]:
        wanted = {*schema.get("required", ())} | _SHOWN_ANYWAY
        members = schema.get("properties", {})
        return {
            name: self.sample(member, name) for name, member in members.items() if name in wanted
        }


def _first_schema(content: Mapping[str, Schema]) -> Schema:
    """The schema of a body or an answer; every other media type says the same."""
    first: Schema = next(iter(content.values()), {})
    schema: Schema = first.get("schema", {})
    return schema


def _parameter(said: Schema) -> Member:
    schema = said["schema"]
    told = _sentence(said.get("description", ""), schema)
    return Member(
        said["name"], _kind_of(schema), bool(said.get("required")), told, where=said["in"]
    )


def _answer(entry: tuple[str | int, Schema]) -> Answer:
    status, said = entry
    schema = _first_schema(said.get("content", {}))
    return Answer(str(status), said["description"], _kind_of(schema), _linked(schema))


def _members_of(schema: Schema) -> tuple[Member, ...]:
    required = schema.get("required", ())
    return tuple(
        Member(
            name,
            _kind_of(member),
            name in required,
            _sentence(member.get("description", ""), member),
            shape=_linked(member),
        )
        for name, member in schema.get("properties", {}).items()
    )


def _kind_of(schema: Schema) -> str:
    """What a value is, in a word or two."""
    if _ref_of(schema):
        return _spoken(_ref_of(schema))
    if "anyOf" in schema:
        return " or ".join(map(_kind_of, schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_kind_of(schema['items'])}"
    return str(schema.get("format") or schema.get("type") or "anything")


def _sentence(told: str, schema: Schema) -> str:
    """What is said of a value, and its bounds."""
    schema = _stated(schema)
    parts = [told.rstrip(".")] if told else []
    if "enum" in schema:
        parts.append("one of " + ", ".join(str(each) for each in schema["enum"] if each != ""))
    parts += [words.format(schema[name]) for name, words in _BOUNDS if name in schema]
    if schema.get("default") not in (None, ""):
        parts.append(f"{json.dumps(schema['default'])} without it")
    return "; ".join(parts)


def _stated(schema: Schema) -> Schema:
    """A schema without the choice of saying nothing."""
    choices: Iterable[Schema] = schema.get("anyOf", ())
    return next((each for each in choices if each.get("type") != "null"), schema)


def _ref_of(schema: Schema) -> str:
    return str(schema.get("$ref", "")).removeprefix(_REF)


def _linked(schema: Schema) -> str:
    """The name of the shape a value has, or its parts have."""
    return _spoken(_ref_of(schema) or _ref_of(schema.get("items", {})))


def _spoken(name: str) -> str:
    """`Page_AwardOut_` as `Page of Award`: how the library's names are read."""
    inner = name.removeprefix("Page_").removesuffix("_").removesuffix("Out")
    return f"Page of {inner}" if name.startswith("Page_") else inner
