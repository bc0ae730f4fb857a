"""Ada earns the last part of a whole: she has the whole, once, and only if she wants it."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone

import testamur as tm
from testamur import Credential, Verdict
from testamur.errors import Conflict, Refused
from testamur.pathways.composite import evaluate_composite, is_composite, read_composite
from testamur_web.awards.models import Award
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.awards.services import revoke
from testamur_web.catalogue.documents import version_url
from testamur_web.catalogue.models import Version
from testamur_web.ops.outbox import drain
from testamur_web.plans import services, stacking
from testamur_web.wallet.services import add_from_elsewhere
from tests.web.awards.conftest import published
from tests.web.conftest import NOW
from tests.web.plans.wholes import award_of, case_of, earn, forged, named, refusal, whole_of

pytestmark = pytest.mark.django_db


def test_the_last_part_gives_the_whole(known, whole, python, statistics):
    earn(python, known)
    assert award_of(known, whole) is None
    assert case_of(known, whole).percent == 50
    assert case_of(known, whole).left == ["“Statistics”"]
    earn(statistics, known)
    award = award_of(known, whole)
    assert is_composite(Credential(award.credential).document)
    assert case_of(known, whole).state == "awarded"
    assert known.wallet_items.filter(award=award).count() == 1


def test_anybody_can_evaluate_what_was_awarded(known, whole, python, statistics):
    parts = [Credential(earn(one, known).credential) for one in (python, statistics)]
    award = award_of(known, whole)
    report = evaluate_composite(
        Credential(award.credential),
        parts=parts,
        resolver=InstanceResolver(at=award.issued_at),
        at=award.issued_at,
    )
    assert report.verdict is Verdict.VALID, report


def test_counting_again_changes_nothing(known, whole, python, statistics):
    earn(python, known)
    earn(statistics, known)
    count = Award.objects.count()
    services.recount(known, at=NOW)
    services.follow_stack(known, whole.achievement, at=NOW)
    assert Award.objects.count() == count


def test_progress_is_shown_before_and_after(known, whole, python):
    assert stacking.stacks_of(known, at=NOW) == []
    earn(python, known)
    [found] = stacking.stacks_of(known, at=NOW)
    assert found.version == whole
    assert [one.held.title for one in found.stack.counted] == ["Python"]
    assert stacking.progress_of(known, whole, at=NOW).stack.progress == found.stack.progress


def test_a_whole_of_other_peoples_parts_is_offered_and_shown_to_nobody(
    known, university, python, college, chen
):
    theirs = published(college, title="Ethics")
    whole = whole_of(university, python, theirs)
    earn(python, known)
    earn(theirs, known)
    case = case_of(known, whole)
    assert (case.state, case.waits_for) == ("waiting", "learner")
    assert (case.own_progress, case.own_left) == (0.5, ["“Ethics”"])
    assert [letter.subject for letter in mail.outbox if letter.to == [known.email]][-1] == (
        "You have every part of “Data scientist”"
    )
    services.accept_stack(case, by=known, at=NOW)
    assert award_of(known, whole) is not None
    assert case_of(known, whole).is_followed


def test_only_the_learner_accepts(known, university, python, college, bashir):
    theirs = published(college, title="Ethics")
    whole = whole_of(university, theirs)
    earn(theirs, known)
    with refusal(Conflict, "stack.not-waiting"):
        services.accept_stack(case_of(known, whole), by=bashir, at=NOW)


def test_who_follows_it_is_not_asked(known, university, college):
    theirs = published(college, title="Ethics")
    whole = whole_of(university, theirs)
    services.follow_stack(known, whole.achievement, at=NOW)
    earn(theirs, known)
    assert award_of(known, whole) is not None


def test_who_leaves_it_is_asked_again(known, university, college):
    theirs = published(college, title="Ethics")
    whole = whole_of(university, theirs, gives="confirm")
    services.follow_stack(known, whole.achievement, at=NOW)
    earn(theirs, known)
    assert case_of(known, whole).waits_for == "registrar"
    services.leave_stack(known, whole.achievement, at=NOW)
    assert case_of(known, whole).waits_for == "learner"
    assert award_of(known, whole) is None


def test_what_a_registrar_confirms_waits_for_one(known, university, python, bashir):
    whole = whole_of(university, python, gives="confirm")
    earn(python, known)
    case = case_of(known, whole)
    assert (case.state, case.waits_for) == ("waiting", "registrar")
    services.confirm_stack(case, by=bashir, at=NOW)
    assert award_of(known, whole).created_by == bashir
    with refusal(Conflict, "stack.not-waiting"):
        services.confirm_stack(case, by=bashir, at=NOW)


def test_what_a_registrar_refuses_stays_refused_until_they_confirm(
    known, university, python, bashir
):
    whole = whole_of(university, python, gives="confirm")
    earn(python, known)
    services.refuse_stack(case_of(known, whole), reason="Not enrolled", by=bashir, at=NOW)
    services.recount(known, at=NOW)
    case = case_of(known, whole)
    assert (case.state, case.reason) == ("refused", "Not enrolled")
    services.confirm_stack(case, by=bashir, at=NOW)
    assert case_of(known, whole).state == "awarded"


def test_a_refusal_says_why(known, university, python, bashir):
    whole = whole_of(university, python, gives="confirm")
    earn(python, known)
    with refusal(Refused, "text.empty"):
        services.refuse_stack(case_of(known, whole), reason=" ", by=bashir, at=NOW)


def test_a_whole_counts_toward_a_higher_one(known, university, whole, python, statistics):
    higher = whole_of(university, whole, title="Master of data")
    earn(python, known)
    earn(statistics, known)
    [part] = read_composite(Credential(award_of(known, higher).credential).document).parts
    assert part.credential == f"urn:uuid:{award_of(known, whole).pk}"


def test_wholes_that_count_each_other_do_not_hold_each_other_up(
    known, university, python, statistics
):
    first = whole_of(university, python, title="First")
    second = whole_of(university, clause={"any": [named(statistics), named(first)]}, title="Second")
    clause = {"any": [named(python), named(second)]}
    Version.objects.filter(pk=first.pk).update(
        content=first.content | {"stack": {"clause": clause}}
    )
    part = earn(python, known)
    assert award_of(known, first)
    assert award_of(known, second)
    revoke([part], reason="Copied", by=None, at=timezone.now())
    drain()
    assert award_of(known, first).suspended_at
    assert award_of(known, second).suspended_at


def test_what_is_not_made_of_others_cannot_be_followed(known, python):
    with refusal(Refused, "stack.no-rule"):
        services.follow_stack(known, python.achievement, at=NOW)


def test_a_part_under_an_address_that_nobody_proved_does_not_count(ada, python, whole):
    earn(python, ada)
    found = stacking.progress_of(ada, whole, at=NOW).stack
    assert [one.reasons[0].why for one in found.rejected] == ["about somebody else"]


def test_what_she_signed_herself_gives_nothing(known, university, python):
    key = tm.SigningKey.generate()
    mine = whole_of(university, python)
    credits_ = whole_of(university, clause={"credits": 30, "scheme": "unnamed"}, title="Credits")
    for text in (
        forged(version_url(python), to=known.email, key=key),
        forged("https://college.example/a/python", to=known.email, key=key),
    ):
        added = add_from_elsewhere(known, text, resolver=tm.Offline(), at=NOW)
        assert added.trust == "verified"
    drain()
    assert award_of(known, mine) is None
    assert award_of(known, credits_) is None
    found = stacking.progress_of(known, mine, at=NOW).stack
    assert {one.reasons[0].why for one in found.rejected} == {"not an accepted issuer"}


def test_what_an_issuer_that_the_rule_names_awarded_counts(known, university):
    key = tm.SigningKey.generate()
    clause = {"issuers": [key.public.did_key], "rule": {"credits": 30, "scheme": "unnamed"}}
    whole = whole_of(university, clause=clause)
    text = forged("https://college.example/a/python", to=known.email, key=key)
    add_from_elsewhere(known, text, resolver=tm.Offline(), at=NOW)
    drain()
    assert case_of(known, whole).waits_for == "learner"
