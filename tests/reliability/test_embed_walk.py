"""A person's way through the embedded builder on real processes, from a host page of another origin to the PDF."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ui_browser, watched
from tests.reliability import embedding
from tests.reliability.embedding import Host, host, install
from tests.reliability.harness import House

__all__ = ["host", "install", "ui_browser"]
pytestmark = [pytest.mark.server, pytest.mark.browser]
PERMISSIONS = {name: True for name in ("publish", "saveDraft", "changePageSettings", "viewVersionHistory")}
EVENTS = ["ready", "template.saved", "template.published", "error"]


def mint(house: House, **scope: Any) -> dict[str, Any]:
    return embedding.mint(house, PERMISSIONS, scope)


def show(page: Page, host: Host, html: str) -> Any:
    """A page of the host; its frame."""
    host.page = html
    page.goto(host.origin)
    frame = page.frame_locator("iframe")
    frame.locator(".ProseMirror[contenteditable=true]").first.wait_for(timeout=60_000)
    return frame


def with_sdk(house: House, token: str) -> str:
    origin = f"http://127.0.0.1:{house.port}"
    listen = f"for (const name of {json.dumps(EVENTS)}) builder.on(name, (said) => log.push([name, said]));"
    return (
        f'<div id="host"></div><script src="{origin}/sdk/v1/craftkit.js"></script><script>window.log = [];'
        f'window.builder = Craftkit.mountBuilder({{ container: "#host", sessionToken: {json.dumps(token)} }});'
        f"{listen}</script>"
    )


def test_writing_saving_publishing_and_seeing_the_pdf_break_no_rule_of_the_page(install, host, ui_browser):
    page = ui_browser.new_page(viewport={"width": 1440, "height": 900})
    problems = watched(page)

    frame = show(page, host, with_sdk(install, mint(install, mode="create")["session_token"]))
    frame.locator(".ProseMirror[contenteditable=true]").first.click()
    page.keyboard.type("An offer for you")
    saved = page.evaluate("builder.triggerSave()")
    with page.expect_response(lambda answer: "/v1/embed/preview" in answer.url) as preview:
        frame.locator(".ck-preview-button").click()
    published = page.evaluate("builder.triggerPublish()")

    said = dict(page.evaluate("log"))
    # Somebody slow finds that the editor has saved by itself before.
    assert (saved, published) == ({"version": said["template.saved"]["version"]}, {"version": 1})
    assert preview.value.status == 200
    assert preview.value.headers["content-type"] == "application/pdf"
    assert said["ready"]["templateId"] is None
    assert said["template.published"]["templateId"] == said["template.saved"]["templateId"]
    assert "error" not in said
    assert problems == []
    page.close()


def test_a_plain_frame_opens_a_template_and_forgets_its_token_in_the_address(install, host, ui_browser):
    page = ui_browser.new_page()
    problems = watched(page)
    address = mint(install, mode="edit", templateExternalId="invoice")["iframe_url"]

    frame = show(page, host, f'<iframe src="{address}" style="width: 100%; height: 800px"></iframe>')

    frame.get_by_text("Customer name").first.wait_for()
    assert "session_token" not in frame.locator("body").evaluate("() => location.href")
    assert page.context.cookies() == []
    assert problems == []
    page.close()


def test_a_page_of_another_origin_sees_nothing(install, host, ui_browser):
    page, stranger = ui_browser.new_page(), Host()
    stranger.page = f'<iframe src="{mint(install, mode="create")["iframe_url"]}"></iframe>'

    with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        page.goto(stranger.origin)

    assert page.frame_locator("iframe").locator(".ProseMirror").count() == 0
    page.close()
    stranger.close()
