"""What is asked of stacks: how far somebody is toward a whole, and toward which they are at all.

Each question verifies what the person holds once, however many wholes it counts toward.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from testamur.errors import Refused
from testamur.pathways.held import Held
from testamur.pathways.rules import Rule
from testamur.pathways.stack import Stack
from testamur_web.catalogue.documents import rule_of
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.catalogue.queries import published
from testamur_web.people.models import Person
from testamur_web.plans.accepted import accepted_in, widened
from testamur_web.plans.holdings import Holdings, concerns, holdings_of
from testamur_web.plans.models import StackCase
from testamur_web.trust.equivalents import equivalents_among
from testamur_web.trust.models import Recognition

__all__ = [
    "StackProgress",
    "progress_of",
    "stacks_of",
    "version_to_count",
    "wholes_that_ask_for",
]


@dataclass(frozen=True, slots=True)
class StackProgress:
    """How far somebody is toward one version of a whole; `case` is None where nothing is kept.

    `rule` is the published one; that of `stack` says beside it which equivalents counted.
    """

    version: Version
    rule: Rule
    stack: Stack
    case: StackCase | None

    @property
    def accepted(self) -> Mapping[str, Recognition]:
        """By digest of what counted as an equivalent: the entry of the register that says so."""
        issuer = self.version.achievement.organisation_id
        return accepted_in(self.stack, published=self.rule, issuer=issuer)


def progress_of(person: Person, version: Version, *, at: datetime) -> StackProgress:
    """How far somebody is toward `version`; raises `Refused` (`stack.no-rule`)."""
    case = StackCase.objects.filter(person=person, achievement=version.achievement_id).first()
    return _progress(version, holdings_of(person, at=at), case)


def stacks_of(person: Person, *, at: datetime) -> list[StackProgress]:
    """The wholes that somebody follows, was given, or holds something toward; the fullest first."""
    holdings = holdings_of(person, at=at)
    cases = {case.achievement_id: case for case in _cases_of(person)}
    found = []
    for version in published().filter(is_stack=True):
        case = cases.get(version.achievement_id)
        is_kept = case is not None and (case.is_followed or case.award_id is not None)
        if is_kept or _is_asked_by(version, holdings):
            progress = _progress(version, holdings, case)
            if is_kept or progress.stack.counted:
                found.append(progress)
    return sorted(found, key=lambda one: (-one.stack.progress, one.version.title.casefold()))


def version_to_count(achievement: Achievement) -> tuple[Version, Rule]:
    """The version of a whole that is offered now, with its rule.

    Raises `Refused` (`stack.no-rule`) where it is made of nothing, or is not offered.
    """
    version = published().filter(achievement=achievement).first()
    rule = rule_of(version) if version else None
    if version is None or rule is None:
        raise _no_rule()
    return version, rule


def _is_asked_by(version: Version, holdings: Holdings) -> bool:
    """Whether anything held could count toward a version."""
    rule, whole = _rule_in(version.pk), version.achievement
    if rule is None:
        return False
    wide = holdings.widen(rule, whole)
    return any(concerns(wide, row.held) for row in holdings.toward(whole))


def wholes_that_ask_for(held: Held, *, at: datetime) -> list[Achievement]:
    """The offered wholes toward which a credential could count, by what it certifies or is."""
    issuer = "achievement__organisation"
    offered = published().filter(is_stack=True).values_list("pk", issuer)
    accepted = equivalents_among(held.names, at=at)
    asking = [
        pk
        for pk, organisation in offered
        if (rule := _rule_in(pk)) and concerns(widened(rule, accepted, issuer=organisation), held)
    ]
    found = Achievement.objects.filter(current__in=asking) if asking else ()
    return list(found)


@lru_cache(maxsize=1024)
def _rule_in(version: UUID) -> Rule | None:
    """The rule of a version, which never changes."""
    return rule_of(Version.objects.select_related("achievement").get(pk=version))


def _cases_of(person: Person) -> Iterator[StackCase]:
    yield from StackCase.objects.filter(person=person).select_related("award")


def _progress(version: Version, holdings: Holdings, case: StackCase | None) -> StackProgress:
    rule = rule_of(version)
    if rule is None:
        raise _no_rule()
    return StackProgress(version, rule, holdings.count(rule, version.achievement), case)


def _no_rule() -> Refused:
    return Refused.because("stack.no-rule", "this micro-credential is not made of others")
