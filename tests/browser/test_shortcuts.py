"""The keys of the dashboard: told by a dialog, good for going to pages, silent where somebody types or wants none."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def quickly(page: Page, keys: str) -> None:
    """Keys pressed at the same moment, however slowly they arrive: two that are far apart lead nowhere."""
    devtools, moment = page.context.new_cdp_session(page), time.time()
    for key in keys:
        for kind in ("keyDown", "keyUp"):
            devtools.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "text": key, "timestamp": moment})


def test_the_keys_are_told_and_lead_to_pages_unless_somebody_types_or_wants_none(ui_page, acme):
    sign_in(ui_page, acme)
    keys = ui_page.get_by_role("dialog", name="Keyboard shortcuts")

    ui_page.keyboard.press("?")
    expect(keys).to_be_visible()
    ui_page.keyboard.press("Escape")
    expect(keys).to_be_hidden()

    with ui_page.expect_event("load"):
        quickly(ui_page, "gd")
    expect(ui_page).to_have_url(re.compile("/documents$"))
    ui_page.get_by_role("searchbox").first.fill("")
    ui_page.keyboard.type("gt?")
    expect(ui_page).to_have_url(re.compile("/documents"))
    expect(keys).to_be_hidden()

    ui_page.get_by_role("button", name="Keyboard shortcuts").click()
    keys.get_by_label("Single keys work in this browser").uncheck()
    keys.get_by_role("button", name="Close").click()
    ui_page.keyboard.press("?")
    ui_page.keyboard.press("/")
    expect(ui_page.locator("dialog[open]")).to_have_count(0)
    ui_page.keyboard.press("Control+k")
    expect(ui_page.locator("dialog.finder")).to_be_visible()
