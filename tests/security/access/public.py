"""Who may ask the first page, the catalogue and what search engines read: everybody."""

from __future__ import annotations

from typing import Any

from testamur_web.catalogue.skills import find_entries
from tests.security.matrix import Cast
from tests.web.catalogue.offers import offer, stated
from tests.web.catalogue.skills_of_own import own_skill

ROUTES = {
    "public-read-home": "public",
    "public-browse-catalogue": "public",
    "public-read-achievement": "public",
    "public-suggest-achievements": "public",
    "public-read-rule": "public",
    "public-read-rule-schema": "public",
    "public-read-version": "public",
    "public-read-drawing": "public",
    "public-read-picture": "public",
    "public-read-thumbnail": "public",
    "public-read-document": "public",
    "public-read-quality-statement": "public",
    "public-read-organisation": "public",
    "public-read-trust": "public",
    "public-browse-skills": "public",
    "public-suggest-skills": "public",
    "public-read-skill": "public",
    "public-explore-roles": "public",
    "public-read-own-skill": "public",
    "public-read-own-skill-as-json": "public",
    "public-list-own-skills": "public",
    "public-read-guides": "public",
    "public-read-sitemap": "public",
    "public-read-robots": "public",
    "api-manual": "public",
    "public-compare-achievements": "public",
    "api-v1:compare_achievements": "public",
}


def an_achievement(cast: Cast) -> dict[str, Any]:
    return {"achievement": offer(cast.university).achievement_id}


def a_whole(cast: Cast) -> dict[str, Any]:
    clause = {"achievement": "https://example.org/a/python"}
    return {"achievement": offer(cast.university, stack={"clause": clause}).achievement_id}


def a_version(cast: Cast) -> dict[str, Any]:
    return {**an_achievement(cast), "number": 1}


def a_stated_version(cast: Cast) -> dict[str, Any]:
    return {"achievement": stated(offer(cast.university)).achievement_id, "number": 1}


def an_issuer(cast: Cast) -> dict[str, Any]:
    offer(cast.university)
    return {"slug": cast.university.slug}


def a_skill(_cast: Cast) -> dict[str, Any]:
    return {"uri": find_entries("welder")[0].found.id}


def an_occupation(_cast: Cast) -> dict[str, Any]:
    return {"uri": find_entries("welder", kind="occupation")[0].found.id}


def two_occupations(_cast: Cast) -> dict[str, Any]:
    start, to = (find_entries(word, kind="occupation")[0] for word in ("welder", "data analyst"))
    return {"start": start.found.id, "to": to.found.id}


def an_own_skill(cast: Cast) -> dict[str, Any]:
    return {"pk": own_skill(cast.university).pk}


def an_own_list(cast: Cast) -> dict[str, Any]:
    own_skill(cast.university)
    return {"slug": cast.university.slug}


def two_to_compare(cast: Cast) -> dict[str, Any]:
    several = [offer(cast.university, title=title) for title in ("Soldering", "Welding")]
    return {"achievement": [one.achievement_id for one in several]}


OBJECTS = {
    "api-v1:compare_achievements": two_to_compare,
    "api-v1:list_nearest": an_occupation,
    "api-v1:compare_roles": two_occupations,
    "public-read-own-skill": an_own_skill,
    "public-read-own-skill-as-json": an_own_skill,
    "public-list-own-skills": an_own_list,
    "public-read-skill": a_skill,
    "api-v1:read_entry": a_skill,
    "public-read-achievement": an_achievement,
    "public-read-rule": a_whole,
    "api-v1:read_rule": a_whole,
    "public-read-version": a_version,
    "public-read-drawing": a_version,
    "public-read-picture": a_version,
    "public-read-thumbnail": a_version,
    "public-read-document": a_stated_version,
    "public-read-quality-statement": a_stated_version,
    "public-read-organisation": an_issuer,
    "public-read-trust": an_issuer,
}
