"""A person's task with mouse and keyboard: from a blank sheet in a host's page to a published quote of two pages."""

from __future__ import annotations

import base64
import io
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import FrameLocator, Page

from tests.browser.builder.conftest import settle
from tests.browser.conftest import ui_browser, watched
from tests.reliability import embedding
from tests.reliability.embedding import Host, host, install
from tests.reliability.harness import House, until

__all__ = ["host", "install", "ui_browser"]
pytestmark = [pytest.mark.server, pytest.mark.browser]
MAY = {name: True for name in ("publish", "saveDraft", "createCustomVariables", "changePageSettings")}
CATALOG = {
    "allowCustom": True,
    "namespaces": [
        {
            "key": "customer",
            "label": "Customer",
            "fields": [{"key": "customer.name", "label": "Customer name", "dataType": "text", "required": True}],
        },
        {
            "key": "offer",
            "label": "Offer",
            "fields": [
                {"key": "offer.logo", "label": "Logo", "dataType": "image"},
                {"key": "offer.discount", "label": "Discount", "dataType": "text"},
            ],
        },
    ],
    "loops": [
        {
            "key": "items",
            "label": "Line items",
            "itemFields": [
                {"key": "name", "label": "Position", "dataType": "text"},
                {"key": "qty", "label": "Quantity", "dataType": "number"},
                {"key": "price", "label": "Unit price", "dataType": "currency", "format": "currency:EUR"},
            ],
        }
    ],
}
ITEMS = [{"name": "Workshop", "qty": 2, "price": 450}, {"name": "Design", "qty": 1, "price": 1250.5}]


class Hand:
    """What a person does with the editor."""

    def __init__(self, page: Page, frame: FrameLocator) -> None:
        self.page, self.frame, self.keys = page, frame, page.keyboard

    def put(self, label: str) -> None:
        """A variable, from the tree at the side."""
        self.frame.locator(".ck-tree__item", has_text=label).last.click()
        self.pause()

    def insert(self, label: str) -> None:
        """A part, from the menu."""
        self.frame.get_by_role("button", name="Insert", exact=True).click()
        self.frame.get_by_role("menuitem", name=label, exact=True).click()
        self.pause()

    def pause(self) -> None:
        """The editor takes the place of the caret from the browser a moment after a key."""
        settle(self.frame)

    def end(self) -> None:
        """On a new line after all that is there."""
        self.frame.locator(".ck-canvas__doc").focus()
        self.keys.press("Control+End")
        self.pause()


def write_head(hand: Hand) -> None:
    hand.frame.locator(".ck-canvas__doc").click()
    hand.put("Logo")
    hand.end()
    hand.keys.type("# Quote")
    hand.keys.press("Enter")
    hand.keys.type("For ")
    hand.pause()
    hand.put("Customer name")
    hand.keys.press("Enter")


def write_table(hand: Hand) -> None:
    hand.frame.get_by_role("button", name="Insert", exact=True).click()
    hand.frame.locator(".ck-picker i").nth(18).click()  # three by three
    for word in ("Position", "Quantity", "Unit price"):
        hand.keys.type(word)
        hand.keys.press("Tab")
    for label in ("Position", "Quantity", "Unit price"):
        hand.pause()
        hand.put(label)
        hand.keys.press("Tab")
    hand.keys.type("Total")
    hand.keys.press("Tab")
    hand.keys.press("Tab")
    hand.pause()
    frame = hand.frame
    frame.get_by_role("button", name="New variable").click()
    frame.locator(".ck-form input").first.fill("Sum")
    frame.locator(".ck-form").get_by_label("Kind").select_option("currency")
    frame.get_by_text("Worked out from other values").click()
    frame.locator(".ck-form textarea").fill("sum(items[].qty * items[].price)")
    frame.get_by_role("button", name="Add and insert").click()
    hand.pause()


def write_rest(hand: Hand) -> None:
    frame = hand.frame
    hand.end()
    hand.insert("Show only if …")
    hand.keys.type("Your discount: ")
    hand.pause()
    hand.put("Discount")
    frame.get_by_label("Settings").get_by_role("button", name="If").or_(
        frame.get_by_label("Settings").get_by_label("If")
    ).first.select_option(label="Discount")
    hand.end()
    hand.insert("Page break")
    hand.end()
    hand.keys.type("Accepted by")
    hand.keys.press("Enter")
    hand.insert("Signature")
    frame.get_by_role("tab", name="Page").click()
    frame.get_by_role("button", name="Add a footer").click()
    frame.get_by_label("Insert into Centre").select_option("#page")
    hand.pause()


def publish(hand: Hand) -> dict[str, Any]:
    hand.frame.get_by_role("button", name="Publish", exact=True).click()
    with hand.page.expect_response("**/publish") as answer:
        hand.frame.get_by_role("dialog").get_by_role("button", name="Publish", exact=True).click()
    assert answer.value.status == 200, answer.value.text()
    found: dict[str, Any] = answer.value.json()
    return found


def finished(install: House, render: str) -> dict[str, Any]:
    """The document once it is made, which may be after the answer to whoever waited for it."""
    found: dict[str, Any] = {}

    def is_over() -> bool:
        found.update(install.call("GET", f"/v1/renders/{render}").body)
        return found["status"] in {"succeeded", "failed"}

    until(is_over, "the document")
    return found


def logo() -> str:
    out = io.BytesIO()
    Image.new("RGB", (1200, 400), "#204080").save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_a_quote_of_two_pages_from_a_blank_sheet(install: House, host: Host, ui_browser):
    page = ui_browser.new_page(viewport={"width": 1440, "height": 900})
    problems = watched(page)
    token = embedding.mint(install, MAY, {"mode": "create"}, variableCatalog=CATALOG)["session_token"]
    origin = f"http://127.0.0.1:{install.port}"
    host.page = (
        f'<div id="host"></div><script src="{origin}/sdk/v1/craftkit.js"></script>'
        f'<script>Craftkit.mountBuilder({{ container: "#host", sessionToken: "{token}" }})</script>'
    )
    page.goto(host.origin)
    frame = page.frame_locator("iframe")
    frame.locator(".ck-canvas__doc").wait_for(timeout=60_000)
    hand = Hand(page, frame)

    write_head(hand)
    write_table(hand)
    write_rest(hand)
    publish(hand)

    listed = install.call("GET", "/v1/templates").body["templates"]
    slug = max(listed, key=lambda row: row["createdAt"])["slug"]
    data = {"customer": {"name": "Acme Corp"}, "offer": {"logo": logo(), "discount": "5 %"}, "items": ITEMS}
    asked = install.call("POST", f"/v1/templates/{slug}/render", {"data": data, "options": {"sync": True}})
    made = finished(install, asked.body["id"])
    first, second = pages_of(install.http.request("GET", made["downloadUrl"], timeout=60).data)

    assert problems == []
    assert made["warnings"] == []
    for word in ("Quote", "For Acme Corp", "Workshop", "450.00", "Design", "2,150.50", "Your discount: 5 %"):
        assert word in first
    assert "Accepted by" in second
    assert "2" in second.split()
