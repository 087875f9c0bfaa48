"""Fields over the pages of a PDF as a real browser sets them: where they stand, what they say, what is told of them."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from renders.chromium import Lane, Printed
from renders.options import PdfOptions
from renders.overlay import lay
from renders.pdf import Finished, finish
from renders.places import find_fields
from templates_app.compiler import compile_document
from templates_app.document import check_document, derive_manifest
from tests.templates_app.overlays import CROPPED, PLAIN, Shape, base, contents_of, field, overlay

pytestmark = pytest.mark.browser
MM = 72 / 25.4
SHAPES: tuple[Shape, ...] = (
    PLAIN,
    (90, CROPPED, b""),
    (180, CROPPED, b"q 0.5 0 0 0.5 0 0 cm "),
    (270, CROPPED, b""),
    (0, CROPPED, b"Q "),
)
LONG = "The quick brown fox jumps over the lazy dog and comes back to see whether it has moved. " * 2
BIDI = re.compile("[\u202a-\u202e]")
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def make(
    lane: Lane, raw: bytes, *fields: dict[str, Any], values: dict[str, Any] | None = None, **options: Any
) -> tuple[Finished, Printed]:
    """The finished PDF, and the print with what was noticed."""
    content = overlay(*fields, typography={"font": "Inter", "size": 11}, **options.pop("envelope", {}))
    check_document(content)
    page = compile_document(content, derive_manifest(content), values or {}, **{"locale": "en", **options})
    chosen = PdfOptions(tagged=False, outline=False)
    printed = lay(raw, lane.print(page.html, tenant="acme", options=chosen, fitted=True), page)
    return finish(printed.pdf, options=PdfOptions(title="Form"), created=None, document_id="a"), printed


def words(pdf: bytes, tmp_path: Path) -> list[dict[str, tuple[float, ...]]]:
    """Each page's words with left, top, right and bottom in mm from the corner that readers see."""
    path = tmp_path / "made.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", "-bbox", "-cropbox", str(path), "-"]
    html = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return [
        {word: tuple(float(edge) / MM for edge in edges) for *edges, word in WORD.findall(page)}
        for page in html.split("<page ")[1:]
    ]


def text_of(pdf: bytes, tmp_path: Path) -> str:
    """All words in the order of reading, spaces evened out, without the marks that say which way they run."""
    path = tmp_path / "made.pdf"
    path.write_bytes(pdf)
    raw = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, text=True).stdout
    return " ".join(BIDI.sub("", raw).split())


def test_fields_stand_where_they_were_placed_on_every_kind_of_page(lane: Lane, tmp_path: Path) -> None:
    numbers = range(1, len(SHAPES) + 1)
    placed = [field("text", 30, 50, 40, 6, text=f"Left{page}", page=page) for page in numbers]
    placed += [
        field("text", 80, 60, 50, 20, text=f"Low{page}", page=page, align="right", valign="bottom") for page in numbers
    ]

    finished, _ = make(lane, base(*SHAPES), *placed)

    for number, found in enumerate(words(finished.pdf, tmp_path), start=1):
        left, top, _, _ = found[f"Left{number}"]
        assert left == pytest.approx(30, abs=0.5)
        # A line of 11 points and its leading begin at the top of the box, its letters a little lower.
        assert 50 - 0.5 <= top <= 50 + 1.2
        _, _, right, bottom = found[f"Low{number}"]
        assert right == pytest.approx(130, abs=0.5)
        assert 80 - 1.2 <= bottom <= 80 + 0.5


def test_the_pages_of_the_base_are_kept_byte_for_byte(lane: Lane) -> None:
    raw = base(*SHAPES)

    finished, _ = make(lane, raw, *(field("text", text="x", page=page) for page in (1, 2, 3, 5)))

    after = contents_of(finished.pdf)
    for (own,), streams in zip(contents_of(raw), after, strict=True):
        assert own in streams
    assert len(after[3]) == 1
    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        assert [int(page.obj.get("/Rotate", 0)) for page in pdf.pages] == [shape[0] for shape in SHAPES]


def test_signers_fields_are_found_on_their_pages(lane: Lane) -> None:
    placed = [field("signature", 20, 200, 60, 18, id="a"), field("signature", 20, 100, 60, 18, id="b", page=2)]

    finished, _ = make(lane, base(*SHAPES), *placed)

    first, second = find_fields(finished.pdf)
    assert (first.field_id, first.page, second.field_id, second.page) == ("a", 1, "b", 2)
    edges = (20 * MM, 841.89 - 218 * MM, 80 * MM, 841.89 - 200 * MM)
    assert (first.left, first.bottom, first.right, first.top) == pytest.approx(edges, abs=0.1)
    # Turned by a quarter, to the right on screen is up on the page, and down is to its right.
    turned = (50 + 100 * MM, 60 + 20 * MM, 50 + 118 * MM, 60 + 80 * MM)
    assert (second.left, second.bottom, second.right, second.top) == pytest.approx(turned, abs=0.1)


