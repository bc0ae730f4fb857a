"""The award file: what is awarded, by whom, until when, in TOML that a person writes.

    plan = read_award(Path("award.toml").read_text())
    for row in plan.recipients(Path("people.csv").read_bytes()): ...

The file is read strictly: a key that means nothing is refused with its place and the nearest key
that does. `docs/reference/award-file.md` lists every key.
"""

from testamur.credentials.award_toml.plan import PROOFS, AwardPlan, Period
from testamur.credentials.award_toml.reader import MAX_AWARD_FILE, read_award

__all__ = ["MAX_AWARD_FILE", "PROOFS", "AwardPlan", "Period", "read_award"]
