"""Writes docs/reference/conformance.md; with `--check` only says whether it is current."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

__all__ = ["PAGE", "conformance_page"]

PROJECT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = PROJECT / "docs" / "reference" / "conformance.md"

_HEAD: Final = """\
# Conformance

Vectors that others have published, run by `make test` through the library; the credentials among
them run through the command line too, which must say the same. A row says how many vectors there
are, and how many are answered as their publisher labels them. The others stand below by name, each
with its reason: the tests fail when one more diverges, and when one fewer does.

| what | by | vectors | agree | proven by |
|---|---|---|---|---|
"""

_VERDICTS: Final = """\

## The official validator and our own rules

The 1EdTech validator accepts a key that only the credential itself names as its issuer's. Testamur
does so when it is asked to (`--accept fragment-keys`); by its own rules it leaves such a credential
undetermined. The fixtures of the official validator, with its verdict, ours by its rules, and ours
by our own:

| fixture | official | by its rules | by ours |
|---|---|---|---|
"""

_LIMITS: Final = """
## What other libraries cannot verify

Other people's software judges what Testamur signs in every `make test`, and Testamur what they
sign: `@digitalbazaar/vc` (npm) a thousand random credentials, `openbadgeslib` and `openvc-core`
(PyPI) some dozens of each form. Tampered ones are refused by all. What follows is valid and yet
refused by the library named; `tests/interop/test_python_libraries.py` shows each of them.

| library | refuses | with the words | because |
|---|---|---|---|
"""

_FOOT: Final = """
*Written by `make docs` from `tests/conformance/suites.py` and `tests/interop/limits.py`.*
"""


def conformance_page() -> str:
    """The whole page as Markdown, from the vectors and the tests over them."""
    sys.path[:0] = [path for path in (str(PROJECT), str(PROJECT / "src")) if path not in sys.path]
    from tests.conformance.suites import SUITES
    from tests.conformance.test_inspector_ob30 import DIVERGENCES, ROWS, STRICT
    from tests.interop.limits import LIMITS

    rows, told = [], []
    for suite in SUITES:
        vectors, divergences = suite.vectors(), suite.divergences()
        proof = f"`{suite.proven_by}`"
        cells = (
            suite.name,
            suite.publisher,
            f"{vectors:,}",
            f"{vectors - len(divergences):,}",
            proof,
        )
        rows.append(f"| {' | '.join(cells)} |\n")
        if divergences:
            told.append(f"\n## {suite.name}: what diverges\n\n")
            told += [f"- `{name}`: {reason}\n" for name, reason in divergences.items()]
    verdicts = []
    for row in ROWS:
        lenient = DIVERGENCES[row.fixture][0] if row.fixture in DIVERGENCES else row.verdict
        cells = (f"`{row.fixture}`", row.verdict.value, lenient.value, STRICT[row.fixture][0].value)
        verdicts.append(f"| {' | '.join(cells)} |\n")
    limits = [
        f"| {one.library} | {one.what} | {one.says} … | {one.why} |\n" for one in LIMITS.values()
    ]
    return "".join([_HEAD, *rows, *told, _VERDICTS, *verdicts, _LIMITS, *limits, _FOOT])


def is_possible() -> bool:
    """Whether the vectors, which lie outside the repository, are there."""
    sys.path[:0] = [str(PROJECT)]
    from tests.shared_data import has_shared

    return has_shared("vectors")


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` compare it; 0 when it is current afterwards."""
    if not is_possible():
        print("docs/reference/conformance.md is left as it is: the vectors are not here")
        return 0
    page = conformance_page()
    if "--check" not in arguments:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    print("docs/reference/conformance.md is not current: run `make docs`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
