"""Known texts: learned from one that holds, and found only where they hold.

That they are judged as the general way judges them is shown in tests/properties.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from testamur.credentials.dids import VerificationMethod, did_document
from testamur.credentials.proofs import known_texts, sign_document, verification, verify_text
from testamur.credentials.resolution import Offline
from testamur.encoding import MAX_DOCUMENT_BYTES, compact_json
from testamur.errors import Refused
from testamur.problems import Outcome
from tests.sample_credential import ISSUED, sample
from tests.simulated_web import SimulatedWeb
from tests.unit.credentials.proofs.badges import KEYS, method_of, options_for

LATER = ISSUED + timedelta(days=1)


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """Nothing is known of any text yet."""
    fresh = known_texts._Known()
    monkeypatch.setattr(known_texts, "_KNOWN", fresh)
    return fresh


def signed(number=0, *, suite="eddsa-rdfc-2022", kind="ed25519", alone=False, issuer="", **stated):
    key = KEYS[kind]
    document = sample(number, issuer=issuer or key.public.did_key)
    prepared = document if alone else document | {"proof": []}
    options = options_for(suite, key, **({"created": ISSUED} | stated))
    return compact_json(sign_document(prepared, signer=key, options=options))


def judged(text, **asked):
    [result] = verify_text(text, **({"resolver": Offline(), "at": LATER} | asked))
    return result


def taught(**stated):
    """Three texts teach the shape, and how it is worded."""
    for number in range(3):
        assert judged(signed(number, **stated)).outcome is Outcome.PASSED


def is_known(text):
    found = known_texts.recognise(text)
    try:
        return found is not None and found.is_signed_by(KEYS["ed25519"].public)
    except Refused:
        return False


@pytest.mark.parametrize("alone", [False, True], ids=["in a list", "alone"])
@pytest.mark.parametrize(
    ("suite", "kind"),
    [("eddsa-rdfc-2022", "ed25519"), ("ecdsa-rdfc-2019", "p256"), ("ecdsa-rdfc-2019", "p384")],
)
def test_a_known_text_is_judged_without_being_parsed(suite, kind, alone, monkeypatch):
    how = {"suite": suite, "kind": kind, "alone": alone}
    taught(**how)
    general = judged(signed(7, **how) + " ")
    monkeypatch.setattr(verification, "parse_object", None)
    assert judged(signed(7, **how)) == general
    assert (general.outcome, general.cryptosuite, general.created) == ("passed", suite, ISSUED)


def test_a_text_of_another_batch_is_known_too(monkeypatch):
    taught()
    later = signed(9, created=ISSUED + timedelta(hours=1))
    monkeypatch.setattr(verification, "parse_object", None)
    assert judged(later).created == ISSUED + timedelta(hours=1)


UNLEARNED = {
    "a jcs proof": {"suite": "eddsa-jcs-2022"},
    "options that are long": {"nonce": "n" * 5000},
    "options of another kind": {"previous_proof": "urn:proof:1", "id": "urn:proof:2"},
}


@pytest.mark.parametrize("how", UNLEARNED.values(), ids=UNLEARNED)
def test_what_is_not_learned(known, how):
    stated = dict(how)
    if "previous_proof" in stated:
        key = KEYS["ed25519"]
        first = options_for("eddsa-rdfc-2022", key, created=ISSUED, id="urn:proof:1")
        document = sign_document(sample(0) | {"proof": []}, signer=key, options=first)
        second = options_for("eddsa-rdfc-2022", key, created=ISSUED, **stated)
        text = compact_json(sign_document(document, signer=key, options=second))
        assert [one.outcome for one in verify_text(text, resolver=Offline(), at=LATER)] == (
            [Outcome.PASSED] * 2
        )
    else:
        taught(**stated)
    assert not known._shapes


def worded(text, old, new):
    assert text.count(old) == 1
    return text.replace(old, new)


SPOILED = {
    "a value is changed": lambda t: worded(
        t, '"identityHash":"Ada Lovelace 7"', '"identityHash":"Eve"'
    ),
    "an escape": lambda t: worded(t, "Ada Lovelace 7", "Ada Lovelace \\u0037"),
    "an escape before a quotation mark": lambda t: worded(t, "Ada Lovelace 7", "Ada Lovelace 7\\"),
    "a control character": lambda t: worded(t, "Ada Lovelace 7", "Ada Lovelace 7\x01"),
    "a line feed": lambda t: worded(t, "Ada Lovelace 7", "Ada Lovelace 7\n"),
    "half a surrogate pair": lambda t: worded(t, "Ada Lovelace 7", "Ada Lovelace 7\ud800"),
    "a member more": lambda t: worded(t, ',"proof":', ',"name":"x","proof":'),
    "a member twice": lambda t: worded(t, ',"proof":', ',"id":"urn:x","proof":'),
    "an unknown term": lambda t: worded(t, ',"proof":', ',"gpa":"4.0","proof":'),
    "a second proof": lambda t: worded(t, ',"proof":', ',"proof":[],"proof":'),
    "a proof value twice": lambda t: worded(t, ',"proofValue":', ',"proofValue":"z","proofValue":'),
    "a proof value further inside": lambda t: worded(
        t, ',"proofValue":', ',"proofValue":"z","nonce":{"proofValue":'
    ).replace('"}]}', '"}}]}'),
    "an unknown option": lambda t: worded(t, ',"proofValue":', ',"note":"x","proofValue":'),
    "an option changed": lambda t: worded(t, '"created":"2026-05', '"created":"2026-04'),
    "another end": lambda t: t.removesuffix("]}") + "}",
    "a line feed at the end": lambda t: t + "\n",
    "another proof value": lambda t: t.removesuffix('"}]}')[:-8] + '11111111"}]}',
    "no base58": lambda t: t.removesuffix('"}]}')[:-8] + '0OIl0OIl"}]}',
    "no proof value": lambda t: t[: t.index(',"proofValue"')] + "}]}",
    "no proof": lambda t: t[: t.index(',"proof"')] + "}",
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_nothing_but_a_proof_that_holds_is_known(spoil):
    taught()
    text = spoil(signed(7))
    assert is_known(signed(7))
    assert not is_known(text)


def test_a_text_longer_than_any_document_is_left_to_the_general_way():
    taught()
    text = worded(signed(7), "Ada Lovelace 7", "Ada" * (MAX_DOCUMENT_BYTES // 3))
    with pytest.raises(Refused) as refused:
        verify_text(text, resolver=Offline(), at=LATER)
    assert refused.value.problem.code == "json.too-large"
    assert known_texts.recognise(text) is None


def test_what_is_asked_of_a_proof_is_asked_of_a_known_one():
    taught()
    text = signed(7)
    assert judged(text, purpose="authentication").problems[0].code == "proof.purpose-mismatch"
    assert judged(text, domain="uni.example").problems[0].code == "proof.domain-mismatch"
    assert judged(text, challenge="x").problems[0].code == "proof.challenge-mismatch"
    early = judged(text, at=ISSUED - timedelta(seconds=1))
    assert (early.problems[0].code, early.problems[0].pointer) == (
        "proof.not-yet-made",
        "/proof/0/created",
    )


def test_the_key_of_a_known_text_is_looked_up_each_time():
    did, url = "did:web:uni.example", "https://uni.example/.well-known/did.json"
    key = KEYS["ed25519"].public
    how = {"issuer": did, "verification_method": f"{did}#{key.multikey}"}

    def published(**ended):
        return did_document(did, [VerificationMethod.publish(key, controller=did, **ended)])

    web = SimulatedWeb({url: published()})
    for number in range(4):
        assert judged(signed(number, **how), resolver=web).outcome is Outcome.PASSED
    assert web.requests == [url] * 4

    web.publish(url, published(expires=ISSUED - timedelta(days=1)))
    assert judged(signed(5, **how), resolver=web).problems[0].code == "proof.key-retired"
    web.publish(url, published(revoked=ISSUED + timedelta(hours=1)))
    assert judged(signed(5, **how), resolver=web).problems[0].code == "proof.key-revoked"

    web.take_down(url)
    web.requests.clear()
    down = judged(signed(5, **how), resolver=web)
    assert (down.outcome, down.problems[0].code) == (Outcome.UNDETERMINED, "fetch.unreachable")
    assert web.requests == [url], "what cannot be had is asked for once"


def test_contexts_of_the_documents_own_are_never_taken_for_granted(monkeypatch):
    taught()
    monkeypatch.setattr(verification, "recognise", None)
    assert judged(signed(7), inline_contexts=True).outcome is Outcome.PASSED


def test_the_kinds_and_the_shapes_kept_are_few(known, monkeypatch):
    monkeypatch.setattr(known_texts, "MAX_KINDS", 3)
    monkeypatch.setattr(known_texts, "MAX_SHAPES_OF_KIND", 2)
    shapes = [object() for _ in range(4)]
    for number in range(10):
        known.add((method_of(KEYS["p256"]), str(number)), shapes[0])
    assert len(known._shapes) == 3
    for shape in [*shapes, shapes[3]]:
        known.add(("one", "kind"), shape)
    assert known.shapes_of(("one", "kind")) == (shapes[3], shapes[2])
    assert known.shapes_of(("another", "kind")) == ()
