"""What owners see of running sessions: which there are, what one of them may and did, and what each tenant used."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from craftkit.accounts.models import Project
from craftkit.api.pagination import Page, shown_page
from craftkit.lib.ids import earliest_id
from embed.models import AuditEntry, EmbedSession, FormSubmission, Tenant, TenantTemplate
from embed.models.sessions import GRACE
from embed.onboarding import said
from renders.models import Render

PAGE_ROWS = 25
FRESH_DAYS, KEPT_SECONDS = 30, 60
MOST_ENTRIES = 100
# Ids tell the time of the clock that made them; rows just outside are sorted out by their own time.
SLACK = timedelta(days=1)
NOBODY = uuid.UUID(int=0)
STATES = {
    "": _("Live and idle"),
    "live": _("Live"),
    "idle": _("Idle"),
    "over": _("Over"),
    "revoked": _("Revoked"),
    "all": _("All"),
}
MODES = {"": _("Any mode"), "edit": _("Edit"), "create": _("Create"), "view": _("View"), "fill": _("Fill")}
PERIODS = {"7": _("7 days"), "30": _("30 days"), "365": _("A year")}


@dataclass(frozen=True)
class Selection:
    """What the reader chose: a state, a mode, a tenant, and where the page begins."""

    state: str = ""
    mode: str = ""
    tenant: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Selection:
        """From the query of an address; what makes no sense there is left out."""
        state, mode = query.get("state", ""), query.get("mode", "")
        return cls(
            state=state if state in STATES else "",
            mode=mode if mode in MODES else "",
            tenant=query.get("tenant", "").strip()[:160],
            cursor=query.get("cursor", ""),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether less than everything that runs is asked for."""
        return bool(self.state or self.mode or self.tenant)

    def page(self, project: Project) -> Page[EmbedSession]:
        """The sessions of the page, the newest first."""
        rows = self._rows(project, timezone.now()).select_related("tenant", "actor", "template")
        return _page(rows.defer("inline_catalog", "appearance"), self.cursor)

    def _rows(self, project: Project, now: datetime) -> QuerySet[EmbedSession]:
        rows = of_partners(project)
        if self.mode:
            rows = rows.filter(mode=self.mode)
        if self.tenant:
            rows = rows.filter(Q(tenant__external_id=self.tenant) | Q(tenant__display_name__icontains=self.tenant))
        held = Q(revoked_at=None)
        conditions = {
            "": held & Q(expires_at__gt=now - GRACE),
            "live": held & Q(expires_at__gt=now),
            "idle": held & Q(expires_at__lte=now, expires_at__gt=now - GRACE),
            "over": held & Q(expires_at__lte=now - GRACE),
            "revoked": ~held,
        }
        return rows.filter(conditions[self.state]) if self.state in conditions else rows


def of_partners(project: Project) -> QuerySet[EmbedSession]:
    """Sessions that a partner's server opened; those of our own pages are nobody's embedding."""
    return EmbedSession.objects.of_partners().filter(project=project)


def state_of(session: EmbedSession, now: datetime) -> str:
    """`live`, `idle` while it can still be renewed, `over` or `revoked`."""
    if session.revoked_at:
        return "revoked"
    if session.expires_at > now:
        return "live"
    return "idle" if session.expires_at > now - GRACE else "over"


def standing(rows: list[EmbedSession]) -> list[tuple[EmbedSession, str]]:
    """Sessions, each with its state."""
    now = timezone.now()
    return [(session, state_of(session, now)) for session in rows]


def inspected(session: EmbedSession) -> dict[str, Any]:
    """Everything about one session."""
    entries = AuditEntry.objects.filter(session=session).select_related("about").order_by("-pk")[:MOST_ENTRIES]
    return {
        "session": session,
        "state": state_of(session, timezone.now()),
        "granted": [name for name, is_on in session.permissions.items() if is_on],
        "denied": [name for name, is_on in session.permissions.items() if not is_on],
        "entries": [(entry, said(entry)) for entry in entries],
    }


@dataclass(frozen=True)
class Usage:
    """What one tenant used in a time."""

    tenant: Tenant
    sessions: int
    publishes: int
    renders: int


def usage(project: Project, days: int, cursor: str) -> tuple[Page[Tenant], list[Usage], Usage]:
    """A page of tenants, the newest first, with what each used; and what all of them did, without a tenant."""
    tenants = _page(Tenant.objects.filter(project=project).exclude(external_id=""), cursor)
    counted = _sums(project, days)
    lines = [Usage(tenant, *(found.get(tenant.pk, 0) for found in counted)) for tenant in tenants.rows]
    return tenants, lines, Usage(Tenant(), *(sum(found.values()) for found in counted))


def _sums(project: Project, days: int) -> list[dict[uuid.UUID, int]]:
    """Sessions, publishes and documents by tenant; those of a long time, which are many, are counted once a minute."""
    name, since = f"embed.usage.{project.pk}.{days}", timezone.now() - timedelta(days=days)
    counted: list[dict[uuid.UUID, int]] | None = cache.get(name) if days > FRESH_DAYS else None
    if counted is None:
        counted = [*(_counted(rows, column) for rows, column in _used(project, since)), _documents(project, since)]
        cache.set(name, counted, timeout=KEPT_SECONDS)
    return counted


def _used(project: Project, since: datetime) -> list[tuple[QuerySet[Any], str]]:
    """Sessions and publishes of the time, each with the column that names the tenant."""
    entries = AuditEntry.objects.filter(project=project, created_at__gte=since, action="template.published")
    return [
        (of_partners(project).filter(created_at__gte=since), "tenant"),
        (entries.filter(session__member=None, session__form_link=None), "session__tenant"),
    ]


def _documents(project: Project, since: datetime) -> Counter[uuid.UUID]:
    """Documents of the time by tenant: whose person sent the form in, else the one that owns the template.

    Counted by template first: to look for the tenant of each of a hundred thousand takes far longer.
    """
    owners = dict(TenantTemplate.objects.filter(project=project).values_list("template", "tenant"))
    found: Counter[uuid.UUID] = Counter()
    for rows in _made(project, since) if owners else ():
        for template, count in _counted(rows, "template").items():
            found[owners.get(template, NOBODY)] += count
    sent_in = FormSubmission.objects.filter(project=project, render__created_at__gte=since).order_by()
    whose = ("render__template", "session__tenant")
    told: Any = sent_in.exclude(render__source=Render.Source.VERIFY).values_list(*whose).annotate(Count("pk"))
    for template, tenant, count in told:
        found[owners.get(template, NOBODY)] -= count
        found[tenant] += count
    del found[NOBODY]
    return found


def _made(project: Project, since: datetime) -> tuple[QuerySet[Render], QuerySet[Render]]:
    """Documents of the time: those whose ids are sure of it, which an index answers alone, and those near its begin."""
    rows = Render.objects.filter(project=project, env__in=("live", "test")).exclude(source=Render.Source.VERIFY)
    sure, early = earliest_id(since + SLACK), earliest_id(since - SLACK)
    return rows.filter(pk__gte=sure), rows.filter(pk__gte=early, pk__lt=sure, created_at__gte=since)


def _counted(rows: QuerySet[Any], column: str) -> dict[uuid.UUID, int]:
    """How many there are for each tenant, or for each value of another column."""
    return dict(rows.order_by().values_list(column).annotate(Count("pk")))


def _page(rows: QuerySet[Any], cursor: str) -> Page[Any]:
    """The page; the first one when the cursor is no cursor."""
    return shown_page(rows, limit=PAGE_ROWS, cursor=cursor)
