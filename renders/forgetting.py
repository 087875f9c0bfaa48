"""Documents lose their PDF and their data after their project's terms; what they were, and all hashes, stay.

Several workers may do this at once: each takes a chunk of rows that no other one holds. Files go after the commit that
gave them up, by a list of their own, so that a failure in between leaves neither a file nor a row too few.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from craftkit.accounts.keeping import overdue
from craftkit.accounts.models import ProjectSettings
from craftkit.lib.storage import StorageUnavailable, from_settings
from renders.models import BatchRow, DoomedFile, LegalHold, Render
from renders.receipts import sha256
from templates_app import uploads

CHUNK = 100
# The thread that does this has other duties too.
SHIFT_SECONDS = 5.0
log = structlog.get_logger(__name__)
Taken = list[Render]


def unheld(rows: QuerySet[Render]) -> QuerySet[Render]:
    """Of these renders those without a legal hold of their own."""
    return rows.exclude(Exists(LegalHold.objects.filter(render=OuterRef("pk"))))


def with_pdf() -> QuerySet[Render]:
    """The documents that have a PDF."""
    return Render.objects.filter(status__in=Render.TERMINAL).exclude(pdf_key="").defer("data")


def with_data() -> QuerySet[Render]:
    """The finished documents that have their data."""
    return Render.objects.filter(status__in=Render.TERMINAL, data_purged_at=None)


def forget_documents() -> dict[str, int]:
    """Take PDFs and data that are past their terms; how many of each, and how many files went.

    What is not done in the time that there is, is done the next time.
    """
    ends, counts = time.monotonic() + SHIFT_SECONDS, {"pdfs": 0, "data": 0}
    for rows in overdue("pdfs", unheld(with_pdf()), moment="completed_at"):
        counts["pdfs"] += in_chunks(rows, take_pdfs, ends=ends)
    for rows in overdue("data", unheld(with_data()), moment="completed_at"):
        counts["data"] += in_chunks(rows, take_data, ends=ends)
    return {**counts, "files": remove_doomed(ends=ends)}


def in_chunks(rows: QuerySet[Render], take: Callable[[Taken], None], *, ends: float) -> int:
    """Take from these rows until that time, a chunk in a transaction of its own; how many there were."""
    count, last = 0, uuid.UUID(int=0)
    while time.monotonic() < ends:
        with transaction.atomic():
            chunk = list(_locked(rows.filter(pk__gt=last))[:CHUNK])
            if not chunk:
                break
            free = list(still_unheld(chunk))
            take(free)
        count, last = count + len(free), chunk[-1].pk
    return count


def _locked(rows: QuerySet[Render]) -> QuerySet[Render]:
    return rows.select_for_update(skip_locked=True, of=("self",)).order_by("pk")


def still_unheld(chunk: Taken) -> Iterator[Render]:
    """Those of these locked renders that no hold keeps.

    Whoever places a hold locks the row first, so a hold that was placed before our lock is seen here.
    """
    held = set(LegalHold.objects.filter(render__in=chunk).values_list("render", flat=True))
    projects = {row.project_id for row in chunk}
    closed = set(ProjectSettings.objects.filter(pk__in=projects, is_held=True).values_list("pk", flat=True))
    return (row for row in chunk if row.pk not in held and row.project_id not in closed)


def take_pdfs(rows: Taken) -> None:
    """Give up the files of these documents."""
    doom(row.pdf_key for row in rows)
    Render.objects.filter(pk__in=[row.pk for row in rows]).update(pdf_key="", pdf_purged_at=Now())


def take_data(rows: Taken) -> None:
    """Forget the data of these documents and what they were asked for with; the data's hash stays for the receipt."""
    for row in rows:
        inputs = {**row.inputs, "dataHash": sha256(row.data)}
        kept = {name: row.options[name] for name in ("locale", "timezone") if name in row.options}
        Render.objects.filter(pk=row.pk).update(data={}, options=kept, inputs=inputs, data_purged_at=Now())
    BatchRow.objects.filter(render__in=rows).update(metadata={})


def doom(keys: Iterable[str]) -> None:
    """Have these files gone soon; in the transaction that gives them up."""
    DoomedFile.objects.bulk_create([DoomedFile(key=key) for key in dict.fromkeys(keys) if key])


def remove_doomed(*, ends: float, keys: Collection[str] | None = None) -> int:
    """Remove the files that were given up, or those of these keys; how many there were.

    A store that is away is asked again next time.
    """
    count, last = 0, uuid.UUID(int=0)
    rows = DoomedFile.objects.all() if keys is None else DoomedFile.objects.filter(key__in=keys)
    while time.monotonic() < ends and (chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK])):
        end = chunk[-1].pk
        # Documents of before had a file together where they were the same to the byte.
        shared = set(Render.objects.filter(pdf_key__in=_of_before(chunk)).values_list("pdf_key", flat=True))
        try:
            for row in chunk:
                if row.key not in shared:
                    _remove(row.key)
                row.delete()
        except StorageUnavailable as error:
            log.warning("retention.storage", error=error.message)
            return count
        count, last = count + len(chunk), end
    return count


def _of_before(chunk: list[DoomedFile]) -> list[str]:
    return [row.key for row in chunk if "/renders/" in row.key and "-" not in row.key.rpartition("/")[2]]


def _remove(key: str) -> None:
    store = from_settings()
    if key.endswith("/"):
        store.delete_folder(key.removesuffix("/"))
    elif f"/{uploads.FOLDER}/" in key:
        uploads.remove_bytes(key, store)
    else:
        store.delete(key)
