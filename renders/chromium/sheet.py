"""One page in a browser context of its own: set the document, wait until it is whole, print it, wipe it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Route, ViewportSize

from craftkit.lib.speech import filled
from renders.chromium.clip import CLIPPED, PIXELS_PER_MM, Clipped
from renders.chromium.faults import RenderTooLarge
from renders.chromium.fit import FIT
from renders.chromium.grow import GROW, Tight
from renders.options import Asset, PdfOptions

HOME = "http://render.invalid/"
# The sandbox also refuses meta refresh; pictures, styles, fonts and frames are left to the router, which tells of them.
POLICY = (
    "sandbox; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "connect-src 'none'; worker-src 'none'; manifest-src 'none'"
)
# Taller than a line, the screen would be painted again and again to nobody's benefit; paper does not look at it.
VIEWPORT: ViewportSize = {"width": 1280, "height": 1}
A4_INCHES = {"paperWidth": 210 / 25.4, "paperHeight": 297 / 25.4}
STREAM_FROM = 512 * 1024
CHUNK = 4 * 1024 * 1024
MAX_BLOCKED = 100
# Whatever may outlive its document in the page: policies, referrer, nested documents.
LASTING = re.compile(
    r"<(?!meta\s+charset=[\"']?utf-8[\"']?\s*/?>)(meta|script|base|link|i?frame|object|embed|portal|fencedframe)\b",
    re.I,
)
# Answers whether everything is there. Fonts are asked for by name because margin boxes and print rules use some that
# the screen does not; pictures because nothing tells when a background has come.
WHOLE = """(() => {
  const state = globalThis.__sheet ??= {};
  if (state.job !== %(job)d) {
    state.job = %(job)d;
    state.pictures = %(pictures)s.map(url => Object.assign(new Image(), {src: url}));
  }
  const fonts = [...document.fonts];
  for (const font of fonts) if (font.status === 'unloaded') font.load();
  return document.readyState === 'complete'
    && fonts.every(font => font.status === 'loaded' || font.status === 'error')
    && state.pictures.every(picture => picture.complete);
})()"""


@dataclass
class Sheet:
    """A page that serves one tenant; `blocked` are the addresses that its document wanted and did not get.

    `on_crash` must end the browser: a call to a page that has lost its process would wait for ever.
    """

    browser: Browser
    on_crash: Callable[[], None]
    tenant: str | None = None
    jobs: int = 0
    is_lasting: bool = False
    blocked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._assets: Mapping[str, Asset] = {}
        self._going_home = False
        self.context = self.browser.new_context(
            java_script_enabled=False,
            offline=True,
            service_workers="block",
            accept_downloads=False,
            permissions=[],
            viewport=VIEWPORT,
        )
        self.context.route("**/*", self._answer)
        self.page = self.context.new_page()
        self.page.on("crash", lambda _: self.on_crash())
        self.go_home()
        self._session = self.context.new_cdp_session(self.page)
        self._frame = self._session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]

    def go_home(self) -> None:
        """Leave the document for a new, empty one."""
        self._going_home = True
        self.page.goto(HOME, wait_until="commit")
        self._going_home = False
        self.is_lasting = False

    def wipe(self) -> None:
        """Empty the page for the next document of the same tenant."""
        if self.is_lasting:
            self.go_home()
        self._set("")

    def load(self, html: str, assets: Mapping[str, Asset]) -> None:
        """Show the document and wait until its pictures and fonts have come, or failed."""
        self.jobs += 1
        self.blocked.clear()
        self._assets = assets
        self.is_lasting = LASTING.search(html) is not None
        self._set(html)
        pictures = [url for url, asset in assets.items() if asset.mime.startswith("image/")]
        question = {"expression": WHOLE % {"job": self.jobs, "pictures": json.dumps(pictures)}, "returnByValue": True}
        pause = 1.0
        while not self._session.send("Runtime.evaluate", question)["result"].get("value"):
            self.page.wait_for_timeout(pause)
            pause = min(pause * 2, 50.0)

    def fit(self) -> tuple[int, ...]:
        """Make the loaded document's texts fit their boxes; the numbers of those that are cut off."""
        answer = self._session.send("Runtime.evaluate", {"expression": FIT, "returnByValue": True})
        return tuple(answer["result"]["value"])

    def grow(self) -> tuple[Tight, ...]:
        """Let the loaded document's margins grow until header and footer fit; those that still do not."""
        answer = self._session.send("Runtime.evaluate", {"expression": GROW, "returnByValue": True})
        return tuple(Tight(*found) for found in answer["result"]["value"])

    def clipped(self, room: float) -> tuple[Clipped, ...]:
        """Words that boxes of the loaded document hide on a page with so many mm between its margins."""
        self._look_like("print", round(room * PIXELS_PER_MM))
        answer = self._session.send("Runtime.evaluate", {"expression": CLIPPED, "returnByValue": True})
        self._look_like("", VIEWPORT["width"])
        return tuple(Clipped(*found) for found in answer["result"]["value"])

    def _look_like(self, medium: str, width: int) -> None:
        metrics = {"width": width, "height": VIEWPORT["height"], "deviceScaleFactor": 1, "mobile": False}
        self._session.send("Emulation.setDeviceMetricsOverride", metrics)
        self._session.send("Emulation.setEmulatedMedia", {"media": medium})

    def print(self, options: PdfOptions, *, large: bool, max_bytes: int) -> bytes:
        """The loaded document as PDF. RenderTooLarge beyond `max_bytes`."""
        parameters = {
            **A4_INCHES,
            "printBackground": True,
            "preferCSSPageSize": True,
            "generateTaggedPDF": options.tagged,
            "generateDocumentOutline": options.outline,
            "transferMode": "ReturnAsStream" if large else "ReturnAsBase64",
        }
        answer = self._session.send("Page.printToPDF", parameters)
        pdf = self._read(answer["stream"], max_bytes) if large else base64.b64decode(answer["data"])
        if len(pdf) > max_bytes:
            raise RenderTooLarge(filled("The PDF is larger than {most} bytes.", most=max_bytes))
        return pdf

    def collect_garbage(self) -> None:
        """Free what earlier documents left behind."""
        self._session.send("HeapProfiler.collectGarbage")

    def close(self) -> None:
        """Give the context and all that it holds back to the browser."""
        self.context.close()

    def _set(self, html: str) -> None:
        self._session.send("Page.setDocumentContent", {"frameId": self._frame, "html": html})

    def _read(self, stream: str, max_bytes: int) -> bytes:
        parts: list[bytes] = []
        size, ended = 0, False
        while not ended and size <= max_bytes:
            answer = self._session.send("IO.read", {"handle": stream, "size": CHUNK})
            parts.append(base64.b64decode(answer["data"]) if answer["base64Encoded"] else answer["data"].encode())
            size, ended = size + len(parts[-1]), answer["eof"]
        self._session.send("IO.close", {"handle": stream})
        return b"".join(parts)

    def _answer(self, route: Route) -> None:
        """Every request of the page ends here: our own bytes, or nothing."""
        request = route.request
        asset = self._assets.get(request.url)
        if asset is not None:
            return route.fulfill(status=200, body=asset.data, headers=_asset_headers(asset))
        if request.is_navigation_request():
            return self._navigate(route)
        self._note(request.url)
        return route.abort("blockedbyclient")

    def _navigate(self, route: Route) -> None:
        """Home when we go there; any other navigation is told that there is nothing to show, so that the page stays."""
        if self._going_home and route.request.url == HOME:
            headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
            return route.fulfill(status=200, body="", headers=headers)
        self._note(route.request.url)
        return route.fulfill(status=204)

    def _note(self, url: str) -> None:
        if url not in self.blocked and len(self.blocked) < MAX_BLOCKED:
            self.blocked.append(url)


def _asset_headers(asset: Asset) -> dict[str, str]:
    # The page has no origin of its own, so its fonts need leave to be read.
    return {"content-type": asset.mime, "access-control-allow-origin": "*", "x-content-type-options": "nosniff"}
