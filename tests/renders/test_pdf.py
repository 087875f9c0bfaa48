"""Bytes to bytes: what a browser would have given, made reproducible."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pikepdf
import pytest

from renders.options import PdfOptions
from renders.pdf import content_hash, count_pages, finish, renumber_nodes


@pytest.fixture
def raw() -> bytes:
    """Two empty pages with the browser's kind of metadata."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.add_blank_page(page_size=(842, 595))
        pdf.docinfo["/CreationDate"] = "D:20260101000000Z"
        pdf.docinfo["/Producer"] = "Skia/PDF"
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_the_same_input_gives_the_same_bytes(raw: bytes) -> None:
    options = PdfOptions(title="A", watermark="TEST")

    first = finish(raw, options=options, created=None, document_id="one")
    second = finish(raw, options=options, created=None, document_id="one")

    assert first == second
    assert first.sha256 == hashlib.sha256(first.pdf).hexdigest()
    assert first.pages == 2


def test_the_document_s_identity_is_in_the_file(raw: bytes) -> None:
    one, other = (finish(raw, options=PdfOptions(), created=None, document_id=name) for name in ("one", "other"))

    with pikepdf.open(BytesIO(one.pdf)) as pdf, pikepdf.open(BytesIO(other.pdf)) as twin:
        assert bytes(pdf.trailer.ID[0]) == hashlib.sha256(b"one").digest()[:16]
        assert bytes(pdf.trailer.ID[0]) != bytes(twin.trailer.ID[0])
    assert one.content_hash == other.content_hash


def test_without_a_date_there_is_none(raw: bytes) -> None:
    finished = finish(raw, options=PdfOptions(), created=None, document_id="x")

    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        assert set(pdf.docinfo.keys()) == {"/Producer", "/Creator"}
        assert not pdf.Root.ViewerPreferences.DisplayDocTitle


def test_dates_are_in_utc(raw: bytes) -> None:
    noon = datetime(2026, 5, 1, 12, tzinfo=timezone(timedelta(hours=2)))

    finished = finish(raw, options=PdfOptions(), created=noon, document_id="x")
    same = finish(raw, options=PdfOptions(), created=noon.astimezone(UTC), document_id="x")

    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260501100000+00'00'"
    assert finished == same


@pytest.mark.parametrize("title", ["Ünïcode ✓", "two\nlines", ") /Evil (", "--option", "\\(", "<</A/B>>"])
def test_a_title_is_only_ever_text(raw: bytes, title: str) -> None:
    finished = finish(raw, options=PdfOptions(title=title), created=None, document_id="x")

    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        assert str(pdf.docinfo["/Title"]) == title
        assert set(pdf.docinfo.keys()) == {"/Title", "/Producer", "/Creator"}


def test_the_watermark_is_an_artifact_on_every_page(raw: bytes) -> None:
    finished = finish(raw, options=PdfOptions(watermark="TEST"), created=None, document_id="x")

    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        for page in pdf.pages:
            steps = pikepdf.parse_content_stream(page)
            names = [str(step.operator) for step in steps]
            tags = [str(step.operands[0]) for step in steps if str(step.operator) == "BDC"]
            form = page.Resources.XObject.CraftkitMark
            assert tags == ["/Artifact"]
            assert names.count("q") == names.count("Q")
            assert form.Subtype == "/Form"
            assert [float(edge) for edge in form.BBox[2:]] == [float(edge) for edge in page.mediabox[2:]]
            assert b"Tj" not in form.read_bytes()


def test_structure_ids_count_from_one_and_move_nothing() -> None:
    raw = b"/ID (node00000707)>> /Headers [(node00000031) (node00000707)] (node123456789)"

    even = renumber_nodes(raw)

    assert even == b"/ID (node00000002)>> /Headers [(node00000001) (node00000002)] (node000000003)"
    assert len(even) == len(raw)


def test_texts_that_look_like_structure_ids_stay() -> None:
    raw = b"/Title (node00000707) /Alt (node00000707) /ID (node00000707) \\(node00000707\\)"

    assert renumber_nodes(raw) == b"/Title (node00000707) /Alt (node00000707) /ID (node00000001) \\(node00000707\\)"


def test_the_content_hash_sees_pages_and_watermark_only() -> None:
    head = b"%PDF-1.4\n%\xd3\xeb\xe9\xe1\n1 0 obj\n<</Title (A)\n/Creator (Chromium)>>\nendobj\n"
    other_head = b"%PDF-1.4\n%\xd3\xeb\xe9\xe1\n1 0 obj\n<</Title (Longer)\n/Creator (Chromium)>>\nendobj\n"
    page, tail = b"2 0 obj\n<</Type /Page>>\nendobj\n", b"xref\n0 3\noffsets"

    plain = content_hash(head + page + tail, PdfOptions())

    assert content_hash(other_head + page + b"xref\n0 3\nothers", PdfOptions()) == plain
    assert content_hash(head + page.replace(b"2 0", b"3 0") + tail, PdfOptions()) != plain
    assert content_hash(head + page + tail, PdfOptions(watermark="TEST")) != plain


def test_pages_are_counted(raw: bytes) -> None:
    assert count_pages(raw) == 2
