"""Who is measured: each contestant is a command that speaks the language of printers/serve.py."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.peers import NODE_MODULES, PEER_PYTHON
from ops.places import ROOT
from renders.chromium.fonts import BUNDLED
from renders.chromium.room import Room


@dataclass(frozen=True)
class Contestant:
    """A way from HTML to PDF; `needs` is the path without which it is not installed."""

    name: str
    title: str
    command: tuple[str, ...]
    needs: str = ""


RAW_COMMAND = (sys.executable, "-m", "bench.printers.raw")
RAW = Contestant("raw", "Chromium, raw protocol: the limit", RAW_COMMAND)
IN_PLACE = Contestant("raw-in-place", "the same, page emptied in place", (*RAW_COMMAND, "--in-place"))
LANE = Contestant("lane", "Craftkit's engine alone", (sys.executable, "-m", "bench.printers.lane"))
OURSELVES = (RAW, IN_PLACE, LANE)
PEERS = (
    Contestant("puppeteer", "Puppeteer", ("node", "bench/peers/puppeteer.mjs"), str(NODE_MODULES)),
    Contestant("jsreport", "jsreport, chrome-pool", ("node", "bench/peers/jsreport.mjs"), str(NODE_MODULES)),
    Contestant("weasyprint", "WeasyPrint", (str(PEER_PYTHON), "-m", "bench.printers.weasy"), str(PEER_PYTHON)),
)


def present() -> list[Contestant]:
    """All that can be started here; peers that could not be installed are left out."""
    return [*OURSELVES, *(peer for peer in PEERS if os.path.exists(peer.needs) and shutil.which(peer.command[0]))]


@contextmanager
def surroundings(chromium: str) -> Iterator[dict[str, str]]:
    """The environment of every contestant: one browser, one list of fonts, the sandbox's user, a folder for files."""
    room = Room(BUNDLED)
    try:
        yield {
            **room.browser_env(),
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(room.driver),
            "CHROMIUM_PATH": chromium,
            "PEER_BROWSER": room.launcher(os.path.realpath(chromium)),
        }
    finally:
        room.remove()
