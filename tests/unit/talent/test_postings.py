"""Adverts come as words, as schema.org JobPosting in several wrappings, or as HR Open."""

from __future__ import annotations

import json

import pytest

from testamur.errors import Refused
from testamur.talent.postings import MOST_CHARACTERS, Posting, read_job_posting

POSTING = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Survey lead",
    "skills": ["Python", {"@type": "DefinedTerm", "name": "SQL", "url": "https://s.example/sql"}],
    "qualifications": "A degree",
    "description": "<p>We ask &amp; count.</p><ul><li>Write</li><li>Speak</li></ul>",
}
TEXT = (
    "Skills:\n- Python\n- SQL, https://s.example/sql\n\nRequired qualifications:\nA degree\n\n"
    "Description:\nWe ask & count.\n- Write\n- Speak"
)
PAGE = "<!DOCTYPE html><html><script>var a = '{';</script><script type='{}'>{}</script></html>"


def page(kind: str, text: str) -> str:
    return PAGE.replace("'{}'", f'"{kind}"').replace(">{}<", f">{text}<")


@pytest.mark.parametrize(
    "source",
    [
        json.dumps(POSTING),
        json.dumps([POSTING]).encode(),
        json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, POSTING]}),
        json.dumps({"mainEntity": POSTING | {"@type": ["Thing", "https://schema.org/JobPosting"]}}),
        page("application/ld+json", json.dumps(POSTING)),
        page("application/ld+json; charset=utf-8", json.dumps({"@graph": [POSTING]})),
    ],
)
def test_a_posting_is_found_in_its_wrapping(source):
    assert read_job_posting(source) == Posting("Survey lead", TEXT)


def test_plain_words_are_kept_as_they_are():
    assert (
        read_job_posting("\ufeffYou write SQL.\n\nSoon. ".encode()).text
        == "You write SQL.\n\nSoon."
    )
    assert len(read_job_posting("word " * 100_000).text) == MOST_CHARACTERS


def test_markup_that_was_escaped_is_read_too():
    told = POSTING | {"description": "&lt;p&gt;We count&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;"}
    assert read_job_posting(json.dumps(told)).text.endswith("Description:\nWe count")


def test_requirements_that_are_objects_are_told_in_words():
    told = {
        "@type": "JobPosting",
        "title": 7,
        "experienceRequirements": {"monthsOfExperience": 24, "description": "in surveys"},
        "educationRequirements": [{"credentialCategory": "bachelor degree"}],
    }
    assert read_job_posting(json.dumps(told)) == Posting(
        "",
        "Required experience:\nin surveys, 24 months of experience\n\n"
        "Required education:\n- bachelor degree",
    )


def test_an_hr_open_position_gives_its_title_and_descriptions():
    told = {
        "statusCode": "Active",
        "positionProfiles": [
            {
                "positionTitle": "Survey lead",
                "positionFormattedDescriptions": [
                    {"title": "Job Description", "content": "<p>SQL is a must</p>"},
                    {"content": "We count"},
                    "no object",
                ],
            }
        ],
    }
    assert read_job_posting(json.dumps([told])) == Posting(
        "Survey lead", "SQL is a must\n\nWe count"
    )


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "posting.empty"),
        (" \n", "posting.empty"),
        ('{"@type": "JobPosting", "title": "Lead"}', "posting.empty"),
        ('{"positionTitle": "Lead", "positionFormattedDescriptions": 4}', "posting.empty"),
        ('{"@type": "Event"}', "posting.unrecognised"),
        ("<p>We look for somebody</p>", "posting.unrecognised"),
        ("[]", "posting.unrecognised"),
        (json.dumps([POSTING, POSTING]), "posting.several"),
        ('{"a": 1, "a": 2}', "json.duplicate-key"),
        ("{", "json.malformed"),
        ("[" * 100, "json.too-deep"),
        (page("application/ld+json", "{not json"), "json.malformed"),
        (b"\xff\xfe", "skills.not-text"),
        ("a\0b", "skills.not-text"),
    ],
)
def test_what_cannot_be_read_is_one_clear_problem(source, code):
    with pytest.raises(Refused) as caught:
        read_job_posting(source)
    assert caught.value.problem.code == code
