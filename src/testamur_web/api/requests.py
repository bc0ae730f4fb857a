"""How a request is read: by one method, from a bounded body of strict JSON, member by member.

What a member must be is asked for by kind, so that a view holds values it can rely on. Members
nobody asks for are left unread, as VC-API wants it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from testamur.encoding import Json, JsonObject, parse_object
from testamur.errors import Refused
from testamur.problems import Problem
from testamur_web.api.answers import problem_answer

__all__ = ["answers", "flag_in", "malformed", "object_in", "read_object", "text_in", "texts_in"]

_P = ParamSpec("_P")
_View = Callable[Concatenate[HttpRequest, _P], HttpResponse]

_JSON: Final = frozenset(
    {"application/json", "application/ld+json", "application/vc", "application/vp"}
)
_CHARSETS: Final = frozenset({"utf-8", '"utf-8"'})


def answers(*methods: str) -> Callable[[_View[_P]], _View[_P]]:
    """Let a view answer these methods alone; any other is told which (RFC 9110 §15.5.6).

    No cookie is read behind it, so no other site can borrow one.
    """

    def decorate(view: _View[_P]) -> _View[_P]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
            if request.method in methods:
                return view(request, *args, **kwargs)
            told = f"{str(request.method)[:20]} is not spoken here"
            refused = problem_answer(Problem("http.method-refused", told), status=405)
            refused["Allow"] = ", ".join(methods)
            return refused

        return csrf_exempt(checked)

    return decorate


def read_object(request: HttpRequest) -> JsonObject:
    """The JSON object a request carries.

    Raises `Refused` (`http.media-type-refused`, `json.*`), or Django's own for a body too long.
    """
    _check_media_type(request.headers.get("Content-Type", ""))
    return parse_object(request.body)


def object_in(members: JsonObject, name: str, *, default: JsonObject | None = None) -> JsonObject:
    """The object `name`; raises `Refused` (`request.malformed`) where there is none."""
    value = members.get(name, default)
    if not isinstance(value, dict):
        raise malformed(members, name, "must be an object")
    return value


def text_in(members: JsonObject, name: str) -> str | None:
    """The text `name`, None where it is not stated; raises `Refused` (`request.malformed`)."""
    value = members.get(name)
    if value is not None and not (isinstance(value, str) and value):
        raise malformed(members, name, "must be text")
    return value


def texts_in(members: JsonObject, name: str) -> tuple[str, ...] | None:
    """The list of texts `name`, None where it is not stated; raises `Refused`."""
    value = members.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or not all(map(_is_text, value)):
        raise malformed(members, name, "must be a list of texts")
    return tuple(value)


def flag_in(members: JsonObject, name: str, *, default: bool) -> bool:
    """The truth value `name`; raises `Refused` (`request.malformed`) for anything else."""
    value = members.get(name, default)
    if not isinstance(value, bool):
        raise malformed(members, name, "must be true or false")
    return value


def malformed(members: JsonObject, name: str, wanted: str) -> Refused:
    """The refusal of a member that is not what is `wanted` of it, or not there at all."""
    told = wanted if name in members else f"is missing, and {wanted}"
    return Refused.because("request.malformed", f"{name} {told}", f"/{name}")


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _check_media_type(stated: str) -> None:
    essence, *parameters = (part.strip().lower() for part in stated.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "charset" and value not in _CHARSETS:
            raise _unread(f"the charset {value[:40]!r} is not read; JSON is UTF-8")
    if essence not in _JSON or len({part.partition("=")[0] for part in parameters}) < len(
        parameters
    ):
        raise _unread(f"{stated[:80]!r} is not read; send application/json")


def _unread(detail: str) -> Refused:
    return Refused.because("http.media-type-refused", detail, spec="RFC 9110 §8.3")
