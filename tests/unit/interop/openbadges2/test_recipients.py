"""Whether a badge was awarded to who is said to hold it."""

import hashlib

import pytest

from testamur.problems import Outcome
from tests.older_badges import HOSTED, codes, examine


def hashed(identity, *, salt=None, algorithm="sha256"):
    digest = hashlib.new(algorithm, (identity + (salt or "")).encode()).hexdigest()
    told = {"type": "email", "hashed": True, "identity": f"{algorithm}${digest}"}
    return HOSTED | {"recipient": told | ({"salt": salt} if salt else {})}


RECIPIENTS = {
    "in the clear": (HOSTED, "ada@learner.example", Outcome.PASSED),
    "in the clear, somebody else": (HOSTED, "eve@learner.example", Outcome.FAILED),
    "hashed": (hashed("ada@learner.example"), "ada@learner.example", Outcome.PASSED),
    "hashed with salt": (hashed("ada@a.example", salt="sea"), "ada@a.example", Outcome.PASSED),
    "hashed in lower case": (hashed("ada@a.example"), "Ada@A.example", Outcome.PASSED),
    "hashed as written": (hashed("Ada@a.example"), "Ada@a.example", Outcome.PASSED),
    "hashed, somebody else": (hashed("ada@a.example"), "eve@a.example", Outcome.FAILED),
    "weakly": (hashed("ada@a.example", algorithm="md5"), "ada@a.example", Outcome.PASSED),
    "in no known way": (
        hashed("ada@a.example", algorithm="sha512"),
        "ada@a.example",
        Outcome.UNDETERMINED,
    ),
}


@pytest.mark.parametrize(("badge", "asked", "outcome"), RECIPIENTS.values(), ids=RECIPIENTS)
def test_the_recipient_is_compared_with_who_is_asked_about(badge, asked, outcome):
    report = examine(badge, recipient=asked)
    assert report.outcome_of("recipient") is outcome
    expected = {
        Outcome.FAILED: ["openbadges2.recipient-mismatch"],
        Outcome.UNDETERMINED: ["openbadges2.recipient-unsupported"],
    }
    assert codes(report) == expected.get(outcome, [])


def test_a_weak_hash_is_told_as_weak():
    report = examine(hashed("ada@a.example", algorithm="md5"), recipient="ada@a.example")
    assert "weak" in report.checks[5].detail


def test_nobody_asked_means_nothing_is_checked_of_the_recipient():
    assert examine(HOSTED).outcome_of("recipient") is Outcome.NOT_APPLICABLE
