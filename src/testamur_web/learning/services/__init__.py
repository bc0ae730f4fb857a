"""Everything that changes cohorts, enrolments, evidence, decisions and appeals."""

from __future__ import annotations

from testamur_web.learning.services.appeals import (
    Answer,
    answer_appeal,
    contest,
    state_appeal_terms,
    withdraw_appeal,
)
from testamur_web.learning.services.cohorts import (
    Terms,
    change_cohort,
    close_cohort,
    open_cohort,
)
from testamur_web.learning.services.decisions import decide, decide_against
from testamur_web.learning.services.enrolments import (
    accept,
    correct_address,
    enrol,
    invite,
    readmit,
    withdraw,
)
from testamur_web.learning.services.evidence import (
    Piece,
    add_evidence,
    hand_in,
    remove_evidence,
    take_back,
)
from testamur_web.learning.services.listed import Listing, enrol_listed

__all__ = [
    "Answer",
    "Listing",
    "Piece",
    "Terms",
    "accept",
    "add_evidence",
    "answer_appeal",
    "change_cohort",
    "close_cohort",
    "contest",
    "correct_address",
    "decide",
    "decide_against",
    "enrol",
    "enrol_listed",
    "hand_in",
    "invite",
    "open_cohort",
    "readmit",
    "remove_evidence",
    "state_appeal_terms",
    "take_back",
    "withdraw",
    "withdraw_appeal",
]
