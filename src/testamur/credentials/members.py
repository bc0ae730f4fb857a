"""What may stand as the value of a member: text, name, IRI, e-mail address, number, moment.

Every builder and reader of awards asks here, so that a credential never holds a value which a
person would read as something else, or which a signature would cover differently in two libraries.
Rules kept here:

- a line of text has no control, bidirectional, invisible or private-use characters (UTS 36 §2.5);
  a joiner stands only where a script needs one;
- a name mixes no look-alike alphabets inside one word (UTS 39 §5);
- text is kept exactly as given or refused; nothing is trimmed, folded or composed;
- an IRI is absolute, in its plainest spelling, and never a blank node;
- an e-mail address has one canonical form; letters outside ASCII are never folded, so that a
  dotless i cannot become the i of somebody else;
- a whole number is written without a fraction, because every JSON library writes it so.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from testamur.encoding import JsonObject, format_timestamp
from testamur.errors import Refused

__all__ = [
    "WEB",
    "Rule",
    "canonical_email",
    "check_members",
    "freeze",
    "nearest",
    "refuse_repeats",
    "require_choice",
    "require_country",
    "require_email",
    "require_iri",
    "require_language",
    "require_line",
    "require_name",
    "require_number",
    "require_prose",
    "stated",
    "timestamp",
    "within",
]

Rule: TypeAlias = Callable[[Any, str], object]
"""Takes a value and its JSON Pointer; raises `Refused` where the value may not stand there."""

WEB: Final = frozenset({"http", "https"})
"""The schemes of a page a person can open."""

MAX_LINE: Final = 1_000
MAX_PROSE: Final = 50_000
MAX_IRI: Final = 2_000
MAX_DATA_IRI: Final = 1_000_000

_NEVER: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides and isolates
    "\u2028\u2029\u2061-\u2065\u206a-\u206f\ufeff\ufff0-\uffff"  # separators, invisible, mojibake
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef"  # surrogates, private use, non-characters
    "\U000e0000-\U000e00ff\U000e01f0-\U0010ffff"  # tags and private planes
)
_NEVER_IN_A_LINE: Final = (
    "\t\n\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060\u2800\u3164\uffa0"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_UNSAFE_PROSE: Final = re.compile(f"[{_NEVER}]")
_UNSAFE_LINE: Final = re.compile(f"[{_NEVER}{_NEVER_IN_A_LINE}]")
_JOINER: Final = re.compile("[\u200c\u200d]")
_SELECTOR: Final = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_MATHEMATICAL: Final = re.compile("[\U0001d400-\U0001d7ff]")
_WORD: Final = re.compile("[^\\W\\d_]+(?:[\u0300-\u036f]+[^\\W\\d_]+)*")
_LOOK_ALIKES: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})

_IRI: Final = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*):(?:[^\x00-\x20\x7f-\xa0<>\"{}|\\^`%]|%[0-9A-Fa-f]{2})+\Z"
)
_ANY_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.", re.DOTALL)
_DID: Final = re.compile(r"did:[a-z0-9]+:(?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})+(?:[/?#].*)?\Z")
_URN: Final = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]{1,31}:.+\Z")
_DATA: Final = re.compile(r"data:[a-z]+/[a-z0-9.+-]+(?:;[a-z0-9=-]+)*,")

_ATOM: Final = "[\\w+'~!$*\u0300-\u036f-]+"  # no sign that means something else in a mailto: IRI
_EMAIL: Final = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@([^\s@]+)\Z")
_LABEL: Final = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_HOST_LABEL: Final = re.compile(rf"{_LABEL}\Z")
_PLAIN_EMAIL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[a-z][a-z0-9-]*[a-z0-9]\Z")
_SHORT_EMAIL: Final = 64
_ASCII_LOWER: Final = str.maketrans(
    {letter: letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
)

_LANGUAGE: Final = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\Z")
_COUNTRY: Final = re.compile(r"[A-Z]{2}\Z")
_EXTENSION: Final = re.compile(r"ext:[a-zA-Z0-9._-]+\Z")


# ---------------------------------------------------------------------------------------- text


def require_line(value: object, pointer: str) -> str:
    """One line of text a person reads, exactly as given; raises `Refused` with `text.*`."""
    text = _text(value, pointer, at_most=MAX_LINE)
    if text.isascii() and text.isprintable():
        return text
    if unsafe := _UNSAFE_LINE.search(text):
        raise _unsafe(unsafe[0], pointer)
    for invisible, follows in _MODIFIERS:
        for found in invisible.finditer(text):
            if _category_before(text, found.start()) not in follows:
                raise _unsafe(found[0], pointer)
    return text


def require_name(value: object, pointer: str) -> str:
    """A line that names somebody or something, free of look-alike letters (`name.confusable`)."""
    name = require_line(value, pointer)
    if name.isascii():
        return name
    if _MATHEMATICAL.search(name):
        told = "is written with mathematical letters, which only look like letters"
        raise Refused.because("name.confusable", f"{name[:80]!r} {told}", pointer, "UTS 39 §5")
    for word in _WORD.findall(name):
        alphabets = sorted({_alphabet(letter) for letter in word} & _LOOK_ALIKES)
        if len(alphabets) > 1:
            told = f"the word {word[:80]!r} mixes {' and '.join(map(str.title, alphabets))} letters"
            raise Refused.because("name.confusable", told, pointer, "UTS 39 §5")
    return name


def require_prose(value: object, pointer: str) -> str:
    """Text of several lines, exactly as given; raises `Refused` with `text.*`."""
    text = _text(value, pointer, at_most=MAX_PROSE)
    if unsafe := _UNSAFE_PROSE.search(text):
        raise _unsafe(unsafe[0], pointer)
    return text


def _text(value: object, pointer: str, *, at_most: int) -> str:
    if not isinstance(value, str):
        raise Refused.because("value.wrong-kind", f"{value!r:.40} is not a text", pointer)
    if not value.strip():
        raise Refused.because("text.empty", "the text is empty", pointer)
    if len(value) > at_most:
        told = f"{len(value)} characters; at most {at_most} may stand here"
        raise Refused.because("text.too-long", told, pointer)
    if value != value.strip():
        raise Refused.because("text.unsafe", "white space stands at an end of the text", pointer)
    return value


def _unsafe(character: str, pointer: str) -> Refused:
    named = unicodedata.name(character, "a control or unassigned character").lower()
    told = f"U+{ord(character):04X} ({named}) may not stand in this text"
    return Refused.because("text.unsafe", told, pointer, "UTS 36 §2.5")


def _category_before(text: str, at: int) -> str:
    """The general category of the last character before `at` that is no mark."""
    before = (unicodedata.category(character) for character in reversed(text[:at]))
    return next((category for category in before if category not in {"Mn", "Mc"}), "")


_MODIFIERS: Final = (  # what changes the look of the character before it, and after which it may
    (_JOINER, {"Lo", "So", "Sk"}),  # scripts without case; pictographs
    (_SELECTOR, {"Lo", "So", "Sk", "Sm", "Po", "Nd"}),  # ideographs, pictographs, keycaps
)


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "?").split(maxsplit=1)[0]


# ------------------------------------------------------------------------------------ addresses


def require_iri(value: object, pointer: str, *, schemes: Collection[str] | None = None) -> str:
    """An absolute IRI, of one of `schemes` where given; raises `Refused`.

    `document.relative-iri` where no scheme stands, `iri.malformed` where it is not in plain
    spelling, `iri.scheme` where another scheme is wanted.
    """
    if not isinstance(value, str):
        raise Refused.because("value.wrong-kind", f"{value!r:.40} is not an address", pointer)
    if not _ANY_SCHEME.match(value):
        told = f"{value[:80]!r} is not an address in full, such as https://…"
        raise Refused.because("document.relative-iri", told, pointer, "RFC 3987 §2.2")
    found = _IRI.match(value)
    if not found or _hides(value):
        raise _malformed_iri(value, "holds characters that an address may not have", pointer)
    scheme = found["scheme"]
    if len(value) > (MAX_DATA_IRI if scheme == "data" else MAX_IRI):
        raise _malformed_iri(value, "is too long", pointer)
    if schemes is not None and scheme not in schemes:
        told = f"{value[:80]!r} should begin with {_either(f'{name}:' for name in sorted(schemes))}"
        raise Refused.because("iri.scheme", told, pointer)
    if not _SPELLED.get(scheme, _is_spelled_somehow)(value):
        raise _malformed_iri(value, f"is not a plain {scheme} address", pointer)
    return value


def canonical_email(value: str, pointer: str = "") -> str:
    """The one spelling of an e-mail address; raises `Refused` with `email.malformed`.

    Compatibility forms (full-width letters) are read as what they stand for; A to Z become small
    letters; a domain outside ASCII is written in its `xn--` form. Quoted local parts, comments and
    a closing dot are refused.
    """
    if value.isascii() and len(value) <= _SHORT_EMAIL and _PLAIN_EMAIL.match(value.lower()):
        return value.lower()
    address = unicodedata.normalize("NFKC", value).translate(_ASCII_LOWER)
    found = _EMAIL.match(address)
    if not found or _hides(address):
        raise _malformed_email(value, "is not an e-mail address", pointer)
    local, domain = found.groups()
    if any(len({_alphabet(c) for c in word} & _LOOK_ALIKES) > 1 for word in _WORD.findall(local)):
        raise _malformed_email(value, "mixes look-alike alphabets", pointer)
    labels = [_host_label(label) for label in domain.split(".")]
    if len(labels) < 2 or not all(map(_HOST_LABEL.match, labels)) or labels[-1].isdigit():
        raise _malformed_email(value, "has no complete domain", pointer)
    host = ".".join(labels)
    if len(local.encode()) > 64 or len(host) > 253:
        raise _malformed_email(value, "is too long", pointer)
    return f"{local}@{host}"


def require_email(value: object, pointer: str) -> str:
    """An e-mail address already in its canonical form; raises `Refused` with `email.malformed`."""
    address = _text(value, pointer, at_most=320)
    if canonical_email(address, pointer) != address:
        told = f"should be written {canonical_email(address, pointer)!r}"
        raise _malformed_email(address, told, pointer)
    return address


def _hides(address: str) -> bool:
    """Whether an address holds a character that a person does not see, or sees elsewhere."""
    return not address.isascii() and any(
        hidden.search(address) for hidden in (_UNSAFE_LINE, _JOINER, _SELECTOR)
    )


def _host_label(label: str) -> str:
    if label.isascii():
        return label
    if label != label.lower():  # U+0130 and its like have no small letter of one character
        return ""
    try:
        return "xn--" + label.encode("punycode").decode("ascii")
    except UnicodeError:
        return ""


def _is_spelled_web(value: str) -> bool:
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    rest = value[len(parts.scheme) + 3 + len(parts.netloc) :]
    plain = not set("[]") & set(rest) and "@" not in parts.netloc
    return bool(host) and plain and parts.netloc == parts.netloc.lower()


def _is_spelled_mailto(value: str) -> bool:
    try:
        return canonical_email(value[len("mailto:") :]) == value[len("mailto:") :]
    except Refused:
        return False


def _is_spelled_somehow(value: str) -> bool:
    return not set("[]") & set(value)


_SPELLED: Final[Mapping[str, Callable[[str], bool]]] = {
    "http": _is_spelled_web,
    "https": _is_spelled_web,
    "mailto": _is_spelled_mailto,
    "did": lambda value: bool(_DID.match(value)),
    "urn": lambda value: bool(_URN.match(value)),
    "data": lambda value: bool(_DATA.match(value)),
}


def _malformed_iri(value: str, told: str, pointer: str) -> Refused:
    return Refused.because("iri.malformed", f"{value[:80]!r} {told}", pointer, "RFC 3987 §2.2")


def _malformed_email(value: str, told: str, pointer: str) -> Refused:
    return Refused.because("email.malformed", f"{value[:80]!r} {told}", pointer, "RFC 5321 §4.1.2")


# ----------------------------------------------------------------------------- numbers and codes


def require_number(
    value: object, pointer: str, *, least: float = 0, most: float = 1e9, whole: bool = False
) -> int | float:
    """A number from `least` to `most`, whole ones as integers; raises `value.out-of-range`."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Refused.because("value.wrong-kind", f"{value!r:.40} is not a number", pointer)
    if whole and value != int(value):
        raise Refused.because("value.out-of-range", f"{value} is not a whole number", pointer)
    if not least <= value <= most:
        told = f"{value} is not between {least:g} and {most:g}"
        raise Refused.because("value.out-of-range", told, pointer)
    return int(value) if value == int(value) else value


