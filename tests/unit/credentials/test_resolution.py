"""Documents from copies at hand: what is given is served, everything else is named as missing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from testamur.credentials.resolution import Fetched, LocalFirst, Offline, Resolver
from testamur.errors import Unreachable
from tests.simulated_web import SimulatedWeb

TAKEN = datetime(2026, 4, 1, tzinfo=UTC)
URL = "https://uni.example/key"
COPY = Fetched(URL, b'{"a":1}', "application/json", TAKEN)


@pytest.mark.parametrize("resolver", [Offline(), LocalFirst({}, Offline()), SimulatedWeb()])
def test_everything_here_is_a_resolver(resolver):
    assert isinstance(resolver, Resolver)


def test_offline_serves_the_copy_it_was_given_with_its_age():
    assert Offline({URL: COPY}).fetch(URL) == COPY


def test_offline_says_which_document_is_missing():
    with pytest.raises(Unreachable) as caught:
        Offline().fetch(URL)
    assert caught.value.problem.code == "fetch.offline"
    assert URL in caught.value.problem.detail


def test_a_local_copy_keeps_the_size_asked_for():
    with pytest.raises(Unreachable) as caught:
        Offline({URL: COPY}).fetch(URL, limit=3)
    assert caught.value.problem.code == "fetch.too-large"


def test_what_is_at_hand_is_not_asked_for():
    web = SimulatedWeb({URL: {"b": 2}})
    assert LocalFirst({URL: COPY}, web).fetch(URL) == COPY
    assert web.requests == []


def test_what_is_not_at_hand_is_asked_for():
    web = SimulatedWeb({URL: {"b": 2}})
    assert LocalFirst({}, web).fetch(URL).body == b'{"b": 2}'
    assert web.requests == [URL]


def test_a_web_that_is_down_answers_again_once_something_is_published():
    web = SimulatedWeb({URL: {}})
    web.take_down(URL)
    with pytest.raises(Unreachable) as caught:
        web.fetch(URL)
    assert caught.value.problem.code == "fetch.unreachable"
    assert web.publish(URL, "{}").fetch(URL).body == b"{}"
    web.remove(URL)
    with pytest.raises(Unreachable) as caught:
        web.fetch(URL)
    assert caught.value.problem.code == "fetch.status"
