"""Every hostile case has a test that is named after it, or stands here with what it waits for."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest

from tests.shared_data import PROJECT, shared

# What the cases of a surface attack is not there yet; its first test takes it off this list.
LATER_SURFACES = {
    "bulk-xlsx": "lists of people as workbooks",
    "oauth": "the Open Badges API",
    "lti": "launches from a learning platform",
    "oid4vci": "wallets that fetch",
    "oid4vp": "wallets that present",
    "concurrency": "a database with several workers",
    "crash": "a database with several workers",
    "db": "a database with several workers",
    "disk": "a database with several workers",
    "net": "a database with several workers",
    "log": "the transparency log",
    "backup-migrate": "releases to upgrade from",
}

# Cases of a surface that is there, which attack a part that is not.
LATER_CASES = {
    "IDOR-006": "row-level security as the second wall",
    "KEY-007": "keys kept by the web product",
    "KEY-008": "did.json served by the web product",
    "API-004": "a measure of load",
    "API-005": "a measure of load",
    "API-006": "webhooks",
    "PRI-001": "people kept by the web product",
    "PRI-002": "pages of the web product",
    "PRI-006": "people kept by the web product",
}


def cases() -> dict[str, str]:
    """The id of every case, and its surface."""
    found = json.loads(shared("security/hostile_cases.json").read_text(encoding="utf-8"))
    return {case["id"]: case["surface"] for case in found}


@cache
def names() -> frozenset[str]:
    """The name of every test and of every class of tests."""
    texts = (path.read_text(encoding="utf-8") for path in (PROJECT / "tests").rglob("*.py"))
    return frozenset(name for text in texts for name in re.findall(r"(?:def|class) (\w+)", text))


def is_tested(case: str) -> bool:
    in_a_name = re.compile(rf"test_(?:\w*_)?{case.lower().replace('-', '_')}_")
    of_a_class = f"Test{case.replace('-', '')}"
    return any(in_a_name.match(name) or name.startswith(of_a_class) for name in names())


def test_every_case_has_a_test_or_waits_for_something():
    waiting = {case for case, surface in cases().items() if surface in LATER_SURFACES}
    assert not [
        case for case in cases() if not is_tested(case) and case not in waiting | LATER_CASES.keys()
    ]


def test_nothing_waits_that_is_tested_or_is_not_there():
    known = cases()
    assert not [case for case in LATER_CASES if case not in known or is_tested(case)]
    assert not [surface for surface in LATER_SURFACES if surface not in known.values()]
    assert not [
        case for case, surface in known.items() if surface in LATER_SURFACES and is_tested(case)
    ]


@pytest.mark.parametrize("surface", ["json", "jsonld", "rdfc", "di-proof", "jwt", "did", "ssrf"])
def test_every_case_of_a_document_is_tested(surface):
    assert all(is_tested(case) for case, on in cases().items() if on == surface)
