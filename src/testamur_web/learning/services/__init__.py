"""Everything that changes cohorts, enrolments, evidence and decisions."""

from __future__ import annotations

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
from testamur_web.learning.services.marks import (
    Ruling,
    decide_by_marks,
    give_mark,
    mark_and_decide,
    moderate,
)
from testamur_web.learning.services.rubrics import (
    MarkingTerms,
    bring_back_rubric,
    retire_rubric,
    revise_rubric,
    set_marking,
    write_rubric,
)
from testamur_web.learning.services.trials import add_sample, try_sample

__all__ = [
    "Listing",
    "MarkingTerms",
    "Piece",
    "Ruling",
    "Terms",
    "accept",
    "add_evidence",
    "add_sample",
    "bring_back_rubric",
    "change_cohort",
    "close_cohort",
    "correct_address",
    "decide",
    "decide_against",
    "decide_by_marks",
    "enrol",
    "enrol_listed",
    "give_mark",
    "hand_in",
    "invite",
    "mark_and_decide",
    "moderate",
    "open_cohort",
    "readmit",
    "remove_evidence",
    "retire_rubric",
    "revise_rubric",
    "set_marking",
    "take_back",
    "try_sample",
    "withdraw",
    "write_rubric",
]
