"""One call for whoever has sentences and labels and wants them linked, such as a benchmark."""

from __future__ import annotations

from collections.abc import Sequence

from testamur.skills.framework import Framework, Skill
from testamur.skills.linking.linker import Linked, Linker

__all__ = ["link"]


def link(
    sentences: Sequence[str],
    *,
    framework: Framework | None = None,
    labels: Sequence[tuple[str, str]] = (),
    top: int = 5,
) -> list[tuple[Linked, ...]]:
    """The `top` likeliest skills of every sentence, best first.

    The skills are those of `framework`, or else `labels`: (URI, label) each; a URI that is there
    several times has so many names, the first its label. A framework finds more, because it knows
    other names and how often a skill is asked for. Whoever calls more than once makes a `Linker`.
    """
    if framework is None:
        names: dict[str, list[str]] = {}
        for uri, label in labels:
            names.setdefault(uri, []).append(label)
        skills = (Skill(uri, some[0], alternatives=tuple(some[1:])) for uri, some in names.items())
        framework = Framework("labels", "labels", skills=tuple(skills))
    return Linker(framework).link(sentences, top=top)
