"""The numbers of a project's home: a month of renders and deliveries, speed, queue, storage."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import CharField, Count, Min, QuerySet, Sum
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from craftkit.accounts.models import Project
from craftkit.desk.charts import HEIGHT, WIDTH, Chart, chart
from craftkit.lib.ids import earliest_id
from renders.models import Render
from templates_app.models import Asset
from webhooks.models import Delivery

DAYS, TIMED = 30, 1000
STORAGE_SECONDS = 300
# Ids tell the time of the clock that made them; rows just outside are sorted out by their own time.
SLACK = timedelta(days=1)


def overview(project: Project, env: str) -> dict[str, Any]:
    """Everything that the home shows in numbers."""
    now = timezone.now()
    since = (now - timedelta(days=DAYS - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "renders": _chart(_renders(project, env, since), now.date(), bad=("failed",)),
        "deliveries": _chart(_deliveries(project, env, since), now.date(), bad=("abandoned",)),
        "speed": speed(_renders(project, env, since)),
        "queue": queue(project),
        "storage": storage(project),
        "canvas": {"width": WIDTH, "height": HEIGHT, "days": DAYS},
    }


def _renders(project: Project, env: str, since: datetime) -> QuerySet[Render]:
    # Also those that were deleted since: they were made.
    rows = Render.objects.filter(project=project, env=env, pk__gte=earliest_id(since - SLACK))
    return rows.filter(created_at__gte=since).exclude(source=Render.Source.VERIFY)


def _deliveries(project: Project, env: str, since: datetime) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(project=project, endpoint__env=env, pk__gte=earliest_id(since - SLACK))
    return rows.filter(created_at__gte=since)


def _chart(rows: QuerySet[Any], today: date, *, bad: tuple[str, ...]) -> Chart:
    # The day is cut out of the text, which both databases do by themselves; SQLite would ask Python for TruncDate.
    day = Substr(Cast("created_at", CharField()), 1, 10)
    counts: dict[date, tuple[int, int]] = {}
    for text, status, count in rows.order_by().values_list(day, "status").annotate(count=Count("pk")):
        good, failed = counts.get(date.fromisoformat(text), (0, 0))
        counts[date.fromisoformat(text)] = (good, failed + count) if status in bad else (good + count, failed)
    return chart(counts, today=today, days=DAYS)


def speed(rows: QuerySet[Render]) -> dict[str, Any]:
    """How long the newest documents took from acceptance to PDF: the middle one, and all but the slowest twentieth."""
    newest = rows.filter(status=Render.Status.SUCCEEDED).order_by("-pk").values_list("created_at", "completed_at")
    took = sorted((end - begin).total_seconds() * 1000 for begin, end in newest[:TIMED] if end)
    if not took:
        return {"count": 0}
    at = len(took) - 1
    return {"count": len(took), "p50": took[round(at * 0.5)], "p95": took[round(at * 0.95)]}


def queue(project: Project) -> dict[str, Any]:
    """What is on the way now, and since when the oldest waits."""
    found: dict[str, Any] = (
        Render.objects.for_project(project).unfinished().aggregate(count=Count("pk"), oldest=Min("created_at"))
    )
    return found


def storage(project: Project) -> dict[str, int]:
    """The bytes of the project's PDFs and assets; counted at most every five minutes, since it reads every row."""
    return cache.get_or_set(f"desk.storage.{project.pk}", lambda: _stored(project), STORAGE_SECONDS) or {}


def _stored(project: Project) -> dict[str, int]:
    pdfs = Render.objects.for_project(project).exclude(pdf_key="").aggregate(size=Sum("pdf_bytes"))["size"] or 0
    assets = Asset.objects.filter(project=project).bytes_used()
    return {"pdfs": pdfs, "assets": assets, "total": pdfs + assets}
