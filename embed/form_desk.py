"""What owners see of public forms: which links there are, how each stands, how often it was opened and sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from craftkit.accounts.models import Project
from craftkit.api.pagination import Page, shown_page
from embed.gates import gate_of, is_heard
from embed.models import EmbedSession, FormLink, FormSubmission
from templates_app.models import Template

PAGE_ROWS = 25
MOST_OFFERED = 60


@dataclass(frozen=True)
class Form:
    """A public form: its link with the address, the gate that is shut, and what came of it."""

    link: FormLink
    address: str
    gate: str
    opened: int
    sent: int
    last_sent_at: datetime | None


def forms_of(project: Project, cursor: str) -> tuple[Page[FormLink], list[Form]]:
    """A page of the project's forms, the newest first."""
    rows = FormLink.objects.filter(project=project, template__deleted_at=None).select_related(
        "template__current_version"
    )
    large = ("content", "manifest", "sample_data")
    light = rows.defer(*(f"template__current_version__{name}" for name in large))
    page = shown_page(light, limit=PAGE_ROWS, cursor=cursor)
    opened, sent = _opened(page.rows), _sent(page.rows)
    is_taken = is_heard(project) if any(link.collects for link in page.rows) else None
    return page, [
        _form(link, opened.get(link.pk, 0), *sent.get(link.pk, (0, None)), is_taken=is_taken) for link in page.rows
    ]


def _form(link: FormLink, opened: int, sent: int, last: datetime | None, *, is_taken: bool | None) -> Form:
    token = link.token
    address = settings.BASE_URL + reverse("public-form", args=[token]) if token else ""
    return Form(link, address, gate_of(link, has_password=True, is_taken=is_taken).value, opened, sent, last)


def _opened(links: Iterable[FormLink]) -> dict[uuid.UUID, int]:
    """How many sessions visitors opened under each link."""
    rows = EmbedSession.objects.filter(form_link__in=links).order_by()
    return dict(rows.values_list("form_link").annotate(Count("pk")))


def _sent(links: Iterable[FormLink]) -> dict[uuid.UUID, tuple[int, datetime]]:
    """How many answers came by each link, and when the last did."""
    rows = FormSubmission.objects.filter(session__form_link__in=links).order_by()
    counted = rows.values_list("session__form_link").annotate(Count("pk"), Max("created_at"))
    return {link_id: (count, last) for link_id, count, last in counted}


def without_form(project: Project, words: str = "") -> QuerySet[Template]:
    """Published templates that have no public form yet, by name."""
    rows = Template.objects.for_project(project).filter(form_link=None, archived_at=None)
    rows = rows.exclude(current_version=None)
    for word in words.replace("\0", "").split():
        rows = rows.filter(Q(name__icontains=word) | Q(slug__icontains=word))
    return rows.order_by("name", "slug")
