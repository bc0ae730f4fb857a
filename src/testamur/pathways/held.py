"""What a verified credential is worth: the facts of it that rules, gaps and plans count.

Rules kept here:

- a `VerifiedCredential` alone is read: what nobody has judged counts for nothing;
- what is not stated is None, and is never guessed: an older credential says no level of its
  outcomes, so the level of its achievement stands for its skills and `level_from` says so;
- credits count in the scheme that is named. Open Badges names none, so `creditsAvailable` alone
  is in the scheme `UNNAMED`;
- an achievement has the name it is given, and that of the page above its own address if it says it
  is related to it: a version is found by the address of what it is a version of;
- an endorsement counts where at least one was judged to hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

from testamur.credentials.document import name_of
from testamur.credentials.identifiers import id_of, listed, subjects_of
from testamur.credentials.jose import ENVELOPED_CREDENTIAL, is_envelope, unwrap
from testamur.credentials.verify import VerifiedCredential
from testamur.encoding import Json, JsonObject, multibase_encode, parse_object, parse_timestamp
from testamur.errors import Refused, TestamurError
from testamur.problems import Outcome

__all__ = [
    "ECTS",
    "NO_SKILLS",
    "UNNAMED",
    "Held",
    "HeldSkill",
    "digest_of",
    "facts_of",
    "held_by",
    "held_of",
    "is_about",
    "level_stated",
    "promised_by",
    "require_one_holder",
    "signed_text",
]

ECTS: Final = "ECTS"
UNNAMED: Final = "unnamed"
"""The scheme of credits of which nobody says what they are."""

_SHA256: Final = b"\x12\x20"
_EQF: Final = "http://data.europa.eu/snb/eqf/"
_LEVELS: Final = range(1, 9)
NO_SKILLS: Final = frozenset(
    {
        "ext:eqf.level",
        "ext:esco.occupation",
        "ext:esco.qualification",
        "ext:esco.isced-f",
        "ceterms:Credential",
        "CFRubric",
    }
)
"""Kinds of target that an alignment may name and that are no skills."""


@dataclass(frozen=True, slots=True)
class HeldSkill:
    """A skill that a credential certifies; `level_from` is "outcome", "achievement" or ""."""

    uri: str
    _: KW_ONLY
    name: str = ""
    level: int | None = None
    level_from: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What counts of one credential.

    `digest` is the SHA-256 multihash of its signed text, in multibase. `names` are the addresses
    under which its achievement may be asked for, its own first. `subject` and `identities` are what
    it calls its holder.
    """

    digest: str
    _: KW_ONLY
    names: tuple[str, ...]
    title: str
    issuer: str
    credential: str = ""
    version: str = ""
    issuer_name: str = ""
    subject: str = ""
    identities: tuple[tuple[str, str], ...] = ()
    awarded: datetime | None = None
    expires: datetime | None = None
    level: int | None = None
    credits: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    skills: tuple[HeldSkill, ...] = ()
    assessment: tuple[str, ...] = ()
    supervision: str = ""
    is_endorsed: bool = False
    is_vouched: bool = False

    @property
    def achievement(self) -> str:
        """The address of what was awarded."""
        return self.names[0]


def digest_of(text: str) -> str:
    """The digest of a signed text: its SHA-256 multihash in multibase, base64url."""
    return multibase_encode(_SHA256 + sha256(signed_text(text).encode()).digest(), base="u")


def signed_text(text: str) -> str:
    """What was signed: without white space around it, and of an envelope the token."""
    text = text.strip()
    if f'"{ENVELOPED_CREDENTIAL}"' in text:
        with suppress(TestamurError):
            document = parse_object(text)
            return unwrap(document) if is_envelope(document) else text
    return text


