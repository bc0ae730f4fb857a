"""Whatever a person hands over: recognised by what it is, and brought to whoever can judge it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import testamur
from testamur.credentials.bake import bake
from testamur.credentials.bundle import make_bundle
from testamur.credentials.document import Credential
from testamur.credentials.issue import JWT, sign
from testamur.credentials.jose import envelope
from testamur.credentials.presentations import (
    Asked,
    build_presentation,
    sign_presentation,
    sign_presentation_jwt,
)
from testamur.credentials.proofs import ProofOptions
from testamur.credentials.resolution import Offline
from testamur.credentials.verify import Policy
from testamur.encoding import compact_json
from testamur.errors import Refused
from testamur.interop.intake import Form, examine, take_in
from testamur.problems import Outcome, Verdict
from tests import older_badges
from tests.situations import ADA, AT, ISSUED, UNI, badge, signed, world
from tests.unit.credentials.test_bake import png

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
ASKED = Asked(challenge="c-1", domain="verifier.example")


def token():
    return sign(badge(), signer=UNI.key, at=ISSUED, proof=JWT).text


def presentation():
    unsigned = build_presentation([signed(badge())], holder=ADA.did)
    options = ProofOptions(
        cryptosuite="eddsa-rdfc-2022", verification_method=ADA.method, created=ISSUED
    )
    return compact_json(sign_presentation(unsigned, signer=ADA.key, options=options, asked=ASKED))


def presentation_token():
    unsigned = build_presentation([token()], holder=ADA.did)
    return sign_presentation_jwt(unsigned, signer=ADA.key, kid=ADA.method, asked=ASKED)


def text_of(document):
    return compact_json(document)


def bundle():
    return make_bundle(Credential(text_of(signed(badge()))), resolver=world(), at=AT).text


TAKEN = {
    "a credential as JSON": (lambda: text_of(signed(badge())), Form.CREDENTIAL, ""),
    "with white space around": (lambda: f"\n {text_of(signed(badge()))}\n", Form.CREDENTIAL, ""),
    "a token": (token, Form.CREDENTIAL, ""),
    "a token in an envelope": (lambda: text_of(envelope(token())), Form.CREDENTIAL, ""),
    "any JSON object": (lambda: "{}", Form.CREDENTIAL, ""),
    "a PNG": (lambda: bake(png(), text_of(signed(badge()))), Form.CREDENTIAL, "image/png"),
    "an SVG": (lambda: bake(SVG, token()), Form.CREDENTIAL, "image/svg+xml"),
    "an SVG with space before": (
        lambda: b"\n" + bake(SVG, token()),
        Form.CREDENTIAL,
        "image/svg+xml",
    ),
    "a presentation": (presentation, Form.PRESENTATION, ""),
    "a presentation as a token": (presentation_token, Form.PRESENTATION, ""),
    "a bundle": (bundle, Form.BUNDLE, ""),
    "a badge of Open Badges 2.0": (
        lambda: json.dumps(older_badges.HOSTED),
        Form.OPEN_BADGES_2,
        "",
    ),
    "a signed badge of Open Badges 2.0": (
        lambda: older_badges.signed(older_badges.SIGNED),
        Form.OPEN_BADGES_2,
        "",
    ),
    "an image of Open Badges 2.0": (
        lambda: bake(png(), older_badges.signed(older_badges.SIGNED)),
        Form.OPEN_BADGES_2,
        "image/png",
    ),
}


@pytest.mark.parametrize(("make", "form", "image_type"), TAKEN.values(), ids=TAKEN)
def test_what_was_handed_over_is_recognised(make, form, image_type):
    source = make()
    raw = source if isinstance(source, bytes) else source.encode()
    taken = take_in(raw)
    assert (taken.form, taken.image_type) == (form, image_type)
    assert take_in(raw).text == taken.text.strip()
    if isinstance(source, str):
        assert take_in(source) == taken


REFUSED = {
    "nothing": (b"", "document.unrecognised"),
    "white space": (b" \n", "document.unrecognised"),
    "a word": (b"diploma", "document.unrecognised"),
    "a list": (b"[]", "document.unrecognised"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "document.unrecognised"),
    "a JPEG": (b"\xff\xd8\xff\xe0", "document.unrecognised"),
    "an archive": (b"PK\x03\x04", "document.unrecognised"),
    "UTF-16": ("{}".encode("utf-16"), "document.unrecognised"),
    "a byte-order mark": (b"\xef\xbb\xbf{}", "document.unrecognised"),
    "half an object": (b"{", "json.malformed"),
    "an object with something behind": (b"{} {}", "json.malformed"),
    "a member twice": (b'{"a":1,"a":1}', "json.duplicate-key"),
    "brackets without end": (b'{"a":' * 50_000, "json.too-deep"),
    "more than anybody signs": (b'{"a":"' + b"x" * 17_000_000 + b'"}', "json.too-large"),
    "a PNG without a credential": (png(), "image.no-credential"),
    "half a PNG": (png()[:40], "image.truncated"),
    "an SVG without a credential": (SVG, "image.no-credential"),
    "half an SVG": (SVG[:60], "image.malformed"),
}


@pytest.mark.parametrize(("source", "code"), REFUSED.values(), ids=REFUSED)
def test_what_carries_no_credential_is_told(source, code):
    with pytest.raises(Refused) as refused:
        take_in(source)
    assert refused.value.problem.code == code
    report = examine(source, resolver=world(), at=AT)
    assert report.verdict is Verdict.INVALID
    assert [problem.code for problem in report.problems] == [code]
    assert [answer.outcome for answer in report.answers] == [
        Outcome.FAILED,
        Outcome.UNDETERMINED,
        Outcome.UNDETERMINED,
        Outcome.NOT_APPLICABLE,
    ]


JUDGED = {
    "a credential as JSON": "Open Badges 3.0",
    "with white space around": "Open Badges 3.0",
    "a token": "Open Badges 3.0",
    "a token in an envelope": "Open Badges 3.0",
    "a PNG": "Open Badges 3.0",
    "an SVG": "Open Badges 3.0",
    "a presentation": "VerifiablePresentation",
    "a presentation as a token": "VerifiablePresentation",
    "a bundle": "Open Badges 3.0",
}


@pytest.mark.parametrize(("name", "kind"), JUDGED.items(), ids=JUDGED)
def test_each_form_is_judged_by_its_own_judge(name, kind):
    source = TAKEN[name][0]()
    policy = Policy(handed_over=name == "a bundle")
    report = examine(source, resolver=world(), at=AT, policy=policy, asked=ASKED)
    assert report.verdict is Verdict.VALID, report.problems
    assert report.kind == kind


@pytest.mark.parametrize(
    "name", ["a badge of Open Badges 2.0", "a signed badge of Open Badges 2.0"]
)
def test_a_badge_of_open_badges_2_is_judged_by_what_its_issuer_publishes(name):
    web = older_badges.signing_web(older_badges.HOSTED)
    report = examine(TAKEN[name][0](), resolver=web, at=AT)
    assert report.verdict is Verdict.VALID, report.problems
    assert len(report.answers) == 4


def test_a_presentation_made_for_somebody_else_is_not_valid():
    other = replace(ASKED, challenge="c-2")
    for source in (presentation(), presentation_token()):
        report = examine(source, resolver=world(), at=AT, asked=other)
        assert report.verdict is Verdict.INVALID


def test_a_credential_may_be_handed_over_as_one():
    credential = Credential(text_of(signed(badge())))
    assert examine(credential, resolver=world(), at=AT).verdict is Verdict.VALID


def test_a_bundle_is_judged_by_the_web_where_there_is_one_and_by_itself_where_not():
    text = bundle()
    assert examine(text, resolver=world(), at=AT).verdict is Verdict.VALID
    assert examine(text, resolver=Offline(), at=AT).verdict is Verdict.UNDETERMINED
    believed = Policy(handed_over=True)
    assert examine(text, resolver=Offline(), at=AT, policy=believed).verdict is Verdict.VALID


def test_the_front_door_is_this_one():
    assert testamur.examine is examine
    document = signed(badge())
    assert testamur.examine(text_of(document), resolver=world(), at=AT).verdict is Verdict.VALID


@pytest.mark.parametrize("lone", ["\ud800", '{"a": "\udfff"}'])
def test_text_with_half_a_surrogate_pair_is_told(lone):
    assert examine(lone, resolver=world(), at=AT).verdict is Verdict.INVALID
