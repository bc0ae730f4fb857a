"""Signed texts that are worded as one before them: what they say is known without parsing them.

A text is taken apart into the document, the proof's options and the proof's value. Rules kept here:

- the document must be, to the letter, what a learned shape writes around strings that need no
  escape (`testamur.ld.wording`), and the options are read as strictly as any JSON; so nothing
  stands twice in the text, and nothing in it was overlooked;
- the one proof closes the text, and its value closes the proof: there is one way to put the parts
  together, and it gives the document that the whole text would be read as;
- only a proof that holds is found here. Whatever else a text may be, the general way says;
- what is kept is bounded, and holds what was seen, never what was concluded.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Final

from testamur import ld
from testamur.credentials.proofs.chains import covered_document, proofs_of
from testamur.credentials.proofs.hashing import RDFC, Means
from testamur.credentials.proofs.options import StatedProof, read_proof
from testamur.credentials.proofs.suites import SUITES, hash_name, signature_of, suite_of
from testamur.encoding import MAX_DOCUMENT_BYTES, JsonObject, parse_object
from testamur.errors import Refused
from testamur.keys import PublicKey

__all__ = ["KnownText", "learn_text", "recognise"]

MAX_KINDS: Final = 256
MAX_SHAPES_OF_KIND: Final = 2
"""Shapes are large, and some are held here after `testamur.ld` has given them up."""

MAX_OPTIONS: Final = 4096
"""Longer options are a stranger's; keeping many of them would fill the memory."""

_MAX_LETTERS: Final = MAX_DOCUMENT_BYTES // 4
"""So many are within the bound of a document whatever they are."""

_PROOF: Final = ',"proof":'
_VALUE: Final = ',"proofValue":"'
_CLOSINGS: Final = frozenset({"}]}", "}}"})
_KIND: Final = '"achievement":'
_LETTERS_OF_KIND: Final = 100


@dataclass(frozen=True, slots=True)
class KnownText:
    """A signed text in its parts: `unsigned` is the text of the document without its proof.

    `stated` is its proof but for the value, which is `value`; `shapes` may be those of `unsigned`.
    """

    stated: StatedProof
    value: str
    unsigned: str
    shapes: tuple[ld.Shape, ...]

    def is_signed_by(self, key: PublicKey) -> bool:
        """Whether the proof is this key's; False also where that is not known. Raises `Refused`."""
        algorithm = hash_name(suite_of(self.stated), key.kind)
        for shape in self.shapes:
            if shape.algorithm != algorithm:
                continue
            digest = shape.digest_of_text(self.unsigned)
            if digest is not None:
                signed = _options_hash(self.stated, shape) + digest
                return key.verify(signed, signature_of(self.value))
        return False


def recognise(text: str) -> KnownText | None:
    """The parts of `text`, if texts of its kind were learned."""
    parts = _taken_apart(text)
    if parts is None:
        return None
    unsigned, stated, value = parts
    shapes = _KNOWN.shapes_of(_kind_of(unsigned, stated))
    return KnownText(stated, value, unsigned, shapes) if shapes else None


def learn_text(text: str, document: JsonObject, *, key: PublicKey) -> None:
    """Remember how `text` is worded, of which `document` was read and `key` made the one proof."""
    parts = _taken_apart(text)
    if parts is None:
        return
    unsigned, stated, _ = parts
    algorithm = hash_name(suite_of(stated), key.kind)
    shape = ld.shape_of(covered_document(document, ()), algorithm=algorithm)
    if shape is not None and shape.digest_of_text(unsigned) is not None:
        _KNOWN.add(_kind_of(unsigned, stated), shape)


def _taken_apart(text: str) -> tuple[str, StatedProof, str] | None:
    """The text of the document without its proof, the proof but for its value, and the value."""
    start, end = text.rfind(_PROOF), text.rfind(_VALUE)
    if not 0 < start < end or end - start > MAX_OPTIONS or len(text) > _MAX_LETTERS:
        return None
    value, _, closing = text[end + len(_VALUE) :].partition('"')
    stated = _stated_in(text[start + 1 : end], closing) if closing in _CLOSINGS else None
    return None if stated is None else (text[:start] + "}", stated, value)


@lru_cache(maxsize=1024)
def _stated_in(opening: str, closing: str) -> StatedProof | None:
    """The one proof that stands between these; None where it is not of a kind learned here.

    `closing` ends the object that holds the value, a list around it or none, and the document. Of
    that only the proof is given here, so this object is the proof.
    """
    try:
        [proof] = proofs_of(parse_object(f'{{{opening}{_VALUE}z"{closing}'))
        stated = read_proof(proof)
        suite = suite_of(stated)
    except (Refused, ValueError):
        return None
    is_whole = suite.transformation is RDFC and suite.verify is SUITES["eddsa-rdfc-2022"].verify
    return stated if is_whole and "previousProof" not in stated.options else None


@lru_cache(maxsize=256)
def _options_hash(stated: StatedProof, shape: ld.Shape) -> bytes:
    """A text's options stand in the contexts of its document, which are those of its shape."""
    way = suite_of(stated).transformation
    return way.options_hash(shape.marked, stated.options, Means(shape.algorithm))


def _kind_of(unsigned: str, stated: StatedProof) -> tuple[str, str]:
    """Texts of one kind are likely to share a shape: of one key, and one achievement if any."""
    start = unsigned.find(_KIND)
    return stated.method, unsigned[start : start + _LETTERS_OF_KIND]


@dataclass(slots=True)
class _Known:
    """The shapes of the kinds that were seen last, the newest first."""

    _shapes: OrderedDict[tuple[str, str], tuple[ld.Shape, ...]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def shapes_of(self, kind: tuple[str, str]) -> tuple[ld.Shape, ...]:
        with self._lock:
            found = self._shapes.get(kind, ())
            if found:
                self._shapes.move_to_end(kind)
            return found

    def add(self, kind: tuple[str, str], shape: ld.Shape) -> None:
        with self._lock:
            others = [other for other in self._shapes.pop(kind, ()) if other is not shape]
            self._shapes[kind] = (shape, *others)[:MAX_SHAPES_OF_KIND]
            if len(self._shapes) > MAX_KINDS:
                self._shapes.popitem(last=False)


_KNOWN: Final = _Known()
