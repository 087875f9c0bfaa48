"""Accessible: the fix-ups that PDF/UA wants of a tagged PDF, and our own check of its conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from django.utils.translation import gettext_noop
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from craftkit.lib.speech import filled
from renders.finishing.marks import clear_ground

LINK_WORDS = "Link to {}"
MOST = 5
MARKED = ("BDC", "BMC")
BUILDING = frozenset(("m", "re"))
PAINTING = frozenset(
    ("Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "EI", "INLINE IMAGE")
)
ENDING = PAINTING | {"n"}
STANDARD = frozenset(
    f"/{kind}"
    for kind in (
        *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct"),
        *("Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH"),
        *("TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link"),
        *("Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"),
    )
)
ROLES = {"/Strong": "/Span", "/Em": "/Span", "/Sub": "/Span", "/Title": "/H1", "/Aside": "/Sect", "/FENote": "/Note"}
HEADINGS = {f"/H{level}": level for level in range(1, 7)}


def mend(pdf: Pdf) -> None:
    """What can be set right without knowing what was meant: tab order, words for links, the scope of header cells.

    Chromium tags all of the document's body; what it leaves untagged are running headers and footers.
    """
    _map_roles(pdf)
    for page in pdf.pages:
        clear_ground(page)
        _mark_artifacts(pdf, page)
        if Name.Annots in page.obj:
            page.obj.Tabs = Name.S
            for note in page.obj.Annots:
                if Name.Contents not in note:
                    address = str(note.get(Name.A, Dictionary()).get(Name.URI, ""))
                    note.Contents = String(LINK_WORDS.format(address) if address else "Field")
    for element in _elements(pdf):
        if element.get(Name.S) == Name.TH and not _attribute(element, Name.Scope):
            table = Dictionary(O=Name.Table, Scope=Name.Column)
            element.A = Array([*_listed(element.get(Name.A)), table])


def _map_roles(pdf: Pdf) -> None:
    """Kinds of elements that are newer than the standard of the file, each as the standard one that it is."""
    if Name.StructTreeRoot not in pdf.Root:
        return
    used = {str(element[Name.S]) for element in _elements(pdf)} & ROLES.keys()
    known = pdf.Root.StructTreeRoot.get(Name.RoleMap, Dictionary())
    for kind in sorted(used):
        known[kind] = Name(ROLES[kind])
    if used:
        pdf.Root.StructTreeRoot.RoleMap = known


def _mark_artifacts(pdf: Pdf, page: pikepdf.Page) -> None:
    """Whatever paints outside of marked content is marked as an artifact."""
    steps = list(pikepdf.parse_content_stream(page))
    found = list(_untagged(steps))
    if not found:
        return
    begin = {start for start, _ in found}
    end = {last for _, last in found}
    written: list[Any] = []
    for at, step in enumerate(steps):
        written += [([Name.Artifact], pikepdf.Operator("BMC"))] if at in begin else []
        written.append(step)
        written += [([], pikepdf.Operator("EMC"))] if at in end else []
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(written))


def _untagged(steps: list[Any]) -> Iterator[tuple[int, int]]:
    """From where to where something is painted outside of marked content; a path begins where its lines do."""
    depth, path = 0, -1
    for at, step in enumerate(steps):
        name = str(step.operator)
        if name in MARKED:
            depth += 1
        elif name == "EMC":
            depth -= 1
        elif name in BUILDING:
            path = at if path < 0 else path
        elif name in PAINTING and depth == 0:
            yield (path if path >= 0 else at), at
        if name in ENDING:
            path = -1


def faults(pdf: Pdf, *, title: str) -> list[str]:
    """Why the file cannot claim PDF/UA-1, as far as a program can tell; empty when it can."""
    found = [*_of_the_catalog(pdf, title), *_of_the_tags(pdf), *_of_the_pages(pdf), *_of_the_fonts(pdf)]
    return list(dict.fromkeys(found))[:MOST]


def _of_the_catalog(pdf: Pdf, title: str) -> Iterator[str]:
    if Name.StructTreeRoot not in pdf.Root or not pdf.Root.get(Name.MarkInfo, Dictionary()).get(Name.Marked):
        yield gettext_noop("The file has no tags.")
    if not str(pdf.Root.get(Name.Lang, "")):
        yield gettext_noop("The document has no language.")
    if not title:
        yield gettext_noop("The document has no title.")


def _of_the_tags(pdf: Pdf) -> Iterator[str]:
    last = 0
    roles = pdf.Root.get(Name.StructTreeRoot, Dictionary()).get(Name.RoleMap, Dictionary())
    for element in _elements(pdf):
        kind = str(element.get(Name.S))
        if kind not in STANDARD and kind not in roles:
            yield filled("The tag {kind} is none of the standard's.", kind=kind[1:])
        if kind == "/Figure" and not str(element.get(Name.Alt, "")) and Name.ActualText not in element:
            yield gettext_noop("A picture has no alternative text.")
        if kind in HEADINGS:
            if HEADINGS[kind] > last + 1:
                yield _skipped(HEADINGS[kind], last)
            last = HEADINGS[kind]


def _skipped(level: int, last: int) -> str:
    if not last:
        return filled("A heading of level {level} follows the beginning; levels may not be left out.", level=level)
    return filled(
        "A heading of level {level} follows level {last}; levels may not be left out.", level=level, last=last
    )


def _of_the_pages(pdf: Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        if Name.StructParents not in page.obj:
            yield filled("Page {number} has no tags.", number=number)
        elif next(_untagged(list(pikepdf.parse_content_stream(page))), None):
            yield filled("Page {number} shows something that is neither tagged nor an artifact.", number=number)
        for note in page.obj.get(Name.Annots, ()):
            if Name.StructParent not in note and not int(note.get(Name.F, 0)) & 2:
                yield filled("Page {number} has a link or field that is not tagged.", number=number)


def _of_the_fonts(pdf: Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if not isinstance(item, Dictionary) or item.get(Name.Type) != Name.Font:
            continue
        name = str(item.get(Name.BaseFont, "a font")).lstrip("/")
        if item.get(Name.Subtype) == Name.Type0 and Name.ToUnicode not in item:
            yield filled("{name} does not say which characters its glyphs are.", name=name)
        described = item.get(Name.FontDescriptor)
        if described is not None and not any(f"/FontFile{kind}" in described for kind in ("", "2", "3")):
            yield filled("{name} is not embedded.", name=name)


def _elements(pdf: Pdf) -> Iterator[Object]:
    """The structure elements in the order of reading."""
    root = pdf.Root.get(Name.StructTreeRoot)
    waiting = list(reversed(_listed(root.get(Name.K)))) if root is not None else []
    while waiting:
        element = waiting.pop()
        if not isinstance(element, Dictionary) or Name.S not in element:
            continue
        yield element
        waiting.extend(reversed(_listed(element.get(Name.K))))


def _attribute(element: Object, name: Name) -> Object | None:
    found = (part.get(name) for part in _listed(element.get(Name.A)) if isinstance(part, Dictionary))
    return next((value for value in found if value is not None), None)


def _listed(value: Any) -> list[Object]:
    return [] if value is None else list(value) if isinstance(value, Array) else [value]
