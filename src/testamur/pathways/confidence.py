"""How sure a credential makes one of a skill: a product of four factors, each of them stated.

    confidence = strength x recency x endorsement x level

- strength: how it was assessed (the best of the stated kinds) times how that was supervised;
- recency: halves every so many months since the award, toward `oldest`, and never below it; how
  many is a table, `half_life`, by the kind of the skill (`pathways.kinds`);
- endorsement: whether somebody else's signed word stands behind it;
- level: 1 at the level that is asked for or above; each level below takes `per_level` away, never
  below `lowest`; `unstated` where a level is asked for and none is stated.

A renewal and a use at work move the day from which recency counts: one after the other, in the
order of time, each brings it nearer to its own day by a share of the way, `events`. What has not
happened yet, or moves nothing back, changes nothing: so confidence falls with time, never rises
without an event, and never falls by one.

Every factor is rounded to four places before they are multiplied, so that what is shown adds up to
the number shown. All parameters are one value, `Figures`, that an organisation can change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, fields
from datetime import datetime, timedelta
from decimal import Context, Decimal, localcontext
from types import MappingProxyType
from typing import Any, Final

from testamur.encoding import Json, JsonObject, format_timestamp
from testamur.errors import Refused

__all__ = [
    "DEFAULT",
    "Confidence",
    "Event",
    "Factor",
    "Figures",
    "Shown",
    "bounds_of",
    "confidence_in",
    "counted_since",
    "covered_by",
    "read_figures",
]

_PLACES: Final = Decimal("0.0001")
_DAYS_IN_MONTH: Final = Decimal("30.4375")
_SECONDS_IN_DAY: Final = 86_400
_LONGEST: Final = Decimal(1_200)
_DIVISORS: Final = frozenset({"half_life", "enough"})
_ONCE_ONE: Final = frozenset({"half_life"})
"""The tables that were one number before, and are read from one: it stands for every row."""

ASSESSMENT: Final[Mapping[str, Decimal]] = MappingProxyType(
    {
        "workplaceObservation": Decimal("0.95"),
        "practicalAssessment": Decimal("0.95"),
        "project": Decimal("0.9"),
        "simulation": Decimal("0.9"),
        "oralExam": Decimal("0.85"),
        "writtenExam": Decimal("0.85"),
        "portfolio": Decimal("0.85"),
        "continuousAssessment": Decimal("0.8"),
        "coursework": Decimal("0.75"),
        "presentation": Decimal("0.75"),
        "priorLearning": Decimal("0.75"),
        "onlineTest": Decimal("0.65"),
        "peerAssessment": Decimal("0.6"),
        "": Decimal("0.5"),
    }
)
"""How strongly each kind of assessment shows a skill; "" is where none is stated."""

SUPERVISION: Final[Mapping[str, Decimal]] = MappingProxyType(
    {
        "supervisedOnsiteVerified": Decimal(1),
        "supervisedOnlineVerified": Decimal("0.98"),
        "supervised": Decimal("0.95"),
        "unsupervised": Decimal("0.85"),
        "": Decimal("0.9"),
    }
)
"""What supervision and the check of identity leave of that; "" is where none is stated."""

ENDORSEMENT: Final[Mapping[str, Decimal]] = MappingProxyType(
    {"endorsed": Decimal(1), "vouched": Decimal("0.97"), "": Decimal("0.9")}
)
"""An endorsement by somebody else holds; the issuer is on the verifier's list; neither."""

HALF_LIFE: Final[Mapping[str, Decimal]] = MappingProxyType(
    {
        "regulated": Decimal(12),
        "digital": Decimal(30),
        "language": Decimal(60),
        "transversal": Decimal(84),
        "knowledge": Decimal(48),
        "": Decimal(36),
    }
)
"""After how many months half has faded, by kind of skill; "" is where the kind is not known."""

EVENTS: Final[Mapping[str, Decimal]] = MappingProxyType(
    {"renewal": Decimal(1), "confirmedUse": Decimal("0.75"), "statedUse": Decimal(0)}
)
"""The share of the way to its own day by which each kind of event moves the day that counts."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Every parameter of the formula, of the gap, and its default.

    `half_life` is in months; all others are shares from 0 to 1. `enough` is the confidence at which
    a skill counts as shown in full. `narrower`, `broader` and `related` are the credit for holding
    a narrower, a broader or a related skill instead, at a distance of one; each further step
    multiplies by the same again. `unlevelled` is the level asked for where a need states none.
    """

    _: KW_ONLY
    half_life: Mapping[str, Decimal] = field(default_factory=lambda: HALF_LIFE)
    events: Mapping[str, Decimal] = field(default_factory=lambda: EVENTS)
    oldest: Decimal = Decimal("0.3")
    undated: Decimal = Decimal("0.5")
    per_level: Decimal = Decimal("0.25")
    lowest: Decimal = Decimal("0.1")
    unstated: Decimal = Decimal("0.7")
    enough: Decimal = Decimal("0.6")
    narrower: Decimal = Decimal("0.7")
    broader: Decimal = Decimal("0.5")
    related: Decimal = Decimal("0.25")
    assessment: Mapping[str, Decimal] = field(default_factory=lambda: ASSESSMENT)
    supervision: Mapping[str, Decimal] = field(default_factory=lambda: SUPERVISION)
    endorsement: Mapping[str, Decimal] = field(default_factory=lambda: ENDORSEMENT)

    def as_json(self) -> JsonObject:
        """All figures by name, as `read_figures` reads them."""
        return {
            one.name: _plain(getattr(self, one.name)) for one in fields(self) if one.name != "_"
        }


