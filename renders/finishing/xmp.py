"""Xmp: the metadata packet of a PDF, with what the file claims to conform to. It has no dates, like the file itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

START = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
END = '\n<?xpacket end="w"?>'
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "fx": "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
FACTUR_X = (
    "Factur-X PDFA Extension Schema",
    "fx",
    {
        "DocumentFileName": ("Text", "external", "The name of the embedded XML document"),
        "DocumentType": ("Text", "external", "The type of the hybrid document"),
        "Version": ("Text", "external", "The version of the standard that the XML follows"),
        "ConformanceLevel": ("Text", "external", "The conformance level of the embedded XML"),
    },
)
ACCESSIBLE = (
    "PDF/UA Universal Accessibility Schema",
    "pdfuaid",
    {"part": ("Integer", "internal", "The part of the standard that the file conforms to")},
)
Schema = tuple[str, str, Mapping[str, tuple[str, str, str]]]


@dataclass(frozen=True, slots=True)
class Claims:
    """What the file says that it conforms to; `invoice` is the level of its Factur-X invoice."""

    archival: bool = False
    accessible: bool = False
    invoice: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """What the packet tells of the document; the same as in the file's Info."""

    producer: str
    words: Mapping[str, str] = field(default_factory=dict)


def packet(described: Described, claims: Claims) -> bytes:
    """The packet as XML."""
    words = {name: escape(_legal(text)) for name, text in described.words.items() if text}
    parts = [
        _alternative("dc:title", words.get("title", "")),
        f"<dc:creator><rdf:Seq><rdf:li>{words['author']}</rdf:li></rdf:Seq></dc:creator>" if "author" in words else "",
        _alternative("dc:description", words.get("subject", "")),
        f"<pdf:Keywords>{words['keywords']}</pdf:Keywords>" if "keywords" in words else "",
        f"<pdf:Producer>{escape(described.producer)}</pdf:Producer>",
        f"<xmp:CreatorTool>{escape(described.producer)}</xmp:CreatorTool>",
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" if claims.archival else "",
        "<pdfuaid:part>1</pdfuaid:part>" if claims.accessible else "",
        _invoice(claims.invoice) if claims.invoice else "",
        _extensions(claims) if claims.archival else "",
    ]
    inside = "".join(parts)
    used = {prefix: place for prefix, place in NAMESPACES.items() if prefix != "rdf" and f"<{prefix}:" in inside}
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in used.items())
    about = f'<rdf:Description rdf:about="" {spaces}>\n{chr(10).join(filter(None, parts))}\n</rdf:Description>'
    body = f'<rdf:RDF xmlns:rdf="{NAMESPACES["rdf"]}">\n{about}\n</rdf:RDF>'
    return f'{START}<x:xmpmeta xmlns:x="adobe:ns:meta/">\n{body}\n</x:xmpmeta>{END}'.encode()


def _legal(text: str) -> str:
    """Without the characters that XML has no way to write."""
    return "".join(letter for letter in text if letter in "\t\n" or letter >= " ")


def _alternative(name: str, text: str) -> str:
    if not text:
        return ""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></{name}>'


def _invoice(level: str) -> str:
    words = {"DocumentType": "INVOICE", "DocumentFileName": "factur-x.xml", "Version": "1.0", "ConformanceLevel": level}
    return "".join(f"<fx:{name}>{word}</fx:{name}>" for name, word in words.items())


def _extensions(claims: Claims) -> str:
    """PDF/A wants every schema that is not its own described in the packet."""
    chosen = [FACTUR_X] * bool(claims.invoice) + [ACCESSIBLE] * claims.accessible
    if not chosen:
        return ""
    items = "".join(_schema(schema) for schema in chosen)
    return f"<pdfaExtension:schemas><rdf:Bag>{items}</rdf:Bag></pdfaExtension:schemas>"


def _schema(schema: Schema) -> str:
    title, prefix, properties = schema
    listed = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{words}</pdfaProperty:description></rdf:li>"
        for name, (kind, category, words) in properties.items()
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{NAMESPACES[prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{listed}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
