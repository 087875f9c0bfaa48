"""Attaching: files inside the PDF, each with what it is to the document."""

from __future__ import annotations

import mimetypes

from pikepdf import AttachedFileSpec, Name, Pdf

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled
from renders.finishing.extras import Extras
from templates_app.compiler.finishing import Attachment

JSON = "application/json"
PLAIN = "application/octet-stream"


class AttachmentTwice(AppError):
    """Two attachments have the same name."""

    status = 400
    code = "attachment_twice"


def attach_all(pdf: Pdf, extras: Extras) -> None:
    """The attachments that the template asks for. Raises AttachmentTwice."""
    for wanted in extras.finishing.attachments:
        _attach_one(pdf, wanted, extras)


def _attach_one(pdf: Pdf, wanted: Attachment, extras: Extras) -> None:
    if wanted.asset is None:
        data, name, kind = extras.data, wanted.name, JSON
    else:
        supply = extras.supplies[wanted.asset]
        data, name, kind = supply.data, wanted.name or supply.name, supply.media_type
    if kind == PLAIN:
        kind = mimetypes.guess_type(name)[0] or PLAIN
    attach(pdf, data, name=name, media_type=kind, description=wanted.description, relationship=wanted.relationship)


def attach(pdf: Pdf, data: bytes, *, name: str, media_type: str, description: str, relationship: str) -> None:
    """One file, listed in the file's attachments and as associated with the document; it has no dates."""
    if name in pdf.attachments:
        raise AttachmentTwice(
            filled("Two attachments of this template are called {name}; give one another name.", name=name)
        )
    spec = AttachedFileSpec(
        pdf, data, filename=name, description=description, mime_type=media_type, creation_date="", mod_date=""
    )
    spec.relationship = Name(f"/{relationship}")
    pdf.attachments[name] = spec