def require_choice(
    value: object, pointer: str, *, among: Collection[str], extensible: bool = False
) -> str:
    """One of `among`, or an `ext:` value where the vocabulary may be extended."""
    if isinstance(value, str) and (value in among or (extensible and _EXTENSION.match(value))):
        return value
    told = f"{value!r:.60} is not among the values that may stand here{nearest(value, among)}"
    raise Refused.because("value.unknown-choice", told, pointer)


def require_language(value: object, pointer: str) -> str:
    """A language as `en`, `pt-BR` or `zh-Hant-TW` (OB 3.0 LanguageCode)."""
    return _matching(_LANGUAGE, value, pointer, "a language code such as en or pt-BR")


def require_country(value: object, pointer: str) -> str:
    """A country as two capital letters (ISO 3166-1 alpha-2)."""
    return _matching(_COUNTRY, value, pointer, "a country code of two capital letters such as PL")


def nearest(value: object, among: Collection[str]) -> str:
    """The end of a sentence that asks after the closest of `among`, or nothing."""
    from difflib import get_close_matches

    by_folded = {name.casefold(): name for name in among}
    close = get_close_matches(str(value).casefold(), by_folded, n=1, cutoff=0.6)
    return f"; did you mean {by_folded[close[0]]!r}?" if close else ""


