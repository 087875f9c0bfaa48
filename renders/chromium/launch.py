"""Start a browser that can reach nothing: sandboxed, behind a proxy that refuses, with a bare environment."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

import psutil
from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from renders.chromium.faults import BrowserUnavailable
from renders.chromium.room import MARKER, Room

FLAGS = (
    # The headless shell heeds the first spelling, other builds the second; without it STUN goes round the proxy.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--no-pings",
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-gpu",
    "--disable-software-rasterizer",
)
NO_SANDBOX = (
    "The kernel does not let Chromium build its sandbox: allow unprivileged user namespaces "
    "(sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns, "
    "or the container's seccomp profile), or accept the risk with CRAFTKIT_CHROMIUM_SANDBOX=off."
)
SANDBOX_COMPLAINTS = ("No usable sandbox", "setuid sandbox", "namespace sandbox", "zygote_host_impl_linux")
START_SECONDS = 20.0
DRIVER_OPTIONS = "--max-semi-space-size=1"
_environment = threading.Lock()


class ClosedDoor:
    """A proxy address where every connection is refused: the port is taken, and nobody listens."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        """Give the port back."""
        self._socket.close()


def start_driver(room: Room) -> Playwright:
    """Playwright, with its temporary files in the room. BrowserUnavailable when its driver does not start."""
    try:
        # Playwright offers no other way to tell its driver where to keep the profile, and to be modest.
        extra = {"TMPDIR": str(room.driver), "NODE_OPTIONS": DRIVER_OPTIONS, MARKER: room.marker}
        with _environment, _environ(extra):
            return sync_playwright().start()
    except Exception as error:
        raise BrowserUnavailable(f"Playwright does not start: {_first_line(error)}") from error


def start_browser(
    playwright: Playwright, room: Room, *, executable: str, sandbox: bool, proxy: str, flags: Sequence[str] = FLAGS
) -> Browser:
    """A headless browser. BrowserUnavailable says in one sentence why it does not start."""
    try:
        return playwright.chromium.launch(
            executable_path=room.launcher(executable),
            chromium_sandbox=sandbox,
            proxy={"server": proxy, "bypass": "<-loopback>"},
            args=list(flags),
            env=dict(room.browser_env()),
            timeout=START_SECONDS * 1000,
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
    except PlaywrightError as error:
        if sandbox and any(complaint in error.message for complaint in SANDBOX_COMPLAINTS):
            raise BrowserUnavailable(NO_SANDBOX) from error
        raise BrowserUnavailable(f"{executable} does not start: {_first_line(error)}") from error


def find_browser_process(browser: Browser) -> psutil.Process:
    """The browser's main process. BrowserUnavailable when it has just ended."""
    try:
        session = browser.new_browser_cdp_session()
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
        return psutil.Process(next(process["id"] for process in processes if process["type"] == "browser"))
    except (PlaywrightError, psutil.NoSuchProcess) as error:
        raise BrowserUnavailable from error


def find_driver(room: Room) -> psutil.Process | None:
    """The process of Playwright's driver, which does not tell: our child that carries the room's marker."""
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            if child.environ().get(MARKER) == room.marker:
                return child
    return None


@contextmanager
def _environ(extra: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in extra}
    os.environ.update(extra)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:300]
