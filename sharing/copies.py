"""Make copies of a PDF once and keep them: the one that viewers read, and marked ones of a viewer each."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from craftkit.lib.storage import content_key, from_settings
from renders.models import Render
from sharing.marking import linearised, marked
from sharing.models import StoredCopy

log = structlog.get_logger(__name__)
TYPE = "application/pdf"
MARKED_DAYS = 1


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
    key = content_key(render.project_id, "marked" if words else "linear", sha256, "pdf")
    store.put(key, data, content_type=TYPE)
    found = {"key": key, "sha256": sha256, "size": len(data)}
    row, _ = StoredCopy.objects.get_or_create(render=render, mark=mark_of(words), defaults=found)
    return row


def anew(copy: StoredCopy) -> None:
    """Forget a copy whose file is gone: the next reader has it made again."""
    log.warning("sharing.copy_missing", key=copy.key)
    copy.delete()


def forget_marked() -> int:
    """Delete marked copies of yesterday's viewers, the file before the row; how many there were."""
    store, count = from_settings(), 0
    edge = timezone.now() - timedelta(days=MARKED_DAYS)
    for copy in StoredCopy.objects.exclude(mark="").filter(created_at__lt=edge)[:500]:
        with transaction.atomic():
            copy.delete()
            if not StoredCopy.objects.filter(key=copy.key).exists():
                store.delete(copy.key)
        count += 1
    return count
