"""Where the data outside the repository lies: published vectors, hostile cases, frameworks.

`TESTAMUR_SHARED` names the folder; without it, `shared` beside the project's own folder. The data
is read where it stands and never copied. A test over a file that is not there is skipped by name,
and the run ends with one line that says how many were.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

__all__ = ["PROJECT", "SHARED", "SKIP_PREFIX", "has_shared", "shared"]

PROJECT: Final = Path(__file__).resolve().parent.parent
"""The project's own folder."""

SHARED: Final = Path(os.environ.get("TESTAMUR_SHARED") or PROJECT.parent / "shared").resolve()
"""The folder of the data outside the repository, present or not."""

SKIP_PREFIX: Final = "needs data outside the repository:"
"""How the reason of every skip for absent data begins."""


def has_shared(*parts: str) -> bool:
    """Whether that file or folder is there; for deciding what to collect."""
    return SHARED.joinpath(*parts).exists()


def shared(*parts: str) -> Path:
    """The path of a file or folder outside the repository, or a skip that names it.

    `shared("vectors", "rdf-canon")` and `shared("vectors/rdf-canon")` mean the same. It may be
    called in a test, a fixture, or at the top of a test module, which then is skipped whole.
    """
    found = SHARED.joinpath(*parts)
    if not found.exists():
        pytest.skip(f"{SKIP_PREFIX} {'/'.join(parts)}", allow_module_level=True)
    return found
