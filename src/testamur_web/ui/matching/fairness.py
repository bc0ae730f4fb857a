"""Whether groups fare alike: shown, and taken away by an auditor."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from testamur.errors import Conflict
from testamur.talent.fairness_files import fairness_csv
from testamur_web.employers.match_fairness import fairness_of
from testamur_web.employers.matching import runs_of
from testamur_web.employers.own_traits import GROUPS, TRAITS
from testamur_web.people.models import Organisation, Role
from testamur_web.ui.access import member
from testamur_web.ui.matching.runs import run_or_404
from testamur_web.ui.refusals import sentence_of
from testamur_web.ui.sending import to_save
from testamur_web.wallet.downloads import File

__all__ = ["read_fairness"]


@require_safe
@member(Role.MANAGER)
def read_fairness(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The report on one run (`?run=`) or on all; as a file with `?as=csv` or `?as=json`."""
    wanted = _run(request.GET.get("run", ""))
    run = run_or_404(organisation, wanted) if wanted else None
    try:
        report = fairness_of(organisation, run=run, at=timezone.now())
    except Conflict as error:
        messages.error(request, sentence_of(error.problem))
        return redirect("matching-list-runs", slug=organisation.slug)
    if (form := request.GET.get("as")) == "csv":
        body = f"\ufeff{fairness_csv(report.found)}".encode()
        return to_save(File("fairness.csv", "text/csv", body))
    if form == "json":
        body = json.dumps(report.found.as_json(), ensure_ascii=False).encode()
        return to_save(File("fairness.json", "application/json", body))
    named = {group: told for groups in GROUPS.values() for group, told in groups.items()}
    shown = {"organisation": organisation, "report": report, "runs": runs_of(organisation)[:50]}
    return render(request, "matching/fairness.html", shown | {"names": {**TRAITS, **named}})


def _run(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