DEFAULT: Final = Figures()


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor: its name, its value to four places, and where it comes from."""

    name: str
    value: Decimal
    told: str

    def as_json(self) -> JsonObject:
        """The factor as a gap shows it."""
        return {"name": self.name, "value": float(self.value), "told": self.told}


@dataclass(frozen=True, slots=True)
class Confidence:
    """The product of the factors, to four places, with every one of them."""

    value: Decimal
    factors: tuple[Factor, ...]

    @property
    def level(self) -> Decimal:
        """The factor of the level."""
        return next(one.value for one in self.factors if one.name == "level")

    def as_json(self) -> JsonObject:
        """The confidence as a gap shows it."""
        return {
            "value": float(self.value),
            "factors": [factor.as_json() for factor in self.factors],
        }


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Something that made a skill fresher: one of the kinds of `EVENTS`, at a moment."""

    at: datetime
    kind: str

    def as_json(self) -> JsonObject:
        """The event as a trace holds it."""
        return {"kind": self.kind, "at": format_timestamp(self.at)}


@dataclass(frozen=True, slots=True)
class Shown:
    """What one credential shows of one skill: all that confidence depends on.

    `kind` is that of the skill, a row of `half_life`; `events` are what came after the award.
    """

    level: int | None
    _: KW_ONLY
    awarded: datetime | None = None
    events: tuple[Event, ...] = ()
    kind: str = ""
    assessment: tuple[str, ...] = ()
    supervision: str = ""
    endorsement: str = ""


def confidence_in(
    shown: Shown, *, level: int | None, at: datetime, figures: Figures = DEFAULT
) -> Confidence:
    """How sure `shown` makes one of a skill at `level` (None: at any), at the moment `at`."""
    factors = (
        _strength(shown, figures),
        _recency(shown, at, figures),
        _endorsement(shown, figures),
        _level(shown.level, level, figures),
    )
    return Confidence(product_of(factors), factors)


def counted_since(shown: Shown, *, at: datetime, figures: Figures = DEFAULT) -> datetime | None:
    """The moment from which recency counts, after what happened by `at`; None for no date."""
    if shown.awarded is None:
        return None
    return _counted_from(shown.awarded, shown.events, at, figures)[0]


def covered_by(
    sure: Confidence, *, credit: Decimal = Decimal(1), figures: Figures = DEFAULT
) -> Decimal:
    """The share of a need that is covered: in full from `enough` on, never above the level factor.

    So a level below the one that is asked for is made up for by nothing.
    """
    return rounded(min(sure.level, credit * sure.value / figures.enough))


def product_of(factors: tuple[Factor, ...]) -> Decimal:
    """The product of the values that are shown, to four places."""
    value = Decimal(1)
    for factor in factors:
        value *= factor.value
    return rounded(value)


def rounded(value: Decimal) -> Decimal:
    """A share to four places, the way it is shown."""
    return value.quantize(_PLACES)


def _strength(shown: Shown, figures: Figures) -> Factor:
    kinds = [kind for kind in shown.assessment if kind in figures.assessment] or [""]
    best = max(kinds, key=lambda kind: (figures.assessment[kind], kind))
    supervision = shown.supervision if shown.supervision in figures.supervision else ""
    value = figures.assessment[best] * figures.supervision[supervision]
    how = f"assessed by {best}" if best else "no kind of assessment is stated"
    watched = supervision or "no supervision is stated"
    return Factor("strength", rounded(value), f"{how}; {watched}")


