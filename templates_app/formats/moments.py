"""Moments: ISO dates read, and written in the words of a locale and the hours of a time zone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Literal, cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, get_datetime_format
from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled

NAMES = ("short", "medium", "long", "full")
TOKENS = {
    "YYYY": "yyyy",
    "yyyy": "yyyy",
    "YY": "yy",
    "yy": "yy",
    "MMMM": "MMMM",
    "MMM": "MMM",
    "MM": "MM",
    "M": "M",
    "DD": "dd",
    "dd": "dd",
    "D": "d",
    "d": "d",
    "dddd": "EEEE",
    "ddd": "EEE",
    "HH": "HH",
    "H": "H",
    "hh": "hh",
    "h": "h",
    "mm": "mm",
    "m": "m",
    "ss": "ss",
    "s": "s",
    "A": "a",
    "a": "a",
}
LETTERS = re.compile(r"([A-Za-z])\1*")
LETTERS_OR_REST = re.compile(r"([A-Za-z])\1*|[^A-Za-z]+")


def parse_moment(text: str) -> date | datetime | None:
    """The date or moment that an ISO 8601 string names, or None when it is not one."""
    if len(text) > 40:
        return None
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def pattern_fault(pattern: str) -> str | None:
    """What is wrong with a date pattern such as `DD/MM/YYYY`, or None."""
    runs = [match.group() for match in LETTERS.finditer(pattern)]
    unknown = next((run for run in runs if run not in TOKENS), None)
    if unknown:
        return filled(
            "A date pattern is made of YYYY MM DD, HH mm ss and the like; {unknown} is not known", unknown=unknown
        )
    return None if runs else gettext_noop("A date pattern needs at least one of YYYY, MM, DD")


def moment_writer(family: str, argument: str, place: Locale, zone: ZoneInfo) -> Callable[[date], str]:
    """A function that writes dates (`date`) or moments (`datetime`) by name or pattern; moments move to the zone."""
    if argument and argument not in NAMES:
        pattern = _cldr(argument)
        return lambda moment: format_datetime(_local(moment, zone), pattern, locale=place)
    name = cast(Literal["short", "medium", "long", "full"], argument or "medium")
    if family == "date":
        return lambda moment: format_date(_local(moment, zone), name, place)
    frame = str(get_datetime_format(name, locale=place)).replace("'", "")
    return lambda moment: _write_both(_local(moment, zone), frame, name, place)


def _write_both(moment: datetime, frame: str, name: Literal["short", "medium", "long", "full"], place: Locale) -> str:
    """Date and time without seconds: CLDR's own medium form shows them, and no letter wants them."""
    clock = format_time(moment, "short", locale=place)
    return frame.replace("{1}", format_date(moment, name, place)).replace("{0}", clock)


def _local(moment: date, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)
    try:
        return (moment.astimezone(zone) if moment.tzinfo else moment).replace(tzinfo=None)
    except OverflowError:
        return moment.replace(tzinfo=None)


def _cldr(pattern: str) -> str:
    """A pattern in the letters of CLDR. Where no hour is written, `mm` can only be meant as the month."""
    has_hours = re.search(r"[Hh]", pattern)
    parts: list[str] = []
    for match in LETTERS_OR_REST.finditer(pattern):
        run = match.group()
        run = run.upper() if run in ("m", "mm") and not has_hours else run
        parts.append(TOKENS.get(run) or run.replace("'", "''"))
    return "".join(parts)
