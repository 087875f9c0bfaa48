"""Checks of golden prints, made with a worker's browser and written down with what differs, for the template's page."""

from __future__ import annotations

import uuid
from typing import Any

import structlog
from django.db.models.functions import Now

from craftkit.lib.errors import AppError
from craftkit.lib.storage import Store
from renders import goldens
from renders.changes import kept
from renders.chromium import RenderCrashed, RenderTimeout
from renders.goldens import Verdict
from renders.models import GoldenCheck
from renders.specimens import Press
from renders.worker import Worker
from templates_app.models import TemplateVersion

log = structlog.get_logger(__name__)
TRIES = 3


def carry_out(check_id: uuid.UUID, worker: Worker) -> None:
    """Make one check and store its outcome; what cannot be printed says why instead. Twice does no harm."""
    rows = GoldenCheck.objects.filter(pk=check_id, status=GoldenCheck.Status.PENDING)
    row = rows.select_related("version__template").first()
    if row is None:
        return
    rows.update(started_at=Now())
    try:
        verdict = goldens.check(row.version, press=Press(worker.lane, worker.store, worker.outbound))
        outcome = _outcome(verdict, row.version.template.project_id, worker.store)
    except AppError as error:
        log.warning("golden.failed", check=str(check_id), code=error.code, message=error.message)
        worker.spoiled[check_id] += isinstance(error, RenderCrashed | RenderTimeout)
        if error.permanent or worker.spoiled[check_id] >= TRIES:
            GoldenCheck.objects.finish(check_id, **failed(error.message))
        return
    GoldenCheck.objects.finish(check_id, **outcome)


def note(version: TemplateVersion, outcome: Verdict | AppError, *, store: Store, is_accepted: bool = False) -> None:
    """Write down what a check outside of a worker found, and whether its print is the golden one now."""
    row, _ = GoldenCheck.objects.ask(version)
    if isinstance(outcome, AppError):
        GoldenCheck.objects.finish(row.pk, **failed(outcome.message))
    else:
        GoldenCheck.objects.finish(row.pk, **_outcome(outcome, version.template.project_id, store))
        if is_accepted and outcome.candidate_key:
            GoldenCheck.objects.approve(row.pk, outcome.candidate_key)


def failed(message: str) -> dict[str, Any]:
    """The outcome of a check that came to no print."""
    return {"status": GoldenCheck.Status.FAILED, "error": message[:300], "result": {}, "candidate_key": ""}


def _outcome(verdict: Verdict, project_id: uuid.UUID, store: Store) -> dict[str, Any]:
    """The verdict as its row has it."""
    is_different = verdict.state == goldens.State.DIFFERENT and verdict.comparison is not None
    result = kept(verdict.comparison, project_id, store) if is_different and verdict.comparison else {}
    candidate = verdict.candidate_key if is_different else ""
    return {"status": verdict.state.value, "error": "", "result": result, "candidate_key": candidate}
