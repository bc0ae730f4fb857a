"""A run that is killed anywhere, or finds no room, loses nothing, doubles nothing, shows no half."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from testamur.cli import main
from testamur.cli.workers import Recipe, workers_for
from testamur.problems import Problem
from tests.command_line import AWARD, list_of_people
from tests.effort import examples

PEOPLE = 2_000


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "award.toml").write_text(AWARD, encoding="utf-8")
    list_of_people(tmp_path / "people.csv", PEOPLE)
    assert main(["keys", "new", "-o", str(tmp_path / "issuer.key")]) == 0
    return tmp_path


def command(place: Path, *more: str) -> list[str]:
    words = ["issue", "award.toml", "--recipients", "people.csv", "--key", "issuer.key"]
    return [sys.executable, "-m", "testamur.cli", *words, "-o", "out", *more]


def killed(place: Path, *more: str, after: float = 0.0, files: int = 0) -> bool:
    """Start a run, kill it after so many seconds and files; whether it was still going."""
    run = subprocess.Popen(
        command(place, *more),
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(after)
    while run.poll() is None and len(list((place / "out").glob("*.json"))) < files:
        time.sleep(0.001)
    if run.poll() is not None:
        return False
    run.send_signal(signal.SIGKILL)
    run.wait()
    return True


def everything_is_there_once(place: Path) -> None:
    files = sorted((place / "out").glob("*.json"))
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    people = {document["credentialSubject"]["id"] for document in documents}
    assert people == {f"mailto:p{number}@mail.example" for number in range(PEOPLE)}
    assert len(files) == PEOPLE
    assert len({document["id"] for document in documents}) == PEOPLE
    places = {document["credentialStatus"]["id"] for document in documents}
    assert len(places) == PEOPLE
    with sqlite3.connect(place / "out" / "register.sqlite3") as rows:
        assert rows.execute("SELECT state, count(*) FROM award GROUP BY state").fetchall() == [
            ("issued", PEOPLE)
        ]
    rows.close()
    assert not list((place / "out").glob(".*")), "half-written files are left"


def test_a_run_that_is_killed_again_and_again_awards_everybody_once(place, capsys):
    chance = random.Random(20)  # noqa: S311 - when to kill, not what to sign
    first: dict[str, bytes] = {}
    kills = 0
    rounds = examples(6, 50)
    for number in range(rounds):
        files = PEOPLE * number // rounds + chance.randrange(PEOPLE // rounds)
        workers = str(1 + number % 2)
        kills += killed(place, "--workers", workers, after=chance.uniform(0, 0.6), files=files)
        for path in (place / "out").glob("*.json"):
            first.setdefault(path.name, path.read_bytes())
    finished = subprocess.run(
        command(place, "--workers", "2"), cwd=place, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    assert kills > rounds // 2
    everything_is_there_once(place)
    for name, seen in first.items():
        assert (place / "out" / name).read_bytes() == seen, "a credential changed after it was seen"
    capsys.readouterr()
    assert main(["verify", str(place / "out"), "--offline", "--only-invalid"]) == 0


def test_workers_end_with_the_run_that_started_them(place):
    assert killed(place, "--workers", "2", files=1)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (left := processes_in(place)):
        time.sleep(0.05)
    assert not left


def test_a_worker_that_is_killed_is_one_clear_problem(place):
    run = subprocess.Popen(
        command(place, "--workers", "2"),
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    while run.poll() is None and not list((place / "out").glob("*.json")):
        time.sleep(0.001)
    workers = [other for other in processes_in(place) if other != str(run.pid)]
    for worker in workers:
        if "spawn_main" in Path(f"/proc/{worker}/cmdline").read_text("utf-8"):
            os.kill(int(worker), signal.SIGKILL)
            break
    _, told = run.communicate(timeout=60)
    assert run.returncode == 2
    assert "[run.worker-lost]" in told
    assert told.count("\n") == 1
    assert (
        subprocess.run(command(place), cwd=place, capture_output=True, check=False).returncode == 0
    )
    everything_is_there_once(place)


def test_what_is_handed_over_after_a_worker_was_lost_is_the_same_problem(tmp_path):
    """A worker whose plan is not there ends at its start, which breaks the pool for good."""
    nothing = Recipe(str(tmp_path / "no.toml"), "", "", {}, tmp_path, tmp_path, b"")
    with workers_for(nothing, 2) as workers:
        for _ in range(2):
            told = workers.submit([]).result()
            assert isinstance(told, Problem)
            assert told.code == "run.worker-lost"


def processes_in(place: Path) -> list[str]:
    """The processes whose working folder this is."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").readlink() == place:
                found.append(entry.name)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("workers", ["1", "2"])
def test_where_there_is_no_room_nothing_half_written_is_seen(place, workers):
    """DSK-002: files may grow to 2 kB only, as on a full disk; then there is room again."""

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2048, resource.RLIM_INFINITY))

    run = subprocess.run(
        command(place, "--workers", workers),
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=little_room,
    )
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "[file.unwritable]" in run.stderr
    assert not list((place / "out").rglob("*.json"))
    assert not list((place / "out").rglob("*.part"))
    finished = subprocess.run(command(place), cwd=place, capture_output=True, check=False)
    assert finished.returncode == 0
    everything_is_there_once(place)


def test_a_file_where_the_folder_should_be_is_one_clear_problem(place):
    (place / "out").write_text("not a folder", encoding="utf-8")
    run = subprocess.run(command(place), cwd=place, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "[file.unwritable]" in run.stderr
    assert run.stderr.count("\n") == 1


def test_two_runs_at_once_award_everybody_once(place):
    """CSV-003: two people start the same list at the same moment."""
    outputs = [place / "one.jsonl", place / "two.jsonl"]
    both = []
    for output in outputs:
        with output.open("wb") as told:
            both.append(
                subprocess.Popen(
                    command(place, "--json"), cwd=place, stdout=told, stderr=subprocess.DEVNULL
                )
            )
    assert [run.wait() for run in both] == [0, 0]
    told = [output.read_text("utf-8").splitlines() for output in outputs]
    states = [[json.loads(line).get("state") for line in lines[:-1]] for lines in told]
    assert sorted(map(tuple, map(set, states))) == [("already issued",), ("issued",)]
    everything_is_there_once(place)
