"""The addresses of the API."""

from __future__ import annotations

from typing import Final

from testamur_web.api.v1 import (
    achievements,
    awards,
    batches,
    cohorts,
    exemptions,
    facts,
    goals,
    lists,
    marks,
    organisation,
    own,
    own_skills,
    plans,
    profiles,
    proposals,
    qualifications,
    roles,
    rubrics,
    samples,
    skills,
    stack_maps,
    stacks,
    unsent,
    verify,
)
from testamur_web.api.v1.app import Api

__all__ = ["api"]

api: Final = Api()
for _topic in (
    verify,
    achievements,
    skills,
    roles,
    own_skills,
    cohorts,
    rubrics,
    marks,
    samples,
    awards,
    batches,
    unsent,
    organisation,
    own,
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
):
    api.add_router("", _topic.router)
