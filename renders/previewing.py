"""The asker's side of previews: hand a draft to the next free worker, past the queue of renders, and wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from craftkit.accounts.models import Project
from craftkit.lib.doorbell import ring_after_commit
from craftkit.lib.errors import AppError, Conflict, RateLimited, Unavailable
from renders.models import Preview
from templates_app.completion import completed
from templates_app.fields import Manifest
from templates_app.reach import NOBODY, Holders

TASK = "renders.tasks.render"
WAIT_SECONDS = 20.0
RING_SECONDS = 2.0
MOST_WAITING = 8
FIRST_PAUSE, LONGEST_PAUSE = 0.015, 0.06


class Superseded(Conflict):
    """The same editor asked for a newer preview."""

    code = "superseded"
    message = gettext_noop("A newer preview was asked for in the meantime.")


class PreviewLate(Unavailable):
    """No worker had time."""

    code = "preview_unavailable"
    message = gettext_noop("The preview takes too long; all workers are busy. Try again shortly.")


@dataclass(frozen=True)
class Draft:
    """What to print, and for whom, down to the holders of assets; of one channel only the newest preview counts."""

    project: Project
    channel: str
    name: str
    locale: str
    content: dict[str, Any]
    manifest: Manifest
    data: dict[str, Any]
    env: str = "live"
    holders: Holders = NOBODY


def preview(draft: Draft, *, pause: Callable[[float], None] = time.sleep) -> tuple[bytes, list[dict[str, Any]]]:
    """The PDF and its warnings. Values that are missing are made up. Nothing of it is kept.

    Raises Superseded, RateLimited, PreviewLate, and what printing the draft raised.
    """
    checked = completed(draft.manifest, draft.data)
    row = _ask(draft, checked.values)
    try:
        found = _wait(row, pause)
    finally:
        Preview.objects.filter(pk=row.pk).delete()
    if found.status == Preview.Status.FAILED:
        error = AppError(found.error_message, code=found.error_code)
        error.status = found.error_status or 500
        raise error
    # The worker checks the values once more, and knows what was worked out here as values that nobody may send.
    printed = [warning for warning in found.warnings if warning["code"] != "unknown_key"]
    return bytes(found.pdf or b""), [*(warning.as_json() for warning in checked.warnings), *printed]


def _ask(draft: Draft, values: dict[str, Any]) -> Preview:
    with transaction.atomic():
        Preview.objects.forget_old()
        mine = Preview.objects.filter(project=draft.project)
        mine.filter(channel=draft.channel).delete()
        if mine.filter(status=Preview.Status.QUEUED).count() >= MOST_WAITING:
            raise RateLimited(gettext_noop("Too many previews of this project are waiting."), retry_after=1)
        row = Preview.objects.create(
            project=draft.project,
            env=draft.env,
            channel=draft.channel,
            name=draft.name,
            locale=draft.locale,
            content=draft.content,
            manifest=draft.manifest.as_json(),
            data=values,
            holders=[str(holder) for holder in draft.holders],
        )
        ring_after_commit(TASK, "preview")
    return row


def _wait(row: Preview, pause: Callable[[float], None]) -> Preview:
    """The row as it is when it is over; rings again now and then, since rings get lost."""
    began = rang = time.monotonic()
    seconds, rows = FIRST_PAUSE, Preview.objects.filter(pk=row.pk)
    while time.monotonic() - began < WAIT_SECONDS:
        pause(seconds)
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        status = rows.values_list("status", flat=True).first()
        found = rows.first() if status in {None, Preview.Status.DONE, Preview.Status.FAILED} else row
        if found is None:
            raise Superseded
        if found is not row:
            return found
        if time.monotonic() - rang > RING_SECONDS:
            rang = time.monotonic()
            ring_after_commit(TASK, "preview")
        seconds = min(seconds * 1.3, LONGEST_PAUSE)
    raise PreviewLate(retry_after=2)
