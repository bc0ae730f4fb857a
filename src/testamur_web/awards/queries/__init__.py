"""What is asked of awards: who signs, what is published, and what became of each."""

from testamur_web.awards.publishing.issuers import (
    did_document,
    did_document_url,
    did_web_id,
    issuer_id,
    issuer_profile,
    issuers_here,
    key_in_use,
    keys_of,
    signers_here,
)
from testamur_web.awards.publishing.lists import status_list_text, status_list_url
from testamur_web.awards.queries.counts import Needy, count_given, count_needy
from testamur_web.awards.queries.ending import ending_soon, ends_within
from testamur_web.awards.queries.records import (
    STATES,
    awards_of,
    held_by,
    say_shown,
    sentence_of,
    state_of,
    verdict_of,
)
from testamur_web.awards.sealing import problem_of_keys

__all__ = [
    "STATES",
    "Needy",
    "awards_of",
    "count_given",
    "count_needy",
    "did_document",
    "did_document_url",
    "did_web_id",
    "ending_soon",
    "ends_within",
    "held_by",
    "issuer_id",
    "issuer_profile",
    "issuers_here",
    "key_in_use",
    "keys_of",
    "problem_of_keys",
    "say_shown",
    "sentence_of",
    "signers_here",
    "state_of",
    "status_list_text",
    "status_list_url",
    "verdict_of",
]
