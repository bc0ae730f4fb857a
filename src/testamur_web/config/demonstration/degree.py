"""A qualification of the demonstration: its units, what counts toward them, and who is on the way.

Ada follows it: some of it is earned, one unit is exempt, and one application waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Count

from testamur_web.awards.models import Award
from testamur_web.catalogue.models import Version
from testamur_web.people.models import Organisation, Person
from testamur_web.plans import exemptions, studying
from testamur_web.plans.mappings import MappingTerms, map_achievement
from testamur_web.plans.models import Application, Qualification
from testamur_web.plans.qualifications import (
    Terms,
    UnitTerms,
    add_unit,
    create_qualification,
    publish_qualification,
)

__all__ = ["Study"]

_DAY: Final = timedelta(days=1)
_TERMS: Final = Terms(
    "Higher diploma in data practice",
    Qualification.Kind.DIPLOMA,
    Decimal(36),
    eqf_level=5,
    description="For people who work with data and want a qualification that is read everywhere. "
    "It is studied beside work, unit by unit, and what was learnt elsewhere counts.",
)
_UNITS: Final = (
    UnitTerms("DP-101", "Programming for data", Decimal(6), level=5),
    UnitTerms("DP-102", "Databases", Decimal(6), level=5),
    UnitTerms("DP-103", "Statistics", Decimal(6), level=6),
    UnitTerms("DP-104", "Research methods", Decimal(6), level=6),
    UnitTerms("DP-201", "Machine learning", Decimal(12), level=6, is_mandatory=False),
    UnitTerms("DP-202", "Safety at work and online", Decimal(2), level=4, is_mandatory=False),
    UnitTerms("DP-203", "Work practice", Decimal(4), level=4, is_mandatory=False),
)
_COUNTS: Final = (
    ("DP-101", "Python for data work", "2.5"),
    ("DP-101", "Prototyping software", "2"),
    ("DP-102", "Data analysis with SQL", "3"),
    ("DP-103", "Statistics for decisions", "6"),
    ("DP-104", "Research methods", "5"),
    ("DP-104", "Managing research data", "1"),
    ("DP-201", "Applied machine learning", "12"),
    ("DP-202", "Data protection in practice", "1"),
)
_FOLLOWERS: Final = 12


@dataclass(frozen=True, slots=True)
class Study:
    """Who is who, what is published, and the present."""

    people: Mapping[str, Person]
    university: Organisation
    versions: Sequence[Version]
    at: datetime

    def tell(self, doubtful: Award) -> None:
        """The qualification and who follows it; somebody is exempt for `doubtful`."""
        degree = self._publish()
        ada, amina = self.people["ada"], self.people["amina"]
        self._follow(degree, ada)
        granted = self._apply(degree, "DP-202", ada, ("First aid at work", "Cyber hygiene"))
        self._grant(granted, amina, "Both were examined, and together they cover the unit.")
        self._apply(degree, "DP-203", ada, ("Forklift operator",))
        if doubtful.holder is not None:
            studying.follow(degree, person=doubtful.holder, at=self.at - 20 * _DAY)
            asked = self._apply(degree, "DP-203", doubtful.holder, (doubtful.version.title,))
            self._grant(asked, amina, "The project was done at work.")

    def _publish(self) -> Qualification:
        bashir, began = self.people["bashir"], self.at - 400 * _DAY
        degree = create_qualification(self.university, _TERMS, by=bashir, at=began)
        for terms in _UNITS:
            add_unit(degree, terms, by=bashir, at=began)
        versions = {one.title: one for one in self.versions}
        for code, title, amount in _COUNTS:
            unit = degree.units.get(code=code)
            version = versions[title]
            said = MappingTerms(Decimal(amount), level=version.eqf_level)
            map_achievement(unit, version.achievement, said, by=bashir, at=began)
        return publish_qualification(degree, by=bashir, at=began)

    def _follow(self, degree: Qualification, ada: Person) -> None:
        titles = [title for _code, title, _amount in _COUNTS]
        holders = Person.objects.filter(
            username__startswith="learner-", wallet_items__title__in=titles
        )
        those = holders.annotate(n=Count("wallet_items")).order_by("-n", "username")[:_FOLLOWERS]
        for number, person in enumerate([ada, *those]):
            studying.follow(degree, person=person, at=self.at - (60 - number) * _DAY)

    def _apply(
        self, degree: Qualification, code: str, person: Person, titles: Sequence[str]
    ) -> Application:
        return exemptions.apply_for_exemption(
            degree.units.get(code=code),
            list(person.wallet_items.filter(title__in=titles)),
            person=person,
            at=self.at - 12 * _DAY,
            note="I do this at work every week, and was examined in it.",
        )

    def _grant(self, application: Application, by: Person, reason: str) -> None:
        verdict = exemptions.Verdict("granted", reason=reason, has_no_interest=True)
        exemptions.decide_exemption(application, verdict, by=by, at=self.at - 10 * _DAY)
