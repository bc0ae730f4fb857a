"""Parts and wholes to be awarded, without the editor that makes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import testamur as tm
from testamur.errors import TestamurError
from testamur_web.awards.services import Recipient, award_person
from testamur_web.catalogue.documents import achievement_url
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Organisation, Person
from testamur_web.plans.models import StackCase
from tests.web.awards.conftest import published
from tests.web.conftest import NOW

__all__ = ["award_of", "case_of", "earn", "forged", "named", "refusal", "url", "whole_of"]


@contextmanager
def refusal(kind: type[TestamurError], code: str) -> Iterator[None]:
    """What is refused inside, and with which code."""
    with pytest.raises(kind) as caught:
        yield
    assert caught.value.problem.code == code


def url(version: Version) -> str:
    return achievement_url(version.achievement)


def named(version: Version) -> dict[str, str]:
    """The clause that asks for a version."""
    return {"achievement": url(version), "name": version.title}


def whole_of(
    organisation: Organisation, *parts: Version, title="Data scientist", gives="award", clause=None
) -> Version:
    """A published micro-credential made of all of these."""
    asked = clause or {"all": [named(one) for one in parts]}
    version = published(organisation, title=title, stack={"clause": asked, "gives": gives})
    Version.objects.filter(pk=version.pk).update(is_stack=True)
    version.refresh_from_db()
    return version


def earn(version: Version, person: Person, *, key="", at=NOW):
    """The award of a version, in the wallet of whoever earned it, and all that follows done."""
    award = award_person(
        version,
        recipient=Recipient(person.name, person.email, person=person),
        awarded_at=at,
        award_key=key or f"{version.pk} {person.pk}",
        by=None,
        at=at,
    )
    drain()
    return award


def case_of(person: Person, whole: Version | Achievement) -> StackCase:
    achievement = whole.achievement if isinstance(whole, Version) else whole
    return StackCase.objects.select_related("award").get(person=person, achievement=achievement)


def award_of(person: Person, whole: Version):
    """The whole as it is held now; None where it is not."""
    found = person.awards.filter(version__achievement=whole.achievement, revoked_at=None)
    return found.first()


def forged(achievement, *, to, key, issuer=""):
    """A credential that somebody signed themselves, under the address of somebody's achievement."""
    badge = tm.Achievement(achievement, name="Python", criteria="Trust me", ects=30)
    by = tm.Issuer(issuer or key.public.did_key, name="Nobody")
    return tm.issue(badge, to=f"mailto:{to}", by=by, key=key, at=NOW).text
