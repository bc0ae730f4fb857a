"""What is asked of endorsements: who may read one, what stands behind a thing, and what counts.

Three conditions, each stricter than the one before:

- a word *stands* while nobody withdrew it and its time is not over;
- it is *shown* while, besides, whoever it is about does not keep it to themselves;
- it *counts* while, besides, its signature verifies at that moment, and whoever gave it is neither
  the issuer, nor of the issuer, nor the holder.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from testamur import Outcome, Report, Verdict, examine
from testamur.pathways.held import digest_of
from testamur_web.awards.models import Award
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.catalogue.models import Version
from testamur_web.people.models import Organisation, Person
from testamur_web.trust.models import Endorsement
from testamur_web.trust.rights import is_own_praise, is_theirs, may_sign_for
from testamur_web.trust.subjects import RELATED, Subject, subject_of
from testamur_web.wallet.models import Item

__all__ = [
    "Vouched",
    "about_issuer",
    "about_version",
    "about_what_is_theirs",
    "behind_award",
    "counted_for",
    "find_endorsement",
    "given_by",
    "is_counting",
    "is_giver",
    "may_read",
    "stamp_of",
    "standing",
    "vouched",
]

MAX_SHOWN: Final = 30
"""The most that one page shows, and verifies."""

_LARGE: Final = ("content", "search_text", "image_svg", "image_png")


@dataclass(frozen=True, slots=True)
class Vouched:
    """One word on a page, verified at this moment."""

    row: Endorsement
    subject: Subject
    report: Report

    @property
    def speaker(self) -> str:
        """Who said it."""
        return self.row.organisation.name if self.row.organisation else self.row.by.name

    @property
    def is_accreditation(self) -> bool:
        """Whether a quality body gave it for a while."""
        return self.row.kind == Endorsement.Kind.ACCREDITATION

    @property
    def is_verified(self) -> bool:
        """Whether its signature, its dates and its status hold."""
        return self.report.verdict is Verdict.VALID

    @property
    def state(self) -> str:
        """What became of it: `withdrawn`, `ended`, `valid`, `unknown` or `invalid`."""
        if self.row.withdrawn_at is not None:
            return "withdrawn"
        if self.row.valid_until is not None and self.row.valid_until <= self.report.at:
            return "ended"
        open_or_not = {Verdict.VALID: "valid", Verdict.UNDETERMINED: "unknown"}
        return open_or_not.get(self.report.verdict, "invalid")

    @property
    def tone(self) -> str:
        """How its state looks, as a chip."""
        return {"valid": "chip-good", "unknown": "", "ended": ""}.get(self.state, "chip-bad")

    @property
    def is_past(self) -> bool:
        """Whether it ended, by itself or by whoever gave it."""
        return self.state in {"withdrawn", "ended"}

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Whether it is as it was signed, whose it is, whether it still holds, and who says so."""
        asked = {check.name for check in self.report.checks if check.outcome is Outcome.PASSED}
        found = [(one.question, one.sentence) for one in self.report.answers[:3]]
        return found if asked else found[:1]


def standing(at: datetime) -> QuerySet[Endorsement]:
    """Every word that stands."""
    rows = _rows()
    return rows.filter(Q(valid_until=None) | Q(valid_until__gt=at), withdrawn_at=None)


def about_version(version: Version, *, at: datetime) -> list[Vouched]:
    """What is shown on the page of a version, the accreditations first; what has ended, too."""
    return vouched(_shown().filter(version=version)[:MAX_SHOWN], at=at)


def about_issuer(organisation: Organisation, *, at: datetime) -> list[Vouched]:
    """What is shown on the page of an issuer; what has ended, too."""
    return vouched(_shown().filter(issuer=organisation)[:MAX_SHOWN], at=at)


def behind_award(award: Award, *, at: datetime) -> list[Vouched]:
    """What stands behind an awarded credential and is shown with it: for it, and for its version.

    What has ended is left out: whoever looks at a person's credential judges what holds.
    """
    rows = standing(at).filter(Q(award=award) | Q(version=award.version_id), hidden_at=None)
    return vouched(rows.order_by("kind", "-given_at")[:MAX_SHOWN], at=at)


