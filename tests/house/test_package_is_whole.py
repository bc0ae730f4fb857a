"""What is installed holds every file of the two packages, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.shared_data import PROJECT

PACKAGES = ("testamur", "testamur_web")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_every_tracked_file_of_the_packages_is_in_the_wheel(wheel):
    listed = subprocess.run(
        ["git", "ls-files", "-z", "src"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    tracked = {
        str(Path(name).relative_to("src"))
        for name in listed.split("\0")
        if name and (PROJECT / name).exists()
    }
    assert tracked
    assert not tracked - set(wheel.namelist())


def test_nothing_else_is_in_the_wheel(wheel):
    roots = {name.split("/")[0] for name in wheel.namelist()}
    assert {root for root in roots if not root.endswith(".dist-info")} == set(PACKAGES)
    assert any(name.endswith("/licenses/LICENSE") for name in wheel.namelist())


@pytest.mark.parametrize("package", PACKAGES)
def test_both_packages_say_that_they_are_typed(wheel, package):
    assert f"{package}/py.typed" in wheel.namelist()
