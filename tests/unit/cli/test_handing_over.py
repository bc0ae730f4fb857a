"""What a holder does: bundles for those without a network, presentations, parts instead of the whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ASKED = ("--challenge", "8f2c", "--domain", "https://employer.example")


@pytest.fixture
def credential(issued) -> Path:
    return min(issued.glob("*.json"))


@pytest.fixture
def holder(place, testamur) -> Path:
    assert testamur("keys", "new", "-o", "holder.key", "--type", "p256").code == 0
    return place / "holder.key"


def test_a_bundle_verifies_anywhere(credential, testamur, tmp_path):
    ran = testamur("bundle", credential, "-o", "ada.bundle.json", "--offline")
    assert (ran.code, ran.out.startswith("VALID")) == (0, True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = Path("ada.bundle.json").rename(elsewhere / "ada.json")
    assert testamur("verify", moved, "--offline").code == 0


def test_a_bundle_that_lacks_something_says_so(credential, testamur, place):
    alone = Path("alone.json")
    alone.write_bytes(credential.read_bytes())
    ran = testamur("bundle", alone, "-o", "x.json", "--offline")
    assert (ran.code, "[status.list-unreachable]" in ran.out) == (3, True)
    words = ("--offline", "--documents", credential.parent / "site")
    assert testamur("bundle", alone, "-o", "x.json", *words).code == 0


def test_a_bundle_of_a_revoked_credential_is_invalid(credential, testamur):
    words = ("--reason", "x", "--key", "issuer.key")
    assert testamur("status", "revoke", credential, *words).code == 0
    assert testamur("bundle", credential, "-o", "x.json", "--offline").code == 1


@pytest.mark.parametrize("form", ["json", "jwt"])
def test_a_presentation_answers_who_asked(place, testamur, issue, holder, form):
    assert issue("--format", "json,jwt,png").code == 0
    files = [min(Path("out").glob(f"*.{ending}")) for ending in ("json", "jwt", "png")]
    words = ("--key", holder, *ASKED, "--format", form, "-o", "vp")
    assert testamur("present", *files, *words).code == 0
    site = ("--documents", "out/site", "--offline")
    told = testamur("verify", "vp", *ASKED, *site)
    assert told.code == 0
    assert "credential 2" in told.out
    assert "credential 3" not in told.out, "the image carries what is there already"
    other = ("--challenge", "other", "--domain", "https://employer.example")
    ran = testamur("verify", "vp", *other, *site, "--json")
    assert (ran.code, ran.lines[0]["problems"][0]["code"]) == (1, "proof.challenge-mismatch")
    assert testamur("inspect", "vp").code == 0


def test_a_presentation_goes_to_standard_output(credential, testamur, holder):
    ran = testamur("present", credential, "--key", holder, *ASKED)
    document = json.loads(ran.out)
    assert document["type"] == ["VerifiablePresentation"]
    assert document["holder"].startswith("did:key:zDn")


def test_only_credentials_are_presented(place, testamur, holder):
    Path("vp.json").write_text('{"type": "VerifiablePresentation"}', encoding="utf-8")
    ran = testamur("present", "vp.json", "--key", holder)
    assert (ran.code, "[document.wrong-type]" in ran.err) == (2, True)


def test_some_parts_are_shown_and_the_rest_is_kept(place, testamur, issue):
    assert testamur("keys", "new", "-o", "p.key", "--type", "p256").code == 0
    ran = issue("--key", "p.key", "--proof", "ecdsa-sd-2023")
    assert (ran.code, "testamur derive" in ran.out) == (0, True)
    whole = min(Path("out").glob("*.json"))
    told = testamur("verify", whole, "--json").lines[0]
    assert [one["code"] for one in told["problems"]] == ["proof.not-derived"]
    words = ("--reveal", "/credentialSubject/result", "-o", "out/shown.json")
    assert testamur("derive", whole, *words).code == 0
    shown = Path("out/shown.json").read_text("utf-8")
    assert "Person 0" not in shown
    assert "Person 0" in whole.read_text("utf-8")
    assert json.loads(shown)["credentialSubject"]["result"][0]["value"] == "C"
    assert testamur("verify", "out/shown.json", "--offline").code == 0
    forged = shown.replace('"value":"C"', '"value":"A"')
    Path("out/forged.json").write_text(forged, encoding="utf-8")
    assert testamur("verify", "out/forged.json", "--offline").code == 1


def test_deriving_needs_a_part_that_is_there_and_a_proof_that_allows_it(
    credential, testamur, place
):
    ran = testamur("derive", credential, "--reveal", "/issuer")
    assert ran.code == 2
    assert str(credential) in ran.err
    assert ran.err.count("\n") == 1


def test_a_token_is_shown_whole_or_not_at_all(place, issue, testamur):
    assert issue("--format", "jwt").code == 0
    ran = testamur("derive", min(Path("out").glob("*.jwt")), "--reveal", "/issuer")
    assert (ran.code, "[proof.suite-unknown]" in ran.err) == (2, True)
