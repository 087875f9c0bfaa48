"""A worker that looks into the database for work by itself, for want of a bell that tells it."""

from __future__ import annotations

import time

import structlog
from django.db import Error

from renders import changes, golden_checks, thumbnails
from renders.models import GoldenCheck, VersionComparison
from renders.worker import Worker

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 0.1
TROUBLE_SECONDS = 1.0
THUMBNAIL_SECONDS = 0.3


class Lookout:
    """Looks on behalf of one worker."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.drawn_at = 0.0

    def look(self) -> float:
        """Do what is due; the seconds to wait before the next look. No trouble is a reason to end."""
        try:
            if self.worker.serve_one():
                return 0.0
            if self.worker.is_fit() and time.monotonic() - self.drawn_at > THUMBNAIL_SECONDS:
                self.drawn_at = time.monotonic()
                self._draw_missing()
        except Error as error:
            log.warning("work.database", error=str(error))
            return TROUBLE_SECONDS
        except Exception:
            log.exception("work.fault")
            return TROUBLE_SECONDS
        return PAUSE_SECONDS

    def _draw_missing(self) -> None:
        """Draw the oldest missing picture, and make the oldest comparison and check that somebody waits for."""
        for version_id in thumbnails.missing()[:1]:
            with self.worker.busy():
                thumbnails.draw(version_id, self.worker)
        for comparison_id in VersionComparison.objects.pending()[:1]:
            with self.worker.busy():
                changes.compare(comparison_id, self.worker)
        for check_id in GoldenCheck.objects.pending()[:1]:
            with self.worker.busy():
                golden_checks.carry_out(check_id, self.worker)
