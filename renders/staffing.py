"""Workers as the settings want them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from craftkit.lib import outbound
from craftkit.lib.storage import store_from_url
from renders.chromium import Lane, end_orphans
from renders.options import Limits
from renders.worker import Worker


def lane_from_settings() -> Lane:
    """The browser lane that the settings describe, not started."""
    return Lane(
        executable=settings.CHROMIUM_PATH,
        sandbox=settings.CHROMIUM_SANDBOX,
        limits=Limits(pages=settings.RENDER_MAX_PAGES, seconds=settings.RENDER_SECONDS),
        recycle_after=settings.BROWSER_RECYCLE_AFTER,
        max_rss=settings.BROWSER_MAX_MB * 1024 * 1024,
        fonts_dir=Path(settings.BASE_DIR) / "static" / "fonts",
    )


def hire() -> Worker:
    """A worker with its browser warm; one whose browser will not start says so and tries again later."""
    end_orphans()
    worker = Worker(
        lane=lane_from_settings(), store=store_from_url(settings.STORAGE_URL), outbound=outbound.from_settings()
    )
    worker.start_browser()
    return worker
