"""A place to work in: a key, an award file and a list of people, and the command line to run there."""

from __future__ import annotations

from pathlib import Path

import pytest

from testamur.cli import main
from tests.command_line import AWARD, Ran, Testamur, list_of_people


@pytest.fixture
def testamur(capsys: pytest.CaptureFixture[str]) -> Testamur:
    """Run the command line in this process: `testamur("verify", path).code`."""

    def run(*words: object) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words])
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return run


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, testamur: Testamur) -> Path:
    """A folder with `issuer.key`, `award.toml` and `people.csv` of six, and nothing of the machine."""
    for name in ("TESTAMUR_PASSPHRASE", "TESTAMUR_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    Path("award.toml").write_text(AWARD, encoding="utf-8")
    list_of_people(Path("people.csv"), 6)
    assert testamur("keys", "new", "-o", "issuer.key").code == 0
    return tmp_path


@pytest.fixture
def issue(place: Path, testamur: Testamur):
    """Issue in that place: `issue("--format", "png")`; options given replace the usual ones."""
    usual = {"--recipients": "people.csv", "--key": "issuer.key", "-o": "out"}

    def run(*words: object, award: str = "award.toml") -> Ran:
        more = [word for pair in usual.items() if pair[0] not in words for word in pair]
        return testamur("issue", award, *more, *words)

    return run


@pytest.fixture
def issued(place: Path, issue) -> Path:
    """The folder of six awards that were issued."""
    assert issue().code == 0
    return place / "out"
