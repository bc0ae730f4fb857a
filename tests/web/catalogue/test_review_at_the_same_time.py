"""Experts answer, designers change and publish at the same moment: what is kept is about what was."""

from __future__ import annotations

from dataclasses import replace
from threading import Event, Thread

import pytest
from django.db import connection
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur_web.catalogue import reviewing, services
from testamur_web.catalogue.models import Review, ReviewRequest
from testamur_web.catalogue.reviewing import ASK
from testamur_web.catalogue.reviews import digest_of, reviewed, standing_of
from testamur_web.ops import outbox
from testamur_web.ops.models import OutboxRow
from testamur_web.people.tokens import link_token
from tests.web.catalogue.conftest import WHOLE, but
from tests.web.catalogue.test_review_before_publishing import INGRID, SAID

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6
CHANGED = but(summary="For all who count.")


@pytest.fixture
def asked(draft, bashir):
    """The links of several experts who were asked about one draft."""
    for number in range(AT_ONCE):
        expert = replace(INGRID, email=f"ingrid-{number}@data.example")
        reviewing.ask_expert(draft, expert, by=bashir, at=timezone.now())
    outbox.drain()
    letters = OutboxRow.objects.filter(kind=ASK)
    return [link_token(ASK, row.payload["request"], nonce=row.payload["nonce"]) for row in letters]


def told(call):
    """What a call returned, or the code of what it was refused with."""

    def tell():
        try:
            return call()
        except (Conflict, Refused) as error:
            return error.problem.code

    return tell


def answering(token, **said):
    answer = replace(SAID, **said)
    return told(lambda: reviewing.answer_review(token, answer, at=timezone.now()))


def test_one_link_takes_one_answer_however_many_send_it(asked, together):
    given = together(*[answering(asked[0])] * AT_ONCE)
    assert given.count("review.answered") == AT_ONCE - 1
    assert Review.objects.count() == 1


def test_experts_who_answer_at_once_are_all_kept(draft, asked, together):
    together(*(answering(token, name=f"Expert {at}") for at, token in enumerate(asked)))
    assert standing_of(draft, WHOLE).counted == AT_ONCE


def test_one_expert_is_asked_once_however_many_ask(draft, bashir, together):
    ask = told(lambda: reviewing.ask_expert(draft, INGRID, by=bashir, at=timezone.now()))
    given = together(*[ask] * AT_ONCE)
    assert given.count("review.asked-already") == AT_ONCE - 1
    assert ReviewRequest.objects.count() == 1


def test_the_draft_stands_still_while_an_expert_answers(draft, bashir, asked, on_disk, monkeypatch):
    changed = Event()

    def change():
        services.save_draft(draft, CHANGED, by=bashir, at=timezone.now())
        changed.set()
        connection.close()

    designer = Thread(target=change)

    def read(definition):
        designer.start()
        assert not changed.wait(0.3)
        return digest_of(definition)

    monkeypatch.setattr(reviewing, "digest_of", read)
    kept = answering(asked[0])()
    designer.join()
    assert kept.digest == digest_of(WHOLE)
    draft.refresh_from_db()
    assert draft.draft["summary"] == CHANGED.summary
    assert standing_of(draft, CHANGED).counted == 0


def test_what_was_published_counts_only_answers_that_came_before(
    draft, university, bashir, asked, together
):
    reviewing.change_least(university, 2, by=bashir, at=timezone.now())
    publish = told(lambda: services.publish(draft, by=bashir, at=timezone.now()))
    version, *given = together(publish, *(answering(token) for token in asked))
    if version == "definition.unreviewed":
        assert Review.objects.count() == AT_ONCE
        return
    assert set(given) - {"definition.no-draft"} == set(Review.objects.all())
    assert reviewed(version).counted == Review.objects.count() >= 2
    assert version.content["title"] == WHOLE.title
    assert {one.digest for one in Review.objects.all()} == {digest_of(WHOLE)}