def test_long_text_shrinks_until_it_fits(lane: Lane, tmp_path: Path) -> None:
    finished, printed = make(lane, base(), field("text", 20, 30, 80, 14, bind="note"), values={"note": LONG})

    assert printed.noticed == ()
    assert LONG.strip() in text_of(finished.pdf, tmp_path)
    (found,) = words(finished.pdf, tmp_path)
    fox = found["fox"]
    assert fox[3] - fox[1] < 4
    assert max(edges[3] for word, edges in found.items() if word not in ("Base", "page", "1")) <= 44.5


def test_text_that_fits_keeps_its_size(lane: Lane, tmp_path: Path) -> None:
    modes = ("shrink", "wrap", "clip")
    placed = [field("text", 20, 30 + 20 * at, 60, 5, text=f"Fits{at}", overflow=mode) for at, mode in enumerate(modes)]

    finished, printed = make(lane, base(), *placed)

    (found,) = words(finished.pdf, tmp_path)
    assert len({round(found[f"Fits{at}"][3] - found[f"Fits{at}"][1], 2) for at in range(3)}) == 1
    assert printed.noticed == ()


def test_wrapped_text_keeps_its_size_and_fits_or_is_told(lane: Lane, tmp_path: Path) -> None:
    enough = field("text", 20, 30, 80, 40, text=LONG, overflow="wrap")
    little = field("text", 20, 100, 80, 10, bind="note", overflow="wrap", label="Note")

    finished, printed = make(lane, base(PLAIN, PLAIN), enough, {**little, "page": 2}, values={"note": LONG})

    (warning,) = printed.noticed
    assert (warning.code, warning.path, warning.page) == ("text_overflow", "note", 2)
    assert LONG.strip() in text_of(finished.pdf, tmp_path)
    sizes = [round(page["fox"][3] - page["fox"][1], 1) for page in words(finished.pdf, tmp_path)]
    assert sizes[0] == sizes[1]


def test_clipped_text_is_one_line_and_told(lane: Lane, tmp_path: Path) -> None:
    finished, printed = make(lane, base(), field("text", 20, 30, 50, 6, text=LONG, overflow="clip"))

    assert [warning.code for warning in printed.noticed] == ["text_overflow"]
    (found,) = words(finished.pdf, tmp_path)
    assert len({round(found[word][1], 1) for word in ("The", "quick", "brown")}) == 1


def test_what_cannot_shrink_enough_is_cut_and_told(lane: Lane) -> None:
    _, printed = make(lane, base(), field("text", 20, 30, 20, 4, text=LONG, minSize=7))

    assert [(warning.code, warning.path) for warning in printed.noticed] == [("text_overflow", "layout/fields/0")]


def test_a_long_word_is_broken_before_it_is_cut(lane: Lane) -> None:
    _, printed = make(lane, base(), field("text", 20, 30, 30, 20, text="a" * 60, minSize=8))

    assert printed.noticed == ()


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_arabic_is_set_from_the_right_and_read_in_order(lane: Lane, tmp_path: Path, locale: str) -> None:
    words_in_arabic = "مرحبا بالعالم"

    finished, printed = make(
        lane, base(), field("text", 20, 30, 80, 8, bind="a"), values={"a": words_in_arabic}, locale=locale
    )

    assert printed.noticed == ()
    assert words_in_arabic in text_of(finished.pdf, tmp_path)
    (found,) = words(finished.pdf, tmp_path)
    # Boxes come with their letters from left to right.
    hello, world = (found[part[::-1]] for part in words_in_arabic.split())
    assert hello[0] > world[2]
    side = hello[2] if locale == "ar" else world[0]
    assert side == pytest.approx(100 if locale == "ar" else 20, abs=0.7)


def test_a_missing_glyph_is_told_with_the_page_of_the_base(lane: Lane) -> None:
    _, printed = make(lane, base(PLAIN, PLAIN, PLAIN), field("text", text="Stock \U000f4321", page=3))

    assert [(warning.code, warning.page) for warning in printed.noticed] == [("missing_glyph", 3)]


def test_two_prints_of_the_same_are_the_same_bytes(lane: Lane) -> None:
    placed = [field("text", bind="a"), field("qr", text="https://x.example", w=30, h=30, page=2)]

    first, second = (make(lane, base(*SHAPES), *placed, values={"a": "same"})[0] for _ in range(2))

    assert first == second


def test_values_of_a_document_of_many_pages(lane: Lane, tmp_path: Path) -> None:
    placed = [field("text", text=f"Only{page}", page=page) for page in (1, 40, 80)]

    finished, _ = make(lane, base(*[PLAIN] * 80), *placed)

    found = words(finished.pdf, tmp_path)
    assert [number for number, page in enumerate(found, start=1) if any(word.startswith("Only") for word in page)] == [
        1,
        40,
        80,
    ]
