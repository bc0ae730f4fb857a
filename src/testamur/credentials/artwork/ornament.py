"""The lines a badge is drawn with: outlines, guilloche and ribbons, as SVG path data.

An outline is a radius for every angle, so that one band of interlaced waves can follow any of
them. Curves are closed quadratic B-splines: their joints lie midway between control points, which
lets each further arc be written as its end alone (`T`). Lengths are in user units; the centre is
the origin unless said otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Final

__all__ = [
    "OUTLINES",
    "Outline",
    "Point",
    "band",
    "circle",
    "closed_curve",
    "half_width",
    "outline_path",
    "outline_points",
    "rosette",
    "scaled",
]

Outline = Callable[[float], float]
"""The radius at an angle (radians, 0 to the right, growing downwards)."""

Point = tuple[float, float]
"""x and y, y growing downwards."""

_STEPS: Final = 240


def _polygon(*faces: tuple[float, float], softness: float) -> Outline:
    """A shape bounded by `faces` (direction in degrees, distance), its corners rounded."""
    walls = [(math.radians(direction), distance) for direction, distance in faces]

    @lru_cache(maxsize=4096)  # the strands of a guilloche ask for the same angles
    def radius(angle: float) -> float:
        total = sum(
            (max(0.0, math.cos(angle - direction)) / distance) ** softness
            for direction, distance in walls
        )
        return float(total ** (-1 / softness))

    return radius


def _regular(sides: int, *, softness: float, turn: float = 0) -> Outline:
    reach = math.cos(math.pi / sides) * 1.02
    return _polygon(
        *((turn + 360 * side / sides, reach) for side in range(sides)), softness=softness
    )


def _scalloped(lobes: int, depth: float) -> Outline:
    def radius(angle: float) -> float:
        return 1 - depth + depth * math.pow(abs(math.cos(angle * lobes / 2)), 0.8)

    return radius


def _wavy(lobes: int, depth: float) -> Outline:
    return lambda angle: 1 - depth + depth * math.cos(angle * lobes)


OUTLINES: Final[dict[str, Outline]] = {
    "rosette": _scalloped(22, 0.055),
    "hexagon": _regular(6, softness=26),
    "octagon": _regular(8, softness=44),
    "shield": _polygon((-90, 0.86), (0, 0.84), (180, 0.84), (52, 0.84), (128, 0.84), softness=22),
    "blossom": _wavy(12, 0.035),
}
"""The shapes a badge may have, within a circle of about 1."""


def circle(_angle: float) -> float:
    """The shape whose radius is 1 everywhere."""
    return 1.0


def scaled(outline: Outline, factor: float) -> Outline:
    """The same shape, larger or smaller."""
    return lambda angle: outline(angle) * factor


def outline_points(outline: Outline) -> list[Point]:
    """Points around a shape, close enough to stand for it."""
    angles = [math.tau * step / _STEPS for step in range(_STEPS)]
    return [_point(angle, outline(angle)) for angle in angles]


def outline_path(outline: Outline) -> str:
    """Path data of a shape."""
    return closed_curve(outline_points(outline))


def band(inner: Outline, outer: Outline, *, crests: int, strands: int, swell: int) -> list[str]:
    """Guilloche between two shapes: `strands` waves of `crests` crests that interlace.

    The height of the waves breathes `swell` times on the way around.
    """
    return [
        _strand(inner, outer, crests=crests, phase=strand / strands, swell=swell)
        for strand in range(strands)
    ]


def _strand(inner: Outline, outer: Outline, *, crests: int, phase: float, swell: int) -> str:
    points = []
    for step in range(crests * 4):
        angle = math.tau * step / (crests * 4)
        breath = 0.86 + 0.14 * math.cos(swell * angle)
        # A quadratic B-spline keeps about 2/3 of the height of four points a wave.
        wave = 0.5 + 0.62 * breath * math.sin(crests * angle + math.tau * phase)
        low, high = inner(angle), outer(angle)
        points.append(_point(angle, low + (high - low) * wave))
    return closed_curve(points)


def rosette(radius: float, *, petals: int, strands: int) -> list[str]:
    """A rose of `strands` waves around the origin, for the middle of a badge."""
    low, high = radius * 0.38, radius
    return band(lambda _: low, lambda _: high, crests=petals, strands=strands, swell=0)


def closed_curve(points: list[Point]) -> str:
    """Path data of the closed quadratic B-spline with these control points."""
    # On a grid of 0.2 every midpoint is exact at 0.1, so that mirrored controls do not drift.
    grid = [(round(x * 5) / 5, round(y * 5) / 5) for x, y in points]
    middles = [
        ((x + next_x) / 2, (y + next_y) / 2)
        for (x, y), (next_x, next_y) in zip(grid, grid[1:] + grid[:1], strict=True)
    ]
    start = middles[-1]
    arcs = "".join(f"T{_told(*middle)}" for middle in middles[1:])
    return f"M{_told(*start)}Q{_told(*grid[0])} {_told(*middles[0])}{arcs}Z"


def half_width(points: list[Point], *, top: float, bottom: float) -> float:
    """How far to each side a box between two heights may reach inside a symmetric shape."""
    return min((x for x, y in points if x >= 0 and top <= y <= bottom), default=0.0)


def _point(angle: float, radius: float) -> Point:
    return radius * math.cos(angle), radius * math.sin(angle)


def _told(x: float, y: float) -> str:
    """Two numbers, as short as they can be written."""
    first, second = (f"{number:.1f}".removesuffix(".0") for number in (x, y))
    return f"{first} {second}".replace("-0 ", "0 ") if second != "-0" else f"{first} 0"
