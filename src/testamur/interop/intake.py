"""Whatever a person hands over, brought to whoever can judge it.

Recognised by content, never by name: PNG and SVG images with a credential inside, Open Badges 3.0
and other Verifiable Credentials as JSON or token, presentations, Open Badges 2.0, offline bundles.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Final

from testamur.credentials import verify as credential_verification
from testamur.credentials.answers import answers_to
from testamur.credentials.bake import image_type_of, unbake
from testamur.credentials.bundle import MAX_BUNDLE_BYTES, examine_bundle, is_bundle
from testamur.credentials.document import Credential
from testamur.credentials.identifiers import has_type
from testamur.credentials.jose import (
    ENVELOPED_PRESENTATION,
    is_envelope,
    is_token,
    parse_jws,
    presentation_of_jwt,
)
from testamur.credentials.presentations import Asked, examine_presentation
from testamur.credentials.resolution import Bounded, Resolver
from testamur.credentials.verify import STRICT, Policy
from testamur.encoding import Json, parse_object
from testamur.errors import Refused, TestamurError, Unreachable
from testamur.interop.openbadges2 import is_openbadges2
from testamur.problems import Check, Outcome, Report, verdict_of

__all__ = ["Form", "Taken", "examine", "take_in"]

MAX_FETCHES_OF_ALL: Final = 256
"""The most addresses asked for whatever is handed over, such as a presentation of many awards."""

_IMAGES = (b"\x89PNG", b"<svg", b"<?xml", b"\xef\xbb\xbf<", b"<!--", b"<!DOCTYPE")
_NEITHER: Final = "neither an image, JSON, nor a signed token"
_ALMOST: Final = {
    "[": "a JSON array stands here; hand over one object of it at a time",
    "\ufeff": "a byte order mark stands before the text; save it as UTF-8 without one",
}
"""What is wrong with what only begins as no credential does."""


class Form(StrEnum):
    """What was handed over, once an image around it is taken off."""

    CREDENTIAL = "credential"
    PRESENTATION = "presentation"
    OPEN_BADGES_2 = "Open Badges 2.0"
    BUNDLE = "offline bundle"


@dataclass(frozen=True, slots=True)
class Taken:
    """What was recognised: its form, its text, and the type of the image it came in, or ""."""

    form: Form
    text: str
    image_type: str = ""


def take_in(source: bytes | str) -> Taken:
    """Recognise what `source` is, without judging it; raises `Refused`."""
    raw = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    if raw.lstrip().startswith(_IMAGES):
        baked = unbake(raw)
        text = baked.credential
        form = Form.OPEN_BADGES_2 if baked.kind == "ob2" else _form_of(text)
        return Taken(form, text, image_type_of(raw))
    try:
        text = raw.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        told = f"neither an image nor UTF-8 text (byte {error.start})"
        raise Refused.because("document.unrecognised", told) from None
    return Taken(_form_of(text), text)


def examine(
    source: Credential | bytes | str,
    *,
    resolver: Resolver,
    at: datetime,
    policy: Policy = STRICT,
    asked: Asked | None = None,
) -> Report:
    """The report on whatever was handed over; never raises for its content.

    `asked` is the challenge and domain that a presentation must answer.
    """
    resolver = Bounded(resolver, most=MAX_FETCHES_OF_ALL)
    judge = partial(credential_verification.examine, resolver=resolver, at=at, policy=policy)
    if isinstance(source, Credential):
        return judge(source)
    try:
        taken = take_in(source)
    except TestamurError as error:
        return _unread(error, at)
    report: Report
    match taken.form:
        case Form.BUNDLE:
            report = examine_bundle(taken.text, at=at, policy=policy, resolver=resolver)
        case Form.OPEN_BADGES_2:
            from testamur.interop.openbadges2 import examine_openbadges2

            report = examine_openbadges2(taken.text, resolver=resolver, at=at)
        case Form.PRESENTATION:
            report = examine_presentation(
                taken.text,
                asked=asked or Asked(),
                resolver=resolver,
                at=at,
                examine=judge,
            )
        case Form.CREDENTIAL:
            report = judge(Credential(taken.text))
    return report if report.kind else replace(report, kind=taken.form.value)


def _form_of(text: str) -> Form:
    if is_token(text):
        return _form_of_token(text)
    if not text.startswith("{"):
        told = next((told for sign, told in _ALMOST.items() if text.startswith(sign)), _NEITHER)
        raise Refused.because("document.unrecognised", told)
    document = parse_object(text, limit=MAX_BUNDLE_BYTES)
    if is_bundle(document):
        return Form.BUNDLE
    if is_openbadges2(document):
        return Form.OPEN_BADGES_2
    return Form.PRESENTATION if _is_presentation(document) else Form.CREDENTIAL


def _form_of_token(token: str) -> Form:
    try:
        payload = parse_jws(token).payload
        if is_openbadges2(parse_object(payload)):
            return Form.OPEN_BADGES_2
        if _is_presentation(presentation_of_jwt(token).document):
            return Form.PRESENTATION
    except TestamurError:
        pass
    return Form.CREDENTIAL


def _is_presentation(document: Json) -> bool:
    return has_type(document, "VerifiablePresentation") or is_envelope(
        document, kind=ENVELOPED_PRESENTATION
    )


def _unread(error: TestamurError, at: datetime) -> Report:
    outcome = Outcome.UNDETERMINED if isinstance(error, Unreachable) else Outcome.FAILED
    checks = (Check("form", outcome, (error.problem,)),)
    answers = answers_to({}, checks, at=at, trusted={}, as_of=None)
    return Report(verdict_of(checks), checks, at, answers=answers)
