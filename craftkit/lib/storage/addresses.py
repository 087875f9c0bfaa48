"""STORAGE_URL: one line that names the store, its place and its credentials."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TypedDict
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from craftkit.lib.storage.files import FileStore
from craftkit.lib.storage.s3 import S3Store, Style
from craftkit.lib.storage.store import Store

FORMS = "a folder, file:///folder or s3://KEY:SECRET@host:port/bucket/prefix?region=eu-central-1&tls=off"
CHOICES = {"tls": {"on", "off"}, "style": {"path", "virtual"}, "links": {"on", "off"}}


class Options(TypedDict, total=False):
    """What may follow the question mark: `links=off` for a bucket that browsers cannot reach."""

    region: str
    tls: str
    style: Style
    links: str


def from_settings() -> Store:
    """The store of this install."""
    return store_from_url(settings.STORAGE_URL)


def store_from_url(url: str) -> Store:
    """The store that the URL names, one per process; ImproperlyConfigured if it names none."""
    # By process, because a forked child must not share its parent's connections.
    return _store(url, os.getpid())


@lru_cache(maxsize=8)
def _store(url: str, process: int) -> Store:
    try:
        parts = urlsplit(url)
        if parts.scheme == "s3":
            return _s3(parts)
        if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path.startswith("/"):
            return FileStore(Path(unquote(parts.path)))
        if url and "://" not in url:
            return FileStore(Path(url).absolute())
    except ValueError as error:
        raise ImproperlyConfigured(f"STORAGE_URL: {error}. It must be {FORMS}.") from error
    raise ImproperlyConfigured(f"STORAGE_URL must be {FORMS}.")


def _s3(parts: SplitResult) -> S3Store:
    options = _options(parts.query)
    bucket, _, prefix = parts.path.lstrip("/").partition("/")
    if not bucket:
        raise ValueError("the bucket is missing")
    if bool(parts.username) != bool(parts.password):
        raise ValueError("the key and its secret belong together, with / + and @ percent-encoded")
    endpoint = _endpoint(parts, options.get("tls", "on"))
    is_amazon = endpoint is None or (parts.hostname or "").endswith(".amazonaws.com")
    return S3Store(
        bucket,
        unquote(prefix),
        endpoint=endpoint,
        region=options.get("region", "us-east-1"),
        key_id=unquote(parts.username) if parts.username else None,
        secret=unquote(parts.password) if parts.password else None,
        style=options.get("style", "virtual" if is_amazon else "path"),
        gives_links=options.get("links", "on") == "on",
    )


def _endpoint(parts: SplitResult, tls: str) -> str | None:
    if not parts.hostname:
        return None
    # s3://bucket/prefix is what other programs take; here it would look for a host called like the bucket.
    if "." not in parts.hostname and parts.port is None and parts.hostname != "localhost":
        raise ValueError(f"{parts.hostname} is where the host stands; leave it empty for Amazon's own (s3:///bucket)")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    return f"{'https' if tls == 'on' else 'http'}://{host}{port}"


def _options(query: str) -> Options:
    options = dict(parse_qsl(query, strict_parsing=True)) if query else {}
    for name, value in options.items():
        if name != "region" and value not in CHOICES.get(name, set()):
            raise ValueError(f"{name}={value} is not an option")
    return Options(**options)  # type: ignore[typeddict-item]
