"""The product's own lane without the system around it: what is lost to the limit is the engine's, the rest is not."""

from __future__ import annotations

import os

from bench.printers.serve import serve
from renders.chromium import Lane
from renders.options import PdfOptions


def main() -> None:
    """Serve until standard input ends."""
    lane = Lane(executable=os.environ["CHROMIUM_PATH"])
    lane.start()
    try:
        serve(lambda html: lane.print(html, tenant="bench", options=PdfOptions()).pdf, name=lane.version)
    finally:
        lane.stop()


if __name__ == "__main__":
    main()
