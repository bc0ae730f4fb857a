"""The command line as tests drive it: in this process, or as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = [
    "AWARD",
    "HEAVY",
    "SITE",
    "Ran",
    "Testamur",
    "list_of_people",
    "modules_loaded",
    "run_program",
]

AWARD: Final = """\
[issuer]
name = "University of Example"

[achievement]
id = "https://uni.example/achievements/py"
name = "Python basics"
criteria = "Pass the exam."

[achievement.grade]
type = "LetterGrade"
values = ["C", "B", "A"]

[award]
date = 2026-05-29
status = "https://uni.example/status"
"""
"""A small award file: by whoever holds the key, revocable, graded."""


@dataclass(frozen=True)
class Ran:
    """What one command did: its exit code, and what it said."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Standard output as one JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Testamur = Callable[..., Ran]
"""Runs the command line with these words."""


def list_of_people(path: Path, count: int, *, first: int = 0) -> Path:
    """Write a list of `count` people, the same for the same numbers."""
    rows = [
        f"Person {number},p{number}@mail.example,{'CBA'[number % 3]}"
        for number in range(first, first + count)
    ]
    path.write_text("\n".join(["Name,E-mail,Grade", *rows, ""]), encoding="utf-8")
    return path


def run_program(words: Sequence[object], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command line as a program of its own."""
    return subprocess.run(
        [sys.executable, "-m", "testamur.cli", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(["src", *sys.path])},
        **options,
    )


HEAVY: Final = frozenset(
    {"django", "granian", "jsonschema", "referencing", "resvg_py", "rich", "cbor2", "pyld"}
)
"""Packages that take long to load, and that few verbs need."""

SITE: Final = frozenset({"__main__", "_distutils_hack", "sitecustomize", "usercustomize"})
"""What Python itself may load from outside its own library before anything is asked of it."""

_TELL: Final = """\
import contextlib, io, sys
from testamur.cli import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main(sys.argv[1:])
print(*sys.modules)
"""


def modules_loaded(words: Sequence[object]) -> set[str]:
    """Every module that a program of its own has loaded when it has run this command line."""
    ran = subprocess.run(
        [sys.executable, "-c", _TELL, *map(str, words)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(["src", *sys.path])},
    )
    return set(ran.stdout.split())
