"""Every module, every public name and every problem code says what it is."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from testamur.problems import CATALOGUE
from tests.shared_data import PROJECT

# Django writes the migrations.
SOURCES = sorted(
    path for path in (PROJECT / "src").rglob("*.py") if path.parent.name != "migrations"
)
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers"}

# A module longer than this is two modules, unless it stands here with its reason.
MOST_CODE_LINES = 400
LONG_FOR_A_REASON = {
    "testamur/problems/catalogue.py": "one table: it is searched, not read through",
}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def named(path: Path) -> str:
    return str(path.relative_to(PROJECT / "src"))


def is_public(node: ast.AST) -> bool:
    """Whether a reader of the module may call it."""
    kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return isinstance(node, kinds) and not node.name.startswith("_")


def is_told(node: ast.AST) -> bool:
    """Whether it must say what it is: a class in a class is told by where it stands."""
    return is_public(node) and not isinstance(node, ast.ClassDef)


def public_definitions(tree: ast.Module):
    """Yield every public class, method and function at the top, by qualified name."""
    for node in filter(is_public, tree.body):
        yield node.name, node
        if isinstance(node, ast.ClassDef):
            for member in filter(is_told, node.body):
                yield f"{node.name}.{member.name}", member


def is_overload(node: ast.AST) -> bool:
    decorators = getattr(node, "decorator_list", [])
    return any("overload" in ast.unparse(d) or ".setter" in ast.unparse(d) for d in decorators)


def docstring_lines(node: ast.AST) -> range:
    """The lines of a string that stands alone, as docstrings do; none for any other node."""
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return range(node.lineno, (node.end_lineno or node.lineno) + 1)
    return range(0)


def code_lines(path: Path) -> int:
    """Count the lines that are neither empty, nor a comment, nor inside a docstring."""
    text = path.read_text(encoding="utf-8")
    told = {line for node in ast.walk(tree_of(path)) for line in docstring_lines(node)}
    return sum(
        number not in told and bool(line.strip()) and not line.strip().startswith("#")
        for number, line in enumerate(text.splitlines(), start=1)
    )


def test_there_is_something_to_look_at():
    assert len(SOURCES) > 10


def test_every_module_says_what_it_knows():
    silent = [named(path) for path in SOURCES if not ast.get_docstring(tree_of(path))]
    assert not silent


def test_every_public_name_has_a_docstring():
    silent = [
        f"{named(path)}: {name}"
        for path in SOURCES
        for name, node in public_definitions(tree_of(path))
        if not ast.get_docstring(node) and not is_overload(node)
    ]
    assert not silent


def test_no_file_name_says_nothing():
    assert not [named(path) for path in SOURCES if path.stem in FORBIDDEN]
    folders = {part for path in SOURCES for part in Path(named(path)).parts[:-1]}
    assert not folders & FORBIDDEN


def test_no_module_is_two_modules():
    long = {named(path): lines for path in SOURCES if (lines := code_lines(path)) > MOST_CODE_LINES}
    assert not {name: lines for name, lines in long.items() if name not in LONG_FOR_A_REASON}
    assert not set(LONG_FOR_A_REASON) - set(long), "no longer long: take them off the list"


# ---------------------------------------------------------------------------------- problem codes

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9]*(-[a-z0-9]+)*")


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_code_has_a_subject_and_two_sentences(code):
    assert CODE.fullmatch(code)
    for sentence in CATALOGUE[code]:
        assert sentence[0].isupper()
        assert sentence.endswith((".", "?"))


def test_every_code_is_produced_by_a_test():
    tests = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((PROJECT / "tests").rglob("*.py"))
        if path.name != Path(__file__).name
    )
    untested = [code for code in sorted(CATALOGUE) if code not in tests]
    assert not untested


def test_every_code_is_used_by_the_code():
    said = "\n".join(
        path.read_text(encoding="utf-8") for path in SOURCES if path.name != "catalogue.py"
    )
    assert not [code for code in sorted(CATALOGUE) if f'"{code}"' not in said]
