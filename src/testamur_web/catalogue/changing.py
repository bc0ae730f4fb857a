"""That the graph of skills is another from now on: whoever keeps what follows from it is left word.

Lists and crosswalks may touch every skill; a mapping names the two that it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from testamur_web.catalogue.models import SkillMapping
from testamur_web.ops import outbox

__all__ = ["GRAPH_CHANGED", "post_graph_changed", "post_mapping_changed"]

GRAPH_CHANGED: Final = "skills.graph-changed"


def post_graph_changed(because: str, *, skills: Iterable[str] = (), at: datetime) -> None:
    """Leave word, `because` of what has changed; without `skills` it may be any."""
    key = f"{GRAPH_CHANGED}:{because}:{at.isoformat()}"
    outbox.post(GRAPH_CHANGED, {"skills": list(skills), "because": key}, key=key)


def post_mapping_changed(mapping: SkillMapping, *, at: datetime) -> None:
    """Leave word that a mapping holds, or holds no more."""
    skills = (mapping.skill.uri, mapping.target)
    because = f"{mapping.pk}:{'begun' if mapping.ended_at is None else 'ended'}"
    post_graph_changed(because, skills=skills, at=at)
