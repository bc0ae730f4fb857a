"""What tells a good programme from a mediocre and an inflated one, besides what happened in them.

The good one was signed off by an expert, is vouched for and praised by who took it; of the mediocre
one participants say that it was all right; of the inflated one, that nobody could use it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction

from testamur_web.awards.models import Award
from testamur_web.catalogue import reviewing
from testamur_web.catalogue import services as catalogue
from testamur_web.catalogue.definition import (
    Component,
    Criterion,
    Definition,
    Image,
    Outcome,
    Quality,
)
from testamur_web.catalogue.models import ReviewRequest, Version
from testamur_web.catalogue.queries import definition_of
from testamur_web.catalogue.reviewing import Answer, Check, Expert
from testamur_web.catalogue.reviews import CHECKLIST, digest_of
from testamur_web.catalogue.vocabulary import (
    AssessmentMethod,
    ComponentKind,
    IdentityCheck,
    Kind,
    Mode,
    OutcomeLevel,
    QualityKind,
    Supervision,
)
from testamur_web.learning import services as learning
from testamur_web.learning.models import SurveyCall, Wave
from testamur_web.learning.services import Said
from testamur_web.people.models import Organisation, Person
from testamur_web.people.tokens import hash_of
from testamur_web.trust import giving
from testamur_web.trust.giving import Word
from testamur_web.trust.subjects import Subject

__all__ = ["MIDDLE", "speak_of"]

_DAY: Final = timedelta(days=1)
_PRESENT: Final = "http://data.europa.eu/esco/skill/97bd1c21-66b2-4b7e-ad0f-e3cda590e378"

MIDDLE: Final = Definition(
    title="Figures for meetings",
    summary="Read the figures of a report, and show them to others.",
    description="An evening course for whoever has to present figures now and then.",
    kind=Kind.SHORT_COURSE,
    language="en",
    outcomes=(
        Outcome("present", OutcomeLevel.INTERMEDIATE, "data analytics", _PRESENT, "ESCO"),
        Outcome("read", OutcomeLevel.INTERMEDIATE, "reports, figures and much more"),
    ),
    components=(
        Component(ComponentKind.COURSE_WORK, "Evenings", 28, 60),
        Component(ComponentKind.EXAM, "Test", 2, 40),
    ),
    criteria=(Criterion("test", "Six of ten questions are answered."),),
    hours=30,
    ects=Decimal(2),
    eqf_level=4,
    assessment_method=(AssessmentMethod.WRITTEN_EXAM,),
    supervision=Supervision.SUPERVISED,
    identity_check=IdentityCheck.KNOWN,
    quality_statement=Quality(QualityKind.INTERNAL, "Whoever teaches it also reviews it."),
    mode=Mode.ONSITE,
    place="Guild workshop, Harbour",
    image=Image(alt="Badge of Figures for meetings"),
)
"""Defined and assessed as many are: some of it well, and much of it not said."""

_EXPERT: Final = Expert("Ingrid Berg", "ingrid@data.example", "Data Guild")


def speak_of(
    people: Mapping[str, Person], *, good: Version, middle: Version, bad: Version, at: datetime
) -> None:
    """Let experts, employers and participants say what they have to say."""
    _sign_off(good, by=people["bashir"])
    giving.give(
        Subject(version=good),
        Word("Whom we hired with it could ask our databases from the first day on."),
        organisation=Organisation.objects.get(slug="brightworks"),
        by=people["dara"],
        at=at - 100 * _DAY,
    )
    _answer(good, ((5, 5, 4, 5), (5, 4, 5, 5), (4, 5, 5, 4), (5, 4, 4, 4)), at=at)
    _answer(middle, ((3, 4, 3, 3), (4, 4, 3, 3), (4, 3, 2, 3), (3, 4, 3, 4)), at=at)
    _answer(bad, ((2, 1, 2, 1), (1, 1, 1, 2), (3, 1, 2, 2), (2, 2, 1, 1)), at=at)


@transaction.atomic
def _sign_off(version: Version, *, by: Person) -> None:
    """An expert had read it just before it was published."""
    achievement, definition = version.achievement, definition_of(version)
    asked_at = version.published_at - 10 * _DAY
    catalogue.save_draft(achievement, definition, by=by, at=asked_at)
    asked = reviewing.ask_expert(achievement, _EXPERT, by=by, at=asked_at)
    token = secrets.token_hex(32)
    ReviewRequest.objects.filter(pk=asked.pk).update(token_hash=hash_of(token))
    said = Answer(
        verdict="signed-off",
        seen=digest_of(definition),
        name=_EXPERT.name,
        role="Head of analysis",
        organisation=_EXPERT.organisation,
        interest="None: we neither teach it nor pay for it.",
        checklist={item: Check("yes") for item in CHECKLIST},
        comments={},
    )
    reviewing.answer_review(token, said, at=asked_at + 5 * _DAY)
    catalogue.discard_draft(achievement, by=by, at=version.published_at)


@transaction.atomic
def _answer(version: Version, ratings: Sequence[Sequence[int]], *, at: datetime) -> None:
    """Ten who hold it tick what the others of their kind do."""
    asked_at, until = at - 30 * _DAY, at + 60 * _DAY
    for number, award in enumerate(Award.objects.filter(version=version).order_by("pk")[:10]):
        call = SurveyCall.objects.create(
            award=award.pk,
            version=version,
            wave=Wave.AFTER,
            asked_at=asked_at,
            expires_at=until,
            is_spent=False,
        )
        names = ("certified", "workload", "used", "helped")
        said = Said(dict(zip(names, ratings[number % len(ratings)], strict=True)))
        learning.answer_survey(call, said, at=at - 20 * _DAY)
