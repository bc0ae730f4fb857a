"""A manager proposes a goal; the person decides, and decides who sees how far they are.

Proposing changes nothing for a person. Accepting makes the role profile their goal, as that version
said it, and ends the goal before. Nobody sees their wallet: whoever manages them sees, while they
agree, while they pursue that goal and while they belong to the organisation, how far it is in
percent and which of its skills are open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from testamur.errors import Conflict, Refused
from testamur.pathways.goal import goal_from
from testamur_web.ops import outbox, trail
from testamur_web.people.models import Organisation, Person
from testamur_web.people.queries import roles_of
from testamur_web.plans.models import Goal, GoalProposal, RoleProfile
from testamur_web.plans.profiles import newest_of, refuse_withdrawn
from testamur_web.plans.queries import standing_of
from testamur_web.plans.services import set_goal

__all__ = [
    "MAIL",
    "SHARING",
    "Progress",
    "Proposed",
    "accept",
    "as_managed",
    "decline",
    "find_proposal",
    "mail_proposal",
    "proposal_behind",
    "proposals_in",
    "propose",
    "proposed_by",
    "proposed_to",
    "share_progress",
    "withdraw_proposal",
]

MAIL: Final = "plans.proposal-mail"
SHARING: Final = "plans.sharing"
_State = GoalProposal.State
_RELATED: Final = ("organisation", "version__profile", "person", "proposed_by", "goal")


@dataclass(frozen=True, slots=True)
class Progress:
    """All that a manager sees of how far somebody is."""

    percent: int
    open: Sequence[str]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as whoever manages sees it; no progress where none is shown."""

    proposal: GoalProposal
    progress: Progress | None


def proposed_to(person: Person) -> QuerySet[GoalProposal]:
    """What waits for the answer of a person, the newest first."""
    return GoalProposal.objects.filter(person=person, state=_State.WAITING).select_related(
        *_RELATED
    )


def proposal_behind(goal: Goal) -> GoalProposal | None:
    """The proposal that a goal came from."""
    return GoalProposal.objects.filter(goal=goal).select_related(*_RELATED).first()


def find_proposal(person: Person, pk: UUID) -> GoalProposal | None:
    """A proposal to a person, whatever became of it."""
    return GoalProposal.objects.filter(person=person, pk=pk).select_related(*_RELATED).first()


def proposed_by(organisation: Organisation, pk: UUID) -> GoalProposal | None:
    """A proposal of an organisation, whatever became of it."""
    rows = GoalProposal.objects.filter(organisation=organisation, pk=pk)
    return rows.select_related(*_RELATED).first()


def proposals_in(
    organisation: Organisation, profile: RoleProfile | None = None
) -> QuerySet[GoalProposal]:
    """What was proposed, of one role or of all, the newest first."""
    rows = GoalProposal.objects.filter(organisation=organisation).select_related(*_RELATED)
    return rows if profile is None else rows.filter(version__profile=profile)


def as_managed(proposal: GoalProposal, *, at: datetime) -> Proposed:
    """A proposal with the progress that the person lets be seen: it is reckoned now, not kept."""
    return Proposed(proposal, _progress(proposal, at))


@transaction.atomic
def propose(
    profile: RoleProfile, person: Person, *, note: str = "", by: Person, at: datetime
) -> GoalProposal:
    """Propose the role as a goal to a member, who gets a letter.

    Raises `Refused` (`member.unknown`) and `Conflict` (`profile.withdrawn`, `proposal.waiting`).
    """
    locked = RoleProfile.objects.select_for_update().get(pk=profile.pk)
    refuse_withdrawn(locked)
    Person.objects.select_for_update().get(pk=person.pk)
    organisation = locked.organisation
    if not roles_of(person, organisation):
        raise Refused.because("member.unknown", "this person is no member", "/person")
    if proposed_to(person).filter(organisation=organisation).exists():
        raise Conflict.because("proposal.waiting", f"{person.name} has not answered", "/person")
    proposal = GoalProposal.objects.create(
        organisation=organisation,
        version=newest_of(locked),
        person=person,
        proposed_by=by,
        proposed_at=at,
        note=note.strip(),
    )
    _record("goal.propose", proposal, by=by, at=at)
    outbox.post(
        MAIL,
        {"proposal": str(proposal.pk)},
        key=f"{MAIL}:{proposal.pk}",
        tenant=organisation.pk,
    )
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: GoalProposal, *, by: Person, at: datetime) -> None:
    """Take back what was not answered; raises `Conflict` (`proposal.closed`)."""
    row = _answered(proposal, _State.WITHDRAWN, at)
    row.save()
    _record("goal.withdraw", row, by=by, at=at)


