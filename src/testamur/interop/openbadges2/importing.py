"""A badge of Open Badges 2.0 as a wallet shows it beside those of 3.0, with what is known of it.

Rules kept here:

- the original text is kept as it came, byte for byte; nothing shown replaces it;
- what is shown is the copy that counts: for a hosted badge the published one, where it was had;
- `trust` is the verdict at the time of import and nothing better: a badge that could not be judged
  is shown as such, and the view is never signed as if it had been ours;
- who received it is not copied out of the original: only by what kind of identifier it is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from testamur.credentials.resolution import Resolver
from testamur.encoding import Json, JsonObject
from testamur.errors import Refused, Unreachable
from testamur.interop.openbadges2.chain import kind_of
from testamur.interop.openbadges2.examine import Judged, judge
from testamur.interop.openbadges2.form import read_timestamp
from testamur.interop.openbadges2.linked import reference_of
from testamur.interop.openbadges2.vocabulary import SPEC, many, text_of
from testamur.problems import Outcome, Report, Verdict

__all__ = [
    "Imported",
    "ImportedAlignment",
    "ImportedEvidence",
    "ImportedIssuer",
    "achievement_subject",
    "import_openbadges2",
]


@dataclass(frozen=True, slots=True)
class ImportedIssuer:
    """Who issued the badge; "" where not known."""

    id: str = ""
    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ImportedAlignment:
    """What the badge class is aligned to; "" where not stated."""

    name: str
    url: str
    description: str = ""
    framework: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ImportedEvidence:
    """Work the badge was given for; "" where not stated."""

    id: str = ""
    name: str = ""
    description: str = ""
    narrative: str = ""
    genre: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """A badge as a wallet holds it: what it says, whether that was verified, and its own text.

    Text that is not stated is ""; `image` is an IRI, often a data URI; `recipient_kind` is `email`,
    `url`, `telephone` or `id`; `report` is the whole judgement behind `trust`.
    """

    original: str
    report: Report
    id: str
    title: str
    description: str
    issuer: ImportedIssuer
    achievement_id: str = ""
    criteria_url: str = ""
    criteria_narrative: str = ""
    image: str = ""
    narrative: str = ""
    issued_on: datetime | None = None
    expires: datetime | None = None
    recipient_kind: str = ""
    alignments: tuple[ImportedAlignment, ...] = ()
    tags: tuple[str, ...] = ()
    evidence: tuple[ImportedEvidence, ...] = ()

    @property
    def trust(self) -> Verdict:
        """The verdict at the time of import."""
        return self.report.verdict

    @property
    def is_verified(self) -> bool:
        """Whether everything that could be checked was checked and held."""
        return self.trust is Verdict.VALID


def import_openbadges2(
    assertion: JsonObject | str, *, resolver: Resolver, at: datetime
) -> Imported:
    """Read and judge an assertion of Open Badges 2.0, so that a wallet can hold it.

    Takes what `examine_openbadges2` takes. A badge that does not verify is imported all the same,
    and says so. Raises `Refused` where it is no assertion of this version, and `Unreachable` where
    its address does not answer or it is of an older version.
    """
    judged = judge(assertion, resolver=resolver, at=at)
    _refuse_what_is_no_assertion(judged)
    document = judged.document
    badge = _badge_of(judged)
    criteria = badge.get("criteria")
    recipient = document.get("recipient")
    return Imported(
        original=judged.text,
        report=judged.report,
        id=reference_of(document),
        title=text_of(badge.get("name")),
        description=text_of(badge.get("description")),
        issuer=_issuer_of(judged, badge),
        achievement_id=reference_of(document.get("badge")),
        criteria_url=reference_of(criteria),
        criteria_narrative=text_of(criteria.get("narrative")) if isinstance(criteria, dict) else "",
        image=reference_of(document.get("image")) or reference_of(badge.get("image")),
        narrative=text_of(document.get("narrative")),
        issued_on=_moment(document.get("issuedOn")),
        expires=_moment(document.get("expires")),
        recipient_kind=text_of(recipient.get("type")) if isinstance(recipient, dict) else "",
        alignments=tuple(_alignments(badge)),
        tags=tuple(filter(None, map(text_of, many(badge.get("tags"))))),
        evidence=tuple(map(_evidence, many(document.get("evidence")))),
    )


def achievement_subject(imported: Imported) -> JsonObject:
    """The badge as an unsigned `AchievementSubject` of Open Badges 3.0, for showing and matching.

    It proves nothing: the original does. Who received it is left out.
    """
    achievement = _stated(
        id=imported.achievement_id,
        type=["Achievement"],
        name=imported.title,
        description=imported.description,
        criteria=_stated(id=imported.criteria_url, narrative=imported.criteria_narrative),
        image=imported.image and {"id": imported.image, "type": "Image"},
        creator=_stated(
            id=imported.issuer.id,
            type=["Profile"],
            name=imported.issuer.name,
            url=imported.issuer.url,
        ),
        alignment=[_alignment_as_json(alignment) for alignment in imported.alignments],
        tag=list(imported.tags),
    )
    return _stated(
        type=["AchievementSubject"], achievement=achievement, narrative=imported.narrative
    )


def _refuse_what_is_no_assertion(judged: Judged) -> None:
    if not judged.document:
        is_unknown = judged.report.outcome_of("form") is Outcome.UNDETERMINED
        raise (Unreachable if is_unknown else Refused)(judged.report.problems[0])
    if kind_of(judged.document) != "Assertion":
        raise Refused.because(
            "openbadges2.type-unknown", "not an assertion of Open Badges 2.0", "/type", SPEC
        )


def _badge_of(judged: Judged) -> JsonObject:
    """The badge class: what a signature covers, else what is published, else what is carried."""
    carried = judged.document.get("badge")
    published = judged.chain.badge.document if judged.chain.badge is not None else {}
    if isinstance(carried, dict) and (not published or (judged.is_signed and "name" in carried)):
        return carried
    return published


def _issuer_of(judged: Judged, badge: JsonObject) -> ImportedIssuer:
    named = badge.get("issuer")
    if judged.chain.issuer is not None:
        address, profile = judged.chain.issuer.address, judged.chain.issuer.document
    else:
        address, profile = reference_of(named), named if isinstance(named, dict) else {}
    return ImportedIssuer(address, text_of(profile.get("name")), text_of(profile.get("url")))


def _alignments(badge: JsonObject) -> Iterator[ImportedAlignment]:
    for alignment in many(badge.get("alignment")):
        if isinstance(alignment, dict):
            yield ImportedAlignment(
                text_of(alignment.get("targetName")),
                text_of(alignment.get("targetUrl")),
                text_of(alignment.get("targetDescription")),
                text_of(alignment.get("targetFramework")),
                text_of(alignment.get("targetCode")),
            )


def _evidence(value: Json) -> ImportedEvidence:
    if not isinstance(value, dict):
        return ImportedEvidence(reference_of(value))
    names = ("name", "description", "narrative", "genre", "audience")
    return ImportedEvidence(reference_of(value), *(text_of(value.get(name)) for name in names))


def _alignment_as_json(alignment: ImportedAlignment) -> JsonObject:
    return _stated(
        type=["Alignment"],
        targetName=alignment.name,
        targetUrl=alignment.url,
        targetDescription=alignment.description,
        targetFramework=alignment.framework,
        targetCode=alignment.code,
    )


def _moment(value: Json) -> datetime | None:
    try:
        return read_timestamp(value)
    except Refused:
        return None


def _stated(**members: Json) -> JsonObject:
    return {name: value for name, value in members.items() if value}
