"""Awards for wallets: really given and signed, and credentials as other systems give them."""

from __future__ import annotations

import pytest

import testamur as tm
from testamur.credentials.artwork import badge_png, badge_svg
from testamur.credentials.eu_elements import LearningOutcome, StandardElements
from testamur_web.awards.models import Award
from testamur_web.awards.services import Recipient, give_award, sign_awards
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.people.models import Identifier
from testamur_web.wallet import services
from tests.web.conftest import NOW

KEY = tm.SigningKey.generate()
CONTENT = {
    "title": "Python basics",
    "summary": "Writes small programs.",
    "description": "Six weeks of small programs that do what was asked.",
    "kind": "badge",
    "language": "en",
    "outcomes": [{"verb": "write", "skill": "small programs", "level": "intermediate"}],
    "criteria": [{"id": "c1", "text": "Hand in three programs", "is_mandatory": True}],
    "assessment_method": ["project"],
    "supervision": "supervised",
    "eqf_level": 5,
    "ects": "2.5",
    "hours": 60,
}


def publish(organisation, title="Python basics") -> Version:
    achievement = Achievement.objects.create(organisation=organisation, title=title)
    version = Version.objects.create(
        achievement=achievement,
        number=1,
        content=CONTENT | {"title": title},
        published_at=NOW,
        title=title,
        summary="Writes small programs.",
        search_text=title,
        kind="badge",
        language="en",
        image_svg=badge_svg(title, issuer=organisation.name),
        image_png=badge_png(title, issuer=organisation.name, size=200),
    )
    achievement.current = version
    achievement.save()
    return version


def credential_text(award_id, *, name="Ada Example", email="ada@people.example", **more) -> str:
    achievement = tm.Achievement(
        "https://uni.example/a/py",
        name="Python basics",
        description="Writes small programs.",
        criteria="Pass the exam.",
        standard_elements=StandardElements([LearningOutcome("Write small programs in Python")]),
    )
    return tm.issue(
        achievement,
        to=f"mailto:{email}",
        by=tm.Issuer(KEY.public.did_key, name="Example University"),
        key=KEY,
        at=NOW,
        id=f"urn:uuid:{award_id}",
        awarded=NOW,
        identities=[tm.Identity.name(name)],
        **more,
    ).text


def sign_award(version, *, name="Ada Example", email="ada@people.example", **more) -> Award:
    given = give_award(
        version,
        recipient=Recipient(name, email, "", more.pop("person", None)),
        awarded_at=NOW,
        award_key=more.pop("key", f"{name} {email}"),
        by=None,
        at=NOW,
        **more,
    )
    [signed] = sign_awards([given], at=NOW)
    return signed


@pytest.fixture
def version(university) -> Version:
    return publish(university)


@pytest.fixture
def award(version) -> Award:
    return sign_award(version)


@pytest.fixture
def claim_link(award) -> str:
    """The secret of the link that was mailed."""
    _, token = services.make_claim(award, at=NOW)
    return token


@pytest.fixture
def item(award, ada):
    """The award in Ada's wallet."""
    return services.put_in_wallet(award, person=ada, at=NOW)


@pytest.fixture
def proven_address(ada) -> Identifier:
    return ada.identifiers.create(kind="email", value=ada.email, verified_at=NOW)
