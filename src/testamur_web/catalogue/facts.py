"""The facts about a learner that a funding may ask for, and the values that each can have.

A definition names them in conditions, and a learner states them once for all offers. What a fact is
called, and how it is compared, stands here and nowhere else:

- of an age only the year of birth is known, so somebody is at least as old as on the last day
  before their birthday of this year, and at most as old as on the day itself;
- countries are codes of two letters; regions and vouchers are compared without case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from testamur.errors import Refused
from testamur.pathways.plan.funding import Condition, Facts, Test
from testamur.problems import Problem
from testamur_web.catalogue.reading import Reader
from testamur_web.catalogue.vocabulary import Employment, Income

__all__ = [
    "COUNTRY",
    "EARLIEST_YEAR",
    "MOST_VOUCHERS",
    "TESTS",
    "Fact",
    "LearnerFacts",
    "comparable",
    "condition_of",
    "kept_facts",
    "read_facts",
]

EARLIEST_YEAR: Final = 1900
MOST_VOUCHERS: Final = 10
COUNTRY: Final = re.compile(r"[A-Z]{2}")
_OLDEST: Final = "oldest-possible-age"
_YOUNGEST: Final = "youngest-possible-age"


class Fact(TextChoices):
    """What a condition can be about."""

    AGE = "age", _("age")
    COUNTRY = "country", _("country")
    REGION = "region", _("region")
    EMPLOYMENT = "employment", _("employment")
    EQF = "eqf", _("highest EQF level held")
    INCOME = "income", _("income")
    VOUCHER = "voucher", _("voucher")


_COUNTED: Final = (Test.AT_LEAST.value, Test.AT_MOST.value)
_NAMED: Final = (Test.IS.value, Test.ONE_OF.value)
TESTS: Final[Mapping[str, tuple[str, ...]]] = {
    Fact.AGE.value: _COUNTED,
    Fact.EQF.value: _COUNTED,
    Fact.COUNTRY.value: _NAMED,
    Fact.REGION.value: _NAMED,
    Fact.EMPLOYMENT.value: _NAMED,
    Fact.INCOME.value: _NAMED,
    Fact.VOUCHER.value: (Test.IS.value,),
}
"""How each fact can be held against a value."""


@dataclass(frozen=True, slots=True)
class LearnerFacts:
    """What somebody states of themselves; None and "" are not stated, and meet no condition."""

    birth_year: int | None = None
    country: str = ""
    region: str = ""
    employment: str = ""
    eqf: int | None = None
    income: str = ""
    vouchers: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What is stated, by name; what is not is left out."""
        told = {name: getattr(self, name) for name in self.__slots__}
        stated = {name: value for name, value in told.items() if value not in (None, "", ())}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in stated.items()
        }

    def on(self, day: date) -> Facts:
        """The facts as a plan compares them, on a day."""
        told: dict[str, str | int | None] = {
            Fact.COUNTRY.value: self.country,
            Fact.REGION.value: comparable(self.region),
            Fact.EMPLOYMENT.value: self.employment,
            Fact.EQF.value: self.eqf,
            Fact.INCOME.value: self.income,
        }
        told |= {_voucher(one): "yes" for one in self.vouchers}
        if self.birth_year is not None:
            age = day.year - self.birth_year
            told |= {_OLDEST: age, _YOUNGEST: age - 1}
        return {name: value for name, value in told.items() if value not in (None, "")}


def read_facts(value: Any, *, year: int) -> LearnerFacts:
    """Facts as JSON states them, in this year; raises `Refused` with the first problem."""
    facts, problems = _read(value, year)
    if problems:
        raise Refused(problems[0])
    return facts


def kept_facts(value: Any, *, year: int) -> LearnerFacts:
    """Facts as they were kept; what a later release no longer knows is not stated."""
    return _read(value, year)[0]


def _read(value: Any, year: int) -> tuple[LearnerFacts, list[Problem]]:
    problems: list[Problem] = []
    read = Reader(value, problems)
    facts = LearnerFacts(
        birth_year=read.whole("birth_year", least=EARLIEST_YEAR, most=year),
        country=read.matching("country", COUNTRY, "the two letters of a country, such as AT"),
        region=read.line("region", at_most=80),
        employment=read.choice("employment", Employment.values),
        eqf=read.whole("eqf", least=1, most=8),
        income=read.choice("income", Income.values),
        vouchers=read.lines("vouchers", most=MOST_VOUCHERS),
    )
    read.finish()
    return facts, problems


def condition_of(fact: str, test: str, value: Any) -> Condition:
    """A condition of a definition as a plan holds it against `LearnerFacts.on`.

    One that could not be read whole is met by nobody.
    """
    if not (fact and test and value):
        return Condition("", Test.IS, "")
    if fact == Fact.AGE:
        name = _YOUNGEST if test == Test.AT_LEAST else _OLDEST
        return Condition(name, Test(test), value)
    if fact == Fact.VOUCHER:
        return Condition(_voucher(str(value)), Test.IS, "yes")
    if fact == Fact.REGION:
        plain = tuple(map(comparable, value)) if isinstance(value, tuple) else comparable(value)
        return Condition(fact, Test(test), plain)
    return Condition(fact, Test(test), value)


def comparable(text: str) -> str:
    """A name without what makes no difference: case and white space."""
    return " ".join(text.casefold().split())


def _voucher(name: str) -> str:
    return f"{Fact.VOUCHER.value} {comparable(name)}"
