"""What a project holds that answers to some words: pages, templates, documents, signatures, tenants, mails, requests.

Names are looked for among the newest things of each kind, ids among all: a search stays quick however much there is.
"""

from __future__ import annotations

import string
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.api.models import LoggedRequest
from craftkit.lib.speech import spoken
from craftkit.mail.models import OutgoingMail
from embed.models import Tenant
from renders.models import Render
from signatures.models import SignatureRequest
from templates_app.models import Template

NEWEST = 2_000
MOST_EACH = 6
LONGEST = 100
SHORTEST_ID = 6
HEX = 32
PAGES = {
    gettext_noop("Home"): ("house", "project", "", Role.VIEWER),
    gettext_noop("Documents"): ("files", "document-list", "renders pdf", Role.VIEWER),
    gettext_noop("Create document"): ("plus", "document-choose", "new fill form pdf", Role.EDITOR),
    gettext_noop("Signatures"): ("signature", "signature-list", "sign", Role.VIEWER),
    gettext_noop("Sets of recipients"): ("users", "recipient-sets", "signatures signers people", Role.VIEWER),
    gettext_noop("Batches"): ("layers", "batch-list", "csv bulk", Role.VIEWER),
    gettext_noop("New batch"): ("plus", "batch-choose", "create csv spreadsheet bulk", Role.EDITOR),
    gettext_noop("Forms"): ("clipboard-list", "form-list", "public links visitors", Role.VIEWER),
    gettext_noop("New form"): ("plus", "form-new", "create public link", Role.EDITOR),
    gettext_noop("Templates"): ("layout-template", "template-list", "designs", Role.VIEWER),
    gettext_noop("New template"): ("plus", "sample-list", "create sample example blank", Role.EDITOR),
    gettext_noop("Import a template"): ("upload", "template-import", "zip file", Role.EDITOR),
    gettext_noop("Assets"): ("image", "asset-list", "fonts images logo pictures", Role.VIEWER),
    gettext_noop("Webhooks"): ("webhook", "webhook-list", "events endpoints", Role.VIEWER),
    gettext_noop("New webhook"): ("plus", "webhook-new", "create endpoint", Role.ADMIN),
    gettext_noop("Mail"): ("mail", "mail-list", "outbox", Role.VIEWER),
    gettext_noop("Mail sender"): ("mail", "mail-sender", "smtp from address brand", Role.ADMIN),
    gettext_noop("Sharing settings"): ("link", "sharing-settings", "domain links", Role.ADMIN),
    gettext_noop("Embed"): ("panel-top", "embed", "sdk iframe", Role.VIEWER),
    gettext_noop("Embed sessions"): ("panel-top", "embed-sessions", "console", Role.VIEWER),
    gettext_noop("Requests"): ("list", "request-list", "api log", Role.VIEWER),
    gettext_noop("Failed work"): ("circle-alert", "failed-work", "errors retry dead letters", Role.VIEWER),
    gettext_noop("API keys"): ("key-round", "key-list", "secret token", Role.ADMIN),
    gettext_noop("Settings"): ("settings", "project-settings", "name legal hold delete danger", Role.ADMIN),
    gettext_noop("Brand"): ("settings", "settings-brand", "settings colour logo", Role.ADMIN),
    gettext_noop("Locale and time zone"): ("settings", "settings-language", "settings language", Role.ADMIN),
    gettext_noop("Retention"): ("settings", "settings-retention", "settings days keep delete", Role.ADMIN),
    gettext_noop("Limits"): ("settings", "settings-limits", "settings rate size", Role.ADMIN),
}

# What one is called, and several.
KINDS = {
    gettext_noop("Page"): gettext_lazy("Pages"),
    gettext_noop("Template"): gettext_lazy("Templates"),
    gettext_noop("Document"): gettext_lazy("Documents"),
    gettext_noop("Signature"): gettext_lazy("Signatures"),
    gettext_noop("Tenant"): gettext_lazy("Tenants"),
    gettext_noop("Mail"): gettext_lazy("Mails"),
    gettext_noop("Request"): gettext_lazy("Requests"),
}
# What its page calls the end of a mail that was sent to nobody.
MAIL_ENDS = {"bounced": gettext_noop("Came back"), "suppressed": gettext_noop("Held back")}


@dataclass(frozen=True)
class Found:
    """One place: what it is (one of KINDS), where it leads, and a line that tells it from its like."""

    kind: str
    icon: str
    title: str
    url: str
    detail: str = ""


def find(project: Project, role: Role, words: str) -> list[Found]:
    """What answers to the words, at most a few of each kind; without words, the pages."""
    words = " ".join(words.replace("\0", "").split())[:LONGEST]
    found = pages(project, role, words)
    if not words:
        return found
    for kind in (templates, documents, signatures, tenants, mails, requests):
        found.extend(kind(project, words))
    return found


def pages(project: Project, role: Role, words: str) -> list[Found]:
    """Pages that the role opens whose name or matter has all the words; those that begin with them come first."""
    wanted = words.lower().split()
    found = [
        Found("Page", icon, gettext(title), reverse(name, args=[project.pk]))
        for title, (icon, name, matter, needed) in PAGES.items()
        if role.covers(needed) and all(word in f"{gettext(title)} {title} {matter}".lower() for word in wanted)
    ]
    return sorted(found, key=lambda page: not page.title.lower().startswith(words.lower()))


