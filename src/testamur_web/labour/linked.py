"""What finds skills in postings here: the lists of skills in use, all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from testamur.market import Linking
from testamur.skills.linking import Linked, Linker
from testamur_web.catalogue.skills import linkers_in_use

__all__ = ["linking_here"]


@dataclass(frozen=True, slots=True)
class _Together:
    """Several linkers as one: of each text the likeliest skills of all."""

    linkers: Sequence[Linker]

    def link(self, texts: Sequence[str], *, top: int = 10) -> list[tuple[Linked, ...]]:
        """The `top` likeliest skills of each text, best first."""
        answers = [linker.link(texts, top=top) for linker in self.linkers]
        return [
            tuple(sorted((one for some in each for one in some), key=_order)[:top])
            for each in zip(*answers, strict=True)
        ]


def linking_here() -> Linking:
    """The lists in use, with the names of their skills."""
    lists = linkers_in_use()
    return Linking(
        linker=_Together([linker for _listed, linker in lists]),
        name="; ".join(f"{listed.name} {listed.version}".strip() for listed, _linker in lists),
        labels={skill.id: skill.label for listed, _linker in lists for skill in listed.skills},
    )


def _order(one: Linked) -> tuple[float, str]:
    return -one.score, one.uri
