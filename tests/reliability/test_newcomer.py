"""A stranger's first minutes on real processes: from signing up to a PDF, with the clicks counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PATIENCE_MS, PHONE, WIDE, ui_browser, watched
from tests.reliability.harness import House
from tests.reliability.test_dashboard_walk import install, text_of

__all__ = ["install", "ui_browser"]
pytestmark = [pytest.mark.server, pytest.mark.browser]
MOST_CLICKS = 12
LISTEN = "addEventListener('click', (event) => event.isTrusted && heard(event.target.outerHTML.slice(0, 80)), true)"


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(install: House, ui_browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The browser of somebody who was never here; any complaint of it fails the test."""
    context = ui_browser.new_context(base_url=f"http://127.0.0.1:{install.port}", viewport=request.param)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    problems = watched(page)
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def clicks(page: Page) -> list[str]:
    """Every click that a page heard, those that the Enter key made included."""
    heard: list[str] = []
    page.expose_function("heard", lambda clicked: heard.append(clicked))
    page.add_init_script(LISTEN)
    return heard


def test_a_first_pdf_is_a_few_clicks_away(page, clicks):
    page.goto("/")
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Email").fill("newcomer@example.com")
    page.get_by_label("Password").fill("four quiet words here")
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("button", name="Render “invoice”").click()
    page.wait_for_url("**/documents/*")

    assert "Invoice" in text_of(page)
    assert 0 < len(clicks) <= MOST_CLICKS, clicks