@transaction.atomic
def accept(proposal: GoalProposal, *, shares_progress: bool, at: datetime) -> Goal:
    """Make it the goal of the person; raises `Conflict` (`proposal.closed`)."""
    row = _answered(proposal, _State.ACCEPTED, at)
    row.goal = set_goal(row.person, goal_from(row.version.content), at=at)
    row.shares_progress = shares_progress
    row.save()
    _record("goal.accept", row, by=row.person, at=at, shares_progress=shares_progress)
    if shares_progress:
        _leave_word(row, at=at)
    return row.goal


@transaction.atomic
def decline(proposal: GoalProposal, *, at: datetime) -> None:
    """Say no; nobody asks why. Raises `Conflict` (`proposal.closed`)."""
    row = _answered(proposal, _State.DECLINED, at)
    row.save()
    _record("goal.decline", row, by=row.person, at=at)


@transaction.atomic
def share_progress(proposal: GoalProposal, *, is_shared: bool, at: datetime) -> None:
    """Show the manager how far one is, or stop; raises `Conflict` (`proposal.closed`)."""
    row = GoalProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state != _State.ACCEPTED:
        raise Conflict.because("proposal.closed", "it was not accepted")
    if row.shares_progress is not is_shared:
        row.shares_progress = is_shared
        row.save(update_fields=["shares_progress"])
        verb = "goal.show" if is_shared else "goal.hide"
        _record(verb, row, by=row.person, at=at)
        _leave_word(row, at=at)
    proposal.shares_progress = is_shared


def mail_proposal(proposal_id: UUID) -> bool:
    """Write to the person; False where they have no address or it was answered meanwhile."""
    row = GoalProposal.objects.filter(pk=proposal_id, state=_State.WAITING)
    proposal = row.select_related(*_RELATED).first()
    if proposal is None or not proposal.person.email:
        return False
    address = settings.INSTANCE_URL + reverse("learner-read-proposal", args=[proposal.pk])
    told = {"proposal": proposal, "address": address, "instance_name": settings.INSTANCE_NAME}
    with override(proposal.person.language):
        subject = _("%(organisation)s proposes a goal to you") % {
            "organisation": proposal.organisation.name
        }
        text = render_to_string("plans/proposal.txt", told)
    send_mail(subject, text, None, [proposal.person.email])
    return True


def _answered(proposal: GoalProposal, state: GoalProposal.State, at: datetime) -> GoalProposal:
    """The row, locked, with its answer; whoever answers second is refused."""
    row = GoalProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state != _State.WAITING:
        raise Conflict.because("proposal.closed", f"it is {row.get_state_display()} already")
    row.state, row.answered_at = state, at
    return row


def _progress(proposal: GoalProposal, at: datetime) -> Progress | None:
    goal = proposal.goal
    if not proposal.shares_progress or goal is None or goal.ended_at is not None:
        return None
    if not roles_of(proposal.person, proposal.organisation):
        return None
    standing = standing_of(goal, at=at)
    return Progress(standing.percent, [one.row.name for one in standing.open])


def _leave_word(proposal: GoalProposal, *, at: datetime) -> None:
    """For those who count how far people are, while they share."""
    key = f"{SHARING}:{proposal.pk}:{at.isoformat()}"
    outbox.post(SHARING, {"proposal": str(proposal.pk)}, key=key, tenant=proposal.organisation_id)


def _record(verb: str, proposal: GoalProposal, *, by: Person, at: datetime, **more: bool) -> None:
    told = {"role": proposal.version.profile.title, "person": proposal.person.name, **more}
    trail.record(verb, proposal, by=by, tenant=proposal.organisation_id, at=at, **told)
