"""Many verified together: from a ZIP and a table of links to a row each, a CSV and a receipt."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[3] / "examples" / "award.toml"


def zipped(folder: Path, *more: tuple[str, str]) -> Path:
    path = folder.parent / "shortlist.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.glob("*.json"))[:2]:
            archive.write(file, file.name)
        for name, text in more:
            archive.writestr(name, text)
    return path


def test_each_line_says_whose_it_is_what_it_shows_and_how_fresh(issued, testamur):
    ran = testamur("verify", issued, "--json")
    first = ran.lines[0]
    assert first["person"].startswith("Person ")
    assert first["claim"] == "Python basics"
    assert first["level"] is None, "this award states none"
    assert first["isProven"]
    assert 0 < first["freshness"] <= 1
    assert first["issuer"].startswith("did:key:")
    assert first["awarded"]


def test_an_altered_one_has_no_level_and_no_freshness(issued, testamur):
    good = min(issued.glob("*.json"))
    bad = good.with_name("altered.json")
    bad.write_text(good.read_text("utf-8").replace("Person 0", "Person O"), encoding="utf-8")
    row = testamur("verify", bad, "--json").lines[0]
    assert (row["isProven"], row["level"], row["freshness"]) == (False, None, None)
    assert row["person"] == "Person O", "what it says is told as what it says"


def test_the_level_is_that_of_the_award_and_freshness_fades(place, issue, testamur):
    assert issue(award=EXAMPLE).code == 0
    one, today = min((place / "out").glob("*.json")), datetime.now(UTC)
    soon, late = (
        testamur("verify", one, "--json", "--at", f"{day:%Y-%m-%dT%H:%M:%SZ}").lines[0]
        for day in (today + timedelta(minutes=1), today + timedelta(days=1))
    )
    assert soon["level"] == 5
    assert soon["skills"]
    assert soon["freshness"] > late["freshness"] > 0.3


def test_a_zip_is_a_folder(issued, testamur):
    path = zipped(issued, ("note.json", "{}"))
    ran = testamur("verify", path, "--json", "--documents", issued / "site")
    assert ran.code == 1
    assert [line["verdict"] for line in ran.lines] == ["valid", "valid", "invalid"]
    assert all(line["file"].startswith(f"{path}: ") for line in ran.lines)
    told = testamur("verify", path, "--documents", issued / "site")
    assert "3 sources: 2 valid, 1 invalid" in told.out
    assert "Person 0 · Python basics · fresh " in told.out


def test_a_damaged_zip_is_one_line_that_says_so(place, testamur):
    Path("bad.zip").write_bytes(b"PK\x03\x04 and nothing more")
    ran = testamur("verify", "bad.zip", "--json")
    assert ran.lines[0]["problems"][0]["code"] == "archive.malformed"
    assert ran.code == 3


def test_a_table_of_links_is_followed_and_offline_it_is_not(place, testamur):
    Path("links.csv").write_text(
        "Name,Link\nAda,https://uni.example/a.json\nBob,\n", encoding="utf-8"
    )
    ran = testamur("verify", "links.csv", "--offline", "--json")
    assert [line["file"] for line in ran.lines] == ["links.csv: Ada", "links.csv: Bob"]
    codes = [line["problems"][0]["code"] for line in ran.lines]
    assert codes[1] == "list.no-link"
    assert codes[0].startswith("fetch.")


def test_no_formula_reaches_a_spreadsheet(issued, testamur):
    path = zipped(issued, ("=HYPERLINK(1).json", "{}"))
    testamur("verify", path, "--offline", "--csv", "table.csv")
    with Path("table.csv").open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert head[:4] == ["File", "Person", "Claim", "Verdict"]
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


def test_a_receipt_is_signed_and_anybody_can_verify_it(issued, testamur):
    path = zipped(issued)
    site = issued / "site"
    words = ("--documents", site, "--receipt", "receipt.json", "--key", "issuer.key")
    assert testamur("verify", path, *words).code == 0
    ran = testamur("receipt", "receipt.json", "--json", "--offline")
    assert ran.code == 0
    facts = ran.lines[0]["facts"]
    assert (facts["count"], facts["verdicts"]["valid"]) == (2, 2)
    assert {row["title"] for row in facts["rows"]} == {"Python basics"}
    assert "Person" not in json.dumps(facts["rows"][0]["title"])
    assert "GENUINE" in testamur("receipt", "receipt.json").out


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda told: told["receipt"].update(count=3), "receipt.not-signed"),
        (lambda told: told.update(signed=told["signed"][:-4] + "AAAA"), "jose.signature-mismatch"),
        (lambda told: told.pop("signed"), "receipt.malformed"),
        (lambda told: told.update(signed="a.b.c"), "jose."),
    ],
)
def test_a_changed_receipt_is_refused(issued, testamur, change, code):
    testamur("verify", zipped(issued), "--receipt", "receipt.json", "--key", "issuer.key")
    told = json.loads(Path("receipt.json").read_text("utf-8"))
    change(told)
    Path("receipt.json").write_text(json.dumps(told), encoding="utf-8")
    ran = testamur("receipt", "receipt.json")
    assert (ran.code, f"[{code}" in ran.err) == (2, True), ran.err


def test_a_credential_is_no_receipt(issued, testamur):
    ran = testamur("receipt", min(issued.glob("*.json")))
    assert (ran.code, "[receipt.malformed]" in ran.err) == (2, True)


def test_a_receipt_needs_a_key(issued, testamur):
    ran = testamur("verify", issued, "--receipt", "receipt.json")
    assert (ran.code, "[option.malformed]" in ran.err) == (2, True)
