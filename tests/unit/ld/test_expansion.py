"""Strict expansion: what a signature would not cover, or would cover in two spellings, is refused."""

from __future__ import annotations

import pytest

from testamur.encoding import compact_json, copy_json
from testamur.errors import Refused
from testamur.ld import canonicalise, expand, refuse_what_expansion_would_lose
from testamur.ld.expansion import MAX_OBJECTS, MAX_VALUES
from tests.patience import within
from tests.sample_credential import sample

V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
ODRL = "https://www.w3.org/ns/odrl.jsonld"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
VOCABULARY = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"


def subject(document):
    return document["credentialSubject"]


def achievement(document):
    return subject(document)["achievement"]


def another_context(document, context):
    document["@context"] = [*document["@context"], context]


def problem_of(change, **named):
    document = sample(1)
    change(document)
    with pytest.raises(Refused) as refused:
        expand(document, **named)
    return refused.value.problem


def rename(holder, old, new):
    holder[new] = holder.pop(old)


# What would not reach the signature at all: the change, the code, the place.
LOST = {
    "a member that no context defines": (
        lambda d: d.update(gpa="4.0"),
        ("document.unsigned-term", "/gpa"),
    ),
    "a member that is defined elsewhere": (
        lambda d: d.update(humanCode="PY"),
        ("document.unsigned-term", "/humanCode"),
    ),
    "a member far inside": (
        lambda d: achievement(d)["alignment"][1].update(grade="A"),
        ("document.unsigned-term", "/credentialSubject/achievement/alignment/1/grade"),
    ),
    "an object under an unknown name": (
        lambda d: subject(d).update(extra={"id": "urn:x", "name": "x"}),
        ("document.unsigned-term", "/credentialSubject/extra"),
    ),
    "a name in capitals": (
        lambda d: rename(d, "name", "Name"),
        ("document.unsigned-term", "/Name"),
    ),
    "a name with a Cyrillic letter": (
        lambda d: rename(d, "name", "n\u0430me"),
        ("document.unsigned-term", "/n\u0430me"),
    ),
    "a name with a space behind": (
        lambda d: rename(d, "name", "name "),
        ("document.unsigned-term", "/name "),
    ),
    "a name with a stroke in it": (
        lambda d: d.update({"a/b~c": "x"}),
        ("document.unsigned-term", "/a~1b~0c"),
    ),
    "no name": (lambda d: d.update({"": "x"}), ("document.unsigned-term", "/")),
    "null": (lambda d: d.update(validUntil=None), ("document.unsigned-term", "/validUntil")),
    "null in a list": (
        lambda d: d["evidence"].append(None),
        ("document.unsigned-term", "/evidence/1"),
    ),
    "an empty list": (lambda d: d.update(evidence=[]), ("document.unsigned-term", "/evidence")),
    "a list in a list": (
        lambda d: achievement(d).update(tag=[["a"]]),
        ("document.refused-value", "/credentialSubject/achievement/tag/0"),
    ),
    "the same text twice": (
        lambda d: achievement(d).update(tag=["a", "b", "a"]),
        ("document.unsigned-term", "/credentialSubject/achievement/tag/2"),
    ),
    "one of many twice": (
        lambda d: achievement(d).update(tag=[*map(str, range(50)), "7"]),
        ("document.unsigned-term", "/credentialSubject/achievement/tag"),
    ),
    "one named object twice": (
        lambda d: d["evidence"].append(d["evidence"][0]),
        ("document.unsigned-term", "/evidence/1"),
    ),
    "a relative identifier": (
        lambda d: d.update(id="badge-1"),
        ("document.relative-iri", ""),
    ),
    "a part of a page": (
        lambda d: d["evidence"][0].update(id="#part"),
        ("document.relative-iri", ""),
    ),
    "a label of a blank node": (
        lambda d: d.update(id="_:b0"),
        ("document.relative-iri", "/id"),
    ),
    "a type that no context defines": (
        lambda d: d["type"].append("Diploma"),
        ("document.relative-iri", ""),
    ),
    "text where a number belongs": (
        lambda d: achievement(d).update(creditsAvailable="2.5"),
        ("document.refused-value", ""),
    ),
}

