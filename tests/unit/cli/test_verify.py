"""Verifying from the command line: every form, every ending, and nobody's word taken for more than it is."""

from __future__ import annotations

import io
import json
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.command_line import AWARD, HEAVY, modules_loaded

CHECKED = {"form", "proof", "issuer", "dates", "status"}


def one_of(folder: Path, ending: str = "json") -> Path:
    return min(folder.glob(f"*.{ending}"))


def altered(path: Path, old: str, new: str) -> Path:
    text = path.read_text("utf-8")
    assert old in text
    copy = path.with_name("altered.json")
    copy.write_text(text.replace(old, new), encoding="utf-8")
    return copy


def test_a_person_reads_the_verdict_first_and_four_answers(issued, testamur):
    ran = testamur("verify", one_of(issued))
    assert ran.code == 0
    assert ran.out.startswith("VALID  ")
    for question in ("Is it untampered?", "Who signed it?", "Is it still valid?", "Who trusts"):
        assert question in ran.out
    assert "\x1b" not in ran.out, "no colour where nobody sees it"


def test_a_program_reads_one_object_a_line(issued, testamur):
    ran = testamur("verify", issued, "--json")
    assert ran.code == 0
    assert len(ran.lines) == 6
    for line in ran.lines:
        assert line["verdict"] == "valid"
        assert Path(line["file"]).is_file()
        assert {check["name"] for check in line["checks"]} >= CHECKED
        assert line["problems"] == []
        assert len(line["answers"]) == 4
        assert line["kind"] == "Open Badges 3.0"
        assert line["statusAsOf"]


def test_a_changed_word_is_invalid(issued, testamur):
    changed = altered(one_of(issued), "Person 0", "Person O")
    ran = testamur("verify", changed, "--json")
    assert ran.code == 1
    assert ran.lines[0]["verdict"] == "invalid"
    assert [one["code"] for one in ran.lines[0]["problems"]] == ["proof.signature-mismatch"]
    told = testamur("verify", changed)
    assert "INVALID" in told.out
    assert "[proof.signature-mismatch]" in told.out
    assert "ask the issuer for the original" in told.out


def test_many_sources_end_as_the_worst(issued, testamur):
    good = one_of(issued)
    bad = altered(good, "Person 0", "Person O")
    moved = issued.parent / "moved.json"
    shutil.copy(good, moved)
    assert testamur("verify", good, moved, "--offline").code == 3
    assert testamur("verify", good, "missing.json").code == 2
    assert testamur("verify", moved, "missing.json", "--offline").code == 2
    ran = testamur("verify", good, moved, bad, "missing.json", "--offline")
    assert ran.code == 1
    assert "1 valid, 1 invalid, 2 undetermined" in ran.out
    only = testamur("verify", good, bad, "--only-invalid", "--json")
    assert [Path(line["file"]).name for line in only.lines] == ["altered.json"]


def test_away_from_its_status_list_nobody_knows(issued, testamur):
    moved = issued.parent / "moved.json"
    shutil.copy(one_of(issued), moved)
    ran = testamur("verify", moved, "--offline", "--json")
    assert ran.code == 3
    assert [one["code"] for one in ran.lines[0]["problems"]] == ["status.list-unreachable"]
    assert testamur("verify", moved, "--offline", "--documents", issued / "site").code == 0


def test_standard_input_is_a_source(issued, testamur, monkeypatch):
    data = one_of(issued).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    ran = testamur("verify", "-", "--documents", issued / "site", "--offline", "--json")
    assert (ran.code, ran.lines[0]["file"]) == (0, "-")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document.unrecognised"),
        (b"hello", "document.unrecognised"),
        (b"\xff\xfe\x00", "document.unrecognised"),
        (b"{", "json.malformed"),
        (b"{}", None),
        (b"[" * 100_000, "document.unrecognised"),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image.no-credential"),
    ],
)
def test_what_is_no_credential_is_invalid_with_a_reason(place, testamur, content, code):
    Path("strange").write_bytes(content)
    ran = testamur("verify", "strange", "--json")
    assert ran.code == 1
    assert ran.err == ""
    codes = [one["code"] for one in ran.lines[0]["problems"]]
    assert codes
    assert code is None or codes == [code]


