"""The official validator's Open Badges 2.0 fixtures get the verdicts that it gives them.

The fixtures name addresses of example.org; an honest web serves its assets there, and each document
under test at its own id. Where the official validator warns, the badge is valid and a check tells
the reader why.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from testamur.interop.openbadges2 import examine_openbadges2, is_openbadges2
from testamur.problems import Outcome, Report, Verdict
from tests.conftest import shared
from tests.simulated_web import NOON, SimulatedWeb

FIXTURES = shared("vectors/1edtech-inspector")
HOSTS = ("https://example.org/", "http://example.org/", "https://www.example.org/")


class Expected(NamedTuple):
    test: str
    fixture: str
    asserts: str

    @property
    def verdict(self) -> Verdict:
        """The first assertion of a row is about the fixture it names."""
        return Verdict.INVALID if self.asserts.startswith("assertInvalid") else Verdict.VALID


def rows() -> Iterator[Expected]:
    for line in (FIXTURES / "EXPECTED.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and re.fullmatch(r"ob20/\S+\.json", cells[1]):
            yield Expected(*cells)


ROWS = list(rows())


def served() -> SimulatedWeb:
    web = SimulatedWeb()
    for asset in sorted((FIXTURES / "ob20" / "assets").iterdir()):
        for host in HOSTS:
            web.publish(host + asset.name, asset.read_bytes())
    return web


def judged(path: Path, **change: str) -> Report:
    document = json.loads(path.read_text()) | change
    text = json.dumps(document) if change else path.read_text()
    web = served().publish(document["id"], text)
    return examine_openbadges2(text, resolver=web, at=NOON)


@pytest.mark.parametrize("row", ROWS, ids=[row.test for row in ROWS])
def test_the_verdict_is_the_official_one(row):
    assert is_openbadges2((FIXTURES / row.fixture).read_text())
    report = judged(FIXTURES / row.fixture)
    assert report.verdict is row.verdict, report.problems
    if "assertWarning" in row.asserts:
        assert any(check.detail for check in report.checks if check.name == "issuer")


def test_every_row_is_here():
    assert len(ROWS) == 12


FAILS_FOR = {
    "ob20/basic-assertion-invalid-type.json": ("form", "openbadges2.type-unknown"),
    "ob20/basic-assertion-expired-before-issued.json": (
        "dates",
        "openbadges2.expires-before-issued",
    ),
    "ob20/basic-assertion-in-future.json": ("dates", "openbadges2.issued-in-future"),
    "ob20/assertion-with-extension-node-invalid.json": (
        "form",
        "openbadges2.extension-malformed",
    ),
}


@pytest.mark.parametrize(("fixture", "reason"), FAILS_FOR.items(), ids=FAILS_FOR)
def test_an_invalid_fixture_fails_for_its_own_reason(fixture, reason):
    check, code = reason
    report = judged(FIXTURES / fixture)
    failed = {check.name for check in report.checks if check.outcome is Outcome.FAILED}
    assert failed == {check}
    assert code in [problem.code for problem in report.problems]


@pytest.mark.parametrize(
    ("badge", "verdict"),
    [
        ("badgeclass-with-verification-valid-starts-with", Verdict.VALID),
        ("badgeclass-with-verification-valid-multiple-starts-with", Verdict.VALID),
        ("badgeclass-with-verification-invalid-starts-with", Verdict.INVALID),
        ("badgeclass-with-verification-invalid-multiple-starts-with", Verdict.INVALID),
        ("altbadgeurl", Verdict.VALID),
        ("issuer-invalid-type", Verdict.INVALID),
    ],
)
def test_the_assets_that_no_fixture_names_get_the_verdict_their_name_says(badge, verdict):
    fixture = FIXTURES / "ob20" / "basic-assertion-with-allowed-origins.json"
    assert judged(fixture, badge=f"https://example.org/{badge}.json").verdict is verdict
