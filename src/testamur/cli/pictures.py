"""The picture a credential is baked into: the award's own, or a badge drawn from its name."""

from __future__ import annotations

from pathlib import Path

from testamur.cli.files import read_input
from testamur.cli.terminal import about
from testamur.credentials.artwork import badge_png, badge_svg
from testamur.credentials.award_toml import AwardPlan
from testamur.credentials.bake import image_type_of, sanitise_svg

__all__ = ["picture_for"]

_TYPES = {"png": "image/png", "svg": "image/svg+xml"}


def picture_for(plan: AwardPlan, form: str, folder: Path) -> bytes:
    """The picture for `form`; the award's own stands in `folder`, and counts for its own format."""
    if plan.image_file is not None:
        path = folder / plan.image_file
        with about(path):
            image = read_input(path)
            if image_type_of(image) == _TYPES[form]:
                return sanitise_svg(image) if form == "svg" else image
    achievement = plan.achievement
    level = f"EQF {achievement.eqf}" if achievement.eqf else None
    draw = badge_svg if form == "svg" else badge_png
    drawn = draw(achievement.name, issuer=plan.issuer.name or "", level=level, seed=achievement.id)
    return drawn.encode() if isinstance(drawn, str) else drawn
