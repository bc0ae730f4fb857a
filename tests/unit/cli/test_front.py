"""The front of the command line: help, verbs from elsewhere, errors in one line, quick to start."""

from __future__ import annotations

import argparse
import json
import shlex
import signal
import subprocess
import sys
import time
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import testamur.cli as front
from tests.command_line import HEAVY, SITE, modules_loaded, run_program

VERBS = sorted(front.VERBS)


def parsers_of(verb: str):
    """The parser of a verb and those of its actions, by what is typed for them."""
    parser = front.parser_of(verb, import_module(front.VERBS[verb][0]))
    yield verb, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield f"{verb} {name}", inner


ALL_PARSERS = [pair for verb in VERBS for pair in parsers_of(verb)]


def examples_of(parser: argparse.ArgumentParser) -> list[str]:
    lines = (parser.epilog or "").splitlines()
    return [line.strip() for line in lines if "testamur " in line]


@pytest.mark.parametrize(("words", "parser"), ALL_PARSERS, ids=[words for words, _ in ALL_PARSERS])
def test_every_verb_shows_examples_that_parse(words, parser, testamur):
    ran = testamur(*words.split(), "--help")
    assert ran.code == 0
    assert "examples:" in ran.out
    lines = examples_of(parser)
    assert len(lines) >= 2
    for line in lines:
        typed = shlex.split(line.partition(" | ")[2] or line.partition(" > ")[0])
        assert typed[0] == "testamur"
        front.parser_of(typed[1], import_module(front.VERBS[typed[1]][0])).parse_args(typed[2:])


@pytest.mark.parametrize(("words", "parser"), ALL_PARSERS, ids=[words for words, _ in ALL_PARSERS])
def test_help_fits_a_window(words, parser):
    told = [part for part in (parser.description, parser.epilog) if part]
    assert max(len(line) for part in told for line in part.splitlines()) <= 112
    assert all(action.help for action in parser._actions if action.dest != "action")


