"""A warm lane for the tests that print, and a way to read what it prints."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pypdfium2
import pytest

from renders.chromium import Lane

NAMES = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The browser under test: CHROMIUM_PATH, or an installed one."""
    path = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Install chromium-headless-shell, or name a browser in CHROMIUM_PATH."
    return path


@pytest.fixture(scope="session")
def lane(browser_path: str) -> Iterator[Lane]:
    """One lane for all tests that leave it as they found it."""
    lane = Lane(executable=browser_path)
    lane.start()
    yield lane
    lane.stop()


def text_of(pdf: bytes) -> str:
    """The text of all pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
