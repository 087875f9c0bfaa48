"""Claims: what a file says that it conforms to is said only when the finished bytes have passed the check for it."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf
from pikepdf.pdfa import Report, prepare, resolve_save_kwargs, validate_written

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled
from renders.finishing import accessible
from renders.finishing.einvoice import LEVELS
from renders.finishing.extras import Extras
from renders.finishing.xmp import Claims, Described, packet
from templates_app.warnings import RenderWarning

FLAVOUR = "3b"
# What qpdf writes as the second half of a file's id when asked for none of its own making.
STATIC = b"<31415926535897932384626433832795>"
SAVING: dict[str, Any] = {"object_stream_mode": ObjectStreamMode.generate, "static_id": True}
MOST = 3


class ConformanceFailed(AppError):
    """A Factur-X invoice is PDF/A-3, and this file is not."""

    status = 400
    code = "conformance_failed"


def save_claiming(pdf: Pdf, extras: Extras, described: Described, identity: bytes) -> tuple[bytes, list[RenderWarning]]:
    """The bytes of the file, with the claims that it can keep; a warning for each that it cannot.

    Raises ConformanceFailed for an invoice.
    """
    asked = extras.finishing
    if not (asked.is_archival or asked.is_accessible):
        return saved(pdf, identity, SAVING), []
    warnings = []
    broken = _made_accessible(pdf, described) if asked.is_accessible else []
    if broken:
        warnings.append(_unkept("PDF/UA-1", broken))
    claims = Claims(
        archival=asked.is_archival,
        accessible=asked.is_accessible and not broken,
        invoice=LEVELS[asked.invoice.profile] if asked.invoice else "",
    )
    if not asked.is_archival:
        return _written(pdf, described, claims, identity, SAVING), warnings
    _make_archival(pdf)
    settings = resolve_save_kwargs(FLAVOUR, **SAVING)
    data = _written(pdf, described, Claims(archival=True), identity, settings)
    report = validate_written(BytesIO(data), FLAVOUR, save_kwargs=settings)
    if report.passed:
        # The validator knows no extension schemas, so that the packet with ours replaces the one that it passed.
        is_same = claims == Claims(archival=True)
        return data if is_same else _written(pdf, described, claims, identity, settings), warnings
    if asked.invoice:
        raise ConformanceFailed(
            filled("The invoice cannot be written as PDF/A-3b: {reason}", reason=" ".join(_reasons(report)))
        )
    warnings.append(_unkept("PDF/A-3b", _reasons(report)))
    return _written(pdf, described, Claims(accessible=claims.accessible), identity, SAVING), warnings


def saved(pdf: Pdf, identity: bytes, settings: dict[str, Any]) -> bytes:
    """The file's bytes; its id says which template version it is of, and nothing else decides it."""
    target = BytesIO()
    pdf.save(target, **settings)
    data = target.getvalue()
    at = data.rfind(STATIC)
    return data if at < 0 else data[:at] + b"<" + identity.hex().encode() + b">" + data[at + len(STATIC) :]


def _written(pdf: Pdf, described: Described, claims: Claims, identity: bytes, settings: dict[str, Any]) -> bytes:
    shape = Dictionary(Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = pdf.make_stream(packet(described, claims), shape)
    return saved(pdf, identity, settings)


def _made_accessible(pdf: Pdf, described: Described) -> list[str]:
    accessible.mend(pdf)
    return accessible.faults(pdf, title=described.words.get("title", ""))


def _make_archival(pdf: Pdf) -> None:
    """Our own packet and Info take the place of those that the library writes, which have the time in them."""
    info = Dictionary({name: value for name, value in pdf.trailer.Info.items()})
    prepare(pdf, FLAVOUR)
    pdf.trailer.Info = pdf.make_indirect(info)
    for name in (Name.MarkInfo, Name.ViewerPreferences):
        part = pdf.Root.get(name)
        if part is not None and Name.Type in part:
            del part.Type
    waiting = [pdf.Root.Outlines] if Name.Outlines in pdf.Root else []
    while waiting:
        item = waiting.pop()
        if Name.SE in item:
            del item.SE
        waiting += [item[name] for name in (Name.First, Name.Next) if name in item]


def _unkept(standard: str, reasons: list[str]) -> RenderWarning:
    return RenderWarning(
        "conformance_not_met",
        filled("The file does not claim {standard}: {reason}", standard=standard, reason=" ".join(reasons[:MOST])),
    )


def _reasons(report: Report) -> list[str]:
    return [f"{finding.where}: {finding.message}." for finding in report.findings[:MOST]]


def identity_of(document_id: str) -> bytes:
    """The sixteen bytes of a document's id."""
    return hashlib.sha256(document_id.encode()).digest()[:16]
