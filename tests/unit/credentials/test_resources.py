"""Resources and their digests: what was signed for is what is there, or nobody looked."""

from __future__ import annotations

import base64
import hashlib

import pytest

from testamur.credentials.resolution import Offline
from testamur.credentials.resources import (
    check_resources,
    problems_of_resources,
    related_resource,
)
from testamur.encoding import multibase_encode
from testamur.ld import canonicalise
from testamur.ld.contexts import context_bytes
from testamur.problems import Outcome
from tests.simulated_web import SimulatedWeb

URL = "https://uni.example/thesis.pdf"
BODY = b"%PDF the thesis"
V2 = "https://www.w3.org/ns/credentials/v2"


def sri(name="sha384", body=BODY):
    return f"{name}-{base64.b64encode(hashlib.new(name, body).digest()).decode()}"


def multihash(name="sha256", body=BODY, *, base="u"):
    code = {"sha256": b"\x12\x20", "sha384": b"\x20\x30", "sha512": b"\x13\x40"}[name]
    return multibase_encode(code + hashlib.new(name, body).digest(), base=base)


def credential(*related, **members):
    return {"@context": [V2], **({"relatedResource": list(related)} if related else {}), **members}


def check(document, web=None):
    """The outcome, and the codes of the problems."""
    checked = check_resources(document, resolver=web or SimulatedWeb({URL: BODY}))
    return checked.outcome, [problem.code for problem in checked.problems]


PASSED = (Outcome.PASSED, [])
DIFFERS = (Outcome.FAILED, ["resource.digest-mismatch"])
MALFORMED = (Outcome.FAILED, ["resource.malformed"])


def test_what_is_made_is_what_is_checked():
    made = related_resource(URL, body=BODY, media_type="application/pdf")
    assert made == {
        "id": URL,
        "digestSRI": sri("sha384"),
        "digestMultibase": multihash("sha256"),
        "mediaType": "application/pdf",
    }
    assert check(credential(made)) == PASSED
    assert check(credential(made), SimulatedWeb({URL: BODY + b"!"})) == DIFFERS
    assert "mediaType" not in related_resource(URL, body=BODY)
    assert canonicalise(
        credential(made, type=["VerifiableCredential"], credentialSubject={"id": "urn:uuid:1"})
    )


@pytest.mark.parametrize("name", ["sha256", "sha384", "sha512"])
def test_every_algorithm_is_computed(name):
    assert check(credential({"id": URL, "digestSRI": sri(name)})) == PASSED
    assert check(credential({"id": URL, "digestSRI": sri(name, b"other")})) == DIFFERS
    for base in "zu":
        text = multihash(name, base=base)
        assert check(credential({"id": URL, "digestMultibase": text})) == PASSED
    text = multihash(name, b"other")
    assert check(credential({"id": URL, "digestMultibase": text})) == DIFFERS


def test_both_kinds_of_digest_must_fit():
    good, bad = {"digestSRI": sri()}, {"digestSRI": sri(body=b"other")}
    for resource in (
        good | {"digestMultibase": multihash(body=b"other")},
        bad | {"digestMultibase": multihash()},
    ):
        assert check(credential({"id": URL} | resource)) == DIFFERS


def test_the_strongest_of_several_algorithms_decides():
    def told(*items):
        return check(credential({"id": URL, "digestSRI": " ".join(items)}))

    assert told(sri("sha256", b"other"), sri("sha512")) == PASSED
    assert told(sri("sha256"), sri("sha512", b"other")) == DIFFERS
    assert told(sri("sha512", b"other"), sri("sha512")) == PASSED
    assert told(f"{sri('sha256')}?ct=application/pdf") == PASSED
    assert told("md5-AAAA", sri()) == PASSED
    assert told("md5-AAAA") == (Outcome.UNDETERMINED, ["resource.digest-unknown"])


def test_letters_of_either_alphabet_are_read():
    body = b"0"
    plain = sri("sha256", body)
    while "/" not in plain or "+" not in plain:
        body += b"0"
        plain = sri("sha256", body)
    other = plain.replace("/", "_").replace("+", "-").replace("sha256_", "sha256-")
    document = credential({"id": URL, "digestSRI": other})
    assert check(document, SimulatedWeb({URL: body})) == PASSED


def test_a_multibase_letter_before_a_digest_is_read_as_meant():
    name, _, digest = sri("sha256").partition("-")
    assert check(credential({"id": URL, "digestSRI": f"{name}-M{digest}"})) == PASSED


def test_a_bare_sha256_is_read_as_meant():
    bare = multibase_encode(hashlib.sha256(BODY).digest(), base="u")
    other = multibase_encode(hashlib.sha256(BODY + b"!").digest(), base="u")
    assert check(credential({"id": URL, "digestMultibase": bare}))[0] is Outcome.PASSED
    assert check(credential({"id": URL, "digestMultibase": other}))[0] is Outcome.FAILED


