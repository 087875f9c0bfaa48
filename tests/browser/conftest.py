"""A browser that looks at the dashboard, and complains about everything that a person would not see."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.conftest import PASSWORD, Party

NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# Longer than any wait that ends well, on a machine that does much else: who waits in vain loses only time.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def ui_browser() -> Iterator[Browser]:
    """A Chromium for the tests of one module.

    Playwright keeps an event loop in this thread, which Django takes for asynchronous code. Root's Chromium has no
    sandbox; it sees no pages but ours.
    """
    with sync_playwright() as playwright, chromium(playwright) as browser:
        yield browser


@contextmanager
def chromium(playwright: Playwright, *switches: str) -> Iterator[Browser]:
    """The browser, which may ask for rows in this thread."""
    path = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, NAMES)), None)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    browser = playwright.chromium.launch(executable_path=path, chromium_sandbox=os.geteuid() != 0, args=[*switches])
    yield browser
    browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def ui_context(ui_browser: Browser, live_server) -> Iterator[Callable[..., BrowserContext]]:
    """Makes contexts (a session of its own, a size, a colour scheme) and ends them after the test."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = ui_browser.new_context(base_url=live_server.url, **{"viewport": WIDE, **options})
        context.set_default_timeout(PATIENCE_MS)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def ui_page(ui_context) -> Iterator[Page]:
    """A page that fails the test for any console error, policy violation or uncaught exception."""
    page = ui_context().new_page()
    problems = watched(page)
    yield page
    assert problems == []


def watched(page: Page) -> list[str]:
    """The complaints of a page from now on; policy violations are console errors as well."""
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems


def apart(work: Callable[[], Any]) -> Any:
    """Work of another process, away from this thread of Playwright's, whose connection to the database ends with it."""

    def working() -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(working).result()


def sign_in(page: Page, party: Party) -> None:
    """Through the form, as people do."""
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(party.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/projects/*")
    page.goto(f"{page.url}/documents")
