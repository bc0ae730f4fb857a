"""Ada earns the last part of a whole: she has the whole, once, and only if she wants it."""

from __future__ import annotations

import pytest

from testamur import Credential, Verdict
from testamur.pathways.composite import evaluate_composite, is_composite
from testamur_web.awards.models import Award
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.plans import services, stacking
from tests.web.awards.conftest import published
from tests.web.conftest import NOW
from tests.web.plans.wholes import award_of, case_of, earn, whole_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def python(university):
    return published(university, title="Python")


@pytest.fixture
def statistics(university):
    return published(university, title="Statistics")


@pytest.fixture
def whole(university, python, statistics):
    return whole_of(university, python, statistics)


@pytest.fixture(autouse=True)
def _ada_is_known(ada):
    ada.identifiers.create(kind="email", value=ada.email, verified_at=NOW)


def test_the_last_part_gives_the_whole(ada, whole, python, statistics):
    earn(python, ada)
    assert award_of(ada, whole) is None
    assert case_of(ada, whole).percent == 50
    assert case_of(ada, whole).left == ["“Statistics”"]
    earn(statistics, ada)
    award = award_of(ada, whole)
    assert is_composite(Credential(award.credential).document)
    assert case_of(ada, whole).state == "awarded"
    assert ada.wallet_items.filter(award=award).count() == 1


def test_anybody_can_evaluate_what_was_awarded(ada, whole, python, statistics):
    parts = [Credential(earn(one, ada).credential) for one in (python, statistics)]
    award = award_of(ada, whole)
    report = evaluate_composite(
        Credential(award.credential),
        parts=parts,
        resolver=InstanceResolver(at=award.issued_at),
        at=award.issued_at,
    )
    assert report.verdict is Verdict.VALID, report


def test_counting_again_changes_nothing(ada, whole, python, statistics):
    earn(python, ada)
    earn(statistics, ada)
    count = Award.objects.count()
    services.recount(ada, at=NOW)
    services.follow_stack(ada, whole.achievement, at=NOW)
    assert Award.objects.count() == count


def test_progress_is_shown_before_and_after(ada, whole, python):
    assert stacking.stacks_of(ada, at=NOW) == []
    earn(python, ada)
    [found] = stacking.stacks_of(ada, at=NOW)
    assert found.version == whole
    assert [one.held.title for one in found.stack.counted] == ["Python"]
    assert stacking.progress_of(ada, whole, at=NOW).stack.progress == found.stack.progress
