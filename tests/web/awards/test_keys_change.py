"""Keys are made, rotated, retired and declared compromised; what they signed is judged rightly."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from testamur import Verdict
from testamur.credentials.issue import sign
from testamur.errors import Conflict, Refused, Unreachable
from testamur_web.awards.models import IssuerKey
from testamur_web.awards.queries import did_document, issuer_id, key_in_use, verdict_of
from testamur_web.awards.sealing import signer_of
from testamur_web.awards.services import (
    declare_compromised,
    instance_signer,
    make_key,
    retire_key,
    revoke,
    rotate_key,
)
from tests.web.awards.conftest import awarded
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def secure(settings):
    settings.INSTANCE_URL, settings.IS_SECURE = "https://awards.example", True


def day(n):
    return NOW + timedelta(days=n)


def test_the_secret_is_encrypted_at_rest(university, bashir, settings):
    key = make_key(university, by=bashir, at=NOW)
    secret = signer_of(key)
    assert secret.public.multikey == key.multikey
    assert b"ENCRYPTED" in bytes(key.secret)
    assert secret.to_multikey().encode() not in bytes(key.secret)
    settings.KEY_SECRET = "another secret"
    with pytest.raises(Unreachable) as unreachable:
        signer_of(key)
    assert unreachable.value.problem.code == "service.key-secret"


def test_one_key_of_a_kind_is_in_use(university, bashir):
    make_key(university, by=bashir, at=NOW)
    make_key(university, kind="p256", by=bashir, at=NOW)
    with pytest.raises(Conflict) as conflict:
        make_key(university, by=bashir, at=NOW)
    assert conflict.value.problem.code == "key.in-use"
    assert key_in_use(university).kind == "ed25519"


def test_the_database_keeps_it_so(university):
    make_key(university, by=None, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuerKey.objects.create(organisation=university, kind="ed25519", multikey="z", secret=b"")


def test_a_key_of_no_known_kind_is_refused(university):
    with pytest.raises(Refused) as refused:
        make_key(university, kind="rsa", by=None, at=NOW)
    assert refused.value.problem.code == "value.unknown-choice"


def test_key_001_twenty_rotations_break_nothing(secure, version, university, bashir):
    awards = [awarded(version, key="0")]
    for turn in range(1, 21):
        rotate_key(key_in_use(university), by=bashir, at=day(turn))
        awards.append(awarded(version, key=str(turn), at=day(turn), awarded_at=day(turn)))
    assert len({award.key_id for award in awards}) == 21
    for award in awards:
        report = verdict_of(award, at=day(30))
        assert report.verdict is Verdict.VALID, report.problems
    assert issuer_id(university) == "did:web:awards.example:o:example-university"


def test_a_p256_key_signs_too(secure, version, university, bashir):
    make_key(university, kind="p256", by=bashir, at=NOW)
    award = awarded(version)
    assert json.loads(award.credential)["proof"][0]["cryptosuite"] == "ecdsa-rdfc-2019"
    assert verdict_of(award, at=day(1)).verdict is Verdict.VALID


def test_key_002_a_retired_key_signs_no_more(secure, version, university, bashir):
    award = awarded(version)
    key = key_in_use(university)
    retire_key(key, by=bashir, at=day(1))
    document = json.loads(award.credential)
    del document["proof"]
    award.credential = sign(document, signer=signer_of(key), at=day(2)).text
    report = verdict_of(award, at=day(3))
    assert report.verdict is Verdict.INVALID
    assert "proof.key-retired" in [problem.code for problem in report.problems]
    with pytest.raises(Conflict) as conflict:
        rotate_key(key, by=bashir, at=day(3))
    assert conflict.value.problem.code == "key.ended"


def test_key_003_what_a_compromised_key_signed_is_undetermined(secure, version, university, bashir):
    award = awarded(version)
    key = key_in_use(university)
    declare_compromised(key, by=bashir, at=day(1))
    make_key(university, by=bashir, at=day(1))
    report = verdict_of(award, at=day(2))
    assert report.verdict is Verdict.UNDETERMINED
    assert "proof.key-revoked" in [problem.code for problem in report.problems]
    document = did_document(university)
    published = {one["publicKeyMultibase"]: one for one in document["verificationMethod"]}
    assert published[key.multikey]["revoked"] == "2026-05-02T12:00:00Z"
    assert len(document["authentication"]) == 1
    with pytest.raises(Conflict):
        declare_compromised(key, by=bashir, at=day(2))


def test_a_retired_key_can_turn_out_compromised(secure, version, university, bashir):
    key = awarded(version).key
    rotate_key(key, by=bashir, at=day(1))
    declare_compromised(key, by=bashir, at=day(5))
    key.refresh_from_db()
    assert (key.retired_at, key.compromised_at) == (day(1), day(5))


def test_without_https_a_key_is_the_issuer(version, university, bashir):
    old = awarded(version)
    first = issuer_id(university)
    assert first.startswith("did:key:")
    rotate_key(key_in_use(university), by=bashir, at=day(1))
    assert issuer_id(university) != first
    new = awarded(version, key="new", at=day(1))
    assert old.revocation_list != new.revocation_list
    for award in (old, new):
        assert verdict_of(award, at=day(2)).verdict is Verdict.VALID
    revoke([old], reason="Mistake", by=bashir, at=day(2))
    assert verdict_of(old, at=day(2)).verdict is Verdict.INVALID


def test_without_https_a_compromised_key_proves_nothing(version, university, bashir):
    award = awarded(version)
    declare_compromised(award.key, by=bashir, at=day(1))
    report = verdict_of(award, at=day(2))
    assert report.verdict is Verdict.UNDETERMINED
    assert "status.list-unreachable" in [problem.code for problem in report.problems]


def test_an_organisation_without_a_key_is_nobody_yet(university):
    with pytest.raises(Refused) as refused:
        issuer_id(university)
    assert refused.value.problem.code == "award.no-key"


def test_the_instance_has_a_key_of_its_own(db, secure):
    signer = instance_signer(at=NOW)
    assert instance_signer(at=day(1)) == signer
    assert did_document(None)["id"] == "did:web:awards.example"
