"""Anchor tags: texts in a PDF that mark where a field goes. They are found with their place, and then taken out.

Reading programs see an anchor as text; in the page's program it is a run of codes of a font. Those codes are found by
what they spell, and replaced by an empty space as wide as they were, so that nothing else moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Operator, Pdf, String

SHOWING = {"Tj", "TJ", "'", '"'}
Glyph = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """Where an anchor stands: the page from 1, and its box in the page's own coordinates."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


def find(data: bytes, anchors: Iterable[str]) -> dict[str, list[Found]]:
    """All places of each anchor, in the order of the pages."""
    places: dict[str, list[Found]] = {anchor: [] for anchor in anchors}
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            for anchor, found in places.items():
                found.extend(_on_page(text, anchor, number))
            text.close()
            page.close()
    finally:
        document.close()
    return places


def _on_page(text: Any, anchor: str, number: int) -> Iterator[Found]:
    search = text.search(anchor, match_case=True)
    while hit := search.get_next():
        start, count = hit
        boxes = [text.get_charbox(at) for at in range(start, start + count)]
        solid = [box for box in boxes if box[2] > box[0]]
        if solid:
            lefts, bottoms, rights, tops = zip(*solid, strict=True)
            yield Found(number, min(lefts), min(bottoms), max(rights), max(tops))


def remove(data: bytes, anchors: Iterable[str]) -> bytes:
    """The PDF without these texts."""
    wanted = [_dense(anchor) for anchor in anchors]
    with pikepdf.open(BytesIO(data)) as pdf:
        done: set[tuple[int, int]] = set()
        for page in pdf.pages:
            _clear(pdf, page.obj, page.resources, wanted)
            _clear_forms(pdf, page.resources, wanted, done)
        out = BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
    return out.getvalue()


def _dense(text: str) -> str:
    return "".join(text.split())


def _clear_forms(pdf: Pdf, resources: Object, wanted: list[str], done: set[tuple[int, int]]) -> None:
    for form in resources.get(Name.XObject, Dictionary()).values():
        if form.get(Name.Subtype) != Name.Form or form.objgen in done:
            continue
        done.add(form.objgen)
        own = form.get(Name.Resources, resources)
        _clear(pdf, form, own, wanted)
        _clear_forms(pdf, own, wanted, done)


def _clear(pdf: Pdf, holder: Object, resources: Object, wanted: list[str]) -> None:
    steps = list(pikepdf.parse_content_stream(holder))
    spelled = _Spelled(resources.get(Name.Font, Dictionary()))
    for number, step in enumerate(steps):
        spelled.read(number, step)
    gone = spelled.hits(wanted)
    if not gone:
        return
    changed = [_without(step, gone.get(at, {}), spelled.of_step.get(at)) for at, step in enumerate(steps)]
    program = pikepdf.unparse_content_stream([part for parts in changed for part in parts])
    if isinstance(holder, pikepdf.Stream):
        holder.write(program)
    else:
        holder.Contents = pdf.make_stream(program)


class _Spelled:
    """The text of a content stream, and of each of its characters the code that draws it."""

    def __init__(self, fonts: Object) -> None:
        self.fonts = {str(name): _Font(font) for name, font in fonts.items()}
        self.font: _Font | None = None
        self.text: list[str] = []
        self.codes: list[Glyph] = []
        self.of_step: dict[int, _Font] = {}

    def read(self, number: int, step: Any) -> None:
        """Note what a step of the program shows."""
        operator = str(step.operator)
        if operator == "Tf":
            self.font = self.fonts.get(str(step.operands[0]))
        if operator not in SHOWING or self.font is None:
            return
        self.of_step[number] = self.font
        last = step.operands[-1]
        for at, part in enumerate(last if operator == "TJ" else [last]):
            if isinstance(part, String):
                for code, letters in enumerate(self.font.spell(bytes(part))):
                    for letter in _dense(letters):
                        self.text.append(letter)
                        self.codes.append((number, at, code))

    def hits(self, wanted: list[str]) -> dict[int, dict[int, set[int]]]:
        """The codes to leave out: by step, by part of its array, by number."""
        text = "".join(self.text)
        gone: dict[int, dict[int, set[int]]] = {}
        for anchor in wanted:
            for hit in re.finditer(re.escape(anchor), text):
                for number, at, code in self.codes[hit.start() : hit.end()]:
                    gone.setdefault(number, {}).setdefault(at, set()).add(code)
        return gone


