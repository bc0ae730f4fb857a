"""What others say counts toward a goal while it stands, is shown and verifies; then no more."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from testamur.pathways.goal import goal_from
from testamur_web.awards.services import declare_compromised
from testamur_web.catalogue.models import OutcomeSkill
from testamur_web.people.models import Role
from testamur_web.plans import queries as plans
from testamur_web.plans import services
from testamur_web.plans.proven import wallet_state
from testamur_web.trust import giving, queries
from testamur_web.trust.subjects import Subject
from testamur_web.wallet.services import put_in_wallet
from tests.web.conftest import NOW, join
from tests.web.trust.conftest import SAID, say
from tests.web.wallet.conftest import CONTENT, publish, sign_award

pytestmark = pytest.mark.django_db

SKILL = "https://skills.example/solder"


@pytest.fixture
def version(university):
    made = publish(university, "Soldering")
    outcome = {"verb": "make", "skill": "joints", "skill_uri": SKILL, "level": "intermediate"}
    made.content = CONTENT | {"title": made.title, "outcomes": [outcome]}
    made.save()
    OutcomeSkill.objects.create(version=made, uri=SKILL, level=5)
    return made


@pytest.fixture
def weight(ada, item):
    """The endorsement factor of Ada's credential on the page of her goal."""
    need = {"skill": SKILL, "name": "joints", "importance": 1.0}
    goal = services.set_goal(ada, goal_from({"label": "Fitter", "needs": [need]}, ""), at=NOW)

    def found(at=NOW) -> Decimal:
        [row] = plans.standing_of(goal, at=at).gap.rows
        [factor] = [one for one in row.best.confidence.factors if one.name == "endorsement"]
        return factor.value

    return found


def test_a_word_for_the_credential_or_its_achievement_has_the_stated_weight(
    weight, of_award, of_version, dara, employer
):
    assert weight() == Decimal("0.9")
    first = say(of_award, by=dara, organisation=employer)
    assert weight() == Decimal(1)
    giving.withdraw(first, reason="They have left us", by=dara, at=NOW)
    assert weight() == Decimal("0.9")
    say(of_version, by=dara, organisation=employer)
    assert weight() == Decimal(1)


def test_a_withdrawn_word_counts_nowhere(weight, sign_in, of_award, of_version, ada, dara):
    """The law: the gap, the state of the wallet, the pages, and every list of what counts."""
    before = wallet_state(ada, at=NOW)
    words = [say(of_award, by=dara), say(of_version, by=dara)]
    [item] = ada.wallet_items.all()
    assert SAID in sign_in(ada).get(f"/wallet/{item.pk}/").text
    assert queries.counted_for(ada, at=NOW)
    assert wallet_state(ada, at=NOW) != before
    for word in words:
        giving.withdraw(word, reason="It was not so", by=dara, at=NOW)
    assert queries.counted_for(ada, at=NOW) == frozenset()
    assert wallet_state(ada, at=NOW) == before
    assert weight() == Decimal("0.9")
    assert queries.behind_award(item.award, at=NOW) == []
    assert SAID not in sign_in(ada).get(f"/wallet/{item.pk}/").text
    assert not queries.standing(NOW).exists()


def test_what_its_holder_does_not_show_does_not_count(weight, of_award, ada, dara):
    word = say(of_award, by=dara)
    giving.show(word, is_shown=False, by=ada, at=NOW)
    assert weight() == Decimal("0.9")
    assert queries.behind_award(of_award.award, at=NOW) == []
    giving.show(word, is_shown=True, by=ada, at=NOW)
    assert weight() == Decimal(1)


def test_what_has_ended_does_not_count(weight, of_award, dara):
    say(of_award, by=dara, valid_until=NOW + timedelta(days=1))
    assert weight() == Decimal(1)
    assert weight(NOW + timedelta(days=2)) == Decimal("0.9")


def test_what_nobody_can_verify_does_not_count(weight, of_award, dara, employer):
    word = say(of_award, by=dara, organisation=employer)
    declare_compromised(word.key, by=dara, at=NOW + timedelta(days=1))
    assert weight(NOW + timedelta(days=2)) == Decimal("0.9")


def test_a_word_that_became_ones_own_does_not_count(weight, of_award, dara, university):
    say(of_award, by=dara)
    assert weight() == Decimal(1)
    join(dara, university, Role.ASSESSOR)  # she works for the issuer now
    assert weight() == Decimal("0.9")


def test_a_word_for_another_credential_or_the_issuer_does_not_count(
    weight, university, dara, employer
):
    other = sign_award(publish(university, "Welding"), key="other")
    say(Subject(award=other), by=dara)
    say(Subject(issuer=university), by=dara, organisation=employer)
    assert weight() == Decimal("0.9")


def test_whoever_vouched_before_they_claimed_it_is_not_heard(version, dara, employer):
    award = sign_award(version, name="Dara", email="dara@people.example", key="hers")
    say(Subject(award=award), by=dara, organisation=employer)
    put_in_wallet(award, person=dara, at=NOW)
    assert queries.counted_for(dara, at=NOW) == frozenset()
