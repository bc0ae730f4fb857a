from __future__ import annotations

from pathlib import Path

import pytest

from testamur_web.config.env import (
    WrongSetting,
    read_database,
    read_flag,
    read_list,
    read_number,
    read_secret,
    read_text,
)


def test_an_empty_value_counts_as_not_stated():
    source = {"TESTAMUR_NAME": "  "}
    assert read_text("NAME", default="fallback", source=source) == "fallback"


def test_a_list_is_cut_at_commas():
    source = {"TESTAMUR_HOSTS": "a.example, b.example,,"}
    assert read_list("HOSTS", default="", source=source) == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("stated", "meant"), [("yes", True), ("1", True), ("Off", False), ("", True)]
)
def test_a_flag_is_yes_or_no(stated, meant):
    assert read_flag("DEBUG", default=True, source={"TESTAMUR_DEBUG": stated}) is meant


def test_a_flag_that_is_neither_stops_the_start():
    with pytest.raises(WrongSetting, match="TESTAMUR_DEBUG is 'perhaps'"):
        read_flag("DEBUG", default=False, source={"TESTAMUR_DEBUG": "perhaps"})


def test_a_number_is_digits():
    assert read_number("PORT", default=25, source={}) == 25
    assert read_number("PORT", default=25, source={"TESTAMUR_PORT": " 587 "}) == 587


@pytest.mark.parametrize("value", ["-1", "2.5", "many", "\u0663", "1" * 10])
def test_what_is_no_number_stops_the_start(value):
    with pytest.raises(WrongSetting, match="TESTAMUR_PORT"):
        read_number("PORT", default=25, source={"TESTAMUR_PORT": value})


@pytest.mark.parametrize(
    ("url", "engine"), [("sqlite:////tmp/x", "sqlite3"), ("postgres://a:b@h/n", "postgresql")]
)
def test_a_database_is_one_of_two(url, engine):
    assert read_database(url)["ENGINE"].endswith(engine)


@pytest.mark.parametrize(
    "url",
    ["here", "ftp://u:hidden@h/n", "postgres://u:hidden@h:port/n", "mysql://u:hidden@h/n"],
    ids=["no address", "another scheme", "a port that is none", "another database"],
)
def test_what_is_no_database_stops_the_start_and_tells_no_password(url):
    with pytest.raises(WrongSetting, match="DATABASE_URL names no database") as told:
        read_database(url)
    assert "hidden" not in str(told.value)


def test_a_secret_may_lie_in_a_file(tmp_path: Path):
    file = tmp_path / "key"
    file.write_text("hidden\n", encoding="utf-8")
    assert read_secret("SECRET_KEY", source={"TESTAMUR_SECRET_KEY_FILE": str(file)}) == "hidden"


def test_a_secret_that_is_not_stated_is_none():
    assert read_secret("SECRET_KEY", source={}) is None


def test_a_secret_stated_twice_stops_the_start(tmp_path: Path):
    source = {"TESTAMUR_SECRET_KEY": "a", "TESTAMUR_SECRET_KEY_FILE": str(tmp_path / "key")}
    with pytest.raises(WrongSetting, match="not both"):
        read_secret("SECRET_KEY", source=source)


@pytest.mark.parametrize("content", [None, b"", b"\xff"], ids=["absent", "empty", "not text"])
def test_a_secret_file_that_cannot_be_used_stops_the_start(tmp_path: Path, content):
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(WrongSetting, match="TESTAMUR_SECRET_KEY_FILE"):
        read_secret("SECRET_KEY", source={"TESTAMUR_SECRET_KEY_FILE": str(file)})


def test_the_project_passes_djangos_own_checks(tmp_path: Path):
    import subprocess
    import sys

    checked = subprocess.run(
        [sys.executable, "-m", "django", "check", "--settings", "testamur_web.config.settings"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout
