"""`testamur serve` and `testamur worker` as programs of their own."""

from __future__ import annotations

import http.client
import json
import stat
import subprocess
import time
from contextlib import contextmanager

import pytest

from tests.loopback import certificate_for
from tests.running_site import program, stated
from tests.running_vc_api import own_port


def spoken(words, environment):
    return subprocess.run(
        words, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@contextmanager
def serving(*words, **environment):
    with own_port() as port:
        process = subprocess.Popen(
            program("serve", "--port", port, *words),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=stated(**environment),
        )
        try:
            ready = process.stdout.readline()
            assert "Ready at" in ready, process.stderr.read()
            yield process, port
        finally:
            process.kill()
            process.communicate()


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, answer.headers, content


def refuses(port):
    try:
        ask(port, "/healthz")
    except ConnectionRefusedError:
        return True
    except OSError:
        return False
    return False


def test_an_empty_folder_is_enough(tmp_path):
    with serving("--data-dir", tmp_path / "new") as (_, port):
        status, headers, content = ask(port, "/healthz")
        assert (status, json.loads(content)["is_ready"]) == (200, True)
        assert headers["X-Request-Id"]
        assert ask(port, "/no/such/page/")[0] == 404
    kept = tmp_path / "new" / "secret.key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    first = kept.read_text(encoding="utf-8")
    with serving("--data-dir", tmp_path / "new"):
        assert kept.read_text(encoding="utf-8") == first


@pytest.mark.parametrize("is_tls", [False, True], ids=["behind a proxy", "by itself over TLS"])
def test_it_says_that_it_is_ready_when_it_is_for_another_name_alone(tmp_path, with_tables, is_tls):
    name = "badges.uni.example"
    shown = certificate_for(tmp_path, name)
    tls = ("--tls-certificate", shown.chain, "--tls-key", shown.key) if is_tls else ()
    environment = {"TESTAMUR_URL": f"https://{name}", "TESTAMUR_ALLOWED_HOSTS": name}
    data = with_tables(tmp_path / "new")
    with serving("--data-dir", data, *tls, **environment) as (process, port):
        assert process.poll() is None
        assert is_tls or ask(port, "/healthz")[0] == 400


def test_nothing_goes_on_serving_when_it_was_killed(tmp_path, with_tables):
    with serving("--data-dir", with_tables(tmp_path)) as (process, port):
        process.kill()
        process.wait(timeout=20)
        ends = time.monotonic() + 20
        while not refuses(port):
            assert time.monotonic() < ends, "it is still serving"
            time.sleep(0.2)


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"TESTAMUR_URL": "http://badges.uni.example"}, "passwords would travel readable"),
        ({"TESTAMUR_DEBUG": "perhaps"}, "TESTAMUR_DEBUG is 'perhaps'"),
        ({"TESTAMUR_ALLOWED_HOSTS": "*"}, "lets every host name in"),
        (
            {"TESTAMUR_URL": "https://badges.uni.example", "TESTAMUR_DEBUG": "yes"},
            "TESTAMUR_DEBUG is on",
        ),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "service.database-refused"),
    ],
    ids=["plain http for others", "a flag that is none", "every host", "debugging", "no database"],
)
def test_unsafe_or_wrong_settings_stop_the_start(tmp_path, environment, told):
    with own_port() as port:
        words = program("serve", "--port", port, "--data-dir", tmp_path)
        ran = spoken(words, stated(**environment))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert told in ran.stderr.replace("\n", " ")
    assert "Traceback" not in ran.stderr


def test_a_worker_does_what_is_due_and_ends(tmp_path, with_tables):
    with serving("--data-dir", with_tables(tmp_path)):
        pass
    ran = spoken(program("worker", "--once", "--data-dir", tmp_path), stated())
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
