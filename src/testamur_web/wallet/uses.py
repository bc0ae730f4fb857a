"""Where holders used what they hold, and which of it somebody else has confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from testamur_web.learning.attested import Word, may_be_asked, words_of
from testamur_web.people.models import Person
from testamur_web.wallet.models import Item, Use
from testamur_web.wallet.reading import Skill, read_credential

__all__ = [
    "ConfirmedUse",
    "Used",
    "confirmed_uses",
    "skills_of",
    "stamp_of_uses",
    "uses_by",
    "uses_of",
    "was_confirmed",
]


@dataclass(frozen=True, slots=True)
class Used:
    """One use, the skills it was of, and what was said of it."""

    use: Use
    skills: Sequence[Skill]
    words: Sequence[Word]

    @property
    def may_be_asked(self) -> bool:
        """Whether a supervisor can be asked about it."""
        return may_be_asked(self.words)


@dataclass(frozen=True, slots=True)
class ConfirmedUse:
    """The newest confirmed use of one credential, as it was known at a moment.

    `confirmed_at` is when a supervisor last confirmed a use of it, `used_on` the newest day of a
    confirmed use. `skills` are the URIs of the skills that were used, each with its own newest day:
    a credential may certify several, and a use may be of one. `award` is None where the credential
    is from elsewhere.
    """

    award: UUID | None
    confirmed_at: datetime
    used_on: date
    skills: Mapping[str, date]


def uses_of(item: Item, *, at: datetime) -> list[Used]:
    """The uses of one item, the newest first."""
    named = {one.uri: one for one in skills_of(item)}
    found = item.uses.select_related("request__attestation")
    return [_used(use, named, at=at) for use in found]


def uses_by(person: Person) -> QuerySet[Use]:
    """Every use that a person noted, the newest first."""
    return Use.objects.filter(item__holder=person).select_related("item", "request__attestation")


def stamp_of_uses(person: Person, *, at: datetime) -> list[tuple[str, bool]]:
    """What changes when a use is noted, removed or answered by `at`; no credential is read."""
    found = Use.objects.filter(item__holder=person).order_by("pk")
    told: Iterable[tuple[UUID, datetime | None]] = found.values_list(
        "pk", "request__attestation__answered_at"
    )
    return [(str(pk), answered is not None and answered <= at) for pk, answered in told]


def skills_of(item: Item) -> tuple[Skill, ...]:
    """The skills that a credential certifies, as its text names them."""
    return read_credential(item.credential).skills


def confirmed_uses(person: Person, *, at: datetime) -> dict[str, ConfirmedUse]:
    """What others confirmed by `at` of a person's uses, by the id of the credential.

    The id is the one that stands in the signed text: for an award of this instance `urn:uuid:` and
    the award's own. A credential of which no use is confirmed is not named. The same moment gives
    the same answer for ever, but for uses that their holder has removed.
    """
    uses = [use for use in uses_by(person) if was_confirmed(use, at=at)]
    grouped: dict[UUID, list[Use]] = {}
    for use in uses:
        grouped.setdefault(use.item_id, []).append(use)
    return {_credential_of(some[0].item): _newest(some) for some in grouped.values()}


def was_confirmed(use: Use, *, at: datetime) -> bool:
    """Whether a supervisor had confirmed it by `at`."""
    answer = use.request.answer if use.request else None
    if answer is None or answer.answered_at > at:
        return False
    return bool(answer.by_row.get(str(use.pk), {}).get("confirmed"))


def _newest(uses: Sequence[Use]) -> ConfirmedUse:
    skills: dict[str, date] = {}
    for use in uses:
        for uri in use.skills:
            skills[uri] = max(use.used_on, skills.get(uri, use.used_on))
    return ConfirmedUse(
        award=uses[0].item.award_id,
        confirmed_at=max(_answered(use) for use in uses),
        used_on=max(use.used_on for use in uses),
        skills=skills,
    )


def _credential_of(item: Item) -> str:
    return read_credential(item.credential).id or str(item.pk)


def _answered(use: Use) -> datetime:
    assert use.request is not None  # noqa: S101 -- only those that are confirmed come here
    assert use.request.answer is not None  # noqa: S101
    return use.request.answer.answered_at


def _used(use: Use, named: Mapping[str, Skill], *, at: datetime) -> Used:
    said = words_of([use.request], at=at).get(str(use.pk), []) if use.request else []
    return Used(use, [named[uri] for uri in use.skills if uri in named], said)
