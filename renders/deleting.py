"""Delete documents by hand: PDF, data and copies go as after retention, but at once; the empty row stays, unseen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_noop

from craftkit.accounts import audit, holds
from craftkit.lib.errors import AppError, Conflict, NotFound
from renders.forgetting import doom, remove_doomed, still_unheld, take_data, take_pdfs
from renders.models import BatchFile, BatchRow, HookCall, Render

REMOVE_SECONDS = 5.0
objections: list[Callable[[Render], None]] = []
belongings: list[Callable[[Render], Iterable[str]]] = []


class DocumentHeld(holds.OnHold):
    """The document is to be kept."""

    message = gettext_noop("A legal hold stands on the document or on its project; an administrator has to lift it.")


class StillRunning(Conflict):
    """A worker may be at it."""

    code = "not_finished"
    message = gettext_noop("The document is not finished yet. Cancel it first, or wait for its end.")


def object_when(refuse: Callable[[Render], None]) -> None:
    """Let an app of a floor above refuse with an AppError, while it needs the document."""
    if refuse not in objections:
        objections.append(refuse)


def take_along(give_up: Callable[[Render], Iterable[str]]) -> None:
    """Let an app of a floor above drop what it made of a document; it answers the keys of the files."""
    if give_up not in belongings:
        belongings.append(give_up)


def refuse_needed(render: Render) -> None:
    """Raises StillRunning, DocumentHeld, and what floors above object with."""
    if not render.is_terminal:
        raise StillRunning
    if not list(still_unheld([render])):
        raise DocumentHeld
    for refuse in objections:
        refuse(render)


def reason_against(render: Render) -> AppError | None:
    """Why the document cannot be deleted now; None when it can."""
    try:
        refuse_needed(render)
    except AppError as error:
        return error
    return None


def delete(*, render: Render) -> None:
    """Delete the document, its files, its data and its place in batches; links to it have ended.

    Raises NotFound when somebody else did, and what refuse_needed raises.
    """
    rows = Render.objects.alive().select_related("project__account")
    with transaction.atomic():
        # Whoever places a hold locks the row first.
        row = rows.select_for_update(of=("self",)).filter(pk=render.pk).first()
        if row is None:
            raise NotFound
        refuse_needed(row)
        keys = _empty(row)
        audit.record_in(row.project, "document.deleted", f"Document {row.pk}")
    # What is not removed now, because the storage is away, is with the next round of retention.
    remove_doomed(ends=time.monotonic() + REMOVE_SECONDS, keys=keys)


def _empty(row: Render) -> list[str]:
    keys = [row.pdf_key, *(key for give_up in belongings for key in give_up(row)), *_give_up_bundles(row)]
    take_pdfs([row])
    if row.data_purged_at is None:
        take_data([row])
    BatchRow.objects.filter(render=row).update(render=None)
    HookCall.objects.filter(render=row).update(render=None)
    said = {"filename": "", "warnings": [], "error_message": ""}
    Render.objects.filter(pk=row.pk).update(deleted_at=Now(), **said)
    return keys


def _give_up_bundles(row: Render) -> list[str]:
    """The files of its batch have its PDF in them; whoever wants one has it built again."""
    files = list(BatchFile.objects.filter(batch__rows__render=row))
    keys = [file.key for file in files]
    doom(keys)
    BatchFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    return keys
