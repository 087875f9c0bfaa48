"""The request log: what was asked of the API with a project's keys, noted in passing and written a moment later.

A request does not wait for its line: the web process gathers them and writes them together, and what it gathered when
it is killed is lost. Only the log knows less then; what the requests did stands in tables of its own.
"""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from craftkit.accounts.keeping import overdue
from craftkit.accounts.models import Project
from craftkit.api.authentication import PROJECT_KEYS
from craftkit.api.context import request_id
from craftkit.api.masking import masked
from craftkit.api.models import LoggedRequest, LogPolicy
from craftkit.api.principals import Principal

log = structlog.get_logger(__name__)
GATHER_SECONDS = 1.0
MOST_WAITING, MOST_AT_ONCE = 5_000, 500
LARGEST_BODY = 100_000
POLICY_SECONDS = 5


@dataclass(frozen=True)
class Noted:
    """A line to be, and the two bodies as they went over the wire."""

    line: LoggedRequest
    sent: bytes
    answered: bytes

    def finished(self) -> LoggedRequest:
        """The line with what may be shown of the bodies."""
        self.line.sent, self.line.answered = masked(self.sent), masked(self.answered)
        return self.line


class Recorder:
    """Gathers lines and writes them from a thread of its own, which starts with the first line."""

    def __init__(self) -> None:
        self.waiting: deque[Noted] = deque(maxlen=MOST_WAITING)
        self.bell = threading.Event()
        self.lock = threading.Lock()
        self.owner = 0

    def add(self, noted: Noted) -> None:
        """Write it soon; the oldest that wait give way when the database does not keep up."""
        self.waiting.append(noted)
        self.bell.set()
        with self.lock:
            if self.owner == os.getpid():
                return
            self.owner = os.getpid()
        atexit.register(self.write)
        threading.Thread(target=self._go_on, name="request-log", daemon=True).start()

    def _go_on(self) -> None:
        while True:
            self.bell.wait()
            time.sleep(GATHER_SECONDS)
            self.bell.clear()
            self.write()
            close_old_connections()

    def write(self) -> None:
        """Write all that wait."""
        while self.waiting:
            lines = [self.waiting.popleft().finished() for _ in range(min(len(self.waiting), MOST_AT_ONCE))]
            try:
                LoggedRequest.objects.bulk_create(lines)
            except DatabaseError as error:
                log.warning("request_log.lost", lines=len(lines), error=str(error))
                return


recorder = Recorder()


def expect(request: HttpRequest, asker: object) -> None:
    """Remember who asks, if a project's key; and, where the project keeps bodies, the body before a parser takes it."""
    if not isinstance(asker, Principal) or asker.kind not in PROJECT_KEYS or not settings.REQUEST_LOG_DAYS:
        return
    request.asker = asker  # type: ignore[attr-defined]
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if 0 < size <= LARGEST_BODY and request.content_type == "application/json" and keeps_bodies(asker.project):
        request.body  # noqa: B018 - reading it is what keeps it


def note(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Have the answered request in the log, if it came with a project's key."""
    asker: Principal | None = getattr(request, "asker", None)
    if asker is None or asker.key is None:
        return
    line = LoggedRequest(
        project=asker.project,
        env=asker.env,
        key=asker.key,
        request_id=request_id(),
        method=(request.method or "")[:8],
        path=request.path[:300],
        status=response.status_code,
        code=_code(response),
        ms=round(seconds * 1000, 1),
        created_at=timezone.now(),
    )
    sent = getattr(request, "_body", b"")
    recorder.add(Noted(line, sent, _bytes(response) if keeps_bodies(asker.project) else b""))


def keeps_bodies(project: Project) -> bool:
    """Whether the project's log has bodies; a change is heard within seconds."""
    name = f"request_log.bodies.{project.pk}"
    known: bool | None = cache.get(name)
    if known is None:
        known = LogPolicy.objects.filter(project=project, keeps_bodies=True).exists()
        cache.set(name, known, timeout=POLICY_SECONDS)
    return known


def keep_bodies(project: Project, *, wanted: bool) -> None:
    """Begin to keep bodies, or stop and forget those that are there."""
    LogPolicy.objects.update_or_create(project=project, defaults={"keeps_bodies": wanted})
    cache.delete(f"request_log.bodies.{project.pk}")
    if not wanted:
        LoggedRequest.objects.filter(project=project).update(sent="", answered="")


def forget_old() -> int:
    """Drop lines past their projects' terms, some hundred at once; how many there were."""
    count = 0
    for rows in overdue("requests", LoggedRequest.objects.all(), moment="created_at"):
        while old := list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE]):
            count += LoggedRequest.objects.filter(pk__in=old).delete()[0]
    return count


def _code(response: HttpResponseBase) -> str:
    data: Any = getattr(response, "data", None)
    error = data.get("error") if isinstance(data, dict) else None
    return str(error.get("code", ""))[:60] if isinstance(error, dict) else ""


def _bytes(response: HttpResponseBase) -> bytes:
    is_json = response.headers.get("Content-Type", "").startswith("application/json")
    content: bytes = getattr(response, "content", b"") if is_json and not response.streaming else b""
    return content if len(content) <= LARGEST_BODY else b""