def test_what_cannot_be_read_is_told(place, testamur):
    Path("folder").mkdir()
    ran = testamur("verify", "folder")
    assert (ran.code, "[file.missing]" in ran.err) == (2, True)
    ran = testamur("verify", "nothing.json", "--json")
    assert ran.code == 2
    assert ran.lines[0]["verdict"] == "undetermined"
    assert ran.lines[0]["problems"][0]["code"] == "file.missing"
    with Path("huge.json").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    ran = testamur("verify", "huge.json", "--json")
    assert (ran.code, ran.lines[0]["problems"][0]["code"]) == (2, "file.unreadable")


def test_a_url_is_not_fetched_offline(place, testamur):
    ran = testamur("verify", "https://uni.example/ada.json", "--offline", "--json")
    assert (ran.code, ran.lines[0]["problems"][0]["code"]) == (3, "fetch.offline")
    ran = testamur("verify", "http://127.0.0.1/ada.json", "--json")
    assert (ran.code, ran.lines[0]["problems"][0]["code"]) == (3, "fetch.blocked")


def test_another_moment_gives_another_answer(place, testamur, issue):
    Path("award.toml").write_text(AWARD + 'valid_for = "1 year"\n', encoding="utf-8")
    assert issue().code == 0
    file = one_of(Path("out"))

    def codes(*words: str) -> list[str]:
        ran = testamur("verify", file, "--json", "--offline", *words)
        return [problem["code"] for problem in ran.lines[0]["problems"]]

    assert codes() == []
    assert "dates.expired" in codes("--at", "2027-05-29")
    assert "dates.expired" not in codes("--at", "2027-05-28T23:59:59Z")
    assert "dates.not-yet-valid" in codes("--at", "2026-05-01")
    ran = testamur("verify", file, "--at", "yesterday")
    assert (ran.code, "[time.malformed]" in ran.err, "--at" in ran.err) == (2, True, True)


def test_a_status_may_be_only_so_old(issued, testamur, monkeypatch):
    later = datetime.now(UTC) + timedelta(days=3)
    monkeypatch.setattr("testamur.cli.verify.now", lambda: later)
    file = one_of(issued)
    assert testamur("verify", file, "--offline").code == 0
    ran = testamur("verify", file, "--offline", "--max-status-age", "2d", "--json")
    assert (ran.code, ran.lines[0]["problems"][0]["code"]) == (3, "status.list-stale")
    ran = testamur("verify", file, "--max-status-age", "old")
    assert (ran.code, "[option.malformed]" in ran.err) == (2, True)


def test_a_published_list_is_not_current_for_ever(issued, testamur, monkeypatch):
    later = datetime.now(UTC) + timedelta(days=31)
    monkeypatch.setattr("testamur.cli.verify.now", lambda: later)
    ran = testamur("verify", one_of(issued), "--offline", "--json")
    assert (ran.code, ran.lines[0]["problems"][0]["code"]) == (3, "status.list-stale")


def test_a_folder_found_beside_a_file_is_not_younger_than_its_lists_say(
    issued, testamur, monkeypatch
):
    """Whoever sends a folder may write any date into its list of documents, but not sign one."""
    index = issued / "site" / "documents.json"
    listed = json.loads(index.read_text("utf-8"))
    later = datetime.now(UTC) + timedelta(days=20)
    listed["documents"][0]["at"] = later.strftime("%Y-%m-%dT%H:%M:%SZ")
    index.write_text(json.dumps(listed), encoding="utf-8")
    monkeypatch.setattr("testamur.cli.verify.now", lambda: later)
    words = ("verify", one_of(issued), "--offline", "--json")
    (line,) = testamur(*words).lines
    assert line["statusAsOf"] < later.strftime("%Y-%m-%d")
    assert testamur(*words, "--max-status-age", "2d").code == 3


def test_keys_found_beside_a_file_prove_nothing(place, testamur, issue):
    """A forger's folder brings its own did.json; only a folder that was named is believed."""
    assert testamur("keys", "new", "-o", "w.key", "--controller", "did:web:uni.example").code == 0
    assert issue("--key", "w.key").code == 0
    ran = testamur("verify", "out", "--offline", "--json")
    assert ran.code == 3
    assert {line["problems"][0]["code"] for line in ran.lines} == {"issuer.key-handed-over"}
    assert testamur("verify", "out", "--offline", "--documents", "out/site").code == 0
    assert testamur("verify", "out", "--offline", "--accept", "handed-over").code == 0


