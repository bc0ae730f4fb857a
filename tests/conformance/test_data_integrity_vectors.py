"""W3C vectors of the EdDSA and ECDSA cryptosuites, with every intermediate value.

What the vectors call canonical document, proof configuration, hashes and proof value is asked of
the same functions that sign and verify. Ed25519 signatures must be equal to the byte; ECDSA
signatures are random, so theirs must verify here and ours be of the same form.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from testamur import ld
from testamur.credentials.proofs import (
    SUITES,
    ProofOptions,
    derive,
    sign_document,
    sign_selective,
    verify_proof,
    verify_proofs,
)
from testamur.credentials.proofs import selective as sd
from testamur.credentials.proofs.chains import covered_document
from testamur.credentials.proofs.disclosure import BaseValue, DerivedValue
from testamur.credentials.proofs.hashing import RDFC, Means, with_suite_context
from testamur.credentials.proofs.selection import select, statements_of
from testamur.credentials.proofs.suites import hash_data
from testamur.credentials.resolution import Offline
from testamur.encoding import base58_encode, canonical_json, parse_timestamp
from testamur.keys import KeyKind, PublicKey, SigningKey
from testamur.problems import Outcome
from tests.conftest import shared

AT = datetime(2026, 6, 1, tzinfo=UTC)
EDDSA = "vectors/vc-di-eddsa/TestVectors"
ECDSA = "vectors/vc-di-ecdsa/TestVectors"

WHOLE = {
    "eddsa-rdfc-2022": (EDDSA, "eddsa-rdfc-2022", "DataInt", "unsigned", "keyPair"),
    "eddsa-rdfc-2022 employ": (
        EDDSA,
        "eddsa-rdfc-2022/employ",
        "DataInt",
        "employmentAuth",
        "keyPair",
    ),
    "eddsa-jcs-2022": (EDDSA, "eddsa-jcs-2022", "JCS", "unsigned", "keyPair"),
    "Ed25519Signature2020": (EDDSA, "Ed25519Signature2020", "EdSig", "unsigned", "keyPair"),
    "ecdsa-rdfc-2019 P-256": (
        ECDSA,
        "ecdsa-rdfc-2019-p256",
        "ECDSAP256",
        "unsigned",
        "p256KeyPair",
    ),
    "ecdsa-rdfc-2019 P-256 employ": (
        ECDSA,
        "ecdsa-rdfc-2019-p256/employ",
        "ECDSAP256",
        "employmentAuth",
        "p256KeyPair",
    ),
    "ecdsa-rdfc-2019 P-384": (
        ECDSA,
        "ecdsa-rdfc-2019-p384",
        "ECDSAP384",
        "unsigned",
        "p384KeyPair",
    ),
    "ecdsa-rdfc-2019 P-384 employ": (
        ECDSA,
        "ecdsa-rdfc-2019-p384/employ",
        "ECDSAP384",
        "employmentAuth",
        "p384KeyPair",
    ),
    "ecdsa-jcs-2019 P-256": (
        ECDSA,
        "ecdsa-jcs-2019-p256",
        "JCSECDSAP256",
        "unsigned",
        "p256KeyPair",
    ),
    "ecdsa-jcs-2019 P-384": (
        ECDSA,
        "ecdsa-jcs-2019-p384",
        "JCSECDSAP384",
        "unsigned",
        "p384KeyPair",
    ),
}
SIGNED_HERE = [name for name in WHOLE if SUITES[name.split()[0]].sign is not None]


class Vector:
    """One folder of a whole-document suite."""

    def __init__(self, name):
        root, folder, self.suffix, unsigned, key = WHOLE[name]
        self.folder = shared(root, folder)
        self.unsigned = read(shared(root, f"{unsigned}.json"))
        if name == "Ed25519Signature2020":
            self.unsigned = with_suite_context(self.unsigned, proof_type=name)
        self.key = signing_key(read(shared(root, f"{key}.json")))
        self.suite = SUITES[name.split()[0]]
        self.is_jcs = "-jcs-" in self.suite.name

    def json(self, name):
        return read(self.folder / f"{name}{self.suffix}.json")

    def text(self, name):
        return (self.folder / f"{name}{self.suffix}.txt").read_text()

    @property
    def algorithm(self):
        return self.suite.hashes[self.key.public.kind]


@pytest.fixture(params=WHOLE)
def vector(request):
    return Vector(request.param)


def read(path: Path):
    return json.loads(path.read_text())


def signing_key(pair):
    secret = pair.get("privateKeyMultibase") or pair["secretKeyMultibase"]
    key = SigningKey.from_multikey(secret)
    assert key.public.multikey == pair["publicKeyMultibase"]
    return key


def options_of(proof):
    """The options that lead to `proof`."""
    previous = proof.get("previousProof")
    return ProofOptions(
        cryptosuite=proof["cryptosuite"],
        verification_method=proof["verificationMethod"],
        created=parse_timestamp(proof["created"]),
        purpose=proof["proofPurpose"],
        previous_proof=tuple(previous) if isinstance(previous, list) else previous,
        id=proof.get("id"),
    )


class TestWholeDocumentSuites:
    def test_di_010_rdfc_004_canonical_document_is_equal(self, vector):
        if vector.is_jcs:
            canonical = canonical_json(vector.unsigned)
        else:
            canonical = ld.canonicalise(vector.unsigned, algorithm=vector.algorithm).nquads
        assert canonical.decode() == vector.text("canonDoc")

    def test_proof_configuration_is_equal(self, vector):
        config = vector.json("proofConfig")
        if vector.suite.sign is not None:
            stated = options_of(config).as_json()
            options = vector.suite.transformation.options(vector.unsigned, stated)
            assert options | {"@context": vector.unsigned["@context"]} == config
        if vector.is_jcs:
            canonical = canonical_json(config)
        else:
            canonical = ld.canonicalise(config, algorithm=vector.algorithm).nquads
        assert canonical.decode() == vector.text("proofCanon")

    def test_hashes_are_equal(self, vector):
        proof = vector.json("signed")["proof"]
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        kind = vector.key.public.kind
        signed = hash_data(vector.suite, vector.unsigned, options, kind=kind).hex()
        assert signed == vector.text("proofHash") + vector.text("docHash")
        assert signed == vector.text("combinedHash")

    def test_signature_verifies_and_is_packed_alike(self, vector):
        document, proof = vector.unsigned, vector.json("signed")["proof"]
        signature = bytes.fromhex(vector.text("sigHex"))
        assert f"z{base58_encode(signature)}" == vector.text("sigBTC58") == proof["proofValue"]
        verify_proof(vector.json("signed"), proof, key=vector.key.public)
        assert covered_document(vector.json("signed"), ()) == document

    @pytest.mark.parametrize("vector", SIGNED_HERE, indirect=True)
    def test_signing_gives_the_same_document(self, vector):
        theirs = vector.json("signed")
        ours = sign_document(
            vector.unsigned, signer=vector.key, options=options_of(theirs["proof"])
        )
        verify_proof(ours, ours["proof"], key=vector.key.public)
        if vector.key.public.kind is not KeyKind.ED25519:
            assert len(ours["proof"].pop("proofValue")) in range(80, 140)
            del theirs["proof"]["proofValue"]
        assert ours == theirs


class TestProofSetsAndChains:
    @pytest.fixture
    def read_chain(self):
        return lambda name: read(shared(EDDSA, "proof-set-chain", f"{name}.json"))

    def test_each_step_gives_the_published_document(self, read_chain):
        keys = read_chain("multiKeyPairs")
        document = read_chain("unsigned")
        steps = [
            ("proofSetConfig1", "signedProofSet1"),
            ("proofSetConfig2", "signedProofSet2"),
            ("proofChainConfig1", "signedProofChain1"),
            ("proofChainConfig2", "signedProofChain2"),
        ]
        for number, (config, signed) in enumerate(steps, start=1):
            document = sign_document(
                document,
                signer=signing_key(keys[f"keyPair{number}"]),
                options=options_of(read_chain(config)),
            )
            assert document == read_chain(signed)

    def test_a_chained_proof_covers_the_published_intermediate_document(self, read_chain):
        signed = read_chain("signedProofChain2")
        assert covered_document(
            signed, read_chain("proofChainConfig1")["previousProof"]
        ) == read_chain("proofChainTempDoc1")
        assert covered_document(
            signed, [read_chain("proofChainConfig2")["previousProof"]]
        ) == read_chain("proofChainTempDoc2")

    @pytest.mark.parametrize(
        ("name", "proofs"),
        [
            ("signedProofSet1", 1),
            ("signedProofSet2", 2),
            ("signedProofChain1", 3),
            ("signedProofChain2", 4),
        ],
    )
    def test_every_proof_holds(self, read_chain, name, proofs):
        results = verify_proofs(read_chain(name), resolver=Offline(), at=AT)
        assert [result.outcome for result in results] == [Outcome.PASSED] * proofs

    def test_the_last_intermediate_document_does_not_verify_alone(self, read_chain):
        (result,) = verify_proofs(read_chain("proofChainTempDoc2"), resolver=Offline(), at=AT)
        assert [problem.code for problem in result.problems] == ["proof.previous-missing"]


@pytest.fixture(params=["prc", "employ"])
def disclosure(request):
    """Reader of one selective-disclosure folder; its inputs are named as the vectors name them.

    The unsigned document is the signed one without its proof: the description in
    `prCredUnsigned.json` was changed after the folder was made.
    """
    prefix = {"prc": "prCred", "employ": "employ"}[request.param]

    def load(name):
        if name == "unsigned":
            return covered_document(load("addSignedSDBase.json"), ())
        if name in {"Mandatory", "Selective"}:
            return read(shared(ECDSA, f"{prefix}{name}.json"))
        if name == "SDKeyMaterial":
            return read(shared(ECDSA, "ecdsa-sd-2023", "SDKeyMaterial.json"))
        path = shared(ECDSA, "ecdsa-sd-2023", request.param, name)
        return read(path) if path.suffix == ".json" else path.read_text()

    return load


@pytest.fixture
def statements(disclosure):
    hmac_key = bytes.fromhex(disclosure("SDKeyMaterial")["hmacKeyString"])
    return statements_of(disclosure("unsigned"), relabel=sd.namer(hmac_key))


def hexes(signatures):
    return [signature.hex() for signature in signatures]


class TestSelectiveDisclosureBase:
    def test_canonical_lines_are_equal(self, disclosure, statements):
        canonical = ld.canonicalise(disclosure("unsigned"))
        assert list(canonical.lines) == disclosure("addBaseDocCanon.json")
        assert list(statements.lines) == disclosure("addBaseDocHMACCanon.json")

    def test_mandatory_statements_are_equal(self, disclosure, statements):
        transform = disclosure("addBaseTransform.json")
        assert disclosure("Mandatory") == transform["mandatoryPointers"]
        found = statements.indexes_of(disclosure("Mandatory"))
        assert [[index, statements.lines[index]] for index in found] == transform["mandatory"][
            "value"
        ]
        others = [index for index, _ in transform["nonMandatory"]["value"]]
        assert sorted(found + others) == list(range(len(statements.lines)))

    def test_pointers_reach_the_same_values(self, disclosure):
        for row in disclosure("addPointerValues.json"):
            name = row["pointer"].removeprefix("/")
            assert select(disclosure("unsigned"), [row["pointer"]])[name] == row["value"]

    def test_configuration_and_hashes_are_equal(self, disclosure, statements):
        config = disclosure("addProofConfig.json")
        options = options_of(config).as_json()
        document = disclosure("unsigned")
        assert options | {"@context": document["@context"]} == config
        assert ld.canonicalise(config).nquads.decode() == disclosure("addProofConfigCanon.txt")
        options_hash = RDFC.options_hash(document, options, Means())
        lines = [
            statements.lines[index] for index in statements.indexes_of(disclosure("Mandatory"))
        ]
        hashes = disclosure("addHashData.json")
        assert options_hash.hex() == hashes["proofHash"]
        assert hashlib.sha256("".join(lines).encode()).hexdigest() == hashes["mandatoryHash"]

    def test_the_packed_value_is_read_and_written_alike(self, disclosure):
        text = disclosure("addSignedSDBase.json")["proof"]["proofValue"]
        base = BaseValue.unpack(text)
        for file, key in (
            ("addRawBaseSignatureInfo.json", "publicKey"),
            ("derivedRecoveredBaseData.json", "proofPublicKey"),
        ):
            raw = disclosure(file)
            assert base.signature.hex() == raw["baseSignature"]
            assert base.key.multikey == raw[key]
            assert hexes(base.signatures) == raw["signatures"]
            assert list(base.mandatory) == raw["mandatoryPointers"]
        assert base.hmac_key.hex() == disclosure("derivedRecoveredBaseData.json")["hmacKey"]
        assert base.pack() == text

    def test_their_signatures_are_over_our_statements(self, disclosure, statements):
        signed = disclosure("addSignedSDBase.json")
        base = BaseValue.unpack(signed["proof"]["proofValue"])
        keys = disclosure("SDKeyMaterial")
        options = options_of(signed["proof"]).as_json()
        options_hash = RDFC.options_hash(disclosure("unsigned"), options, Means())
        found = statements.indexes_of(base.mandatory)
        always = [statements.lines[index] for index in found]
        issuer = PublicKey.from_multikey(keys["baseKeyPair"]["publicKeyMultibase"])
        assert issuer.verify(sd.vouched(options_hash, base.key, always), base.signature)
        others = [line for index, line in enumerate(statements.lines) if index not in found]
        assert len(others) == len(base.signatures)
        for line, signature in zip(others, base.signatures, strict=True):
            assert base.key.verify(line.encode(), signature)

    def test_signing_gives_the_same_document_but_for_random_signatures(self, disclosure):
        theirs, keys = disclosure("addSignedSDBase.json"), disclosure("SDKeyMaterial")
        own = SigningKey.from_multikey(keys["proofKeyPair"]["secretKeyMultibase"])
        scalar = int.from_bytes(own._secret, "big") - 1
        given = {32: bytes.fromhex(keys["hmacKeyString"]), 48: scalar.to_bytes(48, "big")}
        ours = sign_selective(
            disclosure("unsigned"),
            signer=signing_key(keys["baseKeyPair"]),
            options=options_of(theirs["proof"]),
            mandatory=disclosure("Mandatory"),
            rng=given.__getitem__,
        )
        mine, published = (
            BaseValue.unpack(document["proof"].pop("proofValue")) for document in (ours, theirs)
        )
        assert ours == theirs
        assert (mine.key, mine.hmac_key) == (published.key, published.hmac_key)
        assert mine.mandatory == published.mandatory
        assert len(mine.signatures) == len(published.signatures)


class TestSelectiveDisclosureDerived:
    def test_groups_are_equal(self, disclosure, statements):
        groups = disclosure("derivedGroupIndexes.json")
        mandatory, selective = disclosure("Mandatory"), disclosure("Selective")
        assert statements.indexes_of(mandatory) == groups["mandatoryIndexes"]
        assert statements.indexes_of(selective) == groups["selectiveIndexes"]
        assert statements.indexes_of([*mandatory, *selective]) == groups["combinedIndexes"]
        everything = disclosure("derivedAllGroupData.json")
        assert list(statements.lines) == everything["nquads"]
        for name, group in everything["groups"].items():
            lines = [[index, statements.lines[index]] for index in groups[f"{name}Indexes"]]
            assert lines == group["matching"]["value"]

    def test_deriving_gives_the_published_document(self, disclosure):
        derived = derive(disclosure("addSignedSDBase.json"), pointers=disclosure("Selective"))
        assert derived == disclosure("derivedRevealDocument.json")
        pointers = [*disclosure("Mandatory"), *disclosure("Selective")]
        assert select(disclosure("unsigned"), pointers) == disclosure("derivedUnsignedReveal.json")

    def test_the_packed_value_is_read_and_written_alike(self, disclosure):
        text = disclosure("derivedRevealDocument.json")["proof"]["proofValue"]
        value = DerivedValue.unpack(text)
        labels = [[f"c14n{number}", sd.name_of(mac)] for number, mac in value.labels.items()]
        data, read_back = (
            disclosure(f"{name}.json")
            for name in ("derivedDisclosureData", "verifyDerivedProofValue")
        )
        assert labels == data["labelMap"]["value"] == read_back["labelMap"]
        for raw in (data, read_back):
            assert value.signature.hex() == raw["baseSignature"]
            assert value.key.multikey == raw["publicKey"]
            assert hexes(value.signatures) == raw["signatures"]
            assert list(value.mandatory) == raw["mandatoryIndexes"]
        adjusted = disclosure("derivedAdjMandatoryIndexes.json")["adjMandatoryIndexes"]
        assert list(value.mandatory) == adjusted
        kept = disclosure("derivedAdjSignatures.json")["filteredSignatures"]
        assert hexes(value.signatures) == kept
        assert value.pack() == text

    def test_what_is_verified_is_equal(self, disclosure):
        shown = disclosure("derivedRevealDocument.json")
        document, expected = covered_document(shown, ()), disclosure("verifyCreateVerifyData.json")
        value = DerivedValue.unpack(shown["proof"]["proofValue"])
        lines = sd.named_lines(document, value)
        assert lines == disclosure("verifyNQuads.json")
        others = [line for index, line in enumerate(lines) if index not in value.mandatory]
        assert others == expected["nonMandatory"]
        options = options_of(shown["proof"]).as_json()
        options_hash = RDFC.options_hash(document, options, Means())
        assert options_hash.hex() == expected["proofHash"]
        always = [lines[index] for index in value.mandatory]
        vouched = sd.vouched(options_hash, value.key, always)
        assert vouched[-32:].hex() == expected["mandatoryHash"]

    def test_it_verifies(self, disclosure):
        (result,) = verify_proofs(
            disclosure("derivedRevealDocument.json"), resolver=Offline(), at=AT
        )
        assert result.outcome is Outcome.PASSED

    def test_a_base_proof_does_not_stand_before_a_verifier(self, disclosure):
        (result,) = verify_proofs(disclosure("addSignedSDBase.json"), resolver=Offline(), at=AT)
        assert [problem.code for problem in result.problems] == ["proof.not-derived"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("simple.json", Outcome.PASSED),
        ("simple_v1.json", Outcome.PASSED),
        ("complete.json", Outcome.PASSED),
        ("endorsement-valid.json", Outcome.PASSED),
        ("sd/derivedcredential.json", Outcome.PASSED),
        ("bit-string-list/credential-status-revoked.json", Outcome.PASSED),
        ("bit-string-list/credential-status-revoked-blank-nodes.json", Outcome.PASSED),
        ("simple-err-proof-value.json", Outcome.FAILED),
        ("simple-err-proof-method-unknown-scheme.json", Outcome.FAILED),
    ],
)
def test_proofs_of_the_official_validators_own_fixtures(name, expected):
    document = read(shared("vectors/1edtech-inspector/ob30", name))
    results = verify_proofs(document, resolver=Offline(), at=AT)
    assert {result.outcome for result in results} == {expected}
