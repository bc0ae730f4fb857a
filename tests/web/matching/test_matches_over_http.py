"""Programs compare, decide, answer and audit; a person's own program reads and contests theirs."""

from __future__ import annotations

import pytest

from testamur.talent.trace import replay_matches
from testamur_web.employers.models import MatchContest
from testamur_web.ops import outbox
from tests.web.api.conftest import is_problem, program

pytestmark = pytest.mark.django_db
__all__ = ["program"]


def test_an_administrator_switches_ranking(program, employer, dara, mara):
    manager, admin = program(mara, employer), program(dara, employer)
    assert manager.get("/ranking").told == {"on": False, "agreed": 0, "switches": []}
    assert manager.put("/ranking", {"on": True, "reason": "Many."}).status_code == 403
    told = admin.put("/ranking", {"on": True, "reason": "Many."}).told
    assert (told["on"], told["switches"][0]["by"]) == (True, "Dara")
    refused = admin.put("/ranking", {"on": False, "reason": " "})
    assert is_problem(refused, 400, "value.missing")


def test_a_program_compares_decides_and_takes_the_trace(program, ranking, role, people, mara):
    manager = program(mara, ranking)
    made = manager.post("/matches", {"profile": str(role.pk)}).told
    assert (made["waiting"], made["people"]) == (2, [])
    outbox.drain()
    run = manager.get(f"/matches/{made['id']}").told
    first, second = run["people"]
    assert (first["match"]["rank"], second["match"]["rank"]) == (1, 2)
    assert second["match"]["skills"][0]["verified"]["level"] == 4
    assert second["match"]["points"] == pytest.approx(
        sum(row["points"] for row in second["match"]["skills"])
    )
    path = f"/matches/{run['id']}"
    decided = {"choice": "invite", "reason": "Knows our tools."}
    made = manager.post(f"{path}/people/{second['alias']}/decisions", decided)
    assert (made.status_code, made.told["by"]) == (201, "Mara")
    wrong = manager.post(f"{path}/people/{second['alias']}/decisions", {**decided, "choice": "x"})
    assert is_problem(wrong, 400, "value.unknown-choice")
    assert is_problem(
        manager.post(f"{path}/people/NOBODY/decisions", decided), 404, "http.not-found"
    )
    again = manager.get(path).told
    assert (again["invited"], again["override_percent"]) == (1, 0)
    trace = manager.get(f"{path}/trace").told
    assert replay_matches(trace).as_json() == trace["answer"]
    assert manager.get("/matches").told["total"] == 1
    assert manager.get("/matches/fairness").told["people"] is None


def test_off_is_a_conflict(program, employer, role, people, mara):
    refused = program(mara, employer).post("/matches", {"profile": str(role.pk)})
    assert is_problem(refused, 409, "ranking.off")


def test_a_person_reads_contests_and_is_answered(program, run, people, employer, mara):
    mine, manager = program(people["bea"]), program(mara, employer)
    [line] = mine.get("/rankings").told["items"]
    told = mine.get(f"/rankings/{line['id']}").told
    assert "rank" not in told["match"]
    assert 0 < told["match"]["points"] < 100
    assert program(people["ada"]).get(f"/rankings/{line['id']}").status_code == 404
    assert mine.post(f"/rankings/{line['id']}/contests", {"words": "No."}).status_code == 201
    twice = mine.post(f"/rankings/{line['id']}/contests", {"words": "No!"})
    assert is_problem(twice, 409, "ranking.contested")
    [contest] = manager.get("/matches/contests").told["items"]
    path = f"/matches/contests/{contest['id']}/answer"
    assert manager.post(path, {"answer": "We look again."}).told["answered_by"] == "Mara"
    assert is_problem(manager.post(path, {"answer": "No."}), 409, "ranking.answered")
    assert MatchContest.objects.get().answer == "We look again."


def test_a_person_says_something_of_themselves(program, ada):
    mine = program(ada)
    assert mine.put("/rankings/traits", {"gender": "woman"}).told == {"gender": "woman"}
    wrong = mine.put("/rankings/traits", {"age": "old"})
    assert is_problem(wrong, 400, "value.unknown-choice")
    assert mine.ask("DELETE", "/rankings/traits").status_code == 204
    assert mine.get("/rankings/traits").told == {}
