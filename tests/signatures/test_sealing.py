"""Sealing: what comes out is whole, says what was written, and is announced once."""

from __future__ import annotations

import base64
import io
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from craftkit.lib.storage import from_settings
from craftkit.mail.models import OutgoingMail
from signatures import audit, pades, sealing
from signatures.models import Sealing
from tests.fakes import blank_pdf
from tests.signatures.conftest import ANCHOR, asked, field, person, printer, recipient, sealed, sign, told

STORY = ["signature.sent", "signature.signed", "signature.completed"]


def words(pdf: bytes) -> str:
    """All text of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_a_signed_request_is_sealed_and_told_of_once(document, listener):
    request = sealed(asked(document))

    data = from_settings().get(request.signed_key)
    verdict = pades.inspect(data)
    assert request.status == "completed"
    assert verdict.is_intact
    assert verdict.is_certified
    assert str(request.pk) in verdict.reason
    assert [body["event"] for body in told()] == STORY
    assert audit.first_bad(request) is None
    assert not sealing.serve_next(worker="test", store=from_settings(), printer=printer)
    assert OutgoingMail.objects.filter(kind="signature.completed").count() == 1


def test_the_last_entry_of_the_trail_names_the_sealed_file(document):
    request = sealed(asked(document))

    last = audit.entries_of(request)[-1]
    assert last["event"] == "sealed"
    assert last["documentSha256"] == request.signed_sha256
    assert last["details"]["certificateSha256"] == request.certificate_sha256


def test_what_was_written_stands_on_the_pages_as_text(document):
    fields = [field(), field(type="text", y=20), field(type="date", y=30), field(type="checkbox", y=40, width=3)]
    request = asked(document, fields=fields)
    one = recipient(request)
    by_kind = {row.kind: str(row.pk) for row in one.fields.all()}

    sign(one, **{by_kind["text"]: "Grüße Ω", by_kind["date"]: "2026-06-05", by_kind["checkbox"]: "on"})
    sealed(request)

    read = words(from_settings().get(request.signed_key))
    assert "Grüße Ω" in read
    assert "2026-06-05" in read
    assert "Ruth Northwind" in read


def test_a_drawn_signature_is_a_picture_on_the_page(document):
    picture = io.BytesIO()
    Image.new("RGBA", (40, 20), (10, 20, 90, 255)).save(picture, "PNG")
    request = asked(document)
    one = recipient(request)

    sign(one, **{str(one.fields.get().pk): "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode()})
    sealed(request)

    with pikepdf.open(io.BytesIO(from_settings().get(request.signed_key))) as pdf:
        forms = pdf.pages[0].Resources.XObject.values()
        assert any("/CKI0" in form.Resources.XObject for form in forms)


def test_an_anchor_becomes_a_field_and_leaves_the_pages(document):
    tag = {"anchorString": ANCHOR, "type": "signature", "recipientIndex": 0, "required": True}
    request = asked(document, fields=[], tags=[tag])

    placed = request.fields.get()
    frozen = words(from_settings().get(request.pdf_key))
    assert placed.page == 2
    assert 10 < placed.x < 40
    assert 45 < placed.y + placed.height < 55
    assert ANCHOR not in frozen
    assert "Signed:" in frozen
    assert "today" in frozen


def test_a_damaged_document_is_never_sealed(document):
    request = asked(document)
    sign(recipient(request))
    from_settings().put(request.pdf_key, blank_pdf(2), content_type="application/pdf")

    sealing.serve_next(worker="test", store=from_settings(), printer=printer)

    request.refresh_from_db()
    assert request.status == "failed"
    assert "not the one that was signed" in request.error_message


def test_a_certificate_is_never_printed_with_made_up_values(monkeypatch):
    unfit = [{"code": "sample_unfit", "message": "entries: another one is shown"}]
    monkeypatch.setattr(sealing, "preview", lambda draft: (blank_pdf(), unfit))

    with pytest.raises(sealing.SealFault, match="entries"):
        sealing.printed(None)  # type: ignore[arg-type]


def test_a_printer_that_is_busy_only_delays_the_seal(document):
    request = asked(document)
    sign(recipient(request))

    def busy(draft):
        raise pades.TimeStampUnavailable

    sealing.serve_next(worker="test", store=from_settings(), printer=busy)

    row = Sealing.objects.get(request=request)
    request.refresh_from_db()
    assert row.status == "queued"
    assert row.attempt == 0
    assert request.told_status == "viewed"


def test_a_worker_that_lost_its_lease_announces_nothing(document, listener):
    request = asked(document)
    sign(recipient(request))

    def slow(draft):
        Sealing.objects.update(lease_token=None, status="queued")
        return printer(draft)

    sealing.serve_next(worker="test", store=from_settings(), printer=slow)

    request.refresh_from_db()
    assert request.status == "sealing"
    assert "signature.completed" not in [body["event"] for body in told()]


@pytest.mark.server
def test_another_program_finds_the_seal_whole(document, tmp_path: Path):
    request = sealed(asked(document, person(), person("Omar")))
    file = tmp_path / "signed.pdf"
    file.write_bytes(from_settings().get(request.signed_key))

    said = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=True).stdout

    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
