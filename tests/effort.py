"""How hard a run tries: quick and repeatable by default, long and random with `TESTAMUR_PROOF=1`.

`make proof` runs every hypothesis test, and every other test marked `pytest.mark.proof`, which then
asks `examples` how many cases to try.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, settings

__all__ = ["PROVING", "choose_profile", "examples"]

PROVING: Final = os.environ.get("TESTAMUR_PROOF", "") not in {"", "0"}
"""Whether this run proves (`make proof`) rather than tests (`make test`)."""

_PATIENT: Final = [HealthCheck.too_slow, HealthCheck.data_too_large]


def examples(quick: int, proof: int) -> int:
    """How many cases to try: `quick` in a test run, `proof` in a proof run."""
    return proof if PROVING else quick


def choose_profile() -> str:
    """Register both hypothesis profiles, load the one this run wants, and name it.

    `quick` draws the same cases each time, so that a red run is about the change under test;
    `proof` draws new ones each time and many more. Neither has a deadline: machines differ.
    """
    settings.register_profile(
        "quick", deadline=None, derandomize=True, database=None, suppress_health_check=_PATIENT
    )
    settings.register_profile(
        "proof",
        deadline=None,
        max_examples=10_000,
        print_blob=True,
        suppress_health_check=_PATIENT,
    )
    chosen = "proof" if PROVING else "quick"
    settings.load_profile(chosen)
    return chosen
