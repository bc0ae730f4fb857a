"""@digitalbazaar/vc and we accept each other's credentials, and neither accepts a tampered one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from random import Random
from typing import Any

import pytest

from testamur.credentials.issue import Press, sign, verification_method_of
from testamur.credentials.openbadges import Profile, endorsement_document
from testamur.credentials.proofs import ProofOptions, derive, sign_selective
from testamur.credentials.status import status_entry
from testamur.credentials.verify import examine
from testamur.encoding import JsonObject, compact_json, parse_object
from testamur.keys import SigningKey
from testamur.problems import Verdict
from testamur.quality.score import score
from testamur.quality.statement import statement_of
from tests.alterations import says_nothing_twice
from tests.interop.neighbours import ask_node
from tests.interop.tampering import TAMPERED, tampered
from tests.sample_credential import SLOTS, sample, sample_values
from tests.strategies import AWARDED, LISTS, REVOKED, Award, key_of, published_lists, random_award

SOON = AWARDED + timedelta(minutes=1)

OURS = {
    ("eddsa-rdfc-2022", "ed25519"): 250,
    ("eddsa-jcs-2022", "ed25519"): 250,
    ("ecdsa-rdfc-2019", "p256"): 125,
    ("ecdsa-rdfc-2019", "p384"): 125,
}
PRESSED = 200
SHOWN = 50
assert sum(OURS.values()) + PRESSED + SHOWN == 1_000, "a thousand credentials of ours"

THEIRS = 40
THEIR_PARTS = 15
"""Of each kind; what they sign and show costs them five times what they verify."""

SAID = "urn:uuid:0f0f0f0f-0000-4000-8000-000000000000"

UNSHOWN = ('"allowedValue"', '"geo"')
"""Members of which @digitalbazaar/di-sd-primitives 3 cannot show parts: it names the list that
`allowedValue` is as if it were an object, and does not find the type of `geo` again."""


web_of = cache(published_lists)


def lists_of(key: SigningKey) -> dict[str, Any]:
    """The status lists of an issuer, as a document loader serves them."""
    web = web_of(key)
    return {url: json.loads(web.fetch(url).body) for url in LISTS.values()}


def verified_by_node(
    documents: list[dict[str, Any]], key: SigningKey, *, at: datetime = SOON
) -> list[dict[str, Any]]:
    questions = [
        {"do": "verify", "credential": document, "at": at.isoformat()} for document in documents
    ]
    return ask_node(questions, documents=lists_of(key))


def is_valid(document: dict[str, Any] | str | bytes, key: SigningKey) -> bool:
    return examine(document, resolver=web_of(key), at=SOON).verdict is Verdict.VALID


def refused(answers: list[dict[str, Any]]) -> list[Any]:
    return [answer["reason"] for answer in answers if not answer["verified"]]


def with_status(award: Award, *, index: int, purpose: str) -> Award:
    entry = status_entry(LISTS[purpose], index=index, purpose=purpose)
    return replace(award, details=award.details | {"status": entry})


# ------------------------------------------------------------------------------- ours, to them


@pytest.mark.parametrize(("suite", "kind"), OURS)
def test_they_verify_what_we_sign(suite: str, kind: str) -> None:
    key = key_of("issuer", kind)
    count = OURS[suite, kind]
    documents = [random_award(n).signed(key, proof=suite).document for n in range(count)]

    assert refused(verified_by_node(documents, key)) == []


def test_they_verify_what_a_press_signs() -> None:
    key = key_of("issuer")
    example = sample(issuer=key.public.did_key)
    press = Press(example, SLOTS, signer=key, options=options_of(key, "eddsa-rdfc-2022"))
    documents = [press.sign(sample_values(number)).document for number in range(PRESSED)]

    assert refused(verified_by_node(documents, key, at=SOON + timedelta(days=1))) == []


def test_they_verify_what_we_show_in_part() -> None:
    key = key_of("issuer", "p256")
    documents = [
        derive(signed_by_us(document, key), pointers=["/credentialSubject"])
        for document in islice(without_labels(key), SHOWN)
    ]

    assert refused(verified_by_node(documents, key)) == []


@pytest.mark.parametrize("kind", ["quality statement", "endorsement"])
def test_they_verify_what_is_said_of_an_achievement(kind: str) -> None:
    key = key_of("issuer")
    issuer = Profile(key.public.did_key, name="Example University")
    write = {"quality statement": quality_statement, "endorsement": endorsement}[kind]
    said = parse_object(sign(write(issuer), signer=key, at=AWARDED).text)
    answers = verified_by_node([said, said | {"name": "Something else"}], key)

    assert [answer["verified"] for answer in answers] == [True, False]


def quality_statement(issuer: Profile) -> JsonObject:
    told = score({"type": ["Achievement"], "name": "Python basics"}).as_json()
    about = "https://uni.example/achievements/python"
    return statement_of(told, about=about, id=SAID, issuer=issuer, valid_from=AWARDED)


def endorsement(issuer: Profile) -> JsonObject:
    words = "We hire people who hold it."
    about = "https://uni.example/achievements/python"
    return endorsement_document(
        words, id=SAID, about=about, issuer=issuer, valid_from=AWARDED, name="Endorsement"
    )


def test_they_show_parts_of_what_we_sign() -> None:
    key = key_of("issuer", "p256")
    base = [signed_by_us(document, key) for document in their_kind(key, count=THEIR_PARTS)]

    shown = derived_by_node(base)

    assert all(is_valid(document, key) for document in shown)


def test_their_selective_proofs_take_some_texts_for_blank_nodes() -> None:
    """Known of @digitalbazaar/di-sd-primitives 3: a text such as `_:b0` is given another name."""
    key = key_of("issuer", "p256")
    document = sample(issuer=key.public.did_key) | {
        "name": "_:b0",
        "validFrom": "2026-05-01T12:00:00Z",
    }
    shown = derive(signed_by_us(document, key), pointers=["/name", "/credentialSubject"])

    assert refused(verified_by_node([shown], key)) == ["Invalid signature."]
    assert is_valid(shown, key)


# ------------------------------------------------------------------------------- theirs, to us


@pytest.mark.parametrize(
    ("suite", "kind"),
    [("eddsa-rdfc-2022", "ed25519"), ("ecdsa-rdfc-2019", "p256"), ("ecdsa-rdfc-2019", "p384")],
)
def test_we_verify_what_they_sign(suite: str, kind: str) -> None:
    key = key_of("issuer", kind)
    theirs = signed_by_node(
        [random_award(n).document(key) for n in range(THEIRS)], key, suite=suite
    )

    assert all(is_valid(document, key) for document in theirs)


def test_we_verify_and_show_parts_of_what_they_sign() -> None:
    key = key_of("issuer", "p256")
    base = signed_by_node(their_kind(key, count=THEIR_PARTS), key, suite="ecdsa-sd-2023")

    shown_by_them = derived_by_node(base)
    shown_by_us = [derive(one, pointers=["/credentialSubject"]) for one in base]

    assert all(is_valid(document, key) for document in shown_by_them)
    assert refused(verified_by_node(shown_by_us, key)) == []


# ------------------------------------------------------------------------------------ tampered


@pytest.mark.parametrize("way", TAMPERED)
def test_neither_accepts_what_was_tampered_with(way: str) -> None:
    key = key_of("issuer")
    rng = Random(2026)  # noqa: S311 -- chance, not secrets
    altered = [parsed for text in texts_of(key, count=5) for parsed in tampered(text, way, rng, 8)]

    answers = verified_by_node(altered, key)

    assert [one for one, answer in zip(altered, answers, strict=True) if answer["verified"]] == []
    assert [one for one in altered if is_valid(one, key)] == []


def test_neither_accepts_what_they_signed_and_somebody_tampered_with() -> None:
    key = key_of("issuer")
    rng = Random(2026)  # noqa: S311
    plain = [award.document(key) for award in map(random_award, range(12))]
    texts = [
        compact_json(one | {"proof": [one["proof"]]})
        for one in signed_by_node(
            [one for one in plain if says_nothing_twice(one)], key, suite="eddsa-rdfc-2022"
        )
    ]
    altered = [one for text in texts for way in TAMPERED for one in tampered(text, way, rng, 1)]

    answers = verified_by_node(altered, key)

    assert [one for one, answer in zip(altered, answers, strict=True) if answer["verified"]] == []
    assert [one for one in altered if is_valid(one, key)] == []


@pytest.mark.parametrize("purpose", LISTS)
def test_neither_accepts_what_was_revoked_or_suspended(purpose: str) -> None:
    key = key_of("issuer")
    awards = [random_award(number) for number in range(5)]
    good, bad = (
        [with_status(award, index=at, purpose=purpose).signed(key).document for award in awards]
        for at in (REVOKED - 1, REVOKED)
    )

    answers = verified_by_node([*good, *bad], key)

    assert [answer["verified"] for answer in answers] == [True] * len(good) + [False] * len(bad)
    assert {answer["reason"] for answer in answers[len(good) :]} == {"its status is set"}
    assert [is_valid(one, key) for one in (*good, *bad)] == [True] * len(good) + [False] * len(bad)


# -------------------------------------------------------------------------------------- making


def options_of(key: SigningKey, suite: str) -> ProofOptions:
    method = verification_method_of(key.public.did_key, key)
    return ProofOptions(cryptosuite=suite, verification_method=method, created=AWARDED)


def signed_by_us(document: dict[str, Any], key: SigningKey) -> dict[str, Any]:
    """With a base proof, from which a holder shows parts."""
    options = options_of(key, "ecdsa-sd-2023")
    return sign_selective(
        document, signer=key, options=options, mandatory=["/issuer", "/validFrom"]
    )


def without_labels(key: SigningKey) -> Iterator[dict[str, Any]]:
    """Unsigned credentials in whose texts nothing looks like the label of a blank node."""
    documents = (random_award(number).document(key) for number in range(1_000))
    return (document for document in documents if "_:" not in compact_json(document))


def their_kind(key: SigningKey, *, count: int) -> list[dict[str, Any]]:
    """Unsigned credentials of which their library can show parts."""
    texts = map(compact_json, without_labels(key))
    fit = (text for text in texts if not any(name in text for name in UNSHOWN))
    return [parse_object(text) for text in islice(fit, count)]


def signed_by_node(
    documents: list[dict[str, Any]], key: SigningKey, *, suite: str
) -> list[dict[str, Any]]:
    pair = {
        "publicKeyMultibase": key.public.multikey,
        "secretKeyMultibase": key.to_multikey(),
    }
    questions = [
        {
            "do": "issue",
            "credential": document,
            "key": pair,
            "suite": suite,
            "at": SOON.isoformat(),
            "mandatory": ["/issuer", "/validFrom"],
        }
        for document in documents
    ]
    return [answer["credential"] for answer in ask_node(questions)]


def derived_by_node(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    questions = [
        {"do": "derive", "credential": document, "pointers": ["/credentialSubject"]}
        for document in documents
    ]
    return [answer["credential"] for answer in ask_node(questions)]


def texts_of(key: SigningKey, *, count: int) -> Iterator[str]:
    """Signed credentials whose objects have ids of their own."""
    awards = (random_award(number) for number in range(1_000))
    distinct = (award for award in awards if says_nothing_twice(award.document(key)))
    return (award.signed(key).text for award in islice(distinct, count))
