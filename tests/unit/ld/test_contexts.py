"""Contexts: exact URLs, pinned bytes, one source each, and equal to what others publish."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path

import pytest

from testamur.errors import Refused
from testamur.ld import contexts
from testamur.ld.contexts import KNOWN, context_bytes, is_known, load_context
from tests.conftest import shared

FOLDER = Path(contexts.__file__).parent

NEEDED = [
    "https://www.w3.org/2018/credentials/v1",
    "https://www.w3.org/2018/credentials/examples/v1",
    "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/ns/credentials/examples/v2",
    "https://www.w3.org/ns/credentials/undefined-terms/v2",
    "https://www.w3.org/ns/credentials/status/v1",
    "https://w3id.org/vc/status-list/2021/v1",
    "https://www.w3.org/ns/did/v1",
    "https://www.w3.org/ns/cid/v1",
    "https://w3id.org/security/v1",
    "https://w3id.org/security/v2",
    "https://w3id.org/security/data-integrity/v1",
    "https://w3id.org/security/data-integrity/v2",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/suites/ed25519-2020/v1",
    "https://w3id.org/security/suites/jws-2020/v1",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://w3id.org/openbadges/v2",
]

DIGESTS_OTHERS_PUBLISH = {
    "https://www.w3.org/2018/credentials/v1": "ab4ddd9a531758807a79a5b450510d61ae8d147eab966cc9a200c07095b0cdcc",
    "https://www.w3.org/ns/credentials/v2": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    "https://w3id.org/security/data-integrity/v1": "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554",
    "https://w3id.org/security/data-integrity/v2": "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
    "https://w3id.org/security/multikey/v1": "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
    "https://w3id.org/security/suites/ed25519-2020/v1": "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588",
}

PINNED_BY_THE_OFFICIAL_VALIDATOR = {
    "2018-credentials-v1.jsonld": "https://www.w3.org/2018/credentials/v1",
    "2018-credentials-examples-v1.jsonld": "https://www.w3.org/2018/credentials/examples/v1",
    "credentials-v2.jsonld": "https://www.w3.org/ns/credentials/v2",
    "did-v1.jsonld": "https://www.w3.org/ns/did/v1",
    "data-integrity-v1.jsonld": "https://w3id.org/security/data-integrity/v1",
    "security-v1.jsonld": "https://w3id.org/security/v1",
    "security-v2.jsonld": "https://w3id.org/security/v2",
    "suites-ed25519-2020.jsonld": "https://w3id.org/security/suites/ed25519-2020/v1",
    "odrl.jsonld": "https://www.w3.org/ns/odrl.jsonld",
    "suites-jws-2020.jsonld": "https://w3id.org/security/suites/jws-2020/v1",
    "ob-v3p0.json": "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    "ob-v3p0-3.0.1.json": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "ob-v3p0-3.0.2.json": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "ob-v3p0-3.0.3.json": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "ob-v3p0-extensions.json": "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "clr-v2p0.json": "https://purl.imsglobal.org/spec/clr/v2p0/context.json",
    "clr-v2p0-2.0.1.json": "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "ob-v2p0.json": "https://w3id.org/openbadges/v2",
    "obv2x-example-extension.json": "https://w3id.org/openbadges/extensions/exampleExtension/context.json",
    "obv2x-applylink-extensions.json": "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json",
}


@pytest.mark.parametrize("url", NEEDED)
def test_what_credentials_name_is_known(url):
    assert is_known(url)
    assert set(load_context(url)) == {"@context"}


@pytest.mark.parametrize("url", sorted(KNOWN))
def test_every_file_is_the_pinned_one_and_names_only_known_contexts(url):
    pin = KNOWN[url]
    assert hashlib.sha256(context_bytes(url)).hexdigest() == pin.sha256
    assert load_context(url) == json.loads((FOLDER / pin.file).read_bytes())
    definition = load_context(url)["@context"]
    parts = definition if isinstance(definition, list) else [definition]
    assert all(isinstance(part, dict) or is_known(part) for part in parts)
    assert '"@import"' not in json.dumps(definition)


def test_no_file_lies_here_without_a_pin():
    assert {path.name for path in FOLDER.glob("*.jsonld")} == {pin.file for pin in KNOWN.values()}


@pytest.mark.parametrize("url", sorted(KNOWN))
def test_the_page_of_sources_names_every_context_with_its_package_and_licence(url):
    pin = KNOWN[url]
    rows = (FOLDER / "SOURCES.md").read_text().splitlines()
    row = next(row for row in rows if f"`{pin.url}`" in row)
    for cell in (pin.file, pin.package, pin.version, pin.licence, pin.sha256[:12]):
        assert cell in row


@pytest.mark.parametrize(("url", "digest"), DIGESTS_OTHERS_PUBLISH.items())
def test_the_bytes_have_the_digest_that_others_publish(url, digest):
    assert KNOWN[url].sha256 == digest


@pytest.mark.parametrize(("file", "url"), PINNED_BY_THE_OFFICIAL_VALIDATOR.items())
def test_it_means_the_same_as_the_official_validators_copy(file, url):
    theirs = json.loads(shared("vectors/contexts", file).read_text())
    ours = load_context(url)
    if "obi:validation" in theirs:  # the extension's rule for validators is not part of the context
        theirs = {"@context": theirs["@context"]}
        ours = {"@context": ours["@context"]}
    assert ours == theirs


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://www.w3.org/ns/credentials/v2/",
        "http://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/v2#",
        "HTTPS://www.w3.org/ns/credentials/v2",
        "https://evil.example/context.json",
        "../pins.json",
    ],
)
def test_any_other_spelling_is_unknown(url):
    assert not is_known(url)
    with pytest.raises(Refused) as refused:
        load_context(url)
    assert refused.value.problem.code == "context.unknown"


def test_a_changed_file_is_refused(monkeypatch):
    url = "https://www.w3.org/ns/credentials/v2"
    other = dataclasses.replace(KNOWN[url], url="https://x.example/", file="did-v1.jsonld")
    monkeypatch.setattr(contexts, "KNOWN", {other.url: other})
    with pytest.raises(Refused) as refused:
        load_context(other.url)
    assert refused.value.problem.code == "context.changed"


def test_the_bytes_are_read_and_checked_once():
    url = "https://www.w3.org/ns/credentials/v2"
    assert load_context(url) is load_context(url)
