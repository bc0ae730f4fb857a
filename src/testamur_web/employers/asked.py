"""What is read of needs: the public board, those of an employer, and how far answers cover them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from testamur.errors import Refused
from testamur.pathways.held import promised_by
from testamur.talent.match import Match, SkillMatch
from testamur.talent.profile import JobProfile, profile_from
from testamur.talent.promise import match_of_graduate
from testamur_web.catalogue.documents import achievement_of
from testamur_web.catalogue.matched import graph_in_use, standing_for
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.employers.models import NeedAnswer, NeededSkill, SkillNeed
from testamur_web.people.models import Organisation

__all__ = [
    "Offered",
    "Wanted",
    "answerable_by",
    "answers_of_issuer",
    "find_need",
    "job_of",
    "offered_to",
    "open_needs",
    "own_needs",
    "public_need",
    "skills_asked_for",
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the board is narrowed; "" is no limit."""

    skill: str = ""
    region: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """An answer, and how far a graduate of it would meet the need; None where nobody can say."""

    answer: NeedAnswer
    match: Match | None

    @property
    def version(self) -> Version | None:
        """What is published of it."""
        achievement = self.answer.achievement
        return achievement.current if achievement.withdrawn_at is None else None

    @property
    def title(self) -> str:
        """What it is called."""
        return self.version.title if self.version else self.answer.achievement.title

    @property
    def percent(self) -> int:
        """The points of a hundred, rounded down."""
        return int(self.match.points) if self.match else 0

    @property
    def rows(self) -> Sequence[SkillMatch]:
        """Skill by skill."""
        return self.match.rows if self.match else ()


def open_needs(wanted: Wanted, *, at: datetime) -> QuerySet[SkillNeed]:
    """The public board, the newest first; a skill finds what stands for the same one, too."""
    rows = SkillNeed.objects.filter(withdrawn_at=None, answered_at=None, ends_on__gte=at.date())
    if wanted.skill:
        uris = standing_for([wanted.skill])[wanted.skill]
        rows = rows.filter(skills__uri__in=uris).distinct()
    if wanted.region:
        rows = rows.filter(Q(region__icontains=wanted.region) | Q(region=""))
    if wanted.mode:
        rows = rows.filter(mode__in=(wanted.mode, ""))
    return _told(rows)


def skills_asked_for(*, at: datetime, at_most: int = 200) -> list[tuple[str, str]]:
    """The skills that open needs ask for, by name: address and name."""
    rows = NeededSkill.objects.filter(
        need__withdrawn_at=None, need__answered_at=None, need__ends_on__gte=at.date()
    )
    found = dict(rows.order_by("name").values_list("uri", "name"))
    return list(found.items())[:at_most]


def public_need(pk: UUID) -> SkillNeed | None:
    """A need as everybody reads it, whatever became of it; a withdrawn one is gone."""
    return _told(SkillNeed.objects.filter(pk=pk, withdrawn_at=None)).first()


def own_needs(organisation: Organisation) -> QuerySet[SkillNeed]:
    """Those of an employer, the newest first, with the number of their answers."""
    return _told(SkillNeed.objects.filter(organisation=organisation))


def find_need(organisation: Organisation, pk: UUID) -> SkillNeed | None:
    """A need of an employer, whatever became of it."""
    return own_needs(organisation).filter(pk=pk).first()


def answers_of_issuer(organisation: Organisation) -> QuerySet[NeedAnswer]:
    """What an issuer answered and did not take back, the newest first."""
    rows = NeedAnswer.objects.filter(achievement__organisation=organisation, taken_back_at=None)
    return rows.select_related("need__organisation", "achievement__current").order_by(
        "-answered_at", "pk"
    )


def answerable_by(organisation: Organisation) -> QuerySet[Achievement]:
    """The definitions that an issuer may answer with, by title."""
    rows = Achievement.objects.filter(organisation=organisation, withdrawn_at=None)
    return rows.select_related("current").order_by("title", "pk")


def job_of(need: SkillNeed) -> JobProfile:
    """What a need asks for."""
    return profile_from(need.content)


def offered_to(need: SkillNeed, *, at: datetime) -> list[Offered]:
    """The answers that stand, those that cover the most first; a draft as it is at this moment."""
    rows = need.answers.filter(taken_back_at=None).select_related(
        "achievement__current", "achievement__organisation"
    )
    profile, graph = job_of(need), graph_in_use()
    found = []
    for answer in rows:
        try:
            promised = promised_by(achievement_of(_newest(answer.achievement)).as_json())
        except Refused:
            found.append(Offered(answer, None))
        else:
            match = match_of_graduate(promised, profile=profile, graph=graph, at=at)
            found.append(Offered(answer, match))
    return sorted(found, key=lambda one: (-one.percent, one.answer.answered_at))


def _newest(achievement: Achievement) -> Version:
    """What is published; else the draft, as the version that publishing would make of it."""
    if achievement.current is not None:
        return achievement.current
    return Version(achievement=achievement, number=1, content=achievement.draft or {})


def _told(rows: QuerySet[SkillNeed]) -> QuerySet[SkillNeed]:
    standing = Count("answers", filter=Q(answers__taken_back_at=None), distinct=True)
    related = ("organisation", "answered_by__achievement__current__achievement__organisation")
    return (
        rows.select_related(*related)
        .prefetch_related("skills")
        .annotate(many_answers=standing)
        .order_by("-published_at", "pk")
    )
