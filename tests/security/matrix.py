"""Who may ask what: every named route, what its slice says of it, and the cast that asks.

A slice says so in `tests/security/access/<slice>.py`:

    ROUTES = {"issuer-list-awards": "member:registrar", "learner-show-item": "own"}
    OBJECTS = {"learner-show-item": lambda cast: {"pk": an_item_of(cast.ada).pk}}

`ROUTES` gives each named route one of

    public            anybody, signed in or not
    signed-in         anybody with an account; nobody is sent to the sign-in page
    member:a,b        members of the organisation with one of these roles (an administrator has all)
    member            every member, whatever their role
    own               Ada, whose object it is; for everybody else it does not exist
    operator          Fay; for everybody else it does not exist
    token             whoever holds a secret: without the right one it does not exist

`OBJECTS` gives a route whose address holds more than the organisation's `slug` the function that
makes the university's (or Ada's) objects for it and returns the arguments of the address. A route
of kind `token` needs none: its secret is made up.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from testamur_web.people.models import Organisation, Person, Role
from tests.web.conftest import join, organisation, person

__all__ = [
    "LEVELS",
    "Cast",
    "Route",
    "address_of",
    "browser_of",
    "make_cast",
    "objects",
    "routes",
    "rows",
    "said_of",
]

ACCESS: Final = Path(__file__).with_name("access")
LEVELS: Final = {"public", "signed-in", "member", "own", "operator", "token"}
MADE_UP: Final = "no-such-secret-0000000000000000"


@dataclass(frozen=True)
class Route:
    """One named route: its name, the arguments of its address, whether it wants no CSRF token."""

    name: str
    arguments: frozenset[str]
    is_csrf_exempt: bool = field(compare=False)


@dataclass(frozen=True)
class Cast:
    """Everybody who asks; `members` holds one member of the university for each role."""

    university: Organisation
    college: Organisation
    ada: Person
    bashir: Person
    chen: Person
    dara: Person
    eli: Person
    fay: Person
    members: dict[Role, Person]

    @property
    def strangers(self) -> dict[str, Person]:
        """Everybody who is no member of the university."""
        return {name: getattr(self, name) for name in ("ada", "chen", "dara", "eli", "fay")}

    @property
    def everybody(self) -> dict[str, Person]:
        """All of them."""
        return {**self.strangers, "bashir": self.bashir}


def make_cast() -> Cast:
    """The cast of tests/web, and one member of the university for each role."""
    university = organisation("example-university", "university", url="https://uni.example")
    college = organisation("other-college", "university")
    members = {role: person(f"the-{role.value}") for role in Role if role != Role.ADMIN}
    bashir, chen, dara, eli = (person(name) for name in ("bashir", "chen", "dara", "eli"))
    for role, somebody in members.items():
        join(somebody, university, role)
    join(bashir, university, Role.ADMIN)
    join(chen, college, Role.ADMIN)
    join(dara, organisation("example-employer", "employer"), Role.ADMIN)
    join(eli, organisation("quality-board", "quality-body"), Role.ADMIN)
    cast = Cast(
        university=university,
        college=college,
        ada=person("ada"),
        bashir=bashir,
        chen=chen,
        dara=dara,
        eli=eli,
        fay=person("fay", operator=True),
        members={**members, Role.ADMIN: bashir},
    )
    _SIGNED_IN.clear()
    _SIGNED_IN.update(
        (one.pk, _session_of(one)) for one in (*cast.everybody.values(), *members.values())
    )
    return cast


@cache
def routes() -> dict[str, Route]:
    """Every route of the URL conf by name; one without a name fails."""
    return {route.name: route for route in _walk(get_resolver(), "", frozenset())}


def _walk(resolver: URLResolver, space: str, above: frozenset[str]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        arguments = above | entry.pattern.regex.groupindex.keys()
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, inner, arguments)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            exempt = bool(getattr(entry.callback, "csrf_exempt", False))
            yield Route(space + entry.name, arguments, exempt)


@cache
def rows() -> dict[str, str]:
    """What all slices say, each route once."""
    said: dict[str, str] = {}
    for slice_ in _slices():
        twice = said.keys() & slice_.ROUTES.keys()
        assert not twice, f"two slices speak of {sorted(twice)}"
        said |= slice_.ROUTES
    return said


def objects(route: Route, cast: Cast) -> dict[str, Any]:
    """The arguments of the address of `route`, for objects of the university or of Ada."""
    makers: dict[str, Callable[[Cast], dict[str, Any]]] = {}
    for slice_ in _slices():
        makers |= getattr(slice_, "OBJECTS", {})
    given = makers[route.name](cast) if route.name in makers else {}
    if "slug" in route.arguments:
        given.setdefault("slug", cast.university.slug)
    missing = route.arguments - given.keys()
    if missing and rows()[route.name] == "token":
        given |= dict.fromkeys(missing, MADE_UP)
    elif missing:
        raise AssertionError(
            f"OBJECTS says nothing of {sorted(missing)} in the address of {route.name}"
        )
    return given


def address_of(route: Route, given: dict[str, Any]) -> str:
    """The address of `route` with these arguments; those that it does not name are its query."""
    query = {name: value for name, value in given.items() if name not in route.arguments}
    named = {name: value for name, value in given.items() if name in route.arguments}
    return reverse(route.name, kwargs=named) + (f"?{urlencode(query, doseq=True)}" if query else "")


@cache
def _slices() -> tuple[ModuleType, ...]:
    found = []
    for path in sorted(ACCESS.glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"access_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found.append(module)
    return tuple(found)


def said_of(name: str) -> ModuleType:
    """The slice of this name, whole."""
    [found] = [one for one in _slices() if one.__name__ == f"access_{name}"]
    return found


def browser_of(somebody: Person | None, *, with_csrf: bool = False) -> Client:
    """A browser in which somebody, or nobody, is signed in; they sign in once for all of theirs."""
    client = Client(raise_request_exception=False)
    client.handler = _handler(with_csrf=with_csrf)
    if somebody is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = _SIGNED_IN[somebody.pk]
    return client


@cache
def _handler(*, with_csrf: bool) -> ClientHandler:
    """The middleware of all browsers, which is loaded once."""
    return ClientHandler(enforce_csrf_checks=with_csrf)


def _session_of(somebody: Person) -> str:
    first = Client()
    first.force_login(somebody)
    return first.cookies[settings.SESSION_COOKIE_NAME].value


_SIGNED_IN: dict[UUID, str] = {}
