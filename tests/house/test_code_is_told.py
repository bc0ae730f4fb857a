"""Every module, every public name and every problem code says what it is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from testamur.problems import CATALOGUE
from tests.shared_data import PROJECT

SOURCES = sorted((PROJECT / "src").rglob("*.py"))
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers"}
EMPTY_ON_PURPOSE = {"migrations"}

# A module longer than this is two modules, unless it stands here with its reason.
MOST_CODE_LINES = 400
LONG_FOR_A_REASON: dict[str, str] = {}


def named(path: Path) -> str:
    return str(path.relative_to(PROJECT / "src"))


def public_definitions(tree: ast.Module):
    """Yield what a reader may call: top-level and in public classes, by qualified name."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
            for member in node.body:
                if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef):
                    if not member.name.startswith("_"):
                        yield f"{node.name}.{member.name}", member
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not node.name.startswith("_"):
                yield node.name, node


def is_overload(node: ast.AST) -> bool:
    decorators = getattr(node, "decorator_list", [])
    return any("overload" in ast.unparse(d) or ".setter" in ast.unparse(d) for d in decorators)


def code_lines(path: Path) -> int:
    """Lines that are neither empty, nor a comment, nor inside a docstring."""
    text = path.read_text(encoding="utf-8")
    told = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            if isinstance(node.value.value, str):
                told |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = text.splitlines()
    return sum(
        number not in told and bool(line.strip()) and not line.strip().startswith("#")
        for number, line in enumerate(lines, start=1)
    )


def test_there_is_something_to_look_at():
    assert len(SOURCES) > 10


def test_every_module_says_what_it_knows():
    silent = [
        named(path)
        for path in SOURCES
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        and not EMPTY_ON_PURPOSE & set(path.parts)
    ]
    assert not silent


def test_every_public_name_has_a_docstring():
    silent = [
        f"{named(path)}: {name}"
        for path in SOURCES
        for name, node in public_definitions(ast.parse(path.read_text(encoding="utf-8")))
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


def test_every_name_in_all_exists():
    """A module with `__all__` defines or imports what it lists, in order."""
    wrong = []
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                if isinstance(node.value, ast.List | ast.Tuple):
                    names = [ast.literal_eval(item) for item in node.value.elts]
                    if len(names) != len(set(names)):
                        wrong.append(named(path))
    assert not wrong


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
