"""The log of administrative actions as a page and as CSV."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from craftkit.accounts.access import account_for, members_only
from craftkit.accounts.audit import ACTIONS
from craftkit.accounts.models import Account, AuditEntry
from craftkit.accounts.roles import Role
from craftkit.api.pagination import shown_page
from craftkit.desk.audit_words import in_words
from craftkit.lib import sheets

PAGE_ROWS, PIECE_ROWS, MOST_PEOPLE = 50, 500, 200
HEADER = ("at", "who", "role", "action", "target", "project", "details", "ip")


def chosen(request: HttpRequest, account: Account) -> tuple[QuerySet[AuditEntry], dict[str, str]]:
    """The entries that the address selects, and by what."""
    given = {"actor": request.GET.get("actor", "")[:254], "action": request.GET.get("action", "")[:40]}
    by = {name: value.replace("\0", "") for name, value in given.items() if value}
    return AuditEntry.objects.filter(account=account, **by), by


@members_only
@require_safe
def audit_log(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """What was done in the account and its projects, newest first, by person and action."""
    account = account_for(request, account_id, needs=Role.ADMIN)
    rows, by = chosen(request, account)
    found = shown_page(rows, limit=PAGE_ROWS, cursor=request.GET.get("cursor", ""))
    page: dict[str, Any] = {"account": account, "section": "audit", "page": found, "by": by}
    page["lines"] = [(entry, ACTIONS.get(entry.action, entry.action), in_words(entry.details)) for entry in found.rows]
    actors = AuditEntry.objects.filter(account=account).exclude(actor="").order_by("actor")
    page |= {"actors": actors.values_list("actor", flat=True).distinct()[:MOST_PEOPLE], "actions": ACTIONS.items()}
    return render(request, "desk/audit.html", {**page, "query": urlencode(by)})


@members_only
@require_safe
def audit_csv(request: HttpRequest, account_id: uuid.UUID) -> HttpResponseBase:
    """The same selection, whole, for a spreadsheet."""
    account = account_for(request, account_id, needs=Role.ADMIN)
    rows, _ = chosen(request, account)
    response = StreamingHttpResponse(pieces(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit-log.csv"'
    return response


def pieces(rows: QuerySet[AuditEntry]) -> Iterator[str]:
    """Lines of the file, a piece at a time."""
    yield sheets.lines([HEADER])
    lines = []
    for entry in rows.order_by("-pk").iterator(chunk_size=PIECE_ROWS):
        lines.append(line(entry))
        if len(lines) == PIECE_ROWS:
            yield sheets.lines(lines)
            lines = []
    yield sheets.lines(lines)


def line(entry: AuditEntry) -> tuple[str, ...]:
    """One entry."""
    details = "; ".join(f"{name}: {value}" for name, value in entry.details.items())
    at = entry.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (at, entry.actor, entry.role, entry.action, entry.target, entry.project, details, entry.ip)
