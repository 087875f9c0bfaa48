"""What a file claims to conform to, and only when the check passes."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from lxml import etree
from pikepdf import Dictionary, Name
from pikepdf.pdfa import validate_written

from renders.finishing.claims import ConformanceFailed
from renders.finishing.xmp import Claims, Described, packet
from templates_app.compiler.finishing import Finishing, Mark
from templates_app.compiler.invoicing import invoice_of
from tests.renders.finishing.papers import finished, joined, opened, paper, saved, supply, tagged
from tests.templates_app.invoices import DATA, MAPPING

PDFA = Finishing(is_archival=True, metadata={"author": "A < B", "keywords": "x"})
INVOICE = Finishing(is_archival=True, invoice=invoice_of(MAPPING, DATA))


def without_font() -> bytes:
    """A page with text in a font that is not embedded, which PDF/A forbids."""
    with pikepdf.open(BytesIO(paper(ink=b"BT /F1 12 Tf 100 100 Td (Hello) Tj ET"))) as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        pdf.pages[0].Resources = Dictionary(Font=Dictionary(F1=font))
        return saved(pdf)


def metadata(pdf: pikepdf.Pdf) -> str:
    """The XMP packet."""
    return pdf.Root.Metadata.read_bytes().decode()


def test_a_file_that_passes_claims_pdf_a():
    done = finished(tagged(), PDFA)

    assert not done.warnings
    assert validate_written(BytesIO(done.pdf), "3b").passed
    with opened(done) as pdf:
        assert "<pdfaid:part>3</pdfaid:part>" in metadata(pdf)
        assert bytes(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes())[36:40] == b"acsp"
        assert str(pdf.docinfo["/Author"]) == "A < B"
        assert "/CreationDate" not in pdf.docinfo


def test_with_stationery_and_watermark_it_still_passes():
    asked = Finishing(is_archival=True, stationery={"first": "head"}, watermark=Mark("COPY", None, 0.2, None, "all"))

    done = finished(tagged(2), asked, head=supply(paper(), "paper.pdf"))

    assert not done.warnings


def test_a_file_that_does_not_pass_says_so_and_claims_nothing():
    done = finished(tagged(), PDFA, joined(without_font(), "Old terms"))

    assert [warning.code for warning in done.warnings] == ["conformance_not_met"]
    with opened(done) as pdf:
        assert "pdfaid" not in metadata(pdf)


def test_an_invoice_that_cannot_be_pdf_a_fails():
    with pytest.raises(ConformanceFailed, match="PDF/A-3b"):
        finished(tagged(), INVOICE, joined(without_font(), "Old terms"))


def test_an_invoice_is_embedded_and_described():
    done = finished(tagged(), INVOICE)

    with opened(done) as pdf:
        spec = pdf.attachments["factur-x.xml"]
        assert (spec.obj.AFRelationship, spec.get_file().mime_type) == ("/Alternative", "text/xml")  # type: ignore[comparison-overlap]
        assert b"INV-7" in spec.get_file().read_bytes()
        told = metadata(pdf)
        assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in told
        assert "<pdfaSchema:prefix>fx</pdfaSchema:prefix>" in told
    assert done == finished(tagged(), INVOICE)


def test_a_tagged_file_that_passes_claims_pdf_ua():
    done = finished(tagged(2), Finishing(is_accessible=True))

    assert not done.warnings
    with opened(done) as pdf:
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata(pdf)
        assert b"/Artifact BMC" in pdf.pages[0].Contents.read_bytes(), "the footer was not tagged"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda pdf: pdf.Root.__delitem__(Name.StructTreeRoot), "no tags"),
        (lambda pdf: element(pdf).__setitem__(Name.S, Name.Figure), "no alternative text"),
        (lambda pdf: element(pdf).__setitem__(Name.S, Name.H3), "level 3 follows the beginning"),
        (lambda pdf: element(pdf).__setitem__(Name.S, Name.Blink), "Blink"),
        (lambda pdf: pdf.pages[0].obj.__delitem__(Name.StructParents), "Page 1 has no tags"),
    ],
)
def test_what_breaks_pdf_ua_is_named_and_not_claimed(change, reason):
    with pikepdf.open(BytesIO(tagged())) as pdf:
        change(pdf)
        raw = saved(pdf)

    done = finished(raw, Finishing(is_accessible=True))

    assert [(warning.code, reason in warning.message) for warning in done.warnings] == [("conformance_not_met", True)]
    with opened(done) as pdf:
        assert "pdfuaid" not in metadata(pdf)


def element(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The heading."""
    return pdf.Root.StructTreeRoot.K.K[0]


@pytest.mark.parametrize("text", ["</dc:title><evil/>", "a\x00b\x0bc", "]]>", "&amp;"])
def test_texts_in_the_packet_are_only_ever_text(text: str):
    made = packet(Described("Craftkit", {"title": text, "author": text}), Claims(archival=True, invoice="BASIC WL"))

    words = "".join(etree.fromstring(made).itertext())
    assert text.replace("\x00", "").replace("\x0b", "") in words
