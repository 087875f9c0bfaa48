"""Readers of the environment that fail loudly: a bad value stops the start with the variable's name and a remedy."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The variable, or the default where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def integer(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """A whole number of at least `least` and at most `most`."""
    raw = text(name, str(default))
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.") from None
    if value < least:
        raise ImproperlyConfigured(f"{name} must be at least {least}, not {value}.")
    if most is not None and value > most:
        raise ImproperlyConfigured(f"{name} must be at most {most}, not {value}.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """A switch: 1/true/yes/on or 0/false/no/off."""
    raw = text(name, "on" if default else "off").lower()
    if raw in TRUE:
        return True
    if raw in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be on or off, not {raw!r}.")


def names(name: str, default: str = "") -> list[str]:
    """A list separated by commas, without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def numbers(name: str, default: str) -> list[int]:
    """Whole numbers from 0, separated by commas; at least one."""
    parts = names(name, default)
    if not parts or not all(part.isascii() and part.isdigit() for part in parts):
        raise ImproperlyConfigured(f"{name} must be whole numbers separated by commas, like {default}.")
    return [int(part) for part in parts]


def choice(name: str, default: str, *, of: set[str]) -> str:
    """One of a fixed set of words."""
    value = text(name, default)
    if value not in of:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(of))}, not {value!r}.")
    return value


def origin(name: str, default: str) -> str:
    """An http(s) base address without a trailing slash, a query or a fragment."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} must be an address like https://docs.example.com, not {value!r}.")
    return value


class MailServer(NamedTuple):
    """Where mail goes: `via` is `smtp`, `mailbox` (the dashboard keeps it) or `off`; the rest is for `smtp`."""

    via: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    tls: str = "off"


def mail_server(name: str, default: str) -> MailServer:
    """`smtp://user:password@host:587` (STARTTLS), `smtps://…:465` (TLS from the start), `mailbox` or `off`."""
    value = text(name, default)
    if value in {"mailbox", "off"}:
        return MailServer(value)
    parts = urlsplit(value)
    tls = parse_qs(parts.query).get("tls", ["on"])[-1]
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or tls not in {"on", "off"}:
        raise ImproperlyConfigured(
            f"{name} must be like smtp://user:password@mail.example.com:587 (smtps:// for TLS from the start, ?tls=off "
            "for a server on this machine), or mailbox, or off."
        )
    implicit = parts.scheme == "smtps"
    kind = "implicit" if implicit else "starttls" if tls == "on" else "off"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer("smtp", parts.hostname, parts.port or (465 if implicit else 587), user, password, kind)


def secret(name: str, path: Path) -> str:
    """The variable, else the content of `path`, which is made (mode 0600) the first time it is needed."""
    given = text(name)
    if given:
        return given
    try:
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"Set {name}, or make {path} writable ({error.strerror}).") from None


def _write_once(path: Path, content: str) -> None:
    """Write the file whole, unless another process did so first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def address(name: str) -> str:
    """An address on the web, or nothing."""
    value = text(name)
    if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
        raise ImproperlyConfigured(f"{name} must be an address like https://tsa.example.com, not {value!r}.")
    return value


def seal_level(name: str, *, tsa_url: str, roots: str) -> str:
    """How far seals go: as far as the settings beside it allow by default, and never further."""
    value = choice(name, "B-T" if tsa_url else "B-B", of={"B-B", "B-T", "B-LT", "B-LTA"})
    if value != "B-B" and not tsa_url:
        raise ImproperlyConfigured(f"{name} {value} needs a time-stamp authority: set SIGNATURE_TSA_URL.")
    if value in {"B-LT", "B-LTA"} and not roots:
        raise ImproperlyConfigured(f"{name} {value} needs the roots of the certificates: set SIGNATURE_TRUST_ROOTS.")
    return value


def issuer(name: str, *, client_id: str) -> str:
    """The address of an identity provider, empty for none: https, or http on this machine; with a client there."""
    value = text(name).rstrip("/")
    if not value:
        if client_id:
            raise ImproperlyConfigured(
                f"{name} must be set beside OIDC_CLIENT_ID: the address of the identity provider."
            )
        return ""
    parts = urlsplit(origin(name, value))
    if parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ImproperlyConfigured(f"{name} must begin with https://, not {value!r}.")
    if not client_id:
        raise ImproperlyConfigured(f"{name} needs OIDC_CLIENT_ID: what the provider knows this install by.")
    return value
