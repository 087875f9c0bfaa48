"""Packing: a large tagged PDF saved again with its structure elements taken over as they are.

The browser writes an object for every row and cell of a table, and nothing here changes them. Reading, sorting and
writing tens of thousands of them anew took most of the time of finishing a long report; copied as bytes into object
streams they take a fraction of it. Everything else comes from the open PDF with whatever was done to it.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass

from pikepdf import Dictionary, Name, Object, Pdf, Stream

FEWEST = 2_000
GROUP = 200
# Three is a tenth larger than six and three times as fast.
LEVEL = 3
HEADER = b"%PDF-1.5\n%\xbf\xf7\xa2\xfe\n"
TABLE = re.compile(rb"xref\n0 (\d+)\n")
END = re.compile(rb"startxref\n(\d+)\n%%EOF\s*\Z")
ENTRY = 20
START, ELEMENT, STOP = b"%d 0 obj\n", b"<</Type /StructElem\n", b">>\nendobj\n"
# How the cross-reference stream says where an object is: nowhere, at an offset, or inside an object stream.
FREE, PLAIN, INSIDE = 0, 1, 2
ROW = struct.Struct(">BIH").pack


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the objects of the browser's file are: the start and the end of each by number."""

    spans: dict[int, tuple[int, int]]


def layout_of(raw: bytes) -> Layout | None:
    """The layout of a file with one plain cross-reference table and many objects; None for any other."""
    end = END.search(raw, max(0, len(raw) - 64))
    table = TABLE.match(raw, int(end[1])) if end else None
    if table is None or int(table[1]) < FEWEST:
        return None
    rows = raw[table.end() : table.end() + ENTRY * int(table[1])]
    starts = {
        number: int(rows[at : at + 10])
        for number, at in enumerate(range(0, len(rows), ENTRY))
        if rows[at + 17 : at + 18] == b"n"
    }
    order = sorted(starts.values())
    following = dict(zip(order, [*order[1:], table.start()], strict=True))
    return Layout({number: (start, following[start]) for number, start in starts.items()})


def pack(pdf: Pdf, raw: bytes, layout: Layout, identity: bytes, *, has_grown: bool) -> bytes:
    """The bytes of the open PDF, which was read from `raw`; `has_grown` says that objects were added since.

    Asking how many objects there are has all of them read, so that it is asked only then.
    """
    last = pdf.make_indirect(Dictionary()).objgen[0] if has_grown else max(layout.spans) + 1
    writer = Writer(last)
    for number in range(1, last):
        element = _element(raw, number, layout.spans.get(number))
        if element:
            writer.put(number, element)
        else:
            _put_other(writer, pdf.get_object(number, 0), number)
    return writer.finished(pdf.trailer, identity)


def _element(raw: bytes, number: int, span: tuple[int, int] | None) -> bytes | None:
    """A structure element as it stands there; None for any other object."""
    if span is None:
        return None
    start = span[0] + len(START % number)
    if not (raw.startswith(ELEMENT, start) and raw.endswith(STOP, start, span[1])):
        return None
    return raw[start : span[1] - len(STOP) + 2]


def _put_other(writer: Writer, found: Object, number: int) -> None:
    if not isinstance(found, Stream):
        writer.put(number, found.unparse(resolved=True))
        return
    data, shape = found.read_raw_bytes(), found.stream_dict
    if Name.Filter not in shape:
        data = zlib.compress(data, LEVEL)
        shape.Filter = Name.FlateDecode
    shape.Length = len(data)
    writer.put_stream(number, shape.unparse(resolved=True), data)


class Writer:
    """Writes objects one after the other, those without a stream in groups."""

    def __init__(self, next_number: int) -> None:
        self.next = next_number
        self.parts = [HEADER]
        self.size = len(HEADER)
        self.entries: dict[int, tuple[int, int, int]] = {}
        self.group: list[tuple[int, bytes]] = []

    def put(self, number: int, body: bytes) -> None:
        """An object without a stream."""
        self.group.append((number, body))
        if len(self.group) == GROUP:
            self._close_group()

    def put_stream(self, number: int, shape: bytes, data: bytes) -> None:
        """An object with a stream, at the place where the file is now."""
        self.entries[number] = (PLAIN, self.size, 0)
        self._write(b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, shape, data))

    def finished(self, trailer: Object, identity: bytes) -> bytes:
        """The whole file, with the catalog, the Info and the id of the trailer."""
        self._close_group()
        number, start = self.next, self.size
        self.entries[number] = (PLAIN, start, 0)
        rows = b"".join(ROW(*self.entries.get(at, (FREE, 0, 0))) for at in range(number + 1))
        data = zlib.compress(rows, LEVEL)
        links = b" ".join(b"/%b %d 0 R" % (name, trailer[f"/{name.decode()}"].objgen[0]) for name in (b"Root", b"Info"))
        shape = b"<</Type/XRef/W[1 4 2]/Size %d/Filter/FlateDecode/Length %d %b/ID[<%b><%b>]>>"
        mark = identity.hex().encode()
        self.put_stream(number, shape % (number + 1, len(data), links, mark, mark), data)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(self.parts)

    def _close_group(self) -> None:
        if not self.group:
            return
        number, self.next = self.next, self.next + 1
        places, at = [], 0
        for index, (inside, body) in enumerate(self.group):
            self.entries[inside] = (INSIDE, number, index)
            places.append(b"%d %d" % (inside, at))
            at += len(body) + 1
        head = b" ".join(places) + b"\n"
        data = zlib.compress(head + b"\n".join(body for _, body in self.group), LEVEL)
        shape = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>"
        self.put_stream(number, shape % (len(self.group), len(head), len(data)), data)
        self.group = []

    def _write(self, data: bytes) -> None:
        self.parts.append(data)
        self.size += len(data)
