"""Make copies of a PDF once and keep them: the one that viewers read, and marked ones of a viewer each."""

from __future__ import annotations

import hashlib
import time
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from craftkit.lib.storage import from_settings, own_key
from renders.forgetting import doom, remove_doomed
from renders.models import Render
from sharing.marking import linearised, marked
from sharing.models import StoredCopy

log = structlog.get_logger(__name__)
TYPE = "application/pdf"
MARKED_DAYS, MOST_AT_ONCE, REMOVE_SECONDS = 1, 500, 5.0


def for_reading(render: Render) -> StoredCopy:
    """The copy whose first page comes first; made when somebody first needs it."""
    return StoredCopy.objects.filter(render=render, mark="").first() or make(render, words="")


def for_viewer(render: Render, *, viewer: str, since: datetime) -> StoredCopy:
    """The copy with this viewer and this time across its pages."""
    words = words_for(viewer, since)
    return StoredCopy.objects.filter(render=render, mark=mark_of(words)).first() or make(render, words=words)


def is_new(render: Render, *, viewer: str, since: datetime) -> bool:
    """Whether this marked copy would have to be made."""
    return not StoredCopy.objects.filter(render=render, mark=mark_of(words_for(viewer, since))).exists()


def words_for(viewer: str, since: datetime) -> str:
    """What stands across the pages."""
    return f"{viewer}   {since:%Y-%m-%d %H:%M} UTC"


def mark_of(words: str) -> str:
    """The name of a marked copy; empty words have none."""
    return hashlib.sha256(words.encode()).hexdigest() if words else ""


def make(render: Render, *, words: str) -> StoredCopy:
    """Make and keep a copy. Twins who make the same one at once make the same bytes, and one row stays."""
    store = from_settings()
    original = store.get(render.pdf_key)
    data = marked(original, words) if words else linearised(original)
    sha256 = hashlib.sha256(data).hexdigest()
    key = own_key(render.project_id, "marked" if words else "linear", render.pk, sha256, "pdf")
    store.put(key, data, content_type=TYPE)
    found = {"key": key, "sha256": sha256, "size": len(data)}
    row, _ = StoredCopy.objects.get_or_create(render=render, mark=mark_of(words), defaults=found)
    return row


def anew(copy: StoredCopy) -> None:
    """Forget a copy whose file is gone: the next reader has it made again."""
    log.warning("sharing.copy_missing", key=copy.key)
    copy.delete()


def forget_old() -> int:
    """Delete marked copies of yesterday's viewers, and copies of PDFs that are gone; how many there were."""
    edge = timezone.now() - timedelta(days=MARKED_DAYS)
    spent = StoredCopy.objects.exclude(mark="").filter(created_at__lt=edge)
    orphans = StoredCopy.objects.exclude(render__pdf_purged_at=None)
    return sum(_forget(rows) for rows in (spent, orphans))


def _forget(rows: QuerySet[StoredCopy]) -> int:
    """The rows, and once that stands, the files that no other row speaks of."""
    with transaction.atomic():
        chunk = list(rows[:MOST_AT_ONCE])
        _give_up(chunk)
    remove_doomed(ends=time.monotonic() + REMOVE_SECONDS)
    return len(chunk)


def give_up_of(render: Render) -> set[str]:
    """Drop all copies of a document that somebody deletes, in that transaction; the keys of their files."""
    return _give_up(list(StoredCopy.objects.filter(render=render)))


def _give_up(copies: list[StoredCopy]) -> set[str]:
    keys = {copy.key for copy in copies}
    StoredCopy.objects.filter(pk__in=[copy.pk for copy in copies]).delete()
    gone = keys - set(StoredCopy.objects.filter(key__in=keys).values_list("key", flat=True))
    doom(gone)
    return gone
