"""What a project keeps, and what of it would go under given terms: all counted in one query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from craftkit.accounts.keeping import FOREVER, KINDS
from craftkit.accounts.models import Project
from craftkit.api.models import LoggedRequest
from craftkit.mail.models import OutgoingMail
from embed.models import FormSubmission
from renders.forgetting import unheld, with_data, with_pdf
from renders.models import HookCall, LegalHold
from webhooks.models import Event


@dataclass(frozen=True)
class Figure:
    """So many things there are of a kind, and so many that retention would take now."""

    count: int
    over: int


def stocks() -> dict[str, tuple[QuerySet[Any], QuerySet[Any], str, str]]:
    """Of each kind all rows, those that retention may take, the way to their project, and what tells their age."""
    ended = OutgoingMail.objects.exclude(status__in=(OutgoingMail.Status.QUEUED, OutgoingMail.Status.SENDING))
    sent_in = FormSubmission.objects.exclude(render__in=LegalHold.objects.values("render"))
    return {
        "pdfs": (with_pdf(), unheld(with_pdf()), "project", "completed_at"),
        "data": (with_data(), unheld(with_data()), "project", "completed_at"),
        "requests": (LoggedRequest.objects.all(), LoggedRequest.objects.all(), "project", "created_at"),
        "calls": (HookCall.objects.all(), HookCall.objects.all(), "template__project", "received_at"),
        "deliveries": (Event.objects.all(), Event.objects.all(), "project", "created_at"),
        "mails": (OutgoingMail.objects.all(), ended, "project", "created_at"),
        "submissions": (FormSubmission.objects.all(), sent_in, "project", "created_at"),
    }


def counted(project: Project, terms: Mapping[str, int | None]) -> dict[str, Figure]:
    """The figures of every kind under these terms, held projects or not."""
    found: dict[str, Any] = {}
    for kind, (rows, free, way, moment) in stocks().items():
        own = terms[kind]
        days = KINDS[kind].usual() if own is None else own or None
        if own == FOREVER:
            days = None
        found[f"{kind}_count"] = _number(rows, way)
        edge = timezone.now() - timedelta(days=days or 0)
        found[f"{kind}_over"] = Value(0) if days is None else _number(free.filter(**{f"{moment}__lt": edge}), way)
    row: dict[str, Any] = dict(Project.objects.filter(pk=project.pk).values(**found).get())
    return {kind: Figure(row[f"{kind}_count"], row[f"{kind}_over"]) for kind in terms}


def _number(rows: QuerySet[Any], way: str) -> Coalesce:
    mine = rows.filter(**{way: OuterRef("pk")}).order_by().values(way).annotate(number=Count("pk"))
    return Coalesce(Subquery(mine.values("number")), 0, output_field=IntegerField())
