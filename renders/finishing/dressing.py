"""Dressing: stationery, parts, watermark and attachments put onto and into an open PDF, in that order."""

from __future__ import annotations

from pikepdf import Pdf

from renders.finishing.attaching import attach, attach_all
from renders.finishing.einvoice import FILE_NAME, invoice_xml, relationship_of
from renders.finishing.extras import Extras
from renders.finishing.joining import join
from renders.finishing.marks import lay_over, lay_under
from templates_app.warnings import RenderWarning


def dress(pdf: Pdf, extras: Extras, *, title: str) -> list[RenderWarning]:
    """All that the template asks for; what is worth telling about it. Stationery is under the document's own pages."""
    asked = extras.finishing
    warnings = lay_under(pdf, extras) if asked.stationery else []
    join(pdf, extras.joined, title=title)
    if asked.watermark:
        warnings += lay_over(pdf, asked.watermark, extras)
    attach_all(pdf, extras)
    if asked.invoice:
        attach(
            pdf,
            invoice_xml(asked.invoice),
            name=FILE_NAME,
            media_type="text/xml",
            description="Factur-X invoice",
            relationship=relationship_of(asked.invoice),
        )
    return warnings
