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
from testamur_web.learning.services.marks import (
    Ruling,
    decide_by_marks,
    give_mark,
    mark_and_decide,
    moderate,
)
from testamur_web.learning.services.placement import ask_about_hours, log_hours, remove_hours
from testamur_web.learning.services.prior import ask_about_claims, claim_row, remove_claim
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
from testamur_web.learning.services.reviews import (
    UseOf,
    assign_review,
    close_review,
    review_low_result,
    review_use,
)
from testamur_web.learning.services.rubrics import (
    MarkingTerms,
    bring_back_rubric,
    retire_rubric,
    revise_rubric,
    set_marking,
    write_rubric,
)
from testamur_web.learning.services.surveys import OPEN_FOR, Said, answer_survey, issue_token
from testamur_web.learning.services.trials import add_sample, try_sample

__all__ = [
    "OPEN_FOR",
    "ActivityTerms",
    "Answer",
    "Listing",
    "MarkingTerms",
    "Piece",
    "Reached",
    "Reply",
    "Row",
    "Ruling",
    "Said",
    "Source",
    "Subject",
    "Supervisor",
    "Terms",
    "UseOf",
    "accept",
    "add_activity",
    "add_evidence",
    "add_resource",
    "add_sample",
    "announce",
    "answer_appeal",
    "answer_request",
    "answer_survey",
    "ask_about_claims",
    "ask_about_hours",
    "ask_supervisor",
    "assign_review",
    "bring_back_rubric",
    "change_activity",
    "change_cohort",
    "claim_row",
    "close_cohort",
    "close_review",
    "contest",
    "correct_address",
    "decide",
    "decide_against",
    "decide_by_marks",
    "end_accommodation",
    "enrol",
    "enrol_listed",
    "enter_listed",
    "enter_results",
    "enter_rows",
    "extend",
    "give_mark",
    "hand_in",
    "invite",
    "issue_token",
    "log_hours",
    "mark_and_decide",
    "moderate",
    "note_accommodation",
    "open_cohort",
    "percent_of",
    "readmit",
    "remind_supervisor",
    "remove_activity",
    "remove_claim",
    "remove_evidence",
    "remove_hours",
    "remove_resource",
    "retire_rubric",
    "review_low_result",
    "review_use",
    "revise_rubric",
    "set_marking",
    "state_appeal_terms",
    "state_late_rule",
    "statement_of",
    "take_back",
    "take_components",
    "try_sample",
    "withdraw",
    "withdraw_appeal",
    "withdraw_request",
    "write_rubric",
]
