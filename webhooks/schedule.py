"""When a failed delivery is tried again: the timetable, spread a little, and what the receiver asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

SPREAD = 0.2
# What receivers and the proxies before them answer when they are overloaded.
OVERLOADED = {429, 502, 504}
OVERLOAD_SECONDS = 60.0
LONGEST_WISH = 3600.0


def pause(
    timetable: Sequence[int], *, attempt: int, spread: float, status: int | None = None, wish: float | None = None
) -> float | None:
    """Seconds until the next attempt after failed attempt number `attempt` (from 1); None when there is none left.

    `spread` is a random number from -1 to 1, so that deliveries that failed together do not come back together.
    `wish` is what the receiver asked for; it is met up to an hour, or twice the step where that is longer.
    """
    if attempt >= len(timetable):
        return None
    step = float(timetable[attempt])
    seconds = step * (1 + SPREAD * spread)
    if wish is not None:
        seconds = max(seconds, min(wish, max(LONGEST_WISH, 2 * step)))
    return seconds + OVERLOAD_SECONDS if status in OVERLOADED else seconds


def wished(retry_after: str, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for, given as such or as a date; None when it makes no sense."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    # A date without a zone is in UTC (RFC 9110 section 5.6.7).
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
