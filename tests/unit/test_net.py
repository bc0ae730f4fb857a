"""The one fetcher against real servers on this machine: what it sends, bears, and refuses."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from datetime import UTC, datetime

import pytest

from testamur import net
from testamur.credentials.resolution import Fetched, Resolver
from testamur.errors import Refused, Unreachable
from testamur.net import Web, address_to_serve
from testamur.problems import Problem
from tests.loopback import answer, certificate_for, serving

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOST = "uni.example"
SHORT = 0.4


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return certificate_for(tmp_path_factory.mktemp("tls"), HOST)


def loopback(_host, _port):
    return ["127.0.0.1"]


def web_for(server, **settings):
    """A fetcher that may ask `server`, over http, by its address."""
    settings = {"deadline": SHORT, "now": lambda: NOON} | settings
    return Web(allow_origins=[server.origin()], **settings)


def secure_web_for(server, certificate, *, host=HOST, **settings):
    """A fetcher that may ask `server`, over https, by the name `host`."""
    origin = server.origin(host=host, scheme="https")
    settings = {"look_up": loopback, "trust": certificate.chain, "now": lambda: NOON} | settings
    return Web(allow_origins=[origin], **settings)


def code_of(web, url, **settings):
    with pytest.raises((Refused, Unreachable)) as caught:
        web.fetch(url, **settings)
    assert len(caught.value.problem.detail) < 600
    assert "Errno" not in caught.value.problem.detail
    return caught.value.problem.code


def fetched_from(say, path="/", **settings):
    with serving(say) as server:
        return web_for(server, **settings).fetch(server.url(path))


def code_from(say, *, limit=1_000_000, **settings):
    with serving(say) as server:
        return code_of(web_for(server, **settings), server.url(), limit=limit)


# -- what is brought --


def test_a_document_comes_over_https_from_the_name_that_was_asked(certificate):
    said = answer(b'{"a":1}', "Content-Type: Application/LD+JSON; charset=utf-8")
    with serving(said, certificate=certificate) as server:
        web = secure_web_for(server, certificate)
        url = server.url("/a%20b?c=d#e", host=HOST, scheme="https")
        assert web.fetch(url, accept="application/json") == Fetched(
            url, b'{"a":1}', "application/ld+json", NOON
        )
    assert isinstance(web, Resolver)
    assert server.names == [HOST]
    [request] = server.requests
    assert request.decode().split("\r\n") == [
        "GET /a%20b?c=d HTTP/1.1",
        f"Host: uni.example:{server.port}",
        "Accept: application/json",
        "Accept-Encoding: identity",
        "User-Agent: testamur",
        "Connection: close",
        "",
        "",
    ]


@pytest.mark.parametrize(
    "said",
    [
        answer(b"hello"),
        answer(b"hello", length=False),
        b"HTTP/1.0 200 OK\r\n\r\nhello",
        answer(b"3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", "Transfer-Encoding: chunked", length=False),
        b"HTTP/1.1 100 Continue\r\n\r\n" + answer(b"hello"),
        answer(gzip.compress(b"hello", mtime=0), "Content-Encoding: gzip"),
    ],
)
def test_every_way_to_send_a_body_is_read(said):
    copy = fetched_from(said)
    assert (copy.body, copy.media_type) == (b"hello", "")


def test_the_next_address_is_tried_when_one_does_not_answer(certificate):
    with serving(answer(), certificate=certificate) as server:
        web = secure_web_for(
            server, certificate, look_up=lambda _host, _port: ["::1", "127.0.0.2", "127.0.0.1"]
        )
        assert web.fetch(server.url(host=HOST, scheme="https")).body == b"{}"


def test_the_clock_of_the_machine_is_read_when_no_other_is_given():
    with serving(answer()) as server:
        taken = Web(allow_origins=[server.origin()]).fetch(server.url()).at
    assert abs((datetime.now(UTC) - taken).total_seconds()) < 60


# -- what cannot be had --


@pytest.mark.parametrize(
    "status", ["404 Not Found", "204 No Content", "500 Oh", "302 Found", "206 P"]
)
def test_any_answer_but_200_is_not_the_document(status):
    assert code_from(answer(status=status)) == "fetch.status"


def test_a_document_withdrawn_for_good_is_told_apart():
    assert code_from(answer(status="410 Gone")) == "fetch.gone"


def test_a_closed_port_is_unreachable():
    with serving(answer()) as server:
        pass
    assert code_of(web_for(server), server.url()) == "fetch.unreachable"


@pytest.mark.parametrize("failure", [OSError("no such host"), UnicodeError("label too long")])
def test_a_name_that_has_no_address_is_unreachable(failure):
    def look_up(_host, _port):
        raise failure

    assert code_of(Web(look_up=look_up), "https://uni.example/") == "fetch.unreachable"
    nowhere = Web(look_up=lambda _host, _port: [])
    assert code_of(nowhere, "https://uni.example/") == "fetch.unreachable"


@pytest.mark.parametrize("name", ["uni.example", "nobody.invalid", "some.test"])
def test_a_reserved_name_is_nobodys_without_asking(name, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("it was asked for"))
    assert code_of(Web(), f"https://{name}/") == "fetch.unreachable"


def test_a_mistake_in_a_look_up_is_not_hidden():
    def look_up(_host, _port):
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        Web(look_up=look_up).fetch("https://uni.example/")


def test_a_certificate_for_another_name_is_not_trusted(certificate):
    with serving(answer(), certificate=certificate) as server:
        web = secure_web_for(server, certificate, host="other.example")
        url = server.url(host="other.example", scheme="https")
        assert code_of(web, url) == "fetch.unreachable"
    assert server.requests == []


def test_a_certificate_of_an_unknown_authority_is_not_trusted(certificate):
    with serving(answer(), certificate=certificate) as server:
        web = secure_web_for(server, certificate, trust=None)
        assert code_of(web, server.url(host=HOST, scheme="https")) == "fetch.unreachable"
    assert server.requests == []


def test_a_certificate_that_has_expired_is_not_trusted(tmp_path):
    old = certificate_for(tmp_path, HOST, days_ago=60)
    with serving(answer(), certificate=old) as server:
        web = secure_web_for(server, old)
        assert code_of(web, server.url(host=HOST, scheme="https")) == "fetch.unreachable"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"", "fetch.unreachable"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", "fetch.malformed"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "fetch.malformed"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello", "fetch.malformed"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello", "fetch.malformed"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "fetch.malformed"),
        (b"\x16\x03\x01\x02\x00", "fetch.malformed"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "fetch.malformed"),
        (answer(b"hello", "Content-Encoding: br"), "fetch.malformed"),
        (answer(b"hello", "Content-Encoding: gzip"), "fetch.malformed"),
        (
            answer(gzip.compress(b"hello", mtime=0)[:-4], "Content-Encoding: gzip"),
            "fetch.malformed",
        ),
        (
            answer(gzip.compress(b"hello", mtime=0) + b"more", "Content-Encoding: gzip"),
            "fetch.malformed",
        ),
        (answer(b"hello", *(f"H{n}: a" for n in range(101))), "fetch.malformed"),
        (answer(b"hello", "H: " + "a" * 65_600), "fetch.malformed"),
    ],
)
def test_what_is_not_a_whole_http_answer_is_not_the_document(said, code):
    assert code_from(said) == code


# -- how much, how long, how often --


def endlessly(first, more):
    def say(connection):
        connection.sendall(first)
        while True:
            connection.sendall(more)

    return say


@pytest.mark.parametrize(
    "say",
    [
        answer(b"x" * 1001),
        b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\nhello",
        endlessly(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 1000),
        endlessly(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        endlessly(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        answer(gzip.compress(bytes(100_000), mtime=0), "Content-Encoding: gzip"),
        answer(gzip.compress(bytes(10_000_000), mtime=0), "Content-Encoding: gzip"),
    ],
)
def test_more_than_asked_for_is_not_taken(say):
    assert code_from(say, limit=1000, deadline=5) == "fetch.too-large"


def slowly(text, *, pause=0.05):
    def say(connection):
        for byte in text:
            connection.sendall(bytes([byte]))
            time.sleep(pause)

    return say


def silently(connection):
    connection.recv(1)


@pytest.mark.parametrize(
    "say",
    [
        silently,
        slowly(answer(b"hello")),
        lambda connection: (connection.sendall(answer(b"", "Content-Length: 99", length=False)), slowly(b"x" * 99)(connection)),
        lambda connection: (connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n"), silently(connection)),
    ],
)  # fmt: skip
def test_a_slow_server_is_left_at_the_deadline(say):
    assert code_from(say) == "fetch.timeout"


def test_a_server_that_never_finishes_the_handshake_is_left_at_the_deadline(certificate):
    with serving(silently) as server:
        web = secure_web_for(server, certificate, deadline=SHORT)
        assert code_of(web, server.url(host=HOST, scheme="https")) == "fetch.timeout"


def test_one_judgement_waits_no_longer_for_many_slow_servers_than_for_one():
    with serving(silently) as first, serving(silently) as second, serving(answer()) as third:
        origins = [first.origin(), second.origin(), third.origin()]
        web = Web(allow_origins=origins, deadline=30)
        hurried = web.hurried(seconds=SHORT)
        for server in (first, second, third):  # the third would answer at once
            assert code_of(hurried, server.url()) == "fetch.timeout"
        assert [server.connections for server in (first, second, third)] == [1, 0, 0]
        assert (
            web.fetch(third.url()).body == b"{}"
        )  # who is not in a hurry, or asks anew, is served


def test_a_look_up_that_never_ends_is_left_at_the_deadline():
    ended = threading.Event()
    web = Web(look_up=lambda _host, _port: ended.wait(5) or [], deadline=0.1, at_once=1)
    for host in ("a.example", "b.example", "c.example"):  # the third finds every look-up taken
        assert code_of(web, f"https://{host}/") == "fetch.timeout"
    ended.set()


def test_so_many_at_once_and_no_more():
    with serving(silently) as server, serving(answer()) as other:
        web = Web(allow_origins=[server.origin(), other.origin()], deadline=SHORT, at_once=1)
        first = threading.Thread(target=code_of, args=(web, server.url()))
        first.start()
        time.sleep(0.05)
        web._deadline = 0.1
        assert code_of(web, other.url()) == "fetch.timeout"
        first.join()
    assert other.connections == 0


# -- what stays at hand --


@pytest.mark.parametrize(
    ("headers", "connections"),
    [
        ([], 1),
        (["Cache-Control: max-age=60"], 1),
        (["Cache-Control: public, max-age=60", "Age: 59"], 1),
        (["Cache-Control: max-age=60", "Age: soon"], 1),
        (["Cache-Control: max-age=60", "Age: 60"], 2),
        (["Cache-Control: max-age=0"], 2),
        (["Cache-Control: no-store"], 2),
        (["Cache-Control: no-cache, max-age=60"], 2),
    ],
)
def test_an_answer_is_given_again_for_as_long_as_it_says(headers, connections):
    with serving(answer(b"{}", *headers)) as server:
        web = web_for(server)
        assert web.fetch(server.url()) == web.fetch(server.url())
        assert server.connections == connections


def test_no_answer_is_given_again_after_five_minutes(monkeypatch):
    with serving(answer(b"{}", "Cache-Control: max-age=999999999")) as server:
        web = web_for(server)
        web.fetch(server.url())
        began = time.monotonic()
        monkeypatch.setattr(net.time, "monotonic", lambda: began + 301)
        web.fetch(server.url())
        assert server.connections == 2


def test_an_answer_at_hand_keeps_the_limit_of_each_who_asks():
    with serving(answer(b"hello")) as server:
        web = web_for(server)
        web.fetch(server.url())
        assert code_of(web, server.url(), limit=4) == "fetch.too-large"
        assert server.connections == 1


def test_a_host_that_did_not_answer_is_not_asked_again_at_once(monkeypatch):
    with serving(silently) as server:
        web = web_for(server, deadline=0.1)
        assert code_of(web, server.url("/a")) == "fetch.timeout"
        assert code_of(web, server.url("/b")) == "fetch.timeout"
        assert server.connections == 1
        began = time.monotonic()
        monkeypatch.setattr(net.time, "monotonic", lambda: began + 11)
    assert web._cache.find((server.origin(),)) is None


def test_what_stays_at_hand_is_bounded(monkeypatch):
    monkeypatch.setattr(net, "_CACHED_ANSWERS", 3)
    monkeypatch.setattr(net, "_CACHED_BYTES", 10)
    cache = net._Cache()
    for name in "abcd":
        cache.keep((name,), Fetched(name, b"xx", "", NOON), seconds=9)
    assert [cache.find((name,)) is None for name in "abcd"] == [True, False, False, False]
    cache.keep(("e",), Fetched("e", b"x" * 9, "", NOON), seconds=9)
    assert [cache.find((name,)) is None for name in "bcde"] == [True, True, True, False]
    cache.keep(("e",), Problem("fetch.timeout", "again"), seconds=9)
    assert cache._bytes == 0


# -- redirects --


def onward(to, status="302 Found"):
    return answer(b"", f"Location: {to}", status=status)


def test_a_redirect_is_not_followed_unless_asked_for():
    with serving(answer()) as target, serving(onward(target.url())) as server:
        web = Web(allow_origins=[server.origin(), target.origin()])
        assert code_of(web, server.url()) == "fetch.status"
    assert target.connections == 0


@pytest.mark.parametrize("status", ["301 A", "302 B", "303 C", "307 D", "308 E"])
def test_a_redirect_is_followed_where_it_is_asked_for(status):
    with serving(answer(b"there")) as target, serving(onward(target.url("/x"), status)) as server:
        web = Web(allow_origins=[server.origin(), target.origin()], redirects=1)
        copy = web.fetch(server.url())
    assert (copy.url, copy.body) == (server.url(), b"there")
    assert target.requests[0].startswith(b"GET /x ")


def test_redirects_end():
    with serving(onward("/again")) as server:
        assert code_of(web_for(server, redirects=99), server.url()) == "fetch.status"
        assert server.connections == 1 + net.MAX_REDIRECTS


@pytest.mark.parametrize(
    "to", ["https://127.0.0.1/", "http://uni.example/", "file:///etc/passwd", "//127.1/", "ü", ""]
)
def test_a_redirect_is_judged_like_a_first_address(to):
    with serving(onward(to)) as server:
        code = code_of(web_for(server, redirects=1), server.url())
    assert code == ("fetch.status" if to == "" else "fetch.blocked")


def test_a_redirect_from_https_to_http_is_refused(certificate):
    with (
        serving(answer()) as target,
        serving(onward(target.url()), certificate=certificate) as server,
    ):
        origins = [server.origin(host=HOST, scheme="https"), target.origin()]
        web = Web(allow_origins=origins, look_up=loopback, trust=certificate.chain, redirects=1)
        assert code_of(web, server.url(host=HOST, scheme="https")) == "fetch.blocked"
    assert target.connections == 0


def test_a_free_port_can_be_served():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = tried.getsockname()[1]
    assert address_to_serve("localhost", port) in {"127.0.0.1", "::1"}
    assert address_to_serve("127.0.0.1", port) == "127.0.0.1"


@pytest.mark.parametrize("shares", [False, True])
def test_a_port_that_is_taken_cannot_be_served(shares):
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, shares)
        server.bind(("127.0.0.1", 0))
        server.listen()
        with pytest.raises(Refused) as caught:
            address_to_serve("127.0.0.1", server.getsockname()[1])
    assert caught.value.problem.code == "service.address-refused"


@pytest.mark.parametrize("host", ["198.51.100.7", "a..b", "nowhere.invalid", ""])
def test_a_host_that_is_not_this_machine_cannot_be_served(host):
    with pytest.raises(Refused) as caught:
        address_to_serve(host, 8443)
    assert caught.value.problem.code == "service.address-refused"
