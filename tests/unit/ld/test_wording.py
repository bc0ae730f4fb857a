"""Wordings: a text is written around its slots, and read back only where it is worded so."""

from __future__ import annotations

import re

import pytest

from testamur.errors import Refused
from testamur.ld.wording import Wording

MARK = re.compile(r"#(\d)#")


@pytest.fixture(scope="module")
def wording():
    """The second slot stands before the first."""
    return Wording.of('{"id":"#1#","name":"é","note":"#0#"}', MARK)


def test_what_was_written_is_read(wording):
    text = wording.write(["one", "two"])
    assert text == '{"id":"two","name":"é","note":"one"}'
    assert wording.read(text) == ("one", "two")


def test_a_value_is_escaped(wording):
    assert wording.write(['"\\\n', ""]) == '{"id":"","name":"é","note":"\\"\\\\\\n"}'
    with pytest.raises(Refused, match="surrogate"):
        wording.write(["\ud800", ""])


def test_a_text_without_slots_is_read_as_itself_alone():
    wording = Wording.of("{}", MARK)
    assert wording.read(wording.write([])) == ()
    assert wording.read("{} ") is None


def test_a_member_more_with_a_slot_more(wording):
    longer = wording.with_last_member('"proof":["', '"]')
    text = longer.write(["one", "two", "three"])
    assert text == '{"id":"two","name":"é","note":"one","proof":["three"]}'
    assert longer.read(text) == ("one", "two", "three")
    assert wording.read(text) is None


OTHERWISE = {
    "nothing": "",
    "another beginning": '{"ID":"a","name":"é","note":"b"}',
    "another middle": '{"id":"a","name":"e","note":"b"}',
    "another end": '{"id":"a","name":"é","note":"b"]',
    "no end": '{"id":"a","name":"é","note":"b',
    "half an end": '{"id":"a","name":"é","note":"b"',
    "more after the end": '{"id":"a","name":"é","note":"b"}\n',
    "a space before the end": '{"id":"a","name":"é","note":"b" }',
    "a member more": '{"id":"a","name":"é","note":"b","x":"y"}',
    "a member twice": '{"id":"a","name":"é","note":"b","note":"b"}',
    "members in another order": '{"name":"é","id":"a","note":"b"}',
    "no text in a slot": '{"id":null,"name":"é","note":"b"}',
    "a quotation mark in a slot": '{"id":"a"a","name":"é","note":"b"}',
    "another spelling of what is fixed": '{"id":"a","name":"\\u00e9","note":"b"}',
}


@pytest.mark.parametrize("text", OTHERWISE.values(), ids=OTHERWISE)
def test_a_text_that_is_worded_otherwise_is_not_read(wording, text):
    assert wording.read(text) is None
