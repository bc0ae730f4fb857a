"""Awards for wallets: really signed, by a key that is its issuer's name, so that all of it verifies."""

from __future__ import annotations

from uuid import uuid4

import pytest

import testamur as tm
from testamur.credentials.artwork import badge_png, badge_svg
from testamur.credentials.eu_elements import LearningOutcome, StandardElements
from testamur_web.awards.models import Award
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.people.models import Identifier
from testamur_web.wallet import services
from tests.web.conftest import NOW

KEY = tm.SigningKey.generate()


def publish(organisation, title="Python basics") -> Version:
    achievement = Achievement.objects.create(organisation=organisation, title=title)
    version = Version.objects.create(
        achievement=achievement,
        number=1,
        content={},
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
    award_id = uuid4()
    return Award.objects.create(
        id=award_id,
        organisation=version.achievement.organisation,
        award_key=str(award_id),
        version=version,
        recipient_name=name,
        recipient_email=email,
        awarded_at=NOW,
        issued_at=NOW,
        credential=credential_text(award_id, name=name, email=email),
        **more,
    )


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
