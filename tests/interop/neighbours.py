"""Asking other people's software, which runs in Node: questions in, answers out, one line each."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from testamur.ld.contexts import KNOWN, load_context

__all__ = ["ask_node"]

_HERE: Final = Path(__file__).resolve().parent
_SECONDS: Final = 600


def ask_node(
    questions: Iterable[dict[str, Any]], *, documents: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The answer to each question of others.mjs, which knows our contexts and `documents`."""
    if not (_HERE / "node_modules" / ".stamp").exists() or not shutil.which("node"):
        pytest.fail("the npm packages are not installed: `make test` installs them", pytrace=False)
    known = {url: load_context(url) for url in KNOWN} | (documents or {})
    lines = [json.dumps(one) for one in ({"do": "know", "documents": known}, *questions)]
    ended = subprocess.run(
        ["node", str(_HERE / "others.mjs")],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    answers = [json.loads(line) for line in ended.stdout.split("\n")[:-1]]
    assert len(answers) == len(lines), ended.stderr[-2_000:]
    _refuse_errors(answers)
    return answers[1:]


def _refuse_errors(answers: Sequence[dict[str, Any]]) -> None:
    errors = [answer["error"] for answer in answers if "error" in answer]
    assert not errors, errors[:3]
