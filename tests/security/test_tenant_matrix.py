"""Every named route is asked by everybody, by GET and POST, and answers each as its slice says.

A route that no slice speaks of fails the build. `matrix.py` says how a slice speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import reverse

from testamur_web.employers.models import StaffEntry
from testamur_web.people.models import Person, Role
from testamur_web.ui import failures
from tests.security.matrix import (
    LEVELS,
    Cast,
    Route,
    address_of,
    browser_of,
    make_cast,
    objects,
    routes,
    rows,
    said_of,
)

METHODS = ("GET", "POST")
WRONG_METHOD = 405
FINE = {200, 201, 202, 204, 302, 303, 304}
# What may be said to somebody who may ask, but sent an empty form or came at the wrong moment.
NOT_LIKE_THIS = {400, 409, 413, 415, 422, 429}
CLOSED = {401, 403, 404, 410}
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def nobody_is_tired(settings, tmp_path):
    settings.PASSWORD_HASHERS = QUICK
    settings.WHITENOISE_AUTOREFRESH = True  # or each browser first lists every static file
    settings.MEDIA_ROOT = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker) -> Iterator[Cast]:
    """Everybody, made and signed in once for all rows: what a row adds, it takes back."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PASSWORD_HASHERS=QUICK):
            cast = make_cast()
        yield cast
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def taken_back(cast, db) -> None:
    """What a test changes is undone after it, the cast is not."""


@pytest.fixture
def statuses_alone(monkeypatch):
    """Refusals without their page, which is the same at every address: below, everybody sees it."""

    def status_alone(_request, _template, _told, *, status: int) -> HttpResponse:
        return HttpResponse(status=status)

    monkeypatch.setattr(failures, "render", status_alone)


def answer(
    address: str, *, method: str, by: Person | None, with_csrf: bool = False
) -> HttpResponse:
    """What one person is answered; whatever it changed is undone."""
    client = browser_of(by, with_csrf=with_csrf)
    with transaction.atomic():
        given = client.generic(
            method, address, b"", content_type="application/x-www-form-urlencoded"
        )
        if given.streaming:
            given.getvalue()  # what is read to its end is closed
        given.close()
        transaction.set_rollback(True)
    assert given.status_code < 500, f"{method} {address} failed for {by}"
    return given


def is_sent_to_sign_in(given: HttpResponse) -> bool:
    where = urlsplit(given.headers.get("Location", ""))
    return given.status_code == 302 and where.path == reverse("account_login") and not where.netloc


def named(route_and_level: tuple[str, str]) -> str:
    return " ".join(route_and_level)


def test_every_route_has_an_entry_and_every_entry_a_route():
    without = sorted(routes().keys() - rows().keys())
    assert not without, f"no slice says who may ask {without}"
    assert not sorted(rows().keys() - routes().keys()), "routes that are not there"


def test_every_entry_is_of_a_known_kind():
    for name, level in rows().items():
        kind, _, roles = level.partition(":")
        assert kind in LEVELS, f"{name}: {level}"
        assert not roles or kind == "member", f"{name}: {level}"
        assert all(role in Role.values for role in roles.split(",") if role), f"{name}: {level}"


KNOWN = [(name, level) for name, level in sorted(rows().items()) if name in routes()]


@pytest.mark.parametrize(("name", "level"), KNOWN, ids=map(named, KNOWN))
@pytest.mark.usefixtures("statuses_alone")
def test_idor_001_a_route_answers_everybody_as_its_slice_says(name, level, cast):
    route = routes()[name]
    kind, _, roles = level.partition(":")
    address = address_of(route, objects(route, cast))
    expectations = {
        "public": expect_public,
        "signed-in": expect_signed_in,
        "member": expect_members,
        "own": expect_ada,
        "operator": expect_fay,
        "token": expect_nobody,
    }
    for method in METHODS:
        expectations[kind](cast, address, method, frozenset(filter(None, roles.split(","))))


def expect_public(cast, address, method, _):
    for who in (None, *cast.everybody.values()):
        status = answer(address, method=method, by=who).status_code
        allowed = FINE | {WRONG_METHOD}
        # A form that is sent empty, or a secret that is not known, is told so.
        assert status in (allowed if method == "GET" else allowed | NOT_LIKE_THIS | {404}), (
            f"{method} of {who} was answered {status}"
        )


def expect_signed_in(cast, address, method, _):
    expect_no_door(address, method)
    for who in cast.everybody.values():
        expect_an_answer(address, method, who)


def expect_members(cast, address, method, roles):
    expect_no_door(address, method)
    for who in cast.strangers.values():
        expect_nothing_there(address, method, who)
    for role, who in cast.members.items():
        if not roles or role in roles or role == Role.ADMIN:
            expect_an_answer(address, method, who)
        else:
            status = answer(address, method=method, by=who).status_code
            assert status in {403, WRONG_METHOD}, f"{method} of {role} was answered {status}"


def expect_ada(cast, address, method, _):
    expect_no_door(address, method)
    for name, who in cast.everybody.items():
        if name != "ada":
            expect_nothing_there(address, method, who)
    expect_an_answer(address, method, cast.ada)


def expect_fay(cast, address, method, _):
    expect_no_door(address, method)
    for name, who in cast.everybody.items():
        if name != "fay":
            expect_nothing_there(address, method, who)
    expect_an_answer(address, method, cast.fay)


