"""An award file is read strictly, and every refusal says where in the file it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from testamur.credentials.award_toml import MAX_AWARD_FILE, PROOFS, Period, read_award
from testamur.credentials.eu_elements import missing
from testamur.credentials.issue import JWT
from testamur.credentials.openbadges import Achievement, Alignment, Profile
from testamur.credentials.proofs import SUITES
from testamur.errors import Refused
from testamur.ld import canonicalise
from tests.shared_data import PROJECT

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SMALL = """
[issuer]
name = "Uni"
[achievement]
id = "https://uni.example/a/py"
name = "Python basics"
criteria = "Pass the exam"
"""


def example(name):
    return Path(PROJECT, "examples", name).read_text("utf-8")


def test_the_smallest_file():
    plan = read_award(SMALL)
    assert plan.achievement == Achievement(
        "https://uni.example/a/py", name="Python basics", criteria=plan.achievement.criteria
    )
    assert plan.achievement.as_json()["criteria"] == {"narrative": "Pass the exam"}
    assert plan.issuer_id is None
    assert plan.issuer_for("did:key:z6Mk").as_json()["id"] == "did:key:z6Mk"
    assert (plan.proof, plan.awarded, plan.status_url, plan.image_file) == (None, None, None, None)
    assert plan.ends(NOW) is None


def test_every_key_of_the_file():
    plan = read_award("""
        [issuer]
        id = "did:web:uni.example"
        name = "Uni"
        url = "https://uni.example/"
        email = "registry@uni.example"
        phone = "+48 12"
        description = "Teaches."
        image = "https://uni.example/logo.png"
        image_caption = "A tower"
        country = "PL"
        region = "Małopolskie"
        locality = "Kraków"
        street = "ul. Przykładowa 1"
        postal_code = "30-001"

        [achievement]
        id = "urn:uuid:0f0f0f0f-0000-4000-8000-000000000000"
        name = "Python basics"
        description = "Writes programs."
        criteria = "Pass."
        criteria_url = "https://uni.example/criteria"
        type = "MicroCredential"
        language = "en"
        ects = 5
        eqf = 6
        tags = "Python"
        image = "https://uni.example/py.png"
        image_caption = "A snake"
        field_of_study = "Computing"
        specialization = "Programming"
        code = "PY-1"
        version = "2026"
        alignment = [
          {framework = "ESCO", url = "http://data.europa.eu/esco/skill/1", name = "Python", code = "1"},
          {url = "https://skills.example/1", name = "Adds", framework = "F", type = "CFItem", description = "Up."},
        ]

        [achievement.grade]
        id = "urn:uuid:0f0f0f0f-0000-4000-8000-000000000001"
        name = "Points"
        type = "RawScore"
        least = 0
        most = 100.5
        pass = "60"

        [award]
        date = 2026-05-29T10:00:00+02:00
        valid_until = 2031-01-01
        proof = "eddsa-jcs-2022"
        status = "https://uni.example/status"
        image = "art/py.png"
        evidence_name = "Project"

        [recipients]
        date_format = "day first"
        time_zone = "Europe/Warsaw"

        [recipients.columns]
        name = "Person"
        """)
    issuer = plan.issuer_for("did:key:z6Mk").as_json()
    assert issuer["id"] == plan.issuer_id == "did:web:uni.example"
    assert issuer["address"]["addressCountryCode"] == "PL"
    assert issuer["image"]["caption"] == "A tower"
    written = plan.achievement.as_json()
    assert (written["creditsAvailable"], written["tag"]) == (5, ["Python"])
    kinds = [one.get("targetType") for one in written["alignment"]]
    assert kinds == ["ext:esco.skill", "CFItem", "ext:eqf.level"]
    (grade,) = written["resultDescription"]
    assert (grade["valueMin"], grade["valueMax"], grade["requiredValue"]) == ("0", "100.5", "60")
    assert plan.awarded == datetime(2026, 5, 29, 8, tzinfo=UTC)
    assert plan.valid_until == datetime(2030, 12, 31, 23, tzinfo=UTC)
    assert plan.dates.read("1/2/2026") == datetime(2026, 1, 31, 23, tzinfo=UTC)
    assert dict(plan.columns) == {"name": "Person"}
    assert (plan.image_file, plan.evidence_name) == ("art/py.png", "Project")
    assert plan.as_json()["statusUrl"] == "https://uni.example/status"


@pytest.mark.parametrize("name", ["award.toml", "award-european.toml"])
def test_the_examples_award_everybody_what_can_be_signed(name):
    plan = read_award(example(name))
    people = list(plan.recipients(example("people.csv")))
    documents = [
        plan.document_for(
            person,
            id=f"urn:uuid:0f0f0f0f-0000-4000-8000-{person.row:012d}",
            issuer=plan.issuer_for("did:web:uni.example"),
            at=NOW,
        )
        for person in people
    ]
    first, last = documents[0], documents[-1]
    assert canonicalise(first).lines
    assert canonicalise(last).lines
    assert first["validFrom"] == "2026-05-12T00:00:00Z"
    assert first["validUntil"] == "2031-05-12T00:00:00Z"
    assert last["validFrom"] == "2026-05-29T00:00:00Z"  # the row names no date, the file does
    (result,) = first["credentialSubject"]["result"]
    assert result["resultDescription"] == "https://uni.example/achievements/python-basics#grade"
    lacking = [found.element.name for found in missing(first)]
    assert (lacking == []) is (name == "award-european.toml")


def test_a_grade_points_to_its_description():
    plan = read_award(SMALL.replace("a/py", "a#py") + '[achievement.grade]\nvalues = ["B", "A"]')
    assert plan.achievement.result_description[0].id == "https://uni.example/a#py-grade"
    (person,) = plan.recipients("name,email,grade\nAda,ada@uni.example,C")
    with pytest.raises(Refused) as refused:
        plan.document_for(person, id="urn:uuid:1", issuer=Profile("did:web:uni.example"), at=NOW)
    assert refused.value.problem.pointer == "/credentialSubject/result/0/value"


def test_an_award_without_a_grade_has_no_result():
    plan = read_award(SMALL)
    (person,) = plan.recipients("name,email\nAda,ada@uni.example")
    assert plan.results_of(person) == ()
    assert plan.evidence_of(person) == ()
    (graded,) = plan.recipients("name,email,grade\nAda,ada@uni.example,A")
    assert plan.results_of(graded)[0].as_json() == {"type": ["Result"], "value": "A"}


def changed(**lines):
    """The smallest file with a line put in place of another, or under a table."""
    text = SMALL
    for table, line in lines.items():
        place = f"[{table}]"
        text = (
            text.replace(place, f"{place}\n{line}") if place in text else f"{text}{place}\n{line}"
        )
    return text


REFUSED = {
    "no TOML": ("name = ", "award.malformed", "", "Invalid value"),
    "a key twice": ("a = 1\na = 2\n", "award.malformed", "", "line 2"),
    "an unknown table": (f"{SMALL}[isuer]", "award.unknown-key", "/isuer", "did you mean 'issuer'"),
    "an unknown key": (
        changed(issuer='nmae = "Uni"'),
        "award.unknown-key",
        "/issuer/nmae",
        "'nmae' in [issuer] means nothing; did you mean 'name'",
    ),
    "an unknown key in a list": (
        changed(achievement='alignment = [{url = "https://s.example/", nam = "x"}]'),
        "award.unknown-key",
        "/achievement/alignment/0/nam",
        "achievement.alignment.0",
    ),
    "a key with a slash": (changed(award='"a/b~" = 1'), "award.unknown-key", "/award/a~1b~0", ""),
    "no issuer": (SMALL.replace('name = "Uni"', ""), "value.missing", "/issuer/name", "'name'"),
    "no id": (SMALL.replace("id =", "version ="), "value.missing", "/achievement/id", "'id'"),
    "no criteria": (
        SMALL.replace("criteria =", "description ="),
        "value.missing",
        "/achievement/criteria",
        "",
    ),
    "a number for a text": (
        changed(issuer="url = 7"),
        "value.wrong-kind",
        "/issuer/url",
        "a text in quotation marks",
    ),
    "a text for a number": (
        changed(achievement='ects = "2.5"'),
        "value.wrong-kind",
        "/achievement/ects",
        "a number",
    ),
    "true for a number": (
        changed(achievement="eqf = true"),
        "value.wrong-kind",
        "/achievement/eqf",
        "",
    ),
    "a text for a table": (
        changed(achievement='grade = "A"'),
        "value.wrong-kind",
        "/achievement/grade",
        "a table",
    ),
    "a table for a text": (changed(issuer="url = {}"), "value.wrong-kind", "/issuer/url", ""),
    "a number in a list of texts": (
        changed(achievement='tags = ["a", 1]'),
        "value.wrong-kind",
        "/achievement/tags/1",
        "",
    ),
    "a text for a date": (
        changed(award='date = "2026-05-31"'),
        "value.wrong-kind",
        "/award/date",
        "a date such as",
    ),
    "a date without a zone": (
        changed(award="date = 2026-05-31T10:00:00"),
        "date.no-zone",
        "/award/date",
        "",
    ),
    "a date before all dates": (
        changed(award="date = 0001-01-01T00:00:00+10:00"),
        "date.impossible",
        "/award/date",
        "",
    ),
    "an achievement's level": (
        changed(achievement="eqf = 9"),
        "value.out-of-range",
        "/achievement/eqf",
        "",
    ),
    "its type": (
        changed(achievement='type = "microcredential"'),
        "value.unknown-choice",
        "/achievement/type",
        "did you mean 'MicroCredential'",
    ),
    "its language": (
        changed(achievement='language = "English"'),
        "value.unknown-choice",
        "/achievement/language",
        "",
    ),
    "its picture": (
        changed(achievement='image = "py.png"'),
        "document.relative-iri",
        "/achievement/image",
        "",
    ),
    "an alignment": (
        changed(achievement='alignment = [{url = "skills/1", name = "x"}]'),
        "document.relative-iri",
        "/achievement/alignment/0/url",
        "",
    ),
    "an alignment to no ESCO skill": (
        changed(
            achievement='alignment = [{framework = "ESCO", url = "https://s.example/", name = "x"}]'
        ),
        "iri.scheme",
        "/achievement/alignment/0/url",
        "",
    ),
    "a grade that cannot be passed": (
        f'{SMALL}[achievement.grade]\nvalues = ["A"]\npass = "B"',
        "value.unknown-choice",
        "/achievement/grade/pass",
        "",
    ),
    "a standard element": (
        f'{SMALL}[achievement.standard_elements]\nassessment = ["exam"]',
        "value.unknown-choice",
        "/achievement/standard_elements/assessment/0",
        "",
    ),
    "a standard outcome": (
        f'{SMALL}[achievement.standard_elements]\nlearning_outcomes = ["Adds", ""]',
        "text.empty",
        "/achievement/standard_elements/learning_outcomes/1/name",
        "",
    ),
    "a standard assurance": (
        f'{SMALL}[achievement.standard_elements]\nquality_assurance = "good"',
        "value.unknown-choice",
        "/achievement/standard_elements/quality_assurance/0/kind",
        "",
    ),
    "a country by name": (
        changed(issuer='country = "Poland"'),
        "value.unknown-choice",
        "/issuer/country",
        "",
    ),
    "an issuer that is no IRI": (
        changed(issuer='id = "uni"'),
        "document.relative-iri",
        "/issuer/id",
        "",
    ),
    "an unknown proof": (
        changed(award='proof = "eddsa-rdfc-2020"'),
        "value.unknown-choice",
        "/award/proof",
        "did you mean 'eddsa-rdfc-2022'",
    ),
    "a period of words": (
        changed(award='valid_for = "a while"'),
        "value.out-of-range",
        "/award/valid_for",
        "'3 years'",
    ),
    "no period": (
        changed(award='valid_for = "0 days"'),
        "value.out-of-range",
        "/award/valid_for",
        "",
    ),
    "two ends": (
        changed(award='valid_for = "1 year"\nvalid_until = 2031-01-01'),
        "value.contradiction",
        "/award/valid_until",
        "",
    ),
    "a status that is no address": (
        changed(award='status = "status"'),
        "document.relative-iri",
        "/award/status",
        "",
    ),
    "a picture elsewhere": (
        changed(award='image = "../secret.png"'),
        "value.out-of-range",
        "/award/image",
        "",
    ),
    "a picture at the root": (
        changed(award='image = "/etc/passwd"'),
        "value.out-of-range",
        "/award/image",
        "",
    ),
    "an unknown zone": (
        changed(recipients='time_zone = "Europe/Krakow"'),
        "value.unknown-choice",
        "/recipients/time_zone",
        "",
    ),
    "a zone that is a path": (
        changed(recipients='time_zone = "../../etc/passwd"'),
        "value.unknown-choice",
        "/recipients/time_zone",
        "",
    ),
    "a zone that is a folder": (
        changed(recipients='time_zone = "Europe"'),
        "value.unknown-choice",
        "/recipients/time_zone",
        "",
    ),
    "an unknown form of dates": (
        changed(recipients='date_format = "d/m/y"'),
        "value.unknown-choice",
        "/recipients/date_format",
        "",
    ),
    "an unknown column": (
        f'{SMALL}[recipients.columns]\nmail = "Mail"',
        "award.unknown-key",
        "/recipients/columns/mail",
        "did you mean 'email'",
    ),
    "a name shown another way round": (
        SMALL.replace("Python basics", "\\u202ePython"),
        "text.unsafe",
        "/achievement/name",
        "",
    ),
    "a file of another size": ("#" * (MAX_AWARD_FILE + 1), "award.malformed", "", "at most"),
    "a bottomless list": ("a = " + "[" * 20_000, "award.malformed", "", ""),
}


@pytest.mark.parametrize(("text", "code", "pointer", "told"), REFUSED.values(), ids=REFUSED)
def test_a_file_is_refused(text, code, pointer, told):
    with pytest.raises(Refused) as refused:
        read_award(text)
    problem = refused.value.problem
    assert (problem.code, problem.pointer) == (code, pointer)
    assert told in problem.detail


def test_the_proofs_are_those_that_can_be_made():
    assert set(PROOFS) == set(SUITES) - {"Ed25519Signature2020"} | {JWT}  # that one is only read


@pytest.mark.parametrize(
    ("text", "begun", "ended"),
    [
        ("1 year", (2024, 2, 29), (2025, 2, 28)),
        ("4 years", (2024, 2, 29), (2028, 2, 29)),
        ("1 month", (2026, 1, 31), (2026, 2, 28)),
        ("18 months", (2026, 5, 31), (2027, 11, 30)),
        ("12 months", (2026, 12, 1), (2027, 12, 1)),
        ("90 days", (2026, 5, 31), (2026, 8, 29)),
    ],
)
def test_a_period_runs_by_the_calendar(text, begun, ended):
    plan = read_award(changed(award=f'valid_for = "{text}"'))
    assert plan.ends(datetime(*begun, tzinfo=UTC)) == datetime(*ended, tzinfo=UTC)


def test_a_period_ends_with_the_calendar():
    with pytest.raises(Refused) as refused:
        Period(months=120_000).after(NOW)
    assert refused.value.problem.code == "date.impossible"
    with pytest.raises(Refused):
        Period(days=9_000_000).after(NOW)


def test_a_level_is_an_alignment():
    plan = read_award(changed(achievement="eqf = 5"))
    assert Alignment.eqf(5).as_json() in plan.achievement.as_json()["alignment"]


def test_an_outcome_states_its_level():
    table = 'learning_outcomes = [{name = "Adds", eqf = 4}, "Subtracts"]'
    plan = read_award(f"{SMALL}[achievement.standard_elements]\n{table}")
    outcomes = plan.achievement.as_json()["standardElements"]["learningOutcome"]
    assert [outcome.get("eqfLevel") for outcome in outcomes] == [4, None]
