"""Search as you type: ranks, typos, languages, and where the words stand."""

from __future__ import annotations

import re
from itertools import islice
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.skills.framework import Framework, Skill
from testamur.skills.readers import read_framework
from testamur.skills.search import MAX_LENGTH, Found, Rank, Search
from testamur.skills.words import words_of
from tests.effort import examples
from tests.frameworks import CRAFT
from tests.shared_data import shared

SEARCH = Search(CRAFT)
LONG_WORD = re.compile("[A-Za-z]{6,}")


def labels(found: list[Found]) -> list[str]:
    return [one.label for one in found]


def framework_of(*names: tuple[str, ...]) -> Framework:
    skills = (
        Skill(f"x:{number}", label, alternatives=tuple(others))
        for number, (label, *others) in enumerate(names)
    )
    return Framework("x:f", "F", skills=tuple(skills))


# --------------------------------------------------------------------------------------- ranking


def test_the_best_fit_comes_first():
    search = Search(
        framework_of(
            ("data analysis",),
            ("analyse", "data"),
            ("data",),
            ("store data",),
            ("keep", "big data"),
            ("dato",),
        )
    )
    assert labels(search.find("data")) == [
        "data",
        "analyse",
        "data analysis",
        "store data",
        "keep",
    ]
    ranks = [one.rank for one in search.find("data")]
    assert ranks == [1, 2, 3, 4, 4]


def test_whole_words_come_before_begun_ones():
    search = Search(framework_of(("draw javanese",), ("write java",)))
    assert labels(search.find("java")) == ["write java", "draw javanese"]


def test_what_more_occupations_need_comes_first():
    search = Search(CRAFT)
    assert labels(search.find("flour"))[0] == "types of flour"


def test_words_may_stand_in_any_order_and_be_begun():
    assert labels(SEARCH.find("prin prog")) == ["programming principles"]


def test_each_entry_is_there_once():
    assert sorted(labels(SEARCH.find("bread"))) == ["bake bread", "baker"]


def test_no_more_than_asked_for():
    assert len(SEARCH.find("b", limit=1)) == 1
    assert SEARCH.find("b", limit=0) == []


def test_only_skills_or_only_occupations():
    assert {one.kind for one in SEARCH.find("b", kind="skill")} == {"skill"}
    assert labels(SEARCH.find("b", kind="occupation")) == ["baker"]


def test_many_labels_of_one_entry_hide_no_other():
    many = tuple(f"sew {number}" for number in range(2_000))
    search = Search(framework_of(("sew", *many), ("sewing by hand, finely",)))
    assert len(search.find("sew", limit=2)) == 2


@pytest.mark.parametrize("typed", ["", "   ", "--", "?!"])
def test_nothing_typed_finds_nothing(typed):
    assert SEARCH.find(typed) == []


def test_an_empty_framework_finds_nothing():
    assert Search(Framework("x:f", "F")).find("bread") == []


def test_a_flood_of_words_is_cut():
    assert SEARCH.find("bake " * 100_000)
    assert SEARCH.find("x" * 10 * MAX_LENGTH) == []


# ------------------------------------------------------------------------------- letters and typos


@pytest.mark.parametrize("typed", ["strassenbackerei", "STRASSENBÄCKEREI", "Straßenb"])
def test_case_and_accents_do_not_matter(typed):
    assert labels(SEARCH.find(typed)) == ["Straßenbäckerei führen"]


@pytest.mark.parametrize("typed", ["c++", "r&d"])
def test_signs_that_are_part_of_a_name(typed):
    assert labels(SEARCH.find(typed))[0] == "Straßenbäckerei führen"


@pytest.mark.parametrize(
    "typed", ["programing", "porgramming", "progarmming", "prgramming", "programmimg", "progamm"]
)
def test_a_typo_is_forgiven(typed):
    (found,) = SEARCH.find(typed)
    assert (found.label, found.rank) == ("programming principles", Rank.TYPO)
    assert found.matched[slice(*found.spans[0])] == "programming"


def test_a_typo_in_each_of_two_words():
    assert labels(SEARCH.find("progamming princples")) == ["programming principles"]


def test_a_short_word_is_not_guessed_at():
    assert SEARCH.find("brx") == []


def test_all_words_but_one_are_better_than_nothing():
    (found,) = SEARCH.find("knead quickly")
    assert (found.label, found.rank) == ("knead dough", Rank.ALL_BUT_ONE)


# -------------------------------------------------------------------------------------- languages


