"""Writes docs/reference/problems.md; with `--check` only says whether it is current."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import Final

from testamur.problems import CATALOGUE

__all__ = ["PAGE", "problems_page"]

PAGE: Final = Path(__file__).resolve().parent / "reference" / "problems.md"

_HEAD: Final = """\
# Problem codes

What can be wrong, what it means, and what to do about it. A code is stable: it is never renamed and
never given a second meaning, so programs branch on it and never on the sentence beside it. The same
codes stand in `testamur verify --json`, in the exceptions of the library (`error.problem.code`) and
in HTTP answers (`application/problem+json`, RFC 9457).

*Written by `make docs` from `src/testamur/problems/catalogue.py`.*
"""


def problems_page() -> str:
    """The whole page as Markdown: one section per subject, one row per code."""
    parts = [_HEAD]
    for subject, codes in groupby(sorted(CATALOGUE), key=lambda code: code.split(".")[0]):
        parts.append(f"\n## {subject}\n\n| code | what it means | what to do |\n|---|---|---|\n")
        parts.extend(_row(code) for code in codes)
    return "".join(parts)


def _row(code: str) -> str:
    """One line of a table; a bar inside a sentence would end its cell."""
    title, remedy = (sentence.replace("|", "\\|") for sentence in CATALOGUE[code])
    return f"| `{code}` | {title} | {remedy} |\n"


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` compare it; 0 when it is current afterwards."""
    page = problems_page()
    if "--check" not in arguments:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    print("docs/reference/problems.md is not current: run `make docs`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
