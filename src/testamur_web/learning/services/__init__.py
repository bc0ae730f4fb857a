"""Everything that changes cohorts, enrolments, evidence and decisions."""

from __future__ import annotations

from testamur_web.learning.services.attesting import (
    Reply,
    Row,
    Subject,
    Supervisor,
    answer_request,
    ask_supervisor,
    remind_supervisor,
    statement_of,
    withdraw_request,
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
from testamur_web.learning.services.placement import ask_about_hours, log_hours, remove_hours
from testamur_web.learning.services.prior import ask_about_claims, claim_row, remove_claim

__all__ = [
    "Listing",
    "Piece",
    "Reply",
    "Row",
    "Subject",
    "Supervisor",
    "Terms",
    "accept",
    "add_evidence",
    "answer_request",
    "ask_about_claims",
    "ask_about_hours",
    "ask_supervisor",
    "change_cohort",
    "claim_row",
    "close_cohort",
    "correct_address",
    "decide",
    "decide_against",
    "enrol",
    "enrol_listed",
    "hand_in",
    "invite",
    "log_hours",
    "open_cohort",
    "readmit",
    "remind_supervisor",
    "remove_claim",
    "remove_evidence",
    "remove_hours",
    "statement_of",
    "take_back",
    "withdraw",
    "withdraw_request",
]
