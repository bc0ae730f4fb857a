"""Who imports whom, and what importing the library costs."""

from __future__ import annotations

import configparser
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import testamur
from tests.shared_data import PROJECT

LIGHT = """
import json, sys
before = set(sys.modules)
import testamur
print(json.dumps(sorted({name.split(".")[0] for name in set(sys.modules) - before})))
"""
HEAVY = {"django", "granian", "pyld", "jsonschema", "rich", "cbor2"}


def test_the_import_contracts_hold():
    checked = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_room_of_the_library_has_its_layer():
    contracts = configparser.ConfigParser()
    contracts.read(PROJECT / ".importlinter", encoding="utf-8")
    for name in ("library", "credentials", "web"):
        assert contracts[f"importlinter:contract:{name}"]["exhaustive"] == "True"


def test_the_front_door_is_narrow():
    assert len(testamur.__all__) <= 31
    assert testamur.__all__ == sorted(testamur.__all__)


@pytest.mark.parametrize("name", testamur.__all__)
def test_a_name_of_the_front_door_opens_and_says_what_it_is(name):
    assert getattr(testamur, name).__doc__


def test_the_version_is_told_the_same_twice():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert testamur.__version__ == project["version"]


def test_importing_the_library_loads_nothing_heavy():
    told = subprocess.run(
        [sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True
    ).stdout
    loaded = set(json.loads(told))
    assert not HEAVY & loaded
    assert {name for name in loaded if name not in sys.stdlib_module_names} == {"testamur"}
