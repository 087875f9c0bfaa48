"""The limit: one warm page over the bare DevTools protocol, shut off as the product's own lane is.

Same sandbox, user, flags, refusing proxy, interception of every request, scripts off, offline. Between documents the
page is left for a new, empty one; with --in-place it is only emptied, as the product's own lane does where it may.
"""

from __future__ import annotations

import base64
import os
import sys
import time
from typing import Any

from bench.printers.protocol import DevTools
from bench.printers.serve import serve
from renders.chromium.fonts import BUNDLED
from renders.chromium.launch import FLAGS, ClosedDoor
from renders.chromium.room import Room
from renders.chromium.sheet import HOME, POLICY

# What Playwright adds on its own, as far as it may change how fast or how alike pages print.
AS_PLAYWRIGHT = (
    "--headless",
    "--no-startup-window",
    "--no-first-run",
    "--hide-scrollbars",
    "--mute-audio",
    "--disable-dev-shm-usage",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-back-forward-cache",
    "--disable-field-trial-config",
    "--disable-hang-monitor",
    "--disable-ipc-flooding-protection",
    "--disable-sync",
    "--disable-extensions",
    "--disable-component-update",
    "--disable-breakpad",
    "--force-color-profile=srgb",
    "--disable-features=PaintHolding,HttpsUpgrades,MediaRouter,OptimizationHints,DestroyProfileOnBrowserClose",
    "--remote-debugging-pipe",
)
PAUSE_SECONDS = 0.001
WHOLE = """(() => {
  const fonts = [...document.fonts];
  for (const font of fonts) if (font.status === 'unloaded') font.load();
  return document.readyState === 'complete' && fonts.every(font => ['loaded', 'error'].includes(font.status));
})()"""
PAPER = {
    "paperWidth": 8.27,
    "paperHeight": 11.69,
    "printBackground": True,
    "preferCSSPageSize": True,
    "generateTaggedPDF": True,
    "generateDocumentOutline": True,
    "transferMode": "ReturnAsBase64",
}


class Raw:
    """A browser with one page."""

    def __init__(self, executable: str) -> None:
        self.door = ClosedDoor()
        self.room = Room(BUNDLED)
        profile = self.room.driver / "profile"
        profile.mkdir()
        own = [f"--proxy-server={self.door.address}", "--proxy-bypass-list=<-loopback>", f"--user-data-dir={profile}"]
        launcher = self.room.launcher(os.path.realpath(executable))
        self.devtools = DevTools([launcher, *AS_PLAYWRIGHT, *FLAGS, *own], self.room.browser_env(), self._on_event)
        self.version = str(self.devtools.call("Browser.getVersion")["product"])
        self._open_page()
        self.frame = self.devtools.call("Page.getFrameTree")["frameTree"]["frame"]["id"]

    def print(self, html: str) -> bytes:
        """The page as a tagged PDF."""
        self._set(html)
        while not self.devtools.call("Runtime.evaluate", expression=WHOLE, returnByValue=True)["result"]["value"]:
            time.sleep(PAUSE_SECONDS)
        return base64.b64decode(self.devtools.call("Page.printToPDF", **PAPER)["data"])

    def leave(self) -> None:
        """Go to a new, empty document."""
        self.devtools.call("Page.navigate", url=HOME)

    def empty(self) -> None:
        """Empty the document."""
        self._set("")

    def close(self) -> None:
        """End the browser and remove its folder."""
        self.devtools.kill()
        self.room.remove()
        self.door.close()

    def _set(self, html: str) -> None:
        self.devtools.call("Page.setDocumentContent", frameId=self.frame, html=html)

    def _open_page(self) -> None:
        call = self.devtools.call
        context = call("Target.createBrowserContext")["browserContextId"]
        call("Browser.setDownloadBehavior", behavior="deny", browserContextId=context)
        target = call("Target.createTarget", url="about:blank", browserContextId=context, width=1280, height=1)
        self.devtools.session = call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        call("Page.enable")
        call("Network.enable")
        call("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        call("Network.setBypassServiceWorker", bypass=True)
        call("Emulation.setScriptExecutionDisabled", value=True)
        call("Fetch.enable", patterns=[{"urlPattern": "*"}])
        self.leave()

    def _on_event(self, event: dict[str, Any]) -> None:
        """Every request ends here: our own empty page, or nothing."""
        if event["method"] != "Fetch.requestPaused":
            return
        paused = event["params"]
        if paused["request"]["url"] == HOME:
            headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
            entries = [{"name": name, "value": value} for name, value in headers.items()]
            answer = {"requestId": paused["requestId"], "responseCode": 200, "responseHeaders": entries, "body": ""}
            self.devtools.send("Fetch.fulfillRequest", answer)
        else:
            refusal = {"requestId": paused["requestId"], "errorReason": "BlockedByClient"}
            self.devtools.send("Fetch.failRequest", refusal)


def main() -> None:
    """Serve until standard input ends."""
    raw = Raw(os.environ["CHROMIUM_PATH"])
    try:
        between = raw.empty if "--in-place" in sys.argv[1:] else raw.leave
        serve(raw.print, name=raw.version, between=between)
    finally:
        raw.close()


if __name__ == "__main__":
    main()
