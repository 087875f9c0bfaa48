"""Conformance: what a PDF claimed to conform to before it was filled in is claimed after only where it still holds."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
from lxml import etree
from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf
from pikepdf.pdfa import resolve_save_kwargs, validate_written

from renders.finishing.xmp import END, NAMESPACES, START, Claims, Described, packet

FLAVOUR = "3b"
SAVING: dict[str, Any] = {"object_stream_mode": ObjectStreamMode.generate, "deterministic_id": True}
READER = etree.XMLParser(resolve_entities=False, no_network=True)


def settled(data: bytes) -> bytes:
    """The filled PDF with those of its claims that it still keeps.

    PDF/UA is withdrawn: what signers wrote is not in the tags. PDF/A stays where the check of the finished bytes
    passes, and with it what stands on it: an electronic invoice.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        told = _told(pdf)
        if told is None or not (_says(told, "pdfaid") or _says(told, "pdfuaid")):
            return data
        gone = {"pdfuaid"}
        if _says(told, "pdfaid") and not (_is_ours(told) and _holds(pdf)):
            gone |= {"pdfaid", "fx"}
        settings = SAVING if "pdfaid" in gone else resolve_save_kwargs(FLAVOUR, **SAVING)
        return _saved(pdf, _without(told, gone), settings)


def _told(pdf: Pdf) -> etree._Element | None:
    """The packet that describes the file, if it has one that can be read."""
    if Name.Metadata not in pdf.Root:
        return None
    try:
        return etree.fromstring(pdf.Root.Metadata.read_bytes().strip(), READER)
    except etree.XMLSyntaxError:
        return None


def _says(told: etree._Element, prefix: str, name: str = "part") -> str:
    """What the packet says, as an element or as an attribute."""
    key = f"{{{NAMESPACES[prefix]}}}{name}"
    values = [element.text or "" for element in told.iter(key)]
    values += [element.get(key, "") for element in told.iter() if key in element.attrib]
    return next(filter(None, values), "")


def _is_ours(told: etree._Element) -> bool:
    """Whether it is the part and level that the check is for."""
    return (_says(told, "pdfaid"), _says(told, "pdfaid", "conformance")) == ("3", "B")


def _holds(pdf: Pdf) -> bool:
    """Whether the file is PDF/A still. The check knows no extension schemas, so it sees a packet without."""
    settings = resolve_save_kwargs(FLAVOUR, **SAVING)
    plain = packet(Described("Craftkit"), Claims(archival=True))
    return bool(validate_written(BytesIO(_saved(pdf, plain, settings)), FLAVOUR, save_kwargs=settings).passed)


def _without(told: etree._Element, gone: set[str]) -> bytes:
    """The packet without what it says in some namespaces."""
    spaces = tuple(f"{{{NAMESPACES[prefix]}}}" for prefix in gone)
    for element in list(told.iter(etree.Element)):
        for key in [key for key in element.attrib if str(key).startswith(spaces)]:
            del element.attrib[key]
        if str(element.tag).startswith(spaces):
            element.getparent().remove(element)
    return START.encode() + etree.tostring(told, encoding="utf-8") + END.encode()


def _saved(pdf: Pdf, told: bytes, settings: dict[str, Any]) -> bytes:
    pdf.Root.Metadata = pdf.make_stream(told, Dictionary(Type=Name.Metadata, Subtype=Name.XML))
    target = BytesIO()
    pdf.save(target, **settings)
    return target.getvalue()
