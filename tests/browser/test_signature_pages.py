"""Signatures in the dashboard, in a browser: fields are placed, two people sign, and the signed PDF holds."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from craftkit.lib.storage import from_settings
from renders.models import Render
from signatures import sealing
from signatures.models import Field, Recipient, SignatureRequest
from signatures.pades import inspect
from tests.browser.conftest import PHONE, WIDE, apart, sign_in, watched
from tests.browser.papers import make_document
from tests.browser.test_signing import picture
from tests.signatures.conftest import known_key, printer
from tests.signatures.trails import passing_trails

__all__ = ["known_key", "passing_trails"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_new(page: Page, document: Render) -> None:
    """From the document's page to the one that sends it."""
    page.goto(f"/projects/{document.project_id}/documents/{document.pk}")
    page.get_by_role("link", name="Send for signature").click()
    page.get_by_role("heading", name="Send for signature").wait_for()


def fill_row(page: Page, number: int, first: str, email: str) -> None:
    """A recipient."""
    row = page.get_by_role("group", name=f"Recipient {number}")
    row.get_by_label("First name").fill(first)
    row.get_by_label("E-mail").fill(email)


def place(page: Page) -> None:
    """A signature for the first by dragging, one for the second by keys."""
    page.get_by_label("New fields for").select_option(label="Ruth")
    paper = page.locator("[data-page='1']")
    page.get_by_role("button", name="Signature", exact=True).drag_to(paper, target_position={"x": 120, "y": 160})
    field = page.locator(".prepare-field[aria-pressed]")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_label("New fields for").select_option(label="Omar")
    page.get_by_role("button", name="Initials", exact=True).press("Enter")
    expect(field).to_be_focused()
    before = field.bounding_box()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowRight"):
        page.keyboard.press(key)
    after = field.bounding_box()
    assert before
    assert after
    assert after["x"] > before["x"]
    assert after["width"] > before["width"]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_two_people_sign_what_was_sent_from_the_dashboard(ui_context, acme, size, tmp_path):
    document = make_document(acme.project)
    page = ui_context(viewport=size).new_page()
    problems = watched(page)
    sign_in(page, acme)
    open_new(page, document)
    fill_row(page, 1, "Ruth", "ruth@example.com")
    page.get_by_role("button", name="Add", exact=True).click()
    fill_row(page, 2, "Omar", "omar@example.com")
    page.get_by_label("One after the other").check()
    place(page)
    picture(page, f"send-{size['width']}")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("0 of 2 done").wait_for()

    for name in ("Ruth", "Omar"):
        sign_as(ui_context(viewport=size).new_page(), name)
        page.reload()
        picture(page, f"request-{size['width']}-{name}")
    assert apart(seal)
    expect(page.get_by_role("status").get_by_text("Completed")).to_be_visible()
    picture(page, f"request-{size['width']}-completed")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    with page.expect_download() as download:
        page.get_by_role("link", name="Signed PDF").first.click()
    signed = tmp_path / "signed.pdf"
    download.value.save_as(signed)

    assert problems == []
    refuse_broken(signed)
    page.goto(f"/projects/{acme.project.pk}/signatures")
    picture(page, f"list-{size['width']}")


def seal() -> bool:
    """What a worker does."""
    return sealing.serve_next(worker="test", store=from_settings(), printer=printer)


def sign_as(page: Page, name: str) -> None:
    """Through the link, by typing."""
    signer = Recipient.objects.get(first_name=name)
    page.goto(f"/sign/{signer.token}")
    field = Field.objects.get(recipient=signer)
    page.locator("ck-signature").get_by_role("button", name="Type").click()
    expect(page.locator(f"#f{field.pk}")).to_have_value(signer.initials if field.kind == "initials" else signer.name)
    page.locator(f"#f{field.pk}").fill(name)
    page.get_by_label("I agree to sign").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()


def refuse_broken(signed: Path) -> None:
    """pyHanko and poppler both find the whole file signed and unchanged."""
    request = SignatureRequest.objects.get()
    verdict = apart(lambda: inspect(signed.read_bytes()))
    assert request.status == "completed"
    assert verdict.is_intact
    assert shutil.which("pdfsig")
    said = subprocess.run(["pdfsig", str(signed)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_empty_and_faulty_pages_say_what_to_do(ui_context, acme, size):
    page = ui_context(viewport=size).new_page()
    sign_in(page, acme)
    page.goto(f"/projects/{acme.project.pk}/signatures")
    page.get_by_role("link", name="Choose a template").wait_for()
    picture(page, f"empty-{size['width']}")
    open_new(page, make_document(acme.project))
    fill_row(page, 1, "Ruth", "ruth@example.com")
    page.get_by_role("button", name="Send", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("Ruth has nothing to fill in.")
    assert page.get_by_label("First name").input_value() == "Ruth"
    picture(page, f"faulty-{size['width']}")
