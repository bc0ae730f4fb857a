"""The official validator's Open Badges 3.0 and CLR 2.0 fixtures, with its verdicts and ours.

The 1EdTech validator accepts a key that only the credential itself names as its issuer's; `Policy(
fragment_keys=True)` does the same, and then the verdicts are equal but for those listed. By our own
rules such a credential is undetermined: nobody but itself says whose the key is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

import testamur
from testamur.credentials.issue import sign
from testamur.credentials.status import StatusRow, Window, build_list, status_credential
from testamur.encoding import parse_object
from testamur.keys import SigningKey
from testamur.problems import Report, Verdict
from tests.conftest import has_shared, shared
from tests.simulated_web import NOON, SimulatedWeb

FOLDER = "vectors/1edtech-inspector"
VALID, INVALID, OPEN = Verdict.VALID, Verdict.INVALID, Verdict.UNDETERMINED
LENIENT = testamur.Policy(fragment_keys=True)
LIST_KEY = SigningKey.from_seed(b"1" * 32)

# Fixture to our verdict by the official rules, and why it differs.
DIVERGENCES = {
    "ob30/simple-err-proof-method.json": (
        OPEN,
        "its key is looked up at an address where nothing is: it cannot be judged, and is never valid",
    ),
    "clr20/simple.jwt": (
        INVALID,
        "its only key stands in its own header, and its contexts are drafts of 2022",
    ),
}

# Fixture to our verdict by our own rules, the first reason told, and the check that tells it.
STRICT = {
    "ob30/simple.json": (OPEN, "issuer.key-unproven", "issuer"),
    "ob30/simple.1ob": (OPEN, "issuer.key-unproven", "issuer"),
    "ob30/simple_v1.json": (OPEN, "issuer.key-unproven", "issuer"),
    "ob30/simple-context-alias.json": (OPEN, "issuer.key-unproven", "issuer"),
    "ob30/simple-context-version.json": (OPEN, "issuer.key-unproven", "issuer"),
    "ob30/sd/derivedcredential.json": (OPEN, "issuer.key-unproven", "issuer"),
    "ob30/endorsement-valid.json": (OPEN, "issuer.key-unproven", "issuer"),
    "clr20/simple.json": (OPEN, "issuer.key-unproven", "issuer"),
    "ob30/simple-err-proof-method.json": (OPEN, "fetch.status", "proof"),
    "ob30/simple-err-proof-method-unknown-scheme.json": (
        INVALID,
        "did.method-unsupported",
        "proof",
    ),
    "ob30/simple-err-proof-value.json": (INVALID, "proof.signature-mismatch", "proof"),
    "ob30/simple-err-context.json": (INVALID, "document.wrong-context", "form"),
    "ob30/simple-err-credential-subject-type.json": (INVALID, "document.wrong-type", "form"),
    "ob30/simple-err-credential-subject-identifier-type.json": (
        INVALID,
        "document.wrong-type",
        "form",
    ),
    "ob30/simple-err-credential-subject-result-type.json": (INVALID, "document.wrong-type", "form"),
    "ob30/simple-err-evidence-type.json": (INVALID, "document.wrong-type", "form"),
    "ob30/simple-err-issuer-parentorg-type.json": (INVALID, "document.wrong-type", "form"),
    "ob30/simple-err-issued.json": (INVALID, "document.missing-member", "form"),
    "ob30/complete.json": (INVALID, "issuer.key-unproven", "endorsements"),
    "ob30/complete_v1.json": (INVALID, "document.wrong-value", "form"),
    "ob30/bit-string-list/credential-status-revoked.json": (
        INVALID,
        "issuer.key-unproven",
        "status",
    ),
    "ob30/bit-string-list/credential-status-revoked-blank-nodes.json": (
        INVALID,
        "issuer.key-unproven",
        "status",
    ),
    "clr20/simple.jwt": (INVALID, "document.wrong-context", "form"),
}


@dataclass(frozen=True)
class Row:
    """One test of the official validator: its name, its fixture and what it asserts."""

    test: str
    fixture: str
    asserts: str

    @property
    def verdict(self) -> Verdict:
        """What the official validator says; a warning is no fault."""
        says_no = ("assertInvalid", "assertFalse(report.asBoolean())")
        return INVALID if self.asserts.startswith(says_no) else VALID


def rows() -> Iterator[Row]:
    if not has_shared(FOLDER):
        return
    for line in shared(FOLDER, "EXPECTED.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and re.match(r"(ob30|clr20)/", cells[1]):
            yield Row(*cells)


ROWS = list(rows())
each = pytest.mark.parametrize("row", ROWS, ids=[row.test for row in ROWS])


def web_for(raw: bytes) -> SimulatedWeb:
    """A web that has the fixture's status list, signed by a key its issuer's address carries."""
    web = SimulatedWeb()
    if b"BitstringStatusListEntry" not in raw:
        return web
    document = parse_object(raw)
    entry, issuer = document["credentialStatus"], document["issuer"]["id"]
    listed = status_credential(
        entry["statusListCredential"],
        issuer=issuer,
        purpose="revocation",
        encoded_list=build_list([StatusRow(int(entry["statusListIndex"]))]),
        window=Window(NOON - timedelta(days=1)),
    )
    signed = sign(listed, signer=LIST_KEY, at=NOON - timedelta(hours=1))
    return web.publish(entry["statusListCredential"], signed.text)


def judged(row: Row, *, policy: testamur.Policy) -> Report:
    raw = shared(FOLDER, row.fixture).read_bytes()
    return testamur.examine(raw, resolver=web_for(raw), at=NOON, policy=policy)


@each
def test_the_verdict_is_the_official_one_by_the_official_rules(row: Row):
    expected = DIVERGENCES[row.fixture][0] if row.fixture in DIVERGENCES else row.verdict
    report = judged(row, policy=LENIENT)
    assert report.verdict is expected, report.problems


@each
def test_the_verdict_by_our_own_rules_and_its_reason(row: Row):
    verdict, code, check = STRICT[row.fixture]
    report = judged(row, policy=testamur.Policy())
    assert report.verdict is verdict, report.problems
    assert report.problems[0].code == code
    assert report.outcome_of(check).value in {"failed", "undetermined"}


@each
def test_our_rules_are_never_the_milder(row: Row):
    order = [VALID, OPEN, INVALID]
    strict, lenient = (
        judged(row, policy=policy).verdict for policy in (testamur.Policy(), LENIENT)
    )
    assert order.index(strict) >= order.index(lenient)


@pytest.mark.parametrize(
    "name", ["credential-status-revoked.json", "credential-status-revoked-blank-nodes.json"]
)
def test_a_revoked_fixture_is_told_as_revoked(name: str):
    row = Row("", f"ob30/bit-string-list/{name}", "")
    codes = [problem.code for problem in judged(row, policy=LENIENT).problems]
    assert "status.revoked" in codes


def test_every_row_is_here():
    shared(FOLDER)
    assert len(ROWS) == 23
    assert {row.fixture for row in ROWS} == STRICT.keys()
