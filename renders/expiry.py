"""Fail the renders that are beyond help: their worker went silent on the last attempt."""

from __future__ import annotations

import uuid

from django.db import transaction

from renders import events
from renders.models import Render

BATCH = 100


def give_up_exhausted() -> int:
    """Fail what is beyond help now, and tell of it; how many there were."""
    found = Render.objects.exhausted().values_list("id", flat=True)[:BATCH]
    return sum(give_up(render_id) for render_id in list(found))


def give_up(render_id: uuid.UUID) -> bool:
    """Fail this render if it is beyond help, and tell of it."""
    with transaction.atomic():
        given_up = Render.objects.filter(pk=render_id).give_up() == 1
        if given_up:
            events.ended(render_id)
        return given_up
