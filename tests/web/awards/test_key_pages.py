"""Administrators make, rotate and end keys; anybody reads the documents that publish them."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from testamur_web.awards.models import IssuerKey
from testamur_web.awards.queries import key_in_use
from testamur_web.awards.services import declare_compromised, instance_signer, make_key, revoke
from tests.web.awards.conftest import awarded
from tests.web.conftest import NOW, PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def secure(settings):
    settings.INSTANCE_URL, settings.IS_SECURE = "https://awards.example", True


@pytest.fixture
def client_of(bashir, fresh):
    return fresh(bashir)


def end(client, university, key, verb):
    return client.post(reverse("issuer-end-key", args=[university.slug, key.pk, verb]))


def test_a_key_is_made_rotated_and_declared_compromised(client_of, university):
    made = client_of.post(reverse("issuer-make-key", args=[university.slug]), {"kind": "ed25519"})
    assert made.status_code == 302
    old = key_in_use(university)
    end(client_of, university, old, "rotate")
    new = key_in_use(university)
    assert new != old
    end(client_of, university, old, "compromised")
    old.refresh_from_db()
    assert old.compromised_at is not None
    end(client_of, university, new, "retire")
    assert key_in_use(university) is None
    told = client_of.get(reverse("issuer-list-keys", args=[university.slug])).content.decode()
    assert "Compromised," in told
    assert "Retired," in told


def test_each_ending_is_asked_about_first(client_of, university, version):
    key = awarded(version).key
    for verb, asked in [
        ("rotate", "Rotate this key?"),
        ("retire", "Retire this key?"),
        ("compromised", "1 award was signed with it"),
    ]:
        address = reverse("issuer-end-key", args=[university.slug, key.pk, verb])
        assert asked in client_of.get(address).content.decode()
    assert key_in_use(university) == key


@pytest.mark.parametrize("verb", ["retire", "compromised"])
def test_the_password_is_asked_for_once_more(bashir, university, sign_in, verb):
    key, client = make_key(university, by=None, at=NOW), sign_in(bashir)
    address = reverse("issuer-end-key", args=[university.slug, key.pk, verb])
    for asked in (sign_in(bashir).post(address), client.get(address)):
        assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    key.refresh_from_db()
    assert (key.retired_at, key.compromised_at) == (None, None)
    wrong = client.post("/accounts/reauthenticate/", {"password": "guessed", "next": address})
    assert wrong.status_code == 200
    proof = {"password": PASSWORD, "next": address}
    assert client.post("/accounts/reauthenticate/", proof).headers["Location"] == address
    assert client.get(address).status_code == 200
    client.post(address)
    key.refresh_from_db()
    assert key.retired_at is not None


def test_another_key_in_its_place_needs_no_password(bashir, university, sign_in):
    key = make_key(university, by=None, at=NOW)
    end(sign_in(bashir), university, key, "rotate")
    assert key_in_use(university) != key


def test_what_cannot_be_done_is_told(client_of, university):
    address = reverse("issuer-make-key", args=[university.slug])
    for kind in ("ed25519", "ed25519", "rsa"):
        client_of.post(address, {"kind": kind})
    assert IssuerKey.objects.count() == 1
    key = key_in_use(university)
    assert end(client_of, university, key, "sell").status_code == 404
    for _ in range(2):
        end(client_of, university, key, "retire")
    assert IssuerKey.objects.count() == 1


def test_another_organisations_key_is_not_there(client_of, university, college):
    foreign = make_key(college, by=None, at=NOW)
    assert end(client_of, university, foreign, "compromised").status_code == 404
    foreign.refresh_from_db()
    assert foreign.compromised_at is None


def test_the_documents_of_keys_are_public(secure, university):
    make_key(university, by=None, at=NOW)
    instance_signer(at=NOW)
    answer = Client().get(f"/o/{university.slug}/did.json")
    document = json.loads(answer.content)
    assert document["id"] == f"did:web:awards.example:o:{university.slug}"
    assert answer.headers["Content-Type"] == "application/did+json"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    instance = Client().get("/.well-known/did.json")
    assert json.loads(instance.content)["id"] == "did:web:awards.example"


def test_an_organisation_without_keys_publishes_nothing(secure, university):
    assert Client().get(f"/o/{university.slug}/did.json").status_code == 404
    assert Client().get("/o/nobody/did.json").status_code == 404
    assert Client().get("/.well-known/did.json").status_code == 404


def test_a_status_list_is_a_public_file_that_caches_keep(version):
    award = awarded(version)
    address = f"/status/{award.revocation_list_id}/"
    first = Client().get(address)
    assert first.headers["Content-Type"] == "application/vc"
    assert json.loads(first.content)["credentialSubject"]["statusPurpose"] == "revocation"
    assert "max-age=5" in first.headers["Cache-Control"]
    assert "Set-Cookie" not in first.headers
    kept = Client().get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (kept.status_code, kept.content) == (304, b"")
    revoke([award], reason="Mistake", by=None, at=NOW)
    changed = Client().get(address, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert Client().get(f"/status/{uuid4()}/").status_code == 404
    assert Client().post(address).status_code == 405


def test_a_list_that_nobody_may_sign_is_gone(version):
    award = awarded(version)
    declare_compromised(award.key, by=None, at=NOW)
    assert Client().get(f"/status/{award.revocation_list_id}/").status_code == 410