def test_another_language():
    german = Search(CRAFT, language="de")
    (found,) = german.find("laibe")
    assert (found.label, found.matched) == ("Brot backen", "Laibe backen")
    assert german.find("bake bread", kind="skill") == []


def test_what_has_no_name_in_a_language_keeps_its_own():
    assert labels(Search(CRAFT, language="de").find("knead")) == ["knead dough"]


def test_the_framework_s_own_language_may_be_named():
    assert labels(Search(CRAFT, language="en").find("bake br")) == ["bake bread"]


# ------------------------------------------------------------------------------------ where it is


def test_it_tells_the_label_that_was_found_and_where_in_it():
    (found,) = SEARCH.find("pri of pro")
    assert found.matched == "principles of programming"
    assert [found.matched[start:end] for start, end in found.spans] == ["pri", "of", "pro"]
    assert found.as_json() == {
        "uri": "x:program",
        "label": "programming principles",
        "kind": "skill",
        "matched": "principles of programming",
        "match": "holds",
        "spans": [[0, 3], [11, 13], [14, 17]],
    }


def test_a_place_is_told_in_the_label_as_it_is_written():
    (found,) = SEARCH.find("strass")
    assert found.matched[slice(*found.spans[0])] == "Straß"


# --------------------------------------------------------------------------------------- the laws

words = st.text(st.sampled_from("abcdeäß é"), min_size=1, max_size=12)
named = st.lists(st.lists(words, min_size=1, max_size=3).map(tuple), min_size=1, max_size=8)


@given(named)
def test_every_label_exactly_typed_is_found_first(names):
    search = Search(framework_of(*names))
    for entry, (label, *others) in enumerate(names):
        for typed in (label, *others):
            if not words_of(typed):
                continue
            found = search.find(typed, limit=len(names))
            assert f"x:{entry}" in [one.id for one in found if one.rank <= Rank.ALTERNATIVE]


@given(named, words)
def test_places_stand_inside_the_label_in_order(names, typed):
    for one in Search(framework_of(*names)).find(typed):
        edges = [edge for span in one.spans for edge in span]
        assert edges == sorted(edges)
        assert all(0 <= edge <= len(one.matched) for edge in edges)


def rng() -> Random:
    return Random(4)  # noqa: S311 -- the same sample every time


@pytest.fixture(scope="module")
def esco() -> tuple[Framework, Search]:
    framework = read_framework(shared("data/esco_raw")).framework
    return framework, Search(framework)


def test_real_esco_every_preferred_label_is_found_first(esco):
    framework, search = esco
    entries = [*framework.skills, *framework.occupations]
    for one in rng().sample(entries, examples(300, len(entries))):
        first = search.find(one.label, limit=3)
        assert one.id in [found.id for found in first if found.rank is Rank.LABEL], one.label


def test_real_esco_every_alternative_is_found(esco):
    framework, search = esco
    pairs = [(one.id, label) for one in framework.skills for label in one.alternatives]
    for uri, label in rng().sample(pairs, examples(300, len(pairs))):
        assert uri in [found.id for found in search.find(label, limit=100)], label


def misspelt(word: str, rng: Random) -> str:
    """One typo: a letter left out, doubled, changed, or swapped with the next one."""
    place = rng.randrange(1, len(word) - 1)
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return rng.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + rng.choice("aeinrst") + word[place + 1 :],
            swapped,
        ]
    )


def test_real_esco_one_typo_in_a_long_word_still_finds_it(esco):
    """Of a label with a word of six letters or more, one typo in that word: among the first ten."""
    framework, search = esco
    random = rng()
    long_words = {one.id: LONG_WORD.findall(one.label) for one in framework.skills}
    labels = [one for one in framework.skills if long_words[one.id]]
    missed = []
    for one in random.sample(labels, examples(200, 3_000)):
        long = random.choice(long_words[one.id])
        typed = one.label.replace(long, misspelt(long, random), 1)
        if one.id not in [found.id for found in search.find(typed)]:
            missed.append(typed)
    assert not missed


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("python", "Python (computer programming)"),
        ("projct managment", "project management"),
        ("software devloper", "software developer"),
        ("C++", "C++"),
        ("excel", "use spreadsheets software"),
        ("nurse resp", "nurse responsible for general care"),
        ("communiction", "communication"),
    ],
)
def test_real_esco_what_people_type(esco, typed, label):
    _, search = esco
    assert label in [found.label for found in islice(search.find(typed), 3)]
