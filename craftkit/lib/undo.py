"""A message with the way back: what was done, and the form that undoes it."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest


def done(request: HttpRequest, text: str, *, undo: str, **fields: str) -> None:
    """Tell of a deed that a POST of the `fields` to the address `undo` takes back; the page offers it with the text."""
    messages.success(request, text, extra_tags=json.dumps({"url": undo, "fields": fields}))
