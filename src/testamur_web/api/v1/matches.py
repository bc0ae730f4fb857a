"""People compared with jobs by an organisation: switched on, run, decided, answered, audited."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.finding import SentOut, sent_told
from testamur_web.api.v1.match_shapes import (
    ContestOut,
    MatchDecisionOut,
    NewContestAnswer,
    NewMatchDecision,
    NewMatchMessage,
    NewRun,
    RankingOut,
    RunLine,
    RunOut,
    SwitchRanking,
    contest_told,
    decision_told,
    ranking_told,
    run_line,
    run_told,
)
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.employers import comparing, match_decisions, matching, ranking
from testamur_web.employers.match_fairness import fairness_of
from testamur_web.employers.models import MatchContest, MatchedPerson, MatchRun
from testamur_web.people.models import Organisation, Role
from testamur_web.plans.profiles import find_profile, newest_of

__all__ = ["router"]

router = Router(tags=["matches"])


class OfRun(Schema):
    """Of which comparison; of all without."""

    run: UUID | None = Field(None, description="A comparison by its id.")


@router.get(
    "/ranking",
    response=RankingOut,
    summary="Read whether people are ranked",
    openapi_extra=needs(Role.MANAGER),
)
def read_ranking(request: HttpRequest) -> dict[str, Any]:
    """Off until an administrator switches it on; each switch with its reason."""
    organisation, _person = acting(request, Role.MANAGER)
    return ranking_told(ranking.ranking_of(organisation, at=timezone.now()))


@router.put(
    "/ranking",
    response=RankingOut,
    summary="Switch ranking on or off",
    openapi_extra=needs(Role.ADMIN),
)
def switch_ranking(request: HttpRequest, body: SwitchRanking) -> dict[str, Any]:
    """Off hides points and ranks at once, also of earlier comparisons."""
    organisation, person = acting(request, Role.ADMIN)
    now = timezone.now()
    ranking.switch_ranking(organisation, is_on=body.on, reason=body.reason, by=person, at=now)
    return ranking_told(ranking.ranking_of(organisation, at=now))


@router.get(
    "/matches",
    response=Page[RunLine],
    summary="List comparisons of people with roles",
    openapi_extra=needs(Role.MANAGER),
)
def list_matches(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first."""
    organisation, _person = acting(request, Role.MANAGER)
    return page_of(matching.runs_of(organisation), wanted, run_line)


@router.post(
    "/matches",
    response={201: RunOut},
    summary="Compare people with a role",
    openapi_extra=needs(Role.MANAGER),
)
def make_match(request: HttpRequest, body: NewRun) -> Status[dict[str, Any]]:
    """Everybody who agreed to it, under drawn names; each of them is told.

    Workers compare: read it again until its state is `done`.
    """
    organisation, person = acting(request, Role.MANAGER)
    profile = find_profile(organisation, body.profile)
    if profile is None:
        raise Http404
    now = timezone.now()
    run = comparing.run_match(newest_of(profile), by=person, at=now)
    return Status(201, run_told(matching.look_at_run(run, by=person, at=now)))


@router.get(
    "/matches/{uuid:run}",
    response=RunOut,
    summary="Read one comparison",
    openapi_extra=needs(Role.MANAGER),
)
def read_match(request: HttpRequest, run: UUID) -> dict[str, Any]:
    """Those who agree now; it is written down that they were shown."""
    organisation, person = acting(request, Role.MANAGER)
    found = _run(organisation, run)
    return run_told(matching.look_at_run(found, by=person, at=timezone.now()))


@router.get(
    "/matches/{uuid:run}/trace",
    response=dict[str, Any],
    summary="Export the trace of a comparison",
    openapi_extra=needs(Role.MANAGER),
)
def read_match_trace(request: HttpRequest, run: UUID) -> dict[str, Any]:
    """It replays to the same points without any credential, and leads to nobody."""
    organisation, _person = acting(request, Role.MANAGER)
    return matching.trace_of_run(_run(organisation, run), at=timezone.now())


@router.post(
    "/matches/{uuid:run}/people/{slug:alias}/decisions",
    response={201: MatchDecisionOut},
    summary="Decide about somebody in a comparison",
    openapi_extra=needs(Role.MANAGER),
)
def decide_match(
    request: HttpRequest, run: UUID, alias: str, body: NewMatchDecision
) -> Status[dict[str, Any]]:
    """With a reason, which they read; deciding anew keeps what was decided before."""
    organisation, person = acting(request, Role.MANAGER)
    now = timezone.now()
    row = _person(organisation, run, alias, at=now)
    made = match_decisions.decide(row, body.choice, reason=body.reason, by=person, at=now)
    return Status(201, decision_told(made))


@router.post(
    "/matches/{uuid:run}/people/{slug:alias}/contact",
    response={201: SentOut},
    summary="Write to somebody who is invited",
    openapi_extra=needs(Role.MANAGER),
)
def write_to_match(
    request: HttpRequest, run: UUID, alias: str, body: NewMatchMessage
) -> Status[dict[str, Any]]:
    """By their drawn name, if they agree to it; you read who they are if they say yes."""
    organisation, person = acting(request, Role.MANAGER)
    now = timezone.now()
    row = _person(organisation, run, alias, at=now)
    told = {"subject": body.subject, "message": body.message}
    made = match_decisions.write_to_invited(row, **told, by=person, at=now)
    return Status(201, sent_told(made))


@router.get(
    "/matches/contests",
    response=Page[ContestOut],
    summary="List what was contested",
    openapi_extra=needs(Role.MANAGER),
)
def list_contests(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """What waits first."""
    organisation, _person = acting(request, Role.MANAGER)
    return page_of(match_decisions.contests_in(organisation), wanted, _contest)


@router.post(
    "/matches/contests/{uuid:contest}/answer",
    response=ContestOut,
    summary="Answer what was contested",
    openapi_extra=needs(Role.MANAGER),
)
def answer_contest(request: HttpRequest, contest: UUID, body: NewContestAnswer) -> dict[str, Any]:
    """Once."""
    organisation, person = acting(request, Role.MANAGER)
    found = match_decisions.contest_in(organisation, contest)
    if found is None:
        raise Http404
    now = timezone.now()
    return _contest(match_decisions.answer_contest(found, answer=body.answer, by=person, at=now))


@router.get(
    "/matches/fairness",
    response=dict[str, Any],
    summary="Read whether groups fare alike",
    openapi_extra=needs(Role.MANAGER)
    | {"responses": {"409": {"description": "Ranking is switched off (`ranking.off`)."}}},
)
def read_fairness(request: HttpRequest, wanted: Query[OfRun]) -> dict[str, Any]:
    """As `testamur fairness --json` prints it; groups of fewer than five are hidden."""
    organisation, _person = acting(request, Role.MANAGER)
    run = _run(organisation, wanted.run) if wanted.run else None
    report = fairness_of(organisation, run=run, at=timezone.now())
    return report.found.as_json() | {"undecided": report.undecided}


def _run(organisation: Organisation, pk: UUID) -> MatchRun:
    run = matching.find_run(organisation, pk)
    if run is None:
        raise Http404
    return run


def _person(organisation: Organisation, run: UUID, alias: str, *, at: datetime) -> MatchedPerson:
    """Somebody in a comparison who agrees now, or nothing."""
    rows = matching.people_in(_run(organisation, run), at=at)
    return get_object_or_404(rows, alias=alias)


def _contest(one: MatchContest) -> dict[str, Any]:
    return contest_told(one, one.matched.alias)
