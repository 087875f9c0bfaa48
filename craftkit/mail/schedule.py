"""When a mail that was not taken is tried again, and what an answer of a mail server means."""

from __future__ import annotations

import re
from collections.abc import Sequence

SPREAD = 0.2
ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# Enhanced codes (RFC 3463) that say: there is no such mailbox. Others, such as 5.7.1, are about this message or sender.
NO_MAILBOX = {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)}
NO_MAILBOX_PLAIN = {550, 551, 553}


def pause(timetable: Sequence[int], *, attempt: int, spread: float) -> float | None:
    """Seconds until the next attempt after failed attempt number `attempt` (from 1); None when there is none left."""
    if attempt >= len(timetable):
        return None
    return timetable[attempt] * (1 + SPREAD * spread)


def is_permanent(code: int | None) -> bool:
    """Whether the server will never take this mail."""
    return code is not None and 500 <= code < 600


def names_no_mailbox(code: int | None, answer: str) -> bool:
    """Whether a refused recipient does not exist, so that nobody should write there again."""
    found = ENHANCED.search(answer)
    if found:
        return found[1] == "5" and (int(found[2]), int(found[3])) in NO_MAILBOX
    return code in NO_MAILBOX_PLAIN