def about_what_is_theirs(
    person: Person, organisation: Organisation | None, *, at: datetime
) -> list[Vouched]:
    """What others said of what a person holds, or of an organisation and what it issues."""
    rows = _rows()
    if organisation is None:
        return vouched(rows.filter(award__holder=person), at=at)
    own = Q(version__achievement__organisation=organisation) | Q(issuer=organisation)
    return vouched(rows.filter(own), at=at)


def given_by(person: Person, organisation: Organisation | None, *, at: datetime) -> list[Vouched]:
    """What a person said in their own name, or what was said in that of an organisation."""
    rows = _rows()
    own = rows.filter(organisation=organisation)
    return vouched(own if organisation is not None else own.filter(by=person), at=at)


def vouched(rows: Iterable[Endorsement], *, at: datetime) -> list[Vouched]:
    """Each with its judgement now: accreditations first, then the newest."""
    resolver = InstanceResolver(at=at)
    found = [
        Vouched(row, subject_of(row), examine(row.credential, resolver=resolver, at=at))
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.is_past, not one.is_accreditation))


def is_counting(one: Vouched) -> bool:
    """Whether a word counts: it stands, it verifies, and nobody speaks for themselves."""
    return one.state == "valid" and not is_own_praise(one.row, one.subject)


def find_endorsement(pk: UUID) -> Endorsement | None:
    """One of them, whatever became of it."""
    rows = _rows()
    return rows.filter(pk=pk).first()


def is_giver(row: Endorsement, *, person: Person) -> bool:
    """Whether somebody may take it back: who gave it, or whoever speaks for who signed it."""
    if row.organisation is not None:
        return may_sign_for(person, row.organisation)
    return row.by == person


def may_read(row: Endorsement, *, person: Person | None, is_award_public: bool) -> bool:
    """Whether somebody may have the signed text: the public what is shown to it, both sides all."""
    is_public = row.award is None or is_award_public
    if is_public and row.hidden_at is None:
        return True
    if person is None:
        return False
    return is_giver(row, person=person) or is_theirs(subject_of(row), person=person)


def counted_for(person: Person, *, at: datetime) -> frozenset[str]:
    """The digests of those credentials of a wallet that somebody else vouches for, and counts.

    What came from elsewhere is left out: anybody can write any number into what they sign.
    """
    items = Item.objects.filter(holder=person, award__isnull=False).select_related("award")
    rows = list(_about(person, at).filter(hidden_at=None))
    if not rows:
        return frozenset()
    others = [row for row in rows if row.by != person]
    counting = [one.row for one in vouched(others, at=at) if is_counting(one)]
    awards = {row.award_id for row in counting}
    versions = {row.version_id for row in counting}
    return frozenset(
        digest_of(item.credential)
        for item in items
        if item.award and (item.award_id in awards or item.award.version_id in versions - {None})
    )


def stamp_of(person: Person, *, at: datetime) -> list[str]:
    """What changes when what counts for a wallet does."""
    return [
        str(pk) for pk in _about(person, at).filter(hidden_at=None).values_list("pk", flat=True)
    ]


def _about(person: Person, at: datetime) -> QuerySet[Endorsement]:
    """What stands behind what is in a wallet."""
    awards = Award.objects.filter(items__holder=person).order_by()
    own = Q(award__in=awards) | Q(version__in=awards.values("version"))
    return standing(at).filter(own).order_by("pk")


def _rows() -> QuerySet[Endorsement]:
    """All of them, without the columns that no page of them shows."""
    rows = Endorsement.objects.select_related(*RELATED, "organisation", "by")
    return rows.defer(
        *(f"{path}{name}" for path in ("version__", "award__version__") for name in _LARGE)
    )


def _shown() -> QuerySet[Endorsement]:
    return _rows().filter(hidden_at=None).order_by("kind", "-given_at")  # accreditations first
