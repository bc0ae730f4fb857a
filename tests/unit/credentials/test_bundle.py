"""The offline bundle: one file that verifies with no network, and says how old it is."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta

import pytest

from testamur.credentials.bundle import (
    BUNDLE_TYPE,
    examine_bundle,
    is_bundle,
    make_bundle,
    open_bundle,
)
from testamur.credentials.document import Credential
from testamur.credentials.issue import JWT, sign
from testamur.credentials.verify import Policy
from testamur.encoding import compact_json
from testamur.errors import Refused
from testamur.ld.contexts import KNOWN
from testamur.problems import Outcome, Verdict
from tests.situations import ADA, AT, CHEN, ISSUED, LISTS, UNI, badge, signed, world

HOUR = timedelta(hours=1)
BELIEVED = Policy(handed_over=True)
"""Of a bundle from somebody who is believed, such as oneself yesterday."""

DID_JSON = "https://uni.example/.well-known/did.json"


def bundled(*, revoked=(), proof=None, at=AT):
    signed_text = sign(badge(status=["revocation"]), signer=UNI.key, at=ISSUED, proof=proof)
    return make_bundle(signed_text, resolver=world(revoked=revoked), at=at)


def changed(change):
    document = json.loads(bundled().text)
    change(document)
    return compact_json(document)


@pytest.mark.parametrize("proof", [None, "eddsa-jcs-2022", JWT])
def test_a_bundle_verifies_with_no_network(proof):
    report = examine_bundle(bundled(proof=proof).text, at=AT + HOUR, policy=BELIEVED)
    assert report.verdict is Verdict.VALID, report.problems
    assert report.status_as_of == AT
    assert report.checks[0].detail == "taken 2026-05-02T12:00:00Z"


def test_what_came_along_proves_nobodys_key():
    """Whoever makes a bundle may put any did.json into it."""
    report = examine_bundle(bundled().text, at=AT + HOUR)
    assert report.verdict is Verdict.UNDETERMINED
    assert report.problems[0].code == "issuer.key-handed-over"


def test_a_key_that_is_known_needs_no_did_json():
    known = Policy(known_keys={UNI.did: [UNI.key.public.multikey]})
    assert examine_bundle(bundled().text, at=AT + HOUR, policy=known).verdict is Verdict.VALID
    others = Policy(known_keys={UNI.did: [CHEN.key.public.multikey]})
    assert examine_bundle(bundled().text, at=AT, policy=others).verdict is Verdict.UNDETERMINED


def test_an_issuer_that_is_its_own_key_needs_nothing_else():
    credential = sign(badge(by=ADA), signer=ADA.key, at=ISSUED)
    bundle = make_bundle(credential, resolver=world(), at=AT)
    assert examine_bundle(bundle.text, at=AT).verdict is Verdict.VALID
    assert bundle.documents == {}


def test_a_bundle_keeps_all_that_verifying_asked_for():
    bundle = bundled()
    assert bundle.documents.keys() == {DID_JSON, LISTS["revocation"]}
    assert set(badge()["@context"]) <= bundle.contexts.keys() <= KNOWN.keys()


def test_a_bundle_comes_back_from_its_text():
    bundle = bundled()
    again = open_bundle(bundle.text)
    assert again == bundle
    assert again.text == bundle.text


def test_the_signed_text_is_kept_to_the_byte():
    text = " " + compact_json(signed(badge())).replace('"type"', '\n"type"')
    bundle = make_bundle(Credential(text), resolver=world(), at=AT)
    assert open_bundle(bundle.text).credential.text == text


def test_a_revoked_credential_is_bundled_as_revoked():
    report = examine_bundle(bundled(revoked=[7]).text, at=AT + HOUR, policy=BELIEVED)
    assert report.verdict is Verdict.INVALID
    assert [problem.code for problem in report.problems] == ["status.revoked"]


def test_what_was_out_of_reach_stays_out_of_reach():
    web = world()
    web.take_down(LISTS["revocation"])
    credential = sign(badge(status=["revocation"]), signer=UNI.key, at=ISSUED)
    report = examine_bundle(make_bundle(credential, resolver=web, at=AT).text, at=AT)
    assert report.verdict is Verdict.UNDETERMINED
    assert report.outcome_of("status") is Outcome.UNDETERMINED


def test_how_old_a_status_may_be_is_the_verifiers_choice():
    text = bundled().text
    much_later = AT + 400 * 24 * HOUR
    bounded = replace(BELIEVED, max_status_age=24 * HOUR)
    assert examine_bundle(text, at=AT + HOUR, policy=bounded).verdict is Verdict.VALID
    assert examine_bundle(text, at=much_later, policy=bounded).verdict is Verdict.UNDETERMINED


def test_a_key_swapped_in_a_bundle_did_not_sign():

    def swap(document):
        forged = UNI.published
        forged["verificationMethod"][0]["publicKeyMultibase"] = forged["verificationMethod"][0][
            "publicKeyMultibase"
        ].replace("z6Mk", "z6Mj", 1)
        for one in document["documents"]:
            if one["url"] == DID_JSON:
                one["base64"] = b64encode(compact_json(forged).encode()).decode()

    assert examine_bundle(changed(swap), at=AT).verdict is Verdict.INVALID


def test_a_context_that_is_not_the_pinned_one_is_told():
    def alter(document):
        document["contexts"][0]["text"] += " "

    def invent(document):
        document["contexts"][0]["url"] = "https://evil.example/context"

    for change in (alter, invent):
        report = examine_bundle(changed(change), at=AT)
        assert [problem.code for problem in report.problems] == ["bundle.context-differs"]
        assert report.verdict is Verdict.INVALID
        assert report.answers[0].outcome is Outcome.FAILED


MALFORMED = {
    "another version": lambda d: d.update(version=2),
    "no version": lambda d: d.pop("version"),
    "another type": lambda d: d.update(type="Bundle"),
    "no credential": lambda d: d.pop("credential"),
    "a credential that is an object": lambda d: d.update(credential={}),
    "no documents": lambda d: d.pop("documents"),
    "documents by name": lambda d: d.update(documents={}),
    "too many documents": lambda d: d.update(documents=d["documents"] * 40),
    "a document that is text": lambda d: d.update(documents=["x"]),
    "a document without its address": lambda d: d["documents"][0].pop("url"),
    "a document whose kind is a number": lambda d: d["documents"][0].update(mediaType=1),
    "a document that is not base64": lambda d: d["documents"][0].update(base64="!"),
    "contexts that are missing": lambda d: d.pop("contexts"),
    "a context that is text": lambda d: d.update(contexts=["x"]),
    "a context without its text": lambda d: d["contexts"][0].pop("text"),
    "too many contexts": lambda d: d.update(contexts=d["contexts"] * 40),
}


@pytest.mark.parametrize("change", MALFORMED.values(), ids=MALFORMED)
def test_a_bundle_that_is_not_whole_is_refused_and_told(change):
    text = changed(change)
    with pytest.raises(Refused) as refused:
        open_bundle(text)
    assert refused.value.problem.code == "bundle.malformed"
    report = examine_bundle(text, at=AT)
    assert report.verdict is Verdict.INVALID
    assert report.problems == (refused.value.problem,)
    assert report.answers[0].sentence.startswith("No: it cannot be read. ")


@pytest.mark.parametrize("member", ["taken", "documents"])
def test_a_moment_that_is_none_is_refused(member):
    def change(document):
        holder = document if member == "taken" else document["documents"][0]
        holder["taken" if member == "taken" else "at"] = "yesterday"

    report = examine_bundle(changed(change), at=AT)
    assert [problem.code for problem in report.problems] == ["time.malformed"]


@pytest.mark.parametrize("text", ["", "[]", "{}", "x", '{"type": "TestamurOfflineBundle"}'])
def test_what_is_no_bundle_at_all_is_told(text):
    assert examine_bundle(text, at=AT).verdict is Verdict.INVALID


def test_a_bundle_is_told_by_its_type():
    assert is_bundle({"type": BUNDLE_TYPE})
    assert not any(map(is_bundle, ({}, [], None, {"type": [BUNDLE_TYPE]}, BUNDLE_TYPE)))
