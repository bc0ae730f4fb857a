"""What an advert says of a skill: required or not, at which level, and by which words."""

from __future__ import annotations

import pytest

from testamur.skills.linking import Linked
from testamur.talent.adverts import addresses_in, asked_in, profile_asked


def asked(text: str, words: str, *, score: float = 0.9):
    """What the text says of the skill that some of its words name."""
    begin = text.index(words)
    [one] = asked_in(text, [Linked("https://s.example/a", "A", score, (begin, begin + 3), words)])
    return one


@pytest.mark.parametrize(
    ("text", "is_required"),
    [
        ("You must know SQL.", True),
        ("SQL is required; Python is a plus.", True),
        ("Python is required; SQL is a plus.", False),
        ("You must write Python, and SQL would be a plus.", False),
        ("Ideally you know SQL.", False),
        ("SQL is not required.", False),
        ("We use SQL every day.", None),
        ("Requirements:\n- Python\n- SQL", True),
        ("Requirements:\n- Python\nNice to have:\n- SQL", False),
        ("Nice to have\n- Python\n- SQL", False),
        ("Requirements:\n- Python\nWhat we offer:\n- SQL courses", None),
        ("Requirements:\n- SQL is optional", False),
        (
            "A requirement is spelled out here at length, which makes it no heading at all.\nSQL",
            None,
        ),
    ],
)
def test_the_nearest_word_then_the_heading_says_it(text, is_required):
    assert asked(text, "SQL").is_required is is_required


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Basic SQL", 2),
        ("A good knowledge of SQL", 4),
        ("Strong SQL, basic Python", 5),
        ("Advanced Python, familiarity with SQL", 2),
        ("Expert in SQL", 6),
        ("Highly specialised in SQL", 7),
        ("SQL (EQF level 5)", 5),
        ("SQL, advanced Python", None),
        ("Strong Python and SQL", None),
        ("SQL", None),
        ("Basic Python. SQL", None),
        (f"Advanced {'word ' * 40}SQL", None),
    ],
)
def test_a_level_is_proposed_where_the_words_say_one(text, level):
    assert asked(text, "SQL").level == level


def test_it_says_which_words_did_it():
    assert asked("Basic SQL is a must", "SQL").because == ("must", "Basic")


@pytest.mark.parametrize(
    ("text", "score", "proposed"),
    [
        ("SQL", 0.6, True),
        ("SQL", 0.4, False),
        ("SQL", 0.2, None),
        ("SQL is a plus", 0.9, False),
        ("SQL is a must", 0.35, True),
        ("SQL is a must", 0.2, None),
    ],
)
def test_what_is_unlikely_is_left_out_whatever_is_said(text, score, proposed):
    assert asked(text, "SQL", score=score).proposed is proposed


def test_the_proposal_is_a_profile():
    text = "You must know SQL, advanced Python is a plus."
    found = asked_in(
        text,
        [
            Linked("https://s.example/sql", "SQL", 0.9, (14, 17), "SQL"),
            Linked("https://s.example/py", "Python", 0.8, (28, 34), "Python"),
            Linked("https://s.example/no", "No", 0.1, (0, 3), "You"),
        ],
    )
    assert profile_asked("Lead", found).as_json() == {
        "id": "",
        "label": "Lead",
        "needs": [
            {"skill": "https://s.example/sql", "name": "SQL", "importance": 1.0, "required": True},
            {
                "skill": "https://s.example/py",
                "name": "Python",
                "level": 6,
                "importance": 0.5,
                "required": False,
            },
        ],
    }


def test_addresses_are_found_where_they_stand():
    text = "- SQL, https://s.example/sql. And <https://s.example/py>"
    assert [(one, text[slice(*span)]) for one, span in addresses_in(text)] == [
        ("https://s.example/sql", "https://s.example/sql"),
        ("https://s.example/py", "https://s.example/py"),
    ]