def _recency(shown: Shown, at: datetime, figures: Figures) -> Factor:
    if shown.awarded is None:
        return Factor("recency", rounded(figures.undated), "no date is stated")
    since, event = _counted_from(shown.awarded, shown.events, at, figures)
    kind = shown.kind if shown.kind in figures.half_life else ""
    months, half_life = _months(since, at), figures.half_life[kind]
    with localcontext(Context(prec=28)):  # the same digits on every machine
        kept = Decimal("0.5") ** (months / half_life)
    value = figures.oldest + (1 - figures.oldest) * kept
    told = f"awarded {_months(shown.awarded, at):.0f} months ago"
    if event:
        told += f", {_HAPPENED[event.kind]} {_months(event.at, at):.0f} months ago"
        told += f": counts as {months:.0f} months"
    told += f"; halves every {half_life.normalize():f}"
    return Factor("recency", rounded(value), f"{told} ({kind})" if kind else told)


_HAPPENED: Final = {
    "renewal": "renewed",
    "confirmedUse": "use at work confirmed",
    "statedUse": "used by their own word",
}


def _counted_from(
    awarded: datetime, events: tuple[Event, ...], at: datetime, figures: Figures
) -> tuple[datetime, Event | None]:
    """The day that counts, and the last event that moved it."""
    since, last = awarded, None
    for event in sorted(event for event in events if event.at <= at):
        share = figures.events.get(event.kind, Decimal(0))
        seconds = int(share * int((event.at - since).total_seconds()))
        if seconds > 0:
            since, last = since + timedelta(seconds=seconds), event
    return since, last


def _months(since: datetime, at: datetime) -> Decimal:
    """How long ago something was; nothing where it is still to come."""
    days = Decimal(int((at - since).total_seconds())) / _SECONDS_IN_DAY
    return max(days / _DAYS_IN_MONTH, Decimal(0))


def _endorsement(shown: Shown, figures: Figures) -> Factor:
    told = {
        "endorsed": "an endorsement by somebody else holds",
        "vouched": "the issuer is on your list",
    }
    kind = shown.endorsement if shown.endorsement in figures.endorsement else ""
    value = figures.endorsement[kind]
    return Factor("endorsement", rounded(value), told.get(kind, "nobody else vouches for it"))


def _level(held: int | None, asked: int | None, figures: Figures) -> Factor:
    if asked is None:
        return Factor("level", rounded(Decimal(1)), "no level is asked for")
    if held is None:
        return Factor(
            "level", rounded(figures.unstated), f"level {asked} is asked for, none is stated"
        )
    lacking = max(asked - held, 0)
    value = max(1 - lacking * figures.per_level, figures.lowest)
    return Factor("level", rounded(value), f"level {held} is held, level {asked} is asked for")


# ------------------------------------------------------------------------------- reading figures


def read_figures(document: Json, pointer: str = "") -> Figures:
    """The figures of an organisation; what it does not name keeps its default.

    Raises `Refused` (`gap.figures-malformed`).
    """
    if not isinstance(document, dict):
        raise _refused("an object with figures stands here", pointer)
    known = {one.name for one in fields(Figures)} - {"_"}
    told: dict[str, Any] = {}
    for name, value in document.items():
        place = f"{pointer}/{name}"
        if name not in known:
            raise _refused(f"there is no figure {name[:40]!r}", place)
        standard = getattr(DEFAULT, name)
        if isinstance(standard, Mapping):
            told[name] = _table(name, value, place)
        else:
            told[name] = _figure(value, place, bounds_of(name))
    return Figures(**told)


def bounds_of(name: str) -> tuple[Decimal, Decimal]:
    """The least and the most that a figure, or each figure of a table, may be."""
    least = _PLACES if name in _DIVISORS else Decimal(0)
    return least, _LONGEST if name == "half_life" else Decimal(1)


def _table(name: str, value: Json, pointer: str) -> Mapping[str, Decimal]:
    standard, bounds = getattr(DEFAULT, name), bounds_of(name)
    if name in _ONCE_ONE and not isinstance(value, dict):
        return MappingProxyType(dict.fromkeys(standard, _figure(value, pointer, bounds)))
    if not isinstance(value, dict):
        raise _refused("a table of figures stands here", pointer)
    for row in value:
        if row not in standard:
            raise _refused(f"there is no {row[:40]!r} here", f"{pointer}/{row}")
    own = {row: _figure(one, f"{pointer}/{row}", bounds) for row, one in value.items()}
    return MappingProxyType({**standard, **own})


def _figure(value: Json, pointer: str, bounds: tuple[Decimal, Decimal]) -> Decimal:
    least, most = bounds
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= most or (number := Decimal(str(value))) < least:
        raise _refused(f"a number from {least:f} to {most} stands here", pointer)
    return number


def _plain(value: Decimal | Mapping[str, Decimal]) -> Json:
    if isinstance(value, Mapping):
        return {name: float(one) for name, one in value.items()}
    return float(value)


def _refused(told: str, pointer: str) -> Refused:
    return Refused.because("gap.figures-malformed", told, pointer)
