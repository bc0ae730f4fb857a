"""No page leads to one that its reader may not open: every link is followed, as each role."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client, override_settings

from testamur_web.people.models import Membership, Organisation, Person, Role
from tests.browser import showcase
from tests.web.conftest import join, person

LINK = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')
NAMES = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/s/)[^/]+|(?<=claim/)[^/]+")
MOST = 150


def links_in(content: bytes, *, at: str) -> list[str]:
    found = (urljoin(at, href.replace("&amp;", "&")) for href in LINK.findall(content.decode()))
    return [url for url in found if url.startswith("/") and not url.startswith("//")]


def refused(client: Client, *, beginning: str) -> dict[str, str]:
    """The addresses that were offered and are refused, each with the page that offers it."""
    offered = deque([(beginning, "")])
    seen: set[str] = set()
    wrong = {}
    while offered and len(seen) < MOST:
        url, origin = offered.popleft()
        path = urlsplit(url).path
        kind = NAMES.sub("*", path)
        if kind in seen or "logout" in path:
            continue
        seen.add(kind)
        answer = client.get(url, follow=False)
        if answer.status_code >= 400:
            wrong[url] = f"{answer.status_code}, offered on {origin}"
        elif answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
            offered.extend((each, url) for each in links_in(answer.content, at=url))
    assert len(seen) > 5
    return wrong


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("showcase")


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker, folder) -> Iterator[dict[str, str]]:
    """An instance with something of everything, filled once: what a test adds, it takes back."""
    settings = override_settings(
        DATA_DIR=folder,
        MEDIA_ROOT=folder / "media",
        EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend",
        EMAIL_FILE_PATH=folder / "mail",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with settings, django_db_blocker.unblock(), transaction.atomic():
        yield showcase.fill()
        transaction.set_rollback(True)


@pytest.fixture
def university(filled, db, settings, folder) -> Organisation:
    settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "media"
    return Organisation.objects.get(slug=filled["organisation"])


@pytest.mark.parametrize("role", list(Role))
def test_a_member_is_offered_what_the_role_includes(university, sign_in, role):
    somebody = person("somebody")
    join(somebody, university, role)
    assert refused(sign_in(somebody), beginning=f"/o/{university.slug}/") == {}


def test_a_learner_is_offered_what_is_theirs(university, sign_in):
    ada = Person.objects.get(username="ada")
    assert not Membership.objects.filter(person=ada).exists()
    assert refused(sign_in(ada), beginning="/home/") == {}


def test_nobody_in_particular_is_offered_what_is_public(university):
    assert refused(Client(), beginning="/") == {}


def test_an_operator_is_offered_what_there_is(university, sign_in):
    runner = person("runner", operator=True)
    assert refused(sign_in(runner), beginning="/operator/") == {}
