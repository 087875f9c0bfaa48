"""Accept renders, cancel them, wait for them."""

from __future__ import annotations

import time
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils.translation import gettext_noop

from craftkit.accounts import audit
from craftkit.accounts.governing import defaults_of
from craftkit.accounts.models import ApiKey, Project
from craftkit.api import idempotency
from craftkit.api.idempotency import Once
from craftkit.lib.doorbell import ring_after_commit
from craftkit.lib.errors import AppError, Conflict, Unavailable
from craftkit.lib.ids import new_id
from renders.file_names import safe_file_name
from renders.fitting import fitting
from renders.models import GoldenCheck, Render, VersionComparison
from templates_app.manifests import manifest_of
from templates_app.models import Template, TemplateVersion

TASK, COMPARE = "renders.tasks.render", "renders.tasks.compare_versions"
CHECK_GOLDEN = "renders.tasks.check_golden"
LONGEST_PAUSE = 0.1


class QueueUnavailable(Unavailable):
    """More work waits than this install was set to accept."""

    code = "queue_unavailable"
    message = gettext_noop("Too much work is waiting; try again shortly.")


class AlreadyOver(Conflict):
    """The render reached a final state before."""

    message = gettext_noop("The render is over already; only a queued or running one can be cancelled.")


class Deleted(AppError):
    """What the idempotency key made is gone; made once more it would not be the same."""

    status = 410
    code = "render_deleted"
    message = gettext_noop("The document of this idempotency key was deleted. Use a new key for a new document.")


class LookChanged(Conflict):
    """Nothing to approve, or something else than what was looked at."""

    message = gettext_noop("There is no new look to approve any more. Check again, and look at what differs.")


def render_later(
    *,
    project: Project,
    template: Template,
    version: TemplateVersion,
    data: object,
    options: Mapping[str, Any],
    source: str,
    env: str,
    key: ApiKey | None = None,
    request_id: str = "",
    once: Once | None = None,
    unread: Collection[str] = (),
) -> tuple[Render, bool]:
    """Accept a render: checked data in one transaction with its idempotency key; the render and whether it is a replay.

    `options` has `filename`, `locale`, `timezone` and `strict`, all optional; `unread` are names that it
    should not have had. Raises InvalidInputData, Deleted, and QueueUnavailable when the backlog is full.
    """
    checked = fitting(manifest_of(version), data, strict=bool(options.get("strict")), unread=unread)
    refuse_when_full()
    row = Render(
        id=new_id(),
        project=project,
        env=env,
        template=template,
        version=version,
        source=source,
        data=checked.values,
        options=with_zone(project, options),
        filename=safe_file_name(options.get("filename") or ""),
        warnings=[warning.as_json() for warning in checked.warnings],
        request_id=request_id,
        api_key=key,
    )
    made, replayed = idempotency.run(once, lambda: _put_in_queue(row))
    return (_made_before(made), True) if replayed else (row, False)


def _made_before(render_id: uuid.UUID) -> Render:
    render = Render.objects.select_related("template", "version").get(pk=render_id)
    if render.deleted_at is not None:
        raise Deleted
    return render


def with_zone(project: Project, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that are set, with the project's time zone where none is asked for: kept with the render, so that
    it comes out the same again whatever the project's is by then."""
    kept = {name: value for name, value in options.items() if value is not None}
    zone = "" if kept.get("timezone") else defaults_of(project)[1]
    return kept | ({"timezone": zone} if zone else {})


def _put_in_queue(row: Render) -> uuid.UUID:
    row.save(force_insert=True)
    ring_after_commit(TASK, str(row.pk))
    return row.pk


def refuse_when_full() -> None:
    """QueueUnavailable when CRAFTKIT_QUEUE_LIMIT renders wait; the count is at most a second old."""
    waiting = cache.get("renders.waiting")
    if waiting is None:
        waiting = Render.objects.unfinished().count()
        cache.set("renders.waiting", waiting, timeout=1)
    if waiting >= settings.QUEUE_LIMIT:
        raise QueueUnavailable(retry_after=10)


def cancel(*, render: Render) -> Render:
    """End a queued or running render; AlreadyOver when it has ended."""
    if not Render.objects.cancel(render.pk):
        raise AlreadyOver
    render.refresh_from_db()
    return render


def compare_later(*, old: TemplateVersion, new: TemplateVersion) -> VersionComparison:
    """The comparison of two versions of a template, made by a worker if nobody asked for it before."""
    with transaction.atomic():
        row, is_new = VersionComparison.objects.get_or_create(old=old, new=new)
        if is_new or VersionComparison.objects.give_second_chance(row.pk):
            ring_after_commit(COMPARE, str(row.pk))
            row.refresh_from_db()
    return row


def check_golden_later(*, version: TemplateVersion) -> GoldenCheck:
    """Have a worker print the version and compare it with its golden print, unless one is about to."""
    with transaction.atomic():
        row, is_new = GoldenCheck.objects.ask(version)
        if is_new:
            ring_after_commit(CHECK_GOLDEN, str(row.pk))
            row.refresh_from_db()
    return row


def approve_look(*, check: GoldenCheck | None) -> None:
    """Make the print that was looked at the golden one. Raises LookChanged when there is another by now."""
    with transaction.atomic():
        if not check or not check.candidate_key or not GoldenCheck.objects.approve(check.pk, check.candidate_key):
            raise LookChanged
        TemplateVersion.objects.filter(pk=check.version_id).update(golden_key=check.candidate_key)
        template = check.version.template
        audit.record_in(template.project, "template.look_approved", template.slug)


def wait_for(*, render: Render, seconds: float) -> Render:
    """The render as it stands when it is over, or when the time is up."""
    deadline = time.monotonic() + seconds
    pause = 0.01
    while not render.is_terminal and time.monotonic() < deadline:
        connection.close_if_unusable_or_obsolete()
        time.sleep(min(pause, max(0.0, deadline - time.monotonic())))
        pause = min(pause * 1.3, LONGEST_PAUSE)
        render.refresh_from_db()
    return render
