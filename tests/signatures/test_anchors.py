"""Anchors: found wherever they stand, and gone from the pages, with everything else in its place."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from craftkit.lib.errors import Conflict, InvalidRequest
from renders.finishing.locking import locked
from renders.pictures import page_pictures
from signatures import anchors
from signatures.freezing import NotSignable, freeze
from templates_app.compiler.finishing import Protection
from tests.fakes import blank_pdf
from tests.signatures.conftest import ANCHOR, pdf_bytes, person

TAG = {"anchorString": ANCHOR, "type": "signature", "recipientIndex": 0, "required": True}


def paper(*programs: str, forms: dict[str, str] | None = None, rotate: int = 0) -> bytes:
    """A page for each program; `forms` are drawn by `/Name Do`, on any page and in each other."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        font.FirstChar, font.Widths = 32, Array([556] * 95)
        fonts, known = Dictionary(F=font), Dictionary()
        for name, program in (forms or {}).items():
            shape = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 595, 842]))
            form = pdf.make_stream(program.encode(), shape)
            form.Resources = Dictionary(Font=fonts, XObject=Dictionary(dict(known.items())))
            known[f"/{name}"] = pdf.make_indirect(form)
        for program in programs:
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj.Resources = Dictionary(Font=fonts, XObject=known)
            page.obj.Contents = Array([pdf.make_stream(part.encode()) for part in program.split("|")])
            page.obj.Rotate = rotate
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def line(shown: str, y: int = 700) -> str:
    """A line of text, `shown` in the page's own language."""
    return f"BT /F 12 Tf 72 {y} Td {shown} ET"


def text_of(data: bytes) -> list[str]:
    """The text of each page, as reading programs see it."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def raw(data: bytes) -> bytes:
    """Every stream of the file."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return b"".join(item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream))


PLAIN = line("(Signed: {{sign_here}} today) Tj")
KERNED = line("[(Signed: {{si) -30 (gn) 12.5 (_here) 3 (}} today)] TJ")
GLYPHS = line(" ".join(f"({letter}) Tj" for letter in "Signed: {{sign_here}} today"))
PARTS = "BT /F 12 Tf 72 700 Td (Signed: {{sign) Tj|(_here}} today) Tj ET"
HEX = line(f"<{b'Signed: {{sign_here}} today'.hex()}> Tj")
SPELLINGS = [PLAIN, KERNED, GLYPHS, PARTS, HEX]


@pytest.mark.parametrize("program", SPELLINGS, ids=["plain", "kerned", "glyphs", "parts", "hex"])
def test_however_it_is_spelled_it_goes_and_the_rest_stays(program):
    before = paper(program)
    (found,) = anchors.find(before, {ANCHOR})[ANCHOR]

    after = anchors.remove(before, {ANCHOR})

    assert 115 < found.left < 130
    assert anchors.find(after, {ANCHOR})[ANCHOR] == []
    assert "".join(text_of(after)[0].split()) == "Signed:today"
    assert b"sign_here" not in raw(after).replace(b" ", b"")
    (word,) = anchors.find(before, {"today"})["today"]
    (moved,) = anchors.find(after, {"today"})["today"]
    assert moved.left == pytest.approx(word.left, abs=0.5)


def test_it_is_found_on_every_page_and_in_forms_within_forms():
    forms = {"Inner": PLAIN, "Outer": "q 1 0 0 1 0 -300 cm /Inner Do Q"}
    data = paper(PLAIN, "/Inner Do", line("(Nothing) Tj"), "/Outer Do", forms=forms)

    frozen = freeze(data, {}, recipients=[person()], fields=[], tags=[TAG])

    assert [place.page for place in frozen.places] == [1, 2, 4]
    assert frozen.places[2].y > frozen.places[1].y + 30
    assert not any("sign_here" in text for text in text_of(frozen.pdf))
    assert [text.startswith("Nothing") for text in text_of(frozen.pdf)] == [False, False, True, False]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_field_stands_where_people_see_the_anchor(rotate):
    (place,) = freeze(paper(PLAIN, rotate=rotate), {}, recipients=[person()], fields=[], tags=[TAG]).places

    assert 0 <= place.x <= 100 - place.width
    assert 0 <= place.y <= 100 - place.height


def test_two_anchors_at_once_and_one_within_another():
    data = paper(line("({{sign_here}} and {{date}} of {{sign_here}}) Tj"))
    other = {**TAG, "anchorString": "{{date}}", "type": "date"}

    frozen = freeze(data, {}, recipients=[person()], fields=[], tags=[TAG, other])

    assert sorted(place.kind for place in frozen.places) == ["date", "signature", "signature"]
    assert text_of(frozen.pdf)[0].split() == ["and", "of"]


def test_an_anchor_that_would_stay_is_refused():
    forms = {"Half": "BT /F 12 Tf 72 700 Td ({{sign) Tj ET"}
    data = paper("/Half Do BT /F 12 Tf 112.032 700 Td (_here}}) Tj ET", forms=forms)
    assert anchors.find(data, {ANCHOR})[ANCHOR]

    with pytest.raises(InvalidRequest):
        freeze(data, {}, recipients=[person()], fields=[], tags=[TAG])


def test_the_pages_look_the_same_but_for_the_anchor():
    before, after = pdf_bytes(), anchors.remove(pdf_bytes(), {ANCHOR})

    first, second = (page_pictures(data, width=400) for data in (before, after))

    assert first[0].tobytes() == second[0].tobytes()
    assert first[1].tobytes() != second[1].tobytes()


def test_a_pdf_under_a_password_cannot_be_signed():
    for password in ("", "open"):
        data = locked(blank_pdf(), Protection(user=password, owner="boss", allowed=frozenset()))
        with pytest.raises(NotSignable) as refusal:
            freeze(data, {}, recipients=[person()], fields=[], tags=[])
        assert isinstance(refusal.value, Conflict)
