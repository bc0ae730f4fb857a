"""What a version is made of as pages show it, with the names of issuers that a rule asks for."""

from __future__ import annotations

from testamur.pathways.clauses import FromIssuers, every_clause
from testamur_web.awards.queries import issuers_here
from testamur_web.catalogue.documents import rule_of
from testamur_web.catalogue.made_of import Made, made_of
from testamur_web.catalogue.models import Version

__all__ = ["made_for"]


def made_for(version: Version) -> Made | None:
    """What it is made of; None where it is not made of others."""
    rule = rule_of(version)
    if rule is None:
        return None
    asks_issuers = any(isinstance(one, FromIssuers) for _at, one in every_clause(rule.clause))
    return made_of(rule, issuers_here() if asks_issuers else {})
