"""Keys from the command line: made once, kept secret, shown, rotated without breaking what was signed."""

from __future__ import annotations

import json
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from testamur.cli.keyfile import open_key, read_key_file
from testamur.errors import Refused
from testamur.keys import SigningKey

DID = "did:web:uni.example"


@pytest.mark.parametrize("kind", ["ed25519", "p256", "p384"])
def test_a_new_key_is_for_its_owner_alone(place, testamur, kind):
    assert testamur("keys", "new", "-o", "k.key", "--type", kind).code == 0
    assert stat.S_IMODE(Path("k.key").stat().st_mode) == 0o600
    file, key = open_key(Path("k.key"), passphrase=None)
    assert (file.public.kind, key.public) == (kind, file.public)
    assert file.issuer == key.public.did_key


def test_a_key_is_never_written_over(place, testamur):
    before = Path("issuer.key").read_bytes()
    ran = testamur("keys", "new", "-o", "issuer.key")
    assert ran.code == 2
    assert "[file.exists]" in ran.err
    assert ran.err.count("\n") == 1
    assert Path("issuer.key").read_bytes() == before
    assert sorted(path.name for path in place.iterdir()) == [
        "award.toml",
        "issuer.key",
        "people.csv",
    ]


def test_other_tools_read_the_file(place):
    read = subprocess.run(
        ["openssl", "pkey", "-in", "issuer.key", "-pubout"], capture_output=True, check=True
    )
    shown = read_key_file(Path("issuer.key")).public
    from testamur.keys import PublicKey

    assert PublicKey.from_pem(read.stdout) == shown


def test_a_plain_pem_of_another_tool_is_a_key_file(place, testamur):
    key = SigningKey.generate("p256")
    Path("other.pem").write_bytes(key.to_pem())
    ran = testamur("keys", "show", "other.pem", "--json")
    assert ran.lines[0]["didKey"] == key.public.did_key


def test_a_passphrase_is_needed_where_one_was_given(place, testamur, monkeypatch, issue):
    Path("secret.txt").write_text("correct horse\n", encoding="utf-8")
    made = testamur("keys", "new", "-o", "k.key", "--passphrase-file", "secret.txt")
    assert made.code == 0
    assert "not encrypted" not in made.out
    assert "ENCRYPTED" in Path("k.key").read_text(encoding="utf-8")
    assert testamur("keys", "show", "k.key").code == 0, "the public side needs none"
    without = issue("--key", "k.key")
    assert (without.code, "[key.passphrase]" in without.err) == (2, True)
    monkeypatch.setenv("TESTAMUR_PASSPHRASE", "wrong")
    wrong = issue("--key", "k.key")
    assert (wrong.code, "[key.passphrase]" in wrong.err) == (2, True)
    assert "wrong" not in wrong.err.replace("is missing or wrong", "")
    monkeypatch.setenv("TESTAMUR_PASSPHRASE", "correct horse")
    assert issue("--key", "k.key").code == 0
    monkeypatch.delenv("TESTAMUR_PASSPHRASE")
    monkeypatch.setenv("TESTAMUR_PASSPHRASE_FILE", "secret.txt")
    assert issue("--key", "k.key").code == 0


def test_an_empty_passphrase_is_refused(place, testamur):
    Path("empty.txt").write_text("\n", encoding="utf-8")
    ran = testamur("keys", "new", "-o", "k.key", "--passphrase-file", "empty.txt")
    assert (ran.code, "[key.passphrase]" in ran.err) == (2, True)
    assert not Path("k.key").exists()


@pytest.mark.parametrize(
    "controller",
    [
        "did:key:z6Mk",
        "did:web:",
        "did:web:UNI.example",
        "http://uni.example",
        "uni.example",
        "https://a/#k",
    ],
)
def test_a_controller_that_cannot_publish_a_key_is_refused(place, testamur, controller):
    ran = testamur("keys", "new", "-o", "k.key", "--controller", controller)
    assert ran.code == 2
    assert "--controller" in ran.err
    assert not Path("k.key").exists()


def test_show_tells_the_public_side_alone(place, testamur):
    told = testamur("keys", "show", "issuer.key", "--json").lines[0]
    secret = open_key(Path("issuer.key"), passphrase=None)[1].to_multikey()
    assert secret not in json.dumps(told)
    assert told["issuer"] == told["didKey"]
    assert told["verificationMethod"].endswith("#" + told["publicKeyMultibase"])
    assert testamur("keys", "show", "issuer.key").out.startswith("issuer.key\n")


