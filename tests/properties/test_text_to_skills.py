"""Laws of linking texts to real ESCO skills: found by their own names, the same every time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.skill_data import labelled, read_esco
from testamur.skills.framework import Framework
from testamur.skills.linking import Linker
from tests.shared_data import shared

DATA = shared("data")
SAMPLE = 300


@pytest.fixture(scope="module")
def esco() -> Framework:
    """Two thousand skills of ESCO, and among them those that are made as one."""
    framework = read_esco(DATA)
    return Framework(framework.id, framework.name, skills=framework.skills[:2_000])


@pytest.fixture(scope="module")
def linker(esco: Framework) -> Linker:
    return Linker(esco)


def test_a_skill_is_found_first_by_its_own_label(esco, linker):
    some = esco.skills[::6][:SAMPLE]
    found = linker.link([skill.label for skill in some], top=1)
    right = sum(one[0].uri == skill.id for one, skill in zip(found, some, strict=True))
    assert right >= 0.95 * SAMPLE


def test_another_name_finds_its_skill_among_the_first_five(esco, linker):
    some = [skill for skill in esco.skills if skill.alternatives][::6][:SAMPLE]
    found = linker.link([skill.alternatives[-1] for skill in some], top=5)
    right = sum(skill.id in {o.uri for o in one} for one, skill in zip(found, some, strict=True))
    assert right >= 0.9 * SAMPLE


def test_real_sentences_are_answered_alike_in_any_company(esco, linker):
    sentences = [one.sentence for one in labelled("TECH", "dev", esco, DATA)][:40]
    together = linker.link(sentences)
    assert linker.link(sentences[::-1])[::-1] == together
    assert [linker.link([one])[0] for one in sentences] == together
    for text, skills in zip(sentences, together, strict=True):
        for one in skills:
            assert text[slice(*one.span)] == one.words
            assert 0 <= one.score <= 1


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(0, 12))
def test_any_text_is_answered_with_words_that_stand_in_it(linker, text, top):
    for found in (linker.link([text], top=top)[0], linker.read(text, top=top, least=0.0)):
        assert len(found) == len({one.uri for one in found}) <= top
        assert list(found) == sorted(found, key=lambda one: -one.score)
        for one in found:
            assert text[slice(*one.span)] == one.words != ""
