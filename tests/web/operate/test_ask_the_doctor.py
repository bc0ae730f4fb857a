"""`testamur doctor` as a program of its own, which looks at an instance and makes nothing of it."""

from __future__ import annotations

import json

from tests.running_site import program, stated
from tests.web.operate.test_serve import serving, spoken


def test_an_instance_that_runs_is_looked_at_whole(tmp_path, with_tables):
    data = tmp_path / "data"
    first = doctor(data)
    assert {"settings", "database", "folder"} <= not_well(first)
    assert not data.exists(), "it makes nothing"
    with serving("--data-dir", with_tables(data)):
        assert not_well(doctor(data)) == {"worker"}
    (data / "secret.key").unlink()
    assert not_well(doctor(data)) == {"settings", "worker"}


def test_settings_that_cannot_be_used_are_told_alone(tmp_path):
    lines = doctor(tmp_path, TESTAMUR_DEBUG="perhaps")
    assert not_well(lines) == {"settings"}
    assert "mail" not in {line["check"] for line in lines}


def doctor(data, **environment):
    words = program("doctor", "--json")
    ran = spoken(words, stated(TESTAMUR_DATA_DIR=str(data), **environment))
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == int(any(not line["ok"] for line in lines)), ran.stderr
    return lines


def not_well(lines):
    return {line["check"] for line in lines if not line["ok"]}
