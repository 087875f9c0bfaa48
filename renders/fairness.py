"""Which project's turn it is: lanes like to stay with a project, but nobody waits behind a neighbour's pile."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

STREAK = 8
REMEMBERED = 4096


class Turns:
    """A lane's memory of whom it served.

    A change of project costs the lane a fresh browser context, so it stays with one for up to STREAK renders while
    others wait; then it is the turn of whoever it has not served for longest.
    """

    def __init__(self) -> None:
        self.last: uuid.UUID | None = None
        self.streak = 0
        self.count = 0
        self.served: dict[uuid.UUID, int] = {}

    @property
    def may_stay(self) -> bool:
        """Whether the project served last may have the lane once more without asking who else waits."""
        return self.last is not None and self.streak < STREAK

    def order(self, projects: Iterable[uuid.UUID]) -> list[uuid.UUID]:
        """Whom to serve first: as given (longest waiting first) those never served, then the least recently served."""
        return sorted(projects, key=lambda project: self.served.get(project, 0))

    def note(self, project: uuid.UUID) -> None:
        """A render of this project was taken."""
        self.streak = self.streak + 1 if project == self.last else 1
        self.last = project
        self.count += 1
        if len(self.served) >= REMEMBERED:
            self.served.clear()
        self.served[project] = self.count
