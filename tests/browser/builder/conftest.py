"""The builder on its stage: opened with a document, watched for everything that a person would not see."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from tests.browser.builder.stage import EMPTY, Stage, staged
from tests.browser.conftest import NAMES, PATIENCE_MS, WIDE, watched

Open = Callable[..., tuple[Page, Stage]]
SETTLED = (
    "() => new Promise((done) => requestAnimationFrame(() => setTimeout("
    "() => requestAnimationFrame(() => setTimeout(done)), 60)))"
)


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


def settle(place: Page | FrameLocator) -> None:
    """Until the editor has heard where the caret is now, which browsers tell after the key, and has drawn that."""
    place.locator("body").evaluate(SETTLED)


def saved_body(page: Page, stage: Stage) -> list[dict[str, Any]]:
    """The blocks of the document as the builder saves it, without the empty line that it keeps at the end.

    An answer alone could be that to a save that the builder began by itself, before the last change.
    """
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".ck-state--clean")).to_be_visible()
    blocks = stage.saved[-1]["content"]["body"]["content"]
    return [block for block in blocks if block != {"type": "paragraph"}]
