"""Cells of tables for spreadsheets: what one would compute is told from what it shows."""

from __future__ import annotations

import pytest

from testamur.encoding import harmless


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM", "\t=1", "\r=1", "\n=1", " =1", "＝1"])  # noqa: RUF001
def test_a_formula_begins_with_an_apostrophe(cell):
    assert harmless(cell) == f"'{cell}"


def test_all_else_stays_as_it_is():
    assert [harmless(cell) for cell in ("Ada", "1-2", "", 5)] == ["Ada", "1-2", "", "5"]
