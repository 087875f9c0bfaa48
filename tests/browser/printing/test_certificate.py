"""The completion certificate, printed as workers print it, behind a filled document under a seal."""

from __future__ import annotations

import base64
import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from craftkit.lib.storage import from_settings
from renders.specimens import Press, print_specimen
from signatures import pades, sealing
from signatures.models import SignatureRequest
from templates_app.models import Template, TemplateVersion
from tests.browser.printing.conftest import text_of
from tests.fakes import NoWeb
from tests.signatures.conftest import asked, document, field, known_key, person, recipient, sign

__all__ = ["document", "known_key"]
pytestmark = pytest.mark.browser


def drawn() -> str:
    """A signature as the page sends one."""
    picture = Image.new("RGBA", (700, 260), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line(
        (20, 200, 120, 40, 190, 210, 270, 90, 340, 190, 470, 70, 520, 200, 680, 60), fill=(23, 33, 90, 255), width=8
    )
    out = io.BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def test_the_certificate_names_everybody_and_the_whole_trail(document, lane):
    press = Press(lane, from_settings(), NoWeb())  # type: ignore[arg-type]

    def printer(draft) -> bytes:
        template = Template(project=draft.project, name=draft.name, locale=draft.locale)
        manifest = draft.manifest.as_json()
        version = TemplateVersion(template=template, number=0, manifest=manifest, content=draft.content, sample_data={})
        return print_specimen(version, press=press, data=draft.data).pdf

    people = [person(), person("Omar", designation="Approver")]
    fields = [field(), field(type="date", y=30), field(type="checkbox", y=40, width=4, height=4)]
    request = asked(document, *people, fields=fields, name="Lease of the north quay")
    rows = {row.kind: str(row.pk) for row in recipient(request).fields.all()}
    sign(recipient(request), **{rows["signature"]: drawn(), rows["date"]: "2026-06-05", rows["checkbox"]: "on"})
    sign(recipient(request, 1))

    assert sealing.serve_next(worker="test", store=from_settings(), printer=printer)

    request = SignatureRequest.objects.get(pk=request.pk)
    assert request.status == "completed", request.error_message
    signed, own = from_settings().get(request.signed_key), from_settings().get(request.certificate_key)
    keep(signed, "signed.pdf")
    keep(own, "certificate.pdf")
    read = " ".join(text_of(signed).split())
    for words in ("Certificate of completion", "Ruth Northwind", "Omar Northwind", "Approved", "All signed", "UTC"):
        assert words in read
    assert request.signed_sha256 in text_of(own).replace("\n", "").replace("\r", "")
    assert pades.inspect(own).is_intact


def keep(pdf: bytes, name: str) -> None:
    """Where somebody wants to look at it."""
    folder = os.environ.get("KEEP_PDFS")
    if folder:
        Path(folder, name).write_bytes(pdf)
