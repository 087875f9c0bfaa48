"""The request's id: in the response header, in every error and in every log line."""

from __future__ import annotations

import re
from contextvars import ContextVar

from craftkit.lib.ids import new_id

_current: ContextVar[str] = ContextVar("request_id", default="")
ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{8,64}")


def begin(given: str) -> str:
    """Take over the id that a proxy sent if it is well-formed, else make one."""
    chosen = given if ACCEPTABLE.fullmatch(given) else f"req_{new_id().hex}"
    _current.set(chosen)
    return chosen


def request_id() -> str:
    """The id of the request at hand, empty outside of one."""
    return _current.get()
