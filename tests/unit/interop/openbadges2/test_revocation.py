"""Badges taken back, by their address or by their issuer's list."""

import pytest

from testamur.errors import Unreachable
from testamur.problems import Outcome, Verdict
from tests.older_badges import (
    CONTEXT,
    HOSTED,
    REVOKED,
    SIGNED,
    UNI,
    codes,
    examine,
    signed,
    signing_web,
    web,
)

REVOKED_BY = {
    "its id alone": SIGNED["id"],
    "an entry with its id": {"id": SIGNED["id"], "revocationReason": "Awarded in error"},
    "an entry with its uid": {"uid": "abc123"},
}


@pytest.mark.parametrize("entry", REVOKED_BY.values(), ids=REVOKED_BY)
def test_a_signed_badge_on_its_issuers_list_is_revoked(entry):
    published = signing_web(REVOKED | {"revokedAssertions": ["urn:uuid:other", entry]})
    report = examine(signed(SIGNED | {"uid": "abc123"}), published)
    assert codes(report) == ["status.revoked"]
    assert report.outcome_of("proof") is Outcome.PASSED
    assert report.answers[2].sentence.startswith("No: the issuer has revoked the badge")


def test_an_entry_that_says_it_is_not_revoked_revokes_nothing():
    entry = {"id": SIGNED["id"], "revoked": False}
    published = signing_web(REVOKED | {"revokedAssertions": [entry, 7]})
    assert examine(signed(SIGNED), published).verdict is Verdict.VALID


def test_a_list_that_cannot_be_had_is_not_an_empty_one():
    published = signing_web()
    published.take_down(f"{UNI}/revoked")
    report = examine(signed(SIGNED), published)
    assert codes(report) == ["status.list-unreachable"]
    assert report.verdict is Verdict.UNDETERMINED


def test_a_list_of_another_kind_leaves_a_doubt():
    report = examine(signed(SIGNED), signing_web(REVOKED | {"type": "Profile"}))
    assert codes(report) == ["openbadges2.type-unknown"]
    assert report.verdict is Verdict.UNDETERMINED


def test_a_hosted_badge_that_its_address_calls_revoked_is_revoked():
    stub = {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": HOSTED["id"],
        "revoked": True,
        "revocationReason": "Withdrawn\nfor\u202e cause",
    }
    for mine in (HOSTED, stub):
        report = examine(mine, web(stub))
        assert codes(report) == ["status.revoked"]
        assert report.problems[0].detail.endswith("Withdrawn for cause")


def test_a_hosted_badge_that_is_gone_for_good_is_revoked():
    class Withdrawn:
        def fetch(self, url, /, **_how):
            if url == HOSTED["id"]:
                raise Unreachable.because("fetch.gone", f"{url} answered 410")
            return web().fetch(url)

    report = examine(HOSTED, Withdrawn())
    assert report.verdict is Verdict.INVALID
    assert "status.revoked" in codes(report)
