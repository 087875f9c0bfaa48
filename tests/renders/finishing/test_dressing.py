"""Metadata, stationery, watermark, attachments and passwords on small PDFs."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from renders.finishing import locked
from renders.finishing.attaching import AttachmentTwice
from renders.finishing.marks import WatermarkUnusable
from renders.pictures import page_pictures
from templates_app.compiler.finishing import Attachment, Finishing, Mark, Protection
from tests.renders.finishing.papers import finished, opened, paper, picture, supply, tagged

MARK = Mark("Entwurf, geheim", None, 0.2, None, "all")
LOGO = supply(picture(), "logo.png", "image/png")
PAPER = supply(paper(), "paper.pdf")


def pixel(data: bytes, page: int, across: float, up: float) -> tuple[int, ...]:
    """The colour at a place of a page, in points from the lower left corner."""
    return page_pictures(data, width=595)[page].getpixel((int(across), int(842 - up)))[:3]  # type: ignore[index]


def test_metadata_is_in_the_file():
    asked = Finishing(metadata={"title": "Invoice 7", "author": "Ünïcode", "subject": "S", "keywords": "a, b"})

    with opened(finished(tagged(), asked)) as pdf:
        found = {name: str(pdf.docinfo[f"/{name}"]) for name in ("Title", "Author", "Subject", "Keywords")}
    assert found == {"Title": "Invoice 7", "Author": "Ünïcode", "Subject": "S", "Keywords": "a, b"}


def test_stationery_lies_under_the_pages_that_it_is_for():
    done = finished(tagged(3), Finishing(stationery={"first": "head"}), head=PAPER)

    assert pixel(done.pdf, 0, 300, 750) == (204, 230, 255)
    assert pixel(done.pdf, 0, 50, 822) == (0, 0, 0), "the document is on top"
    assert pixel(done.pdf, 1, 300, 750) == (255, 255, 255)
    assert not done.warnings


def test_stationery_of_another_size_is_fitted_and_told():
    done = finished(tagged(), Finishing(stationery={"first": "head"}), head=supply(paper(1190, 1684), "large.pdf"))

    assert [(warning.code, "large.pdf" in warning.message) for warning in done.warnings] == [("stationery_size", True)]


@pytest.mark.parametrize(("pages", "marked"), [("all", [0, 1, 2]), ("first", [0]), ("other", [1, 2])])
def test_a_watermark_is_an_artifact_over_the_pages_that_it_is_for(pages: str, marked: list[int]):
    asked = Finishing(watermark=Mark("COPY", None, 0.2, 45, pages))

    with opened(finished(tagged(3), asked)) as pdf:
        found = [number for number, page in enumerate(pdf.pages) if b"/Watermark" in whole(page)]
        form = pdf.pages[marked[0]].Resources.XObject.CraftkitOver
        assert (found, float(form.Resources.ExtGState.Light.ca)) == (marked, 0.2)
        assert b"Tj" not in form.read_bytes()


def whole(page: pikepdf.Page) -> bytes:
    """The content of a page."""
    page.contents_coalesce()
    return page.Contents.read_bytes()


def test_a_watermark_says_which_characters_it_lacks():
    done = finished(tagged(), Finishing(watermark=Mark("A日", None, 0.2, None, "all")))

    assert [warning.code for warning in done.warnings] == ["missing_glyph"]
    assert "日" in done.warnings[0].message


def test_a_picture_is_laid_over_with_its_transparency():
    asked = Finishing(watermark=Mark("", "logo", 0.5, None, "all"))

    with opened(finished(tagged(), asked, logo=LOGO)) as pdf:
        image = pdf.pages[0].Resources.XObject.CraftkitOver.Resources.XObject.Picture
        assert (int(image.Width), int(image.Height), image.SMask.ColorSpace) == (20, 10, "/DeviceGray")  # type: ignore[comparison-overlap]


def test_a_drawing_cannot_be_a_watermark():
    asked = Finishing(watermark=Mark("", "logo", 0.5, None, "all"))

    with pytest.raises(WatermarkUnusable, match=r"logo\.svg"):
        finished(tagged(), asked, logo=supply(b"<svg/>", "logo.svg", "image/svg+xml"))


def test_attachments_are_listed_with_what_they_are():
    files = (Attachment("terms", "", "Our terms", "Supplement"), Attachment(None, "data.json", "", "Data"))
    terms = supply(b"Terms", "terms.txt", "application/octet-stream")

    with opened(finished(tagged(), Finishing(attachments=files), data=b'{"a":1}', terms=terms)) as pdf:
        specs = {name: pdf.attachments[name] for name in ("terms.txt", "data.json")}
        kinds = {name: (spec.obj.AFRelationship, spec.get_file().mime_type) for name, spec in specs.items()}
        assert kinds == {"terms.txt": ("/Supplement", "text/plain"), "data.json": ("/Data", "application/json")}  # type: ignore[comparison-overlap]
        assert specs["data.json"].get_file().read_bytes() == b'{"a":1}'
        assert len(pdf.Root.AF) == 2


def test_two_attachments_cannot_have_one_name():
    files = (Attachment(None, "a.json", "", "Data"), Attachment(None, "a.json", "", "Data"))

    with pytest.raises(AttachmentTwice, match=r"a\.json"):
        finished(tagged(), Finishing(attachments=files))


def test_the_same_extras_give_the_same_bytes():
    asked = Finishing(
        metadata={"author": "A"},
        watermark=MARK,
        stationery={"first": "head", "other": "head"},
        attachments=(Attachment("logo", "", "", "Data"),),
    )

    first, second = (finished(tagged(2), asked, head=PAPER, logo=LOGO) for _ in range(2))

    assert first == second
    assert first.content_hash != finished(tagged(2), Finishing()).content_hash


def test_passwords_open_and_permissions_hold():
    clear = finished(tagged(), Finishing()).pdf

    data = locked(clear, Protection("user", "owner", frozenset({"print"})))

    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(data))
    with pikepdf.open(BytesIO(data), password="user") as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits, str(pdf.encryption.stream_method)) == (
            6,
            256,
            "EncryptionMethod.aesv3",
        )
        assert (pdf.allow.print_highres, pdf.allow.extract, pdf.allow.modify_other) == (True, False, False)
        assert pdf.allow.accessibility
    assert b"owner" not in data
