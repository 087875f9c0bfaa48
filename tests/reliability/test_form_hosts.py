"""What a host does with the embedded form from its own page, across two origins and on real processes."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDE, ui_browser
from tests.reliability.embedding import form_session, host, install, show

__all__ = ["host", "install", "ui_browser"]
pytestmark = [pytest.mark.server, pytest.mark.browser]
BOOKINGS = [
    {"id": "b1", "label": "Harbour tour", "customer": {"name": "First Corp"}, "total": 10},
    {"id": "b2", "label": "Museum night", "customer": {"name": "Second Corp"}, "total": 20},
]


def test_a_host_fills_follows_and_sends_the_form_from_its_own_page(install, host, ui_browser):
    page = ui_browser.new_page(viewport=WIDE)
    frame = show(page, install, host, form_session(install))

    page.evaluate('form.prefill({ customer: { name: "Early Corp", email: "early@acme.example" }, notes: "Hello" })')
    expect(frame.get_by_label("Customer name")).to_have_value("Early Corp")
    page.evaluate("(rows) => form.setDataset('bookings', rows)", BOOKINGS)
    frame.get_by_label("Fill from bookings").fill("Museum night")
    frame.get_by_label("Fill from bookings").press("Tab")
    expect(frame.get_by_label("Customer name")).to_have_value("Second Corp")
    expect(frame.get_by_label("Notes")).to_have_value("Hello")
    made = page.evaluate("form.submit()")
    frame.get_by_role("heading", name="Your document is ready").wait_for()
    page.wait_for_function("log.some(([name, said]) => name === 'form.changed' && said.keys.includes('total'))")

    listed = install.call("GET", "/v1/embed/renders").body["renders"]
    said = page.evaluate("log")
    found = next(render for render in listed if render["id"] == made["renderId"])
    keys = {key for name, told in said if name == "form.changed" for key in told["keys"]}
    assert found["datasetSelection"] == {"bookings": "b2"}
    assert {"customer.name", "customer.email", "notes", "total"} <= keys
    assert "Second Corp" not in json.dumps(said)
    assert [name for name, _ in said if name in {"ready", "form.submitted", "document.ready", "error"}] == [
        *("ready", "form.submitted", "document.ready")
    ]
    page.close()


def test_a_host_may_stop_or_change_what_is_sent(install, host, ui_browser):
    page = ui_browser.new_page(viewport=WIDE)
    ask = "onSubmit: (asked) => { window.asked = asked; return window.reply; }"
    frame = show(page, install, host, form_session(install), ask)
    frame.get_by_label("Customer name").fill("Acme Corp")
    frame.get_by_label("Total", exact=True).fill("1")

    page.evaluate('window.reply = { action: "cancel", message: "The day is full." }')
    frame.get_by_role("button", name="Submit").click()
    frame.get_by_text("The day is full.").wait_for()
    asked = page.evaluate("asked")
    changed = {"customer": {"name": "Changed Corp"}, "total": 2}
    page.evaluate("(data) => { window.reply = { action: 'continue', data }; }", changed)
    frame.get_by_role("button", name="Submit").click()
    frame.get_by_role("heading", name="Your document is ready").wait_for(timeout=60_000)
    frame.get_by_text("Changed Corp").first.wait_for()

    assert asked == {"data": {"customer": {"name": "Acme Corp"}, "total": 1}, "datasetSelection": {}}
    page.close()
