"""The bodies of tables of thousands of rows, as boxes in one cell that are told apart from rows only by the browser.

For every page that a table breaks on, Chromium keeps the measures of all its rows: pages times rows. As boxes they
cost what each of them costs, and half the memory in all at 10,000 rows. The roles make the same tags of them; the head
stays a real one, which is repeated on every page.
"""

from __future__ import annotations

import re
from html import unescape

from templates_app.compiler.context import size

LONG = 3_000
ROW = "<tr>"
CELL = re.compile(r"<t[dh]([^>]*)>(.*?)</t[dh]>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
SPAN = re.compile(r' colspan="(\d+)"')
STYLE = re.compile(r' style="([^"]*)"')
PADDING = 3.0
ROOM = 100.0
WIDEST = 40.0
BOXES = (
    (ROW, '<div class="ck-row" role="row">'),
    ("</tr>", "</div>"),
    ("<td", '<div role="cell"'),
    ('<th scope="row"', '<div role="rowheader"'),
    ("</td>", "</div>"),
    ("</th>", "</div>"),
)


def is_long(body: str) -> bool:
    """Whether the rows are many and can be boxes: no cell reaches into the next row or holds a table of its own."""
    return body.count(ROW) > LONG and "<table" not in body and ' rowspan="' not in body


def boxed(body: str, widths: list[float]) -> str:
    """The content of the `tbody` with the rows as boxes; `widths` are those of the columns in percent."""
    columns = len(widths)
    name = f"ck-w{'-'.join(f'{width:.0f}' for width in widths)}"
    rules = "".join(
        f".{name}>.ck-row>:nth-child({number}){{width:{size(width)}%}}" for number, width in enumerate(widths, 1)
    )
    if ' colspan="' in body:
        body = "".join(_with_widths(ROW + row, widths) for row in body.split(ROW)[1:])
    for mark, box in BOXES:
        body = body.replace(mark, box)
    return (
        f'<tr role="presentation"><td role="presentation" class="{name}" colspan="{columns}">'
        f"<style>{rules}</style>{body}</td></tr>"
    )


def _with_widths(row: str, widths: list[float]) -> str:
    """A row whose cells say how wide they are, since some lie over several columns."""
    if ' colspan="' not in row:
        return row
    column = 0

    def widen(cell: re.Match[str]) -> str:
        nonlocal column
        attributes, content = cell[1], cell[2]
        span = _span(attributes)
        width = f"width:{size(sum(widths[column : column + span]))}%"
        column += span
        own = STYLE.search(attributes)
        style = f' style="{own[1]};{width}"' if own else f' style="{width}"'
        attributes = SPAN.sub(r' aria-colspan="\1"', STYLE.sub("", attributes))
        tag = cell[0][1:3]
        return f"<{tag}{attributes}{style}>{content}</{tag}>"

    return CELL.sub(widen, row)


def natural_widths(html: str, columns: int) -> list[float]:
    """Widths in percent for columns that have none, as a browser finds them: by the longest lines and longest words.

    Lines that fit side by side share the room by their lengths; others have at least their longest word.
    """
    longest, word = [1.0] * columns, [1.0] * columns
    for row in html.split(ROW)[1:]:
        column = 0
        for attributes, content in CELL.findall(row):
            span = _span(attributes)
            if span == 1 and column < columns:
                _measure(content, column, longest, word)
            column += span
    least = [min(length, WIDEST) + PADDING for length in word]
    most = [length + PADDING for length in longest]
    if sum(most) > ROOM:
        spare = max(0.0, ROOM - sum(least))
        wish = sum(most) - sum(least)
        most = [low + spare * (high - low) / wish if wish else low for low, high in zip(least, most, strict=True)]
    return [100 * width / sum(most) for width in most]


def _measure(content: str, column: int, longest: list[float], word: list[float]) -> None:
    text = unescape(TAG.sub("\n", content)) if "<" in content or "&" in content else content
    length = len(text)
    if length <= word[column]:
        return
    for line in text.splitlines():
        longest[column] = max(longest[column], len(line))
        word[column] = max(word[column], max(map(len, line.split()), default=0))


def _span(attributes: str) -> int:
    span = SPAN.search(attributes)
    return int(span[1]) if span else 1
