"""A ladder as a picture: a step for each rung, the highest above; the table beside says the same.

A step is as long as its role asks for skills: what the rung below asks for too, then what is asked
for at another level, then what is new. Below it stands a dot for everybody who lets it be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from testamur_web.employers.climbing import Climber, OwnRung, Step

__all__ = ["Drawn", "Picture", "own_picture_of", "picture_of"]

WIDTH: Final = 360
_STEP: Final = 64
_DOT: Final = 14
_MOST_DOTS: Final = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a step: which kind, where it begins, how long it is."""

    kind: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Dot:
    """Somebody on the way to a rung."""

    x: int
    is_ready: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A rung as it is drawn, `y` from above; `number` stands at its end."""

    name: str
    number: str
    y: int
    bars: Sequence[Bar]
    dots: Sequence[Dot] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """All rungs, the highest first."""

    rungs: Sequence[Drawn]
    width: int = WIDTH

    @property
    def height(self) -> int:
        """How high it is."""
        return _STEP * len(self.rungs)


def picture_of(steps: Sequence[Step], climbers: Sequence[Sequence[Climber]]) -> Picture:
    """What each rung adds, and who is on the way to it; both the lowest first."""
    most = max((step.total for step in steps), default=1)
    drawn = [
        Drawn(
            step.rung.profile.title,
            str(step.total),
            _STEP * (len(steps) - place),
            list(_bars(step, most)),
            _dots(people),
        )
        for place, (step, people) in enumerate(zip(steps, climbers, strict=True), 1)
    ]
    return Picture(drawn[::-1])


def own_picture_of(rungs: Sequence[OwnRung]) -> Picture:
    """How much of each rung one person has proven; the lowest first."""
    drawn = [
        Drawn(
            one.step.rung.profile.title,
            f"{one.progress.percent} %",
            _STEP * (len(rungs) - place),
            [Bar("whole", 0, WIDTH), Bar("proven", 0, WIDTH * one.progress.percent // 100)],
        )
        for place, one in enumerate(rungs, 1)
    ]
    return Picture(drawn[::-1])


def _bars(step: Step, most: int) -> Iterator[Bar]:
    x = 0
    counts = {
        "below": step.total - step.added - step.raised,
        "raised": step.raised,
        "added": step.added,
    }
    for kind, many in counts.items():
        width = WIDTH * many // most
        if many:
            yield Bar(kind, x, width)
        x += width


def _dots(climbers: Sequence[Climber]) -> Sequence[Dot]:
    return [Dot(6 + _DOT * place, one.is_ready) for place, one in enumerate(climbers[:_MOST_DOTS])]
