"""What a person states of themselves for fundings: read, stated, deleted by nobody else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import OWN, own
from testamur_web.api.v1.words import Said, Word
from testamur_web.plans import services
from testamur_web.plans.having import facts_stated

__all__ = ["router"]

router = Router(tags=["goal"])


class WantedFacts(Said):
    """Facts that fundings ask for; what is left out is not stated, and meets no condition."""

    birth_year: int | None = Field(None, description="The age is reckoned from it, never above.")
    country: Word = Field("", description="Two letters, such as AT.")
    region: Word = ""
    employment: Word = Field(
        "",
        description="employed, self-employed, unemployed, in-education, caring or retired.",
    )
    eqf: int | None = Field(None, description="The highest EQF level held, 1 to 8.")
    income: Word = Field(
        "",
        description="up-to-15000, 15000-to-30000, 30000-to-50000 or over-50000.",
    )
    vouchers: list[Word] = Field([], description="The names of vouchers that you have.")


class FactsOut(Schema):
    """The facts that are stated."""

    facts: dict[str, Any]


@router.get("/facts", response=FactsOut, summary="Read your facts", openapi_extra=OWN)
def read_facts(request: HttpRequest) -> dict[str, Any]:
    """What you stated of yourself for net prices and plans; nobody else reads it."""
    return {"facts": facts_stated(own(request), at=timezone.now()).as_json()}


@router.put("/facts", response=FactsOut, summary="State your facts", openapi_extra=OWN)
def state_facts(request: HttpRequest, body: WantedFacts) -> dict[str, Any]:
    """In place of all that was stated before."""
    stated = services.state_facts(own(request), body.dict(), at=timezone.now())
    return {"facts": stated.as_json()}


@router.delete("/facts", response={204: None}, summary="Delete your facts", openapi_extra=OWN)
def forget_facts(request: HttpRequest) -> Status[None]:
    """All of them; nothing is kept."""
    services.forget_facts(own(request))
    return Status(204, None)
