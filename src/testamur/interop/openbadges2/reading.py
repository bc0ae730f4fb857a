"""What somebody hands in as a badge of Open Badges 2.0: an object, JSON text, a JWS or an address.

The text is kept as it came; the object read from it is in one spelling of names.
"""

from __future__ import annotations

from dataclasses import dataclass

from testamur.credentials.jose import is_token, parse_jws
from testamur.encoding import JsonObject, compact_json, parse_object
from testamur.errors import Refused, TestamurError, Unreachable
from testamur.interop.openbadges2.linked import Library, is_web_address
from testamur.interop.openbadges2.vocabulary import (
    SPEC,
    has_context,
    has_old_shape,
    in_one_spelling,
    many,
)

__all__ = ["Given", "is_openbadges2", "read_given"]


@dataclass(frozen=True, slots=True)
class Given:
    """A badge as it was handed in: its text, and the object read from it.

    `token` is the compact JWS of a signed badge, "" where there is none.
    """

    text: str
    document: JsonObject
    token: str = ""


def is_openbadges2(document: JsonObject | str) -> bool:
    """Whether `document` means to be a badge of Open Badges 2.0 or older.

    `document` is an object, JSON text or a compact JWS; nothing is fetched and nothing verified.
    """
    if isinstance(document, str):
        try:
            document = _read(document).document
        except TestamurError:
            return False
    if "VerifiableCredential" in many(document.get("type")):
        return False
    return has_context(document) or has_old_shape(document)


def read_given(source: JsonObject | str, library: Library) -> Given:
    """Read what was handed in; an address is asked for its badge.

    Raises `Refused` where it is no badge of Open Badges 2.0, `Unreachable` where its address does
    not answer or it is of an older version, which is not judged.
    """
    if isinstance(source, str) and is_web_address(source.strip()):
        address = source.strip()
        given = Given(source, library.object_at(address).document)
    else:
        given = _read(source)
    if has_old_shape(given.document):
        raise Unreachable.because(
            "openbadges2.version-unsupported",
            "the badge is of Open Badges 1.1 or older, which is not judged",
            "/@context",
            SPEC,
        )
    if not has_context(given.document):
        raise Refused.because(
            "openbadges2.unrecognised", "not a badge of Open Badges 2.0", "/@context", SPEC
        )
    return Given(given.text, in_one_spelling(given.document), given.token)


def _read(source: JsonObject | str) -> Given:
    if not isinstance(source, str):
        text = _written(source)
        return Given(text, parse_object(text))
    text = source.strip()
    if is_token(text):
        return Given(source, parse_object(parse_jws(text).payload), text)
    return Given(source, parse_object(text))


def _written(document: JsonObject) -> str:
    try:
        return compact_json(document)
    except TypeError as error:
        raise Refused.because("json.malformed", f"the object is not JSON: {error}") from None