class _Font:
    """How a font's codes are read, and how wide they are in thousandths of its size."""

    def __init__(self, font: Object) -> None:
        self.is_wide = font.get(Name.Subtype) == Name.Type0
        self.letters = _to_unicode(font)
        self.widths: dict[int, float] = {}
        self.default = 1000.0 if self.is_wide else 0.0
        if self.is_wide:
            self._read_wide(font.DescendantFonts[0])
        else:
            self._read_plain(font)

    def _read_wide(self, font: Object) -> None:
        self.default = float(font.get(Name.DW, 1000))
        listed = list(font.get(Name.W, ()))
        while listed:
            first, second = int(listed.pop(0)), listed.pop(0)
            if isinstance(second, Array):
                self.widths |= {first + at: float(width) for at, width in enumerate(second)}
            else:
                width = float(listed.pop(0))
                self.widths |= dict.fromkeys(range(first, int(second) + 1), width)

    def _read_plain(self, font: Object) -> None:
        first = int(font.get(Name.FirstChar, 0))
        # A Type 3 font counts in a space of its own.
        scale = float(font.FontMatrix[0]) * 1000 if Name.FontMatrix in font else 1.0
        self.widths = {first + at: float(width) * scale for at, width in enumerate(font.get(Name.Widths, ()))}

    def codes(self, data: bytes) -> list[int]:
        """The codes of a string."""
        if not self.is_wide:
            return list(data)
        return [int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2)]

    def spell(self, data: bytes) -> list[str]:
        """What each code of a string says."""
        return [self.letters.get(code, "" if self.letters else chr(code)) for code in self.codes(data)]

    def width(self, code: int) -> float:
        """How far the code moves."""
        return self.widths.get(code, self.default)

    def bytes_of(self, code: int) -> bytes:
        """The code in a string."""
        return code.to_bytes(2 if self.is_wide else 1)


def _to_unicode(font: Object) -> dict[int, str]:
    """What codes mean, from the font's own table."""
    if Name.ToUnicode not in font:
        return {}
    table = font.ToUnicode.read_bytes().decode("latin-1")
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            letters[int(code, 16)] = _utf16(text)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, start, listed in re.findall(
            r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])", block, re.DOTALL
        ):
            span = range(int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF) + 1)
            if start:
                head, tail = _utf16(start)[:-1], ord(_utf16(start)[-1:] or "\0")
                letters |= {code: head + chr(tail + at) for at, code in enumerate(span)}
            else:
                letters |= dict(zip(span, map(_utf16, re.findall(r"<([0-9A-Fa-f]*)>", listed)), strict=False))
    return letters


def _utf16(text: str) -> str:
    return bytes.fromhex(text).decode("utf-16-be", "replace")


def _without(step: Any, gone: dict[int, set[int]], font: _Font | None) -> list[Any]:
    """The step without some of its codes, which leave their width behind."""
    if not gone or font is None:
        return [step]
    operator, last = str(step.operator), step.operands[-1]
    parts: list[Any] = []
    for at, part in enumerate(last if operator == "TJ" else [last]):
        holed = isinstance(part, String) and at in gone
        parts.extend(_holed(bytes(part), gone[at], font) if holed else [part])
    return [*_moves(operator, step.operands), ([Array(parts)], Operator("TJ"))]


def _moves(operator: str, operands: Any) -> list[Any]:
    """What `'` and `"` do before they show their text."""
    spacing = [([operands[0]], Operator("Tw")), ([operands[1]], Operator("Tc"))] if operator == '"' else []
    return [*spacing, ([], Operator("T*"))] if operator in {"'", '"'} else []


def _holed(data: bytes, gone: set[int], font: _Font) -> list[Any]:
    """The parts of an array that show the string with holes."""
    parts: list[Any] = []
    kept = b""
    for at, code in enumerate(font.codes(data)):
        if at not in gone:
            kept += font.bytes_of(code)
            continue
        parts.extend([String(kept)] if kept else [])
        parts.append(round(-font.width(code), 3))
        kept = b""
    return [*parts, String(kept)] if kept else parts
