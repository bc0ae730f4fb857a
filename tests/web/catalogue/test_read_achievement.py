"""Somebody reads what a micro-credential is, on its page, in a version of it, in its picture."""

from __future__ import annotations

import json
import re

import pytest
from django.utils import timezone

from tests.web.catalogue.offers import offer

EVERYTHING = {
    "description": "In depth.\n\nWith feedback.",
    "outcomes": [
        {
            "verb": "write",
            "level": "intermediate",
            "skill": "Python",
            "skill_uri": "http://data.europa.eu/esco/skill/x",
            "framework": "ESCO",
        }
    ],
    "components": [
        {"kind": "course-work", "title": "Exercises", "hours": 30, "weight": 40},
        {"kind": "exam", "hours": 10, "weight": 60},
    ],
    "criteria": [{"id": "works", "text": "The program does what was asked", "is_mandatory": True}],
    "ects": "1.5",
    "assessment_method": ["practicalAssessment"],
    "supervision": "supervisedOnsiteVerified",
    "identity_check": "document",
    "quality_statement": {"kind": "externalReview", "statement": "Reviewed every year"},
    "place": "Galway",
    "pace": "part-time",
    "prerequisites": "Basic algebra.",
    "valid_months": 24,
    "stackability": "stackable",
}


def read(client, version, status=200, **more):
    answer = client.get(f"/catalogue/{version.achievement_id}/", **more)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize(
    "told",
    [
        "Write Python",
        "Intermediate",
        "Python in ESCO",
        "30",
        "75 %",
        "60 %",
        "€180",
        "40 hours",
        "EQF level 5",
        "1.5 ECTS",
        "English",
        "Galway",
        "Part time",
        "Practical assessment",
        "Supervised on site, identity checked",
        "By an identity document",
        "The program does what was asked",
        "Reviewed every year",
        "Basic algebra.",
        "24 months",
        "It can be part of something larger",
        "Verify one",
        "Example University",
    ],
)
def test_every_element_is_told_in_words(client, university, told):
    assert told in read(client, offer(university, **EVERYTHING))


def test_what_is_not_stated_is_not_shown(client, university):
    page = read(client, offer(university, price=None, eqf_level=None, hours=None))
    assert "Price not stated" in page
    assert "anybody may take part" in page
    # The score says what is not stated, and that is all that does.
    page = re.sub(r'<section aria-labelledby="score">.*?</section>', "", page, flags=re.DOTALL)
    assert not re.search("EQF|ECTS|How the work is divided|None", page)


def test_search_engines_read_it_as_a_course_with_a_credential(client, university):
    page = read(client, offer(university, "A </script><b>&", **EVERYTHING))
    (said,) = re.findall(r'<script type="application/ld\+json" nonce="[^"]+">(.*?)</script>', page)
    told = json.loads(said)
    assert told["@type"] == "Course"
    assert told["name"] == "A </script><b>&"
    assert told["offers"] == {
        "@type": "Offer", "category": "Paid", "price": "180", "priceCurrency": "EUR",
    }  # fmt: skip
    credential = told["educationalCredentialAwarded"]
    assert credential["@type"] == "EducationalOccupationalCredential"
    assert credential["validFor"] == "P24M"
    assert told["teaches"][0]["url"].startswith("http://data.europa.eu/esco/")
    assert told["hasCourseInstance"]["courseWorkload"] == "PT40H"


def test_an_older_version_stays_readable_and_says_that_it_is_older(client, university):
    first = offer(university, "As it was")
    offer(university, "As it is", number=2, achievement=first.achievement)
    page = client.get(f"/catalogue/{first.achievement_id}/v/1/").content.decode()
    assert "As it was" in page
    assert "There is a newer one" in page
    assert "As it is" in read(client, first)


def test_what_is_withdrawn_stays_readable_for_those_who_hold_it(client, university):
    version = offer(university)
    version.achievement.withdrawn_at = timezone.now()
    version.achievement.save()
    assert "no longer offered" in read(client, version)
    assert "how to enrol" not in read(client, version)


def test_what_was_never_published_does_not_exist(client, university):
    version = offer(university)
    assert client.get(f"/catalogue/{version.achievement_id}/v/7/").status_code == 404
    version.achievement.current = None
    version.achievement.save()
    read(client, version, status=404)


@pytest.mark.parametrize(("name", "kind"), [("svg", "image/svg+xml"), ("png", "image/png")])
def test_its_picture_is_kept_for_good_and_can_do_nothing(client, university, name, kind):
    version = offer(university)
    version.image_svg, version.image_png = "<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG"
    version.save()
    answer = client.get(f"/catalogue/{version.achievement_id}/v/1/image.{name}")
    assert answer.headers["Content-Type"] == kind
    assert "immutable" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_version_without_a_picture_is_drawn(client, university):
    version = offer(university)
    answer = client.get(f"/catalogue/{version.achievement_id}/v/1/image.svg")
    assert answer.content.startswith(b"<svg")


def test_the_page_of_its_issuer_lists_it(client, university, college):
    offer(university, "Python basics")
    page = client.get("/org/example-university/").content.decode()
    assert "Python basics" in page
    assert client.get("/org/other-college/").status_code == 404
    assert client.get("/org/no-such/").status_code == 404
