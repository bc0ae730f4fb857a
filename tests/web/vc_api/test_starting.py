"""What `testamur vc-api` makes before it serves, what it refuses, and what it tells suites."""

from __future__ import annotations

import argparse
import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from testamur.cli import main
from testamur.errors import Refused
from testamur.keys import KeyKind, SigningKey
from testamur_web.api.vc_api import serve
from testamur_web.api.vc_api.keyring import adopt_key, make_keys, open_key
from testamur_web.api.vc_api.manifest import configuration
from testamur_web.api.vc_api.mechanisms import MECHANISMS
from testamur_web.api.vc_api.station import Station
from tests.web.vc_api.conftest import URL, minimal

SUITES = {
    "vc2.0",
    "EnvelopingProof",
    "eddsa-rdfc-2022",
    "eddsa-jcs-2022",
    "ecdsa-rdfc-2019",
    "ecdsa-jcs-2019",
    "ecdsa-sd-2023",
    "BitstringStatusList",
}


def arguments(*words):
    parser = argparse.ArgumentParser()
    serve.add_arguments(parser)
    return parser.parse_args([str(word) for word in ("--port", 8443, *words)])


def refused(*words):
    with pytest.raises(Refused) as caught:
        serve.run(arguments(*words))
    return caught.value.problem.code


def described(capsys, state, *words):
    assert serve.run(arguments("--describe", "--state", state, *words)) == 0
    text = capsys.readouterr().out
    assert text.startswith("module.exports = ")
    return json.loads(text.removeprefix("module.exports = ").removesuffix(";\n"))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "uni.example", "::ffff:8.8.8.8"])  # noqa: S104
def test_it_listens_on_this_machine_alone_unless_told_otherwise(tmp_path, host):
    assert refused("--host", host, "--state", tmp_path) == "option.malformed"


@pytest.mark.parametrize(
    "words", [("--port", 0), ("--port", 65536), ("--workers", 0), ("--workers", 65)], ids=str
)
def test_a_number_out_of_its_range_is_refused(tmp_path, words):
    assert refused(*words, "--state", tmp_path) == "option.malformed"


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "state").write_text("taken", encoding="utf-8")
    assert refused("--describe", "--state", tmp_path / "state") == "file.unreadable"


def test_a_key_that_is_not_there_is_refused(tmp_path):
    words = ("--key", tmp_path / "none.key", "--state", tmp_path / "state")
    assert refused("--describe", *words) == "file.missing"


def test_a_key_under_a_passphrase_is_opened(capsys, tmp_path):
    own = SigningKey.generate(KeyKind.P384)
    (tmp_path / "own.key").write_bytes(own.to_pem(b"a passphrase"))
    (tmp_path / "passphrase").write_text("a passphrase\n", encoding="utf-8")
    words = ("--key", tmp_path / "own.key", "--passphrase-file", tmp_path / "passphrase")
    (told,) = described(capsys, tmp_path / "state", *words)["implementations"]
    assert own.public.did_key in {endpoint["id"] for endpoint in told["issuers"]}


def test_a_key_that_is_none_is_refused(tmp_path):
    (tmp_path / "bad.key").write_text("no key", encoding="utf-8")
    words = ("--key", tmp_path / "bad.key", "--state", tmp_path / "state")
    assert refused("--describe", *words) == "key.malformed"


def test_the_command_line_knows_the_verb(capsys, tmp_path):
    assert main(["vc-api", "--port", "8443", "--describe", "--state", str(tmp_path)]) == 0
    assert "https://127.0.0.1:8443/credentials/issue" in capsys.readouterr().out


def test_every_suite_finds_its_endpoints(capsys, tmp_path):
    told = described(capsys, tmp_path / "state")["implementations"][0]
    for role in ("issuers", "verifiers"):
        assert {tag for endpoint in told[role] for tag in endpoint["tags"]} >= SUITES
    for role in ("issuers", "verifiers", "vpVerifiers", "vcHolders", "holders"):
        for endpoint in told[role]:
            assert endpoint["id"].startswith("did:key:z")
            assert endpoint["endpoint"].startswith("https://127.0.0.1:8443/")


def test_an_endpoint_names_the_curve_of_its_key(tmp_path):
    make_keys(tmp_path)
    (told,) = configuration(Station(tmp_path, URL))["implementations"]
    for endpoint in told["issuers"]:
        if "ecdsa" in endpoint["endpoint"]:
            (curve,) = endpoint["supportedEcdsaKeyTypes"]
            assert endpoint["id"].startswith(
                {"P-256": "did:key:zDn", "P-384": "did:key:z82"}[curve]
            )


def test_every_endpoint_it_tells_of_answers(api):
    told = api.get("/.well-known/vc-api").body
    for role in ("issuers", "verifiers", "vpVerifiers", "vcHolders", "holders"):
        for endpoint in told[role]:
            path = endpoint["endpoint"].removeprefix(URL)
            assert api.post(path, {}).code == "request.malformed", path


def test_who_issues_is_who_it_tells_of(api):
    for endpoint in api.get("/.well-known/vc-api").body["issuers"]:
        path = endpoint["endpoint"].removeprefix(URL)
        answer = api.post(path, {"credential": minimal(issuer=endpoint["id"])})
        assert answer.status == 201, path


def test_every_path_of_the_description_answers(api):
    told = api.get("/openapi.json").body
    assert told["openapi"].startswith("3.1")
    assert told["servers"] == [{"url": URL}]
    for template, operations in told["paths"].items():
        for method in operations.keys() - {"parameters"}:
            tried = [
                api.ask(method.upper(), template.replace("/{mechanism}", f"/{path}"))
                for path in MECHANISMS
                if path
            ]
            assert any(answer.status != 404 for answer in tried), template
            assert not any(answer.status in {405, 500} for answer in tried), template


def test_keys_are_made_once(tmp_path):
    make_keys(tmp_path)
    first = {kind: (tmp_path / f"{kind}.pem").read_bytes() for kind in KeyKind if kind != "rsa"}
    make_keys(tmp_path)
    assert first == {kind: (tmp_path / f"{kind}.pem").read_bytes() for kind in first}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize("kind", [KeyKind.ED25519, KeyKind.P256, KeyKind.P384])
def test_a_key_of_ones_own_takes_the_place_of_its_kind(tmp_path, kind):
    make_keys(tmp_path)
    own = SigningKey.generate(kind)
    adopt_key(tmp_path, own)
    assert open_key(tmp_path, kind).public == own.public
    assert (tmp_path / f"{kind}.pem").stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_gone_is_told(tmp_path):
    with pytest.raises(Refused) as caught:
        open_key(tmp_path, KeyKind.P384)
    assert caught.value.problem.code == "file.unreadable"


def test_a_certificate_is_used_again_until_it_is_old(tmp_path):
    certificate, key = serve._certificate(tmp_path, "127.0.0.1")
    first = certificate.read_bytes()
    assert key.stat().st_mode & 0o777 == 0o600
    serve._certificate(tmp_path, "127.0.0.1")
    assert certificate.read_bytes() == first
    old = (datetime.now(UTC) - timedelta(days=21)).timestamp()
    os.utime(certificate, (old, old))
    serve._certificate(tmp_path, "127.0.0.1")
    assert certificate.read_bytes() != first
