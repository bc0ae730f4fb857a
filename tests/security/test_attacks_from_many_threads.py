"""Many judgements at once, of documents in many contexts: each is judged as if it were alone."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import pytest

from testamur.encoding import compact_json
from testamur.problems import Verdict
from tests.attackers import badge, judged, signed

FURTHER = [
    "https://w3id.org/security/v1",
    "https://w3id.org/security/v2",
    "https://www.w3.org/ns/did/v1",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://w3id.org/testamur/microcredential/v1",
    "https://www.w3.org/ns/credentials/status/v1",
    "https://www.w3.org/ns/credentials/examples/v2",
]
"""More combinations of them than PyLD keeps."""


@pytest.fixture
def hasty_threads():
    """Threads that are interrupted as often as can be."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


def in_contexts(number, further):
    document = badge(name=f"Python {number}")
    document["@context"] += further
    return signed(document)


@pytest.mark.usefixtures("hasty_threads")
def test_a_good_one_stays_good_and_a_bad_one_bad():
    good = [
        compact_json(in_contexts(number, further))
        for number, further in enumerate(permutations(FURTHER, 2))
    ]
    bad = [text.replace('"name":"Python ', '"name":"Cobol ') for text in good]
    with ThreadPoolExecutor(8) as pool:
        verdicts = [report.verdict for report in pool.map(judged, (*good, *bad) * 4)]
    assert verdicts == [*[Verdict.VALID] * len(good), *[Verdict.INVALID] * len(bad)] * 4
