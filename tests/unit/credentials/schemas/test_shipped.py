"""Our schemas accept and refuse what the published ones do; each difference has its reason here."""

from __future__ import annotations

import json

import pytest

from testamur.credentials.schemas.compiled import pointer_of, rule_of
from testamur.credentials.schemas.formats import FORMATS
from testamur.credentials.schemas.shipped import PUBLISHED, for_version_of, references_for
from tests import spoiled_documents as documents
from tests.conftest import shared
from tests.effort import examples

FIXTURES = "vectors/1edtech-inspector"
SCHEMAS = "vectors/1edtech-json-schemas"

OURS = "urn:testamur:schema:open-badges#/$defs/AchievementCredential"
OUR_ENDORSEMENT = "urn:testamur:schema:open-badges#/$defs/EndorsementCredential"
OUR_CLR = "urn:testamur:schema:clr#/$defs/ClrCredential"


def accepts(reference, document):
    """Whether our definition accepts the document, under the data model it is written in."""
    return rule_of(for_version_of(document, reference))(document) is None


ENDS_WITH = {
    "a `type` must name its class, whichever way it is written": ("/type", "text"),
    "an identifier is a URL (VC-DM 2.0 §4.4)": ("/id", "text"),
    "an issuer is a URL (VC-DM 2.0 §4.7)": ("/issuer", "text"),
    "the contexts are a list (VC-DM 2.0 §4.3)": ("/@context", "text"),
    "a type may stand in a list anywhere (VC-DM 2.0 §4.5)": ("/type", "wrapped in a list"),
    "a credential may have several statuses (VC-DM 2.0 §4.10)": (
        "/credentialStatus",
        "wrapped in a list",
    ),
    "and none of several": ("/credentialStatus", "empty list"),
    "a subject has room for members of other contexts, in 1.1 as in 2.0": (
        "/credentialSubject",
        "another member",
    ),
}


def reason_for(pointer, way):
    """Why ours may judge this one differently, or None."""
    if way in {"language map", "empty object"}:
        return "only words meant for people may stand in several languages, and in one at least"
    if pointer.startswith("/proof/") or "/proof/" in pointer:
        return "the members of a proof are the business of its cryptosuite"
    found = [why for why, (end, how) in ENDS_WITH.items() if pointer.endswith(end) and way == how]
    return found[0] if found else None


def published(name):
    """A published schema under the `jsonschema` package, formats asserted."""
    import jsonschema
    from jsonschema.validators import validator_for
    from referencing import Registry

    schema = json.loads(shared(SCHEMAS, name).read_text())
    checker = jsonschema.FormatChecker(formats=())
    for kind, (fits, _) in FORMATS.items():
        checker.checks(kind)(lambda value, fits=fits: not isinstance(value, str) or fits(value))
    return validator_for(schema)(schema, registry=Registry(), format_checker=checker)


def fixtures():
    """Every JSON fixture of Open Badges 3.0 and CLR 2.0 of the official validator."""
    folder = shared(FIXTURES)
    found = [*folder.glob("ob30/**/*.json"), *folder.glob("clr20/*.json")]
    return {path.relative_to(folder).as_posix(): json.loads(path.read_text()) for path in found}


STRICTER_BY_TYPE = {
    "ob30/simple-err-credential-subject-identifier-type.json",
    "ob30/simple-err-evidence-type.json",
}


def test_on_every_fixture_ours_gives_the_published_answer():
    theirs = published("ob_v3p0_anyachievementcredential_schema.json")
    differing = set()
    for name, document in fixtures().items():
        if references_for(document) == [for_version_of(document, OURS)]:
            ours = accepts(OURS, document)
            if ours != theirs.is_valid(document):
                differing.add(name)
    # There a single text stands as `type`, which the published schema takes whatever it says.
    assert differing <= STRICTER_BY_TYPE


def test_the_formal_schema_of_endorsements_gives_the_same_answer():
    theirs = published("from-spec-repo-gh-pages/endorsementcredential.json")
    for document in fixtures().values():
        if references_for(document) == [OUR_ENDORSEMENT]:
            assert theirs.is_valid(document) == (accepts(OUR_ENDORSEMENT, document))
    for path, way, spoiled in documents.spoiled(documents.endorsement()):
        ours, formal = accepts(OUR_ENDORSEMENT, spoiled), theirs.is_valid(spoiled)
        # The formal schema is for plain JSON: a set of one stands in its array.
        is_ld = way in {"taken out of its list", "wrapped in a list", "text"}
        assert ours == formal or is_ld or reason_for(pointer_of(path), way)


@pytest.mark.parametrize(
    "document",
    [documents.achievement_credential(), documents.achievement_credential_v1()],
    ids=["2.0", "1.1"],
)
def test_on_spoiled_awards_ours_differs_only_for_a_reason(document):
    theirs = published("ob_v3p0_anyachievementcredential_schema.json")
    assert theirs.is_valid(document)
    assert accepts(OURS, document)
    cases = list(documents.spoiled(document))
    unreasoned = []
    for path, way, spoiled in cases[:: max(1, len(cases) // examples(60, len(cases)))]:
        ours = accepts(OURS, spoiled)
        if ours != theirs.is_valid(spoiled) and reason_for(pointer_of(path), way) is None:
            unreasoned.append((pointer_of(path), way, ours))
    assert unreasoned == []


def test_a_learner_record_of_the_official_validator_is_accepted():
    document = json.loads(shared(FIXTURES, "clr20/simple.json").read_text())
    assert accepts(OUR_CLR, document)


def test_a_learner_record_under_model_1_1_is_judged_as_the_published_schema_judges_it():
    theirs = published("1EdTech/clr_v2p0_clrcredential_schema_draft4.json")
    document = documents.clr_credential()
    document["@context"][0] = documents.V1
    document["issuanceDate"] = document.pop("validFrom")
    document["credentialSubject"]["verifiableCredential"] = [documents.achievement_credential_v1()]
    assert theirs.is_valid(document)
    assert accepts(OUR_CLR, document)
    looser = {"/@context", "/type", "/id", "/name", "/verifiableCredential", "/association"}
    for path, way, spoiled in documents.spoiled(document):
        ours, formal = accepts(OUR_CLR, spoiled), theirs.is_valid(spoiled)
        pointer = pointer_of(path)
        # That file names neither the contexts nor the classes, and takes any text for them; nor
        # does it describe an award inside the record.
        is_inside = pointer.startswith("/credentialSubject/verifiableCredential/0/")
        is_loose = any(f"/{step}" in looser for step in path) or is_inside
        assert ours == formal or is_loose or reason_for(pointer, way), f"{pointer} {way}"


def test_every_published_address_has_a_definition_of_ours():
    for reference in PUBLISHED.values():
        assert rule_of(reference)({}) is not None
        assert rule_of(f"{reference}V1")({}) is not None


def test_the_type_of_a_document_says_which_rules_it_must_keep():
    assert references_for({"type": ["VerifiableCredential", "OpenBadgeCredential"]}) == [OURS]
    assert references_for({"type": "ClrCredential"}) == [OUR_CLR]
    assert references_for({"type": [{"a": 1}, 3]}) == references_for({}) != [OURS]
    old = {"@context": [documents.V1], "type": "OpenBadgeCredential"}
    assert references_for(old) == [f"{OURS}V1"]
    both = ["EndorsementCredential", "AchievementCredential"]
    assert references_for({"type": both}) == [OURS, OUR_ENDORSEMENT]
