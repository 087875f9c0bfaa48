"""Pictures of templates: a version printed with its sample data; the print is kept as its golden one."""

from __future__ import annotations

import hashlib
import uuid

import structlog
from django.db.models import F

from craftkit.lib.errors import AppError
from craftkit.lib.leases import from_now
from craftkit.lib.storage import content_key
from renders import goldens
from renders.chromium import RenderCrashed, RenderTimeout
from renders.pictures import first_page
from renders.specimens import Press, print_specimen
from renders.worker import Worker
from templates_app.models import TemplateVersion

log = structlog.get_logger(__name__)
WIDTH = 900
TRIES = 3


def missing(*, older_than: float = 0) -> list[uuid.UUID]:
    """Current versions that have no picture yet, oldest first; `older_than` is in seconds."""
    rows = TemplateVersion.objects.filter(thumbnail_key="", thumbnail_error="", template__deleted_at=None)
    current = rows.filter(template__current_version_id=F("pk"), published_at__lt=from_now(-older_than))
    return list(current.order_by("published_at").values_list("pk", flat=True)[:20])


def draw(version_id: uuid.UUID, worker: Worker) -> None:
    """Draw and store one version's picture; what cannot be drawn says why instead. Twice does no harm."""
    version = TemplateVersion.objects.select_related("template").filter(pk=version_id).first()
    if version is None or version.thumbnail_key:
        return
    try:
        specimen = print_specimen(version, press=Press(worker.lane, worker.store, worker.outbound))
        if not version.golden_key:
            goldens.keep(version, specimen, store=worker.store)
        picture = first_page(specimen.pdf, width=WIDTH)
        key = content_key(version.template.project_id, "thumbnails", hashlib.sha256(picture).hexdigest(), ".png")
        worker.store.put(key, picture, content_type="image/png")
    except AppError as error:
        log.warning("thumbnail.failed", version=str(version_id), code=error.code, message=error.message)
        worker.spoiled[version_id] += isinstance(error, RenderCrashed | RenderTimeout)
        if error.permanent or worker.spoiled[version_id] >= TRIES:
            TemplateVersion.objects.filter(pk=version_id).update(thumbnail_error=error.message[:300])
        return
    TemplateVersion.objects.filter(pk=version_id).update(thumbnail_key=key)
