"""A document of acme's with a real PDF behind it, and the browser of a reader."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.test import Client

from craftkit.lib.ids import new_id
from craftkit.lib.storage import from_settings
from renders.models import Render
from sharing.models import Share
from tests.factories import make_endpoint, make_render, make_share, make_template
from webhooks.catalog import DOCUMENT
from webhooks.models import Event

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PAGES = 3


@cache
def pdf_bytes() -> bytes:
    """A small PDF of three pages."""
    with pikepdf.new() as pdf:
        for _ in range(PAGES):
            pdf.add_blank_page(page_size=(595, 842))
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


class Reader(Client):
    """The browser of somebody who got a link."""

    def __init__(self, **options) -> None:
        options.setdefault("headers", {"User-Agent": BROWSER})
        super().__init__(**options)


@pytest.fixture
def document(acme) -> Render:
    """A finished render whose PDF is stored."""
    # A key of its own: tests that run beside each other share the store.
    data, key = pdf_bytes(), f"sharing/{new_id().hex}.pdf"
    from_settings().put(key, data, content_type="application/pdf")
    return make_render(
        make_template(acme.project),
        pdf_key=key,
        pdf_bytes=len(data),
        pdf_sha256=hashlib.sha256(data).hexdigest(),
        pages=PAGES,
        filename="lease.pdf",
    )


@pytest.fixture
def listener(acme):
    """A webhook that hears everything about documents."""
    return make_endpoint(acme.project, events=list(DOCUMENT.events))


@pytest.fixture
def share(document) -> Share:
    """A plain link."""
    return make_share(document)


@pytest.fixture
def reader(db) -> Reader:
    """A reader with a usual browser."""
    return Reader()


def door(share: Share, part: str = "") -> str:
    """The path of a link, or of one of its doors."""
    return f"/share/{share.token}" + (f"/{part}" if part else "")


def told() -> list[dict[str, Any]]:
    """The bodies of all events so far, oldest first."""
    return [json.loads(event.payload() or b"") for event in Event.objects.order_by("pk")]


def page_data(answer) -> dict[str, Any]:
    """What a share page tells its script."""
    text = answer.content.decode().partition('<script id="share-data" type="application/json">')[2]
    data: dict[str, Any] = json.loads(text.partition("</script>")[0])
    return data


def signal(reader: Client, share: Share, token: str, number: int = 1, event: str = "viewed", **more: Any) -> int:
    """Send a signal as the page does; the status of the answer."""
    body = json.dumps({"token": token, "number": number, "event": event, **more})
    return reader.post(door(share, "beacon"), body, content_type="text/plain").status_code
