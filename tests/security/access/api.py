"""Who may ask the API: whoever sends a token; verification and the catalogue, everybody."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.security.matrix import Cast
from tests.web.catalogue.offers import offer

_OPEN = (
    "openapi-json",
    "verify",
    "list_catalogue",
    "read_published",
    "read_offered_map",
    "list_frameworks",
    "find_skills",
    "read_entry",
)
_BY_TOKEN: dict[str, str] = {
    "api-root": "",  # nothing is served there, whoever asks
    "list_achievements": "",
    "create_achievement": "",
    "read_achievement": "achievement",
    "save_draft": "achievement",
    "publish": "achievement",
    "list_cohorts": "",
    "open_cohort": "",
    "read_cohort": "cohort",
    "list_enrolments": "cohort",
    "enrol_people": "cohort",
    "read_enrolment": "enrolment",
    "decide": "enrolment",
    "list_awards": "",
    "read_award": "award",
    "give_award": "",
    "give_awards": "",
    "revoke_award": "award",
    "suspend_award": "award",
    "reinstate_award": "award",
    "reissue_award": "award",
    "list_batches": "",
    "make_batch": "",
    "read_batch": "batch",
    "list_rows": "batch",
    "confirm_columns": "batch",
    "start_batch": "batch",
    "undo_batch": "batch",
    "read_organisation": "",
    "list_members": "",
    "list_keys": "",
    "rotate_key": "key",
    "list_unsent": "",
    "send_again": "letter",
    "correct_address": "letter",
    "list_items": "",
    "read_item": "item",
    "list_renewals": "",
    "list_shares": "",
    "make_share": "",
    "stop_share": "share",
    "list_learning": "",
    "enrol": "",
    "add_evidence": "enrolment",
    "add_file": "enrolment",
    "hand_in": "enrolment",
    "read_goal": "",
    "set_goal": "",
    "leave_goal": "",
    "say_levels": "",
    "read_gap": "",
    "export_trace": "",
    "plan_goal": "",
    "link_skills": "",
    "list_stacks": "",
    "read_stack": "achievement",
    "read_stack_map": "achievement",
    "draw_stack_map": "achievement",
    "follow_stack": "achievement",
    "leave_stack": "achievement",
    "accept_stack": "achievement",
    "list_cases": "",
    "confirm_case": "case",
    "refuse_case": "case",
}

ROUTES = {f"api-v1:{name}": "public" for name in _OPEN} | {
    f"api-v1:{name}": "token" for name in _BY_TOKEN
}


def an_offer(cast: Cast) -> dict[str, Any]:
    return {"achievement": offer(cast.university).achievement_id}


OBJECTS = {
    f"api-v1:{name}": lambda _cast, argument=argument: {argument: uuid4()}
    for name, argument in _BY_TOKEN.items()
    if argument
} | {"api-v1:read_published": an_offer}
