"""Who pays a part of a price, for whom, and until when.

A funding pays a percentage of the price, at most an amount. Its conditions are over the facts of
`facts.py`, and all of them must hold. What is left to pay is reckoned by the library, once for
pages, plans and programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur.credentials.members import require_choice, require_line
from testamur.errors import Refused
from testamur.pathways.plan.funding import Fact as FactValue
from testamur.pathways.plan.funding import Funding, Test
from testamur_web.catalogue.facts import COUNTRY, TESTS, Fact, condition_of
from testamur_web.catalogue.reading import Reader, read_amount
from testamur_web.catalogue.vocabulary import Employment, Income

__all__ = ["Eligibility", "FundingOffer", "open_fundings", "read_funding"]

_WHOLE_PRICE: Final = 100
_MOST_AMOUNT: Final = 10_000_000
_OLDEST: Final = 120
_CENTS: Final = 100
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_LABELS: Final[dict[str, Mapping[str, Any]]] = {
    Fact.EMPLOYMENT.value: dict(Employment.choices),
    Fact.INCOME.value: dict(Income.choices),
}
_SAYINGS: Final = {
    (Fact.AGE.value, Test.AT_LEAST.value): gettext_lazy("aged %s or more"),
    (Fact.AGE.value, Test.AT_MOST.value): gettext_lazy("aged %s or less"),
    (Fact.EQF.value, Test.AT_LEAST.value): gettext_lazy("who hold EQF level %s or above"),
    (Fact.EQF.value, Test.AT_MOST.value): gettext_lazy("who hold EQF level %s at most"),
    Fact.COUNTRY.value: gettext_lazy("living in %s"),
    Fact.REGION.value: gettext_lazy("living in the region %s"),
    Fact.EMPLOYMENT.value: gettext_lazy("who are: %s"),
    Fact.INCOME.value: gettext_lazy("who earn: %s"),
    Fact.VOUCHER.value: gettext_lazy("with the voucher %s"),
}


@dataclass(frozen=True, slots=True)
class Eligibility:
    """One condition: a fact, how it is held against the value, and the value."""

    fact: str = ""
    test: str = ""
    value: FactValue | tuple[FactValue, ...] = ""

    @property
    def sentence(self) -> str:
        """Whom it lets in: "aged 29 or less"."""
        saying = _SAYINGS.get((self.fact, self.test)) or _SAYINGS.get(self.fact)
        labels = _LABELS.get(self.fact, {})
        values = self.value if isinstance(self.value, tuple) else (self.value,)
        told = _(" or ").join(_uncapped(labels.get(str(one), one), one) for one in values)
        return str(saying) % told if saying else told


@dataclass(frozen=True, slots=True)
class FundingOffer:
    """Somebody pays `percent` of the price, all of it where that is not stated.

    `most` is the highest amount by currency. It can be had until a day, if one is stated.
    """

    name: str = ""
    percent: int | None = None
    most: Mapping[str, str] = field(default_factory=dict)
    conditions: tuple[Eligibility, ...] = ()
    url: str = ""
    until: date | None = None

    @property
    def share(self) -> str:
        """What it pays, in words: "60 %, at most 100 EUR"."""
        parts = [_("the whole price") if self.percent is None else _("%s %%") % self.percent]
        if self.most:
            amounts = _(" or ").join(f"{amount} {code}" for code, amount in self.most.items())
            parts.append(_("at most %s") % amounts)
        return ", ".join(parts)

    @property
    def audience(self) -> str:
        """Who may have it, in words; everybody where no condition is stated."""
        told = ", ".join(one.sentence for one in self.conditions)
        return _("for people %s") % told if told else _("for everybody")

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        told = f"{self.name}: {self.share}, {self.audience}"
        if self.until is None:
            return told
        return _("%(funding)s, until %(day)s") % {"funding": told, "day": self.until}

    def is_open(self, on: date) -> bool:
        """Whether it can still be had on a day."""
        return self.until is None or self.until >= on

    def as_funding(self) -> Funding:
        """The same as a plan reads it."""
        return Funding(
            self.name,
            percent=_WHOLE_PRICE if self.percent is None else self.percent,
            most={code: int(Decimal(amount) * _CENTS) for code, amount in self.most.items()},
            conditions=tuple(
                condition_of(one.fact, one.test, one.value) for one in self.conditions
            ),
        )


def open_fundings(offers: Iterable[FundingOffer], *, on: date) -> tuple[Funding, ...]:
    """Those that can be had on a day, as a plan reads them."""
    return tuple(one.as_funding() for one in offers if one.is_open(on))


def read_funding(read: Reader) -> FundingOffer:
    """One funding of a draft; what cannot be read in it is told."""
    funding = FundingOffer(
        name=read.line("name", at_most=120),
        percent=read.whole("percent", least=1, most=_WHOLE_PRICE),
        most=read.value("most", _amounts, {}),
        conditions=read.rows("conditions", _condition, most=12),
        url=read.address("url"),
        until=read.day("until"),
    )
    read.finish()
    return funding


def _condition(read: Reader) -> Eligibility:
    """A condition; its test and value are those that its fact has."""
    fact = read.choice("fact", Fact.values)
    test = read.choice("test", TESTS.get(fact, tuple(Test)))
    nothing: FactValue | tuple[FactValue, ...] = ""
    value = read.value("value", partial(_value, fact=fact, test=test), nothing)
    read.finish()
    if not read.has_told and not (fact and test and value):
        read.tell("value.wrong-kind", _("A condition has a fact, a test and a value."))
    return Eligibility(fact, test, value)


def _value(value: Any, pointer: str, *, fact: str, test: str) -> FactValue | tuple[FactValue, ...]:
    if not fact:
        return ""  # what it should be is not known, and the fact is told already
    if test != Test.ONE_OF:
        return _one_value(value, pointer, fact)
    if not isinstance(value, list):
        raise Refused.because("value.wrong-kind", f"{value!r:.40} is not a list", pointer)
    return tuple(_one_value(one, f"{pointer}/{at}", fact) for at, one in enumerate(value[:40]))


def _one_value(value: Any, pointer: str, fact: str) -> FactValue:
    if fact in {Fact.AGE.value, Fact.EQF.value}:
        return _counted(value, pointer, most=_OLDEST if fact == Fact.AGE else 8)
    if fact in _LABELS:
        return require_choice(value, pointer, among=_LABELS[fact])
    text = require_line(value, pointer)
    if fact == Fact.COUNTRY and not COUNTRY.fullmatch(text):
        told = f"{text[:40]!r} is not the two letters of a country, such as AT"
        raise Refused.because("value.wrong-kind", told, pointer)
    if len(text) > 80:
        raise Refused.because("text.too-long", "at most 80 characters may stand here", pointer)
    return text


def _counted(value: Any, pointer: str, *, most: int) -> int:
    text = "" if isinstance(value, bool) else str(value).strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 4):
        told = f"{text[:40]!r} is not a whole number"
        raise Refused.because("value.wrong-kind", told, pointer)
    if not 1 <= int(text) <= most:
        told = f"{text} is not between 1 and {most}"
        raise Refused.because("value.out-of-range", told, pointer)
    return int(text)


def _amounts(value: Any, pointer: str) -> dict[str, str]:
    """Amounts by currency, each as plain text."""
    if not isinstance(value, Mapping):
        raise Refused.because("value.wrong-kind", f"{value!r:.40} is no amount", pointer)
    return dict(_each_amount(value, pointer))


def _each_amount(value: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, str]]:
    for code, amount in value.items():
        if not _CURRENCY.fullmatch(code):
            told = f"{code!r:.40} is not a currency such as EUR"
            raise Refused.because("value.wrong-kind", told, pointer)
        read = read_amount(amount, f"{pointer}/{code}", most=_MOST_AMOUNT)
        yield code, format(read.normalize(), "f")


def _uncapped(label: Any, value: object) -> str:
    """A label in the middle of a sentence; a name stays as it is."""
    text = str(label)
    return text if label is value else f"{text[:1].lower()}{text[1:]}"
