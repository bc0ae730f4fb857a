"""The addresses of the API."""

from __future__ import annotations

from typing import Final

from testamur_web.api.v1 import (
    achievements,
    appeals,
    attesting,
    awards,
    batches,
    cohorts,
    endorsements,
    endorsements_given,
    exemptions,
    facts,
    freshness,
    goals,
    inflation,
    lists,
    marks,
    organisation,
    own,
    own_skills,
    plans,
    profiles,
    programmes,
    proposals,
    qualifications,
    quality,
    roles,
    rubrics,
    samples,
    skills,
    stack_maps,
    stacks,
    surveys,
    unsent,
    uses,
    verify,
)
from testamur_web.api.v1.app import Api

__all__ = ["api"]

api: Final = Api()
for _topic in (
    verify,
    achievements,
    quality,
    surveys,
    skills,
    roles,
    own_skills,
    cohorts,
    programmes,
    appeals,
    rubrics,
    marks,
    samples,
    awards,
    batches,
    unsent,
    organisation,
    own,
    freshness,
    attesting,
    uses,
    goals,
    facts,
    plans,
    stacks,
    proposals,
    profiles,
    lists,
    qualifications,
    exemptions,
    stack_maps,
    endorsements,
    endorsements_given,
    inflation,
):
    api.add_router("", _topic.router)
