"""`testamur skills`: import, search, show and list, as a person does it."""

from __future__ import annotations

import json
import sys

import pytest

from tests.command_line import modules_loaded
from tests.frameworks import ESCO_FILES, S, write_case, write_files

PYTHON = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"


@pytest.fixture(autouse=True)
def at_home(tmp_path, monkeypatch):
    """A shelf of one's own, and nothing of the machine."""
    monkeypatch.setenv("TESTAMUR_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    return tmp_path


@pytest.fixture
def esco(at_home):
    return write_files(at_home / "esco v1.2.0", ESCO_FILES)


def test_importing_tells_what_was_read_and_what_was_not(testamur, esco):
    ran = testamur("skills", "import", esco, "--framework", "esco")
    assert ran.code == 1, "one row was faulty"
    assert ran.out.startswith("ESCO 1.2.0 (en): 3 skills, 1 occupation, 1 group, 3 links\n")
    assert (
        "  refused: 1 row of occupationSkillRelations.csv: "
        "no relationType is called 'desirable' (line 5)\n"
    ) in ran.out
    assert "  left out: 1 row of skills_en.csv: its status is 'obsolete' (line 6)\n" in ran.out
    assert "  not there: ISCOGroups.csv\n" in ran.out
    assert "  not used: conceptSchemes_en.csv\n" in ran.out
    assert "This service uses the ESCO classification of the European Commission." in ran.out


def test_a_dry_run_writes_nothing(testamur, esco, at_home):
    ran = testamur("skills", "import", esco, "--dry-run")
    assert ran.out.endswith("  nothing was written (--dry-run)\n")
    assert not (at_home / "data").exists()


def test_importing_again_says_what_is_new(testamur, esco, at_home):
    testamur("skills", "import", esco)
    text = (
        ESCO_FILES["skills_en.csv"].replace("bake bread", "bake loaf").replace("/knead,", "/mix,")
    )
    newer = write_files(at_home / "esco v1.3.0", {**ESCO_FILES, "skills_en.csv": text})
    ran = testamur("skills", "import", newer)
    assert "  compared with 1.2.0: 1 added, 1 removed, 1 renamed\n" in ran.out
    assert "    + knead dough\n    - knead dough\n    ~ bake bread -> bake loaf\n" in ran.out
    assert len(testamur("skills", "list", "--json").lines) == 2
    (told,) = testamur("skills", "import", newer, "--json").lines
    assert told["changes"] == {"added": [], "removed": [], "renamed": []}
    assert told["compared_with"] == "1.3.0"
    assert len(testamur("skills", "list", "--json").lines) == 2


def test_a_long_list_of_changes_is_cut(testamur, at_home):
    table = at_home / "our.csv"
    table.write_text("label\n" + "\n".join(f"skill {number}" for number in range(9)))
    assert testamur("skills", "import", table).code == 0
    table.write_text("label\nother\n")
    ran = testamur("skills", "import", table)
    assert "    … and 4 more (--json tells all)\n" in ran.out


def test_what_the_files_do_not_say(testamur, at_home):
    table = at_home / "our.csv"
    table.write_text("label\nbacken\n")
    words = ("--name", "Unsere", "--version", "7", "--language", "de", "--json")
    (told,) = testamur("skills", "import", table, *words).lines
    assert (told["name"], told["version"], told["language"]) == ("Unsere", "7", "de")
    assert (told["kind"], told["changes"], told["skills"]) == ("csv", None, 1)
    assert told["file"].endswith(".framework")


def test_a_folder_of_packages_is_imported_one_by_one(testamur, at_home):
    folder = at_home / "case"
    folder.mkdir()
    write_case(folder / "a.json")
    write_case(folder / "b.json", {"CFDocument": {}, "CFItems": []})
    ran = testamur("skills", "import", folder, "--framework", "case")
    assert ran.code == 1
    assert ran.out.startswith("Baking 2 (en): 3 skills")
    assert "b.json holds no skill [framework.empty]" in ran.err


@pytest.mark.parametrize(
    ("name", "code"), [("nothing", "file.missing"), (".", "framework.unrecognised")]
)
def test_what_cannot_be_imported_is_one_line(testamur, at_home, name, code):
    ran = testamur("skills", "import", at_home / name)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"[{code}]" in ran.err


def test_text_of_a_stranger_does_not_write_on_the_terminal(testamur, at_home):
    (at_home / "our.csv").write_text("label\n\x1b[31mred\n")
    testamur("skills", "import", at_home / "our.csv", "--name", "\x1b[2J")
    for words in (("list",), ("search", "31mred"), ("import", at_home / "our.csv")):
        assert "\x1b" not in testamur("skills", *words).out


# ----------------------------------------------------------------------------------- what is found


def test_searching_before_any_import(testamur):
    ran = testamur("skills", "search", "pythn", "--json", "--limit", 1)
    (told,) = ran.lines
    assert (ran.code, told["uri"], told["match"]) == (0, PYTHON, "typo")
    start, end = told["spans"][0]
    assert told["matched"][start:end] == "Python"


def test_searching_shows_the_label_that_was_found(testamur, esco):
    testamur("skills", "import", esco)
    ran = testamur("skills", "search", "loaves")
    assert ran.out == f"skill       bake bread  (bake loaves)\n            {S}bake\n"


def test_searching_in_a_language_a_kind_and_a_list(testamur, esco):
    testamur("skills", "import", esco)
    words = ("--language", "de", "--kind", "occupation", "--in", "esco", "--version", "1.2.0")
    (told,) = testamur("skills", "search", "backer", *words, "--json").lines
    assert told["label"] == "Bäcker/Bäckerin"


def test_nothing_found(testamur):
    ran = testamur("skills", "search", "zzzzzz")
    assert (ran.code, ran.out, ran.err) == (1, "", "Nothing is called so.\n")


def test_a_list_that_is_not_there(testamur):
    ran = testamur("skills", "search", "bake", "--in", "nothing")
    assert ran.code == 2
    assert "[framework.unknown]" in ran.err


def test_showing_a_skill(testamur, esco):
    testamur("skills", "import", esco)
    ran = testamur("skills", "show", f"{S}bake")
    assert ran.out.startswith(f"bake bread\n  uri: {S}bake\n  kind: skill\n")
    assert "  translations: 1\n    de: Brot backen\n" in ran.out
    assert "  broader: 1\n    handling and moving\n" in ran.out
    assert "  needed by: 1\n    baker\n" in ran.out


def test_showing_an_occupation_as_json(testamur, esco):
    testamur("skills", "import", esco)
    (told,) = testamur("skills", "show", S.replace("skill", "occupation") + "baker", "--json").lines
    assert told["essential"] == [{"uri": f"{S}bake", "label": "bake bread"}]
    assert told["optional"] == [{"uri": f"{S}flour", "label": "types of flour"}]
    assert told["framework"] == "ESCO 1.2.0"


def test_showing_much_is_cut(testamur):
    (occupation,) = testamur(
        "skills", "search", "data scientist", "--kind", "occupation", "--limit", 1, "--json"
    ).lines
    assert "more (--json tells all)" in testamur("skills", "show", occupation["uri"]).out


def test_showing_what_nobody_knows(testamur):
    ran = testamur("skills", "show", "urn:nothing")
    assert ran.code == 2
    assert "[skill.unknown]" in ran.err


def test_listing_the_starter(testamur):
    out = testamur("skills", "list").out
    assert out.startswith("ESCO 1.1.1 (en)\n")
    assert "ships with Testamur" in out


# ------------------------------------------------------------------------------------ where it lies


def test_the_shelf_is_where_the_user_keeps_data(testamur, at_home, monkeypatch):
    table = at_home / "our.csv"
    table.write_text("label\nbake\n")

    def imported() -> str:
        (told,) = testamur("skills", "import", table, "--json").lines
        return told["file"]

    assert imported().startswith(str(at_home / "data" / "skills"))
    monkeypatch.delenv("TESTAMUR_DATA_DIR")
    monkeypatch.setenv("XDG_DATA_HOME", str(at_home / "xdg"))
    assert imported().startswith(str(at_home / "xdg" / "testamur" / "skills"))
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(at_home / "home"))
    assert imported().startswith(str(at_home / "home" / ".local" / "share" / "testamur"))
    (told,) = testamur("skills", "import", table, "--json", "--shelf", at_home / "s").lines
    assert told["file"].startswith(str(at_home / "s"))


