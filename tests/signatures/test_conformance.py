"""What a document claimed to conform to, once it is filled in and sealed."""

from __future__ import annotations

import io

import pikepdf
import pytest
from lxml import etree
from pikepdf import Dictionary, Name
from pikepdf.pdfa import validate_written

from craftkit.lib.storage import from_settings
from signatures import sealing
from signatures.conformance import settled
from signatures.filling import Filled, fill
from signatures.models import SignatureRequest
from templates_app.compiler.finishing import Finishing
from tests.fakes import blank_pdf
from tests.renders.finishing.papers import finished, tagged
from tests.renders.finishing.test_claims import INVOICE, metadata, without_font
from tests.signatures.conftest import asked, make_document, person, recipient, sign

PDFA = Finishing(is_archival=True)
BOTH = Finishing(is_archival=True, is_accessible=True, metadata={"title": "Lease"})


def sealed_bytes(acme, asking: Finishing, certificate: bytes) -> bytes:
    """A document with these claims, signed and sealed."""
    done = finished(tagged(), asking)
    assert not done.warnings
    request = asked(make_document(acme.project, done.pdf), person())
    sign(recipient(request))
    assert sealing.serve_next(worker="test", store=from_settings(), printer=lambda draft: certificate)
    request = SignatureRequest.objects.get(pk=request.pk)
    assert request.status == "completed", request.error_message
    return from_settings().get(request.signed_key)


def told(data: bytes) -> str:
    """The packet of the newest revision."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return metadata(pdf)


def canonical(packet: str) -> bytes:
    """The same for packets that say the same."""
    return etree.tostring(etree.fromstring(packet.encode()), method="c14n")


def test_an_archival_document_stays_archival_to_the_letter(acme):
    before = told(finished(tagged(), PDFA).pdf)

    signed = sealed_bytes(acme, PDFA, finished(tagged(), PDFA).pdf)

    assert "<pdfaid:part>3</pdfaid:part>" in told(signed)
    assert canonical(told(signed)) == canonical(before)
    left = validate_written(io.BytesIO(signed), "3b").findings
    # The check knows no signatures; there is nothing else that it does not pass.
    assert {finding.where.rpartition(" ")[2] for finding in left} == {"/AcroForm", "/Perms"}


def test_an_invoice_keeps_its_xml_and_its_claim(acme):
    signed = sealed_bytes(acme, INVOICE, finished(tagged(), PDFA).pdf)

    assert "<fx:DocumentType>INVOICE</fx:DocumentType>" in told(signed)
    assert "<pdfaid:part>3</pdfaid:part>" in told(signed)
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        assert list(pdf.attachments) == ["factur-x.xml"]


def test_what_signers_wrote_is_not_tagged_so_that_claim_is_withdrawn(acme):
    signed = sealed_bytes(acme, BOTH, finished(tagged(), PDFA).pdf)

    assert "<pdfuaid:part>" not in told(signed)
    assert "<pdfaid:part>3</pdfaid:part>" in told(signed)


def test_a_claim_that_no_longer_holds_is_withdrawn(acme):
    signed = sealed_bytes(acme, INVOICE, without_font())

    assert "pdfaid:part" not in told(signed)
    assert "<fx:" not in told(signed)


@pytest.mark.parametrize("claim", [b"<x:xmpmeta", b"<a xmlns:p='http://www.aiim.org/pdfa/ns/id/' p:part='1'/>"])
def test_claims_of_others_are_withdrawn_and_rubbish_does_no_harm(claim):
    with pikepdf.open(io.BytesIO(blank_pdf())) as pdf:
        pdf.Root.Metadata = pdf.make_stream(claim, Dictionary(Type=Name.Metadata, Subtype=Name.XML))
        out = io.BytesIO()
        pdf.save(out)

    left = told(settled(fill(out.getvalue(), [Filled(1, 10, 10, 60, 3, text="Ruth")])))

    assert "p:part" not in left
