"""Fay asks how her instance fares: `testamur doctor`, /healthz and the page of the instance."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from testamur.credentials.resolution import Offline
from testamur.errors import Unreachable
from testamur.interop.intake import examine
from testamur.problems import Verdict
from testamur_web.awards.bulk.batches import make_batch, start_batch
from testamur_web.awards.bulk.sheets import Table
from testamur_web.awards.models import BatchRow, StatusList
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.config import checkup
from testamur_web.config.checkup import NotWell, checks_of_instance
from testamur_web.ops.models import OutboxRow, WorkerSign
from testamur_web.ops.outbox import deliver
from testamur_web.ops.workers import say_alive
from tests.running_vc_api import own_port
from tests.web.awards.conftest import awarded, published
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def database_of_a_test(monkeypatch):
    """It may lie in memory, and no migration made its tables."""
    monkeypatch.setattr("testamur_web.ops.health.has_current_tables", lambda: True)
    monkeypatch.setattr("testamur_web.config.checkup._missing_file", str)


@pytest.fixture
def look():
    """What one check says: whether all is well, and in which words."""
    checks = checkup._CHECKS

    def one(name):
        try:
            return True, checks[name]()
        except NotWell as told:
            return False, str(told)

    return one


@pytest.fixture
def another_secret(settings, university, bashir):
    """An instance that was started with another secret than its keys were encrypted with."""
    award = awarded(published(university))
    settings.KEY_SECRET = "not the one"
    return award


# ----------------------------------------------------------------------------- another key secret


def test_healthz_says_that_the_secret_does_not_fit(another_secret):
    answer = Client().get("/healthz")
    told = answer.json()
    assert (answer.status_code, told["is_ready"]) == (503, False)
    assert [each["code"] for each in told["problems"]] == ["service.key-secret"]
    assert "TESTAMUR_KEY_SECRET" in told["problems"][0]["remedy"]


def test_its_status_list_is_not_there_for_now(another_secret):
    page = Client().get(f"/status/{StatusList.objects.first().pk}/")
    assert page.status_code == 503
    text = page.content.decode()
    assert "TESTAMUR_KEY_SECRET" in text
    assert "service.key-secret" in text


def test_what_it_awarded_is_undetermined_meanwhile(another_secret, settings):
    resolver = InstanceResolver(at=NOW, then=Offline())
    report = examine(another_secret.credential, resolver=resolver, at=NOW)
    assert report.verdict is Verdict.UNDETERMINED


def test_the_page_of_the_instance_says_so(another_secret, fay, sign_in):
    page = sign_in(fay).get("/operator/").content.decode()
    assert "do not open with the secret" in page


def test_who_awards_is_told_so_and_nobody_is_awarded(another_secret, bashir, university, sign_in):
    asked = {
        "version": str(another_secret.version_id),
        "name": "Mei",
        "awarded_on": "2026-05-01",
        "key": str(uuid4()),
    }
    page = sign_in(bashir).post(f"/o/{university.slug}/awards/new/", asked)
    assert (page.status_code, university.awards.count()) == (503, 1)
    assert "service.key-secret" in page.content.decode()


def test_a_batch_waits_until_the_secret_is_right(another_secret, bashir, settings):
    table = Table(["Name", "E-mail"], [["Mei", "mei@people.example"]])
    batch = make_batch(another_secret.version, name="May", table=table, by=bashir, at=NOW)
    BatchRow.objects.filter(batch=batch).update(state=BatchRow.State.READY)
    start_batch(batch, by=bashir, at=NOW, undo_time=timedelta())
    row = OutboxRow.objects.get(kind="batch.run")
    with suppress(Unreachable):
        deliver.func(str(row.pk))
    row.refresh_from_db()
    assert (row.done_at, row.attempts) == (None, 1)
    assert BatchRow.objects.get().state == BatchRow.State.READY


# -------------------------------------------------------------------------------------- the doctor


def test_nothing_is_looked_at_where_no_instance_is_named(monkeypatch):
    for name in ("DATABASE_URL", "DATABASE_URL_FILE", "TESTAMUR_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    assert checks_of_instance() == {}


def test_the_secret_must_fit_every_key(another_secret, look):
    is_well, told = look("keys")
    assert not is_well
    assert "TESTAMUR_KEY_SECRET" in told


def test_keys_that_open_are_counted(university, look):
    awarded(published(university))
    assert look("keys") == (True, "the secret opens every key: 1")


def test_the_address_must_be_one_that_is_answered(settings, look):
    settings.INSTANCE_URL, settings.IS_SECURE = "https://badges.uni.example", True
    is_well, told = look("address")
    assert not is_well
    assert "add badges.uni.example to TESTAMUR_ALLOWED_HOSTS" in told
    settings.ALLOWED_HOSTS = ["badges.uni.example"]
    assert look("address") == (True, "people and verifiers come to https://badges.uni.example")


def test_plain_http_is_said_to_be_for_this_machine_alone(look):
    is_well, told = look("address")
    assert is_well
    assert "for this machine alone" in told


def test_a_folder_that_is_missing_is_told(settings, tmp_path, look):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    assert not look("folder")[0]
    for name in ("media", "mail"):
        (tmp_path / name).mkdir()
    assert look("folder") == (True, f"{tmp_path} can be written")


def test_a_worker_must_have_been_seen(look):
    assert look("worker") == (
        False,
        "0 at work, 0 things wait; none was seen: run `testamur worker`",
    )
    say_alive(at=timezone.now() - timedelta(hours=2))
    assert "the last was seen at" in look("worker")[1]
    say_alive(at=timezone.now())
    assert look("worker") == (True, "1 at work, 0 things wait, none for long")


def test_signs_of_long_ago_are_cleared_away():
    WorkerSign.objects.create(name="gone", seen_at=NOW - timedelta(days=2))
    say_alive(at=NOW)
    assert [each.name for each in WorkerSign.objects.all()] != []
    assert not WorkerSign.objects.filter(name="gone").exists()


@pytest.mark.parametrize(
    ("mark", "told"),
    [({"due_at": NOW}, "for too long"), ({"given_up_at": NOW}, "given up")],
    ids=["late", "given up"],
)
def test_work_that_is_not_done_is_told(look, mark, told):
    say_alive(at=timezone.now())
    row = {"kind": "note", "key": "1", "posted_at": NOW, "due_at": NOW} | mark
    OutboxRow.objects.create(**row)
    is_well, said = look("worker")
    assert not is_well
    assert told in said


def test_mail_that_reaches_nobody_is_told_and_is_no_fault(settings, look):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    is_well, told = look("mail")
    assert is_well
    assert "letters reach nobody" in told


@contextmanager
def a_mail_server():
    """One that greets a client, and takes its leave; its port."""

    def greet():
        client, _ = listener.accept()
        with client, client.makefile("rb") as lines:
            client.sendall(b"220 mail.example\r\n")
            for _line in lines:
                client.sendall(b"250 mail.example\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=greet, daemon=True).start()
        yield listener.getsockname()[1]


def test_a_mail_server_is_asked_whether_it_takes_letters(settings, look):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
    with a_mail_server() as port:
        settings.EMAIL_PORT = port
        assert look("mail") == (True, f"127.0.0.1 port {port} takes letters")
    with own_port() as port:
        settings.EMAIL_PORT = port
        is_well, told = look("mail")
    assert not is_well
    assert "check TESTAMUR_EMAIL_HOST" in told


def test_a_database_that_does_not_answer_is_told_once(look, monkeypatch):
    def nobody():
        raise DatabaseError("connection\n refused")

    monkeypatch.setattr("testamur_web.ops.health.has_current_tables", nobody)
    is_well, told = look("database")
    assert not is_well
    assert "connection refused" in told
    assert look("keys") == look("worker")
    assert "not looked at" in look("keys")[1]


def test_tables_of_another_version_are_told(look, monkeypatch):
    monkeypatch.setattr("testamur_web.ops.health.has_current_tables", lambda: False)
    assert look("database") == (
        False,
        "its tables are of another version: start `testamur serve` once",
    )
    told = Client().get("/healthz").json()
    assert [each["code"] for each in told["problems"]] == ["service.database-behind"]


def test_healthz_says_when_the_database_does_not_answer(monkeypatch):
    def nobody():
        raise DatabaseError("connection refused")

    monkeypatch.setattr("testamur_web.ops.health.has_current_tables", nobody)
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["problems"][0]["code"] == "service.database-refused"