def held_of(verified: VerifiedCredential) -> Held:
    """What counts of `verified`; raises `Refused` (`stack.nothing-awarded`)."""
    if not isinstance(verified, VerifiedCredential):
        raise TypeError("only a VerifiedCredential counts: verify it first")
    document, report = verified.document, verified.report
    subject, achievement = _awarded_in(document)
    elements = _elements_of(achievement, subject)
    return replace(
        _promised(achievement, elements),
        digest=digest_of(verified.credential.text),
        credential=id_of(document) or "",
        issuer=verified.issuer,
        issuer_name=name_of(document["issuer"]),
        subject=id_of(subject) or "",
        identities=tuple(_identities_of(subject)),
        awarded=_moment(document, "awardedDate", "validFrom", "issuanceDate"),
        expires=_moment(document, "validUntil", "expirationDate"),
        credits=MappingProxyType(_credits_of(subject, achievement, elements)),
        is_endorsed=report.outcome_of("endorsements") is Outcome.PASSED,
        is_vouched=report.outcome_of("trust") is Outcome.PASSED,
    )


def promised_by(achievement: JsonObject) -> Held:
    """What would count of a credential of an achievement, with no digest, issuer or day yet.

    Raises `Refused` (`stack.nothing-awarded`) where the achievement has no id.
    """
    subject, _ = _awarded_in({"credentialSubject": {"achievement": achievement}})
    return _promised(achievement, _elements_of(achievement, subject))


def level_stated(achievement: JsonObject, subject: JsonObject) -> int | None:
    """The EQF level that a document states of what it awards; None where it states none."""
    return _level_of(achievement, _elements_of(achievement, subject))


def facts_of(held: Iterable[Held | VerifiedCredential]) -> list[Held]:
    """The facts of each; raises `Refused` as `held_of` does."""
    return [one if isinstance(one, Held) else held_of(one) for one in held]


def is_about(held: Held, holder: Collection[str]) -> bool:
    """Whether a credential is about whoever has one of these identifiers.

    They are DIDs, URLs, URNs or `mailto:` addresses; an address is found under its hash, too.
    """
    if held.subject and held.subject in holder:
        return True
    addresses = [one.removeprefix("mailto:") for one in holder if one.startswith("mailto:")]
    return any(
        said in {_hashed(address, salt), address.casefold()}
        for said, salt in held.identities
        for address in addresses
    )


def held_by(held: Iterable[Held], holder: Collection[str] = ()) -> list[Held]:
    """What is about whoever has one of these identifiers.

    Without any, all must be about one person: raises `Refused` (`stack.several-holders`).
    """
    if holder:
        return [one for one in held if is_about(one, holder)]
    several = list(held)
    require_one_holder(several)
    return several


def require_one_holder(held: Iterable[Held]) -> None:
    """Raise `Refused` (`stack.several-holders`) where credentials call their holder differently."""
    subjects = {one.subject or " ".join(map(str, one.identities)) or one.digest for one in held}
    if len(subjects) > 1:
        told = f"they are about {', '.join(sorted(subjects))[:300]}; say whose they are"
        raise Refused.because("stack.several-holders", told)


def _hashed(address: str, salt: str) -> str:
    return f"sha256${sha256(f'{address}{salt}'.encode()).hexdigest()}"


# ------------------------------------------------------------------------------ reading a document


def _promised(achievement: JsonObject, elements: JsonObject) -> Held:
    level = _level_of(achievement, elements)
    return Held(
        "",
        names=_names_of(achievement),
        version=str(achievement.get("version", "")),
        title=name_of(achievement),
        issuer="",
        level=level,
        skills=tuple(_skills_of(achievement, elements, level)),
        assessment=tuple(_texts(elements.get("assessmentType"))),
        supervision=str(elements.get("supervision", "")),
    )


def _awarded_in(document: JsonObject) -> tuple[JsonObject, JsonObject]:
    """The one subject and the one achievement of a credential."""
    subjects = subjects_of(document)
    subject = subjects[0] if len(subjects) == 1 else None
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    if not isinstance(subject, dict) or not isinstance(achievement, dict) or not id_of(achievement):
        told = "it does not say of one person which one achievement they have"
        raise Refused.because(
            "stack.nothing-awarded", told, "/credentialSubject/achievement", "OB 3.0 §B.1.3"
        )
    return subject, achievement


def _elements_of(achievement: JsonObject, subject: JsonObject) -> JsonObject:
    """The European elements: those of the achievement, and what differs for this one award."""
    stated = (achievement.get("standardElements"), subject.get("standardElements"))
    told: JsonObject = {}
    for elements in stated:
        told |= elements if isinstance(elements, dict) else {}
    return told


