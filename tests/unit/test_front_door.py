"""The front door: few names, each loaded when it is first used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import testamur

ONE_NAME = """
import sys
import testamur
testamur.SigningKey
loaded = {name for name in sys.modules if name.startswith("testamur.")}
assert "testamur.keys" in loaded, loaded
assert "testamur.credentials.verify" not in loaded, loaded
assert "SigningKey" in vars(testamur), "a name is looked up once"
"""


def test_the_names_are_few_and_in_order():
    assert len(testamur.__all__) <= 32
    assert testamur.__all__ == sorted(testamur.__all__)


@pytest.mark.parametrize("name", testamur.__all__)
def test_every_name_opens(name):
    assert getattr(testamur, name) is getattr(testamur, name)
    assert name in dir(testamur)


def test_a_name_loads_its_own_room_alone():
    subprocess.run([sys.executable, "-c", ONE_NAME], check=True)


def test_another_name_is_not_there():
    with pytest.raises(AttributeError, match="no attribute 'Diploma'"):
        _ = testamur.Diploma
    assert not hasattr(testamur, "credential_document")


def test_everything_can_be_imported_at_once():
    names: dict[str, object] = {}
    exec("from testamur import *", names)  # noqa: S102 - that is what is tested
    assert set(testamur.__all__) <= names.keys()
