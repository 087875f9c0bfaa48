"""Origins of host pages: exactly scheme, host and port, since a wildcard lets in pages that nobody thought of."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop

LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
DEFAULT_PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?|\[[0-9a-f:.]+\]")
MOST_LENGTH = 255


class BadOrigin(ValueError):
    """It is no origin, or one that is not let in; the text says what to write instead."""


def normalised(text: str, *, allow_http: bool = False) -> str:
    """The origin as browsers write it. Raises BadOrigin."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise BadOrigin(gettext_noop("Write an origin like https://app.example.com.")) from None
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    if "*" in text:
        raise BadOrigin(gettext_noop("Name each host; wildcards are not allowed."))
    _check_shape(text, parts.scheme, host)
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username is not None or "?" in text:
        raise BadOrigin(gettext_noop("Only scheme, host and port, like https://app.example.com:8443."))
    if parts.scheme == "http" and not allow_http and host not in LOOPBACK:
        raise BadOrigin(gettext_noop("Use https; http is for localhost alone."))
    return f"{parts.scheme}://{host}" + ("" if port in {None, DEFAULT_PORTS[parts.scheme]} else f":{port}")


def _check_shape(text: str, scheme: str, host: str) -> None:
    is_plain = text.isascii() and text.isprintable() and " " not in text and "\\" not in text
    if scheme not in DEFAULT_PORTS or len(text) > MOST_LENGTH or not is_plain:
        raise BadOrigin(gettext_noop("Write an origin like https://app.example.com, other scripts in punycode."))
    if not HOST.fullmatch(host):
        raise BadOrigin(gettext_noop("The host is not a valid name."))


def is_web_address(text: str) -> bool:
    """Whether it is an http(s) address with a host and nothing strange in it."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    is_plain = text.isascii() and text.isprintable() and not set(text) & set(' \\"<>')
    return parts.scheme in DEFAULT_PORTS and bool(parts.hostname) and parts.username is None and is_plain
