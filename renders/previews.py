"""The worker's side of previews: print a draft as a render of it would be, with no render and nothing stored."""

from __future__ import annotations

import time
import uuid

import structlog
from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError
from renders.models import Preview
from renders.specimens import Press, print_specimen
from templates_app.models import Template, TemplateVersion

log = structlog.get_logger(__name__)


class PreviewFault(AppError):
    """Something that nobody foresaw."""

    message = gettext_noop("The preview could not be made because of a fault on our side.")


def serve_next(press: Press) -> bool:
    """Print the preview that waits longest, or tell its editor what went wrong; False when none waits."""
    preview = Preview.objects.take()
    if preview is None:
        return False
    started = time.perf_counter()
    try:
        holders = frozenset(map(uuid.UUID, preview.holders))
        specimen = print_specimen(drafted(preview), press=press, data=preview.data, env=preview.env, holders=holders)
    except AppError as error:
        fail(preview, error)
    except Exception:
        log.exception("preview.fault")
        fail(preview, PreviewFault())
    else:
        warnings = [warning.as_json() for warning in specimen.warnings]
        Preview.objects.end(preview.pk, status=Preview.Status.DONE, pdf=specimen.pdf, warnings=warnings)
        log.info("preview.done", ms=round((time.perf_counter() - started) * 1000, 1), pages=specimen.finished.pages)
    return True


def fail(preview: Preview, error: AppError) -> None:
    """Say why there is no PDF."""
    log.warning("preview.failed", code=error.code, message=error.message)
    said = {"error_status": error.status, "error_code": error.code, "error_message": error.message}
    Preview.objects.end(preview.pk, status=Preview.Status.FAILED, **said)


def drafted(preview: Preview) -> TemplateVersion:
    """The draft as the version that it would become; neither it nor its template is ever saved."""
    template = Template(project_id=preview.project_id, name=preview.name, locale=preview.locale)
    return TemplateVersion(
        template=template, number=0, manifest=preview.manifest, content=preview.content, sample_data=preview.data
    )