def test_keys_that_are_known_prove_what_came_along(place, testamur, issue):
    assert testamur("keys", "new", "-o", "w.key", "--controller", "did:web:uni.example").code == 0
    assert issue("--key", "w.key", "--format", "json,bundle").code == 0
    key = testamur("keys", "show", "w.key", "--json").lines[0]["publicKeyMultibase"]
    Path("trust.toml").write_text(f'[keys]\n"did:web:uni.example" = ["{key}"]\n', encoding="utf-8")
    assert testamur("verify", "out", "--offline", "--trust", "trust.toml").code == 0
    other = '[keys]\n"did:web:uni.example" = ["z6MkOther"]\n'
    Path("trust.toml").write_text(other, encoding="utf-8")
    assert testamur("verify", "out", "--offline", "--trust", "trust.toml").code == 3
    bundles = list(Path("out").glob("*.bundle.json"))
    assert testamur("verify", *bundles, "--offline", "--accept", "handed-over").code == 0


@pytest.mark.parametrize(
    "index",
    ["not json", "[]", '{"documents": 1}', '{"documents": [{"url": 1}]}', '{"documents": [{}]}'],
)
def test_a_broken_list_of_documents(issued, testamur, index):
    """Beside a file it is passed over; where it was named it is one clear problem."""
    (issued / "site" / "documents.json").write_text(index, encoding="utf-8")
    assert testamur("verify", one_of(issued), "--offline").code == 3
    ran = testamur("verify", one_of(issued), "--documents", issued / "site")
    assert ran.code == 2
    assert ran.err.count("\n") == 1


def test_a_list_of_documents_cannot_reach_outside_its_folder(issued, testamur):
    index = issued / "site" / "documents.json"
    listed = json.loads(index.read_text("utf-8"))
    (issued.parent / "list.json").write_bytes(
        min((issued / "site/uni.example/status").iterdir()).read_bytes()
    )
    for file in ("../../list.json", str(issued.parent / "list.json"), "nowhere.json"):
        listed["documents"][0]["file"] = file
        index.write_text(json.dumps(listed), encoding="utf-8")
        assert testamur("verify", one_of(issued), "--offline").code == 3


def test_issuers_you_know_are_named(issued, testamur, place):
    issuer = json.loads(one_of(issued).read_text("utf-8"))["issuer"]["id"]
    Path("trust.toml").write_text(f'[trusted]\n"{issuer}" = "Our register"\n', encoding="utf-8")
    ran = testamur("verify", one_of(issued), "--trust", "trust.toml")
    assert (ran.code, "Our register" in ran.out) == (0, True)


@pytest.mark.parametrize(
    "text",
    ["trusted = 1", "[trusted]\na = 1", "=", "", "[other]", "[keys]\na = 'z'", "[keys]\na = [1]"],
)
def test_a_list_of_trust_that_is_none(issued, testamur, text):
    Path("trust.toml").write_text(text, encoding="utf-8")
    ran = testamur("verify", one_of(issued), "--trust", "trust.toml")
    assert (ran.code, "[option.malformed]" in ran.err, "trust.toml" in ran.err) == (2, True, True)


def test_text_from_a_credential_does_nothing_on_the_terminal(place, testamur):
    document = {
        "type": ["VerifiableCredential"],
        "issuer": {"id": "x:\u001b[2J\u202e", "name": "\u001b[31m"},
    }
    Path("evil.json").write_text(json.dumps(document), encoding="utf-8")
    ran = testamur("verify", "evil.json", "--offline")
    assert ran.code == 1
    assert not [one for one in ran.out if not one.isprintable() and one != "\n"]


def test_colour_is_for_terminals_that_want_it(issued, testamur, monkeypatch):
    from testamur.cli.terminal import paint

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert paint("VALID", "good", stream=Terminal()) == "\x1b[32mVALID\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert paint("VALID", "good", stream=Terminal()) == "VALID"


def test_verifying_one_file_loads_no_more_than_it_needs(issued):
    """How long that takes is measured in bench/; most of it is loading."""
    loaded = modules_loaded(["verify", one_of(issued)])
    assert "testamur.cli.verify" in loaded
    assert not (HEAVY - {"pyld"}) & loaded


def test_an_origin_that_is_none_is_refused_as_such(issued, testamur):
    ran = testamur("verify", one_of(issued), "--allow-origin", "badges.intranet")
    assert (ran.code, ran.out) == (2, "")
    assert "--allow-origin" in ran.err
    assert "fetch.blocked" in ran.err
