"""What cannot be merged is left out of the merged PDF, and told at its row."""

from __future__ import annotations

import io

import pikepdf
import pytest

from craftkit.lib.storage import from_settings
from renders.batches import actions, answers
from renders.batches.clerk import Clerk, build
from renders.batches.report import report
from renders.models import Batch, BatchFile, Render
from tests.factories import make_batch, make_render, make_template


@pytest.fixture
def template(acme):
    return make_template(acme.project)


def printed(template, name: str, *, password: str = "") -> Render:
    """A render with a PDF of one page, under a password if there is one."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out, encryption=pikepdf.Encryption(owner="boss", user=password) if password else False)
    from_settings().put(f"{name}.pdf", out.getvalue(), content_type="application/pdf")
    return make_render(template, pdf_key=f"{name}.pdf", pdf_bytes=len(out.getvalue()), pages=1)


def merged(batch: Batch) -> BatchFile:
    """The merged PDF, built."""
    file = actions.want_file(batch=batch, kind="merged")
    Clerk([build], worker="host:1:aa", store=from_settings()).round()
    file.refresh_from_db()
    return file


def test_a_document_under_a_password_is_left_out_and_told_at_its_row(template):
    batch = make_batch(printed(template, "a"), printed(template, "b", password="open"), printed(template, "c"))

    file = merged(batch)

    with pikepdf.open(io.BytesIO(from_settings().get(file.key))) as pdf:
        assert len(pdf.pages) == 2
    told = [[warning["code"] for warning in answers.row(row)["warnings"]] for row in batch.rows.order_by("number")]
    assert told == [[], ["not_merged"], []]
    assert ["password" in line for line in "".join(report(batch)).splitlines()] == [False, False, True, False]


def test_nothing_but_documents_under_passwords_is_no_merged_pdf(template):
    file = merged(make_batch(printed(template, "a", password="open")))

    assert (file.status, file.error_code) == ("failed", "documents_locked")
