"""A PDF's page tree, made so that any page is found by looking at two others at most.

Viewers look for the last page as soon as they open a file; in a flat tree that makes them fetch every page before it.
"""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Pdf

FORK = 2


def grow(pdf: Pdf) -> None:
    """Hang the pages into a tree of halves, in the same order."""
    flatten(pdf)
    root = pdf.Root.Pages
    pages = list(root.Kids)
    if len(pages) > FORK:
        root.Kids = Array(halves(pdf, pages, root))


def flatten(pdf: Pdf) -> None:
    """All pages directly under the root, each with what it inherited: a change of the list of pages does that."""
    pdf.add_blank_page()
    del pdf.pages[-1]


def halves(pdf: Pdf, pages: list[Object], parent: Object) -> list[Object]:
    """What hangs under a node: its pages where they are few, else two nodes with half of them each."""
    if len(pages) <= FORK:
        for page in pages:
            page.Parent = parent
        return pages
    middle = (len(pages) + 1) // 2
    return [node(pdf, part, parent) for part in (pages[:middle], pages[middle:])]


def node(pdf: Pdf, pages: list[Object], parent: Object) -> Object:
    """A node over these pages."""
    made = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=len(pages), Parent=parent))
    made.Kids = Array(halves(pdf, pages, made))
    return made
