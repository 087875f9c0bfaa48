"""How a worker gets its next render: the project whose turn it is, its oldest due render, and the claim on it."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

from django.conf import settings

from renders import expiry
from renders.fairness import Turns
from renders.models import Render

# While many renders wait, the list of projects need not be new for each.
LIST_SECONDS = 0.25
FASTER_OTHERS = 20


@dataclass(frozen=True)
class Claim:
    """A render that a worker holds."""

    render_id: uuid.UUID
    token: uuid.UUID


class Claimant:
    """Takes renders in the name of a worker, fairly among projects."""

    def __init__(self, worker: str) -> None:
        self.worker = worker
        self.turns = Turns()
        self.projects: list[uuid.UUID] = []
        self.listed_at = 0.0

    def take(self) -> Claim | None:
        """The next due render, claimed; None when nothing is due. Tries again while other workers are faster."""
        for _ in range(FASTER_OTHERS):
            chosen = self._choose()
            if chosen is None:
                return None
            project, render_id = chosen
            token = Render.objects.claim(render_id, worker=self.worker, seconds=settings.RENDER_LEASE_SECONDS)
            if token:
                self.turns.note(project)
                return Claim(render_id, token)
            expiry.give_up(render_id)
        return None

    def _choose(self) -> tuple[uuid.UUID, uuid.UUID] | None:
        """The project whose turn it is, with its oldest due render."""
        found = None
        if self.turns.last and self.turns.may_stay:
            found = self._first_due([self.turns.last])
        if not found and time.monotonic() - self.listed_at < LIST_SECONDS:
            found = self._first_due(self.projects)
        if not found:
            self.projects, self.listed_at = Render.objects.projects_at_work(), time.monotonic()
            found = self._first_due(self.projects)
        return found

    def _first_due(self, projects: list[uuid.UUID]) -> tuple[uuid.UUID, uuid.UUID] | None:
        for project in self.turns.order(projects):
            render_id = Render.objects.oldest_due_of(project)
            if render_id:
                return project, render_id
        return None
