"""The page of assets in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from templates_app.models import Asset
from tests.browser.conftest import PHONE, sign_in, watched
from tests.factories import make_asset, make_template, make_version
from tests.templates_app.uploads import pdf, png

pytestmark = pytest.mark.browser
FONT = Path(settings.BASE_DIR, "static", "fonts", "liberation", "LiberationSerif-Italic.ttf")


@pytest.fixture
def stocked(acme, transactional_db):
    """A project with an asset of each kind; the logo is in use."""
    make_asset(acme.project, b"Terms", filename="General terms and conditions of delivery, 2027 edition.docx")
    make_asset(acme.project, pdf(3), filename="letterhead.pdf")
    make_asset(acme.project, FONT.read_bytes(), filename="serif.ttf")
    logo = make_asset(acme.project, png(640, 200, "#2340c0"), filename="logo.png")
    make_version(make_template(acme.project)).assets.add(logo)
    return acme


def look(page: Page, address: str, name: str) -> None:
    """Nothing runs out of the window."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_is_shown_without_complaint(ui_context, stocked, size, scheme):
    page = ui_context(viewport=size, color_scheme=scheme).new_page()
    problems = watched(page)
    sign_in(page, stocked)

    look(page, f"/projects/{stocked.project.pk}/assets", f"{size} {scheme}")

    expect(page.locator(".asset")).to_have_count(4)
    expect(page.locator(".asset-view img")).to_have_count(2)
    for at, width in enumerate([640, 480]):
        expect(page.locator(".asset-view img").nth(at)).to_have_js_property("naturalWidth", width)
    page.wait_for_function(
        "[...document.fonts].some(font => font.family.includes('specimen') && font.status == 'loaded')"
    )
    assert problems == []


def test_a_file_is_uploaded_renamed_and_deleted(ui_page, acme, transactional_db):
    sign_in(ui_page, acme)
    ui_page.goto(f"/projects/{acme.project.pk}/assets")
    expect(ui_page.get_by_role("heading", name="No assets yet")).to_be_visible()

    ui_page.get_by_label("Drop files here").set_input_files(
        {"name": "Logo.png", "mimeType": "image/png", "buffer": png()}
    )
    expect(ui_page.get_by_role("heading", name="Logo")).to_be_visible()
    ui_page.get_by_role("link", name="Rename Logo").click()
    ui_page.get_by_role("textbox", name="Name").fill("Mark")
    ui_page.get_by_role("button", name="Rename").click()
    expect(ui_page.get_by_role("heading", name="Mark")).to_be_visible()
    ui_page.get_by_role("link", name="Delete Mark").click()
    ui_page.get_by_role("button", name="Delete asset").click()

    expect(ui_page.get_by_role("heading", name="No assets yet")).to_be_visible()
    assert not Asset.objects.for_project(acme.project).exists()


def test_files_can_be_dropped(ui_page, acme, transactional_db):
    sign_in(ui_page, acme)
    ui_page.goto(f"/projects/{acme.project.pk}/assets")

    transfer = ui_page.evaluate_handle(
        "() => { const all = new DataTransfer(); all.items.add(new File(['a;b'], 'rows.csv')); return all; }"
    )
    ui_page.dispatch_event("form[data-drop]", "drop", {"dataTransfer": transfer})

    expect(ui_page.get_by_role("heading", name="rows")).to_be_visible()


def test_a_used_asset_says_by_whom_instead_of_asking(ui_page, stocked):
    sign_in(ui_page, stocked)
    ui_page.goto(f"/projects/{stocked.project.pk}/assets")

    ui_page.get_by_role("link", name="Delete logo").click()

    dialog = ui_page.get_by_role("dialog")
    expect(dialog.get_by_text("These templates print it")).to_be_visible()
    expect(dialog.get_by_role("button", name="Delete asset")).to_have_count(0)
