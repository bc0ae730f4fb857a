"""Everything that changes cohorts, enrolments, evidence, decisions and appeals."""

from __future__ import annotations

from testamur_web.learning.services.appeals import (
    Answer,
    answer_appeal,
    contest,
    state_appeal_terms,
    withdraw_appeal,
)
from testamur_web.learning.services.arrangements import (
    end_accommodation,
    extend,
    note_accommodation,
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
from testamur_web.learning.services.programme import (
    ActivityTerms,
    Source,
    add_activity,
    add_resource,
    announce,
    change_activity,
    remove_activity,
    remove_resource,
    state_late_rule,
    take_components,
)
from testamur_web.learning.services.results import (
    Reached,
    enter_listed,
    enter_results,
    enter_rows,
    percent_of,
)

__all__ = [
    "ActivityTerms",
    "Answer",
    "Listing",
    "Piece",
    "Reached",
    "Source",
    "Terms",
    "accept",
    "add_activity",
    "add_evidence",
    "add_resource",
    "announce",
    "answer_appeal",
    "change_activity",
    "change_cohort",
    "close_cohort",
    "contest",
    "correct_address",
    "decide",
    "decide_against",
    "end_accommodation",
    "enrol",
    "enrol_listed",
    "enter_listed",
    "enter_results",
    "enter_rows",
    "extend",
    "hand_in",
    "invite",
    "note_accommodation",
    "open_cohort",
    "percent_of",
    "readmit",
    "remove_activity",
    "remove_evidence",
    "remove_resource",
    "state_appeal_terms",
    "state_late_rule",
    "take_back",
    "take_components",
    "withdraw",
    "withdraw_appeal",
]
