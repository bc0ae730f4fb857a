"""A manager proposes a role as a goal; Ada decides, and decides who sees how far she is."""

from __future__ import annotations

import pytest
from django.core import mail

from testamur.errors import Conflict, Refused
from testamur_web.ops.models import TrailEntry
from testamur_web.ops.outbox import drain
from testamur_web.people.services import remove_member
from testamur_web.plans import proposing, queries, services
from testamur_web.plans.models import Goal, GoalProposal
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db

ROLES = "/o/example-university/roles/"


@pytest.fixture
def proposal(profile, colleague, manager) -> GoalProposal:
    return proposing.propose(profile, colleague, note="For next spring", by=manager, at=NOW)


def progress_in(university):
    [proposal] = proposing.proposals_in(university)
    return proposing.as_managed(proposal, at=NOW).progress


def test_a_manager_proposes_it_and_a_letter_goes_out(sign_in, manager, colleague, profile):
    sent = {"person": colleague.pk, "note": "For next spring"}
    page = sign_in(manager).post(f"{ROLES}{profile.pk}/propose/", sent, follow=True).text
    assert "is proposed to Ada" in page
    assert "Waits for an answer" in page
    drain()
    [letter] = mail.outbox
    assert letter.to == [colleague.email]
    proposal = GoalProposal.objects.get()
    for told in ("Mara of Example University", "Survey lead", f"/goal/proposals/{proposal.pk}/"):
        assert told in letter.body


def test_what_was_answered_meanwhile_is_not_written_about(proposal):
    proposing.decline(proposal, at=NOW)
    drain()
    assert mail.outbox == []


def test_she_sees_who_proposes_it_and_what_it_asks_for(sign_in, colleague, proposal):
    browser = sign_in(colleague)
    assert "Example University proposes “Survey lead” to you" in browser.get("/home/").text
    page = browser.get("/goal/").text
    assert "Proposed to you as a goal by Mara of Example University." in page
    assert "For next spring" in page
    page = browser.get(f"/goal/proposals/{proposal.pk}/").text
    assert "It asks for 2 skills" in page
    assert queries.goal_of(colleague) is None  # nothing changes until she answers


def test_accepting_ends_the_goal_before(sign_in, colleague, proposal, wanted):
    before = services.set_goal(colleague, wanted, at=NOW)
    browser = sign_in(colleague)
    assert "accepting ends “Survey lead”" in browser.get(f"/goal/proposals/{proposal.pk}/").text
    page = browser.post(f"/goal/proposals/{proposal.pk}/answer/", {"accept": "1"}, follow=True).text
    assert "A role of Example University" in page
    assert "Nobody there sees how far you are." in page
    before.refresh_from_db()
    assert before.ended_at is not None
    assert Goal.objects.filter(person=colleague, ended_at=None).count() == 1


def test_nobody_sees_how_far_she_is_unless_she_says_so(sign_in, manager, colleague, proposal):
    proposing.accept(proposal, shares_progress=False, at=NOW)
    page = sign_in(manager).get(ROLES).text
    assert "not shown" in page
    assert "is proven" not in page


def test_with_her_word_the_percentage_and_the_open_skills_are_seen(
    sign_in, manager, colleague, proposal
):
    sent = {"accept": "1", "shares_progress": "1"}
    sign_in(colleague).post(f"/goal/proposals/{proposal.pk}/answer/", sent)
    page = sign_in(manager).get(ROLES).text
    assert "0 % is proven" in page
    assert "2 skills are open" in page
    assert "Statistics" in page


def test_she_can_stop_it_and_begin_again(sign_in, university, colleague, proposal):
    proposing.accept(proposal, shares_progress=True, at=NOW)
    assert progress_in(university) is not None
    browser, address = sign_in(colleague), f"/goal/proposals/{proposal.pk}/show/"
    assert "They see nothing any more." in browser.post(address, follow=True).text
    assert progress_in(university) is None
    browser.post(address, {"show": "1"})
    assert progress_in(university) is not None
    verbs = TrailEntry.objects.filter(tenant=university.pk).values_list("verb", flat=True)
    assert {"goal.propose", "goal.accept", "goal.hide", "goal.show"} <= set(verbs)


def test_another_goal_or_leaving_ends_what_is_seen(university, bashir, colleague, proposal, wanted):
    proposing.accept(proposal, shares_progress=True, at=NOW)
    remove_member(university, person=colleague, by=bashir, at=NOW)
    assert progress_in(university) is None
    assert queries.goal_of(colleague) is not None  # the goal is hers
    services.set_goal(colleague, wanted, at=NOW)
    assert progress_in(university) is None


def test_declining_changes_nothing_else(sign_in, manager, colleague, proposal):
    page = sign_in(colleague).post(
        f"/goal/proposals/{proposal.pk}/answer/", {"decline": "1"}, follow=True
    )
    assert "You declined it." in page.text
    assert queries.goal_of(colleague) is None
    assert "Declined" in sign_in(manager).get(ROLES).text


def test_a_manager_takes_back_what_waits(sign_in, manager, colleague, proposal):
    address = f"/o/example-university/proposals/{proposal.pk}/withdraw/"
    browser = sign_in(manager)
    assert "The proposal is withdrawn." in browser.post(address, follow=True).text
    assert "answered or withdrawn already" in browser.post(address, follow=True).text
    answer = sign_in(colleague).post(
        f"/goal/proposals/{proposal.pk}/answer/", {"accept": "1"}, follow=True
    )
    assert "answered or withdrawn already" in answer.text
    assert queries.goal_of(colleague) is None


def test_answering_twice_at_once_is_one_answer(together, proposal):
    def answered(answer):
        try:
            answer()
        except Conflict as error:
            return error.problem.code
        return "done"

    said = together(
        lambda: answered(lambda: proposing.accept(proposal, shares_progress=True, at=NOW)),
        lambda: answered(lambda: proposing.decline(proposal, at=NOW)),
    )
    assert sorted(said) == ["done", "proposal.closed"]
    proposal.refresh_from_db()
    assert Goal.objects.filter(ended_at=None).count() == (proposal.state == "accepted")


def test_what_was_not_accepted_is_not_shown_to_anybody(proposal):
    with pytest.raises(Conflict) as caught:
        proposing.share_progress(proposal, is_shared=True, at=NOW)
    assert caught.value.problem.code == "proposal.closed"


def test_one_waits_at_a_time_and_only_members_are_asked(
    sign_in, manager, chen, colleague, profile, proposal
):
    with pytest.raises(Conflict) as caught:
        proposing.propose(profile, colleague, by=manager, at=NOW)
    assert caught.value.problem.code == "proposal.waiting"
    with pytest.raises(Refused) as refused:
        proposing.propose(profile, chen, by=manager, at=NOW)
    assert refused.value.problem.code == "member.unknown"
    page = sign_in(manager).post(f"{ROLES}{profile.pk}/propose/", {"person": chen.pk}).text
    assert "Select a valid choice" in page


def test_a_proposal_is_nobody_elses(sign_in, chen, manager, proposal):
    for somebody in (chen, manager):
        assert sign_in(somebody).get(f"/goal/proposals/{proposal.pk}/").status_code == 404
    elsewhere = f"/o/other-college/proposals/{proposal.pk}/withdraw/"
    assert sign_in(chen).post(elsewhere).status_code == 404
