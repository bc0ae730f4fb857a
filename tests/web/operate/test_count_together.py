"""Somebody tries too often: it is counted once for all processes, and by where they really are."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory

from testamur_web.ops.models import CacheRow, Tally
from testamur_web.ops.tallies import clear_ended_tallies, count_of, count_one
from testamur_web.ops.visitors import address_of
from testamur_web.people.sign_in import SignIn
from testamur_web.verifying import pace
from tests.web.conftest import NOW, PASSWORD

MINUTE = timedelta(minutes=1)


def count(who="192.0.2.1", *, at=NOW):
    return count_one("try", who=who, window=MINUTE, at=at)


def test_it_is_counted_from_the_first_time_on_and_begun_anew(db):
    assert [count(), count(at=NOW + MINUTE / 2)] == [1, 2]
    assert count_of("try", who="192.0.2.1", at=NOW + MINUTE / 2) == 2
    assert count_of("try", who="192.0.2.1", at=NOW + MINUTE) == 0
    assert count(at=NOW + MINUTE) == 1
    assert count(at=NOW + MINUTE * 1.5) == 2


def test_each_is_counted_alone(db):
    assert [count("a"), count("b"), count("a")] == [1, 1, 2]
    assert count_one("other", who="a", window=MINUTE, at=NOW) == 1


def test_nobodys_address_is_kept(db):
    count()
    assert "192.0.2" not in Tally.objects.get().key
    clear_ended_tallies(at=NOW + MINUTE)
    assert not Tally.objects.exists()


def test_none_of_many_at_once_is_lost(together):
    assert max(together(*[count] * 8)) == 8
    assert count_of("try", who="192.0.2.1", at=NOW) == 8


def test_tries_to_sign_in_are_counted_where_every_process_reads(ada):
    right, wrong = ({"login": "ada", "password": word} for word in (PASSWORD, "wrong"))
    for _ in range(6):
        Client().post("/accounts/login/", wrong)
    assert Client().post("/accounts/login/", right).status_code != 302
    CacheRow.objects.all().delete()
    assert Client().post("/accounts/login/", right).status_code == 302


def test_the_cache_of_all_is_in_the_database(db):
    cache.set("somebody", ["was", "here"], 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ops_cache")
        assert cursor.fetchone() == (1,)
    assert cache.get("somebody") == ["was", "here"]


# --------------------------------------------------------------------------------- behind proxies

ASKED = {"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 192.0.2.7, 10.0.0.8"}


@pytest.mark.parametrize(
    ("proxies", "asked", "address"),
    [
        (0, ASKED, "10.0.0.9"),
        (1, ASKED, "10.0.0.8"),
        (2, ASKED, "192.0.2.7"),
        (4, ASKED, "10.0.0.9"),
        (1, {"REMOTE_ADDR": "10.0.0.9"}, "10.0.0.9"),
        (1, ASKED | {"HTTP_X_FORWARDED_FOR": "unknown"}, "10.0.0.9"),
        (1, ASKED | {"HTTP_X_FORWARDED_FOR": " 2001:db8:1:2:3:4:5:6 "}, "2001:db8:1:2::"),
        (0, {"REMOTE_ADDR": "2001:db8:1:2::9"}, "2001:db8:1:2::"),
        (0, {"REMOTE_ADDR": "::ffff:192.0.2.7"}, "192.0.2.7"),
        (0, {"REMOTE_ADDR": ""}, ""),
    ],
    ids=[
        "nobody is believed",
        "one proxy says whom it heard",
        "two proxies",
        "fewer than are trusted",
        "none at all",
        "no address",
        "a network of its own",
        "without a proxy too",
        "the older address in the newer",
        "a socket",
    ],
)
def test_the_address_is_the_one_a_trusted_proxy_heard(settings, proxies, asked, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", **asked)
    assert address_of(request) == address
    assert SignIn(SimpleNamespace()).get_client_ip(request) == address


def test_nobody_is_counted_by_what_they_say_of_themselves(db, settings, monkeypatch):
    monkeypatch.setattr(pace, "MOST", 1)

    def ask(said):
        return Client().post("/verify/", {}, headers={"X-Forwarded-For": said}).status_code

    assert [ask("192.0.2.1"), ask("192.0.2.2")] == [422, 429]
    settings.TRUSTED_PROXIES = 1
    assert [ask("192.0.2.1"), ask("192.0.2.2"), ask("6.6.6.6, 192.0.2.2")] == [422, 422, 429]
