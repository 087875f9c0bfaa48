"""Pictures of templates: the first page of a version, printed with its sample data."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Mapping

import structlog
from django.conf import settings
from django.db.models import F

from craftkit.lib.errors import AppError
from craftkit.lib.leases import from_now
from craftkit.lib.storage import content_key
from renders.assets import gather
from renders.chromium import Printed, RenderCrashed, RenderTimeout
from renders.contents import print_settled
from renders.options import PdfOptions
from renders.overlay import base_of, lay
from renders.pictures import first_page
from renders.shelf import fonts_of, pictures_of
from renders.worker import Worker
from templates_app.compiler import Compiled, compile_document, image_sources
from templates_app.fields import check_data, parse_manifest
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
        picture = _picture(version, worker)
        key = content_key(version.template.project_id, "thumbnails", hashlib.sha256(picture).hexdigest(), ".png")
        worker.store.put(key, picture, content_type="image/png")
    except AppError as error:
        log.warning("thumbnail.failed", version=str(version_id), code=error.code, message=error.message)
        worker.spoiled[version_id] += isinstance(error, RenderCrashed | RenderTimeout)
        if error.permanent or worker.spoiled[version_id] >= TRIES:
            TemplateVersion.objects.filter(pk=version_id).update(thumbnail_error=error.message[:300])
        return
    TemplateVersion.objects.filter(pk=version_id).update(thumbnail_key=key)


def _picture(version: TemplateVersion, worker: Worker) -> bytes:
    deadline = time.monotonic() + settings.RENDER_SECONDS
    manifest = parse_manifest(version.manifest)
    values = check_data(manifest, version.sample_data).values
    own, locale = pictures_of(version.template.project_id, worker.store), version.template.locale
    pictures = gather(image_sources(version.content, values), outbound=worker.outbound, deadline=deadline, own=own)
    fonts = fonts_of(version, locale=locale, store=worker.store)
    base = base_of(version.content, project_id=version.template.project_id, store=worker.store)

    def lay_out(pages: Mapping[str, int]) -> Compiled:
        return compile_document(
            version.content,
            manifest,
            values,
            locale=locale,
            images=pictures.sources,
            pages=pages,
            faces=fonts.faces,
        )

    def press(page: Compiled) -> Printed:
        printed = worker.lane.print(
            page.html,
            tenant=str(version.template.project_id),
            options=PdfOptions(title=page.title, language=page.language, tagged=False, outline=False),
            assets=pictures.assets | fonts.assets,
            fitted=page.overlay is not None,
            deadline=deadline,
        )
        return lay(base, printed, page)

    _, printed = print_settled(lay_out({}), lay_out, press)
    return first_page(printed.pdf, width=WIDTH)
