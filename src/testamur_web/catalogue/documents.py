"""The achievement that credentials carry: a version in the words of Open Badges 3.0 and Annex I.

Each version is an achievement of its own with its own address, so that what was awarded stays what
it was; it names the address of the micro-credential as related. What Open Badges and the European
elements have a place for is said there; parts, place, local level and other credits are told in
the text of `assessmentDescription` and `furtherInformation`.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

import testamur as tm
from testamur.credentials.eu_elements import LearningOutcome, QualityAssurance, StandardElements
from testamur.credentials.openbadges import Criteria, Image, Related
from testamur.pathways.rules import Rule
from testamur_web.catalogue.addresses import achievement_url, rule_url, url_of, version_url
from testamur_web.catalogue.definition import Definition, Grades, Outcome
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import definition_of
from testamur_web.catalogue.requirements import in_words
from testamur_web.catalogue.stacks import rule_in
from testamur_web.catalogue.vocabulary import (
    ACHIEVEMENT_TYPES,
    EQF_OF_LEVEL,
    ComponentKind,
    Grading,
    Kind,
    OutcomeLevel,
)

__all__ = [
    "achievement_of",
    "achievement_url",
    "image_url",
    "result_description_id",
    "rule_of",
    "version_url",
]


def image_url(version: Version) -> str:
    """The address of the picture of a version, as PNG."""
    return f"{version_url(version)}image.png"


def result_description_id(version: Version) -> str:
    """What a result of an award of this version names as its description."""
    return f"{version_url(version)}#result"


def achievement_of(version: Version) -> tm.Achievement:
    """The achievement as every credential of this version carries it; raises `Refused`."""
    definition = definition_of(version)
    with override(definition.language or settings.LANGUAGE_CODE):
        return tm.Achievement(
            version_url(version),
            name=definition.title,
            description=definition.description or definition.summary or None,
            criteria=Criteria(_narrative(definition), id=version_url(version)),
            achievement_type=_achievement_type(definition),
            in_language=definition.language or None,
            ects=float(definition.ects) if definition.ects is not None else None,
            eqf=definition.eqf_level,
            alignment=_alignments(definition),
            tag=definition.tags,
            image=Image(image_url(version), caption=image_caption(definition)),
            human_code=definition.unit_code or None,
            version=str(version.number),
            result_description=_results(definition.grades, version),
            related=(Related(url_of(version.achievement_id)),),
            standard_elements=_elements(definition),
        )


def rule_of(version: Version) -> Rule | None:
    """What a version asks its parts for; None where it is not made of others."""
    return rule_in(
        definition_of(version).stack,
        id=rule_url(version.achievement),
        version=str(version.number),
        name=version.title,
    )


def image_caption(definition: Definition) -> str:
    """What the picture shows, to those who cannot see it."""
    return definition.image.alt or _("Badge: %s") % definition.title


def _achievement_type(definition: Definition) -> str:
    return ACHIEVEMENT_TYPES[Kind(definition.kind)] if definition.kind else "MicroCredential"


def _narrative(definition: Definition) -> str:
    """The criteria as a list in Markdown; what is optional says so."""
    lines = [
        f"- {one.text}" if one.is_mandatory else f"- {one.text} ({_('optional')})"
        for one in definition.criteria
    ]
    return "\n".join(lines) or definition.title


def _alignments(definition: Definition) -> list[tm.Alignment]:
    found = {outcome.skill_uri: outcome for outcome in definition.outcomes if outcome.skill_uri}
    return [_alignment(outcome) for outcome in found.values()]


def _alignment(outcome: Outcome) -> tm.Alignment:
    if outcome.skill_uri.startswith("http://data.europa.eu/esco/skill/"):
        return tm.Alignment.esco(outcome.skill_uri, outcome.skill)
    return tm.Alignment(
        outcome.skill,
        target_url=outcome.skill_uri,
        target_framework=outcome.framework or None,
    )


def _results(grades: Grades | None, version: Version) -> list[tm.ResultDescription]:
    if grades is None:
        return []
    name, id_ = _("Result"), result_description_id(version)
    if grades.kind == Grading.PERCENT:
        return [
            tm.ResultDescription(
                name,
                id=id_,
                result_type="Percent",
                value_min="0",
                value_max="100",
                required_value=grades.passing or None,
            )
        ]
    return [
        tm.ResultDescription(
            name,
            id=id_,
            result_type="Result",
            allowed_value=grades.values,
            required_value=grades.passing or None,
        )
    ]


def _elements(definition: Definition) -> StandardElements:
    return StandardElements(
        [_learning_outcome(outcome) for outcome in _distinct(definition.outcomes)],
        workload_hours=definition.hours,
        assessment_type=definition.assessment_method,
        assessment_description="\n".join(_assessment(definition)) or None,
        participation=definition.mode or None,
        quality_assurance=_quality(definition),
        prerequisites=in_words(definition.prerequisites, definition.requires) or None,
        supervision=definition.supervision or None,
        stackability=definition.stackability or None,
        further_information="\n".join(_further(definition)) or None,
    )


def _distinct(outcomes: tuple[Outcome, ...]) -> list[Outcome]:
    return list(dict.fromkeys(outcomes))


def _learning_outcome(outcome: Outcome) -> LearningOutcome:
    level = str(OutcomeLevel(outcome.level).label) if outcome.level else ""
    return LearningOutcome(
        outcome.sentence,
        description=_("Level: %s") % level if level else None,
        eqf=EQF_OF_LEVEL.get(outcome.level),
        alignment=[_alignment(outcome)] if outcome.skill_uri else (),
    )


def _quality(definition: Definition) -> list[QualityAssurance]:
    quality = definition.quality_statement
    if quality is None or not quality.kind:
        return []
    return [
        QualityAssurance(
            quality.kind,
            name=quality.statement or None,
            assured_by=quality.assured_by or None,
            url=quality.url or None,
        )
    ]


def _assessment(definition: Definition) -> Iterator[str]:
    if definition.assessment_description:
        yield definition.assessment_description
    for part in definition.components:
        told = _("%(kind)s: %(title)s, %(hours)s hours, %(weight)s %% of the result")
        yield told % {
            "kind": ComponentKind(part.kind).label if part.kind else "",
            "title": part.title,
            "hours": part.hours or 0,
            "weight": part.weight or 0,
        }
    if definition.identity_check:
        yield _("Identity: %s") % definition.identity_check_label


def _further(definition: Definition) -> Iterator[str]:
    if definition.qualification:
        yield _("Unit of the qualification: %s") % definition.qualification
    if definition.local_level:
        yield _("Level: %s") % definition.local_level
    credits_ = definition.other_credits
    if credits_ and credits_.amount is not None:
        yield _("Credits: %(amount)s %(system)s") % {
            "amount": credits_.amount,
            "system": credits_.system,
        }
    if definition.place:
        yield _("Place: %s") % definition.place
    if definition.further_information:
        yield definition.further_information
