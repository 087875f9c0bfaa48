"""Kinds: what each data type accepts, and what it makes of a near miss such as "5" for a number."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.fields.manifest import Variable
from templates_app.fields.patterns import matches
from templates_app.formats import parse_moment
from templates_app.keys import has_unstorable

URL_LIMIT = 4_096
NUMBER_TEXT = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
WHOLE_TEXT = re.compile(r"[+-]?\d+", re.ASCII)
DATA_IMAGE = re.compile(r"data:image/[a-z0-9.+-]+(?:;[a-z0-9=._-]+)*,", re.IGNORECASE | re.ASCII)
MAIL_LINK = re.compile(r"mailto:[^\s\x00-\x20\x7f<>\"\\^`{|}\ud800-\udfff]{1,500}")
ASSET_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)


class Mismatch(Exception):
    """A value is not of its type; the text tells what was expected."""


def read_value(variable: Variable, given: object) -> tuple[Any, bool]:
    """The value as its type wants it, and whether it had to be coerced. Raises Mismatch."""
    value, coerced = READERS[variable.data_type](given)
    _check_extras(variable, value)
    return value, coerced


def _check_extras(variable: Variable, value: Any) -> None:
    extras = variable.extras
    if not extras:
        return
    if extras.get("integer") and value != int(value):
        raise Mismatch(gettext_noop("Expected a whole number"))
    if "min" in extras and value < extras["min"]:
        raise Mismatch(filled("Must be at least {least}", least=extras["min"]))
    if "max" in extras and value > extras["max"]:
        raise Mismatch(filled("Must be at most {most}", most=extras["max"]))
    if "pattern" in extras and not matches(extras["pattern"], value):
        raise Mismatch(filled("Must match {pattern}", pattern=extras["pattern"]))


def is_finite_number(value: object) -> bool:
    """Whether a JSON value is a number that a double can hold; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _number(given: object) -> tuple[Any, bool]:
    if is_finite_number(given):
        return given, False
    text = given.strip() if isinstance(given, str) and len(given) <= 400 else ""
    if not NUMBER_TEXT.fullmatch(text):
        raise Mismatch(gettext_noop("Expected a number"))
    value = int(text) if WHOLE_TEXT.fullmatch(text) else float(text)
    if not is_finite_number(value):
        raise Mismatch(gettext_noop("Expected a finite number"))
    return value, True


def _text(given: object) -> tuple[Any, bool]:
    if not isinstance(given, str):
        raise Mismatch(gettext_noop("Expected a string"))
    if has_unstorable(given):
        return "".join("\ufffd" if has_unstorable(letter) else letter for letter in given), True
    return given, False


def _boolean(given: object) -> tuple[Any, bool]:
    if isinstance(given, bool):
        return given, False
    if given in ("true", "false"):
        return given == "true", True
    raise Mismatch(gettext_noop("Expected true or false"))


def _moment(given: object) -> tuple[Any, bool]:
    if isinstance(given, str) and parse_moment(given):
        return given, False
    raise Mismatch(gettext_noop("Expected an ISO date, such as 2026-06-05 or 2026-06-05T10:00:00Z"))


def is_web_address(text: str) -> bool:
    """Whether a text is an absolute http(s) URL with a host and without blanks."""
    if len(text) > URL_LIMIT or re.search(r"[\s\x00-\x20\x7f<>\"\\^`{|}\ud800-\udfff]", text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def is_link(text: str) -> bool:
    """Whether a text may stand behind a link: an http(s) or mailto address."""
    return is_web_address(text) or MAIL_LINK.fullmatch(text) is not None


def _url(given: object) -> tuple[Any, bool]:
    if isinstance(given, str) and is_web_address(given):
        return given, False
    raise Mismatch(gettext_noop("Expected an http or https URL"))


def is_image_source(text: str) -> bool:
    """Whether a text is something an image may be taken from: http(s) URL, data:image URI or asset id."""
    return bool(is_web_address(text) or ASSET_ID.fullmatch(text) or (DATA_IMAGE.match(text) and text.isascii()))


def _image(given: object) -> tuple[Any, bool]:
    if isinstance(given, str) and not has_unstorable(given) and is_image_source(given):
        return given, False
    raise Mismatch(gettext_noop("Expected an http or https URL, a data:image URI or the id of an asset"))


def _email(given: object) -> tuple[Any, bool]:
    try:
        validate_email(given if isinstance(given, str) and not has_unstorable(given) else "")
    except ValidationError:
        raise Mismatch(gettext_noop("Expected an e-mail address")) from None
    return given, False


READERS: dict[str, Callable[[object], tuple[Any, bool]]] = {
    "text": _text,
    "longtext": _text,
    "number": _number,
    "currency": _number,
    "date": _moment,
    "datetime": _moment,
    "boolean": _boolean,
    "image": _image,
    "url": _url,
    "email": _email,
}
