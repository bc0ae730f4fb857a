"""Adverts that want to keep a reader busy for ever: markup left open, and JSON of every bad kind."""

from __future__ import annotations

import json
import time

import pytest

from testamur.errors import Refused
from testamur.talent.postings import MOST_CHARACTERS, read_job_posting

PATIENCE = 20
"""Seconds, on a machine that does much else; it takes one."""


def posting(**said) -> str:
    return json.dumps({"@context": "https://schema.org", "@type": "JobPosting"} | said)


def filled(part: str, most: int = MOST_CHARACTERS) -> str:
    return part * (most // len(part))


OPEN = [
    "&lt;a ",
    "<p><a",
    "<p><!",
    "<p><!--",
    "<p><?",
    "<p></a ",
    "<script>",
    "<![CDATA[",
    "<p a='",
]


@pytest.mark.parametrize("part", OPEN)
def test_markup_that_never_closes_is_read_in_one_go(part):
    began = time.monotonic()
    told = posting(skills="SQL", description=f"<p>{filled(part)}")
    assert "SQL" in read_job_posting(told).text
    assert time.monotonic() - began < PATIENCE


BOMBS = {
    "deep objects": '{"a":' * 5_000,
    "deep arrays": "[" * 100_000,
    "many postings": json.dumps([{"@type": "JobPosting", "description": "x"}] * 5_000),
    "a page of empty scripts": "<html>" + filled('<script type="application/ld+json">{}</script>'),
    "scripts inside a script": "<html>" + filled('<script type="application/ld+json">'),
    "a number without end": '{"@type": "JobPosting", "description": 1' + "0" * 100_000 + "}",
    "the same member twice": '{"@type": "JobPosting", "@type": "Thing", "description": "x"}',
    "infinity": '{"@type": "JobPosting", "description": Infinity}',
    "nothing but a context": '{"@context": "http://127.0.0.1:9/x", "@type": "Thing"}',
}


@pytest.mark.parametrize("name", BOMBS)
def test_json_bomb_in_a_posting_is_refused_with_one_code(name):
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        read_job_posting(BOMBS[name])
    assert refused.value.problem.code.split(".")[0] in {"json", "posting"}
    assert time.monotonic() - began < PATIENCE
