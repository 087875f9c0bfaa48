"""Joining: other pages before and after the document's own, with their tags, bookmarks and page labels kept."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Object, OutlineItem, Pdf

from renders.finishing.extras import Joined

STRUCTURE = ("StructParents", "StructParent")


def join(pdf: Pdf, joined: Iterable[Joined], *, title: str) -> None:
    """All parts around the document, in their order; each has a bookmark, under which its own are."""
    chosen = list(joined)
    if not chosen:
        return
    before = [part for part in chosen if part.part.is_before]
    own_pages = len(pdf.pages)
    _hang_own_bookmarks(pdf, title)
    at = 0
    for part in before:
        at += _insert(pdf, part, at)
    for part in chosen:
        if not part.part.is_before:
            _insert(pdf, part, len(pdf.pages))
    _label(pdf, at, own_pages)


def _insert(pdf: Pdf, joined: Joined, at: int) -> int:
    """The pages of a part at a place; how many."""
    with pikepdf.open(BytesIO(joined.pdf)) as other:
        count = len(other.pages)
        bookmarks = _bookmarks(other)
        end = len(pdf.pages)
        pdf.add_pages_from(other)
        for step in range(count):
            if at < end:
                page = pdf.pages[end + step]
                del pdf.pages[end + step]
                pdf.pages.insert(at + step, page)
        _graft(pdf, other, list(pdf.pages)[at : at + count])
    with pdf.open_outline() as outline:
        item = OutlineItem(joined.title, at)
        item.children.extend(_moved(bookmarks, at))
        place = sum(1 for known in outline.root if _page_of(pdf, known) < at)
        outline.root.insert(place, item)
    return count


Bookmark = tuple[str, int, list]


def _bookmarks(pdf: Pdf) -> list[Bookmark]:
    def read(items: list[OutlineItem]) -> list[Bookmark]:
        return [(item.title, max(0, _page_of(pdf, item)), read(item.children)) for item in items]

    with pdf.open_outline() as outline:
        return read(outline.root)


def _moved(bookmarks: list[Bookmark], by: int) -> list[OutlineItem]:
    items = []
    for title, page, children in bookmarks:
        item = OutlineItem(title, page + by)
        item.children.extend(_moved(children, by))
        items.append(item)
    return items


def _page_of(pdf: Pdf, item: OutlineItem) -> int:
    """The page, from 0, that a bookmark leads to; -1 for none."""
    target = item.destination
    if isinstance(target, int):
        return target
    if not isinstance(target, Array) or not len(target):
        return -1
    return next((number for number, page in enumerate(pdf.pages) if page.obj.objgen == target[0].objgen), -1)


def _hang_own_bookmarks(pdf: Pdf, title: str) -> None:
    """The document gets a bookmark like the parts, unless its own have one top already."""
    with pdf.open_outline() as outline:
        if len(outline.root) == 1:
            return
        item = OutlineItem(title, 0)
        item.children.extend(outline.root)
        outline.root[:] = [item]


def _label(pdf: Pdf, before: int, own: int) -> None:
    """The document's own pages are 1, 2, …, as they are printed; those before are i, ii, … and those after go on."""
    if not before:
        return
    roman, plain = Dictionary(S=Name.r), Dictionary(S=Name.D)
    pdf.Root.PageLabels = pdf.make_indirect(Dictionary(Nums=Array([0, roman, before, plain])))


def _graft(pdf: Pdf, other: Pdf, pages: list[pikepdf.Page]) -> None:
    """The tags of the other PDF under our own root; pages without tags lose what would point into ours."""
    if Name.StructTreeRoot not in other.Root or Name.StructTreeRoot not in pdf.Root:
        for page in pages:
            _forget(page)
        return
    root, foreign = pdf.Root.StructTreeRoot, pdf.copy_foreign(other.Root.StructTreeRoot)
    if Name.ParentTree not in root or Name.ParentTree not in foreign:
        for page in pages:
            _forget(page)
        return
    parents, theirs = NumberTree(root.ParentTree), NumberTree(foreign.ParentTree)
    start = max([*parents.keys(), -1]) + 1
    for number, owner in theirs.items():
        parents[number + start] = owner
    for page in pages:
        _shift(page, start)
    root.ParentTreeNextKey = max([*parents.keys(), -1]) + 1
    for element in _listed(foreign.get(Name.K)):
        element.P = root
        root.K = Array([*_listed(root.get(Name.K)), element])
    _join_ids(root, foreign)


def _join_ids(root: Object, foreign: Object) -> None:
    """Ids of elements are unique in a file; both count from one, so the part's get a name of their own."""
    if Name.IDTree not in foreign:
        return
    mark = f"part{int(root.ParentTreeNextKey)}-".encode()
    names: dict[bytes, bytes] = {}
    waiting = list(_listed(foreign.get(Name.K)))
    found: list[Object] = []
    while waiting:
        element = waiting.pop()
        if not isinstance(element, Dictionary):
            continue
        if Name.ID in element:
            names[bytes(element.ID)] = mark + bytes(element.ID)
            element.ID = pikepdf.String(mark + bytes(element.ID))
            found.append(element)
        if Name.A in element:
            _rename_headers(element.A, mark)
        waiting.extend(_listed(element.get(Name.K)))
    _write_ids(root, found)


def _rename_headers(attributes: Object, mark: bytes) -> None:
    for attribute in _listed(attributes):
        if isinstance(attribute, Dictionary) and Name.Headers in attribute:
            attribute.Headers = Array([pikepdf.String(mark + bytes(header)) for header in attribute.Headers])


def _write_ids(root: Object, found: list[Object]) -> None:
    known: dict[bytes, Object] = {}
    waiting = [root.IDTree] if Name.IDTree in root else []
    while waiting:
        node = waiting.pop()
        flat = list(node.get(Name.Names, ()))
        known |= {bytes(flat[at]): flat[at + 1] for at in range(0, len(flat), 2)}
        waiting.extend(node.get(Name.Kids, ()))
    known |= {bytes(element.ID): element for element in found}
    flat = [part for name in sorted(known) for part in (pikepdf.String(name), known[name])]
    root.IDTree = Dictionary(Names=Array(flat))


def _listed(value: Any) -> list[Object]:
    return [] if value is None else list(value) if isinstance(value, Array) else [value]


def _shift(page: pikepdf.Page, by: int) -> None:
    for holder in (page.obj, *page.obj.get(Name.Annots, ())):
        for name in STRUCTURE:
            if f"/{name}" in holder:
                holder[f"/{name}"] = int(holder[f"/{name}"]) + by


def _forget(page: pikepdf.Page) -> None:
    for holder in (page.obj, *page.obj.get(Name.Annots, ())):
        for name in STRUCTURE:
            if f"/{name}" in holder:
                del holder[f"/{name}"]
