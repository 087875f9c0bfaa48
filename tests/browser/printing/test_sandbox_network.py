"""No document reaches the network: not through the whole lane, and hardly through any single layer of it."""

from __future__ import annotations

import json
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from renders.chromium import Lane
from renders.chromium.fonts import BUNDLED
from renders.chromium.launch import FLAGS, ClosedDoor, start_browser, start_driver
from renders.chromium.room import Room
from renders.chromium.sheet import Sheet
from renders.options import PdfOptions
from tests.browser.conftest import PATIENCE_MS
from tests.browser.printing.canary import TELLTALE, Canary
from tests.browser.printing.conftest import text_of
from tests.browser.printing.html_vectors import WEBRTC, crowd, documents, spellings

pytestmark = pytest.mark.browser
SETTLE_MS = 1500


@pytest.fixture
def canary() -> Iterator[Canary]:
    """A fresh canary."""
    with Canary() as canary:
        yield canary


@contextmanager
def bare_browser(browser_path: str) -> Iterator[Browser]:
    """A browser as Playwright starts it, without any of our defences."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path)
        yield browser
        browser.close()


@contextmanager
def walled_browser(browser_path: str, *flags: str) -> Iterator[Browser]:
    """A browser as the lane starts it, whose pages have no defences of their own."""
    room, door = Room(BUNDLED), ClosedDoor()
    playwright = start_driver(room)
    try:
        yield start_browser(
            playwright, room, executable=browser_path, sandbox=True, proxy=door.address, flags=[*FLAGS, *flags]
        )
    finally:
        playwright.stop()
        room.remove()
        door.close()


def show_all(context: BrowserContext, canary: Canary, pages: Mapping[str, str]) -> Page:
    """Open every page as the canary serves it; the last of them."""
    canary.pages = dict(pages)
    for name in pages:
        page = context.new_page()
        with suppress(PlaywrightError):
            page.goto(f"http://127.0.0.1:{canary.port}/doc/{name}", wait_until="commit", timeout=PATIENCE_MS)
    return page


def wait_until(page: Page, condition: Callable[[], object]) -> None:
    """Let the browser try until it is so; whoever waits in vain is told by what follows."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while not condition() and time.monotonic() < until:
        page.wait_for_timeout(50)


def own_addresses() -> list[str]:
    """This machine's addresses beside loopback."""
    found = [address for group in psutil.net_if_addrs().values() for address in group]
    return [item.address for item in found if item.family == socket.AF_INET and not item.address.startswith("127.")]


def test_without_defences_every_vector_works(browser_path: str, canary: Canary) -> None:
    host = f"127.0.0.1:{canary.port}"
    vectors = documents(host)

    def silent() -> list[str]:
        return [name for name in vectors if name not in WEBRTC and not canary.reached(name)]

    with bare_browser(browser_path) as browser:
        page = show_all(browser.new_context(), canary, vectors)
        wait_until(page, lambda: not silent() and canary.datagrams and canary.strangers)

    assert len(vectors) >= 50
    assert silent() == []
    assert canary.datagrams > 0, "STUN"
    assert canary.strangers, "TURN over TCP"


def test_no_vector_gets_through_the_lane(lane: Lane, canary: Canary) -> None:
    vectors = {**documents(f"127.0.0.1:{canary.port}"), **spellings(canary.port)}
    crowds = [crowd(f"{host}:{canary.port}") for host in own_addresses()]

    printed = [lane.print(html, tenant="acme", options=PdfOptions()).pdf for html in (*vectors.values(), *crowds)]

    assert canary.heard() == {}
    assert [pdf for pdf in printed if TELLTALE in text_of(pdf)] == []


def test_the_walls_hold_even_for_scripts(browser_path: str, canary: Canary) -> None:
    with walled_browser(browser_path) as browser:
        context = browser.new_context()
        page = context.new_page()
        for html in documents(f"127.0.0.1:{canary.port}").values():
            with suppress(PlaywrightError):
                page.set_content(html, wait_until="commit", timeout=3000)
                page.wait_for_timeout(20)
        page.wait_for_timeout(SETTLE_MS)

    assert canary.heard() == {}


def test_the_page_answers_no_request_even_without_walls(browser_path: str, canary: Canary) -> None:
    with bare_browser(browser_path) as browser:
        sheet = Sheet(browser, on_crash=lambda: None)
        for html in documents(f"127.0.0.1:{canary.port}").values():
            sheet.load(html, {})
            sheet.wipe()
        sheet.page.wait_for_timeout(SETTLE_MS)

    assert canary.paths == []
    assert canary.datagrams == 0
    assert canary.strangers == []


def test_no_name_is_ever_looked_up(browser_path: str, tmp_path: Path, own_log: Path) -> None:
    hints = "".join(
        f"<link rel={kind} href='//{kind}.canary.example'>" for kind in ("dns-prefetch", "preconnect", "stylesheet")
    )
    html = f"{hints}<img src='http://img.canary.example/a.png'><a href='http://a.canary.example'>link</a>"

    with bare_browser_with_log(browser_path, tmp_path / "bare.json") as browser:
        page = browser.new_page()
        over: list[Request] = []
        page.on("requestfailed", lambda request: over.append(request))
        page.on("requestfinished", lambda request: over.append(request))
        page.set_content(html, wait_until="commit")
        wait_until(page, lambda: over)
    with walled_browser(browser_path, f"--log-net-log={own_log}") as browser:
        sheet = Sheet(browser, on_crash=lambda: None)
        sheet.load(html, {})
        sheet.page.wait_for_timeout(500)
        browser.close()

    assert "canary.example" in names_looked_up(tmp_path / "bare.json")
    assert "canary.example" not in names_looked_up(own_log)


@pytest.fixture
def own_log() -> Iterator[Path]:
    """Where the browser's own user may write."""
    with tempfile.TemporaryDirectory(prefix="craftkit-netlog-") as folder:
        Path(folder).chmod(0o1777)
        yield Path(folder) / "log.json"


@contextmanager
def bare_browser_with_log(browser_path: str, log: Path) -> Iterator[Browser]:
    """A browser without defences that keeps a network log."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=[f"--log-net-log={log}"])
        yield browser
        browser.close()


def names_looked_up(log: Path) -> str:
    """The resolver's jobs in a network log, as text."""
    content = json.loads(log.read_text())
    kinds = {number for name, number in content["constants"]["logEventTypes"].items() if "HOST_RESOLVER" in name}
    return json.dumps([event.get("params") for event in content["events"] if event["type"] in kinds])


def test_what_a_page_wanted_is_told(lane: Lane) -> None:
    html = (
        "<img src='http://example.com/a.png'><iframe src='https://example.com/b'></iframe>"
        "<style>p{background:url(http://example.com/c.png)}@font-face{font-family:x;src:url(//example.com/d.ttf)}</style>"
        "<p style='font-family:x'>text<img src='e.png'><img src='http://render.invalid/assets/0'>"
    )

    first = lane.print(html, tenant="acme", options=PdfOptions()).blocked
    again = lane.print(html, tenant="acme", options=PdfOptions()).blocked

    wanted = ["a.png", "b", "c.png", "d.ttf", "e.png", "assets/0"]
    assert sorted(first) == sorted(again)
    assert len(first) == len(wanted)
    assert all(any(url.endswith("/" + name) for url in first) for name in wanted)


def test_a_plain_page_wants_nothing(lane: Lane) -> None:
    printed = lane.print("<p>text", tenant="acme", options=PdfOptions())

    assert printed.blocked == ()
