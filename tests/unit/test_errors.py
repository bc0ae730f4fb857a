"""The exceptions: one for each party who must act."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from testamur.errors import Conflict, NotVerified, Refused, TestamurError, Unreachable
from testamur.problems import Check, Outcome, Problem, Report, Verdict

PROBLEM = Problem("key.malformed", "an Ed25519 seed has 32 bytes", "/d", "RFC 8032 §5.1.5")
AT = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("leaf", [Refused, Unreachable, Conflict])
def test_an_error_carries_its_problem(leaf):
    error = leaf.because("key.malformed", PROBLEM.detail, "/d", "RFC 8032 §5.1.5")
    assert type(error) is leaf
    assert error.problem == PROBLEM
    assert str(error) == PROBLEM.detail


@pytest.mark.parametrize("leaf", [Refused, Unreachable, Conflict, NotVerified])
def test_one_word_catches_them_all(leaf):
    assert issubclass(leaf, TestamurError)


def test_what_did_not_verify_carries_the_whole_judgement():
    report = Report(Verdict.INVALID, (Check("form", Outcome.FAILED, (PROBLEM,)),), AT)
    error = NotVerified(report)
    assert error.report is report
    assert error.problem == PROBLEM


def test_there_are_at_most_eight_leaves():
    assert len(TestamurError.__subclasses__()) <= 8