def _matching(form: re.Pattern[str], value: object, pointer: str, wanted: str) -> str:
    if isinstance(value, str) and form.match(value):
        return value
    raise Refused.because("value.unknown-choice", f"{value!r:.40} is not {wanted}", pointer)


def _either(names: Any) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


# ------------------------------------------------------------------------------------- documents


def timestamp(moment: datetime, pointer: str) -> str:
    """`moment` as a credential writes it, in UTC; raises `time.malformed` where it has no zone."""
    if moment.tzinfo is None:
        told = f"{moment} has no time zone, so it names no moment"
        raise Refused.because("time.malformed", told, pointer, "VC-DM 2.0 §4.9")
    return format_timestamp(moment)


def stated(members: JsonObject) -> JsonObject:
    """`members` without those that state nothing: a null or an empty array is never signed."""
    return {name: value for name, value in members.items() if value is not None and value != []}


def check_members(
    owner: object, rules: Mapping[str, Rule], *, required: Sequence[str] = ()
) -> None:
    """Ask each rule about the attribute of its name; the pointer is the member's name in JSON."""
    for name, rule in rules.items():
        value = getattr(owner, name)
        if value is not None or name in required:
            rule(value, f"/{_member_of(name)}")


def freeze(owner: object, *names: str) -> None:
    """Keep the sequences of those names as tuples, so that a frozen value cannot change."""
    for name in names:
        value = getattr(owner, name)
        if isinstance(value, str):
            raise TypeError(f"{name} takes a sequence of values, not one text")
        object.__setattr__(owner, name, tuple(value))


def refuse_repeats(values: Sequence[object], pointer: str) -> None:
    """Refuse a value that stands twice (`value.repeated`): in a set the second says nothing."""
    for at, value in enumerate(values):
        if value in values[:at]:
            raise Refused.because("value.repeated", "the same is said twice", f"{pointer}/{at}")


def within(pointer: str, error: Refused) -> Refused:
    """The same refusal, told from the whole document: its pointer continues `pointer`."""
    found = error.problem
    return Refused.because(found.code, found.detail, pointer + found.pointer, found.spec)


def _member_of(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
