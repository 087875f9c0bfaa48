"""CSV as people have it: its encoding, its delimiter, its records."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterator

from charset_normalizer import from_bytes
from django.utils.translation import gettext_noop

from craftkit.lib.errors import InvalidRequest, field_issues
from craftkit.lib.speech import filled
from templates_app.keys import has_unstorable

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheets write where it is not Unicode; anything else is a guess that does more harm than good.
OLD_ENCODINGS = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "shift_jis", "gb18030", "big5"]
DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT_BYTES, LOOKED_AT_RECORDS = 100_000, 50
CELL_LIMIT = 1024 * 1024
csv.field_size_limit(CELL_LIMIT)


class InvalidTable(InvalidRequest):
    """The file is no CSV that can be read."""

    code = "invalid_csv"


def invalid(message: str, field: str = "file") -> InvalidTable:
    """The refusal of a file, or of what was said about it."""
    return InvalidTable(message, issues=field_issues({field: [message]}))


def decoded(raw: bytes, encoding: str = "") -> tuple[str, str]:
    """The text and the encoding that it was read in: the one asked for, its byte order mark's, UTF-8, or a guess."""
    name = encoding or encoding_of(raw)
    try:
        text = raw.decode(name)
    except LookupError:
        raise invalid(
            filled('"{name}" is no encoding. Use utf-8 or windows-1252.', name=encoding[:40]), "encoding"
        ) from None
    except ValueError:
        raise invalid(
            filled("The file is not in {name}. Save it as UTF-8 and send it again.", name=name), "encoding"
        ) from None
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise invalid(gettext_noop("The file is no text. Save the sheet as CSV and send that."))
    return text, codecs.lookup(name).name.removesuffix("-sig")


def encoding_of(raw: bytes) -> str:
    """What the bytes seem to be written in."""
    for mark, name in MARKS:
        if raw.startswith(mark):
            return name
    try:
        raw.decode("utf-8")
    except ValueError:
        # A guess from a part of the file may meet a letter later that it cannot read.
        guess = from_bytes(raw[:LOOKED_AT_BYTES], cp_isolation=OLD_ENCODINGS).best()
        return guess.encoding if guess else "cp1252"
    return "utf-8"


def delimiter_of(text: str) -> str:
    """The delimiter that gives most records as many cells as the header, and more than one."""
    head = text[:LOOKED_AT_BYTES]
    return max(DELIMITERS, key=lambda delimiter: _fit(head, delimiter))


def _fit(head: str, delimiter: str) -> tuple[float, int]:
    try:
        found = list(
            itertools.islice(filter(None, csv.reader(io.StringIO(head), delimiter=delimiter)), LOOKED_AT_RECORDS)
        )
    except csv.Error:
        return 0.0, 0
    width = len(found[0]) if found else 0
    if width < 2:
        return 0.0, 0
    return sum(len(record) == width for record in found) / len(found), width


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records that are not empty, the header first. Raises InvalidTable."""
    if delimiter not in DELIMITERS:
        raise invalid(gettext_noop("Use one of: comma, semicolon, tab, vertical bar."), "delimiter")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield [clean(cell) for cell in record]
    except csv.Error as error:
        raise invalid(filled("Line {line} cannot be read: {error}.", line=reader.line_num, error=error)) from None


def clean(cell: str) -> str:
    """The cell without what no database can store."""
    return "".join("\ufffd" if has_unstorable(letter) else letter for letter in cell) if has_unstorable(cell) else cell
