"""Points turn nobody down: there is no way to, and each step is a named person's."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from testamur_web.employers.matching import read_run
from testamur_web.employers.models import MatchDecision
from tests.web.api.conftest import program

pytestmark = pytest.mark.django_db
__all__ = ["program"]


def test_ai_005_no_operation_hides_or_turns_down_by_points(program, run, mara, employer):
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    told = {
        parameter["name"]
        for path, operations in document["paths"].items()
        if "/matches" in path
        for operation in operations.values()
        for parameter in operation.get("parameters", ())
    }
    assert told <= {"page", "size", "run", "alias", "contest"}, "nothing narrows by points"
    manager = program(mara, employer)
    everybody = manager.get(f"/matches/{run.pk}").told["people"]
    assert manager.get(f"/matches/{run.pk}?least=90&top=1").told["people"] == everybody
    assert not MatchDecision.objects.exists()


def test_ai_005_a_step_has_a_name_and_a_reason_and_overrides_are_counted(
    program, run, mara, employer
):
    manager = program(mara, employer)
    first, second = (one.row.alias for one in read_run(run, at=timezone.now()).rows)
    path = f"/matches/{run.pk}/people"
    for body in ({"choice": "no"}, {"choice": "no", "reason": ""}, {"choice": "rejected"}):
        assert manager.post(f"{path}/{first}/decisions", body).status_code == 422
    blank = manager.post(f"{path}/{first}/decisions", {"choice": "no", "reason": "  "})
    assert blank.status_code == 400
    assert not MatchDecision.objects.exists()
    for alias, choice in ((first, "not-now"), (second, "invite")):
        told = {"choice": choice, "reason": "As we saw it."}
        assert manager.post(f"{path}/{alias}/decisions", told).told["by"] == "Mara"
    assert manager.get(f"/matches/{run.pk}").told["override_percent"] == 100


def test_ai_005_what_is_exported_holds_the_reasons(program, run, mara, employer):
    trace = program(mara, employer).get(f"/matches/{run.pk}/trace").told
    for one in trace["answer"]["matches"]:
        assert one["skills"]
        assert trace["gaps"][one["candidate"]]["evidence"]
