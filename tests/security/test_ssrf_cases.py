"""Requests that strangers' documents would have us send into our own network: none is sent.

Named after the cases SSRF-001, -002, -004, -005 and -007 of the hostile cases.
"""

from __future__ import annotations

import gzip
import socket
import time
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis.strategies import ip_addresses

import testamur as tm
from testamur import net
from testamur.credentials.dids import resolve_method
from testamur.errors import Refused, Unreachable
from testamur.net import Web, is_public_address
from tests.effort import examples
from tests.loopback import answer, certificate_for, serving

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
PUBLIC = "93.184.216.34"

# ruff: noqa: S104 - addresses of every kind are the point here, and none is bound

SPELLINGS = [
    "127.0.0.1", "127.1", "127.0.1", "127.0.0.1.", "127.000.000.001", "2130706433", "017700000001",
    "0x7f000001", "0x7F.0x0.0x0.0x1", "0x7f.1", "0177.0.0.1", "0177.1", "127.0.0.1.nip.io:1",
    "%31%32%37.0.0.1", "127%2E0%2E0%2E1", "①②⑦.⓪.⓪.①", "127。0。0。1", "0", "0.0.0.0", "0x0",
    "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1%25lo]", "[fd00:ec2::254]",
    "169.254.169.254", "2852039166", "0xa9fea9fe", "[::ffff:169.254.169.254]", "100.100.100.200",
    "192.0.0.192", "168.63.129.16", "10.0.0.1", "172.16.0.1", "192.168.1.1", "224.0.0.1", "255.255.255.255",
    "localhost", "LOCALHOST", "localhost.", "localhost.localdomain.", "uni.localhost", "printer.local",
    "metadata.google.internal", "router.home.arpa", "intranet", "ip6-localhost",
    "user@127.0.0.1", "uni.example@127.0.0.1", "127.0.0.1#@uni.example", "127.0.0.1\\@uni.example",
    "uni.example:80@127.0.0.1", "127.0.0.1 .uni.example", "127.0.0.1\t", "127.0.0.1\r\nHost:x", "", ".", "..",
]  # fmt: skip

NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
    "127.255.255.255", "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
    "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1",
    "64:ff9b::a9fe:a9fe", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:2::1",
    "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3ffe::1", "3fff::1",
    "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%lo", "fec0::1", "ff02::1",
    "ffff::1", "not an address", "", "127.1",
]  # fmt: skip


@pytest.fixture(name="attempts")
def no_connection_leaves(monkeypatch):
    """Every address that a connection is attempted to; none is made."""
    attempts = []

    def connect(_self, address):
        attempts.append(address[0])
        raise OSError("stopped by the test")

    monkeypatch.setattr(socket.socket, "connect", connect)
    return attempts


def code_of(web, url):
    with pytest.raises((Refused, Unreachable)) as caught:
        web.fetch(url)
    return caught.value.problem.code


@pytest.mark.parametrize("scheme", ["https", "http"])
@pytest.mark.parametrize("host", SPELLINGS)
def test_ssrf_001_no_spelling_of_an_internal_address_is_asked(host, scheme, attempts):
    assert code_of(Web(allow_http=True), f"{scheme}://{host}/") == "fetch.blocked"
    assert attempts == []


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_ssrf_001_the_sentinel_on_this_machine_hears_nothing(scheme, monkeypatch):
    with serving(answer()) as sentinel:
        monkeypatch.setattr(net, "_PORTS", {"https": sentinel.port, "http": sentinel.port})
        web = Web(allow_http=True, deadline=0.5)
        for host in SPELLINGS:
            for url in (f"{scheme}://{host}:{sentinel.port}/", f"{scheme}://{host}/"):
                assert code_of(web, url) == "fetch.blocked", url
        assert sentinel.connections == 0
        monkeypatch.setattr(net, "is_public_address", lambda _address: True)
        seen = Web(allow_http=True, look_up=lambda _host, _port: ["127.0.0.1"])
        assert seen.fetch(f"http://uni.example:{sentinel.port}/").body == b"{}"
        assert sentinel.connections == 1  # without the rule it would have heard


@pytest.mark.parametrize(
    "method",
    [
        "did:web:localhost%3A8000#k",
        "did:web:localhost#k",
        "did:web:metadata.internal#k",
        "https://127.0.0.1/issuer#key-1",
        "https://[::1]/issuer",
        "https://localhost/#z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
    ],
)
def test_ssrf_001_did_001_a_key_is_not_looked_up_inside(method, attempts):
    with pytest.raises(Refused) as caught:
        resolve_method(method, resolver=Web(), purpose="assertionMethod", at=NOON)
    assert caught.value.problem.code == "fetch.blocked"
    assert attempts == []


@pytest.mark.parametrize("proof", ["eddsa-rdfc-2022", "jwt"])
def test_ssrf_001_a_credential_of_the_own_network_is_neither_valid_nor_invalid(proof, attempts):
    key = tm.SigningKey.from_seed(bytes(range(32)))
    inside = tm.Issuer("did:web:registry.internal", name="Inside")
    badge = tm.Achievement("https://uni.example/a", name="A", criteria="Pass")
    signed = tm.issue(badge, to="did:example:ada", by=inside, key=key, at=NOON, proof=proof)
    report = tm.examine(signed, resolver=Web(), at=NOON)
    assert report.verdict == "undetermined"
    assert {one.code for one in report.problems} == {"fetch.blocked"}
    assert attempts == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://a.example/", "ftp://a.example/", "data:,a", "javascript:1", "unix:/run/x", "", "https:/a.example", "https:a.example", "//a.example/", "http://a.example/"])  # fmt: skip
