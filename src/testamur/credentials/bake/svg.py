"""Credentials in SVG images: the one element that is a credential, found and put by byte position.

Rules (Open Badges 3.0 §5.3.2; Badge Baking 1.0):

- the credential element stands directly after the root's start tag, its prefix is declared there;
- a compact JWS is the `verify` attribute, JSON is the body in CDATA; in Open Badges 2.0 `verify`
  may be an address beside the body, and then the body is the assertion;
- exactly one credential element, of either generation, wherever in the image it stands;
- everything else keeps its bytes: the text is cut and joined, never serialised anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from testamur.credentials.bake.carried import Baked, Kind
from testamur.credentials.bake.strict_xml import parse
from testamur.errors import Refused

__all__ = ["MEDIA_TYPE", "looks_like_svg", "read", "write"]

MEDIA_TYPE: Final = "image/svg+xml"

_OB3: Final = "https://purl.imsglobal.org/ob/v3p0"
_OB2: Final = "http://openbadges.org"
_PREFIX: Final = "openbadges"
_KINDS: Final[dict[str, Kind]] = {f"{_OB3} credential": "ob3", f"{_OB2} assertion": "ob2"}
_TAG: Final = re.compile(rb"""<(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LAYOUT: Final = " \t\n"


def looks_like_svg(image: bytes) -> bool:
    """Whether the bytes begin like XML text; `read` and `write` tell what is truly there."""
    return image[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def read(svg: bytes) -> tuple[Kind, str]:
    """The generation and text of the one credential in an SVG; raises `Refused`."""
    found = _scan(svg).found
    if not found:
        raise Refused.because("image.no-credential", "no element of the SVG holds a credential")
    _check_one(found)
    return found[0].kind, found[0].credential()


def write(svg: bytes, baked: Baked) -> bytes:
    """The SVG with this credential in place of any it had; raises `Refused`."""
    scan = _scan(svg)
    tag = svg[scan.root_start : scan.root_end]
    if not tag or tag.endswith(b"/>"):
        raise Refused.because("image.malformed", "the SVG draws nothing")
    bound = scan.prefixes.get(_PREFIX)
    if bound is None:
        tag = tag[:-1] + f' xmlns:{_PREFIX}="{_OB3}">'.encode()
    element = _element(baked, declare=bound not in {None, _OB3})
    parts = [svg[: scan.root_start], tag, element.encode()]
    start = scan.root_end
    for old in scan.found:
        parts.append(svg[start : old.start])
        start = old.end
    parts.append(svg[start:])
    return b"".join(parts)


def _check_one(found: list[_Found]) -> None:
    if len({one.kind for one in found}) > 1:
        raise Refused.because(
            "image.mixed-credentials", "the SVG holds an Open Badges 2.0 and a 3.0 credential"
        )
    if len(found) > 1:
        raise Refused.because(
            "image.several-credentials",
            f"the SVG holds {len(found)} credentials",
            spec="OB 3.0 §5.3.2.1",
        )


def _element(baked: Baked, *, declare: bool) -> str:
    namespace = f' xmlns:{_PREFIX}="{_OB3}"' if declare else ""
    name = f"{_PREFIX}:credential"
    if baked.media_type == "application/jose":
        return f'<{name}{namespace} verify="{baked.credential}"></{name}>'
    if _UNWRITABLE.search(baked.credential):
        raise Refused.because(
            "image.text-refused", "the credential holds a character that XML cannot carry"
        )
    # A CDATA section ends at its first "]]>", and XML turns a carriage return into a line feed.
    body = baked.credential.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
    return f"<{name}{namespace}><![CDATA[{body}]]></{name}>"


def _scan(svg: bytes) -> _Scan:
    scan = _Scan(svg)
    parse(svg, scan)
    return scan


class _Found:
    """One credential element: where it stands and what it says."""

    def __init__(self, kind: Kind, verify: str, start: int) -> None:
        self.kind = kind
        self.start = start
        self.end = start
        self._verify = verify.strip()
        self._pieces: list[tuple[str, bool]] = []

    def add(self, data: str, *, in_section: bool) -> None:
        self._pieces.append((data, in_section))

    def credential(self) -> str:
        body = self._body()
        if not body.strip():
            return self._verify
        if self._verify and (self.kind == "ob3" or not self._verify.lower().startswith("http")):
            raise Refused.because(
                "image.several-credentials", "the SVG's credential element says two things"
            )
        return body

    def _body(self) -> str:
        """The character data, without the layout outside of the CDATA sections around it."""
        pieces = list(self._pieces)
        if pieces and not pieces[0][1]:
            pieces[0] = (pieces[0][0].lstrip(_LAYOUT), False)
        if pieces and not pieces[-1][1]:
            pieces[-1] = (pieces[-1][0].rstrip(_LAYOUT), False)
        return "".join(data for data, _ in pieces)


class _Scan:
    """What baking needs to know of an SVG: its root tag, its prefixes, its credentials."""

    def __init__(self, svg: bytes) -> None:
        self.root_start = -1
        self.root_end = -1
        self.prefixes: dict[str, str] = {}
        self.found: list[_Found] = []
        self._svg = svg
        self._open: _Found | None = None
        self._in_section = False

    def declare(self, prefix: str | None, namespace: str) -> None:
        if self.root_start < 0 and prefix:
            self.prefixes[prefix] = namespace

    def start(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        if self.root_start < 0:
            self.root_start, self.root_end = at, self._end_of_tag(at)
        if self._open:
            raise Refused.because("image.malformed", "the SVG's credential holds elements")
        kind = _KINDS.get(name)
        if kind:
            self._open = _Found(kind, attributes.get("verify", ""), at)

    def end(self, name: str, at: int) -> None:
        if self._open and name in _KINDS:
            tag_end = self._end_of_tag(self._open.start)
            is_empty_tag = self._svg[tag_end - 2 : tag_end] == b"/>"
            self._open.end = tag_end if is_empty_tag else self._end_of_tag(at)
            self.found.append(self._open)
            self._open = None

    def text(self, data: str) -> None:
        if self._open:
            self._open.add(data, in_section=self._in_section)

    def section(self, *, opens: bool) -> None:
        self._in_section = opens

    def _end_of_tag(self, at: int) -> int:
        """The position after the tag at `at`; the parser has found the tag sound already."""
        tag = _TAG.match(self._svg, at)
        return tag.end() if tag else at
