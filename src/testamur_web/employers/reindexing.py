"""Whose rows are to be made anew because skills fade otherwise than before.

What kind of skill one is, and so how fast it fades, is told by the lists in use and by what matches
them; all else that follows from the graph is reckoned at the moment of asking. A change of the
graph is compared with what stands in the rows: whoever proves a skill that is of another kind now
is left word, so many at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import OuterRef, Subquery

from testamur.pathways.confidence import DEFAULT
from testamur.pathways.kinds import kinds_of
from testamur_web.catalogue.matched import graph_in_use, standing_for
from testamur_web.employers.indexing import DAYS_IN_MONTH, INDEX
from testamur_web.employers.models import Findable, IndexedSkill, ProvenSkill
from testamur_web.ops import outbox

__all__ = ["TOUCHED", "post_touched", "spread_touched"]

TOUCHED: Final = "talent.touched"
_CHUNK: Final = 500


def post_touched(skills: Iterable[str], *, because: str) -> int:
    """Leave word for whoever proves one that is of another kind now; how many skills are.

    Only those of `skills` and what stands for the same come into question; all, where none is said.
    """
    rows = IndexedSkill.objects.all()
    named = list(skills)
    if named:
        rows = rows.filter(uri__in=set().union(*standing_for(named).values()))
    kept = ProvenSkill.objects.filter(skill=OuterRef("pk")).values("half_life")[:1]
    known = dict(rows.annotate(life=Subquery(kept)).values_list("uri", "life"))
    touched = [uri for uri, life in _lives_of(known).items() if known[uri] not in {None, life}]
    if touched:
        outbox.post(TOUCHED, {"skills": touched, "after": 0, "because": because}, key=because)
    return len(touched)


def spread_touched(skills: Iterable[str], *, after: int, because: str) -> None:
    """Leave word for some of them, and for the rest of them to be told next."""
    proven = ProvenSkill.objects.filter(skill__uri__in=list(skills))
    rows = Findable.objects.filter(pk__gt=after, pk__in=proven.values("findable"))
    people = list(rows.order_by("pk").values_list("pk", "person")[:_CHUNK])
    told = {f"{INDEX}:{because}:{person}": {"person": str(person)} for _, person in people}
    if told:
        outbox.post_many(INDEX, told)
    if len(people) == _CHUNK:
        last = people[-1][0]
        more = {"skills": list(skills), "after": last, "because": because}
        outbox.post(TOUCHED, more, key=f"{because}:{last}")


def _lives_of(uris: Iterable[str]) -> dict[str, float]:
    """How fast each fades by the lists in use, as rows say it."""
    several = list(uris)
    kinds = kinds_of(several, graph_in_use())
    named = {uri: kinds[uri].name if uri in kinds else "" for uri in several}
    lives = DEFAULT.half_life
    return {
        uri: float(lives[kind if kind in lives else ""]) * DAYS_IN_MONTH
        for uri, kind in named.items()
    }
