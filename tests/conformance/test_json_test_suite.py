"""JSONTestSuite (RFC 8259) through `parse_json`: every text has one documented answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testamur.encoding import parse_json
from testamur.errors import Refused
from tests.conftest import has_shared, shared
from tests.patience import within

FOLDER = "vectors/jsontestsuite"

# Texts that RFC 8259 lets a reader read, and ours refuses.
DIVERGENCES = {
    "y_object_duplicated_key.json": "a member twice is refused: readers disagree on which one counts",
    "y_object_duplicated_key_and_value.json": "a member twice is refused, also with the same value",
}

# Where RFC 8259 leaves it open: what is read, all others being refused with the code beside.
READ = {
    "i_number_double_huge_neg_exp.json": [0.0],
    "i_number_real_underflow.json": [0.0],
    "number_1.0.json": [1.0],
    "number_1.000000000000000005.json": [1.0],
    "number_1000000000000000.json": [1000000000000000],
    "number_1e-999.json": [0.0],
    "number_1e6.json": [1000000.0],
    "object_key_nfc_nfd.json": {"\u00e9": "NFC", "e\u0301": "NFD"},
    "object_key_nfd_nfc.json": {"e\u0301": "NFD", "\u00e9": "NFC"},
    "string_with_escaped_NULL.json": ["A\0B"],
}
REFUSED = {
    "i_number": "json.number-out-of-range",
    "i_object": "json.malformed",
    "i_string": "json.malformed",
    "i_structure_500": "json.too-deep",
    "i_structure_UTF-8_BOM": "json.malformed",
    "number_": "json.number-out-of-range",
    "object_same_key": "json.duplicate-key",
    "string_": "json.malformed",
}


def files(kind: str) -> list[Path]:
    """The texts that must be read (y), must be refused (n), are open (i) or transformed (t)."""
    if not has_shared(FOLDER):
        return []
    folder = shared(FOLDER, "test_transform" if kind == "t" else "test_parsing")
    return sorted(folder.glob("*.json" if kind == "t" else f"{kind}_*.json"))


def named(path: Path) -> str:
    return path.stem


def answer(path: Path) -> object:
    try:
        return parse_json(path.read_bytes())
    except Refused as refused:
        return refused.problem.code


def test_the_suite_is_whole():
    shared(FOLDER)
    assert [len(files(kind)) for kind in "ynit"] == [95, 188, 35, 22]


@pytest.mark.parametrize("path", files("y"), ids=named)
def test_json_002_what_must_be_read_is_read(path: Path):
    if path.name in DIVERGENCES:
        assert answer(path) == "json.duplicate-key"
    else:
        assert answer(path) == json.loads(path.read_bytes())


@pytest.mark.parametrize("path", files("n"), ids=named)
def test_json_001_what_must_be_refused_is_refused_at_once(path: Path):
    with within(0.5):
        code = answer(path)
    assert isinstance(code, str)
    assert code in {"json.malformed", "json.too-deep"}


@pytest.mark.parametrize("path", [*files("i"), *files("t")], ids=named)
def test_json_002_what_is_open_has_one_answer(path: Path):
    if path.name in READ:
        assert answer(path) == READ[path.name]
        return
    [code] = [code for head, code in REFUSED.items() if path.name.startswith(head)]
    assert answer(path) == code
