"""Bytes in, bytes out: the browser's PDF made reproducible, named and marked. Same input, same bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from renders.finishing import Extras, dress, save_claiming
from renders.finishing.claims import identity_of
from renders.finishing.xmp import Described
from renders.lettering import watermark_form
from renders.options import PdfOptions
from renders.packing import layout_of, pack
from renders.papers import draw_over, paper_of
from renders.places import settle
from templates_app.compiler.inline import FIELD_SCHEME
from templates_app.warnings import RenderWarning

PRODUCER = "Craftkit"
PLAIN = Extras()
INTERNAL = "http://render.invalid/"
# Chromium names structure elements after its own node counter, which goes on from one document to the next.
NODE = re.compile(rb"\(node(\d{8,})\)")
HUMAN_TEXT = (b"/Title ", b"/Alt ", b"/ActualText ", b"/URI ", b"/T ", b"/E ", b"/Contents ")
LONGEST_KEY = max(map(len, HUMAN_TEXT))
INFO = re.compile(rb"\A%PDF-[^\n]*\n.{0,20}?\d+ 0 obj\n<<(?:/Title|/Creator|/Producer).*?\nendobj\n", re.DOTALL)


@dataclass(frozen=True)
class Finished:
    """A PDF ready to be stored. `sha256` is of its bytes; `content_hash` of what is on the pages, whatever its name."""

    pdf: bytes
    sha256: str
    pages: int
    content_hash: str
    warnings: tuple[RenderWarning, ...] = ()


def finish(
    raw: bytes, *, options: PdfOptions, created: datetime | None, document_id: str, extras: Extras = PLAIN
) -> Finished:
    """One pass over the browser's PDF: dates, ids, title, language, watermark, compression, and what else is asked."""
    even = renumber_nodes(raw)
    with pikepdf.open(BytesIO(even)) as pdf:
        if INTERNAL.encode() in even:
            _cut_internal_links(pdf)
        if FIELD_SCHEME.encode() in even:
            settle(pdf)
        words = {"title": options.title, **extras.finishing.metadata}
        _describe(pdf, words, options.language, created)
        warnings = dress(pdf, extras, title=words["title"])
        if options.watermark:
            _mark(pdf, options.watermark)
        identity = identity_of(document_id)
        pdf.trailer.ID = Array([String(identity), String(identity)])
        pages = len(pdf.pages)
        data, unkept = _save(pdf, even, extras, Described(PRODUCER, words), identity, has_grown=bool(options.watermark))
    found = content_hash(even, options, extras.digest)
    return Finished(data, hashlib.sha256(data).hexdigest(), pages, found, (*warnings, *unkept))


def _save(
    pdf: Pdf, even: bytes, extras: Extras, described: Described, identity: bytes, *, has_grown: bool
) -> tuple[bytes, list[RenderWarning]]:
    """The bytes, and which claims could not be kept; a long report that wants nothing special takes the short way."""
    is_plain = extras.finishing == PLAIN.finishing and INTERNAL.encode() not in even
    layout = layout_of(even) if is_plain else None
    if layout is None:
        return save_claiming(pdf, extras, described, identity)
    return pack(pdf, even, layout, identity, has_grown=has_grown), []


def renumber_nodes(raw: bytes) -> bytes:
    """Structure ids counted from one, in the same order and as wide as before, so that no offset moves."""
    if b"(node" not in raw:
        return raw
    numbers = {match: rank for rank, match in enumerate(sorted(set(NODE.findall(raw)), key=int), start=1)}

    def renumber(match: re.Match[bytes]) -> bytes:
        start = match.start()
        if raw[max(0, start - LONGEST_KEY) : start].endswith(HUMAN_TEXT):
            return match[0]
        digits = match[1]
        return b"(node%0*d)" % (len(digits), numbers[digits])

    return NODE.sub(renumber, raw)


def content_hash(even: bytes, options: PdfOptions, extras: bytes = b"") -> str:
    """SHA-256 over the pages as the browser drew them: no dates, no title, no offsets; watermark and extras count."""
    body = INFO.sub(b"", even, count=1).rpartition(b"\nxref\n")[0] or even
    digest = hashlib.sha256(body)
    digest.update((options.watermark or "").encode())
    digest.update(extras)
    return digest.hexdigest()


def count_pages(raw: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(BytesIO(raw)) as pdf:
        return len(pdf.pages)


def _describe(pdf: Pdf, words: Mapping[str, str], language: str, created: datetime | None) -> None:
    """Title, language and dates; without `created` the PDF has no dates, because the clock is not part of its input."""
    if Name.Info not in pdf.trailer:
        pdf.trailer.Info = pdf.make_indirect(Dictionary())
    for name in list(pdf.trailer.Info.keys()):
        del pdf.trailer.Info[name]
    pdf.trailer.Info.Producer = pdf.trailer.Info.Creator = PRODUCER
    for name, word in words.items():
        if word:
            pdf.trailer.Info[f"/{name.title()}"] = word
    if created is not None:
        moment = created.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
        pdf.trailer.Info.CreationDate = pdf.trailer.Info.ModDate = moment
    pdf.Root.Lang = language
    if Name.ViewerPreferences not in pdf.Root:
        pdf.Root.ViewerPreferences = Dictionary()
    pdf.Root.ViewerPreferences.DisplayDocTitle = bool(words["title"])


def _mark(pdf: Pdf, text: str) -> None:
    """The watermark over every page, as an artifact: readers see it, extraction and screen readers do not."""
    before = pdf.make_stream(b"q")
    forms: dict[tuple[float, float], pikepdf.Object] = {}
    for page in pdf.pages:
        paper = paper_of(page)
        size = (paper.width, paper.height)
        if size not in forms:
            forms[size] = watermark_form(pdf, text, width=size[0], height=size[1])
        drawn = draw_over(page, forms[size], Name.CraftkitMark, paper.matrix)
        page.contents_add(before, prepend=True)
        page.contents_add(f"Q q /Artifact <</Type /Pagination /Subtype /Watermark>> BDC {drawn} EMC Q".encode())


def _cut_internal_links(pdf: Pdf) -> None:
    """Links to the address that only the printing page knows lead nowhere: relative links of a document."""
    for page in pdf.pages:
        links = page.obj.get(Name.Annots)
        if links is not None:
            page.obj.Annots = Array([link for link in links if not _target(link).startswith(INTERNAL)])


def _target(link: pikepdf.Object) -> str:
    action = link.get(Name.A, Dictionary())
    return str(action.get(Name.URI, ""))