# What would have the same canonical form in another spelling.
RESPELLED = {
    "a keyword for a name": (
        lambda d: rename(d, "id", "@id"),
        ("document.unsigned-term", "/@id"),
    ),
    "a name in full": (
        lambda d: rename(d, "name", "https://schema.org/name"),
        ("document.unsigned-term", "/https:~1~1schema.org~1name"),
    ),
    "a type in full": (
        lambda d: d.update(type=["VerifiableCredential", f"{VOCABULARY}OpenBadgeCredential"]),
        ("document.refused-value", "/type/1"),
    ),
    "a type behind a prefix": (
        lambda d: (
            another_context(d, "https://w3id.org/security/v2"),
            d["type"].append("sec:Proof"),
        ),
        ("document.refused-value", "/type/2"),
    ),
    "an identifier behind a prefix": (
        lambda d: (
            another_context(d, "https://w3id.org/security/v2"),
            d["evidence"][0].update(id="sec:x"),
        ),
        ("document.refused-value", "/evidence/0/id"),
    ),
    "the identifier under another name": (
        lambda d: (another_context(d, ODRL), rename(d, "id", "uid")),
        ("document.refused-value", "/uid"),
    ),
    "the subject's identifier under another name": (
        lambda d: (another_context(d, ODRL), rename(subject(d), "id", "uid")),
        ("document.refused-value", "/credentialSubject/uid"),
    ),
    "a type of a vocabulary in full": (
        lambda d: (
            another_context(d, EXAMPLES),
            d["type"].append("https://www.w3.org/ns/credentials/examples#Diploma"),
        ),
        ("document.refused-value", "/type/2"),
    ),
    "plain text in an object": (
        lambda d: d.update(name={"@value": d["name"]}),
        ("document.refused-value", "/name"),
    ),
    "a language without text": (
        lambda d: d.update(name={"@language": "en"}),
        ("document.refused-value", "/name"),
    ),
    "a number in an object": (
        lambda d: achievement(d).update(creditsAvailable={"@value": 2.5, "@language": "en"}),
        ("document.refused-value", "/credentialSubject/achievement/creditsAvailable/@value"),
    ),
    "a member beside text with a language": (
        lambda d: d.update(name={"@value": "x", "@language": "en", "id": "urn:x"}),
        ("document.unsigned-term", "/name/id"),
    ),
    "a type beside text": (
        lambda d: d.update(name={"@value": "x", "@type": "xsd:date"}),
        ("document.unsigned-term", "/name/@type"),
    ),
    "one value twice, once in an object": (
        lambda d: d["evidence"].append({"id": d["evidence"][0]["id"]}),
        ("document.unsigned-term", ""),
    ),
    "the status of the document in another place": (
        lambda d: d.update(
            refreshService={
                "id": d["id"],
                "type": ["1EdTechCredentialRefresh", "VerifiableCredential"],
                "credentialStatus": d.pop("credentialStatus"),
            }
        ),
        ("document.refused-value", "/refreshService/credentialStatus"),
    ),
}

