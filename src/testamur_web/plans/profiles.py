"""Role profiles: what the roles of an organisation ask for, begun from anything that lists skills.

What was proposed to somebody stays as they read it: a change makes a new version. Until then the
newest version is only a draft, and takes the change itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from testamur.errors import Conflict, Refused
from testamur.pathways.goal import Goal as Wanted
from testamur.talent.changes import Change, changes_between
from testamur.talent.profile import JobProfile, profile_from, profile_of
from testamur_web.ops import trail
from testamur_web.people.models import Organisation, Person
from testamur_web.plans.models import GoalProposal, ProfileVersion, RoleProfile

__all__ = [
    "Profile",
    "Step",
    "create_profile",
    "edit_profile",
    "find_profile",
    "history_of",
    "job_in",
    "newest_of",
    "profile_in",
    "profiles_of",
    "refuse_withdrawn",
    "withdraw_profile",
]


@dataclass(frozen=True, slots=True)
class Step:
    """A version, and what it asks for otherwise than the one before; the first has no changes."""

    version: ProfileVersion
    job: JobProfile
    changes: tuple[Change, ...]
    title_before: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A role profile as its newest version says it, and all its versions, the newest first."""

    row: RoleProfile
    steps: Sequence[Step]

    @property
    def version(self) -> ProfileVersion:
        """The newest."""
        return self.steps[0].version

    @property
    def job(self) -> JobProfile:
        """What it asks for now."""
        return self.steps[0].job

    @property
    def wanted(self) -> Wanted:
        """The same as a goal."""
        return self.job.goal


def profiles_of(organisation: Organisation) -> QuerySet[RoleProfile]:
    """Those in use, by title, each with the number of its `pursuers`."""
    is_pursued = Q(
        versions__proposals__state=GoalProposal.State.ACCEPTED,
        versions__proposals__goal__ended_at=None,
        versions__proposals__goal__isnull=False,
    )
    rows = RoleProfile.objects.filter(organisation=organisation, withdrawn_at=None)
    pursuers = Count("versions__proposals", filter=is_pursued, distinct=True)
    return rows.annotate(pursuers=pursuers).order_by("title", "created_at")


def find_profile(organisation: Organisation, pk: UUID) -> RoleProfile | None:
    """A role profile of an organisation, in use or withdrawn."""
    return RoleProfile.objects.filter(organisation=organisation, pk=pk).first()


def newest_of(profile: RoleProfile) -> ProfileVersion:
    """What a profile says now."""
    return profile.versions.latest("number")


def profile_in(profile: RoleProfile) -> Profile:
    """A profile with all its versions, the newest first."""
    return Profile(profile, history_of(profile))


def job_in(version: ProfileVersion) -> JobProfile:
    """What a version asks for, and which of it is required."""
    return profile_from(version.content)


def history_of(profile: RoleProfile) -> list[Step]:
    """All versions, the newest first, each with its changes."""
    rows = [(one, job_in(one)) for one in profile.versions.select_related("made_by")]
    return [
        _step(version, job, before)
        for (version, job), before in zip(rows, [*(job for _, job in rows[1:]), None], strict=True)
    ]


@transaction.atomic
def create_profile(
    organisation: Organisation, wanted: Wanted | JobProfile, *, by: Person, at: datetime
) -> RoleProfile:
    """Describe a role; raises `Refused` (`value.missing`, `gap.goal-malformed`).

    Of a goal, what matters in full is required.
    """
    job = _job(wanted)
    profile = RoleProfile(organisation=organisation, title=_title(job.goal), created_at=at)
    content = _content(profile, job)
    profile.save(force_insert=True)
    ProfileVersion.objects.create(
        profile=profile, number=1, content=content, made_by=by, made_at=at
    )
    trail.record(
        "profile.create", profile, by=by, tenant=organisation.pk, at=at, title=profile.title
    )
    return profile


@transaction.atomic
def edit_profile(
    profile: RoleProfile, wanted: Wanted | JobProfile, *, by: Person, at: datetime
) -> ProfileVersion:
    """Say what a role asks for now; raises what `create_profile` does, and `profile.withdrawn`."""
    locked = RoleProfile.objects.select_for_update().get(pk=profile.pk)
    refuse_withdrawn(locked)
    job = _job(wanted)
    locked.title = _title(job.goal)
    content, newest = _content(locked, job), newest_of(locked)
    if content == job_in(newest).as_json():
        return newest
    locked.save(update_fields=["title"])
    is_used = newest.proposals.exists()
    version, _is_new = ProfileVersion.objects.update_or_create(
        profile=locked,
        number=newest.number + is_used,
        defaults={"content": content, "made_by": by, "made_at": at},
    )
    told = {"title": locked.title, "version": version.number}
    trail.record("profile.edit", locked, by=by, tenant=locked.organisation_id, at=at, **told)
    profile.title = locked.title
    return version


@transaction.atomic
def withdraw_profile(profile: RoleProfile, *, by: Person, at: datetime) -> None:
    """Propose it to nobody any more; goals that came from it stay. What waits is withdrawn too."""
    locked = RoleProfile.objects.select_for_update().get(pk=profile.pk)
    refuse_withdrawn(locked)
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    waiting = GoalProposal.objects.filter(version__profile=locked)
    waiting.filter(state=GoalProposal.State.WAITING).update(
        state=GoalProposal.State.WITHDRAWN, answered_at=at
    )
    trail.record(
        "profile.withdraw", locked, by=by, tenant=locked.organisation_id, at=at, title=locked.title
    )


def refuse_withdrawn(profile: RoleProfile) -> None:
    """Raise `Conflict` (`profile.withdrawn`) where nothing new may begin with it."""
    if profile.withdrawn_at is not None:
        raise Conflict.because("profile.withdrawn", f"{profile.title} was withdrawn")


def _title(wanted: Wanted) -> str:
    if not wanted.label.strip():
        raise Refused.because("value.missing", "a role has a title", "/label")
    return wanted.label.strip()


def _job(wanted: Wanted | JobProfile) -> JobProfile:
    return wanted if isinstance(wanted, JobProfile) else profile_of(wanted)


def _step(version: ProfileVersion, job: JobProfile, before: JobProfile | None) -> Step:
    if before is None:
        return Step(version, job, ())
    was = before.goal.label
    changes = changes_between(before, job)
    return Step(version, job, changes, was if was != job.goal.label else "")


def _content(profile: RoleProfile, job: JobProfile) -> Mapping[str, object]:
    """What is kept: read once more, so that nothing is kept that cannot be read."""
    goal = replace(job.goal, id=f"urn:uuid:{profile.pk}", label=_title(job.goal))
    return dict(profile_from(replace(job, goal=goal).as_json()).as_json())
