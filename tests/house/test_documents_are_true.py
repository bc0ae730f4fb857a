"""The README, the manual and the site say what is there, and nothing that is not."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from tests.shared_data import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
ADRS = sorted((PROJECT / "docs" / "adr").glob("[0-9]*.md"))
FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(text: str, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(text) if kind == language]


def commands(text: str) -> list[str]:
    lines = "\n".join(blocks(text, "console")).splitlines()
    return [line.removeprefix("$ ").strip() for line in lines if line.startswith("$ ")]


def verbs_of(text: str) -> set[str]:
    found = set()
    for command in commands(text):
        for part in re.split(r"\s*[;|]+\s*|\s+&&\s+", command):
            words = part.split()
            if words and words[0] in {"testamur", ".venv/bin/testamur"} and len(words) > 1:
                found.add(words[1])
    return found


def section(text: str, title: str) -> str:
    return re.split(r"^## ", text.split(f"## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def test_two_commands_set_the_project_up():
    assert commands(section(README, "Set up")) == ["make run", "make test"]


def test_every_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z0-9-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    named = {
        target
        for page in PAGES
        for target in re.findall(r"(?:`|\$ )make ([a-z0-9-]+)", page.read_text(encoding="utf-8"))
    }
    assert named <= targets
    assert {"setup", "run", "test", "check", "e2e", "bench", "docs", "proof", "lock"} <= targets


def test_every_verb_that_is_named_exists():
    told = subprocess.run(
        [Path(sys.executable).parent / "testamur", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    for page in PAGES:
        missing = {
            verb
            for verb in verbs_of(page.read_text(encoding="utf-8"))
            if not re.search(rf"\b{re.escape(verb)}\b", told.stdout)
        }
        assert not missing, page.relative_to(PROJECT)


IBIS_ASKS = "ignore:fetch_arrow_table() is deprecated, use to_arrow_table() instead."
"""Ibis 12 asks DuckDB 1.5 by the older name."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_python_example_runs(page: Path, tmp_path: Path):
    """The blocks of one page run in order, in one fresh interpreter."""
    program = "\n\n".join(blocks(page.read_text(encoding="utf-8"), "python"))
    if not program:
        return
    script = tmp_path / "example.py"
    script.write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-W", IBIS_ASKS, str(script)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def test_every_file_that_is_linked_exists():
    link = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
    broken = [
        f"{page.relative_to(PROJECT)} -> {target}"
        for page in PAGES
        for target in link.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert not broken


def test_every_example_file_that_is_named_exists():
    named = {
        path
        for page in PAGES
        for path in re.findall(r"\bexamples/[\w./-]+\w", page.read_text(encoding="utf-8"))
    }
    assert not [path for path in sorted(named) if not (PROJECT / path).exists()]


def test_every_test_that_is_named_exists():
    named = {
        path
        for page in PAGES
        for path in re.findall(r"`(tests/[\w./-]+)`", page.read_text(encoding="utf-8"))
    }
    assert named
    assert not [path for path in sorted(named) if not (PROJECT / path).exists()]


@pytest.mark.parametrize("name", ["problems_page", "cli_page", "conformance_page"])
def test_a_generated_page_is_current(name):
    spec = spec_from_file_location(name, PROJECT / "docs" / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    current = module.PAGE.read_text(encoding="utf-8") == getattr(module, name)()
    assert current, "run `make docs`"


def test_every_page_is_on_the_site():
    nav = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = sorted((PROJECT / "docs").rglob("*.md"))
    names = [str(page.relative_to(PROJECT / "docs")) for page in pages]
    assert not [name for name in names if f"- {name}" not in nav]


@pytest.mark.parametrize("adr", ADRS, ids=lambda adr: adr.stem)
def test_a_decision_is_short_and_whole(adr: Path):
    text = adr.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert text.startswith(f"# {int(adr.stem[:4])}. ")
    assert all(f"## {part}\n" in text for part in ("Context", "Decision", "Rejected"))


def test_decisions_are_numbered_without_gaps():
    assert [int(adr.stem[:4]) for adr in ADRS] == list(range(1, len(ADRS) + 1))


def test_a_fragment_is_one_sentence_with_a_kind():
    kinds = {"added", "changed", "fixed", "removed", "security"}
    for fragment in sorted((PROJECT / "changelog.d").glob("*.md")):
        if fragment.name == "README.md":
            continue
        assert fragment.stem.split(".")[-1] in kinds, fragment.name
        assert fragment.read_text(encoding="utf-8").strip().endswith("."), fragment.name
