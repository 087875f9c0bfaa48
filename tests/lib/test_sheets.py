"""CSV for spreadsheets."""

from __future__ import annotations

import pytest

from craftkit.lib import sheets


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text):
    assert sheets.lines([["safe", text]]).removeprefix("safe,").strip('"\r\n').startswith("'")


def test_values_are_written_as_they_are():
    assert sheets.lines([("a, b", 2, "ü"), ("", None, 1.5)]) == '"a, b",2,ü\r\n,None,1.5\r\n'
