"""What is found in the catalogue: by words, by facets, in an order, with counts for each facet.

    found = look(Asked(text="python", chosen={"level": ("5", "6")}), page=1)

Each word that is typed must begin a word of the micro-credential. Words are compared without case
and accents, in any language, the same on both databases: SQLite looks into the folded text, and
PostgreSQL into a full-text index of it. What has the words in its title comes first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from testamur_web.catalogue.models import Version

__all__ = [
    "FACETS",
    "HOURS",
    "SCORES",
    "SORTS",
    "Asked",
    "Found",
    "look",
    "newest",
    "searchable",
]

PAGE_SIZE: Final = 12
MAX_WORDS: Final = 12
_WORD: Final = re.compile(r"\w+")

HOURS: Final[Mapping[str, tuple[int, int | None]]] = MappingProxyType(
    {"up-to-10": (0, 10), "11-to-50": (11, 50), "51-to-150": (51, 150), "over-150": (151, None)}
)
"""Each band of hours: the least and the most of it."""


def _band(band: str) -> When:
    least, most = HOURS[band]
    if most is None:
        return When(hours__gte=least, then=Value(band))
    return When(hours__range=(least, most), then=Value(band))


SCORES: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {"90-to-100": (90, 100), "75-to-89": (75, 89), "50-to-74": (50, 74), "below-50": (0, 49)}
)
"""Each band of quality scores: the least and the most of it, the best first."""


def _grade(band: str) -> When:
    return When(score__range=SCORES[band], then=Value(band))


FACETS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "kind": F("kind"),
        "made": Case(
            When(is_stack=True, then=Value("of-others")),
            default=None,
            output_field=CharField(),
        ),
        "level": Cast("eqf_level", CharField()),
        "hours": Case(*map(_band, HOURS), default=None, output_field=CharField()),
        "price": Case(
            When(price=0, then=Value("free")),
            When(price__gt=0, then=Value("paid")),
            default=None,
            output_field=CharField(),
        ),
        "mode": F("mode"),
        "language": F("language"),
        "score": Case(*map(_grade, SCORES), default=None, output_field=CharField()),
        "issuer": F("achievement__organisation__slug"),
    }
)
"""What the catalogue is narrowed by, and the value of each in a version."""

SORTS: Final[Mapping[str, tuple[Any, ...]]] = MappingProxyType(
    {
        "newest": ("-published_at",),
        "title": ("title",),
        "shortest": (F("hours").asc(nulls_last=True), "title"),
        "cheapest": (F("price").asc(nulls_last=True), "title"),
        "level": (F("eqf_level").asc(nulls_last=True), "title"),
        "score": (F("score").desc(nulls_last=True), "title"),
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: words, chosen values of facets, and an order ("" is the best)."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""

    def without(self, facet: str) -> Asked:
        """The same, whatever the value of this facet."""
        return replace(self, chosen={k: v for k, v in self.chosen.items() if k != facet})


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, how many there are of each value, and issuers' names by slug."""

    page: Page[Version]
    counts: Mapping[str, Mapping[str, int]]
    issuers: Mapping[str, str]

    @property
    def total(self) -> int:
        """How many were found in all."""
        return int(self.page.paginator.count)


def look(asked: Asked, *, page: int = 1) -> Found:
    """What was asked for; a page beyond the last one is the last one."""
    slim = _in_order(_matching(asked), asked)
    counts = {name: _count(asked, name) for name in FACETS}
    pages = Paginator(slim, PAGE_SIZE)
    return Found(page=pages.get_page(page), counts=counts, issuers=_issuers())


def newest(count: int) -> list[Version]:
    """The `count` micro-credentials that were published last."""
    return list(_listed().order_by("-published_at", "pk")[:count])


def searchable(*texts: str) -> str:
    """The words of `texts` as they are looked for: folded, each with a blank before it."""
    return "".join(f" {word}" for text in texts for word in _words(text))


def _issuers() -> dict[str, str]:
    """The name of each organisation with something in the catalogue, by its slug."""
    column = "achievement__organisation"
    rows = _listed().values_list(f"{column}__slug", f"{column}__name").order_by(f"{column}__name")
    return dict(rows.distinct())


def _listed() -> QuerySet[Version]:
    current = Version.objects.filter(achievement__current=F("pk"), achievement__withdrawn_at=None)
    told = current.select_related("achievement__organisation")
    return told.defer("content", "score_told", "search_text", "image_svg", "image_png")


def _matching(asked: Asked) -> QuerySet[Version]:
    found = _with_words(_listed(), _words(asked.text)[:MAX_WORDS])
    for name, values in asked.chosen.items():
        found = found.alias(**{f"its_{name}": FACETS[name]}).filter(**{f"its_{name}__in": values})
    return found


def _with_words(found: QuerySet[Version], words: list[str]) -> QuerySet[Version]:
    if not words:
        return found
    if connection.vendor == "postgresql":
        vector = SearchVector("search_text", config="simple")
        query = SearchQuery(" & ".join(f"{w}:*" for w in words), config="simple", search_type="raw")
        return found.alias(vector=vector).filter(vector=query)
    for word in words:
        found = found.filter(search_text__contains=f" {word}")
    return found


def _in_order(found: QuerySet[Version], asked: Asked) -> QuerySet[Version]:
    if asked.sort in SORTS:
        return found.order_by(*SORTS[asked.sort], "pk")
    typed = asked.text.replace("\x00", " ").strip()
    if not typed:
        return found.order_by("-published_at", "pk")
    in_title = Q()
    for word in typed.split()[:MAX_WORDS]:
        in_title &= Q(title__icontains=word)
    place = Case(
        When(title__istartswith=typed, then=Value(0)),
        When(in_title, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return found.order_by(place, "title", "pk")


def _count(asked: Asked, facet: str) -> dict[str, int]:
    """How many there would be of each value if nothing were chosen in this facet."""
    values = _matching(asked.without(facet)).order_by().values_list(FACETS[facet])
    counted = values.annotate(count=Count("pk")).exclude(count=0)
    return {value: count for value, count in counted if value}


def _words(text: str) -> list[str]:
    """Its words without case and accents; digits and letters of every script count."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(letter for letter in split if not unicodedata.combining(letter)))
