"""Composites: the whole lists its parts, and anyone can re-evaluate it with nobody's website."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

import testamur as tm
from testamur.credentials.document import Credential
from testamur.credentials.issue import sign
from testamur.credentials.jose import envelope
from testamur.credentials.openbadges import Achievement, Issuer
from testamur.credentials.resolution import Offline
from testamur.credentials.status import Window, build_list, status_credential, status_entry
from testamur.credentials.status.lists import StatusRow
from testamur.encoding import copy_json
from testamur.errors import Refused
from testamur.pathways import composite as composites
from testamur.pathways.composite import composite_of, evaluate_composite, read_composite
from testamur.pathways.held import digest_of, held_of
from testamur.pathways.rules import Achieved, AllOf, AtLeast, Credits, Rule, Within
from testamur.pathways.stack import stack
from testamur.problems import Outcome, Verdict
from tests.pathways_cast import ADA, NOW, key_of, page, signed, verified
from tests.simulated_web import SimulatedWeb

BOTH = AllOf((Achieved(page("py"), name="Python"), Achieved(page("sql"), name="SQL")))
DIPLOMA = Achievement("https://uni.example/a/data", name="Data technician", criteria="The parts.")
LIST = "https://uni.example/status/1"
DID = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"


def rule(clause=BOTH, version="1") -> Rule:
    return Rule("https://uni.example/rules/data", version=version, clause=clause)


def whole(parts, *, clause=BOTH, at=NOW, resolver=None, change=None, **members) -> Credential:
    """The composite of these parts, signed by the university."""
    key = key_of("uni")
    held = [held_of(tm.verify(part, resolver=resolver or Offline(), at=at)) for part in parts]
    holder = [ADA, *members.get("known_as", ())]
    found = stack(held, toward=rule(clause), at=at, holder=holder)
    document = composite_of(
        found,
        DIPLOMA,
        **{
            "id": "urn:uuid:5f0f0f0f-0000-4000-8000-000000000000",
            "to": ADA,
            "issuer": Issuer(key.public.did_key, name="Uni"),
            "valid_from": at,
        }
        | members,
    )
    if change:
        change(document["credentialSubject"]["composite"])
    return sign(document, signer=key, at=at)


def judged(source, parts, *, at=NOW, resolver=None):
    credentials = [Credential(part) for part in parts]
    return evaluate_composite(source, parts=credentials, resolver=resolver or Offline(), at=at)


def codes(report) -> list[tuple[str, str]]:
    return [(problem.code, problem.pointer) for problem in report.problems]


def part(number: int) -> str:
    return f"/credentialSubject/composite/stackPart/{number}"


PARTS = (signed("py"), signed("sql"))


def test_it_is_a_credential_that_lists_its_parts_and_carries_its_rule():
    source = whole(PARTS)
    good = verified(source.text)
    said = good.document["credentialSubject"]["composite"]
    assert said["stackRule"]["ruleId"] == "https://uni.example/rules/data"
    assert said["stackRule"]["ruleVersion"] == "1"
    assert said["stackRule"]["digestMultibase"] == rule().digest
    assert [one["digestMultibase"] for one in said["stackPart"]] == [
        digest_of(one) for one in PARTS
    ]
    assert [one["clause"] for one in said["stackPart"]] == [["/rule/all/0"], ["/rule/all/1"]]
    read = read_composite(good.document)
    assert (read.rule, read.known_as, read.awarded) == (rule(), {ADA}, NOW)
    assert [one["name"] for one in good.document["evidence"]] == ["Py", "Sql"]


def test_with_its_parts_it_is_proven_offline():
    report = judged(whole(PARTS), PARTS)
    assert report.verdict is Verdict.VALID
    assert [report.outcome_of(name) for name in ("rule", "parts", "stack")] == [Outcome.PASSED] * 3
    assert report.answers[-1].question == composites.QUESTION
    assert report.as_json()["checks"][-2]["detail"] == "2 of 2 parts hold and count"


def test_a_part_that_is_missing_leaves_it_open():
    report = judged(whole(PARTS), PARTS[:1])
    assert report.verdict is Verdict.UNDETERMINED
    assert codes(report) == [
        ("composite.part-missing", part(1)),
        ("composite.not-proven", "/credentialSubject/composite"),
    ]
    assert "“SQL”" in report.problems[-1].detail
    assert report.answers[-1].sentence.startswith("Nobody can say. Sql (urn:uuid:")


def test_a_part_that_was_altered_fails_it():
    altered = json.loads(PARTS[1])
    altered["name"] = "SQL with honours"
    report = judged(whole(PARTS), [PARTS[0], json.dumps(altered)])
    assert report.verdict is Verdict.INVALID
    assert codes(report)[0] == ("composite.part-altered", part(1))


def revocable(name: str, *, is_revoked: bool) -> tuple[str, SimulatedWeb]:
    key = key_of("uni")
    text = signed(name, status=status_entry(LIST, index=7, purpose="revocation"))
    rows = [StatusRow(7)] if is_revoked else []
    document = status_credential(
        LIST,
        issuer=key.public.did_key,
        purpose="revocation",
        encoded_list=build_list(rows),
        window=Window(NOW, NOW + timedelta(days=365)),
    )
    return text, SimulatedWeb({LIST: sign(document, signer=key, at=NOW).text}, at=NOW)


def test_a_part_that_was_revoked_fails_it_and_says_what_would_repair_it():
    text, before = revocable("sql", is_revoked=False)
    source = whole([PARTS[0], text], resolver=before)
    assert judged(source, [PARTS[0], text], resolver=before).verdict is Verdict.VALID
    _, after = revocable("sql", is_revoked=True)
    report = judged(source, [PARTS[0], text], resolver=after)
    assert report.verdict is Verdict.INVALID
    assert codes(report) == [
        ("composite.part-revoked", part(1)),
        ("composite.not-proven", "/credentialSubject/composite"),
    ]
    assert report.problems[-1].detail == "what would repair it: “SQL”"


def test_a_part_whose_status_cannot_be_had_leaves_it_open():
    text, web = revocable("sql", is_revoked=False)
    report = judged(whole([PARTS[0], text], resolver=web), [PARTS[0], text])
    assert report.verdict is Verdict.UNDETERMINED
    assert codes(report)[0] == ("composite.part-undetermined", part(1))


def test_a_part_that_has_expired_fails_it():
    text = signed("sql", valid_until=NOW + timedelta(days=10))
    source = whole([PARTS[0], text])
    report = judged(source, [PARTS[0], text], at=NOW + timedelta(days=11))
    assert report.verdict is Verdict.INVALID
    assert codes(report)[0] == ("composite.part-expired", part(1))


def test_a_part_with_a_broken_signature_fails_it():
    broken = PARTS[1].replace('"Pass."', '"Passed"')

    def change(said):
        said["stackPart"][1]["digestMultibase"] = digest_of(broken)

    report = judged(whole(PARTS, change=change), [PARTS[0], broken])
    assert codes(report)[0] == ("composite.part-invalid", part(1))
    assert report.verdict is Verdict.INVALID


def test_a_part_that_awards_nothing_fails_it():
    from testamur.credentials.openbadges import endorsement_document

    key = key_of("uni")
    vouching = endorsement_document(
        "Good.",
        id="urn:uuid:1f0f0f0f-0000-4000-8000-000000000000",
        about=page("py"),
        issuer=Issuer(key.public.did_key, name="Uni"),
        valid_from=NOW,
    )
    text = sign(vouching, signer=key, at=NOW).text

    def change(said):
        said["stackPart"][1]["digestMultibase"] = digest_of(text)

    report = judged(whole(PARTS, change=change), [PARTS[0], text])
    assert codes(report)[0] == ("composite.part-invalid", part(1))


def test_a_part_of_somebody_else_does_not_count():
    theirs = signed("sql", to="mailto:eli@people.example")

    def change(said):
        said["stackPart"][1]["digestMultibase"] = digest_of(theirs)

    report = judged(whole(PARTS, change=change), [PARTS[0], theirs])
    assert report.verdict is Verdict.INVALID
    assert codes(report)[0] == ("composite.part-not-counted", part(1))
    assert "about mailto:eli@people.example" in report.problems[0].detail


def test_a_part_under_another_identifier_of_the_holder_counts():
    parts = [PARTS[0], signed("sql", to=DID)]
    report = judged(whole(parts, known_as=[DID]), parts)
    assert report.verdict is Verdict.VALID


def test_a_part_that_is_younger_than_the_whole_does_not_count():
    source = whole(PARTS, valid_from=NOW - timedelta(days=40))
    report = judged(source, PARTS)
    assert report.verdict is Verdict.INVALID
    assert {code for code, _ in codes(report)} == {
        "composite.part-not-counted",
        "composite.not-proven",
    }


def test_how_recent_a_part_is_counts_as_of_the_award_of_the_whole():
    clause = Within(3, BOTH)
    source = whole(PARTS, clause=clause)
    assert judged(source, PARTS, at=NOW + timedelta(days=700)).verdict is Verdict.VALID


def test_a_rule_that_is_met_without_a_part_is_met():
    """The issuer listed three parts where two are enough: one may be lacking."""
    parts = (*PARTS, signed("web"))
    extra = {"type": ["StackPart"], "name": "Web", "digestMultibase": digest_of(parts[2])}
    source = whole(PARTS, change=lambda said: said["stackPart"].append(extra))
    report = judged(source, PARTS)
    assert report.verdict is Verdict.VALID
    assert codes(report) == [("composite.part-missing", part(2))]
    counted = judged(source, parts)
    assert codes(counted) == [("composite.part-not-counted", part(2))]


MALFORMED = {
    "no parts": (lambda said: said.pop("stackPart"), "composite.malformed"),
    "a part without its digest": (
        lambda said: said["stackPart"][0].pop("digestMultibase"),
        "composite.malformed",
    ),
    "no rule": (lambda said: said.pop("stackRule"), "composite.malformed"),
    "no text of the rule": (lambda said: said["stackRule"].pop("ruleText"), "composite.malformed"),
    "another version": (
        lambda said: said["stackRule"].update(ruleVersion="2"),
        "composite.rule-altered",
    ),
    "another rule": (
        lambda said: said["stackRule"].update(ruleText=rule(version="2").text),
        "composite.rule-altered",
    ),
    "a rule that is none": (
        lambda said: said["stackRule"].update(ruleText="{}"),
        "stack.rule-malformed",
    ),
}


@pytest.mark.parametrize(("change", "code"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_composite_is_told(change, code):
    report = judged(whole(PARTS, change=change), PARTS)
    assert report.verdict is Verdict.INVALID
    assert report.outcome_of("rule") is Outcome.FAILED
    assert [problem.code for problem in report.problems] == [code]


def test_a_credential_that_is_no_composite_says_so():
    report = judged(Credential(PARTS[0]), PARTS)
    assert [problem.code for problem in report.problems] == ["composite.malformed"]


def test_what_is_not_complete_is_not_awarded():
    with pytest.raises(Refused) as refused:
        whole(PARTS[:1])
    assert refused.value.problem.code == "stack.incomplete"
    assert "“SQL”" in refused.value.problem.detail


def test_any_change_of_what_it_says_breaks_its_signature():
    source = whole(PARTS)
    for change in (
        lambda said: said["stackPart"][0].update(credentialId="urn:uuid:0"),
        lambda said: said["stackPart"][0].update(digestMultibase=digest_of("x")),
        lambda said: said["stackRule"].update(ruleText=rule(version="2").text),
        lambda said: said["stackPart"].pop(),
    ):
        document = copy_json(json.loads(source.text))
        change(document["credentialSubject"]["composite"])
        report = judged(Credential(json.dumps(document)), PARTS)
        assert report.outcome_of("proof") is Outcome.FAILED


def test_a_whole_made_of_wholes_is_evaluated_to_its_parts():
    inner = whole(PARTS)
    clause = AllOf((Achieved(DIPLOMA.id), Achieved(page("web"))))
    parts = [inner.text, signed("web")]
    outer = whole(parts, clause=clause, id="urn:uuid:6f0f0f0f-0000-4000-8000-000000000000")
    assert judged(outer, [*parts, *PARTS]).verdict is Verdict.VALID
    without = judged(outer, [*parts, PARTS[0]])
    assert without.verdict is Verdict.UNDETERMINED
    assert codes(without)[0] == ("composite.part-missing", part(0))
    assert without.problems[0].detail.startswith("Data technician: Sql")


def test_wholes_are_nested_only_so_deep():
    texts, source = list(PARTS), whole(PARTS)
    for number in range(composites.MAX_DEPTH):
        texts.append(source.text)
        clause = Achieved(DIPLOMA.id)
        source = whole(
            [source.text], clause=clause, id=f"urn:uuid:{number}f0f0f0f-0000-4000-8000-000000000001"
        )
    report = judged(source, texts)
    assert report.verdict is Verdict.UNDETERMINED
    assert "composite.part-undetermined" in {code for code, _ in codes(report)}


def test_credits_and_choices_make_a_whole():
    clause = AtLeast(2, (Credits(Decimal(5)), Achieved(page("py")), Achieved(page("web"))))
    parts = [signed("sql", ects=3), signed("git", ects=2), signed("py")]
    source = whole(parts, clause=clause)
    assert judged(source, parts).verdict is Verdict.VALID
    said = source.document["credentialSubject"]["composite"]["stackPart"]
    assert sorted(one["clause"][0] for one in said) == ["/rule/of/0", "/rule/of/0", "/rule/of/1"]


def test_parts_may_need_what_the_whole_does_not():
    text, web = revocable("sql", is_revoked=False)
    source = whole([PARTS[0], text], resolver=web)
    parts = [Credential(PARTS[0]), Credential(text)]
    report = evaluate_composite(source, parts=parts, resolver=Offline(), at=NOW, of_parts=web)
    assert report.verdict is Verdict.VALID


def test_white_space_and_envelopes_around_a_text_are_no_part_of_it():
    """A token, as it is signed and in the envelope that a wallet puts it in."""
    token = signed("sql", proof="jwt")
    wrapped = json.dumps(envelope(token))
    source = whole([PARTS[0], token])
    assert digest_of(wrapped) == digest_of(f"{token}\n") == digest_of(token)
    report = judged(Credential(f"{source.text}\n"), [f" {PARTS[0]}\n", wrapped])
    assert report.verdict is Verdict.VALID
    assert held_of(verified(f"{PARTS[0]}\n")).digest == digest_of(PARTS[0])
    assert digest_of('{"EnvelopedVerifiableCredential": ') == digest_of(
        '{"EnvelopedVerifiableCredential":'
    )
