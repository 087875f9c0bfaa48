"""Which pages are measured: each of the dashboard once, and the lists by every way to narrow them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from craftkit.accounts.models import AuditEntry
from craftkit.api.models import LoggedRequest
from craftkit.api.pagination import page_of
from craftkit.mail.models import OutgoingMail
from embed.models import EmbedSession, Tenant
from renders.models import Batch, Render
from signatures.models import SignatureRequest
from tests.accounts.pages import PAGES
from tests.accounts.test_pages_access import BINARY, address
from webhooks.models import Delivery

# Nobody has it; nothing ends a search for it early.
NOWHERE = "zqxjkv"
# Files and pictures: no pages.
FILES = {"batch-report", "batch-example", "template-thumbnail"}
LISTS = (
    *("project", "failed-work", "search", "palette", "request-list", "key-list", "member-list", "audit-log"),
    *("account-key-list", "project-list", "template-list", "asset-list", "document-list", "signature-list"),
    *("signature-bulk", "recipient-sets", "batch-list", "batch", "mail-list", "suppression-list", "webhook-list"),
    *("webhook", "hook", "sample-list", "embed-sessions", "embed-usage", "embed-catalogs", "embed-presets"),
    *("document-sharing", "security", "template"),
)
# Each list with the queries that people ask it.
NARROWED: dict[str, tuple[dict[str, Any], ...]] = {
    "project": ({"env": "test"},),
    "search": ({"q": NOWHERE}, {"q": "invoice"}, {"q": "ada.abel"}, {"q": "deadbeef"}, {"q": "e"}),
    "palette": ({"q": NOWHERE}, {"q": "in"}),
    "document-list": (
        {"q": NOWHERE},
        {"q": "invoice"},
        {"q": "beef"},
        {"status": "failed"},
        {"status": "unfinished"},
        {"status": "cancelled", "env": "test"},
        {"status": "failed", "q": NOWHERE},
        {"env": "test"},
    ),
    "request-list": ({"q": NOWHERE}, {"outcome": "failed"}, {"outcome": "failed", "q": NOWHERE}, {"q": "/renders/"}),
    "mail-list": ({"q": NOWHERE}, {"q": "ada"}, {"status": "failed"}, {"status": "unfinished"}),
    "signature-list": ({"q": NOWHERE}, {"q": "lease"}, {"status": "open"}, {"status": "declined", "q": NOWHERE}),
    "webhook": ({"status": "failed"}, {"status": "unfinished"}, {"event": "signature.completed"}, {"event": NOWHERE}),
    "batch": ({"status": "failed"}, {"status": "cancelled"}, {"status": "invalid"}),
    "audit-log": ({"action": "project.deleted"}, {"actor": "nobody@example.com"}),
    "embed-sessions": ({"state": "all"}, {"state": "revoked"}, {"tenant": NOWHERE}, {"state": "all", "mode": "view"}),
    "embed-usage": ({"days": "7"}, {"days": "365"}),
    "asset-list": ({"kind": "font"}, {"kind": "file"}),
    "template-list": ({"q": NOWHERE}, {"q": "invoice"}),
}


def addresses(party: Any, values: dict[str, Any], batches: list[Batch]) -> list[dict[str, Any]]:
    """Name, address, and whether it is a list."""
    names = [name for name, methods in PAGES.items() if methods.get("GET") == 200 and name not in BINARY | FILES]
    where = {name: address(name, values, party) for name in names}
    found = [line(name, where[name], name in LISTS) for name in names]
    found.append(line("batch, over", address("batch", {**values, "batch_id": batches[0].pk}, party), True))
    found += [line(name, where[name], True, **query) for name, queries in NARROWED.items() for query in queries]
    found += [line(name, where[name], True, **query) for name, query in deep(party, values).items()]
    return found


def line(name: str, path: str, is_list: bool, **query: Any) -> dict[str, Any]:
    """One page."""
    told = urlencode(query)
    shown = " ".join([name, *("far down" if key == "cursor" else f"{key}={value}" for key, value in query.items())])
    return {"name": shown, "path": f"{path}?{told}" if told else path, "is_list": is_list}


def deep(party: Any, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Pages near the end of the lists."""
    project, account = party.project, party.account
    lists: dict[str, QuerySet[Any]] = {
        "document-list": Render.objects.filter(project=project, env="live"),
        "request-list": LoggedRequest.objects.filter(project=project),
        "mail-list": OutgoingMail.objects.filter(project=project),
        "signature-list": SignatureRequest.objects.filter(project=project, env="live"),
        "audit-log": AuditEntry.objects.filter(account=account),
        "webhook": Delivery.objects.filter(endpoint=values["webhook_id"]),
        "embed-usage": Tenant.objects.filter(project=project),
    }
    found = {name: {"cursor": late(rows)} for name, rows in lists.items()}
    sessions = late(EmbedSession.objects.filter(project=project))
    return {**found, "embed-sessions": {"state": "all", "cursor": sessions}, "batch": {"cursor": "9900"}}


def late(rows: QuerySet[Any]) -> str:
    """The cursor of a page that has nine tenths of the rows before it."""
    edge = rows.order_by("-pk")[rows.count() * 9 // 10]
    return page_of(rows.filter(pk__lte=edge.pk), {"limit": 1}).next_cursor or ""
