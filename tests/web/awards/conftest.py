"""A published version to award, without the editor that makes one."""

from __future__ import annotations

import pytest

from testamur_web.awards.services import Recipient, award_person, give_award, sign_awards
from testamur_web.catalogue.models import Achievement, Version
from tests.web.conftest import NOW

CONTENT = {
    "title": "Data analysis with Python",
    "summary": "Reads, cleans and explains data.",
    "kind": "badge",
    "language": "en",
    "outcomes": [{"verb": "analyse", "skill": "tabular data", "level": "intermediate"}],
    "criteria": [{"id": "c1", "text": "Hand in an analysis", "is_mandatory": True}],
    "assessment_method": ["project"],
}


def published(organisation, *, title="Data analysis with Python", **content) -> Version:
    achievement = Achievement.objects.create(organisation=organisation, title=title)
    version = Version.objects.create(
        achievement=achievement,
        number=1,
        content=CONTENT | {"title": title} | content,
        published_at=NOW,
        title=title,
        summary=CONTENT["summary"],
        search_text=title,
        kind="badge",
        language="en",
    )
    achievement.current = version
    achievement.save()
    return version


def awarded(version, *, name="Ada Nowak", email="ada@people.example", key="one", **more):
    if "valid_until" in more:
        ending = {"valid_until": more.pop("valid_until")}
        given = give_award(
            version,
            recipient=Recipient(name, email),
            awarded_at=NOW,
            award_key=key,
            by=None,
            at=NOW,
            **ending,
        )
        return sign_awards([given], at=NOW)[0]
    return award_person(
        version,
        recipient=Recipient(name, email, more.pop("number", ""), more.pop("person", None)),
        awarded_at=more.pop("awarded_at", NOW),
        award_key=key,
        by=more.pop("by", None),
        at=more.pop("at", NOW),
        **more,
    )


@pytest.fixture
def version(university) -> Version:
    return published(university)
