"""Tables: headers, repeated rows, conditions and cells."""

from __future__ import annotations

from tests.templates_app.documents import block, chip, document, line, printed, row, text


def header(*words: str, **attrs) -> dict:
    """A row of header cells."""
    return block("tableRow", *(block("tableHeader", line(text(word))) for word in words), **attrs)


def table(*rows: dict, **attrs) -> str:
    """A printed table without its opening tag."""
    html = printed(document(block("table", *rows, **attrs)), {"items": [{"n": "1"}, {"n": "2"}]})
    return html.split(">", 1)[1].removesuffix("</table>")


def test_leading_header_rows_become_a_native_head():
    html = table(header("A"), header("B"), row(text("x")), header("C"))

    assert html == (
        '<thead><tr><th scope="col">A</th></tr><tr><th scope="col">B</th></tr></thead>'
        '<tbody><tr><td>x</td></tr><tr><th scope="row">C</th></tr></tbody>'
    )


def test_a_row_repeats_for_every_item():
    assert table(row(chip("items[].n"), repeat="items")) == "<tbody><tr><td>1</td></tr><tr><td>2</td></tr></tbody>"


def test_a_repeated_header_row_is_no_head():
    html = table(block("tableRow", block("tableHeader", line(chip("items[].n"))), repeat="items"))

    assert html.startswith("<tbody>")


def test_a_condition_decides_on_each_row():
    html = table(row(chip("items[].n"), repeat="items", showIf={"key": "items[].n", "op": "eq", "value": "2"}))

    assert html == "<tbody><tr><td>2</td></tr></tbody>"


def test_a_row_may_show_only_when_a_list_is_empty():
    when = {"key": "items", "op": "empty"}

    assert table(row(text("none"), showIf=when)) == "<tbody></tbody>"


def test_cells_of_one_paragraph_need_no_paragraph():
    cell = block(
        "tableCell", line(text("x"), align="right"), valign="middle", background="#ff0000", colspan=2, rowspan=3
    )
    two = block("tableCell", line(text("a")), line(text("b"), align="center"))

    html = table(block("tableRow", cell, two))

    assert html == (
        '<tbody><tr><td class="ck-right ck-middle" colspan="2" rowspan="3" style="background:#ff0000">x</td>'
        '<td><p>a</p><p class="ck-center">b</p></td></tr></tbody>'
    )


def test_pixel_widths_become_shares_of_the_width():
    wide = block("tableCell", line(), colwidth=[300])
    pair = block("tableCell", line(), colwidth=[50, 50], colspan=2)

    html = table(block("tableRow", wide, pair))

    assert html.startswith(
        '<colgroup><col style="width:75%"><col style="width:12.5%"><col style="width:12.5%"></colgroup>'
    )
    assert table(block("tableRow", wide, block("tableCell", line()))).startswith("<tbody>")


def test_looks_are_classes():
    html = printed(document(block("table", row(text("x")), borders="rows", keepRows=False, repeatHeader=False)))

    assert html.startswith('<table class="ck-table ck-borders-rows ck-split ck-once">')
