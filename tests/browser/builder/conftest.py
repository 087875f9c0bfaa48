"""The builder on its stage: opened with a document, watched for everything that a person would not see."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.builder.stage import EMPTY, Stage, staged
from tests.browser.conftest import NAMES, PATIENCE_MS, WIDE, watched

Open = Callable[..., tuple[Page, Stage]]


@pytest.fixture(scope="module")
def stage_browser() -> Iterator[Browser]:
    """A Chromium that needs no database."""
    path = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, chromium_sandbox=os.geteuid() != 0)
        yield browser
        browser.close()


@pytest.fixture
def open_builder(stage_browser: Browser) -> Iterator[Open]:
    """Opens a document; the test fails for any console error, policy violation or uncaught exception."""
    problems: list[str] = []
    with ExitStack() as ends:

        def start(
            content: dict[str, Any] = EMPTY, catalog: dict[str, Any] | None = None, **options: Any
        ) -> tuple[Page, Stage]:
            stage = ends.enter_context(staged(Stage(content, catalog, appearance=options.pop("appearance", {}))))
            context = stage_browser.new_context(viewport=options.pop("viewport", WIDE), **options)
            ends.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            complaints = watched(page)
            ends.callback(lambda: problems.extend(complaints))
            page.goto(stage.address)
            page.locator(".ck-canvas__doc").wait_for()
            return page, stage

        yield start
    assert problems == []


def settle(page: Page) -> None:
    """Until the page has heard where the caret is now: browsers tell it after the key, in a turn of its own."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)))")


def saved_body(page: Page, stage: Stage) -> list[dict[str, Any]]:
    """The blocks of the document as the builder saves it, without the empty line that it keeps at the end."""
    with page.expect_response("**/draft"):
        page.get_by_role("button", name="Save", exact=True).click()
    blocks = stage.saved[-1]["content"]["body"]["content"]
    return [block for block in blocks if block != {"type": "paragraph"}]
