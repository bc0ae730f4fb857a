"""Issuing from the command line: everybody once, bad rows told and never in the way."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from testamur.cli.issuing import name_of_file
from testamur.keys import SigningKey
from tests.command_line import AWARD, list_of_people
from tests.shared_data import PROJECT


def documents(folder: Path) -> list[dict]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def write_people(*rows: str, heading: str = "Name,E-mail,Grade") -> None:
    Path("people.csv").write_text("\n".join([heading, *rows, ""]), encoding="utf-8")


def test_everybody_in_the_list_is_awarded(place, testamur, issue):
    ran = issue()
    assert ran.code == 0
    assert "6 awards" in ran.out
    assert len(documents(place / "out")) == 6
    assert testamur("verify", "out", "--offline").code == 0


def test_the_examples_of_the_readme_are_awarded(place, testamur, issue):
    folder = PROJECT / "examples"
    ran = issue("--recipients", folder / "people.csv", award=folder / "award.toml")
    assert (ran.code, "25 awards" in ran.out) == (0, True)
    assert testamur("verify", "out").code == 0


def test_columns_stand_in_any_order(place, issue):
    write_people("A,ada@mail.example,x,Ada Nowak", heading="Grade,E-mail,Remark,Name")
    assert issue().code == 0
    (document,) = documents(place / "out")
    subject = document["credentialSubject"]
    assert subject["id"] == "mailto:ada@mail.example"
    assert subject["identifier"][0]["identityHash"] == "Ada Nowak"
    assert subject["result"][0]["value"] == "A"


def test_bad_rows_are_told_and_stop_nobody(place, testamur, issue):
    write_people(
        "Ada Nowak,ada@mail.example,A",
        "=HYPERLINK(1),not an address,A",
        "Bashir Haddad,bashir@mail.example,Z",
        "Ada Again,ada@mail.example,A",
        "Chen,chen@mail.example,B",
    )
    ran = issue()
    assert ran.code == 1
    assert "3 rows refused" in ran.out
    assert len(documents(place / "out")) == 2
    with Path("out/errors.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["testamur: row"] for row in rows] == ["3", "4", "5"]
    assert [row["testamur: code"] for row in rows] == [
        "email.malformed",
        "value.unknown-choice",
        "row.duplicate",
    ]
    assert rows[0]["Name"] == "'=HYPERLINK(1)"
    assert rows[0]["E-mail"] == "not an address"


def test_the_error_file_is_mended_and_given_back(place, testamur, issue):
    write_people("Ada Nowak,ada@mail.example,A", "Bashir Haddad,bashir@mail.example,Z")
    assert issue().code == 1
    errors = Path("out/errors.csv")
    errors.write_text(errors.read_text("utf-8").replace(",Z,", ",B,"), encoding="utf-8")
    assert issue("--recipients", errors).code == 0
    assert len(documents(place / "out")) == 2
    assert not errors.exists(), "there is nothing left to mend"


def test_a_broken_row_is_told_by_its_number(place, issue):
    write_people("Ada Nowak,ada@mail.example,A", 'Eve,"eve@mail.example,A')
    assert issue().code == 1
    text = Path("out/errors.csv").read_text(encoding="utf-8-sig")
    assert "row.malformed" in text
    assert text.splitlines()[1].split(",")[3] == "3"


@pytest.mark.parametrize("again", ["people.csv", "renamed.csv"])
def test_a_second_run_issues_nobody_twice(place, testamur, issue, again):
    """CSV-003: the same file again, and the same file renamed."""
    assert issue().code == 0
    before = {path.name: path.read_bytes() for path in (place / "out").glob("*.json")}
    Path("people.csv").rename(again)
    ran = issue("--recipients", again, "--json")
    assert ran.code == 0
    assert [line["state"] for line in ran.lines[:-1]] == ["already issued"] * 6
    assert {path.name: path.read_bytes() for path in (place / "out").glob("*.json")} == before


def test_the_same_person_twice_in_one_file_is_awarded_once(place, issue):
    """CSV-003: told on the later row."""
    write_people("Ada,ada@mail.example,A", "Ada,ADA@mail.example,A")
    ran = issue("--json")
    states = {line["row"]: line["state"] for line in ran.lines[:-1]}
    assert states[2] == "issued"
    assert len(documents(place / "out")) == len([1 for one in states.values() if one == "issued"])


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("Person 1,p1@mail.example,A", "the grade"),
        ("Another Name,p1@mail.example,B", "the name or number"),
    ],
)
def test_a_row_that_now_says_something_else_is_never_reissued(place, issue, issued, row, part):
    before = {path.name: path.read_bytes() for path in issued.glob("*.json")}
    write_people(row)
    ran = issue("--json")
    assert ran.code == 1
    problem = ran.lines[0]["problem"]
    assert problem["code"] == "row.already-awarded"
    assert part in problem["detail"]
    assert {path.name: path.read_bytes() for path in issued.glob("*.json")} == before


def test_a_changed_award_file_conflicts_with_what_was_issued(place, issue, issued):
    Path("award.toml").write_text(AWARD.replace("Pass the exam.", "Turn up."), encoding="utf-8")
    ran = issue("--json")
    assert ran.code == 1
    assert "the award file" in ran.lines[0]["problem"]["detail"]


def test_rows_without_a_date_are_dated_once(place, issue, monkeypatch):
    """Awarded at the moment of the first run, and the same afterwards."""
    Path("award.toml").write_text(AWARD.replace("date = 2026-05-29\n", ""), encoding="utf-8")
    assert issue().code == 0
    first = documents(place / "out")
    later = datetime(2030, 1, 1, tzinfo=UTC)
    monkeypatch.setattr("testamur.cli.issue.now", lambda: later)
    next((place / "out").glob("*.json")).unlink()
    assert issue().code == 0
    assert documents(place / "out") == first


def test_files_that_were_lost_are_made_again(place, issue, issued):
    lost = next(issued.glob("*.json"))
    before = lost.read_bytes()
    lost.unlink()
    ran = issue("--json")
    assert max(line["state"] for line in ran.lines[:-1]) == "files made again"
    assert lost.read_bytes() == before


def test_another_format_is_the_same_award(place, testamur, issue, issued):
    assert issue("--format", "json,svg").code == 0
    file = next(issued.glob("*.svg"))
    assert testamur("unbake", file).out.strip() == file.with_suffix(".json").read_text("utf-8")
    assert testamur("verify", issued).code == 0


def test_every_format_verifies(place, testamur, issue):
    ran = issue("--format", "json,jwt", "--format", "png", "--format", "svg,bundle")
    assert ran.code == 0
    names = [path.name for path in (place / "out").iterdir() if path.is_file()]
    assert sum(name.endswith(".bundle.json") for name in names) == 6
    ran = testamur("verify", "out", "--offline")
    assert (ran.code, "30 valid" in ran.out) == (0, True)


@pytest.mark.parametrize(
    ("kind", "proof", "form"),
    [
        ("ed25519", "eddsa-rdfc-2022", "json"),
        ("ed25519", "eddsa-jcs-2022", "json"),
        ("ed25519", "jwt", "jwt"),
        ("p256", "ecdsa-rdfc-2019", "json"),
        ("p256", "ecdsa-jcs-2019", "json"),
        ("p384", "ecdsa-rdfc-2019", "json"),
        ("p256", "jwt", "png"),
    ],
)
def test_every_proof_verifies(place, testamur, issue, kind, proof, form):
    assert testamur("keys", "new", "-o", "k.key", "--type", kind).code == 0
    more = ["--format", form] if form == "png" else []
    assert issue("--key", "k.key", "--proof", proof, *more).code == 0
    assert len(list((place / "out").glob(f"*.{form}"))) == 6
    assert testamur("verify", "out", "--offline").code == 0


def test_a_proof_that_the_key_cannot_make_is_one_clear_problem(place, issue):
    ran = issue("--proof", "ecdsa-rdfc-2019")
    assert (ran.code, "[proof.key-mismatch]" in ran.err) == (2, True)
    assert not Path("out").exists()


def test_deterministic_proofs_are_the_same_in_any_number_of_processes(place, issue):
    list_of_people(Path("people.csv"), 600)
    assert issue("-o", "one").code == 0
    two = Path("two")
    two.mkdir()
    assert issue("-o", "two", "--workers", "2").code == 0
    assert {p.name for p in Path("one").glob("*.json")} == {p.name for p in two.glob("*.json")}
    assert len(list(two.glob("*.json"))) == 600


def test_a_rehearsal_writes_nothing(place, issue):
    write_people("Ada,ada@mail.example,A", "Bad,bad,A")
    ran = issue("--dry-run")
    assert ran.code == 1
    assert "1 award" in ran.out
    assert not Path("out").exists()
    assert sorted(path.name for path in place.iterdir()) == [
        "award.toml",
        "issuer.key",
        "people.csv",
    ]


def test_a_rehearsal_knows_what_was_issued(place, issue, issued):
    list_of_people(Path("people.csv"), 8)
    ran = issue("--dry-run", "--json")
    assert ran.lines[-1]["summary"]["counts"]["already issued"] == 6
    assert ran.lines[-1]["summary"]["counts"]["issued"] == 2
    assert len(documents(issued)) == 6


def test_what_a_program_is_told(place, issue):
    ran = issue("--json")
    assert [line["row"] for line in ran.lines[:-1]] == [2, 3, 4, 5, 6, 7]
    line = ran.lines[0]
    assert line["state"] == "issued"
    assert [Path(file).is_file() for file in line["files"]] == [True]
    assert json.loads(Path(line["files"][0]).read_text("utf-8"))["id"] == line["id"]
    summary = ran.lines[-1]["summary"]
    assert summary["counts"]["issued"] == 6
    (url,) = summary["lists"]
    assert url.startswith("https://uni.example/status/")


def test_a_folder_holds_the_awards_of_one_issuer(place, testamur, issue, issued):
    assert testamur("keys", "new", "-o", "other.key").code == 0
    ran = issue("--key", "other.key")
    assert (ran.code, "[register.other-issuer]" in ran.err) == (2, True)
    assert len(documents(issued)) == 6


def test_the_award_file_and_the_key_name_one_issuer(place, testamur, issue):
    award = AWARD.replace("[issuer]\n", '[issuer]\nid = "did:web:uni.example"\n')
    Path("award.toml").write_text(award, encoding="utf-8")
    assert testamur("keys", "new", "-o", "w.key", "--controller", "did:web:chen.example").code == 0
    ran = issue("--key", "w.key")
    assert (ran.code, "[issuer.key-mismatch]" in ran.err) == (2, True)
    other = SigningKey.generate().public.did_key
    Path("award.toml").write_text(award.replace("did:web:uni.example", other), encoding="utf-8")
    ran = issue()
    assert (ran.code, "[issuer.key-mismatch]" in ran.err) == (2, True)


def test_what_to_publish_lies_at_the_path_of_its_address(place, testamur, issue):
    controller = "did:web:uni.example:registry"
    assert testamur("keys", "new", "-o", "w.key", "--controller", controller).code == 0
    assert issue("--key", "w.key").code == 0
    index = json.loads(Path("out/site/documents.json").read_text("utf-8"))["documents"]
    told = {one["mediaType"]: (one["url"], one["file"]) for one in index}
    assert told["application/did+json"] == (
        "https://uni.example/registry/did.json",
        "uni.example/registry/did.json",
    )
    url, file = told["application/vc"]
    assert url == f"https://{file}"
    assert file.startswith("uni.example/status/")
    assert file.endswith("-1.json")
    assert all((Path("out/site") / one["file"]).is_file() for one in index)


def test_an_award_without_a_status_address_cannot_be_revoked(place, testamur, issue):
    Path("award.toml").write_text(AWARD.rpartition("status =")[0], encoding="utf-8")
    assert issue("--format", "json,bundle").code == 0
    assert json.loads(Path("out/site/documents.json").read_text("utf-8")) == {"documents": []}
    file = next(Path("out").glob("*.json"))
    assert "credentialStatus" not in json.loads(file.read_text("utf-8"))
    ran = testamur("status", "revoke", file, "--reason", "x")
    assert (ran.code, "[status.not-stated]" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "code", "where"),
    [
        (["--format", "pdf"], "option.malformed", "--format"),
        (["--format", "json", "--proof", "jwt"], "option.malformed", "--format"),
        (["--workers", "0"], "option.malformed", "--workers"),
        (["--status-validity", "soon"], "option.malformed", "--status-validity"),
        (["--recipients", "nobody.csv"], "file.missing", "nobody.csv"),
        (["--key", "no.key"], "file.missing", "no.key"),
        (["--recipients", "issuer.key"], "recipients.header", "issuer.key"),
    ],
)
def test_bad_words_are_one_clear_problem(place, issue, words, code, where):
    ran = issue(*words)
    assert ran.code == 2
    assert f"[{code}]" in ran.err
    assert where in ran.err
    assert ran.err.count("\n") == 1
    assert not Path("out").exists()


def test_a_misspelt_award_file_is_told_with_its_place(place, issue):
    Path("award.toml").write_text(AWARD.replace("criteria", "criterion"), encoding="utf-8")
    ran = issue()
    assert ran.code == 2
    assert "award.toml" in ran.err
    assert "/achievement/criterion" in ran.err
    assert "did you mean 'criteria'" in ran.err
    Path("award.toml").write_bytes(b"\xff\xfe")
    assert "[award.malformed]" in issue().err


def test_the_awards_own_picture_is_baked(place, testamur, issue):
    from testamur.credentials.artwork import badge_png

    Path("award.toml").write_text(AWARD + 'image = "own.png"\n', encoding="utf-8")
    Path("own.png").write_bytes(badge_png("Own", issuer="Us", size=64))
    write_people("Ada,ada@mail.example,A")
    assert issue("--format", "png,svg").code == 0
    (png,) = (place / "out").glob("*.png")
    assert len(png.read_bytes()) < 20_000
    assert testamur("verify", "out", "--offline").code == 0
    Path("own.png").unlink()
    ran = issue("--format", "png", "-o", "again")
    assert (ran.code, "own.png" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Nowak", "ada-nowak-"),
        ("../../etc/passwd", "etc-passwd-"),
        ("-rf *", "rf-"),
        ("", "award-"),
        (None, "award-"),
        ("\u202eevil\x00", "evil-"),
        ("आशा शर्मा", "आशा-शर्मा-"),
        ("con", "con-"),
    ],
)
def test_a_file_is_called_by_letters_and_digits_alone(name, expected):
    assert name_of_file(name, "urn:uuid:8a19d4a1-3bee-566f-8622-dbc5d033f025") == (
        expected + "dbc5d033f025"
    )


def test_a_file_name_is_never_too_long():
    for letter in ("a", "ł", "陈", "\U0001d538"):
        name = name_of_file(letter * 300, "urn:uuid:8a19d4a1-3bee-566f-8622-dbc5d033f025")
        assert len(name.encode()) < 150
