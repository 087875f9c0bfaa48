"""A member's way through the dashboard's own editor on real processes: from a new template to the right PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.conftest import PATIENCE_MS, ui_browser, watched
from tests.reliability.harness import House

__all__ = ["ui_browser"]
pytestmark = [pytest.mark.server, pytest.mark.browser]


@pytest.fixture
def install(house: House) -> House:
    """Web and a worker."""
    house.start_broker()
    house.start_web()
    house.start_workers("work", lanes=1)
    return house


@pytest.fixture
def page(install: House, ui_browser: Browser) -> Iterator[Page]:
    """The owner's browser at the list of templates; any complaint of the browser fails the test."""
    origin = f"http://127.0.0.1:{install.port}"
    context = ui_browser.new_context(base_url=origin, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    problems = watched(page)
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(install.ground.credentials["email"])
    page.get_by_label("Password").fill(install.ground.credentials["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/projects/*")
    page.goto(f"{page.url}/templates")
    yield page
    context.close()
    assert problems == []


def begin(page: Page, kind: str) -> FrameLocator:
    page.get_by_role("link", name="New template").first.click()
    page.get_by_role("link", name=kind).click()
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Publish", exact=True).wait_for()
    return frame


def publish(page: Page, frame: FrameLocator) -> None:
    """Through the dialog, until it is done."""
    frame.get_by_role("button", name="Publish", exact=True).click()
    with page.expect_response("**/publish"):
        frame.get_by_role("dialog").get_by_role("button", name="Publish", exact=True).click()
    frame.get_by_role("dialog").wait_for(state="hidden")


def text_of(page: Page) -> str:
    """What the document says, once it is made."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Download PDF").click()
    with pypdfium2.PdfDocument(io.BytesIO(download.value.path().read_bytes())) as document:
        return "\n".join(sheet.get_textpage().get_text_range() for sheet in document)


def test_a_new_template_is_written_published_filled_in_and_printed(page):
    frame = begin(page, "Blank document")
    frame.locator(".ProseMirror[contenteditable=true]").first.click()
    page.keyboard.type("Dear ")
    frame.get_by_role("button", name="New variable").click()
    frame.locator(".ck-form input").first.fill("Customer name")
    frame.get_by_role("button", name="Add and insert").click()
    page.keyboard.type(", welcome aboard.")
    publish(page, frame)
    page.wait_for_url("**/templates/*/edit")
    frame.get_by_role("button", name="Close").click()

    expect(page.get_by_text("Published v1")).to_be_visible()
    page.get_by_role("link", name="Create document").click()
    form = page.frame_locator("iframe")
    form.get_by_label("Customer name").fill("Ada Example")
    form.get_by_role("button", name="Submit").click()
    page.wait_for_url("**/documents/*")

    assert "Dear Ada Example, welcome aboard." in text_of(page)
    with page.expect_request(lambda asked: "Ada Example" in (asked.post_data or "")) as asked:
        page.get_by_role("link", name="Open in builder").click()
        page.frame_locator("iframe").get_by_role("button", name="Preview", exact=True).click()
    assert asked.value.url.endswith("/preview")


def test_a_source_is_begun_and_tried_with_made_up_data(page):
    frame = begin(page, "HTML and CSS")
    publish(page, frame)
    page.wait_for_url("**/templates/*/edit")
    page.locator("[data-back]").click()

    page.get_by_role("button", name="Render with sample data").click()
    page.wait_for_url("**/documents/*")

    assert "Hello, " in text_of(page)


def test_the_example_fills_the_form(page):
    page.get_by_role("link", name="Invoice", exact=True).click()
    page.get_by_role("link", name="Create document").click()
    form = page.frame_locator("iframe")

    page.get_by_role("button", name="Fill with example data").click()

    expect(form.get_by_label("Customer name")).not_to_have_value("")
