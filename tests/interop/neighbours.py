"""Asking other people's software, which runs in Node: questions in, answers out, one line each.

One process answers for as long as the tests of this one run: Node takes half a second to start, and
what it has compiled it need not compile again.
"""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread, Timer
from typing import Any, Final

import pytest

from testamur.ld.contexts import KNOWN, load_context

__all__ = ["ask_node"]

_HERE: Final = Path(__file__).resolve().parent
_SECONDS: Final = 600
_YOUNG: Final = "--max-semi-space-size=64"
"""Contexts are cloned by the hundred: with 64 MiB for what is young, few clones are moved."""


def ask_node(
    questions: Iterable[dict[str, Any]], *, documents: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The answer to each question of others.mjs, which knows our contexts and `documents`."""
    if not (_HERE / "node_modules" / ".stamp").exists() or not shutil.which("node"):
        pytest.fail("the npm packages are not installed: `make test` installs them", pytrace=False)
    answers = _node().answers_to([{"do": "know", "documents": documents or {}}, *questions])
    _refuse_errors(answers)
    return answers[1:]


class _Node:
    """others.mjs, told our contexts."""

    def __init__(self) -> None:
        self._errors = TemporaryFile()  # noqa: SIM115 -- as long as the process
        self._process = subprocess.Popen(
            ["node", _YOUNG, str(_HERE / "others.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
        )
        atexit.register(self.end)
        self.answers_to([{"do": "know", "documents": {url: load_context(url) for url in KNOWN}}])

    def answers_to(self, questions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """As many answers as questions, or none are ever given again by this process."""
        asking = Thread(target=self._ask, args=(questions,), daemon=True)
        patience = Timer(_SECONDS, self._process.kill)
        answers: list[dict[str, Any]] = []
        try:
            patience.start()
            asking.start()
            answers += map(json.loads, islice(self._process.stdout, len(questions)))
        finally:
            patience.cancel()
            if len(answers) < len(questions):
                _node.cache_clear()
                self._process.kill()
        assert len(answers) == len(questions), self._last_words()
        return answers

    def end(self) -> None:
        """End it; nothing it has yet to say is waited for."""
        self._process.kill()
        self._process.communicate()
        self._errors.close()

    def _ask(self, questions: Sequence[dict[str, Any]]) -> None:
        try:
            for question in questions:
                self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return  # the missing answers tell

    def _last_words(self) -> str:
        self._process.wait(timeout=_SECONDS)
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace")[-2_000:]


_node: Final = cache(_Node)


def _refuse_errors(answers: Sequence[dict[str, Any]]) -> None:
    errors = [answer["error"] for answer in answers if "error" in answer]
    assert not errors, errors[:3]
