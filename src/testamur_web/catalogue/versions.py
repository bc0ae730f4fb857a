"""A version made from a definition, not saved: its number, content, skills, what is searched."""

from __future__ import annotations

from django.db.models import Max

from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.models import MAX_TITLE, Achievement, OutcomeSkill, Version
from testamur_web.catalogue.search import searchable
from testamur_web.catalogue.vocabulary import EQF_OF_LEVEL

__all__ = ["next_version", "skills_of"]


def next_version(achievement: Achievement, definition: Definition) -> Version:
    """The version that publishing `definition` would make, without its pictures."""
    latest = achievement.versions.aggregate(Max("number"))["number__max"] or 0
    price = definition.price
    return Version(
        achievement=achievement,
        number=latest + 1,
        content=definition.as_json(),
        title=definition.title[:MAX_TITLE],
        summary=definition.summary,
        search_text=_search_text(definition, achievement.organisation.name),
        kind=definition.kind,
        language=definition.language,
        mode=definition.mode,
        eqf_level=definition.eqf_level,
        ects=definition.ects,
        hours=definition.hours,
        price=price.amount if price else None,
        currency=price.currency if price else "",
        is_stack=definition.stack is not None,
    )


def skills_of(version: Version, definition: Definition) -> list[OutcomeSkill]:
    """The skills with an address that a version certifies, each once at its highest level."""
    levels: dict[str, int | None] = {}
    for outcome in definition.outcomes:
        if outcome.skill_uri:
            both = (levels.get(outcome.skill_uri), EQF_OF_LEVEL.get(outcome.level))
            levels[outcome.skill_uri] = max(filter(None, both), default=None)
    return [OutcomeSkill(version=version, uri=uri, level=level) for uri, level in levels.items()]


def _search_text(definition: Definition, issuer: str) -> str:
    """All that a search looks through."""
    texts = [definition.title, definition.summary, definition.description, issuer]
    texts += [part for one in definition.outcomes for part in (one.sentence, one.framework)]
    texts += [*definition.tags, *(part.title for part in definition.components)]
    texts += [definition.place, definition.qualification, definition.unit_code]
    return searchable(*texts)
