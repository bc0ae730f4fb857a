"""The service as a program of its own: over HTTPS, by a client that trusts its certificate."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import signal
import ssl
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from testamur.encoding import multibase_decode
from tests.running_vc_api import command, running
from tests.web.vc_api.conftest import V2, minimal, presentation

REVOKED = 400
THREADS = 8
MOST_BYTES = 3 * 1024 * 1024


@pytest.fixture(scope="module", name="service")
def service_fixture(tmp_path_factory):
    with running(tmp_path_factory.mktemp("served") / "state", "--workers", "2") as service:
        yield service


def issued(service, under="", **members):
    status, body = service.post(f"{under}/credentials/issue", credential=minimal(**members))
    assert status == 201, body
    return body["verifiableCredential"]


def test_who_is_told_that_it_is_ready_is_answered(service):
    assert service.url == f"https://127.0.0.1:{service.port}"
    assert service.ask("GET", "/.well-known/vc-api")[0] == 200


def test_from_issuing_to_revoking(service):
    credential = issued(service, "/status")
    assert service.post("/credentials/verify", verifiableCredential=credential)[0] == 200
    base = issued(service, "/ecdsa-sd-2023/p-256", credentialSubject={"id": "did:example:ada"})
    status, body = service.post(
        "/credentials/derive",
        verifiableCredential=base,
        options={"selectivePointers": ["/credentialSubject"]},
    )
    assert status == 201, body
    asked = {"challenge": "c-1", "domain": "verifier.example"}
    status, body = service.post(
        "/presentations",
        presentation=presentation(credential, body["verifiableCredential"]),
        options=asked,
    )
    assert status == 201, body
    held = body["verifiablePresentation"]
    judged = ("/presentations/verify",)
    assert service.post(*judged, verifiablePresentation=held, options=asked)[0] == 200
    revoked = {"credentialId": credential["id"], "credentialStatus": credential["credentialStatus"]}
    assert service.post("/status/credentials/status", **revoked)[0] == 200
    status, body = service.post("/credentials/verify", verifiableCredential=credential)
    assert (status, [error["code"] for error in body["errors"]]) == (400, ["status.revoked"])
    status, body = service.post(*judged, verifiablePresentation=held, options=asked)
    assert (status, [error["code"] for error in body["errors"]]) == (400, ["status.revoked"])


def test_sl_006_nothing_is_lost_when_many_revoke_at_once(service):
    under = "/status/suspension"
    own = threading.local()
    opened = ExitStack()

    def connect():
        own.connection = opened.enter_context(closing(service.connection()))

    def issue(_):
        asked = {"credential": minimal()}
        path = f"{under}/credentials/issue"
        status, body = service.ask("POST", path, asked, over=own.connection)
        assert status == 201, body
        return body["verifiableCredential"]

    def revoke(credential):
        entry = credential["credentialStatus"]
        asked = {"credentialId": credential["id"], "credentialStatus": entry}
        path = f"{under}/credentials/status"
        return service.ask("POST", path, asked, over=own.connection)

    with opened, ThreadPoolExecutor(THREADS, initializer=connect) as threads:
        credentials = list(threads.map(issue, range(REVOKED)))
        answers = list(threads.map(revoke, credentials))
    assert [answer for answer in answers if answer[0] != 200] == []
    status, listed = service.ask("GET", f"{under}/list")
    assert status == 200
    encoded = listed["credentialSubject"]["encodedList"]
    bits = gzip.decompress(multibase_decode(encoded, bases="u"))
    assert sum(byte.bit_count() for byte in bits) == REVOKED
    for credential in credentials:
        place = int(credential["credentialStatus"]["statusListIndex"])
        assert bits[place // 8] >> (7 - place % 8) & 1


def head(*lines):
    first = "POST /credentials/issue HTTP/1.1"
    stated = [first, "Host: 127.0.0.1", "Content-Type: application/json", *lines]
    return "\r\n".join([*stated, "", ""]).encode()


SMALL = json.dumps({"credential": minimal()}).encode()
CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (len(SMALL), SMALL)
LYING = {
    "longer than is read": head(f"Content-Length: {MOST_BYTES + 1}") + b" " * (MOST_BYTES + 1),
    "stated shorter": head("Connection: close", f"Content-Length: {len(SMALL) - 1}") + SMALL,
    "negative": head("Content-Length: -1") + SMALL,
    "no number": head("Content-Length: many") + SMALL,
    "stated twice": head("Content-Length: 2", f"Content-Length: {len(SMALL)}") + SMALL,
    "chunks and a length": head("Transfer-Encoding: chunked", "Content-Length: 2") + CHUNKED,
    "chunks of no size": head("Transfer-Encoding: chunked") + b"zz\r\n" + SMALL + b"\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("sentence", LYING)
def test_json_006_a_body_whose_length_lies(service, sentence):
    said = service.say(LYING[sentence])
    assert not said or re.match(r"HTTP/1\.1 4(00|13) ", said), said[:200]
    assert service.ask("GET", "/openapi.json")[0] == 200


def test_json_006_a_body_in_chunks_is_read_or_refused(service):
    said = service.say(head("Connection: close", "Transfer-Encoding: chunked") + CHUNKED)
    assert re.match(r"HTTP/1\.1 (201|4\d\d) ", said), said[:200]


def test_one_connection_serves_many_requests(service):
    connection = service.connection()
    answers = [service.ask("GET", "/status/list", over=connection)[0] for _ in range(5)]
    assert answers == [200] * 5
    connection.close()


def test_it_can_be_stopped_and_goes_on_where_it_was(tmp_path):
    with running(tmp_path / "state") as first:
        credential = issued(first, "/status")
        first.process.send_signal(signal.SIGINT)
        assert first.process.wait(timeout=20) == 0
        assert first.process.stderr.read() == ""
    with running(tmp_path / "state") as second:
        assert issued(second)["issuer"] == credential["issuer"]
        revoked = {"credentialId": credential["id"]}
        revoked["credentialStatus"] = {"type": "BitstringStatusListEntry"}
        assert second.post("/status/credentials/status", **revoked)[0] == 200


def refuses(service):
    try:
        service.ask("GET", "/openapi.json")
    except ConnectionRefusedError:
        return True
    except OSError:
        return False
    return False


def test_nothing_goes_on_serving_when_it_was_killed(tmp_path):
    with running(tmp_path / "state", "--workers", "2") as service:
        service.process.kill()
        service.process.wait(timeout=20)
        ends = time.monotonic() + 60
        while not refuses(service):
            assert time.monotonic() < ends, "it is still serving"
            time.sleep(0.2)


def test_two_do_not_share_a_port(service, tmp_path):
    ran = subprocess.run(
        command("--port", service.port, "--state", tmp_path / "state"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "service.address-refused" in ran.stderr
    assert len(ran.stderr.splitlines()) <= 3


def test_it_trusts_nobody_who_is_not_told_of_its_certificate(service):
    strict = ssl.create_default_context()
    other = http.client.HTTPSConnection("127.0.0.1", service.port, context=strict)
    with closing(other), pytest.raises(ssl.SSLCertVerificationError):
        other.request("GET", "/")


def test_its_list_is_a_document_of_the_web(service):
    status, listed = service.ask("GET", "/status/list")
    assert (status, listed["@context"][0]) == (200, V2)
    assert listed["id"] == f"{service.url}/status/list"


def test_the_folder_is_its_owners_alone(service):
    folder = Path(service.certificate).parent
    kept = {path.name: path.stat().st_mode & 0o077 for path in folder.iterdir()}
    assert any(name.endswith(".pem") for name in kept)
    assert folder.stat().st_mode & 0o077 == 0
    assert not any(mode for name, mode in kept.items() if name.endswith((".pem", ".tls")))
