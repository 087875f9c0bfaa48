"""A link as its reader meets it in a real browser: opened, printed, downloaded; and that just that is recorded."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import expect

from craftkit.lib.storage import from_settings
from sharing.models import EngagementEvent, MachineHit, Share, Visit
from tests.browser.conftest import PHONE, WIDE, sign_in, watched
from tests.factories import make_render, make_share, make_template

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36"


def pdf_of(pages: int) -> bytes:
    """A PDF with a line of text on each page."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            page.obj.Contents = pdf.make_stream(f"BT /F 24 Tf 72 740 Td (Page {number} of the lease) Tj ET".encode())
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.fixture
def document(acme):
    data = pdf_of(4)
    from_settings().put("sharing/browser.pdf", data, content_type="application/pdf")
    return make_render(
        make_template(acme.project),
        pdf_key="sharing/browser.pdf",
        pdf_bytes=len(data),
        pdf_sha256=hashlib.sha256(data).hexdigest(),
        pages=4,
        filename="lease.pdf",
    )


def recorded() -> list[str]:
    return sorted(EngagementEvent.objects.values_list("event_type", flat=True))


def told(request) -> bool:
    """Whether a finished request is a signal of the page. Look only then: readers lock SQLite's test tables."""
    return request.url.endswith("/beacon")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
def test_reading_printing_and_downloading_are_recorded_and_nothing_else(ui_context, document, size):
    share = make_share(document, message="As agreed.")
    page = ui_context(viewport=size, user_agent=BROWSER).new_page()
    problems = watched(page)
    page.add_init_script("window.print = () => {}")

    with page.expect_event("requestfinished", told):
        page.goto(f"/share/{share.token}")
    assert recorded() == ["viewed"]
    expect(page.get_by_text("Page 1 of the lease")).to_be_attached()
    with page.expect_event("requestfinished", told):
        page.get_by_role("button", name="Print").first.click()
    assert recorded() == ["printed", "viewed"]
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").first.click()

    assert download.value.suggested_filename == "lease.pdf"
    assert recorded() == ["downloaded", "printed", "viewed"]
    assert Visit.objects.count() == 1
    assert not MachineHit.objects.exists()
    assert problems == []


def test_a_page_that_nobody_sees_is_not_viewed(ui_context, document):
    share = make_share(document)
    page = ui_context(user_agent=BROWSER).new_page()
    page.add_init_script("Object.defineProperty(document, 'visibilityState', {get: () => 'hidden'})")

    page.goto(f"/share/{share.token}")
    expect(page.get_by_text("Page 1 of the lease")).to_be_attached()
    page.wait_for_timeout(1500)

    assert recorded() == []


def test_a_headless_browser_is_a_machine(ui_context, document):
    share = make_share(document)
    page = ui_context(user_agent=BROWSER.replace("Chrome", "HeadlessChrome")).new_page()

    page.goto(f"/share/{share.token}")
    expect(page.get_by_text("Page 1 of the lease")).to_be_attached()
    page.wait_for_timeout(1500)

    assert recorded() == []
    assert MachineHit.objects.filter(deed="page").exists()


def test_a_password_form_works_under_the_policies_of_a_real_browser(ui_context, document):
    share = make_share(document, password_hash=make_password("open sesame"))
    page = ui_context(user_agent=BROWSER).new_page()
    page.goto(f"/share/{share.token}")

    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Open the document").click()
    expect(page.get_by_role("alert")).to_have_text("That password is not right.")
    page.get_by_label("Password").fill("open sesame")
    page.get_by_role("button", name="Open the document").click()

    expect(page.get_by_text("Page 1 of the lease")).to_be_attached()


def test_a_link_is_made_copied_and_revoked_on_the_documents_page(ui_page, acme, document):
    sign_in(ui_page, acme)
    ui_page.goto(f"/projects/{acme.project.pk}/documents/{document.pk}")

    ui_page.get_by_role("link", name="Make link").click()
    dialog = ui_page.get_by_role("dialog")
    dialog.get_by_label("Link ends").select_option("7")
    dialog.get_by_role("button", name="Make link").click()
    ui_page.wait_for_url("**/sharing")
    expect(ui_page.get_by_text("/share/cks_")).to_be_visible()
    share = Share.objects.get()
    ui_page.get_by_role("link", name="Revoke").click()
    ui_page.get_by_role("dialog").get_by_role("button", name="Revoke link").click()

    expect(ui_page.get_by_text("opens nothing any more")).to_be_visible()
    share.refresh_from_db()
    assert share.revoked_at
    assert timedelta(days=6) < share.expires_at - timezone.now() < timedelta(days=7, minutes=1)
