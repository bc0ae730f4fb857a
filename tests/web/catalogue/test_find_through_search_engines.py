"""A search engine asks which pages there are; the first page says what this is."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from django.utils import timezone

from tests.web.catalogue.offers import offer

PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def test_the_sitemap_names_every_public_page_by_its_whole_address(client, university, settings):
    settings.INSTANCE_URL = "https://badges.example"
    version = offer(university)
    gone = offer(university, "Withdrawn")
    gone.achievement.withdrawn_at = timezone.now()
    gone.achievement.save()
    answer = client.get("/sitemap.xml")
    assert answer.headers["Content-Type"] == "application/xml"
    root = ET.fromstring(answer.content)  # noqa: S314 -- our own answer
    places = [place.text for place in root.iter(PLACE)]
    assert f"https://badges.example/catalogue/{version.achievement_id}/" in places
    assert "https://badges.example/org/example-university/" in places
    assert not [place for place in places if str(gone.achievement_id) in place]
    for place in places:
        if "/verify/" not in place:
            assert client.get(place.removeprefix("https://badges.example")).status_code == 200


def test_robots_are_kept_from_what_is_personal(client, settings):
    settings.INSTANCE_URL = "https://badges.example"
    told = client.get("/robots.txt").content.decode()
    assert "Sitemap: https://badges.example/sitemap.xml" in told
    assert {"Disallow: /wallet/", "Disallow: /s/", "Disallow: /o/"} <= set(told.splitlines())


def test_the_first_page_shows_the_newest(client, university):
    for number in range(1, 9):
        offer(university, f"Skill {number}", number=number)
    page = client.get("/").content.decode()
    assert "Skill 8" in page
    assert "Skill 1" not in page


def test_the_first_page_stands_without_anything_published(client, db):
    assert client.get("/").status_code == 200
