"""The cast: each a person with one part to play, and two organisations that must never meet.

Ada learns, Bashir is staff of the university, Chen staff of another issuer (and must see nothing of
the first), Dara recruits, Eli is of a quality body, Fay runs the instance.
"""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from testamur_web.people.models import Membership, Organisation, Person, Role

PASSWORD = "correct horse battery"
ASKS_A_DATABASE = {"db", "transactional_db", "django_db_setup"}
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, leave out what asks no database: it was shown on SQLite."""
    if connection.vendor == "sqlite":
        return
    without = [item for item in items if not asks_a_database(item)]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if asks_a_database(item)]


def asks_a_database(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") is not None
    return marked or not ASKS_A_DATABASE.isdisjoint(item.fixturenames)


@pytest.fixture(autouse=True)
def instance_settings(settings, tmp_path):
    """Quick hashes, a folder of its own, and mail that stays in memory."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # or each browser first lists every static file
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def person(username: str, *, operator: bool = False) -> Person:
    make = Person.objects.create_superuser if operator else Person.objects.create_user
    return make(
        username,
        password=PASSWORD,
        name=username.title(),
        email=f"{username}@people.example",
    )


def organisation(slug: str, *kinds: str, **more) -> Organisation:
    return Organisation.objects.create(
        slug=slug, name=slug.replace("-", " ").title(), kinds=list(kinds), **more
    )


def join(somebody: Person, where: Organisation, *roles: Role) -> None:
    for role in roles:
        Membership.objects.create(person=somebody, organisation=where, role=role)


@pytest.fixture
def university(db) -> Organisation:
    return organisation("example-university", "university", url="https://uni.example")


@pytest.fixture
def college(db) -> Organisation:
    return organisation("other-college", "university")


@pytest.fixture
def ada(db) -> Person:
    return person("ada")


@pytest.fixture
def bashir(university) -> Person:
    somebody = person("bashir")
    join(somebody, university, Role.ADMIN)
    return somebody


@pytest.fixture
def chen(college) -> Person:
    somebody = person("chen")
    join(somebody, college, Role.ADMIN)
    return somebody


@pytest.fixture
def dara(db) -> Person:
    somebody = person("dara")
    join(somebody, organisation("example-employer", "employer"), Role.ADMIN)
    return somebody


@pytest.fixture
def eli(db) -> Person:
    somebody = person("eli")
    join(somebody, organisation("quality-board", "quality-body"), Role.ADMIN)
    return somebody


@pytest.fixture
def fay(db) -> Person:
    return person("fay", operator=True)


@pytest.fixture
def sign_in():
    """A browser in which somebody is signed in."""

    def signed_in(somebody: Person) -> Client:
        client = Client()
        client.force_login(somebody)
        return client

    return signed_in


@pytest.fixture
def fresh():
    """A browser in which somebody signed in and has just typed their password once more."""

    def signed_in(somebody) -> Client:
        client = Client()
        client.force_login(somebody)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        return client

    return signed_in


@pytest.fixture
def on_disk(transactional_db, tmp_path):
    """A database in a file: in memory, writers fail where they would wait."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    path = tmp_path / "together.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        memory.backup(copy)
        copy.execute("PRAGMA journal_mode = WAL")  # whoever comes first would be alone in doing so
    connection.settings_dict["NAME"], connection.connection = str(path), None
    yield
    connection.close()
    connection.settings_dict["NAME"], connection.connection = name, memory


@pytest.fixture
def together(on_disk):
    """Call functions in threads that all begin at once; what each returned."""

    def run(*calls):
        gate = threading.Barrier(len(calls))

        def one(call):
            try:
                gate.wait()
                return call()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(one, calls))

    return run