def test_ssrf_001_nothing_but_https_is_spoken(url, attempts):
    assert code_of(Web(), url) == "fetch.blocked"
    assert attempts == []


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_ssrf_002_an_address_that_is_not_global_unicast_is_not_public(address, attempts):
    assert not is_public_address(address)
    web = Web(look_up=lambda _host, _port: [address])
    assert code_of(web, "https://uni.example/") == "fetch.blocked"
    assert attempts == []


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "223.255.255.254", "2606:4700::1111", "2a00:1450::1", "2001:4860:4860::8888"])  # fmt: skip
def test_ssrf_002_an_address_of_the_internet_is_public(address):
    assert is_public_address(address)


@given(ip_addresses())
@settings(max_examples=examples(500, 100_000))
def test_ssrf_002_nothing_is_public_that_python_knows_as_special(address):
    if is_public_address(str(address)):
        assert address.is_global
        assert not address.is_multicast


@pytest.mark.parametrize(
    "inside", ["127.0.0.1", "::1", "fe80::1%lo", "10.0.0.1", "::ffff:10.0.0.1"]
)
@pytest.mark.parametrize("first", [True, False])
def test_ssrf_004_one_internal_address_among_public_ones_is_enough(inside, first, attempts):
    addresses = [inside, PUBLIC] if first else [PUBLIC, inside]
    web = Web(look_up=lambda _host, _port: addresses)
    assert code_of(web, "https://uni.example/") == "fetch.blocked"
    assert attempts == []


def test_ssrf_004_the_address_judged_is_the_address_connected_to(attempts):
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    web = Web(look_up=lambda _host, _port: next(answers))
    assert code_of(web, "https://uni.example/") == "fetch.unreachable"
    assert attempts == [PUBLIC]
    assert next(answers) == ["127.0.0.1"]  # the second answer was never asked for


def test_ssrf_004_name_and_certificate_stay_those_of_the_host(tmp_path):
    certificate = certificate_for(tmp_path, "uni.example")
    with serving(answer(), certificate=certificate) as server:
        web = Web(
            allow_origins=[server.origin(host="uni.example", scheme="https")],
            look_up=lambda _host, _port: ["127.0.0.1"],
            trust=certificate.chain,
        )
        web.fetch(server.url(host="uni.example", scheme="https"))
    assert server.names == ["uni.example"]
    assert f"Host: uni.example:{server.port}".encode() in server.requests[0]


def drip(connection):
    while True:
        connection.sendall(b"H")
        time.sleep(0.05)


def flood(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while True:
        connection.sendall(bytes(65_536))


def headers(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in count():
        connection.sendall(b"H%d: a\r\n" % number)


@pytest.mark.parametrize(
    ("say", "codes"),
    [
        (drip, {"fetch.timeout"}),
        (flood, {"fetch.too-large"}),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n", {"fetch.too-large"}),
        (answer(gzip.compress(bytes(50_000_000)), "Content-Encoding: gzip"), {"fetch.too-large"}),
        (headers, {"fetch.malformed", "fetch.too-large"}),
    ],
)
def test_ssrf_005_a_server_cannot_hold_or_fill_us(say, codes):
    """Those that go on for ever are left all the same, or this would not end."""
    with serving(say) as server:
        assert code_of(Web(allow_origins=[server.origin()], deadline=1.0), server.url()) in codes


@pytest.mark.parametrize("port", [0, 1, 22, 25, 53, 80, 444, 3306, 5432, 6379, 8080, 8443, 65536])
def test_ssrf_007_no_port_but_the_usual_one_is_asked(port, attempts):
    web = Web(allow_http=True, look_up=lambda _host, _port: [PUBLIC])
    assert code_of(web, f"https://uni.example:{port}/") == "fetch.blocked"
    assert code_of(web, f"http://uni.example:{443 if port == 80 else port}/") == "fetch.blocked"
    assert attempts == []


def test_ssrf_007_plain_http_is_asked_on_its_usual_port_where_that_is_allowed(attempts):
    web = Web(allow_http=True, look_up=lambda _host, _port: [PUBLIC])
    assert code_of(web, "http://uni.example/") == "fetch.unreachable"
    assert attempts == [PUBLIC]


def test_ssrf_007_a_host_is_judged_again_at_every_request():
    with serving(answer(b"{}", "Cache-Control: no-store")) as server:
        addresses = iter([[PUBLIC], ["127.0.0.1"]])
        reached = []

        class Redirected(Web):
            """The network, but what goes to the public address arrives on this machine."""

            def _connect(self, location, budget):
                reached.extend(self._addresses(location, budget))
                return net._connect_to(["127.0.0.1"], server.port, budget)

        web = Redirected(look_up=lambda _host, _port: next(addresses))
        assert web.fetch("https://uni.example/hook").body == b"{}"
        assert code_of(web, "https://uni.example/hook") == "fetch.blocked"
        assert (reached, server.connections) == ([PUBLIC], 1)
