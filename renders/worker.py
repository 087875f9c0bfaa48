"""A worker: one lane that takes the fairest due render, keeps its lease alive, makes it, and records the outcome.

Every write goes through the fencing token of the claim, so a worker that was thought dead can do no harm.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError
from craftkit.lib.leases import insist, leave_broken_connection
from craftkit.lib.outbound import Outbound
from craftkit.lib.storage import Store
from renders import events
from renders.chromium import BrowserUnavailable, Lane
from renders.claims import Claim, Claimant
from renders.heartbeat import Heartbeat
from renders.models import Render
from renders.pipeline import Made, make_pdf
from renders.previews import serve_next
from renders.specimens import Press

log = structlog.get_logger(__name__)
RETRY_DELAYS = (0.0, 5.0, 30.0)
RECOVERY_SECONDS = 5.0


class Fault(AppError):
    """Something that nobody foresaw. It may be this worker's own trouble, so another attempt is right."""

    message = gettext_noop("The document could not be made because of a fault on our side.")
    permanent = False


class Worker:
    """Serves renders on one lane, one at a time.

    `asked_at` is when it last looked for work, `busy_since` when it began what it does now (monotonic seconds);
    `trouble` says why its browser does not start, and while it does not, the worker takes nothing.
    `proven` says that its browser printed since it was last found missing; `spoiled` counts what it could not draw.
    """

    def __init__(self, *, lane: Lane, store: Store, outbound: Outbound) -> None:
        self.lane = lane
        self.store = store
        self.outbound = outbound
        # The last part tells two lives of one process id apart, as containers have them.
        self.name = f"{socket.gethostname()[:80]}:{os.getpid()}:{secrets.token_hex(3)}"
        self.claimant = Claimant(self.name)
        # A worker is asked by its bell, and by who stands in for it.
        self.turn = threading.RLock()
        self.asked_at = time.monotonic()
        self.busy_since: float | None = None
        self.trouble = ""
        self.troubled_at = 0.0
        self.proven = True
        self.spoiled: Counter[uuid.UUID] = Counter()

    def serve_one(self) -> bool:
        """Take one due render and see it through; False when nothing is due, or the browser does not start."""
        with self.turn:
            self.asked_at = time.monotonic()
            leave_broken_connection()
            if self.is_fit() and self.serve_preview():
                return True
            claim = self.claimant.take() if self.is_fit() else None
            if claim is None:
                return False
            with self.busy(), Heartbeat(claim, lease_seconds=settings.RENDER_LEASE_SECONDS):
                self._see_through(claim)
            return True

    def serve_preview(self) -> bool:
        """Somebody looks at the screen and waits: previews come before renders, whoever's turn it is."""
        with self.busy():
            return serve_next(Press(self.lane, self.store, self.outbound))

    @contextmanager
    def busy(self) -> Iterator[None]:
        """While the body runs, the lane is the caller's, and upkeep knows that this worker works."""
        with self.turn:
            self.busy_since = time.monotonic()
            try:
                yield
            finally:
                self.busy_since = None

    def is_fit(self) -> bool:
        """Whether the browser starts; after a failure it is tried again every few seconds."""
        if self.trouble and time.monotonic() - self.troubled_at > RECOVERY_SECONDS:
            self.start_browser()
        return not self.trouble

    def start_browser(self) -> None:
        """Have the browser warm, or know why it does not start."""
        try:
            self.lane.start()
        except AppError as error:
            self._note_trouble(error)
        else:
            self.trouble = ""
            log.info("worker.ready", worker=self.name, browser=self.lane.version)

    def _note_trouble(self, error: AppError) -> None:
        log.error("browser.start_failed", message=error.message)
        self.trouble, self.troubled_at = error.message, time.monotonic()

    def _see_through(self, claim: Claim) -> None:
        render = insist(lambda: self._read(claim))
        if render is None:
            return
        structlog.contextvars.bind_contextvars(render=str(render.pk), request_id=render.request_id)
        started = time.perf_counter()
        try:
            made = self._make(render)
        except BrowserUnavailable as error:
            self._do_without_browser(claim, render, error)
        except AppError as error:
            self._fail(claim, render, error)
        else:
            self.proven = True
            self._succeed(claim, made, (time.perf_counter() - started) * 1000)
        finally:
            structlog.contextvars.clear_contextvars()

    def _do_without_browser(self, claim: Claim, render: Render, error: AppError) -> None:
        """Hand the render back uncounted, but not twice in a row: a browser may only seem to start."""
        self._note_trouble(error)
        if self.proven:
            insist(lambda: self._put_back(claim, seconds=0, refund=True))
        else:
            self._fail(claim, render, error)
        self.proven = False

    def _read(self, claim: Claim) -> Render | None:
        """The claimed render with all that making it needs; None when it was cancelled or deleted meanwhile."""
        held = Render.objects.held(claim.render_id, claim.token)
        return held.select_related("template", "version").first()

    def _make(self, render: Render) -> Made:
        deadline = time.monotonic() + settings.RENDER_SECONDS
        try:
            made = make_pdf(render, lane=self.lane, store=self.store, outbound=self.outbound, deadline=deadline)
        except AppError:
            raise
        except Exception as error:
            log.exception("render.fault")
            raise Fault from error
        made.timings = {"queue": _queued(render), **made.timings}
        return made

    def _succeed(self, claim: Claim, made: Made, milliseconds: float) -> None:
        finished = made.finished
        result = {
            "status": Render.Status.SUCCEEDED,
            "warnings": made.warnings,
            "pdf_key": made.key,
            "pdf_sha256": finished.sha256,
            "pdf_bytes": len(finished.pdf),
            "pages": finished.pages,
            "content_hash": finished.content_hash,
            "engine": self.lane.version,
            "timings": made.timings,
            "inputs": made.inputs,
            "error_code": "",
            "error_message": "",
        }
        kept = insist(lambda: self._finish(claim, result))
        log.info("render.succeeded" if kept else "render.fenced", ms=round(milliseconds, 1), pages=finished.pages)

    def _fail(self, claim: Claim, render: Render, error: AppError) -> None:
        log.warning("render.attempt_failed", code=error.code, message=error.message, attempt=render.attempt)
        if not error.permanent and render.attempt < render.max_attempts:
            delay = RETRY_DELAYS[min(render.attempt, len(RETRY_DELAYS)) - 1]
            insist(lambda: self._put_back(claim, seconds=delay))
            return
        result = {
            "status": Render.Status.FAILED,
            "error_code": error.code,
            "error_message": error.message,
            "engine": self.lane.version,
        }
        insist(lambda: self._finish(claim, result))

    def _finish(self, claim: Claim, result: Mapping[str, object]) -> bool:
        with transaction.atomic():
            finished = Render.objects.finish(claim.render_id, claim.token, **result)
            if finished:
                events.ended(claim.render_id)
            return finished

    def _put_back(self, claim: Claim, *, seconds: float, refund: bool = False) -> bool:
        return Render.objects.put_back(claim.render_id, claim.token, seconds=seconds, refund=refund)

    def release(self) -> None:
        """Hand back what this worker holds without counting the attempt: it leaves in good order."""
        for render in Render.objects.filter(worker=self.name, status=Render.Status.RENDERING):
            if render.lease_token:
                Render.objects.put_back(render.pk, render.lease_token, seconds=0, refund=True)


def _queued(render: Render) -> float:
    """Milliseconds between acceptance and this attempt."""
    started = render.started_at or render.created_at
    return round((started - render.created_at).total_seconds() * 1000, 1)
