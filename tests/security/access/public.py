"""Who may ask the first page, the catalogue and what search engines read: everybody."""

from __future__ import annotations

from typing import Any

from testamur_web.catalogue.skills import find_entries
from tests.security.matrix import Cast
from tests.web.catalogue.offers import offer
from tests.web.catalogue.skills_of_own import own_skill

ROUTES = {
    "public-read-home": "public",
    "public-browse-catalogue": "public",
    "public-read-achievement": "public",
    "public-read-version": "public",
    "public-read-drawing": "public",
    "public-read-picture": "public",
    "public-read-thumbnail": "public",
    "public-read-organisation": "public",
    "public-browse-skills": "public",
    "public-suggest-skills": "public",
    "public-read-skill": "public",
    "public-read-own-skill": "public",
    "public-read-own-skill-as-json": "public",
    "public-list-own-skills": "public",
    "public-read-sitemap": "public",
    "public-read-robots": "public",
    "api-manual": "public",
}


def an_achievement(cast: Cast) -> dict[str, Any]:
    return {"achievement": offer(cast.university).achievement_id}


def a_version(cast: Cast) -> dict[str, Any]:
    return {**an_achievement(cast), "number": 1}


def an_issuer(cast: Cast) -> dict[str, Any]:
    offer(cast.university)
    return {"slug": cast.university.slug}


def a_skill(_cast: Cast) -> dict[str, Any]:
    return {"uri": find_entries("welder")[0].found.id}


def an_own_skill(cast: Cast) -> dict[str, Any]:
    return {"pk": own_skill(cast.university).pk}


def an_own_list(cast: Cast) -> dict[str, Any]:
    own_skill(cast.university)
    return {"slug": cast.university.slug}


OBJECTS = {
    "public-read-own-skill": an_own_skill,
    "public-read-own-skill-as-json": an_own_skill,
    "public-list-own-skills": an_own_list,
    "public-read-skill": a_skill,
    "api-v1:read_entry": a_skill,
    "public-read-achievement": an_achievement,
    "public-read-version": a_version,
    "public-read-drawing": a_version,
    "public-read-picture": a_version,
    "public-read-thumbnail": a_version,
    "public-read-organisation": an_issuer,
}
