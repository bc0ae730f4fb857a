"""Role profiles: what the roles of an organisation ask for, begun from anything that lists skills.

What was proposed to somebody stays as they read it: a change makes a new version. Until then the
newest version is only a draft, and takes the change itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from testamur.errors import Conflict, Refused
from testamur.pathways.goal import Goal as Wanted
from testamur.pathways.goal import goal_from
from testamur_web.ops import trail
from testamur_web.people.models import Organisation, Person
from testamur_web.plans.models import GoalProposal, ProfileVersion, RoleProfile

__all__ = [
    "Profile",
    "create_profile",
    "edit_profile",
    "find_profile",
    "newest_of",
    "profile_in",
    "profiles_of",
    "refuse_withdrawn",
    "withdraw_profile",
]


@dataclass(frozen=True, slots=True)
class Profile:
    """A role profile as its newest version says it, and the versions before."""

    row: RoleProfile
    version: ProfileVersion
    wanted: Wanted
    versions: tuple[ProfileVersion, ...]


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
    versions = tuple(profile.versions.select_related("made_by"))
    return Profile(profile, versions[0], goal_from(versions[0].content), versions)


@transaction.atomic
def create_profile(
    organisation: Organisation, wanted: Wanted, *, by: Person, at: datetime
) -> RoleProfile:
    """Describe a role; raises `Refused` (`value.missing`, `gap.goal-malformed`)."""
    profile = RoleProfile(organisation=organisation, title=_title(wanted), created_at=at)
    content = _content(profile, wanted)
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
    profile: RoleProfile, wanted: Wanted, *, by: Person, at: datetime
) -> ProfileVersion:
    """Say what a role asks for now; raises what `create_profile` does, and `profile.withdrawn`."""
    locked = RoleProfile.objects.select_for_update().get(pk=profile.pk)
    refuse_withdrawn(locked)
    locked.title = _title(wanted)
    content, newest = _content(locked, wanted), newest_of(locked)
    if content == newest.content:
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


def _content(profile: RoleProfile, wanted: Wanted) -> Mapping[str, object]:
    """What is kept: read once more, so that nothing is kept that cannot be read."""
    stated = replace(wanted, id=f"urn:uuid:{profile.pk}", label=_title(wanted))
    return dict(goal_from(stated.as_json()).as_json())
