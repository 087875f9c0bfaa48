"""How far the documents are counted that were made of each template.

renders.models imports it, so that Django finds it.
"""

from __future__ import annotations

import uuid

from django.db import models

NOTHING = uuid.UUID(int=0)


class Tally(models.Model):
    """The one row that says up to which render, by its id, everything is counted."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    counted_to = models.UUIDField(default=NOTHING)

    def __str__(self) -> str:
        return str(self.counted_to)