FORMS = {
    "hexadecimal": {"digestSRI": f"sha256-{hashlib.sha256(BODY).hexdigest()}"},
    "no padding": {"digestSRI": sri("sha256").rstrip("=")},
    "too short": {"digestSRI": "sha256-AAAA"},
    "of another algorithm": {"digestSRI": sri("sha384").replace("sha384", "sha256")},
    "loose bits": {"digestSRI": "sha256-" + "A" * 42 + "B="},
    "no algorithm": {"digestSRI": sri().removeprefix("sha384-")},
    "empty": {"digestSRI": ""},
    "a number": {"digestSRI": 5},
    "a list": {"digestSRI": [sri()]},
    "an unread base": {"digestMultibase": "f1220" + hashlib.sha256(BODY).hexdigest()},
    "no multihash": {"digestMultibase": multibase_encode(hashlib.sha256(BODY).digest())},
    "a cut multihash": {"digestMultibase": multihash()[:-4]},
    "a short sha256": {"digestMultibase": multibase_encode(b"\x12\x04abcd")},
    "an endless number": {"digestMultibase": multibase_encode(b"\xff" * 9)},
    "multibase of no text": {"digestMultibase": 5},
}


@pytest.mark.parametrize("digest", FORMS.values(), ids=FORMS)
def test_a_digest_keeps_its_form(digest):
    assert check(credential({"id": URL} | digest)) == MALFORMED
    assert problems_of_resources(credential({"id": URL} | digest))


def test_an_algorithm_that_is_not_computed_leaves_it_open():
    text = multibase_encode(b"\x16\x20" + bytes(32))
    told = check(credential({"id": URL, "digestMultibase": text}))
    assert told == (Outcome.UNDETERMINED, ["resource.digest-unknown"])


LISTS = {
    "text": [URL],
    "no id": [{"digestSRI": sri()}],
    "an id that is none": [{"id": "thesis", "digestSRI": sri()}],
    "no digest": [{"id": URL}],
    "the same id twice": [{"id": URL, "digestSRI": sri()}, {"id": URL, "digestSRI": sri()}],
}


@pytest.mark.parametrize("related", LISTS.values(), ids=LISTS)
def test_the_list_keeps_its_form(related):
    assert check(credential(*related)) == MALFORMED


def test_one_resource_needs_no_list():
    assert check(credential(relatedResource=related_resource(URL, body=BODY))) == PASSED


def test_evidence_images_and_schemas_are_compared_too():
    good = {"id": URL, "digestSRI": sri()}
    for place in ("evidence", "credentialSchema", "image"):
        assert check(credential(**{place: [good]})) == PASSED
        assert check(credential(**{place: good | {"digestSRI": sri(body=b"")}})) == DIFFERS
    deep = credential(credentialSubject={"achievement": {"image": {"id": URL, "digestSRI": sri()}}})
    checked = check_resources(deep, resolver=SimulatedWeb({URL: b"other"}))
    assert checked.problems[0].pointer == "/credentialSubject/achievement/image"


def test_an_embedded_credential_speaks_for_itself():
    bad = {"id": URL, "digestSRI": sri(body=b"other")}
    document = credential(endorsement=[{"relatedResource": [bad]}], verifiableCredential=[bad])
    assert check(document) == (Outcome.NOT_APPLICABLE, [])


def test_nothing_is_said_about_what_was_not_to_be_fetched():
    document = credential({"id": URL, "digestSRI": sri()})
    checked = check_resources(document, resolver=Offline())
    assert checked.outcome is Outcome.NOT_APPLICABLE
    assert checked.detail == "1 of 1 resources were not fetched"
    assert check(credential()) == (Outcome.NOT_APPLICABLE, [])


def test_what_was_asked_for_and_cannot_be_had_leaves_it_open():
    document = credential({"id": URL, "digestSRI": sri()})
    told = check(document, SimulatedWeb())
    assert told == (Outcome.UNDETERMINED, ["resource.unreachable"])


def test_a_resource_that_is_no_web_page_is_not_fetched():
    web = SimulatedWeb()
    document = credential({"id": "urn:isbn:0451450523", "digestSRI": sri()})
    assert check(document, web) == (Outcome.NOT_APPLICABLE, [])
    assert web.requests == []


def test_a_context_is_compared_with_the_copy_in_use_without_a_network():
    right = related_resource(V2, body=context_bytes(V2))
    wrong = related_resource(V2, body=b"another context")
    assert check(credential(right), Offline()) == PASSED
    assert check(credential(wrong), Offline()) == DIFFERS
    assert check(credential(wrong), SimulatedWeb({V2: b"another context"})) == DIFFERS
    assert check(credential(wrong), SimulatedWeb({V2: b"{}"})) == DIFFERS
    spaced = b" " + context_bytes(V2)
    document = credential(related_resource(V2, body=spaced))
    assert check(document, SimulatedWeb({V2: spaced})) == PASSED


def test_no_more_resources_are_compared_than_make_sense():
    many = [{"id": f"{URL}?{number}", "digestSRI": sri()} for number in range(257)]
    web = SimulatedWeb()
    assert check(credential(*many), web) == MALFORMED
    assert web.requests == []
