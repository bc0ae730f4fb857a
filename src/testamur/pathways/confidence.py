"""How sure a credential makes one of a skill: a product of four factors, each of them stated.

    confidence = strength x recency x endorsement x level

- strength: how it was assessed (the best of the stated kinds) times how that was supervised;
- recency: halves every `half_life` months since the award, toward `oldest`, and never below it;
- endorsement: whether somebody else's signed word stands behind it;
- level: 1 at the level that is asked for or above; each level below takes `per_level` away, never
  below `lowest`; `unstated` where a level is asked for and none is stated.

Every factor is rounded to four places before they are multiplied, so that what is shown adds up to
the number shown. All parameters are one value, `Figures`, that an organisation can change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, fields
from datetime import datetime
from decimal import Context, Decimal, localcontext
from types import MappingProxyType
from typing import Any, Final

from testamur.encoding import Json, JsonObject
from testamur.errors import Refused

__all__ = [
    "DEFAULT",
    "Confidence",
    "Factor",
    "Figures",
    "Shown",
    "bounds_of",
    "confidence_in",
    "read_figures",
]

_PLACES: Final = Decimal("0.0001")
_DAYS_IN_MONTH: Final = Decimal("30.4375")
_SECONDS_IN_DAY: Final = 86_400
_LONGEST: Final = Decimal(1_200)
_DIVISORS: Final = frozenset({"half_life", "enough"})

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


@dataclass(frozen=True, slots=True)
class Figures:
    """Every parameter of the formula, of the gap, and its default.

    `half_life` is in months; all others are shares from 0 to 1. `enough` is the confidence at which
    a skill counts as shown in full. `narrower`, `broader` and `related` are the credit for holding
    a narrower, a broader or a related skill instead, at a distance of one; each further step
    multiplies by the same again. `unlevelled` is the level asked for where a need states none.
    """

    _: KW_ONLY
    half_life: Decimal = Decimal(36)
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

    def as_json(self) -> JsonObject:
        """The confidence as a gap shows it."""
        return {
            "value": float(self.value),
            "factors": [factor.as_json() for factor in self.factors],
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """What one credential shows of one skill: all that confidence depends on."""

    level: int | None
    _: KW_ONLY
    awarded: datetime | None = None
    assessment: tuple[str, ...] = ()
    supervision: str = ""
    endorsement: str = ""


def confidence_in(
    shown: Shown, *, level: int | None, at: datetime, figures: Figures = DEFAULT
) -> Confidence:
    """How sure `shown` makes one of a skill at `level` (None: at any), at the moment `at`."""
    factors = (
        _strength(shown, figures),
        _recency(shown.awarded, at, figures),
        _endorsement(shown, figures),
        _level(shown.level, level, figures),
    )
    return Confidence(product_of(factors), factors)


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


def _recency(awarded: datetime | None, at: datetime, figures: Figures) -> Factor:
    if awarded is None:
        return Factor("recency", rounded(figures.undated), "no date is stated")
    months = max(_months(awarded, at), Decimal(0))
    with localcontext(Context(prec=28)):  # the same digits on every machine
        kept = Decimal("0.5") ** (months / figures.half_life)
    value = figures.oldest + (1 - figures.oldest) * kept
    told = f"awarded {months:.0f} months ago; halves every {figures.half_life.normalize():f}"
    return Factor("recency", rounded(value), told)


def _months(awarded: datetime, at: datetime) -> Decimal:
    days = Decimal(int((at - awarded).total_seconds())) / _SECONDS_IN_DAY
    return days / _DAYS_IN_MONTH


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
            told[name] = _table(value, standard, place)
        else:
            told[name] = _figure(value, place, bounds_of(name))
    return Figures(**told)


def bounds_of(name: str) -> tuple[Decimal, Decimal]:
    """The least and the most that a figure may be; those of a table are all shares."""
    least = _PLACES if name in _DIVISORS else Decimal(0)
    return least, _LONGEST if name == "half_life" else Decimal(1)


def _table(value: Json, standard: Mapping[str, Decimal], pointer: str) -> Mapping[str, Decimal]:
    if not isinstance(value, dict):
        raise _refused("a table of figures stands here", pointer)
    for name in value:
        if name not in standard:
            raise _refused(f"there is no {name[:40]!r} here", f"{pointer}/{name}")
    share = Decimal(0), Decimal(1)
    own = {name: _figure(one, f"{pointer}/{name}", share) for name, one in value.items()}
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
