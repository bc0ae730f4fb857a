"""Programs ask for a word, answer, withdraw, show and read, each for whoever their token stands."""

from __future__ import annotations

import pytest

from testamur_web.ops.outbox import drain
from testamur_web.trust.models import Endorsement
from testamur_web.trust.subjects import Subject
from tests.web.api.conftest import is_problem, program
from tests.web.trust.conftest import say

pytestmark = pytest.mark.django_db

__all__ = ["program"]

SAID = {"statement": "She did it with us."}


def test_a_holder_asks_an_organisation_which_answers_and_withdraws(
    program, of_award, ada, dara, employer
):
    learner, staff = program(ada), program(dara, employer)
    wanted = {"about": of_award.name, "whom": employer.slug, "note": "You know my work."}
    asked = learner.post("/endorsements/requests", wanted)
    assert asked.status_code == 201
    assert is_problem(
        learner.post("/endorsements/requests", wanted), 409, "endorsement.asked-already"
    )
    [waiting] = staff.get("/organisation/endorsements").told["waiting"]
    assert waiting["note"] == "You know my work."
    at = f"/organisation/endorsements/requests/{waiting['id']}"
    given = staff.post(f"{at}/give", SAID)
    assert given.status_code == 201
    assert given.told["verdict"] == "valid"
    assert given.told["credential"]["type"][1] == "EndorsementCredential"
    assert is_problem(staff.post(f"{at}/give", SAID), 404, "http.not-found")
    [received] = learner.get("/endorsements").told["received"]
    assert (received["speaker"], received["organisation"]) == (employer.name, employer.slug)
    hidden = learner.put(f"/endorsements/{received['id']}/shown", {"is_shown": False})
    assert hidden.status_code == 204
    assert not learner.get("/endorsements").told["received"][0]["is_shown"]
    ended = staff.post(
        f"/organisation/endorsements/{received['id']}/withdraw", {"reason": "She left us"}
    )
    assert (ended.told["state"], ended.told["reason"]) == ("withdrawn", "She left us")
    assert ended.told["verdict"] == "invalid"


def test_a_person_answers_what_was_asked_of_their_proven_address(program, of_award, ada, dara):
    learner, asked = program(ada), program(dara)
    for _each in range(2):
        wanted = {"about": of_award.name, "whom": dara.email}
        assert learner.post("/endorsements/requests", wanted).status_code == 201
        assert asked.get("/endorsements").told["waiting"] == []
        proven = dara.identifiers.create(kind="email", value=dara.email)
        proven.verified_at = proven.person.date_joined
        proven.save()
        [one] = asked.get("/endorsements").told["waiting"]
        no = asked.post(f"/endorsements/requests/{one['id']}/decline")
        assert no.status_code == 204
        proven.delete()
    assert learner.get("/endorsements").told["asked"] == []


def test_what_was_asked_can_be_taken_back_by_who_asked(program, of_award, ada, eli, board):
    learner = program(ada)
    wanted = {"about": of_award.name, "whom": board.name}
    asked = learner.post("/endorsements/requests", wanted).told
    at = f"/endorsements/requests/{asked['id']}/take-back"
    assert is_problem(program(eli).post(at), 404, "http.not-found")
    assert learner.post(at).status_code == 204
    assert is_problem(learner.post(at), 409, "endorsement.closed")
    assert program(eli, board).get("/organisation/endorsements").told["waiting"] == []


def test_an_issuer_asks_for_what_it_issues_and_nobody_else_does(
    program, of_version, of_award, bashir, chen, college
):
    university = of_version.owner
    wanted = {"about": of_version.name, "whom": "expert@industry.example"}
    assert program(bashir, university).post("/organisation/endorsements/requests", wanted).told
    stranger = program(chen, college)
    for about in (of_version.name, of_award.name, f"issuer:{university.slug}", "version:x", "x"):
        refused = stranger.post("/organisation/endorsements/requests", wanted | {"about": about})
        assert is_problem(refused, 404, "http.not-found")
    refused = program(chen).post("/endorsements/requests", wanted | {"about": of_award.name})
    assert is_problem(refused, 404, "http.not-found")


def test_what_everybody_may_read_is_vouched_for_unasked_and_read_by_all(
    program, of_version, of_award, eli, board, version
):
    said = SAID | {"about": of_version.name, "interest": "We share a building"}
    given = program(eli, board).post("/organisation/endorsements", said)
    assert given.status_code == 201
    again = program(eli, board).post("/organisation/endorsements", said)
    assert is_problem(again, 409, "endorsement.given-already")
    [read] = program().get(f"/endorsements/about?about={of_version.name}").told
    assert read["interest"] == "We share a building"
    private = program(eli).post("/endorsements", SAID | {"about": of_award.name})
    assert is_problem(private, 404, "http.not-found")
    hidden = program().get(f"/endorsements/about?about={of_award.name}")
    assert is_problem(hidden, 404, "http.not-found")


def test_only_who_said_it_withdraws_and_only_whose_it_is_hides_it(
    program, of_version, eli, board, university, bashir
):
    given = say(of_version, by=eli, organisation=board)
    own, house = f"/endorsements/{given.pk}", f"/organisation/endorsements/{given.pk}"
    reason, off = {"reason": "No"}, {"is_shown": False}
    for asked, path in ((program(eli), own), (program(bashir, university), house)):
        assert is_problem(asked.post(f"{path}/withdraw", reason), 404, "http.not-found")
    for asked, path in ((program(bashir), own), (program(eli, board), house)):
        assert is_problem(asked.put(f"{path}/shown", off), 404, "http.not-found")
    assert program(bashir, university).put(f"{house}/shown", off).status_code == 204
    assert Endorsement.objects.get().hidden_at


def test_nobody_is_asked_twice_too_often_or_under_no_name(
    program, of_award, ada, university, monkeypatch
):
    monkeypatch.setattr("testamur_web.trust.asking.MOST_WAITING", 1)
    learner = program(ada)

    def ask(whom):
        return learner.post("/endorsements/requests", {"about": of_award.name, "whom": whom})

    assert is_problem(ask("Nobody We Know"), 400, "endorsement.nobody-asked")
    assert is_problem(ask("a@b"), 400, "email.malformed")
    assert is_problem(ask(university.slug), 400, "endorsement.own")
    assert ask("one@people.example").status_code == 201
    assert is_problem(ask("two@people.example"), 400, "endorsement.too-many")


def test_letters_go_to_whom_they_concern(of_award, ada, dara, employer, mailoutbox, program):
    learner = program(ada)
    learner.post("/endorsements/requests", {"about": of_award.name, "whom": employer.slug})
    drain()
    given = say(of_award, by=dara, organisation=employer)
    drain()
    staff = program(dara, employer)
    staff.post(f"/organisation/endorsements/{given.pk}/withdraw", {"reason": "She left us"})
    drain()
    letters = [one for one in mailoutbox if "vouch" in one.subject]
    told = [(one.to, one.subject) for one in letters]
    title = Subject(award=of_award.award).title
    assert told == [
        ([dara.email], f"Ada asks you to vouch for “{title}”"),
        ([ada.email], f"{employer.name} vouches for “{title}”"),
        ([ada.email], f"{employer.name} vouches no more for “{title}”"),
    ]
    assert "/endorsements/asked/" in letters[0].body
    assert "you need an account" in letters[0].body
    assert "She left us" in letters[-1].body
