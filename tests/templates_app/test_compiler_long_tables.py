"""Long tables: rows as boxes that lose nothing of what rows are."""

from __future__ import annotations

import pytest

from templates_app.compiler import long_tables
from templates_app.compiler.long_tables import natural_widths
from tests.templates_app.documents import block, chip, document, line, printed, row, text

ITEMS = {"items": [{"n": "one", "m": "<b>"}, {"n": "two", "m": "x"}, {"n": "three", "m": "y"}]}


@pytest.fixture(autouse=True)
def short_is_long(monkeypatch):
    """Two rows are many."""
    monkeypatch.setattr(long_tables, "LONG", 2)


def table(*rows: dict, **attrs) -> str:
    """A printed table with its data."""
    return printed(document(block("table", *rows, **attrs)), ITEMS)


def header(*words: str) -> dict:
    """A row of header cells."""
    return block("tableRow", *(block("tableHeader", line(text(word))) for word in words))


def test_a_long_body_is_one_cell_of_boxes_under_a_real_head():
    html = table(header("A", "B"), row(chip("items[].n"), chip("items[].m"), repeat="items"))

    assert '<thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>' in html
    assert html.count('<div class="ck-row" role="row">') == 3
    assert '<div role="cell">three</div><div role="cell">y</div></div></td></tr></tbody></table>' in html


def test_what_people_write_is_still_text():
    assert "&lt;b&gt;" in table(row(chip("items[].n"), chip("items[].m"), repeat="items"))


def test_a_short_table_stays_a_table():
    html = table(row(text("x"), text("y")), row(text("x"), text("y")))

    assert "ck-long" not in html
    assert html.count("<tr>") == 2


def test_a_cell_that_reaches_into_the_next_row_keeps_the_table():
    tall = block("tableCell", line(chip("items[].n")), rowspan=2)

    assert "ck-long" not in table(block("tableRow", tall, repeat="items"))


def test_a_cell_over_two_columns_is_as_wide_as_both():
    cells = [block("tableCell", line(text("a")), colwidth=[30]), block("tableCell", line(text("b")), colwidth=[70])]
    wide = block("tableCell", line(chip("items[].n")), colspan=2, background="#eeeeee")

    html = table(block("tableRow", *cells), block("tableRow", wide, repeat="items"))

    assert '<div role="cell" aria-colspan="2" style="background:#eeeeee;width:100%">one</div>' in html


def test_set_widths_are_kept():
    cells = [block("tableCell", line(chip("items[].n")), colwidth=[width]) for width in (25, 75)]

    html = table(block("tableRow", *cells, repeat="items"))

    assert ">.ck-row>:nth-child(1){width:25%}" in html
    assert ">.ck-row>:nth-child(2){width:75%}" in html


def test_columns_without_widths_share_the_room_by_their_lines():
    narrow, wide = natural_widths("<tr><td>1</td><td>a rather longer line</td></tr>", 2)

    assert narrow + wide == pytest.approx(100)
    assert wide > 4 * narrow


def test_a_long_text_leaves_other_columns_room_for_their_words():
    _, number = natural_widths(f"<tr><td>{'many words ' * 100}</td><td>1,234,567.00</td></tr>", 2)

    assert number >= 12
