"""Pages of other PDFs before and after the document's own."""

from __future__ import annotations

from pikepdf import Name, Pdf

from templates_app.compiler.finishing import Finishing, Mark
from tests.renders.finishing.papers import finished, joined, opened, paper, tagged


def bookmarks(pdf: Pdf) -> list[tuple[str, int]]:
    """Titles and pages, from 1, of all bookmarks in their order, children after parents."""
    order = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}

    def read(items: list) -> list[tuple[str, int]]:
        return [
            found for item in items for found in [(item.title, order[item.destination[0].objgen]), *read(item.children)]
        ]

    with pdf.open_outline() as outline:
        return read(outline.root)


def test_parts_stand_before_and_after_with_their_bookmarks():
    parts = (
        joined(tagged(2, title="Inside the cover"), "Cover", before=True),
        joined(tagged(1, title="Inside the terms"), "Terms"),
        joined(paper(), "Map"),
    )

    done = finished(tagged(2, title="Invoice 7"), Finishing(), *parts)

    assert done.pages == 6
    with opened(done) as pdf:
        assert bookmarks(pdf) == [
            ("Cover", 1),
            ("Inside the cover", 1),
            ("Invoice 7", 3),
            ("Terms", 5),
            ("Inside the terms", 5),
            ("Map", 6),
        ]


def test_the_document_s_own_pages_keep_their_numbers():
    with opened(finished(tagged(2), Finishing(), joined(paper(), "Cover", before=True))) as pdf:
        assert [page.label for page in pdf.pages] == ["i", "1", "2"]  # type: ignore[comparison-overlap]


def test_tags_of_parts_are_grafted_onto_ours():
    with opened(finished(tagged(2), Finishing(), joined(tagged(2), "Terms"), joined(paper(), "Map"))) as pdf:
        root = pdf.Root.StructTreeRoot
        nums = root.ParentTree.Nums
        owners = {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}
        for page in pdf.pages[:4]:
            assert owners[int(page.StructParents)][0].Pg.objgen == page.obj.objgen
        assert Name.StructParents not in pdf.pages[4].obj
        assert [str(element.S) for element in root.K] == ["/Document", "/Document"]
        assert all(element.P.objgen == root.objgen for element in root.K)
        assert int(root.ParentTreeNextKey) == 4


def test_ids_of_tags_stay_unique():
    with opened(finished(tagged(2), Finishing(), joined(tagged(2), "Terms"))) as pdf:
        names = pdf.Root.StructTreeRoot.IDTree.Names
        ids = [bytes(names[at]) for at in range(0, len(names), 2)]
        assert ids == sorted(set(ids))
        assert len(ids) == 4
        assert all(bytes(names[at + 1].ID) == bytes(names[at]) for at in range(0, len(names), 2))


def test_the_watermark_is_over_the_parts_as_well():
    asked = Finishing(watermark=Mark("COPY", None, 0.2, None, "all"))

    with opened(finished(tagged(), asked, joined(paper(), "Map"))) as pdf:
        assert all("/CraftkitOver" in page.Resources.XObject for page in pdf.pages)


def test_joining_gives_the_same_bytes_each_time():
    first, second = (finished(tagged(), Finishing(), joined(tagged(2), "Terms", before=True)) for _ in range(2))

    assert first == second
