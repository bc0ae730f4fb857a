"""Revoking, suspending and reinstating: kept in rows, seen after publishing, final where it must be."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import AWARD
from tests.effort import examples

REASON = ("--reason", "Issued in error")


def one_of(folder: Path) -> Path:
    return min(folder.glob("*.json"))


def codes(testamur, file: Path) -> list[str]:
    ran = testamur("verify", file, "--offline", "--json")
    return [problem["code"] for problem in ran.lines[0]["problems"]]


@pytest.fixture
def suspendable(place, issue) -> Path:
    Path("award.toml").write_text(AWARD + "suspendable = true\n", encoding="utf-8")
    assert issue().code == 0
    return place / "out"


def test_a_revoked_credential_is_refused_once_it_is_published(issued, testamur):
    file = one_of(issued)
    ran = testamur("status", "revoke", file, *REASON)
    assert ran.code == 0
    assert "Not published yet" in ran.out
    assert codes(testamur, file) == []
    words = ("--register", issued / "register.sqlite3", "--key", "issuer.key")
    assert testamur("status", "publish", *words).code == 0
    assert codes(testamur, file) == ["status.revoked"]
    assert testamur("verify", issued, "--offline").code == 1


def test_with_a_key_it_is_published_at_once(issued, testamur):
    files = sorted(issued.glob("*.json"))[:3]
    ran = testamur("status", "revoke", *files, *REASON, "--key", "issuer.key", "--json")
    assert ran.code == 0
    assert [line["state"] for line in ran.lines] == ["revoked"] * 3
    assert [codes(testamur, file) for file in files] == [["status.revoked"]] * 3
    left = testamur("verify", issued, "--offline")
    assert "3 valid, 3 invalid" in left.out


def test_sl_010_revoking_twice_is_revoking_once(issued, testamur):
    """SL-010: idempotent, and the history keeps the first reason."""
    file = one_of(issued)
    assert testamur("status", "revoke", file, *REASON).code == 0
    ran = testamur("status", "revoke", file, "--reason", "Again", "--json")
    assert (ran.code, ran.lines[0]["state"]) == (0, "revoked already")
    (told,) = testamur("status", "show", file, "--json").lines
    assert [(one["act"], one["reason"]) for one in told["changes"]] == [
        ("revoked", "Issued in error")
    ]
    assert told["set"] == {"revocation": True}


def test_sl_010_suspended_and_reinstated(suspendable, testamur):
    file, key = one_of(suspendable), ("--key", "issuer.key")
    assert len(json.loads(file.read_text("utf-8"))["credentialStatus"]) == 2
    assert testamur("status", "suspend", file, "--reason", "Review", *key).code == 0
    assert codes(testamur, file) == ["status.suspended"]
    assert testamur("status", "reinstate", file, *key).code == 0
    assert codes(testamur, file) == []
    shown = testamur("status", "show", file).out
    assert "suspended at" in shown
    assert "(Review)" in shown
    assert "reinstated at" in shown
    assert testamur("status", "revoke", file, *REASON, *key).code == 0
    assert codes(testamur, file) == ["status.revoked"]


def test_sl_010_revocation_is_for_good(suspendable, testamur):
    file = one_of(suspendable)
    assert testamur("status", "revoke", file, *REASON).code == 0
    ran = testamur("status", "reinstate", file)
    assert (ran.code, "[status.revocation-is-final]" in ran.err) == (2, True)


def test_what_was_not_issued_to_be_suspended_is_not(issued, testamur):
    ran = testamur("status", "suspend", one_of(issued), "--reason", "x")
    assert (ran.code, "[status.not-stated]" in ran.err, "suspendable" in ran.err) == (2, True, True)


def test_none_is_changed_when_one_of_them_cannot_be(issued, testamur, place):
    Path("stranger.json").write_text('{"id": "urn:uuid:none", "proof": {}}', encoding="utf-8")
    register = ("--register", issued / "register.sqlite3")
    ran = testamur("status", "revoke", one_of(issued), "stranger.json", *REASON, *register)
    assert (ran.code, "[register.unknown-credential]" in ran.err) == (2, True)
    assert "stranger.json" in ran.err
    assert testamur("status", "show", *register, "--json").lines == []


def test_another_issuers_key_changes_nothing(issued, testamur):
    assert testamur("keys", "new", "-o", "other.key").code == 0
    file = one_of(issued)
    ran = testamur("status", "revoke", file, *REASON, "--key", "other.key")
    assert (ran.code, "[issuer.key-mismatch]" in ran.err) == (2, True)
    assert testamur("status", "show", file, "--json").lines[0]["changes"] == []


@pytest.mark.parametrize("form", ["jwt", "png", "svg", "bundle.json"])
def test_any_form_of_a_credential_names_it(place, testamur, issue, form):
    assert issue("--format", "json,jwt,png,svg,bundle").code == 0
    file = min(Path("out").glob(f"*.{form}"))
    assert testamur("status", "revoke", file, *REASON, "--key", "issuer.key").code == 0
    token = file.with_name(file.name.partition(".")[0] + ".jwt")
    assert codes(testamur, token) == ["status.revoked"]


def test_an_id_names_it_in_a_register(issued, testamur):
    award = json.loads(one_of(issued).read_text("utf-8"))["id"]
    ran = testamur("status", "revoke", award, *REASON)
    assert (ran.code, "[option.malformed]" in ran.err) == (2, True)
    register = ("--register", issued / "register.sqlite3")
    assert testamur("status", "revoke", award, *REASON, *register).code == 0
    told = testamur("status", "show", *register)
    assert "revocation: 1 set" in told.out
    assert award in told.out


def test_show_needs_something_to_show(place, testamur):
    ran = testamur("status", "show")
    assert (ran.code, "[option.malformed]" in ran.err) == (2, True)
    ran = testamur("status", "show", "--register", "none.sqlite3")
    assert (ran.code, "[file.missing]" in ran.err) == (2, True)


def test_a_reason_is_asked_for(issued, testamur):
    ran = testamur("status", "revoke", one_of(issued))
    assert (ran.code, "--reason" in ran.err) == (2, True)


def test_revocations_made_at_once_are_all_published(issued, testamur):
    """SL-006, as programs of their own: whoever publishes last publishes all."""
    files = sorted(issued.glob("*.json"))
    programs = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "testamur.cli", "status", "revoke", str(file)),
                *("--reason", "x", "--key", "issuer.key"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for file in files[: examples(4, 6)]
    ]
    assert [program.wait() for program in programs] == [0] * len(programs)
    ran = testamur("verify", issued, "--offline")
    assert f"{len(programs)} invalid" in ran.out


def test_issuing_again_publishes_what_was_revoked(issued, testamur, issue):
    file = one_of(issued)
    assert testamur("status", "revoke", file, *REASON).code == 0
    assert issue().code == 0
    assert codes(testamur, file) == ["status.revoked"]
