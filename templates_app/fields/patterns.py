"""Patterns: the small part of regular expressions that a field may ask for, safe to run on any text.

No groups, no alternatives, at most one unbounded repeat: matching stays linear but for a small constant.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled

PATTERN_LIMIT = 100
TEXT_LIMIT = 1_000
BACKTRACK_LIMIT = 1_000
ATOM = r"(?:\\[dwsDWS]|\\[^A-Za-z0-9]|\[\^?\]?(?:\\.|[^\]\\\[])+\]|[^\\\[\](){}*+?.^$|]|\.)"
PIECE = re.compile(rf"(?P<atom>{ATOM})(?P<times>\{{\d{{1,3}}(?:,(?:\d{{1,3}})?)?\}}|[*+?])?", re.ASCII)


def pattern_fault(pattern: object) -> str | None:
    """What keeps a pattern from being used, or None."""
    if not isinstance(pattern, str) or not 0 < len(pattern) <= PATTERN_LIMIT:
        return filled("Expected a pattern of 1 to {most} characters", most=PATTERN_LIMIT)
    if _pieces(pattern) is None:
        return gettext_noop(
            "A pattern is made of characters, [classes], \\d \\w \\s and repeats; groups and | are not supported"
        )
    if not _is_cheap(pattern):
        return gettext_noop("A pattern may have one unbounded repeat (* + {2,}) at most, and few optional parts")
    try:
        _compiled(pattern)
    except re.error:
        return gettext_noop("The pattern is not valid")
    return None


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits a pattern that `pattern_fault` passed; over-long texts do not."""
    return len(text) <= TEXT_LIMIT and _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_core(pattern), re.ASCII)


def _core(pattern: str) -> str:
    ends_escaped = pattern.endswith("\\$")
    return pattern.removeprefix("^") if ends_escaped else pattern.removeprefix("^").removesuffix("$")


def _pieces(pattern: str) -> list[tuple[str, str]] | None:
    core, at, pieces = _core(pattern), 0, []
    while at < len(core):
        match = PIECE.match(core, at)
        if match is None:
            return None
        pieces.append((match["atom"], match["times"] or ""))
        at = match.end()
    return pieces


def _is_cheap(pattern: str) -> bool:
    unbounded, ways = 0, 1
    for _, times in _pieces(pattern) or []:
        low, high = _bounds(times)
        unbounded += high is None
        ways *= 1 if high is None else max(high - low + 1, 1)
    return unbounded <= 1 and ways <= BACKTRACK_LIMIT


def _bounds(times: str) -> tuple[int, int | None]:
    if times in ("*", "+"):
        return int(times == "+"), None
    if times == "?":
        return 0, 1
    if not times:
        return 1, 1
    low, comma, high = times[1:-1].partition(",")
    return int(low), int(high) if high else None if comma else int(low)


def example(pattern: str) -> str:
    """A short text that fits a pattern, for samples."""
    parts: list[str] = []
    for atom, times in _pieces(pattern) or []:
        low, high = _bounds(times)
        count = max(low, 1) if high != 0 else 0
        parts.append(_character(atom) * count)
    return "".join(parts)


def _character(atom: str) -> str:
    letters = "1A a-_.:/#@" + "".join(map(chr, range(33, 127)))
    return next((letter for letter in letters if re.fullmatch(atom, letter, re.ASCII)), "")