def test_a_key_that_names_itself_has_nothing_to_publish(place, testamur):
    ran = testamur("keys", "show", "issuer.key", "--did-document")
    assert (ran.code, "[key.nothing-to-publish]" in ran.err) == (2, True)


def test_a_file_whose_public_key_was_changed_is_refused(place, issue):
    text = Path("issuer.key").read_text(encoding="utf-8")
    other = SigningKey.generate().public.multikey
    own = read_key_file(Path("issuer.key")).public.multikey
    Path("issuer.key").write_text(text.replace(own, other), encoding="utf-8")
    ran = issue()
    assert (ran.code, "[key.malformed]" in ran.err) == (2, True)


@pytest.mark.parametrize("text", ["", "nonsense", "-----BEGIN PUBLIC KEY-----\nMCow\n"])
def test_what_is_no_key_file_is_one_clear_problem(place, testamur, text):
    Path("bad.key").write_text(text, encoding="utf-8")
    ran = testamur("keys", "show", "bad.key")
    assert ran.code == 2
    assert "bad.key" in ran.err
    assert "[key.malformed]" in ran.err
    assert ran.err.count("\n") == 1


def test_a_did_key_issuer_cannot_rotate_by_accident(place, testamur, issued):
    before = Path("issuer.key").read_bytes()
    ran = testamur("keys", "rotate", "issuer.key")
    assert (ran.code, "[key.rotation-refused]" in ran.err) == (2, True)
    assert Path("issuer.key").read_bytes() == before


def test_a_new_issuer_keeps_the_old_key_for_revoking(place, testamur, issued):
    old = read_key_file(Path("issuer.key")).public
    assert testamur("keys", "rotate", "issuer.key", "--new-issuer").code == 0
    assert read_key_file(Path("issuer.key")).public != old
    (kept,) = place.glob("issuer.*.key")
    assert read_key_file(kept).public == old
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    file = next(issued.glob("*.json"))
    assert testamur("status", "revoke", file, "--reason", "x", "--key", kept).code == 0
    assert testamur("verify", file).code == 1


def test_every_credential_holds_after_twenty_rotations(place, testamur, issue, monkeypatch):
    """KEY-001: retired keys stay published, and what they signed stays valid."""
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    for module in ("keys", "issue", "verify"):
        monkeypatch.setattr(f"testamur.cli.{module}.now", lambda: moment)
    assert testamur("keys", "new", "-o", "w.key", "--controller", DID).code == 0
    for turn in range(20):
        people = f"Name,E-mail\nPerson {turn},p{turn}@mail.example\n"
        Path("one.csv").write_text(people, encoding="utf-8")
        moment += timedelta(days=1)
        assert issue("--key", "w.key", "--recipients", "one.csv").code == 0
        moment += timedelta(hours=1)
        assert testamur("keys", "rotate", "w.key").code == 0
    assert issue("--key", "w.key", "--recipients", "one.csv").code == 0
    document = json.loads(testamur("keys", "show", "w.key", "--did-document").out)
    assert len(document["verificationMethod"]) == 21
    assert sum("expires" in method for method in document["verificationMethod"]) == 20
    ran = testamur("verify", "out", "--offline", "--documents", "out/site")
    assert (ran.code, "20 valid" in ran.out) == (0, True)


def test_a_lost_key_is_published_as_revoked(place, testamur):
    assert testamur("keys", "new", "-o", "w.key", "--controller", DID).code == 0
    assert testamur("keys", "rotate", "w.key", "--compromised", "--type", "p256").code == 0
    document = json.loads(testamur("keys", "show", "w.key", "--did-document").out)
    new, old = document["verificationMethod"]
    assert "revoked" in old
    assert "expires" not in old
    assert read_key_file(Path("w.key")).public.kind == "p256"
    assert document["authentication"] == [new["id"]]
    assert "revoked" in testamur("keys", "show", "w.key").out


def test_a_retired_key_that_is_told_wrongly_is_refused(place, testamur):
    assert testamur("keys", "new", "-o", "w.key", "--controller", DID).code == 0
    text = Path("w.key").read_text(encoding="utf-8")
    Path("w.key").write_text(text.replace("made: ", "retired: z6Mk\nmade: "), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_key_file(Path("w.key"))
    assert refused.value.problem.code == "key.malformed"


def test_a_key_that_others_can_read_is_told(place, issue):
    Path("issuer.key").chmod(0o644)
    ran = issue()
    assert ran.code == 0
    assert "chmod 600" in ran.err
