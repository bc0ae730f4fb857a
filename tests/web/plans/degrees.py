"""A degree of the university: two mandatory units and an elective, one of them mapped."""

from __future__ import annotations

from decimal import Decimal

from testamur_web.catalogue.models import OutcomeSkill, Version
from testamur_web.people.models import Organisation, Person
from testamur_web.plans import mappings, qualifications
from testamur_web.plans.exemptions import Verdict
from testamur_web.plans.models import Qualification, QualificationUnit, UnitMapping
from tests.web.conftest import NOW

SKILLS = ("http://data.europa.eu/esco/skill/1", "http://data.europa.eu/esco/skill/2")
TERMS = qualifications.Terms("Bachelor of Applied Studies", "degree", Decimal(16), eqf_level=6)
UNITS = (
    qualifications.UnitTerms("AS-1", "Programming", Decimal(6), level=5),
    qualifications.UnitTerms("AS-2", "Statistics", Decimal(4)),
    qualifications.UnitTerms("AS-3", "First aid", Decimal(6), is_mandatory=False),
)


def a_degree(university: Organisation, by: Person, *, is_published: bool = True) -> Qualification:
    made = qualifications.create_qualification(university, TERMS, by=by, at=NOW)
    for terms in UNITS:
        qualifications.add_unit(made, terms, by=by, at=NOW)
    if is_published:
        made = qualifications.publish_qualification(made, by=by, at=NOW)
    return made


def unit_of(degree: Qualification, code: str = "AS-1") -> QualificationUnit:
    return degree.units.get(code=code)


def mapped(
    degree: Qualification,
    version: Version,
    by: Person,
    *,
    amount: int = 4,
    code: str = "AS-1",
    **terms,
) -> UnitMapping:
    said = mappings.MappingTerms(Decimal(amount), **terms)
    return mappings.map_achievement(unit_of(degree, code), version.achievement, said, by=by, at=NOW)


def certifies(version: Version, *, skill: int = 0, level: int | None = 5) -> Version:
    OutcomeSkill.objects.create(version=version, uri=SKILLS[skill], level=level)
    return version


def verdict(outcome: str = "granted", *, amount: str = "", **said) -> Verdict:
    terms = {"reason": "The same as our course", "has_no_interest": True} | said
    return Verdict(outcome, credits=Decimal(amount) if amount else None, **terms)