# Contexts that are not one list of pinned documents at the top.
CONTEXTS = {
    "none": (lambda d: d.pop("@context"), ("context.refused", "/@context")),
    "an empty list": (lambda d: d.update({"@context": []}), ("context.refused", "/@context")),
    "null": (lambda d: another_context(d, None), ("context.refused", "/@context/3")),
    "a number": (lambda d: d.update({"@context": 7}), ("context.refused", "/@context")),
    "a context in the document": (
        lambda d: another_context(d, {"name": "https://evil.example/name"}),
        ("context.refused", "/@context/3"),
    ),
    "an empty one": (lambda d: another_context(d, {}), ("context.refused", "/@context/3")),
    "a list in the list": (lambda d: another_context(d, [V2]), ("context.refused", "/@context/3")),
    "the same twice": (lambda d: another_context(d, V2), ("context.refused", "/@context/3")),
    "seventeen": (lambda d: d.update({"@context": [V2] * 17}), ("context.refused", "/@context")),
    "unknown": (
        lambda d: another_context(d, "https://evil.example/v1"),
        ("context.unknown", "/@context/3"),
    ),
    "a file": (
        lambda d: another_context(d, "file:///etc/passwd"),
        ("context.unknown", "/@context/3"),
    ),
    "a known one over http": (
        lambda d: d.update({"@context": V2.replace("https", "http")}),
        ("context.unknown", "/@context"),
    ),
    "a known one with something behind": (
        lambda d: another_context(d, f"{ODRL}?v=2"),
        ("context.unknown", "/@context/3"),
    ),
    "a relative one": (lambda d: another_context(d, "v2"), ("context.unknown", "/@context/3")),
    "one inside the subject": (
        lambda d: subject(d).update({"@context": V2}),
        ("context.refused", "/credentialSubject/@context"),
    ),
    "one that protects what another defines": (
        lambda d: another_context(d, "https://www.w3.org/2018/credentials/v1"),
        ("context.refused", "/@context"),
    ),
    "an unknown one in an embedded credential": (
        lambda d: d.update(
            endorsement=[{"@context": [V2, "urn:x"], "type": ["VerifiableCredential"]}]
        ),
        ("context.unknown", "/endorsement/0/@context/1"),
    ),
}

REFUSED = LOST | RESPELLED | {f"contexts: {name}": row for name, row in CONTEXTS.items()}


