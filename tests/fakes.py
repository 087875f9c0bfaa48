"""Stand-ins that tests pass in: a lane without a browser, a bell that only remembers, a web that is not there."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf

from craftkit.lib.errors import AppError
from craftkit.lib.storage import FileStore
from renders.chromium import Printed
from renders.options import PdfOptions
from renders.worker import Worker


def blank_pdf(pages: int = 1) -> bytes:
    """A PDF with so many empty pages."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


class FakeLane:
    """Prints an empty page. `faults` are raised first, one a print; `meanwhile` is called during each."""

    def __init__(self, *faults: Exception, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.version = "Fake 1.0"
        self.faults = list(faults)
        self.meanwhile = meanwhile
        self.refuses: AppError | None = None
        self.starts = 0
        self.printed: list[str] = []
        self.stopped = False

    def start(self) -> None:
        """Raises what `refuses` holds."""
        self.starts += 1
        if self.refuses:
            raise self.refuses

    def stop(self) -> None:
        """Remembers that it was asked to."""
        self.stopped = True

    def print(self, html: str, *, tenant: str, options: PdfOptions, **_: Any) -> Printed:
        """An empty page, or the next fault."""
        self.printed.append(html)
        self.meanwhile()
        if self.faults:
            raise self.faults.pop(0)
        return Printed(blank_pdf(), ())


class FakeBell:
    """Remembers the rings; `heard` is what each is answered."""

    def __init__(self, *, heard: bool = True) -> None:
        self.heard = heard
        self.rings: list[tuple[str, ...]] = []

    def __call__(self, task: str, *args: str, **_: Any) -> bool:
        self.rings.append((task, *args))
        return self.heard


class NoWeb:
    """Outgoing calls that all fail the test."""

    def get(self, url: str, **_: Mapping[str, Any]) -> Any:
        """Not expected."""
        raise AssertionError(f"nobody should have asked for {url}")


def fake_worker(folder: Path, lane: FakeLane | None = None) -> Worker:
    """A worker on a fake lane that keeps its files in `folder`."""
    return Worker(lane=lane or FakeLane(), store=FileStore(folder), outbound=NoWeb())  # type: ignore[arg-type]