def test_the_overview_lists_every_verb_and_imports_none():
    program = (
        "import sys, testamur.cli as c; code = c.main(['--help']); "
        "print([m for m in sys.modules if m.startswith('testamur.cli.') and m != 'testamur.cli.terminal'])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.rstrip().endswith("[]")
    for verb, (_, summary) in front.VERBS.items():
        assert f"  {verb} " in ran.stdout
        assert summary in ran.stdout


@pytest.mark.parametrize(
    ("words", "code"), [([], 2), (["--help"], 0), (["help"], 0), (["--version"], 0), (["vrify"], 2)]
)
def test_what_is_typed_before_a_verb(testamur, words, code):
    ran = testamur(*words)
    assert ran.code == code
    if words == ["vrify"]:
        assert "did you mean 'verify'" in ran.err
        assert ran.err.count("\n") == 1


def test_a_word_that_no_verb_knows_is_wrong_usage(testamur):
    assert testamur("verify").code == 2
    assert testamur("verify", "x", "--nonsense").code == 2
    assert testamur("keys").code == 2


def test_verbs_from_elsewhere_are_found_by_name(testamur, monkeypatch):
    module = "tests.unit.cli.verb_from_elsewhere"
    entry = EntryPoint(name="greet", value=module, group="testamur.verbs")
    asked = []

    def entry_points(**wanted: str) -> list[EntryPoint]:
        asked.append(wanted)
        return [entry]

    monkeypatch.setattr("importlib.metadata.entry_points", entry_points)
    ran = testamur("greet", "Ada")
    assert (ran.code, ran.out) == (7, "Good day, Ada\n")
    assert "greet" in testamur("--help").out
    asked.clear()
    testamur("keys", "--help")
    assert not asked, "known verbs are not looked up"


def test_a_fault_of_ours_is_told_in_one_line(testamur, monkeypatch, place):
    def broken(_: object) -> int:
        raise ZeroDivisionError("nothing\nto share")

    monkeypatch.setattr("testamur.cli.verify.run", broken)
    ran = testamur("verify", "x")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "ZeroDivisionError" in ran.err
    monkeypatch.setenv("TESTAMUR_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        testamur("verify", "x")


def test_stopped_by_the_keyboard(testamur, monkeypatch, place):
    def stopped(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("testamur.cli.issue.run", stopped)
    words = ("a.toml", "--recipients", "p.csv", "--key", "k", "-o", "out")
    ran = testamur("issue", *words)
    assert ran.code == 130
    assert "Nothing is lost" in ran.err


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_a_run_with_one_sentence(place, workers):
    from tests.command_line import list_of_people

    list_of_people(Path("people.csv"), 4000)
    words = ["issue", "award.toml", "--recipients", "people.csv", "--key", "issuer.key"]
    run = subprocess.Popen(
        [sys.executable, "-m", "testamur.cli", *words, "-o", "out", "--workers", workers],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # whoever runs the tests in the background has them ignore what Ctrl-C sends
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    while run.poll() is None and not list(Path("out").glob("*.json")):
        time.sleep(0.005)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=30)
    assert run.returncode == 130
    assert (
        told.strip()
        == "Stopped. Nothing is lost: run the same command again and it goes on from here."
    )


def test_nobody_reads_to_the_end(issued):
    """`testamur verify out/ | head -1` ends quietly."""
    pipe = f"{shlex.quote(sys.executable)} -m testamur.cli verify out/ --json | head -c 10"
    ran = subprocess.run(["bash", "-c", pipe], capture_output=True, text=True, check=True)
    assert ran.stderr == ""


def test_a_terminal_without_unicode_shows_escapes(issued):
    import os

    file = min(issued.glob("*.json"))
    odd = file.with_name("ада.json")
    odd.write_bytes(file.read_bytes())
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    words = [sys.executable, "-m", "testamur.cli", "verify", str(odd)]
    ran = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["verify", "--help"]])
def test_who_asks_for_help_waits_for_nothing_heavy(words):
    """How long that takes is measured in bench/; what takes long is to load what is not needed."""
    assert not HEAVY & modules_loaded(words)


def test_the_overview_loads_nothing_but_python_s_own():
    loaded = modules_loaded(["--help"])
    others = {name for name in loaded if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name for name in others if name.split(".")[0] != "testamur"} <= SITE
    assert len({name for name in others if name.startswith("testamur")}) <= 12
    assert not {"argparse", "json", "asyncio", "inspect", "sqlite3", "ssl", "xml"} & loaded


def test_the_doctor_finds_this_installation_well(testamur, monkeypatch):
    for name in ("DATABASE_URL", "DATABASE_URL_FILE", "TESTAMUR_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    ran = testamur("doctor", "--json")
    assert {line["check"]: line["ok"] for line in ran.lines if not line["ok"]} == {}
    assert ran.code == 0
    assert "ok" in testamur("doctor").out


def test_the_doctor_says_what_is_not_well(testamur, monkeypatch):
    from datetime import UTC, datetime

    monkeypatch.setattr("testamur.cli.doctor.now", lambda: datetime(1980, 1, 1, tzinfo=UTC))
    ran = testamur("doctor")
    assert ran.code == 1
    assert "not ok" in ran.out
    assert "set it" in ran.out


def test_the_demonstration_goes_the_whole_round(tmp_path, testamur, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        ran = testamur("example", "show")
        assert ran.code == 0, ran.out + ran.err
    page = Path("show/index.html").read_text("utf-8")
    assert page.count("<li>") == 25
    assert page.count("Not valid") == 1
    assert "<script" not in page
    for file in [part.split('"')[0] for part in page.split('src="')[1:]]:
        assert (Path("show") / file).is_file()
    assert run_program(["verify", "show", "--offline"]).returncode == 1


def test_the_page_escapes_what_people_are_called():
    from testamur.cli.example_page import Card, page_of
    from testamur.credentials.award_toml import read_award
    from testamur.problems import Verdict
    from tests.command_line import AWARD

    card = Card("<script>alert(1)</script>", "A&B", "", "file", Verdict.UNDETERMINED, "why <b>")
    page = page_of(read_award(AWARD), [card], picture="x.svg")
    assert "<script" not in page
    assert "A&amp;B" in page
    assert "Not known" in page


def test_errors_of_every_kind_are_one_line(place, testamur):
    """Sentence, where, code, what to do."""
    ran = testamur("unbake", "nothing.png")
    assert ran.err == (
        "testamur unbake: there is no file nothing.png [file.missing]. Check the path.\n"
    )
    assert json.dumps(ran.out) == '""'
