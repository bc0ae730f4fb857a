"""Who may ask the API: whoever sends a token; verification and the catalogue, everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from testamur_web.catalogue.models import ReviewRequest
from testamur_web.learning.models import AttestationRequest, SurveyCall
from testamur_web.people.tokens import hash_of
from tests.security.matrix import Cast
from tests.web.catalogue.offers import offer, stated
from tests.web.plans.degrees import a_degree

_OPEN = (
    "openapi-json",
    "verify",
    "verify_receipt",
    "list_catalogue",
    "read_published",
    "read_rule",
    "read_score",
    "read_sign_offs",
    "read_quality_statement",
    "read_offered_map",
    "list_frameworks",
    "find_skills",
    "read_entry",
    "list_nearest",
    "compare_roles",
    "list_crosswalks",
    "list_qualifications",
    "list_needs",
)
_BY_TOKEN: dict[str, str] = {
    "api-root": "",  # nothing is served there, whoever asks
    "list_achievements": "",
    "create_achievement": "",
    "read_achievement": "achievement",
    "save_draft": "achievement",
    "publish": "achievement",
    "read_draft_score": "achievement",
    "read_threshold": "",
    "set_threshold": "",
    "list_expert_reviews": "achievement",
    "ask_expert": "achievement",
    "remind_expert": "achievement asked",
    "withdraw_expert_review": "achievement asked",
    "read_reviews_needed": "",
    "set_reviews_needed": "",
    "list_consents": "",
    "agree": "",
    "take_back": "consent_id",
    "read_stated_facts": "",
    "state_talent_facts": "",
    "list_blocks": "",
    "block": "",
    "unblock": "organisation",
    "list_disclosures": "",
    "list_contact_requests": "",
    "accept_contact": "message",
    "decline_contact": "message",
    "stop_showing_contact": "message",
    "find_people": "",
    "list_saved_searches": "",
    "keep_search": "",
    "delete_search": "search",
    "run_saved_search": "search",
    "list_contacts": "",
    "write_to_person": "",
    "withdraw_message": "message",
    "list_shown": "",
    "list_cohorts": "",
    "open_cohort": "",
    "read_cohort": "cohort",
    "list_partners": "cohort",
    "let_partner_in": "cohort",
    "withdraw_partner": "cohort partnership",
    "list_cohort_sheets": "cohort",
    "read_cohort_sheet": "cohort sheet",
    "settle_sheet": "cohort sheet",
    "leave_row": "cohort sheet row",
    "list_groups": "",
    "read_group": "group",
    "list_group_people": "group",
    "enrol_group": "group",
    "read_group_person": "group enrolment",
    "add_group_evidence": "group enrolment",
    "add_group_file": "group enrolment",
    "remove_group_evidence": "group enrolment evidence",
    "hand_in_for_group": "group enrolment",
    "read_group_report": "group",
    "print_cards": "group",
    "list_sheets": "group",
    "make_sheet": "group",
    "read_sheet": "group sheet",
    "enter_rows": "group sheet",
    "export_sheet": "group sheet",
    "bring_sheet": "group sheet",
    "list_enrolments": "cohort",
    "enrol_people": "cohort",
    "read_enrolment": "enrolment",
    "decide": "enrolment",
    "read_programme": "cohort",
    "take_components": "cohort",
    "add_activity": "cohort",
    "change_activity": "cohort activity",
    "remove_activity": "cohort activity",
    "add_resource": "cohort",
    "remove_resource": "cohort resource",
    "announce": "cohort",
    "state_late_rule": "cohort",
    "enter_listed_results": "cohort activity",
    "read_learner_programme": "enrolment",
    "give_extension": "enrolment",
    "note_accommodation": "enrolment",
    "end_accommodation": "enrolment accommodation",
    "enter_results": "enrolment",
    "read_own_programme": "enrolment",
    "read_own_survey": "achievement",
    "list_definition_reviews": "",
    "ask_for_definition_review": "achievement",
    "read_review_terms": "",
    "state_review_terms": "",
    "assign_definition_review": "review",
    "close_definition_review": "review",
    "read_ranking": "",
    "switch_ranking": "",
    "list_matches": "",
    "make_match": "",
    "read_match": "run",
    "read_match_trace": "run",
    "decide_match": "run",
    "write_to_match": "run",
    "list_contests": "",
    "answer_contest": "contest",
    "read_fairness": "",
    "list_own_rankings": "",
    "read_traits": "",
    "state_traits": "",
    "forget_traits": "",
    "read_own_ranking": "ranking",
    "contest_ranking": "ranking",
    "list_appeals": "",
    "read_appeal_terms": "",
    "state_appeal_terms": "",
    "read_appeal": "appeal",
    "answer_appeal": "appeal",
    "write_down_appeal": "enrolment",
    "list_own_appeals": "enrolment",
    "contest": "enrolment",
    "withdraw_appeal": "appeal",
    "list_rubrics": "",
    "write_rubric": "",
    "read_rubric": "rubric",
    "revise_rubric": "rubric",
    "retire_rubric": "rubric",
    "bring_back_rubric": "rubric",
    "read_agreement": "rubric",
    "list_samples": "rubric",
    "add_sample": "rubric",
    "try_sample": "sample",
    "read_marking": "cohort",
    "set_marking": "cohort",
    "read_marks": "enrolment",
    "give_mark": "enrolment",
    "moderate": "enrolment",
    "decide_by_marks": "enrolment",
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
    "list_skills": "",
    "list_shares": "",
    "make_share": "",
    "stop_share": "share",
    "list_learning": "",
    "enrol": "",
    "add_evidence": "enrolment",
    "remove_evidence": "enrolment evidence",
    "add_file": "enrolment",
    "hand_in": "enrolment",
    "list_claims": "enrolment",
    "claim_row": "enrolment row",
    "ask_about_claims": "enrolment",
    "read_hours": "enrolment",
    "remove_hours": "enrolment entry",
    "ask_about_hours": "enrolment",
    "remove_claim": "enrolment row",
    "log_hours": "enrolment",
    "list_attestations": "",
    "read_attestation": "attestation",
    "remind_supervisor": "attestation",
    "withdraw_attestation": "attestation",
    "read_attested": "enrolment",
    "start_shortlist": "",
    "list_shortlists": "",
    "read_shortlist": "shortlist",
    "list_shortlist_rows": "shortlist",
    "download_shortlist": "shortlist",
    "sign_shortlist": "shortlist",
    "remove_shortlist": "shortlist",
    "list_uses": "",
    "list_confirmed_uses": "",
    "note_use": "item",
    "remove_use": "use",
    "ask_about_use": "use",
    "read_goal": "",
    "set_goal": "",
    "leave_goal": "",
    "say_levels": "",
    "read_gap": "",
    "export_trace": "",
    "list_fading": "",
    "plan_goal": "",
    "read_facts": "",
    "state_facts": "",
    "forget_facts": "",
    "keep_plan": "",
    "read_kept_plan": "",
    "compare_plan": "",
    "stay_with_plan": "",
    "say_plan_letters": "",
    "list_alternatives": "",
    "list_recommendations": "",
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
    "list_nearest_to_me": "",
    "list_profiles": "",
    "create_profile": "",
    "read_advert": "",
    "read_profile": "profile",
    "list_profile_versions": "profile",
    "edit_profile": "profile",
    "withdraw_profile": "profile",
    "propose_goal": "profile",
    "list_own_needs": "",
    "publish_need": "",
    "read_own_need": "need",
    "close_need": "need",
    "withdraw_need": "need",
    "list_answers": "",
    "give_answer": "",
    "remove_answer": "answer",
    "list_ladders": "",
    "create_ladder": "",
    "read_ladder": "ladder",
    "edit_ladder": "ladder",
    "withdraw_ladder": "ladder",
    "list_own_ladders": "",
    "read_own_ladder": "ladder",
    "list_proposals": "",
    "withdraw_proposal": "proposal",
    "read_figures": "",
    "change_figures": "",
    "list_proposed": "",
    "accept_goal": "proposal",
    "decline_goal": "proposal",
    "show_progress": "proposal",
    "list_own_skills": "",
    "add_own_skill": "",
    "read_own_skill": "skill",
    "change_own_skill": "skill",
    "retire_own_skill": "skill",
    "bring_back_own_skill": "skill",
    "map_own_skill": "skill",
    "unmap_own_skill": "skill mapping",
    "list_scales": "",
    "state_scale": "",
    "end_scale": "scale",
    "bring": "",
    "read_upload": "upload",
    "read_framework": "framework",
    "adopt_framework": "framework",
    "withdraw_framework": "framework",
    "adopt_crosswalk": "crosswalk",
    "withdraw_crosswalk": "crosswalk",
    "list_own_qualifications": "",
    "create_qualification": "",
    "change_qualification": "qualification",
    "publish_qualification": "qualification",
    "unpublish_qualification": "qualification",
    "add_unit": "qualification",
    "change_unit": "qualification unit",
    "remove_unit": "qualification unit",
    "map_achievement": "qualification unit",
    "replace_mapping": "qualification mapping",
    "end_mapping": "qualification mapping",
    "read_progress": "qualification",
    "follow_qualification": "qualification",
    "leave_qualification": "qualification",
    "aim_at_qualification": "qualification",
    "apply_for_exemption": "qualification unit",
    "list_own_applications": "",
    "take_back_application": "application",
    "list_followers": "qualification",
    "list_applications": "",
    "list_reviews": "",
    "read_application": "application",
    "decide_application": "application",
    "withdraw_decision": "application",
    "list_endorsements": "",
    "ask_endorsement": "",
    "give_endorsement": "",
    "answer_request": "asked",
    "decline_request": "asked",
    "take_back_request": "asked",
    "withdraw_endorsement": "endorsement",
    "show_endorsement": "endorsement",
    "list_organisation_endorsements": "",
    "ask_organisation_endorsement": "",
    "give_organisation_endorsement": "",
    "answer_organisation_request": "asked",
    "decline_organisation_request": "asked",
    "take_back_organisation_request": "asked",
    "withdraw_organisation_endorsement": "endorsement",
    "show_organisation_endorsement": "endorsement",
    "list_teams": "",
    "make_team": "",
    "edit_team": "team",
    "remove_team": "team",
    "import_staff": "",
    "list_training_programmes": "",
    "make_training_programme": "",
    "read_training_programme": "programme",
    "edit_training_programme": "programme",
    "link_programme_help": "programme",
    "remove_programme_person": "programme participant",
    "count_coverage": "programme",
    "remind_programme_people": "programme",
    "add_programme_people": "programme",
    "launch_programme": "programme",
    "close_programme": "programme",
    "write_expense": "programme",
    "read_coverage": "programme",
    "list_own_programmes": "",
    "list_good_words": "",
    "say_good_word": "",
    "list_own_good_words": "",
    "answer_good_word": "word",
    "withdraw_good_word": "word",
}
_BY_LINK = ("read_asked", "answer_asked")
_BY_REVIEW_LINK = ("read_draft_to_review", "answer_expert_review")
_OF_QUALIFICATIONS = ("read_qualification", "list_mappings")
_BY_LETTER = ("read_survey_call", "answer_survey")
_OF_ENDORSEMENTS = ("list_vouched",)


_SECRET = (*_BY_LINK, *_BY_REVIEW_LINK, *_BY_LETTER)
_PUBLIC = (*_OPEN, *_OF_QUALIFICATIONS, *_OF_ENDORSEMENTS, *_SECRET, "read_survey")

ROUTES = {f"api-v1:{name}": "public" for name in _PUBLIC} | {
    f"api-v1:{name}": "token" for name in _BY_TOKEN
}


def an_offer(cast: Cast) -> dict[str, Any]:
    return {"achievement": offer(cast.university).achievement_id}


def what_is_offered(cast: Cast) -> dict[str, Any]:
    return {"about": f"version:{offer(cast.university).pk}"}


def a_stated_offer(cast: Cast) -> dict[str, Any]:
    return {"achievement": stated(offer(cast.university)).achievement_id}


def a_qualification(cast: Cast) -> dict[str, Any]:
    return {"qualification": a_degree(cast.university, cast.bashir).pk}


def a_link(cast: Cast) -> dict[str, Any]:
    """The secret by which a supervisor is asked; who has it needs nothing else."""
    AttestationRequest.objects.create(
        asker=cast.ada,
        about=AttestationRequest.About.USE,
        supervisor_email="maria@town.example",
        rows=[{"id": "one", "text": "Welded", "detail": ""}],
        token_hash=hash_of("a-secret"),
        asked_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {"token": "a-secret"}


def a_review_link(cast: Cast) -> dict[str, Any]:
    """The secret by which an expert is asked."""
    achievement = offer(cast.university).achievement
    achievement.draft = {"title": "Welding"}
    achievement.save()
    ReviewRequest.objects.create(
        achievement=achievement,
        email="ingrid@data.example",
        token_hash=hash_of("a-secret"),
        asked_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {"token": "a-secret"}


def a_letter(cast: Cast) -> dict[str, Any]:
    """The secret by which a participant is asked."""
    SurveyCall.objects.create(
        award=uuid4(),
        version=offer(cast.university),
        wave="after-award",
        token_hash=hash_of("a-letter"),
        asked_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {"token": "a-letter"}


OBJECTS = (
    {
        f"api-v1:{name}": lambda _cast, named=named: {each: uuid4() for each in named.split()}
        for name, named in _BY_TOKEN.items()
        if named
    }
    | {f"api-v1:{name}": what_is_offered for name in _OF_ENDORSEMENTS}
    | {"api-v1:read_published": an_offer, "api-v1:read_score": an_offer}
    | {"api-v1:read_sign_offs": an_offer}
    | {"api-v1:read_quality_statement": a_stated_offer}
    | {f"api-v1:{name}": a_qualification for name in _OF_QUALIFICATIONS}
    | {f"api-v1:{name}": a_link for name in _BY_LINK}
    | {f"api-v1:{name}": a_review_link for name in _BY_REVIEW_LINK}
    | {f"api-v1:{name}": a_letter for name in _BY_LETTER}
    | {"api-v1:read_survey": an_offer}
    | {
        f"api-v1:{name}": lambda _cast: {"run": uuid4(), "alias": "ABCDEFGH"}
        for name in ("decide_match", "write_to_match")
    }
    | {"api-v1:leave_row": lambda _cast: {"cohort": uuid4(), "sheet": uuid4(), "row": 1}}
)
