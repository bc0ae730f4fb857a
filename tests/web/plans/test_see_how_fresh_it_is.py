"""Ada sees how sure what she holds makes one of each skill, and what of her goal fades soon."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core import mail
from django.utils import timezone

from testamur.pathways.uses import Use
from testamur_web.awards.services import revoke
from testamur_web.learning.services import Reply, Supervisor, answer_request
from testamur_web.ops import outbox
from testamur_web.plans import freshness, uses
from testamur_web.plans.freshness import fading_in, fading_of, skills_of
from testamur_web.plans.queries import goal_of, standing_of
from testamur_web.wallet import services as wallet
from testamur_web.wallet.models import Share
from tests.web.api.conftest import is_problem, program
from tests.web.conftest import NOW
from tests.web.plans.conftest import SOLDER, WIRE

pytestmark = pytest.mark.django_db

__all__ = ["program"]


@pytest.fixture
def soldering(course, earn):
    """Ada's award for soldering, of today."""
    return earn(course("Soldering", SOLDER))


@pytest.fixture
def item(soldering, ada):
    return ada.wallet_items.get(award=soldering)


@pytest.fixture
def used(monkeypatch):
    """Let uses be logged: the place that asks for them answers with these."""
    told: list[Use] = []
    for module in (freshness, uses):
        monkeypatch.setattr(module, "uses_of", lambda _person, **_when: tuple(told))
    monkeypatch.setattr("testamur_web.plans.queries.uses_of", lambda _person, **_when: tuple(told))
    return told


NEAR_ITS_END = NOW + timedelta(days=560)
"""What was awarded at `NOW`, by a project under supervision, is enough for 597 days."""


def days(number: int) -> timedelta:
    return timedelta(days=number)


def test_a_credential_shows_each_skill_with_its_number_and_factors(sign_in, ada, item):
    page = sign_in(ada).get(f"/wallet/{item.pk}/")
    [shown] = page.context["skills"]
    assert shown.skill.uri == SOLDER
    assert f"Confidence {shown.confidence.value}" in page.text
    for factor in shown.confidence.factors:
        assert f"{factor.name} {factor.value}: " in page.text


def test_whoever_it_is_shared_with_sees_the_same_of_the_credential_alone(client, ada, item, used):
    now = timezone.now()
    wallet.share(ada, [item], kind=Share.Kind.PUBLIC, at=now)
    used.append(Use(now, skill=SOLDER, is_confirmed=True))
    page = client.get(f"/c/{item.award_id}/")
    [shown] = page.context["skills"]
    assert shown.evidence.events == {}, "when she used it is hers to tell"
    assert f"Confidence {shown.confidence.value}" in page.text
    secret = wallet.share(ada, [item], kind=Share.Kind.SECRET, at=now)
    assert "Confidence" in client.get(f"/s/{secret.token}/").text


def test_what_does_not_hold_shows_no_skill(sign_in, ada, bashir, soldering, item):
    assert len(sign_in(ada).get(f"/wallet/{item.pk}/").context["skills"]) == 1
    revoke([soldering], reason="It was a mistake", by=bashir, at=timezone.now())
    page = sign_in(ada).get(f"/wallet/{item.pk}/")
    assert page.context["skills"] == ()
    assert "How sure it makes one" not in page.text


def test_it_fades_and_a_confirmed_use_makes_it_fresher(ada, soldering, used):
    now = timezone.now()
    then = now + days(900)
    [today], [later] = (skills_of(ada, at=at, now=now) for at in (now, then))
    assert later.confidence.value < today.confidence.value
    assert skills_of(ada, at=then, now=now) == (later,), "the same again"
    used.append(Use(now + days(600), skill=SOLDER, is_confirmed=True))
    [fresher] = skills_of(ada, at=then, now=now)
    assert later.confidence.value < fresher.confidence.value < today.confidence.value
    assert skills_of(ada, at=NOW - days(1), now=now) == (), "it was not awarded yet"


def test_what_a_supervisor_confirmed_by_link_is_such_a_use(ada, item):
    now = timezone.now()
    then, after = now + days(900), now + days(905)
    used_on = (now + days(880)).date()
    use = wallet.note_use(item, used_on=used_on, text="A radio", skills=[], by=ada, at=then)
    [stated] = skills_of(ada, at=after, now=now)
    boss = Supervisor("Maria Lang", "maria@town.example", "Town of Hall", "manager")
    wallet.ask_about_use(use, supervisor=boss, by=ada, at=then)
    outbox.drain()
    [token] = re.findall(r"/attest/([^/\s]+)/", "".join(one.body for one in mail.outbox))
    reply = [Reply(str(use.pk), confirmed=True)]
    answer_request(token, reply, signed_name="Maria Lang", is_stated=True, at=then + days(1))
    [confirmed] = skills_of(ada, at=after, now=now)
    assert confirmed.confidence.value > stated.confidence.value
    [before] = skills_of(ada, at=then, now=now)
    [event] = before.evidence.events[SOLDER]
    assert event.kind == "statedUse", "nobody had confirmed it yet"


