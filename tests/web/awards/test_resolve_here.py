"""What this instance publishes is had without a socket; everything else is asked for elsewhere."""

from __future__ import annotations

import json

import pytest

from testamur.credentials.resolution import Fetched
from testamur.errors import TestamurError, Unreachable
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.awards.services import instance_signer
from tests.web.awards.conftest import awarded
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db

HERE = "https://awards.example"


class Elsewhere:
    def fetch(self, url, /, **_):
        return Fetched(url, b"from elsewhere", "text/plain", NOW)


@pytest.fixture(autouse=True)
def secure(settings):
    settings.INSTANCE_URL, settings.IS_SECURE = HERE, True


@pytest.fixture
def resolver():
    return InstanceResolver(at=NOW, then=Elsewhere())


def test_documents_of_keys_are_here(resolver, version, university):
    awarded(version)
    instance_signer(at=NOW)
    copy = resolver.fetch(f"{HERE}/o/{university.slug}/did.json")
    assert json.loads(copy.body)["id"] == f"did:web:awards.example:o:{university.slug}"
    assert (copy.media_type, copy.at) == ("application/did+json", NOW)
    instance = resolver.fetch(f"{HERE}/.well-known/did.json")
    assert json.loads(instance.body)["id"] == "did:web:awards.example"


def test_status_lists_are_here(resolver, version):
    award = awarded(version)
    copy = resolver.fetch(f"{HERE}/status/{award.suspension_list_id}/")
    assert json.loads(copy.body)["credentialSubject"]["statusPurpose"] == "suspension"


@pytest.mark.parametrize(
    "path",
    [
        "/status/x/",
        "/status/0b6d7d3c-9c7e-4a51-9a52-6d7f3b8f9b1e/",
        "/status/0b6d7d3c-9c7e-4a51-9a52-6d7f3b8f9b1e",
        "/o/nobody/did.json",
        "/o/example-university/did.json",
        "/.well-known/did.json",
        "/o/../o/x/did.json",
        "/home/",
    ],
)
def test_what_is_not_here_is_asked_of_nobody(resolver, university, path):
    with pytest.raises(Unreachable) as missing:
        resolver.fetch(HERE + path)
    assert missing.value.problem.code == "fetch.gone"


@pytest.mark.parametrize("url", ["https://uni.example/did.json", f"{HERE}.evil.example/status/x/"])
def test_everything_else_is_asked_for_elsewhere(resolver, url):
    assert resolver.fetch(url).body == b"from elsewhere"


@pytest.mark.parametrize("url", ["http://169.254.169.254/", "https://127.0.0.1/", "file:///etc"])
def test_elsewhere_is_never_the_own_network(url):
    with pytest.raises(TestamurError) as refused:
        InstanceResolver(at=NOW).fetch(url)
    assert refused.value.problem.code in {"fetch.blocked", "iri.malformed", "iri.scheme"}