def test_progress_is_told_to_a_terminal_alone(testamur, esco, monkeypatch):
    assert testamur("skills", "import", esco, "--dry-run").err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert "Reading skills_en.csv …\n" in testamur("skills", "import", esco, "--dry-run").err
    assert testamur("skills", "import", esco, "--dry-run", "--json").err == ""


@pytest.mark.parametrize("words", [("skills", "--help"), ("skills", "list")])
def test_arrays_are_loaded_for_searching_alone(words):
    assert "numpy" not in modules_loaded(words)


def test_json_is_one_object_a_list(testamur, esco):
    ran = testamur("skills", "import", esco, "--json", "--dry-run")
    assert json.loads(ran.out)["omissions"][0]["file"] == "skills_en.csv"
    assert json.loads(ran.out)["file"] is None


TABLE = f"from,relation,to,to_label\n{PYTHON},narrowMatch,x:1,Snakes\n{PYTHON},likes,x:2,\n"


def test_a_crosswalk_is_imported_listed_and_shown(testamur, at_home):
    (at_home / "ours.csv").write_text(TABLE, encoding="utf-8")
    words = ("skills", "import", at_home / "ours.csv", "--framework", "crosswalk")
    dry = testamur(*words, "--dry-run")
    assert dry.code == 1, "one row was faulty"
    assert "  narrowMatch: 1\n  refused: 1 row of ours.csv: 'likes' is no relation" in dry.out
    assert dry.out.endswith("  nothing was written (--dry-run)\n")
    (told,) = testamur(*words, "--reversed", "--name", "Snakes", "--json").lines
    assert (told["name"], told["relations"], told["links"]) == ("Snakes", {"broadMatch": 1}, 1)
    assert told["file"]
    assert "Snakes: crosswalk with 1 match\n" in testamur("skills", "list").out
    assert testamur("skills", "list", "--json").lines[-1]["links"] == 1
    shown = testamur("skills", "show", PYTHON).out
    assert "x:1 (broader, the crosswalk Snakes)" in shown