@pytest.mark.usefixtures("goal")
def test_what_of_the_goal_fades_soon_is_told_with_the_day(ada, soldering):
    now = timezone.now()
    assert fading_of(ada, at=now) == []
    near = NEAR_ITS_END
    [one] = fading_of(ada, at=near)
    assert one.day == (NOW + days(598)).date(), "the first day that is too late"
    assert (one.row.need.skill, one.row.covered) == (SOLDER, 1)
    [before] = skills_of(ada, at=near + (one.day - near.date() - days(1)), now=near)
    [after] = skills_of(ada, at=near + (one.day - near.date()), now=near)
    assert after.confidence.value < one.enough <= before.confidence.value
    assert fading_of(ada, at=near + days(100)) == [], "it is open then, as the goal says"


@pytest.mark.usefixtures("goal")
def test_a_use_that_is_confirmed_ends_the_alert(ada, soldering, used):
    near = NEAR_ITS_END
    assert len(fading_of(ada, at=near)) == 1
    used.append(
        Use(
            near - days(10),
            digest=skills_of(ada, at=near, now=near)[0].evidence.digest,
            is_confirmed=True,
        )
    )
    assert fading_of(ada, at=near) == []


def test_without_a_goal_nothing_fades(ada, soldering):
    assert fading_of(ada, at=NEAR_ITS_END) == []


@pytest.mark.usefixtures("goal")
def test_the_page_of_renewals_says_it(sign_in, ada, soldering, looked_at_later):
    page = sign_in(ada).get("/wallet/renewals/")
    assert "Skills of your goal that fade" not in page.text
    looked_at_later()
    page = sign_in(ada).get("/wallet/renewals/").text
    assert "Skills of your goal that fade" in page
    assert "Soldering" in page
    assert "Nothing expires soon" not in page


@pytest.mark.usefixtures("goal")
def test_the_page_of_the_goal_leads_there(sign_in, ada, soldering, monkeypatch):
    told = "1 skill that is proven fades within 90 days"
    assert told not in sign_in(ada).get("/goal/").text
    standing = standing_of(goal_of(ada), at=NEAR_ITS_END)
    fading = fading_in(standing, at=NEAR_ITS_END)
    monkeypatch.setattr("testamur_web.ui.learner.goal.fading_in", lambda *_all, **_now: fading)
    page = sign_in(ada).get("/goal/").text
    assert told in page
    assert 'href="/wallet/renewals/"' in page


@pytest.fixture
def looked_at_later(monkeypatch):
    """Let what fades be looked at when it is near."""

    def moved() -> None:
        def later(person, **_now):
            return fading_of(person, at=NEAR_ITS_END)

        monkeypatch.setattr("testamur_web.ui.learner.wallet.fading_of", later)
        monkeypatch.setattr("testamur_web.api.v1.freshness.fading_of", later)

    return moved


@pytest.mark.usefixtures("goal")
def test_programs_read_both(program, ada, chen, soldering, looked_at_later):
    mine = program(ada)
    [told] = mine.get("/wallet/skills").told
    assert (told["skill"], told["level"]) == (SOLDER, 4)
    assert (told["kindFrom"], told["levelFrom"]) == (None, "outcome")
    product = 1.0
    for factor in told["factors"]:
        product *= factor["value"]
    assert round(product, 4) == told["value"]
    later = (timezone.now() + days(900)).isoformat()
    [then] = mine.get(f"/wallet/skills?at={quote(later)}").told
    assert then["value"] < told["value"]
    [above] = mine.get("/wallet/skills?level=6").told
    assert above["factors"][3]["value"] < 1
    assert is_problem(mine.get("/wallet/skills?level=9"), 422, "request.malformed")
    assert mine.get("/goal/fading").told == []
    looked_at_later()
    [fading] = mine.get("/goal/fading").told
    assert (fading["skill"], fading["enough"]) == (SOLDER, 0.6)
    assert program(chen).get("/wallet/skills").told == []
    assert WIRE not in str(fading)
