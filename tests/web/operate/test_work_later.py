"""The outbox: what is posted is done once, tried again when it fails, and never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from testamur_web.ops import outbox
from testamur_web.ops.models import OutboxRow
from testamur_web.ops.outbox import (
    MAX_ATTEMPTS,
    deliver,
    deliver_all,
    drain,
    handles,
    post,
    post_many,
    sweep,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_else_handles(monkeypatch):
    monkeypatch.setattr(outbox, "_HANDLERS", {})


@pytest.fixture
def done():
    seen = []
    handles("note")(seen.append)
    return seen


def test_it_is_done_once_however_often_it_is_posted(done):
    assert post("note", {"n": 1}, key="note:1")
    assert not post("note", {"n": 2}, key="note:1")
    assert drain() == 1
    assert drain() == 0
    assert done == [{"n": 1}]


def test_many_are_posted_at_once_and_each_is_done_once(done):
    post("note", {"n": 0}, key="note:0")
    many = {f"note:{n}": {"n": n} for n in range(60)}
    post_many("note", many)
    post_many("note", many)
    assert drain() == 60
    assert sorted(each["n"] for each in done) == list(range(60))


class Overtaken(dict):
    """Rows of which somebody else posts one after it was looked whether they are there."""

    def items(self):
        post("note", {"n": 1}, key="note:1")
        return super().items()


def test_what_another_posts_meanwhile_is_done_once(done):
    post_many("note", Overtaken({f"note:{n}": {"n": n} for n in range(3)}))
    assert drain() == 3
    assert sorted(each["n"] for each in done) == [0, 1, 2]


def test_one_that_fails_holds_up_none_that_was_posted_with_it(caplog):
    seen = []

    @handles("note")
    def odd(payload):
        if payload["n"] == 1:
            raise RuntimeError("not this one")
        seen.append(payload["n"])

    post_many("note", {f"note:{n}": {"n": n} for n in range(3)})
    deliver_all.func([str(row.pk) for row in OutboxRow.objects.order_by("key")])
    assert seen == [0, 2]
    assert OutboxRow.objects.get(done_at=None).attempts == 1


def test_a_row_that_is_done_is_not_done_again(done):
    post("note", {}, key="note:1")
    row = OutboxRow.objects.get()
    deliver.func(str(row.pk))
    deliver.func(str(row.pk))
    assert len(done) == 1


def test_what_is_posted_goes_with_its_transaction(done):
    with transaction.atomic():
        post("note", {}, key="note:1")
        transaction.set_rollback(True)
    assert drain() == 0
    assert done == []


def test_it_waits_until_it_is_due(done):
    post("note", {}, key="note:1", due_at=timezone.now() + timedelta(minutes=5))
    assert drain() == 0
    assert done == []


def test_what_fails_is_tried_again_later_and_given_up_at_last(caplog):
    @handles("note")
    def fail(_payload):
        raise RuntimeError("the mail server sleeps")

    post("note", {}, key="note:1")
    waits = []
    for _ in range(MAX_ATTEMPTS):
        row = OutboxRow.objects.get()
        waits.append(row.due_at - row.posted_at)
        deliver.func(str(row.pk))
    row = OutboxRow.objects.get()
    assert row.given_up_at
    assert row.attempts == MAX_ATTEMPTS
    assert "the mail server sleeps" in row.last_error
    assert waits == sorted(waits)
    assert len(caplog.records) == MAX_ATTEMPTS


def test_a_handler_that_fails_leaves_nothing_half_done(caplog):
    @handles("note")
    def fail(_payload):
        post("other", {}, key="other:1")
        raise RuntimeError

    post("note", {}, key="note:1")
    drain()
    assert not OutboxRow.objects.filter(kind="other").exists()
    assert caplog.records


def test_what_a_killed_worker_left_is_handed_on(done):
    post("note", {}, key="note:1")
    OutboxRow.objects.update(due_at=timezone.now() - timedelta(minutes=10))
    assert sweep() == 1
    assert drain() == 1
    assert sweep() == 0
    assert len(done) == 1
