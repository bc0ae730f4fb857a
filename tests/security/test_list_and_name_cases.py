"""The hostile cases of lists of people, of names and of identities, each named after its id."""

from __future__ import annotations

import re
import warnings
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.credentials.openbadges import (
    Achievement,
    Evidence,
    Identity,
    Issuer,
    PrivacyWarning,
    Result,
    credential_document,
)
from testamur.credentials.recipients import DateForm, Recipient, RowProblem, read_recipients
from testamur.encoding import compact_json, parse_object
from testamur.errors import Refused
from testamur.ld import canonicalise
from tests.credentials_cast import NOW, SIMPLE, UNI, simple_credential

# ---------------------------------------------------------------------------------------- lists


def test_csv_003_the_same_person_twice_in_one_list():
    first, *later = read_recipients(
        "name,email,did,student number\n"
        "Ada,ada@uni.example,,302117\n"
        "Ada N.,ADA@UNI.example,,\n"
        "Ada Nowak,,mailto:ada@uni.example,\n"
        "Ada,other@uni.example,,302117\n"
    )
    assert isinstance(first, Recipient)
    assert [(row.row, row.code) for row in later] == [(row, "row.duplicate") for row in (3, 4, 5)]


def test_csv_003_the_same_person_has_one_key_in_every_file():
    files = (
        "name,email\nBob,bob@uni.example\nAda,ada@uni.example\n",
        "\ufeffE-mail;Name;Grade\r\nADA@Uni.example;Ada Nowak;A\r\n",
        "sep=\t\nidentifier\nmailto:ada@uni.example\n",
    )
    keys = [[row.key for row in read_recipients(text)][-1] for text in files]
    assert set(keys) == {"mailto:ada@uni.example"}


CSV_006 = {
    "2026-02-30": "date.impossible",
    "29/02/2027": "date.undeclared",
    "1/2/26": "date.undeclared",
    "46000": "date.malformed",
    "10000-01-01": "date.impossible",
    "2026-06-30T23:59:60Z": "date.impossible",
    "2026-05-31T14:00:00": "date.no-zone",
    "2026-03-29T02:30": "date.no-zone",
}


@pytest.mark.parametrize(("text", "code"), CSV_006.items())
def test_csv_006_a_date_is_read_in_one_way_or_told(text, code):
    problem, good = read_recipients(f"email,date\na@uni.example,{text}\nb@uni.example,2026-05-31\n")
    assert isinstance(problem, RowProblem)
    assert (problem.row, problem.column, problem.code) == (2, "date", code)
    assert good.awarded.isoformat() == "2026-05-31T00:00:00+00:00"


@given(st.text(alphabet="0123456789/.-: TZ+", max_size=24))
def test_csv_006_no_text_of_digits_is_guessed(text):
    with suppress(Refused):
        DateForm().read(text)
        assert re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}($|[T ])", text)


# ---------------------------------------------------------------------------------------- names

LOOK_ALIKES = {
    "Cyrillic a": ("H\u0430rvard University", "name.confusable"),
    "zero-width space": ("Harvard\u200bUniversity", "text.unsafe"),
    "right-to-left override": ("\u202eytisrevinU dravraH", "text.unsafe"),
    "tag characters": ("Harvard University\U000e0067\U000e0062", "text.unsafe"),
    "mathematical letters": ("\U0001d5db\U0001d5ee\U0001d5ff\U0001d603ard", "name.confusable"),
    "zero-width joiner": ("Har\u200dvard University", "text.unsafe"),
    "Greek omicron": ("Stanf\u03bfrd", "name.confusable"),
}


