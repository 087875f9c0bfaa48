"""One warm browser per worker process: HTML in, PDF out, shut off from the network, the disk and other tenants."""

from renders.chromium.faults import (
    BrowserUnavailable,
    RenderCrashed,
    RenderTimeout,
    RenderTooLarge,
)
from renders.chromium.lane import Lane
from renders.chromium.orphans import end_orphans
from renders.chromium.press import Printed

__all__ = [
    "BrowserUnavailable",
    "Lane",
    "Printed",
    "RenderCrashed",
    "RenderTimeout",
    "RenderTooLarge",
    "end_orphans",
]
