"""Places: the locale and time zone that values are written in, found without ever failing."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError


@lru_cache(maxsize=256)
def resolve_locale(tag: str) -> Locale:
    """The Babel locale for a tag such as `de-CH`, its language when the region is unknown, English when nothing is."""
    text = tag.replace("-", "_")
    for candidate in (text, text.split("_", maxsplit=1)[0]):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return Locale.parse("en")


def is_known_locale(tag: str) -> bool:
    """Whether a tag such as `de` or `pt-BR` names a locale that values can be formatted in."""
    try:
        Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True


def language_tag(tag: str) -> str:
    """The BCP 47 tag of the locale in use, for the page's `lang`."""
    return str(resolve_locale(tag)).replace("_", "-")


def direction(tag: str) -> str:
    """`rtl` for locales written from the right, else `ltr`."""
    return "rtl" if resolve_locale(tag).character_order == "right-to-left" else "ltr"


@lru_cache(maxsize=256)
def resolve_timezone(name: str) -> ZoneInfo:
    """The time zone of that IANA name; UTC when there is none."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return ZoneInfo("UTC")


def is_known_timezone(name: str) -> bool:
    """Whether a name such as `Europe/Berlin` is a time zone."""
    return name == "UTC" or str(resolve_timezone(name)) == name
