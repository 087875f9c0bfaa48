"""Changes: comparisons of versions that were asked for, made with a worker's browser, kept with their pictures."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import structlog

from craftkit.lib.errors import AppError
from craftkit.lib.storage import Store, content_key
from renders.chromium import RenderCrashed, RenderTimeout
from renders.comparing import Comparison, PageDifference
from renders.goldens import what_changed
from renders.models import VersionComparison
from renders.specimens import Press
from renders.worker import Worker

log = structlog.get_logger(__name__)
TRIES = 3
MOST_LINES = 2000


def compare(comparison_id: uuid.UUID, worker: Worker) -> None:
    """Make one comparison and store it; what cannot be printed says why instead. Twice does no harm."""
    rows = VersionComparison.objects.filter(pk=comparison_id, status=VersionComparison.Status.PENDING)
    row = rows.select_related("old__template", "new__template").first()
    if row is None:
        return
    try:
        found = what_changed(row.old, row.new, press=Press(worker.lane, worker.store, worker.outbound))
        result = kept(found, row.new.template.project_id, worker.store)
    except AppError as error:
        log.warning("comparison.failed", comparison=str(comparison_id), code=error.code, message=error.message)
        worker.spoiled[comparison_id] += isinstance(error, RenderCrashed | RenderTimeout)
        if error.permanent or worker.spoiled[comparison_id] >= TRIES:
            failed = VersionComparison.Status.FAILED
            VersionComparison.objects.finish(comparison_id, status=failed, error=error.message[:300])
        return
    VersionComparison.objects.finish(comparison_id, status=VersionComparison.Status.READY, result=result)


def kept(found: Comparison, project_id: uuid.UUID, store: Store) -> dict[str, Any]:
    """The comparison as it is stored, its pictures beside it."""
    return {
        "same": found.is_same,
        "oldPages": found.old_pages,
        "newPages": found.new_pages,
        "comparedPages": found.compared_pages,
        "pages": [_page(page, project_id, store) for page in found.pages],
        "text": list(found.text[:MOST_LINES]),
        "textTruncated": len(found.text) > MOST_LINES,
    }


def _page(page: PageDifference, project_id: uuid.UUID, store: Store) -> dict[str, Any]:
    key = content_key(project_id, "comparisons", hashlib.sha256(page.picture).hexdigest(), ".png")
    store.put(key, page.picture, content_type="image/png")
    return {"number": page.number, "share": page.share, "regions": [list(box) for box in page.regions], "key": key}
