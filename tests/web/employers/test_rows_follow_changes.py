"""Whatever counts of a wallet changes what people are found by at once, not within a week."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from testamur_web.awards.services import reinstate, reissue, revoke, suspend
from testamur_web.awards.services.keys import declare_compromised
from testamur_web.catalogue.mappings import end_mapping
from testamur_web.employers import reindexing
from testamur_web.employers.indexing import blind_title
from testamur_web.employers.models import Findable, ProvenSkill
from testamur_web.learning.services import Reply, Supervisor, answer_request
from testamur_web.ops import outbox
from testamur_web.ops.models import OutboxRow
from testamur_web.plans.queries import counted_of
from testamur_web.trust import giving, recognising
from testamur_web.trust.subjects import Subject
from testamur_web.wallet.models import Item, Watch
from testamur_web.wallet.services import ask_about_use, note_use, remove_use
from tests.web.catalogue.offers import offer
from tests.web.catalogue.skills_of_own import mapped, own_skill
from tests.web.conftest import person
from tests.web.operate.test_adopt_framework import OURS, bring
from tests.web.trust.conftest import recognise, say
from tests.web.wallet.conftest import CONTENT

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MARIA = Supervisor("Maria Lang", "maria@town.example", "Town of Hall", "manager")


@pytest.fixture
def award(ada, prove, agree, python):
    """What Ada proves Python by, and is found by."""
    made = prove(ada, python, title="Python in practice")
    agree(ada)
    return made


@pytest.fixture
def row(award):
    """The one row that Ada is found by now, made from what was left word of."""

    def made() -> ProvenSkill | None:
        outbox.drain()
        return ProvenSkill.objects.filter(findable__person__username="ada").first()

    return made


def test_an_endorsement_counts_from_its_signature_to_its_withdrawal(award, row, dara):
    before = row().sureness
    given = say(Subject(award=award), by=dara, at=timezone.now())
    assert row().sureness > before
    giving.withdraw(given, reason="No more", by=dara, at=timezone.now())
    assert row().sureness == before


def test_one_that_is_hidden_counts_no_more_until_it_is_shown(award, row, ada, dara):
    before = row().sureness
    given = say(Subject(award=award), by=dara, at=timezone.now())
    for is_shown in (False, True):
        giving.show(given, is_shown=is_shown, by=ada, at=timezone.now())
        assert (row().sureness > before) is is_shown


def test_an_accreditation_of_the_version_counts_for_who_holds_it_and_ends_by_itself(
    award, row, eli
):
    before, now = row().sureness, timezone.now()
    board = eli.memberships.get().organisation
    told = {"is_accreditation": True, "valid_until": now + DAY}
    say(Subject(version=award.version), by=eli, organisation=board, at=now, **told)
    assert row().sureness > before
    [ends] = OutboxRow.objects.filter(kind="trust.counted", done_at=None)
    assert ends.due_at == now + DAY


def test_a_use_makes_it_fresher_when_it_is_confirmed_and_not_once_it_is_removed(award, row, ada):
    before, now = row().counted_from, timezone.now()
    item = Item.objects.get(award=award)
    use = note_use(item, used_on=now.date(), text="A site", skills=[], by=ada, at=now)
    ask_about_use(use, supervisor=MARIA, by=ada, at=now)
    assert row().counted_from == before
    [token] = re.findall(r"/attest/([^/\s]+)/", "".join(one.body for one in mail.outbox))
    reply = [Reply(str(use.pk), confirmed=True)]
    answer_request(token, reply, signed_name="Maria Lang", is_stated=True, at=now)
    assert row().counted_from > before
    remove_use(use, by=ada, at=timezone.now())
    assert row().counted_from == before


def test_suspended_reinstated_and_revoked_it_is_found_as_it_stands(award, row, bashir):
    told = {"by": bashir, "at": timezone.now()}
    suspend([award], reason="Looked into", **told)
    assert row() is None
    reinstate([award], reason="All well", **told)
    assert row() is not None
    revoke([award], reason="A mistake", **told)
    assert row() is None


def test_given_again_it_proves_what_the_new_one_says(award, row, bashir, ada):
    now = timezone.now()
    reissue(award, changes={"name": "Ada L."}, reason="Her name", by=bashir, at=now)
    outbox.drain()
    assert Item.objects.filter(holder=ada).count() == 2
    assert row() is not None


def test_what_a_stolen_key_signed_is_found_no_more(award, row, bashir):
    assert row() is not None
    declare_compromised(award.key, by=bashir, at=timezone.now())
    assert row() is None


def test_what_an_issuer_accepts_as_its_own_is_found_by_its_skills(
    award, row, ada, college, chen, statistics
):
    now = timezone.now()
    outcome = {"verb": "apply", "skill": "numbers", "skill_uri": statistics, "level": "advanced"}
    told = {"outcomes": [outcome], "eqf_level": 5, "title": "Statistics"}
    theirs = offer(college, **CONTENT | told)
    theirs.achievement.current = theirs
    theirs.achievement.save()
    said = {"accepted_as": "equivalent", "equal_to": theirs.achievement, "terms": "In full"}
    given = recognise(award.version, by=chen, organisation=college, at=now, **said)
    row()
    assert found_by(ada) == {uri for one in counted_of(ada, at=now) for uri in uris(one)}
    assert statistics in found_by(ada)
    recognising.withdraw(given, on=now.date(), reason="No more", by=chen, at=now)
    row()
    assert statistics not in found_by(ada)


def uris(held) -> set[str]:
    return {skill.uri for skill in held.skills}


def found_by(somebody) -> set[str]:
    return set(
        ProvenSkill.objects.filter(findable__person=somebody).values_list("skill__uri", flat=True)
    )


def test_an_own_skill_fades_as_what_it_is_mapped_to(ada, prove, agree, university, python, row):
    own = own_skill(university)
    eve = person("eve")
    prove(eve, own.uri)
    agree(eve)
    rows = ProvenSkill.objects.filter(findable__person=eve)
    indexed = Findable.objects.filter(person=ada).values_list("indexed_at", flat=True)
    before, hers = rows.get().half_life, indexed.get()
    now = timezone.now()
    mapping = mapped(own, python, at=now)
    outbox.drain()
    assert rows.get().half_life < before
    end_mapping(mapping, by=None, at=now)
    outbox.drain()
    assert rows.get().half_life == before
    assert indexed.get() == hers, "she proves nothing that changed"


def test_a_list_in_the_place_of_the_one_that_ships_tells_another_kind(
    award, row, sign_in, fay, monkeypatch
):
    monkeypatch.setattr(reindexing, "_CHUNK", 1)
    before = row().half_life
    browser = sign_in(fay)
    page = bring(browser, OURS).url
    browser.post(f"{page}adopt/")
    assert row().half_life > before, "no list tells that it is digital"
    browser.post(f"{page}withdraw/")
    assert row().half_life == before


def test_nothing_is_left_for_who_is_not_to_be_found(ada, prove, python, dara):
    award = prove(ada, python)
    say(Subject(award=award), by=dara, at=timezone.now())
    outbox.drain()
    assert not Watch.objects.exists()
    assert not OutboxRow.objects.filter(kind="wallet.watched").exists()


def test_a_title_tells_neither_a_part_of_a_name_nor_initials(award, ada):
    [held] = counted_of(ada, at=timezone.now())
    ada.name = "Ada Lovelace"
    for title, told in {
        "Lovelace, Ada: Canada studies": "…, …: Canada studies",
        "Diploma of the EXAMPLE UNIVERSITY": "Diploma of the …",
    }.items():
        assert blind_title(replace(held, title=title), ada) == told
    tum = replace(held, title="TUM diploma of TUMbling", issuer_name="Technical University Munich")
    assert blind_title(tum, ada) == "… diploma of TUMbling"