def _names_of(achievement: JsonObject) -> tuple[str, ...]:
    own = str(achievement["id"])
    above = [id_of(one) for one in listed(achievement.get("related"))]
    names = [own, *(name for name in above if name and _is_above(name, own))]
    return tuple(dict.fromkeys(names))


def _is_above(name: str, own: str) -> bool:
    """Whether `own` is a page below the page `name`, so that whoever writes one writes both."""
    stem = name if name.endswith("/") else f"{name}/"
    return own.startswith(stem) and stem.count("/") > 3


def _identities_of(subject: JsonObject) -> Iterator[tuple[str, str]]:
    """What an identity says of an e-mail address, and the salt it was hashed with."""
    for entry in listed(subject.get("identifier")):
        if isinstance(entry, dict) and entry.get("identityType") == "emailAddress":
            said = str(entry.get("identityHash", ""))
            yield (
                said if entry.get("hashed") else said.removeprefix("mailto:").casefold(),
                str(entry.get("salt", "")),
            )


def _moment(document: JsonObject, *names: str) -> datetime | None:
    found = [document[name] for name in names if name in document]
    return parse_timestamp(found[0]) if found else None


def _level_of(achievement: JsonObject, elements: JsonObject) -> int | None:
    stated = _whole_level(elements.get("eqfLevel"))
    if stated is not None:
        return stated
    urls = [str(one.get("targetUrl", "")) for one in _alignments(achievement)]
    named = [url.removeprefix(_EQF) for url in urls if url.startswith(_EQF)]
    levels = [int(one) for one in named if one.isascii() and one.isdigit() and int(one) in _LEVELS]
    return max(levels, default=None)


def _whole_level(value: Json) -> int | None:
    is_whole = isinstance(value, int | float) and not isinstance(value, bool)
    return int(value) if is_whole and value in _LEVELS else None


def _credits_of(
    subject: JsonObject, achievement: JsonObject, elements: JsonObject
) -> dict[str, Decimal]:
    """Credits by scheme. What the person earned stands in the scheme of what could be earned."""
    ects = _number(elements.get("ectsCredits"))
    available = _number(achievement.get("creditsAvailable"))
    earned = _number(subject.get("creditsEarned"))
    scheme = ECTS if ects is not None and available in (None, ects) else UNNAMED
    told = {} if ects is None else {ECTS: ects}
    if available is not None and scheme == UNNAMED:
        told[UNNAMED] = available
    if earned is not None:
        told[scheme] = earned
    return told


def _number(value: Json) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        return None
    return Decimal(str(value))


def _skills_of(
    achievement: JsonObject, elements: JsonObject, level: int | None
) -> Iterator[HeldSkill]:
    """Each skill once, at the highest level that an outcome states for it."""
    found: dict[str, HeldSkill] = {}
    for outcome in listed(elements.get("learningOutcome")):
        if isinstance(outcome, dict):
            stated = _whole_level(outcome.get("eqfLevel"))
            for skill in _skills_aligned(outcome, stated, "outcome"):
                before = found.get(skill.uri)
                if before is None or (before.level or 0) < (skill.level or 0):
                    found[skill.uri] = skill
    for skill in _skills_aligned(achievement, level, "achievement"):
        if skill.uri not in found or found[skill.uri].level is None:
            found[skill.uri] = skill
    yield from (found[uri] for uri in sorted(found))


def _skills_aligned(holder: JsonObject, level: int | None, said_by: str) -> Iterator[HeldSkill]:
    for one in _alignments(holder):
        uri = one.get("targetUrl")
        is_skill = str(one.get("targetType")) not in NO_SKILLS
        if isinstance(uri, str) and is_skill and not uri.startswith(_EQF):
            name = str(one.get("targetName", ""))
            yield HeldSkill(uri, name=name, level=level, level_from=said_by if level else "")


def _alignments(holder: JsonObject) -> list[dict[str, Any]]:
    return [one for one in listed(holder.get("alignment")) if isinstance(one, dict)]


def _texts(value: Json) -> Iterator[str]:
    return (one for one in listed(value) if isinstance(one, str))