def expect_nobody(cast, address, method, _):
    for who in (None, *cast.everybody.values()):
        given = answer(address, method=method, by=who)
        closed = given.status_code in CLOSED | {WRONG_METHOD}
        assert closed or (who is None and is_sent_to_sign_in(given)), (
            f"{method} of {who} was answered {given.status_code}"
        )


def expect_no_door(address, method):
    given = answer(address, method=method, by=None)
    assert is_sent_to_sign_in(given) or given.status_code in {401, 404, WRONG_METHOD}, (
        f"{method} of nobody was answered {given.status_code}"
    )


def expect_nothing_there(address, method, who):
    status = answer(address, method=method, by=who).status_code
    assert status in {404, WRONG_METHOD}, f"{method} of {who} was answered {status}"


def expect_an_answer(address, method, who):
    status = answer(address, method=method, by=who).status_code
    allowed = FINE | {WRONG_METHOD} | (NOT_LIKE_THIS if method == "POST" else set())
    assert status in allowed, f"{method} of {who} was answered {status}"


# ------------------------------------------------------------------ objects of another organisation

OF_TENANTS = [
    name
    for name, level in KNOWN
    if level.startswith("member") and routes()[name].arguments - {"slug"}
]


@pytest.mark.parametrize("name", OF_TENANTS)
@pytest.mark.usefixtures("statuses_alone")
def test_idor_002_an_object_is_not_found_through_another_organisation(name, cast):
    route = routes()[name]
    given = objects(route, cast) | {"slug": cast.college.slug}
    for method in METHODS:
        expect_nothing_there(address_of(route, given), method, cast.chen)


def test_idor_003_who_manages_a_team_may_ask_what_is_said_of_leads_and_nothing_else(cast):
    slice_ = said_of("programmes")
    lead = cast.members[Role.EMPLOYEE]
    given = slice_.of_team(cast, lead) | {"slug": cast.university.slug}
    for name, level in KNOWN:
        kind, _, roles = level.partition(":")
        if kind != "member" or not roles or Role.EMPLOYEE in roles.split(","):
            continue
        route = routes()[name]
        if name in slice_.LED:
            mine = {key: given[key] for key in (*route.arguments, *query_of(name))}
            for method in METHODS:
                expect_an_answer(address_of(route, mine), method, lead)
            continue
        if not route.arguments - {"slug"}:
            status = answer(address_of(route, {"slug": given["slug"]}), method="GET", by=lead)
            assert status.status_code in {403, WRONG_METHOD}, name


@pytest.mark.parametrize("name", [one for one in said_of("programmes").LED if "list" not in one])
def test_idor_004_a_programme_of_another_team_is_not_there_for_a_lead(name, cast):
    slice_ = said_of("programmes")
    lead = cast.members[Role.EMPLOYEE]
    slice_.of_team(cast, lead)
    StaffEntry.objects.exclude(person=lead).delete()
    route = routes()[name]
    given = objects(route, cast)
    for method in METHODS:
        expect_nothing_there(address_of(route, given), method, lead)


def query_of(name: str) -> list[str]:
    """The cell of a heat map is named in the query."""
    return ["team", "skill"] if name == "employer-read-cell" else []


def test_what_belongs_to_others_looks_exactly_like_what_is_not_there(cast):
    for who in cast.strangers.values():
        there = browser_of(who).get(f"/o/{cast.university.slug}/")
        nowhere = browser_of(who).get("/o/no-such-organisation-at-all/")
        assert there.status_code == nowhere.status_code == 404
        assert without_chance(there) == without_chance(nowhere)


def test_everybody_sees_the_page_of_a_refusal(cast):
    members = f"/o/{cast.university.slug}/members/"
    for role, who in cast.members.items():
        assert "nothing at this address" in page(browser_of(who).get("/o/no-such/"), 404)
        if role not in {Role.ADMIN, Role.MANAGER}:
            assert "role does not include this" in page(browser_of(who).get(members), 403)
    for who in (None, *cast.everybody.values()):
        forged = browser_of(who, with_csrf=True).post("/accounts/login/")
        assert "form is too old to be sent" in page(forged, 403)


def page(given: HttpResponse, status: int) -> str:
    assert given.status_code == status
    return given.content.decode()


def without_chance(given: HttpResponse) -> str:
    """The page without what is made anew for each request."""
    return re.sub(r'nonce="[^"]+"|value="\w{64}"', "", given.content.decode())


# ---------------------------------------------------------------------------------------- forgery

# Answered to programs that prove who they are with a token of their own, never with a cookie.
WITHOUT_COOKIES = "api"


@pytest.mark.parametrize("name", [name for name, _ in KNOWN])
@pytest.mark.usefixtures("statuses_alone")
def test_csrf_001_nothing_is_changed_without_the_token_of_a_form(name, cast):
    route: Route = routes()[name]
    if route.is_csrf_exempt:
        assert name.startswith(WITHOUT_COOKIES), f"{name} asks for no token of a form"
        return
    address = address_of(route, objects(route, cast))
    for who in (None, cast.ada, cast.bashir, cast.fay):
        given = answer(address, method="POST", by=who, with_csrf=True)
        assert given.status_code in {403, WRONG_METHOD}, f"{who}: {given.status_code}"
