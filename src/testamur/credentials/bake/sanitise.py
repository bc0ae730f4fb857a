"""SVG images from outside, made harmless: only what draws is kept, written out anew.

What is on the lists below survives; scripts, event handlers, animation, foreign content, links and
anything fetched from elsewhere do not. Numbers and colours may stand in a value, and of functions
only those that move, colour or point at something in the same image. Pictures inside the picture
are kept when they are sound PNGs.

An image that would multiply itself while it is drawn (`use`, patterns, masks, filters that hold
one another) is refused: every reference counts as a copy of what it points at.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final

from testamur.credentials.bake import png
from testamur.credentials.bake.strict_xml import SVG, XLINK, parse
from testamur.errors import Refused

__all__ = ["sanitise_svg"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DRAWN_ELEMENTS: Final = 50_000
"""How many elements may be drawn, each reference counted as a copy."""

_ELEMENTS: Final = _words(
    """svg g defs symbol use path rect circle ellipse line polyline polygon image
    text tspan textPath title desc style linearGradient radialGradient stop pattern clipPath mask
    marker filter feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood
    feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feOffset"""
)
_AS_GROUP: Final = frozenset({"a", "switch"})
_WITH_TEXT: Final = frozenset({"text", "tspan", "textPath", "title", "desc", "style"})

_STYLES: Final = _words(
    """alignment-baseline baseline-shift clip-path clip-rule color color-interpolation
    color-interpolation-filters direction display dominant-baseline fill fill-opacity fill-rule
    filter flood-color flood-opacity font-family font-size font-stretch font-style font-variant
    font-weight isolation letter-spacing marker-end marker-mid marker-start mask mask-type
    mix-blend-mode opacity overflow paint-order shape-rendering stop-color stop-opacity stroke
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-opacity stroke-width text-anchor text-decoration text-rendering transform
    transform-origin unicode-bidi vector-effect visibility word-spacing writing-mode"""
)
_ATTRIBUTES: Final = _STYLES | _words(
    """class clipPathUnits cx cy d dx dy filterUnits fr fx fy gradientTransform
    gradientUnits height id in in2 k1 k2 k3 k4 lengthAdjust markerHeight markerUnits markerWidth
    maskContentUnits maskUnits method mode offset operator orient pathLength patternContentUnits
    patternTransform patternUnits points preserveAspectRatio primitiveUnits r refX refY result role
    rotate rx ry slope spacing spreadMethod startOffset stdDeviation tableValues amplitude exponent
    intercept textLength type values version viewBox width x x1 x2 y y1 y2"""
)
_FREE_TEXT: Final = frozenset({"aria-label", "aria-labelledby", "aria-describedby", "lang"})

_NAME: Final = re.compile(r"[A-Za-z_][\w.-]{0,199}", re.ASCII)
_FUNCTION: Final = re.compile(
    r"""(?:rgba?|hsla?|matrix|translate[XY]?|scale[XY]?|rotate|skew[XY])\([-+\w\s.,%]*+\)""",
    re.ASCII | re.IGNORECASE,
)
_POINTER: Final = re.compile(r"""url\(\s*(["']?)#([A-Za-z_][\w.-]{0,199})\1\s*\)""", re.ASCII)
_PLAIN: Final = re.compile(r"""[-+\w\s.,%#'"]*+""")
_SELECTOR: Final = re.compile(r"[.#]?[A-Za-z_][\w-]{0,199}", re.ASCII)
_SIDE: Final = re.compile(r"\d{1,4}(?:\.\d{1,6})?(?:px)?", re.ASCII)
_KEPT_BREAKS: Final = {0x0D: "&#13;"}
_KEPT_LAYOUT: Final = {0x09: "&#9;", 0x0A: "&#10;", 0x0D: "&#13;"}
_EMBEDDED: Final = "data:image/png;base64,"


def sanitise_svg(svg: bytes) -> bytes:
    """The image without anything but drawing, as UTF-8; the same for its own result.

    Raises `Refused`: `image.unsafe-markup` on entities, instructions and inclusions,
    `image.too-complex` on too many elements, drawn or written, `image.malformed` on what is no XML.
    """
    reading = _Reading()
    parse(svg, reading)
    root = reading.root
    _check_drawn(root)
    return "".join(_written(root)).encode()


@dataclass(slots=True)
class _Node:
    """One element that is kept; `parts` are its children and texts in order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[_Node | str] = field(default_factory=list)

    def children(self) -> Iterator[_Node]:
        return (part for part in self.parts if isinstance(part, _Node))

    def words(self) -> str:
        return "".join(part for part in self.parts if isinstance(part, str))


class _Reading:
    """Builds the tree of what is kept while the parser runs."""

    def __init__(self) -> None:
        self.root = _Node("svg")
        self._open: list[_Node] = []
        self._left_out = 0
        self._ids: set[str] = set()

    def declare(self, prefix: str | None, namespace: str) -> None:
        """Prefixes are not kept: everything written is SVG."""

    def start(self, name: str, attributes: Mapping[str, str], _at: int) -> None:
        namespace, _, local = name.rpartition(" ")
        if local in _AS_GROUP:
            local = "g"
        if self._left_out or namespace != SVG or local not in _ELEMENTS:
            self._left_out += 1
            return
        node = _Node(local, self._kept(local, attributes))
        if self._open:
            self._open[-1].parts.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _name: str, _at: int) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        node = self._open.pop()
        if node.name == "style":
            rules = _kept_rules(node.words())
            node.parts = [rules] if rules else []

    def text(self, data: str) -> None:
        if not self._left_out and self._open and self._open[-1].name in _WITH_TEXT:
            self._open[-1].parts.append(data)

    def section(self, *, opens: bool) -> None:
        """CDATA is text like any other."""

    def _kept(self, element: str, attributes: Mapping[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for name, value in attributes.items():
            own_name = "href" if name == f"{XLINK} href" else name
            told = self._kept_value(element, own_name, value)
            if told:
                kept.setdefault(own_name, told)
        return kept

    def _kept_value(self, element: str, name: str, value: str) -> str:
        """The value as far as it is harmless, or nothing."""
        match name:
            case "id":
                is_kept = value not in self._ids and bool(_NAME.fullmatch(value))
                self._ids.add(value)
            case "href":
                return _kept_href(element, value)
            case "style":
                return _kept_style(value)
            case "width" | "height" if element == "svg":
                is_kept = bool(_SIDE.fullmatch(value))
            case _:
                is_kept = name in _FREE_TEXT or (name in _ATTRIBUTES and _is_plain(value))
        return value if is_kept else ""


def _is_plain(value: str) -> bool:
    """Whether a value holds only words, numbers, colours, and functions that stay in the image."""
    return bool(_PLAIN.fullmatch(_POINTER.sub("", _FUNCTION.sub("", value))))


def _kept_href(element: str, href: str) -> str:
    """A pointer into the same image, or for `image` an embedded PNG; else nothing."""
    pointer = href.strip()
    if element != "image":
        return pointer if pointer[:1] == "#" and _NAME.fullmatch(pointer[1:]) else ""
    packed = "".join(href.split())
    if not packed.startswith(_EMBEDDED):
        return ""
    try:
        png.read_chunks(base64.b64decode(packed.removeprefix(_EMBEDDED), validate=True))
    except (binascii.Error, Refused):
        return ""
    return packed


def _kept_style(style: str) -> str:
    kept = []
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if colon and name in _STYLES and _is_plain(value):
            kept.append(f"{name}:{value}")
    return ";".join(kept)


def _kept_rules(css: str) -> str:
    kept = []
    for selectors, body in _rules(_without_comments(css)):
        style = _kept_style(body)
        if style and all(_SELECTOR.fullmatch(selector) for selector in selectors):
            kept.append(f"{','.join(selectors)}{{{style}}}")
    return "\n".join(kept)


def _without_comments(css: str) -> str:
    first, *others = css.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _rules(css: str) -> Iterator[tuple[list[str], str]]:
    """Selectors and body of each rule; what an at-rule holds has selectors that are none."""
    for rule in css.split("}"):
        selectors, brace, body = rule.partition("{")
        if brace:
            own = selectors.rpartition(";")[2]
            yield [selector.strip() for selector in own.split(",")], body


def _written(root: _Node) -> Iterator[str]:
    root.attributes = {"xmlns": SVG, **root.attributes}
    waiting: list[_Node | str] = [root]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
            continue
        yield f"<{part.name}"
        yield from (f' {name}="{_quoted(value)}"' for name, value in part.attributes.items())
        if not part.parts:
            yield "/>"
            continue
        yield ">"
        waiting.append(f"</{part.name}>")
        waiting.extend(
            escape(inner, quote=False).translate(_KEPT_BREAKS) if isinstance(inner, str) else inner
            for inner in reversed(part.parts)
        )


def _quoted(value: str) -> str:
    return escape(value).translate(_KEPT_LAYOUT)


def _check_drawn(root: _Node) -> None:
    """Refuse an image that draws itself without end, or too much.

    1. Every element points at its children and at what its references name.
    2. An element is done when all it points at is done: its cost is theirs and one.
    3. Meeting an element that is begun and not done is a circle.
    """
    links = _Links(root)
    costs: dict[int, int] = {}
    begun: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting[-1]
        key = id(node)
        if key in costs:
            waiting.pop()
        elif key in begun:
            costs[key] = 1 + sum(costs[id(target)] for target in links.of(node))
            waiting.pop()
        else:
            begun.add(key)
            targets = [target for target in links.of(node) if id(target) not in costs]
            if any(id(target) in begun for target in targets):
                raise Refused.because("image.too-complex", "the SVG draws itself inside itself")
            waiting.extend(targets)
    if costs[id(root)] > _DRAWN_ELEMENTS:
        raise Refused.because(
            "image.too-complex", f"the SVG draws more than {_DRAWN_ELEMENTS} elements"
        )


class _Links:
    """What each element points at: children, `href`, and `url(#...)` in attributes and rules."""

    def __init__(self, root: _Node) -> None:
        self._named: dict[str, _Node] = {}
        self._by_selector: dict[str, set[str]] = {}
        waiting = [root]
        while waiting:
            node = waiting.pop()
            waiting.extend(node.children())
            if "id" in node.attributes:
                self._named[node.attributes["id"]] = node
            if node.name == "style":
                self._read_rules(node.words())

    def of(self, node: _Node) -> list[_Node]:
        names = {node.attributes.get("href", "")[1:]}
        for value in node.attributes.values():
            names.update(_pointers(value))
        for selector in self._selectors_of(node):
            names.update(self._by_selector.get(selector, ()))
        named = [self._named[name] for name in sorted(names) if name in self._named]
        return [*node.children(), *named]

    def _read_rules(self, css: str) -> None:
        for selectors, body in _rules(css):
            for selector in selectors:
                self._by_selector.setdefault(selector, set()).update(_pointers(body))

    def _selectors_of(self, node: _Node) -> list[str]:
        classes = [f".{name}" for name in node.attributes.get("class", "").split()]
        return [node.name, f"#{node.attributes.get('id', '')}", *classes]


def _pointers(value: str) -> set[str]:
    return {name for _, name in _POINTER.findall(value)}