def templates(project: Project, words: str) -> list[Found]:
    """Templates by name, slug and description."""
    named = Q(name__icontains=words) | Q(slug__icontains=words) | Q(description__icontains=words)
    rows = Template.objects.for_project(project).filter(named).order_by("name").only("name", "slug")[:MOST_EACH]
    return [Found("Template", "layout-template", row.name, at("template", project, row.slug), row.slug) for row in rows]


def documents(project: Project, words: str) -> list[Found]:
    """Documents by id, or among the newest by file name, template and error."""
    rows = Render.objects.for_project(project).filter(env__in=("live", "test"))
    bounds = ids_that_begin(words)
    if bounds:
        rows = rows.filter(pk__range=bounds)
    else:
        said = Q(filename__icontains=words) | Q(error_code__icontains=words) | Q(error_message__icontains=words)
        rows = rows.filter(_newest_of(rows), said | Q(request_id=words))
    wanted = ("filename", "status", "error_code", "template__name")
    shown = rows.select_related("template").only(*wanted).order_by("-pk")[:MOST_EACH]
    return [_document(project, row) for row in shown]


def _newest_of(rows: QuerySet[Render]) -> Q:
    """Live and test apart, as the index has them."""
    newest = [rows.filter(env=env).order_by("-pk").values("pk")[:NEWEST] for env in ("live", "test")]
    return Q(pk__in=newest[0]) | Q(pk__in=newest[1])


def _document(project: Project, row: Render) -> Found:
    detail = " · ".join(part for part in (status_of(row), row.error_code, str(row.pk)) if part)
    return Found("Document", "file-text", row.filename or row.template.name, at("document", project, row.pk), detail)


def signatures(project: Project, words: str) -> list[Found]:
    """The newest requests for signature, by name and by who is to sign."""
    rows = SignatureRequest.objects.filter(project=project)
    people = Q(recipients__email__icontains=words) | Q(recipients__first_name__icontains=words)
    people |= Q(recipients__last_name__icontains=words)
    rows = rows.filter(Q(pk__in=rows.order_by("-pk").values("pk")[:NEWEST]), people | Q(name__icontains=words))
    shown = rows.order_by("-pk").distinct().only("name", "status")[:MOST_EACH]
    return [
        Found("Signature", "signature", row.name, at("signature", project, row.pk), status_of(row)) for row in shown
    ]


def tenants(project: Project, words: str) -> list[Found]:
    """Customers of the host product by the host's own id and name; they lead to their sessions."""
    named = Q(external_id__icontains=words) | Q(display_name__icontains=words)
    rows = Tenant.objects.filter(named, project=project).only("external_id", "display_name")[:MOST_EACH]
    address = at("embed-usage", project)
    return [Found("Tenant", "users", row.display_name or row.external_id, address, row.external_id) for row in rows]


def mails(project: Project, words: str) -> list[Found]:
    """The newest mails by address and subject."""
    rows = OutgoingMail.objects.filter(project=project)
    said = Q(to__icontains=words) | Q(subject__icontains=words)
    rows = rows.filter(said, pk__in=rows.order_by("-pk").values("pk")[:NEWEST])
    shown = rows.only("to", "subject", "status").order_by("-pk")[:MOST_EACH]
    return [
        Found("Mail", "mail", row.subject, at("mail", project, row.pk), f"{row.to} · {status_of(row)}") for row in shown
    ]


def requests(project: Project, words: str) -> list[Found]:
    """A logged request by the id that its answer carried."""
    if not words.startswith("req_"):
        return []
    rows = LoggedRequest.objects.filter(project=project, request_id=words).defer("sent", "answered")[:MOST_EACH]
    return [
        Found("Request", "list", f"{row.method} {row.path}", at("request", project, row.pk), str(row.status))
        for row in rows
    ]


def status_of(row: Render | SignatureRequest | OutgoingMail) -> str:
    """How far it went, in the reader's language."""
    ended = MAIL_ENDS.get(row.status) if isinstance(row, OutgoingMail) else None
    return spoken(ended or row.get_status_display())


def ids_that_begin(words: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """The lowest and the highest id that begin with the words; None for words that are no beginning of one."""
    digits = words.replace("-", "").lower()
    if not SHORTEST_ID <= len(digits) <= HEX or set(digits) - set(string.hexdigits):
        return None
    return uuid.UUID(digits.ljust(HEX, "0")), uuid.UUID(digits.ljust(HEX, "f"))


def at(name: str, project: Project, *rest: Any) -> str:
    """The address of a page of the project."""
    return reverse(name, args=[project.pk, *rest])


def by_kind(found: Iterable[Found]) -> dict[str, list[Found]]:
    """The same in groups, in the order they were found."""
    groups: dict[str, list[Found]] = {}
    for one in found:
        groups.setdefault(str(KINDS[one.kind]), []).append(one)
    return groups
