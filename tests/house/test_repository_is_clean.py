"""Nothing in the repository names a machine, a registry or a secret; locks are whole."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.shared_data import PROJECT

LOCKS = sorted((PROJECT / "requirements").glob("*.txt"))
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
TEXT = {".py", ".md", ".toml", ".txt", ".in", ".yml", ".json", ".js", ".mjs", ".html", ".css", ""}

# Written in parts, so that this file does not contain what it looks for.
REGISTRY = re.compile(
    "|".join(
        [r"pypi\." + "org", "python" + "hosted", r"registry\.npm" + "js", r"deb\.deb" + r"ian\.org"]
    )
)
MACHINE = re.compile(r"(?:^|[^\w.}])/(?:" + "wor" + "k|home|root|Users" + r")/\w")
PRIVATE = re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True
    ).stdout
    paths = [PROJECT / os.fsdecode(name) for name in listed.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


def texts() -> list[tuple[str, str]]:
    found = [path for path in tracked() if path.suffix in TEXT]
    return [(str(p.relative_to(PROJECT)), p.read_text(encoding="utf-8")) for p in found]


def test_no_file_names_a_registry():
    assert not [name for name, text in texts() if REGISTRY.search(text)]


def test_no_file_names_a_place_on_one_machine():
    assert not [name for name, text in texts() if MACHINE.search(text)]


def test_no_private_key_lies_about():
    assert not [name for name, text in texts() if PRIVATE.search(text)]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_python_lock_has_a_hash_for_every_package_and_no_address(lock: Path):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)
    packages = [entry for entry in entries if "==" in entry.split("\n")[0]]
    assert packages
    assert not [entry.split("\n")[0] for entry in packages if "--hash=sha256:" not in entry]


def test_the_locks_agree_with_each_other():
    """What the tests ran with is what is installed: each lock is a part of the largest."""

    def pinned(lock: Path) -> set[str]:
        return set(re.findall(r"^[\w.-]+==[^ \n]+", lock.read_text(encoding="utf-8"), re.MULTILINE))

    everything = pinned(PROJECT / "requirements" / "dev.txt")
    assert not {lock.name: pinned(lock) - everything for lock in LOCKS if pinned(lock) - everything}


def test_every_list_of_requirements_is_locked():
    lists = {path.stem for path in (PROJECT / "requirements").glob("*.in")}
    assert lists == {path.stem for path in LOCKS}


def test_npm_locks_name_no_address():
    for lock in [path for path in tracked() if path.name == "package-lock.json"]:
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
        assert not [name for name, entry in packages.items() if "resolved" in entry]
        assert not [name for name, entry in packages.items() if name and "integrity" not in entry]


@pytest.mark.parametrize(
    ("listed", "declared"),
    [
        ("core.in", PYPROJECT["project"]["dependencies"]),
        ("web.in", PYPROJECT["project"]["optional-dependencies"]["web"]),
    ],
)
def test_the_package_declares_what_is_locked(listed, declared):
    lines = (PROJECT / "requirements" / listed).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-r"))]
    assert sorted(wanted) == sorted(declared)


def test_ci_runs_what_the_readme_says():
    runner = PROJECT / ".ci" / "run"
    assert os.access(runner, os.X_OK)
    lines = runner.read_text(encoding="utf-8").splitlines()
    assert {line for line in lines if line.startswith("make ")} == {"make check", "make test"}


@pytest.mark.parametrize("program", [".ci/run", "requirements/debian"])
def test_a_shell_program_can_be_read_by_its_shell(program):
    read = subprocess.run(["bash", "-n", program], cwd=PROJECT, check=False)
    assert read.returncode == 0
