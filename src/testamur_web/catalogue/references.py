"""What a definition says of others and of days: whether they are known, whether it can be begun.

Only what nobody could ever meet stands in the way of publishing: a prerequisite that leads back to
the micro-credential itself whichever way is taken. What is not known here may be known elsewhere,
and is advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from testamur.problems import Problem
from testamur_web.catalogue.definition import Definition, read_draft
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.catalogue.queries import Ready, examine_draft
from testamur_web.catalogue.requirements import Required
from testamur_web.catalogue.skills import entry_of

__all__ = ["examine_draft_of"]


def examine_draft_of(achievement: Achievement, draft: Mapping[str, Any], *, on: date) -> Ready:
    """Judge the draft of an achievement as it stands on a day, with what it names."""
    ready = examine_draft(draft, of=achievement.pk)
    definition = ready.definition
    trees = _trees(definition, achievement)
    problems = list(ready.problems)
    if definition.requires is not None and achievement.pk not in _attainable(trees):
        told = _("Whoever begins must hold this micro-credential already: it asks for itself.")
        problems.append(Problem("definition.circular", told, "/requires"))
    advice = (*ready.advice, *_unknown(definition, trees), *_past(definition, on))
    return Ready(definition, tuple(problems), advice)


def _trees(definition: Definition, achievement: Achievement) -> dict[UUID, Required | None]:
    """What is required by the achievement and by all that it leads to, a query for each step."""
    trees = {achievement.pk: definition.requires}
    looked = {achievement.pk}
    while asked := _named_by(trees.values()) - looked:
        published = Version.objects.filter(
            pk=F("achievement__current"), achievement__in=asked
        ).values_list("achievement_id", "content")
        trees |= {key: _required_in(content) for key, content in published}
        looked |= asked
    return trees


def _named_by(trees: Iterable[Required | None]) -> set[UUID]:
    return {key for tree in trees if tree for key in tree.named_here()}


def _required_in(content: Mapping[str, Any]) -> Required | None:
    return read_draft({"requires": content.get("requires")})[0].requires


def _attainable(trees: Mapping[UUID, Required | None]) -> set[UUID]:
    """Those that can be earned one after another; what is not known is taken as earned."""
    done: set[UUID] = set()
    while True:
        ready = {
            key
            for key, tree in trees.items()
            if key not in done and (tree is None or _is_met(tree, trees.keys() - done))
        }
        if not ready:
            return done
        done |= ready


def _is_met(node: Required, missing: set[UUID]) -> bool:
    """Whether nothing of it waits for what is still missing."""
    if node.all:
        return all(_is_met(one, missing) for one in node.all)
    if node.any:
        return any(_is_met(one, missing) for one in node.any)
    return node.named_here().isdisjoint(missing)


def _unknown(definition: Definition, trees: Mapping[UUID, Required | None]) -> Iterator[Problem]:
    if definition.requires is None:
        return
    for pointer, atom in definition.requires.atoms("/requires"):
        if atom.skill and entry_of(atom.skill) is None:
            told = _("“%s” is a skill of no framework in use here.") % atom.label
            yield Problem("definition.reference-unknown", told, f"{pointer}/name")
        if atom.achievement and not atom.named_here() & trees.keys():
            told = _("“%s” is not in the catalogue here, so no plan can lead to it.") % atom.label
            yield Problem("definition.reference-unknown", told, f"{pointer}/name")


def _past(definition: Definition, on: date) -> Iterator[Problem]:
    if definition.starts and max(definition.starts) < on:
        told = _("All dates on which it begins have passed: nobody can plan with it.")
        yield Problem("definition.dates-passed", told, "/starts")
    for at, funding in enumerate(definition.funding):
        if not funding.is_open(on):
            told = _("“%s” can be had no longer.") % funding.name
            yield Problem("definition.dates-passed", told, f"/funding/{at}/until")