@pytest.mark.parametrize(("change", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_and_where(change, expected):
    if expected[1]:
        problem = problem_of(change)
        assert (problem.code, problem.pointer) == expected
        return
    document = sample(1)
    change(document)
    with pytest.raises(Refused) as refused:
        canonicalise(document)
    assert refused.value.problem.code == expected[0]


ACCEPTED = {
    "text with a language": lambda d: d.update(name={"@value": "x", "@language": "pl"}),
    "text with a direction": lambda d: d.update(
        name={"@value": "x", "@language": "he", "@direction": "rtl"}
    ),
    "the same text in several languages": lambda d: d.update(
        name=[{"@value": "x", "@language": "pl"}, {"@value": "x", "@language": "en"}]
    ),
    "a type that is an address": lambda d: d["type"].append("https://uni.example/types/Diploma"),
    "a type out of a vocabulary": lambda d: (
        another_context(d, EXAMPLES),
        d["type"].append("Diploma"),
    ),
    "two nameless objects alike": lambda d: achievement(d).update(
        alignment=[achievement(d)["alignment"][0]] * 2
    ),
    "an identifier of no usual scheme": lambda d: d.update(id="tag:uni.example,2026:1"),
    "an identifier that looks like a prefix": lambda d: d.update(id="name:thing"),
    "a mention of itself": lambda d: d.update(
        refreshService={"id": d["id"], "type": "1EdTechCredentialRefresh"}
    ),
    "an embedded credential with its contexts": lambda d: d.update(
        endorsement=[
            {
                "@context": [V2, OB],
                "id": "urn:uuid:1",
                "type": ["VerifiableCredential", "EndorsementCredential"],
                "issuer": "did:web:quality.example",
            }
        ]
    ),
    "as deep as documents are": lambda d: nest(d["issuer"], 55),
}


def nest(holder, depth):
    for number in range(depth):
        holder["parentOrg"] = {"id": f"urn:org:{number}", "type": ["Profile"]}
        holder = holder["parentOrg"]


@pytest.mark.parametrize("change", ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_signed_as_it_stands(change):
    document = sample(1)
    before = canonicalise(document).nquads
    change(document)
    kept = copy_json(document)
    assert canonicalise(document).nquads != before
    assert document == kept


def test_no_place_is_told_where_several_might_be_meant():
    assert problem_of(lambda d: d.update(achievementType="Degree")).pointer == ""
    assert "'achievementType'" in problem_of(lambda d: d.update(achievementType="Degree")).detail


def unchanged(_document: dict[str, object]) -> None:
    """The sample as it is."""


# What RDF cannot tell apart, so that no rdfc signature holds the difference. The list is whole on
# purpose: a new entry is a decision (docs/reference/credentials.md says the same to its readers).
ALIKE = {
    "the order of values": (
        unchanged,
        lambda d: achievement(d)["alignment"].reverse(),
    ),
    "one value, or a list of one": (
        unchanged,
        lambda d: d.update(credentialSubject=[subject(d)]),
    ),
    "an identifier, or an object of nothing but it": (
        lambda d: d.update(issuer="did:web:uni.example"),
        lambda d: d.update(issuer={"id": "did:web:uni.example"}),
    ),
    "what is said of one identifier in one place, or in another": (
        lambda d: achievement(d).update(creator={"id": "did:web:uni.example"}),
        lambda d: (
            achievement(d).update(creator=d["issuer"]),
            d.update(issuer="did:web:uni.example"),
        ),
    ),
    "capitals in a language": (
        lambda d: d.update(name={"@value": "x", "@language": "en-GB"}),
        lambda d: d.update(name={"@value": "x", "@language": "en-gb"}),
    ),
    "the two names Open Badges has for its credential": (
        unchanged,
        lambda d: d.update(type=["VerifiableCredential", "AchievementCredential"]),
    ),
    "a context that changes no statement": (
        unchanged,
        lambda d: another_context(d, ODRL),
    ),
    "a whole number, or its fraction of nought": (
        lambda d: achievement(d).update(creditsAvailable=2),
        lambda d: achievement(d).update(creditsAvailable=2.0),
    ),
}


@pytest.mark.parametrize(("first", "second"), ALIKE.values(), ids=ALIKE)
def test_what_no_rdf_signature_tells_apart(first, second):
    one, other = sample(1), sample(1)
    first(one)
    second(other)
    assert compact_json(one) != compact_json(other)
    assert canonicalise(one).nquads == canonicalise(other).nquads


INLINE = {
    "a base": {"@base": "https://evil.example/"},
    "another context": {"@import": V2},
    "what stays inside": {"@propagate": False},
    "a base inside a term": {"x": {"@id": "urn:x", "@context": {"@base": "https://evil.example/"}}},
}


@pytest.mark.parametrize("context", INLINE.values(), ids=INLINE)
def test_a_context_of_the_documents_own_cannot_say_everything(context):
    problem = problem_of(lambda d: another_context(d, context), inline_contexts=True)
    assert problem.code == "context.refused"


def test_a_term_of_the_documents_own_is_signed_where_that_is_allowed():
    document = sample(1)
    another_context(document, {"note": "https://uni.example/note"})
    document["note"] = "x"
    [expanded] = expand(document, inline_contexts=True)
    assert expanded["https://uni.example/note"] == [{"@value": "x"}]


def test_an_own_context_does_not_stay_for_the_next_document():
    document = sample(1)
    another_context(document, {"note": "https://uni.example/note"})
    expand(document, inline_contexts=True)
    assert problem_of(lambda d: d.update(note="x"), inline_contexts=True).code == (
        "document.unsigned-term"
    )


BOMBS = {
    "objects": lambda d: d.update(evidence=[{"type": "Evidence"}] * MAX_OBJECTS),
    "texts": lambda d: achievement(d).update(tag=[f"tag {n}" for n in range(MAX_VALUES)]),
    "members": lambda d: subject(d).update({f"m{n}": n for n in range(MAX_VALUES)}),
    "types": lambda d: d.update(type=[f"urn:t:{n}" for n in range(MAX_VALUES)]),
}


@pytest.mark.parametrize("change", BOMBS.values(), ids=BOMBS)
def test_a_document_of_too_many_parts_is_refused_before_it_costs_anything(change):
    document = sample(1)
    change(document)
    with within(0.5), pytest.raises(Refused) as refused:
        refuse_what_expansion_would_lose(document)
    assert refused.value.problem.code == "canonical.work-limit"
