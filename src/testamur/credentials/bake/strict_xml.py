"""SVG text as a stream of events, from a parser with every door but the front one shut.

expat is driven directly because baking needs the byte position of each tag; what defusedxml
forbids, the handlers below forbid as well: entities, declarations, processing instructions and
XInclude are refused when they begin, nothing outside the text is ever asked for. A DOCTYPE that
only names the SVG grammar, as many drawing programs write, declares nothing and is let through.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NoReturn, Protocol
from xml.parsers import expat

from testamur.credentials.bake.carried import check_size
from testamur.errors import Refused

__all__ = ["SVG", "XLINK", "Listener", "parse"]

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"

_XINCLUDE: Final = "http://www.w3.org/2001/XInclude "
_ELEMENTS: Final = 10_000
_DEPTH: Final = 100
_ATTRIBUTES: Final = 100


class Listener(Protocol):
    """Who is told of the document. Names are `namespace local`; `at` is a byte position.

    A namespace declared on an element is told before the element itself.
    """

    def declare(self, prefix: str | None, namespace: str) -> None:
        """A prefix is bound to a namespace."""

    def start(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        """A start tag begins at `at`."""

    def end(self, name: str, at: int) -> None:
        """An end tag begins at `at`; of an empty-element tag, `at` means nothing."""

    def text(self, data: str) -> None:
        """A piece of character data."""

    def section(self, *, opens: bool) -> None:
        """A CDATA section begins or ends."""


def parse(svg: bytes, listener: Listener) -> None:
    """Tell `listener` what stands in the SVG; raises `Refused` (`image.*`).

    Accepted are UTF-8, at most 10 MB, 10,000 elements, 100 levels, and a root `svg`.
    """
    check_size(svg)
    if b"\0" in svg:
        raise Refused.because("image.malformed", "the SVG is not written in UTF-8")
    _Parsing(svg, listener).run()


class _Parsing:
    """One run of the parser, and its budget."""

    def __init__(self, svg: bytes, listener: Listener) -> None:
        self._svg = svg
        self._listener = listener
        self._elements = 0
        self._depth = 0
        self._parser = expat.ParserCreate("utf-8", " ")

    def run(self) -> None:
        parser = self._parser
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        for handler in (
            "EntityDeclHandler",
            "UnparsedEntityDeclHandler",
            "NotationDeclHandler",
            "ExternalEntityRefHandler",
            "SkippedEntityHandler",
        ):
            setattr(parser, handler, self._entity)
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._listener.text
        parser.StartCdataSectionHandler = lambda: self._listener.section(opens=True)
        parser.EndCdataSectionHandler = lambda: self._listener.section(opens=False)
        try:
            parser.Parse(self._svg, True)  # noqa: FBT003 - expat's own signature
        except expat.ExpatError as error:
            raise Refused.because("image.malformed", f"the SVG is not XML: {error}") from None

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() != "utf-8":
            raise Refused.because("image.malformed", "the SVG is not written in UTF-8")

    def _doctype(
        self, _name: str, _system: str | None, _public: str | None, has_subset: object
    ) -> None:
        if has_subset:
            self._entity()

    def _entity(self, *_: object) -> NoReturn:
        raise Refused.because("image.unsafe-markup", "the SVG declares or uses entities")

    def _instruction(self, _target: str, _data: str) -> None:
        raise Refused.because("image.unsafe-markup", "the SVG holds a processing instruction")

    def _namespace(self, prefix: str | None, namespace: str | None) -> None:
        self._listener.declare(prefix, namespace or "")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._elements and name != f"{SVG} svg":
            raise Refused.because("image.unknown-format", "the file is XML, but not an SVG image")
        if name.startswith(_XINCLUDE):
            raise Refused.because("image.unsafe-markup", "the SVG includes another document")
        self._elements += 1
        self._depth += 1
        if self._elements > _ELEMENTS or self._depth > _DEPTH or len(attributes) > _ATTRIBUTES:
            raise Refused.because(
                "image.too-complex", f"the SVG has over {_ELEMENTS} elements or {_DEPTH} levels"
            )
        self._listener.start(name, attributes, self._parser.CurrentByteIndex)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._listener.end(name, self._parser.CurrentByteIndex)
