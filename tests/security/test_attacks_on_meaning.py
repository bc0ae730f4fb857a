"""Attempts to keep a signature and change what is read: the same RDF under other JSON."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import pytest

from testamur import ld
from testamur.credentials.verify import Policy
from testamur.encoding import copy_json
from testamur.errors import Refused
from testamur.ld.contexts import KNOWN, load_context
from testamur.ld.spelling import MEMBER_NAMES
from testamur.problems import Verdict
from tests.attackers import NOW, OB, UNI, V2, badge, codes_of, judged, signed

V1 = "https://www.w3.org/2018/credentials/v1"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
SECURITY = ["https://w3id.org/security/v1", "https://w3id.org/security/v2"]
CREDENTIALS = "https://www.w3.org/2018/credentials#"


def with_person(*contexts, **members):
    """A credential in whose contexts every member has a meaning."""
    return {
        "@context": [V2, *contexts],
        "id": "urn:uuid:44444444-0000-4000-8000-000000000000",
        "type": ["VerifiableCredential"],
        "issuer": UNI.public.did_key,
        "validFrom": "2026-05-01T00:00:00Z",
        "credentialSubject": {"id": "mailto:ada@uni.example", **members},
    }


ADDRESS = {
    "type": ["Address"],
    "addressCountry": "Poland",
    "geo": {"type": "GeoCoordinates", "latitude": 50.1, "longitude": 19.9},
}
HOSTILE_TAGS = [
    "en .\n<urn:x> <urn:y> <urn:z",
    "en> .\n<urn:x> <urn:y> <urn:z",
    "en ",
    "",
    "en-",
    "en_GB",
    "e\u0301n",
    "a" * 9,
]


class TestAnEndUnderAnotherName:
    @pytest.mark.parametrize("context", SECURITY)
    def test_an_expired_proof_is_not_revived_by_a_second_word_for_its_end(self, context):
        document = signed(badge(), expires=NOW - timedelta(days=1))
        assert codes_of(judged(document)) == {"proof.expired"}
        document["@context"].append(context)
        document["proof"][0]["expiration"] = document["proof"][0].pop("expires")
        assert judged(document).verdict is Verdict.INVALID

    @pytest.mark.parametrize("name", ["validUntil", "credentialStatus", "expires"])
    def test_nor_by_a_word_that_the_document_defines_itself(self, name):
        inline = Policy(inline_contexts=True)
        status = {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": "https://uni.example/status/1",
        }
        members = {"validUntil": "2026-05-02T00:00:00Z", "credentialStatus": status}
        options = {"expires": NOW - timedelta(days=1)} if name == "expires" else {}
        document = signed(badge(**{name: members[name]} if name in members else {}), **options)
        assert judged(document, policy=inline).verdict is not Verdict.VALID
        iri = {"expires": "https://w3id.org/security#expiration"}.get(name, CREDENTIALS + name)
        holder = document["proof"][0] if name == "expires" else document
        holder["gone"] = holder.pop(name)
        told = set()
        for definition in (
            {"gone": {"@id": iri, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}},
            {"gone": {"@id": iri, "@type": "@id"}},
            {"c": iri[:-3], "gone": {"@id": "c:" + iri[-3:], "@type": "@id"}},
        ):
            altered = copy_json(document)
            altered["@context"].append(definition)
            report = judged(altered, policy=inline)
            assert report.verdict is Verdict.INVALID
            told |= codes_of(report)
        assert "document.refused-value" in told

    def test_nor_by_a_vocabulary_that_ends_in_the_middle_of_a_word(self):
        document = signed(badge(validUntil="2026-05-02T00:00:00Z"))
        document["credentials#validUntil"] = document.pop("validUntil")
        document["@context"].append({"@vocab": "https://www.w3.org/2018/"})
        assert judged(document, policy=Policy(inline_contexts=True)).verdict is Verdict.INVALID

    def test_nor_by_a_second_word_for_what_the_document_is(self):
        document = signed(badge(validUntil="2026-05-02T00:00:00Z"))
        document["type"] = ["VerifiableCredential", "OpenBadgeCredential", "Ours"]
        document["@context"].append(
            {
                "Ours": {
                    "@id": CREDENTIALS + "VerifiableCredential",
                    "@context": {
                        "gone": {
                            "@id": CREDENTIALS + "validUntil",
                            "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
                        }
                    },
                }
            }
        )
        document["gone"] = document.pop("validUntil")
        assert judged(document, policy=Policy(inline_contexts=True)).verdict is Verdict.INVALID

    def test_terms_of_its_own_for_things_of_its_own_are_read(self):
        own = {"level": {"@id": "https://uni.example/terms#level"}}
        document = signed(with_person(own, level="B2"), inline_contexts=True)
        assert judged(document, policy=Policy(inline_contexts=True)).verdict is Verdict.VALID
        assert judged(document).verdict is Verdict.INVALID


class TestMembersUnderASecondName:
    @pytest.mark.parametrize("version", ["", "-3.0.1", "-3.0.2", "-3.0.3"])
    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            (["credentialSubject"], "achievement", "Achievement"),
            (["credentialSubject", "achievement"], "image", "Image"),
            (["credentialSubject", "achievement"], "creator", "Profile"),
            (["credentialSubject", "achievement"], "criteria", "Criteria"),
            (["credentialSubject", "achievement", "creator"], "address", "Address"),
            (["credentialSubject", "achievement", "creator", "address"], "geo", "GeoCoordinates"),
        ],
    )
    def test_a_class_is_no_name_of_a_member(self, version, path, old, new):
        creator = {"id": "https://c.example/", "type": ["Profile"], "name": "C", "address": ADDRESS}
        document = badge(
            {"creator": creator, "image": {"id": "https://x.example/i.png", "type": "Image"}}
        )
        is_old = version in {"", "-3.0.1", "-3.0.2"}
        document["@context"] = [V1 if is_old else V2, OB.replace("-3.0.3", version)]
        if is_old:
            document["issuanceDate"] = document.pop("validFrom")
        if version in {"", "-3.0.1"}:  # numbers are not what these contexts make of them
            del document["credentialSubject"]["achievement"]["creator"]["address"]["geo"]
        holder = document = signed(document)
        assert judged(document).verdict is Verdict.VALID
        for step in path:
            holder = holder[step]
        if old in holder:
            holder[new] = holder.pop(old)
            assert judged(document).verdict is Verdict.INVALID

    def test_every_second_name_in_a_published_context_is_known(self):
        """Terms of one IRI, over all contexts, but for prefixes and the two names of a badge."""
        names = defaultdict(set)
        for url in KNOWN:
            for term, iri in _terms_of(load_context(url)["@context"], {}):
                names[iri].add(term)
        second = {
            frozenset(terms)
            for iri, terms in names.items()
            if len(terms) > 1 and not iri.startswith("@") and iri[-1] not in "/#"
        }
        known = {frozenset(pair) for pair in MEMBER_NAMES.items()}
        assert second - known == {frozenset({"AchievementCredential", "OpenBadgeCredential"})}


class TestWordsThatBecomeStatements:
    """A language tag is not delimited in N-Quads: a line feed in it begins another statement."""

    @pytest.mark.parametrize("tag", HOSTILE_TAGS)
    @pytest.mark.parametrize("direction", [{}, {"@direction": "ltr"}])
    def test_a_language_is_a_language(self, tag, direction):
        said = {"@value": "MSc", "@language": tag, **direction}
        with pytest.raises(Refused):
            ld.canonicalise(with_person(EXAMPLES, degree=said))

    @pytest.mark.parametrize("tag", HOSTILE_TAGS)
    def test_also_in_a_context_of_the_document(self, tag):
        for own in ({"@language": tag}, {"degree": {"@id": "urn:d:e", "@language": tag}}):
            with pytest.raises(Refused):
                ld.canonicalise(with_person(own, EXAMPLES, degree="MSc"), inline_contexts=True)

    @pytest.mark.parametrize("kind", ["urn:x> .\n<urn:x> <urn:y> <urn:z", "urn:a b", "urn:<a>"])
    def test_a_datatype_is_an_identifier(self, kind):
        own = {"degree": {"@id": "urn:d:e", "@type": kind}}
        with pytest.raises(Refused):
            ld.canonicalise(with_person(own, degree="MSc"), inline_contexts=True)

    @pytest.mark.parametrize("tag", ["en", "en-GB", "zh-Hant-TW", "sr-Latn-RS", "x-klingon"])
    def test_true_languages_are_read(self, tag):
        said = {"@value": "MSc", "@language": tag}
        report = judged(signed(with_person(EXAMPLES, degree=said)))
        assert report.verdict is Verdict.VALID


def _terms_of(context, prefixes):
    """Every term of a context and of those inside it, with the IRI that it stands for."""
    if isinstance(context, list):
        for part in context:
            yield from _terms_of(part, prefixes)
    if not isinstance(context, dict):
        return
    defined = {term: said for term, said in context.items() if not term.startswith("@")}
    known = prefixes | {term: _said_to_be(term, said) for term, said in defined.items()}
    for term, said in defined.items():
        if known[term]:
            yield term, _whole(known[term], known)
        if isinstance(said, dict):
            yield from _terms_of(said.get("@context"), known)


def _said_to_be(term, said):
    return said.get("@id", term) if isinstance(said, dict) else said


def _whole(name, known, steps=8):
    prefix, colon, rest = name.partition(":")
    if colon and prefix in known and steps and not rest.startswith("//"):
        return _whole(known[prefix], known, steps - 1) + rest
    return known[name] if ":" in (known.get(name) or "") else name
