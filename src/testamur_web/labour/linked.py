"""What finds skills in postings here: the lists of skills in use, all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from testamur.market import FileMapping, Linking
from testamur.skills.linking import Linked, Linker
from testamur_web.catalogue.skills import frameworks_in_use, linkers_in_use

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


def linking_here(mapping: FileMapping) -> Linking:
    """The lists in use, with the names of their skills.

    Where a source names skills itself, only those count: nothing is looked for beside them.
    """
    lists = frameworks_in_use()
    labels = {skill.id: skill.label for listed in lists for skill in listed.skills}
    if "skills" in mapping.fields:
        return Linking(labels=labels)
    return Linking(
        linker=_Together([linker for _listed, linker in linkers_in_use()]),
        name="; ".join(f"{listed.name} {listed.version}".strip() for listed in lists),
        labels=labels,
    )


def _order(one: Linked) -> tuple[float, str]:
    return -one.score, one.uri
