"""What experts said of a draft, whether it is about what is there now, and whether it is enough.

Two definitions have the same digest where nothing that can be read of them differs; so a draft and
the version that publishing makes of it have the same. Of several answers from one address the
newest counts, and a sign-off counts for the state that was seen alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur.problems import Problem
from testamur_web.catalogue.definition import Definition, read_draft
from testamur_web.catalogue.diff import changes_between
from testamur_web.catalogue.models import Achievement, Review, ReviewRequest, ReviewRule, Version
from testamur_web.people.models import Organisation
from testamur_web.people.tokens import hash_of

__all__ = [
    "ANSWERS",
    "CHECKLIST",
    "Checked",
    "Commentable",
    "Given",
    "Reviewed",
    "commentable_in",
    "digest_of",
    "find_by_token",
    "least_of",
    "requests_for",
    "reviewed",
    "standing_of",
    "unreviewed",
]

CHECKLIST: Final = {
    "outcomes": gettext_lazy("The outcomes can be observed: one could see whether they are met"),
    "assessment": gettext_lazy("The assessment fits: it is able to show each outcome"),
    "workload": gettext_lazy("The workload is true"),
    "skills": gettext_lazy("The skills are current, and asked for at work"),
    "accessible": gettext_lazy("It is accessible: in language, in form, for all who may come"),
}
"""What an expert is asked of a draft, in order."""
_ROWS: Final[dict[str, Callable[[Any], str]]] = {
    "outcomes": lambda row: str(row.sentence),
    "criteria": lambda row: row.text if row.is_mandatory else _("%s (optional)") % row.text,
}
ANSWERS: Final = {
    "yes": gettext_lazy("Yes"),
    "no": gettext_lazy("No"),
    "cannot-say": gettext_lazy("I cannot say"),
}


@dataclass(frozen=True, slots=True)
class Commentable:
    """One field that a draft states: where it is, what it is called, what it says."""

    pointer: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One line of the checklist as an expert answered it."""

    item: str
    title: str
    answer: str
    answer_label: str
    comment: str


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, and whether it is about the state that is looked at."""

    review: Review
    is_of_this_state: bool

    @property
    def checked(self) -> list[Checked]:
        """The checklist in words; what a later release no longer asks is left out."""
        said = {one["item"]: one for one in self.review.checklist}
        return [
            Checked(item, str(title), answer, str(ANSWERS[answer]), said[item]["comment"])
            for item, title in CHECKLIST.items()
            if item in said and (answer := said[item]["answer"]) in ANSWERS
        ]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The newest answer of each expert about one definition, and how many sign-offs it needs."""

    given: tuple[Given, ...]
    least: int

    @property
    def sign_offs(self) -> list[Given]:
        """Who signed off, those who saw this state first."""
        agreed = [one for one in self.given if one.review.is_sign_off]
        return sorted(agreed, key=lambda one: not one.is_of_this_state)

    @property
    def counted(self) -> int:
        """How many signed off this very state."""
        return sum(one.is_of_this_state for one in self.sign_offs)

    @property
    def asking(self) -> int:
        """How many ask for changes, and have not signed off since."""
        return sum(not one.review.is_sign_off for one in self.given)

    @property
    def is_enough(self) -> bool:
        """Whether so many signed off as the organisation asks for."""
        return self.counted >= self.least


def digest_of(definition: Definition | Mapping[str, Any]) -> str:
    """What changes when anything that can be read of a definition does."""
    read = definition if isinstance(definition, Definition) else read_draft(definition)[0]
    return sha256(json.dumps(read.as_json(), sort_keys=True).encode()).hexdigest()


def commentable_in(definition: Definition) -> list[Commentable]:
    """Every field that a definition states, in the order of the fields."""
    return [
        Commentable(one.pointer, one.label, _words_of(definition, one.pointer) or one.after)
        for one in changes_between(Definition(), definition)
        if one.after
    ]


def find_by_token(token: str) -> ReviewRequest | None:
    """What the link of a letter asks, whether or not it was answered; None for no such link."""
    found = ReviewRequest.objects.select_related(
        "achievement__organisation", "achievement__current", "asked_by", "review"
    )
    return found.filter(token_hash=hash_of(token)).first() if token else None


def requests_for(achievement: Achievement) -> QuerySet[ReviewRequest]:
    """All who were asked about an achievement, the newest first."""
    return achievement.review_requests.select_related("review")


def least_of(organisation: Organisation) -> int:
    """How many sign-offs an organisation needs to publish; 0 where it has not said."""
    kept = ReviewRule.objects.filter(organisation=organisation).first()
    return kept.least if kept else 0


def standing_of(achievement: Achievement, definition: Definition) -> Reviewed:
    """How a draft stands: what was said since it was last published, or of this very state."""
    current = achievement.current
    since = current.published_at if current else None
    every = _answers(achievement)
    digest = digest_of(definition)
    about = [
        one for one in every if since is None or one.answered_at > since or one.digest == digest
    ]
    return Reviewed(_newest(about, digest), least_of(achievement.organisation))


def reviewed(version: Version) -> Reviewed:
    """What was said before a version was published, since the one before it; or of this state."""
    digest, until = digest_of(version.content), version.published_at
    before = Version.objects.filter(
        achievement=version.achievement_id, number__lt=version.number
    ).order_by("-number")
    since = before.values_list("published_at", flat=True).first()
    about = [
        one
        for one in _answers(version.achievement)
        if one.digest == digest
        or (one.answered_at <= until and (since is None or one.answered_at > since))
    ]
    return Reviewed(_newest(about, digest), 0)


def unreviewed(achievement: Achievement, definition: Definition) -> list[Problem]:
    """The problem of a draft that too few experts signed off as it stands."""
    found = standing_of(achievement, definition)
    if found.is_enough:
        return []
    told = _("%(counted)s signed off what would be published, and %(least)s must.") % {
        "counted": found.counted,
        "least": found.least,
    }
    older = len(found.sign_offs) - found.counted
    more = _("Sign-offs of an older state: %s.") % older if older else ""
    return [Problem("definition.unreviewed", f"{told} {more}".strip())]


def _words_of(definition: Definition, pointer: str) -> str:
    """A row as a sentence; "" for all that is no row."""
    member, _slash, at = pointer.strip("/").partition("/")
    if not at.isdigit() or member not in _ROWS:
        return ""
    return _ROWS[member](getattr(definition, member)[int(at)])


def _answers(achievement: Achievement) -> Sequence[Review]:
    """The answers on an achievement, the newest first."""
    return list(Review.objects.filter(request__achievement=achievement).select_related("request"))


def _newest(answers: Iterable[Review], digest: str) -> tuple[Given, ...]:
    by_address: dict[str, Given] = {}
    for one in answers:
        by_address.setdefault(one.request.email.casefold(), Given(one, one.digest == digest))
    return tuple(by_address.values())