@pytest.mark.parametrize(("name", "code"), LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_uni_001_an_issuer_has_no_look_alike_name(name, code):
    with pytest.raises(Refused) as refused:
        Issuer("did:web:harvard.example", name=name)
    assert refused.value.problem.code == code


@pytest.mark.parametrize("control", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"])
@pytest.mark.parametrize(
    "make",
    [
        lambda text: Achievement("https://uni.example/a", name=text, criteria="C"),
        lambda text: Achievement("https://uni.example/a", name="N", criteria=text),
        lambda text: Achievement("https://uni.example/a", name="N", criteria="C", description=text),
        lambda text: Achievement("https://uni.example/a", name="N", criteria="C", tag=[text]),
        lambda text: Issuer("did:web:uni.example", name=text),
        lambda text: Issuer("did:web:uni.example", description=text),
        Result,
        lambda text: Evidence(narrative=text),
        Identity.name,
        lambda text: simple_credential(name=text),
    ],
)
def test_uni_002_no_control_turns_a_text_round(make, control):
    with pytest.raises(Refused) as refused:
        make(f"Grade {control}A")
    assert refused.value.problem.code == "text.unsafe"


ANY_TEXT = st.text(max_size=40) | st.text(
    alphabet="a\u0430\u202e\u200b\u200d\ufeff\x00\n\t<>&\"'{}%$\U0001f469\ud83d =@|\\", max_size=12
)


@given(name=ANY_TEXT, prose=ANY_TEXT, grade=ANY_TEXT, person=ANY_TEXT)
def test_uni_004_any_text_is_kept_as_it_is_or_refused(name, prose, grade, person):
    with suppress(Refused):
        document = credential_document(
            Achievement("https://uni.example/a/py", name=name, criteria=prose),
            id="urn:uuid:0f0f0f0f-0000-4000-8000-000000000000",
            to=None,
            issuer=UNI,
            valid_from=NOW,
            identities=[Identity.name(person)],
            results=[Result(grade)],
        )
        read = parse_object(compact_json(document))["credentialSubject"]
        assert read["achievement"]["name"] == name
        assert read["achievement"]["criteria"]["narrative"] == prose
        assert read["identifier"][0]["identityHash"] == person
        assert read["result"][0]["value"] == grade


NAUGHTY = [
    "undefined",
    "NULL",
    "1E+02",
    "-1/0",
    "<script>alert(1)</script>",
    "' OR 1=1 -- ",
    "{{7*7}}",
    "${jndi:ldap://x/}",
    "$(touch /tmp/x)",
    "%s%d%n",
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "\u0000",
    "ﷺ",
    "\U0001d57f\U0001d58d\U0001d58a",
    "田中さんにあげて下さい",
    "❤️ 💔",
    "Ⅷ",
    "Ṱ̺̺̕o͞",
    "true",
    "@vocab",
    "_:b0",
    "https://uni.example/",
]


@pytest.mark.parametrize("text", NAUGHTY)
def test_uni_004_naughty_strings_are_signed_as_they_are_or_refused(text):
    try:
        badge = Achievement("https://uni.example/a/py", name=text, criteria=text)
    except Refused:
        return
    told = canonicalise(simple_credential(achievement=badge)).nquads.decode()
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    assert f'<https://schema.org/name> "{escaped}" .' in told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mik@uni.example", "m\u0131k@uni.example"),
        ("mik@uni.example", "m\u0130k@uni.example"),
        ("mik@uni.example", "mik@un\u0131.example"),
        ("ada@strasse.example", "ada@stra\u00dfe.example"),
        ("strasse@uni.example", "stra\u00dfe@uni.example"),
    ],
)
def test_uni_005_two_addresses_never_become_one(one, other):
    first, second = read_recipients(f"email\n{one}\n{other}\n")
    assert first.email == one
    assert second.key != first.key


def test_uni_005_one_address_has_one_form():
    kept, *later = read_recipients(
        "email\nkim@uni.example\nKIM@UNI.EXAMPLE\n\u212aim@uni.example\nkim\uff20uni.example\n"
        "kim@uni.example.\n"
    )
    assert kept.email == "kim@uni.example"
    codes = [problem.code for problem in later]
    assert codes == ["row.duplicate"] * 3 + ["email.malformed"]


# ---------------------------------------------------------------------------------- identities


def test_pri_003_no_hashed_address_unless_it_is_asked_for_by_name():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (ada,) = read_recipients("name,email,student number\nAda,ada@uni.example,302117\n")
        document = credential_document(
            SIMPLE,
            id="urn:uuid:0f0f0f0f-0000-4000-8000-000000000000",
            to=ada.subject_id,
            issuer=UNI,
            valid_from=NOW,
            identities=ada.identities,
        )
    written = document["credentialSubject"]["identifier"]
    assert [(one["identityType"], one["hashed"]) for one in written] == [("name", False)]
    with pytest.warns(PrivacyWarning):
        Identity.hashed_email("ada@uni.example", salt="0123456789abcdef")
