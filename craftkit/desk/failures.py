"""What ended badly in a project: documents, rows of batches, deliveries, mails; each with the reason."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from craftkit.accounts.models import Project
from craftkit.lib.speech import all_reasons
from craftkit.mail.models import OutgoingMail
from renders.models import BatchRow, Render
from renders.remedies import remedy
from webhooks.models import Delivery

NEWEST = 25
ENVS = ("live", "test")


def failed_work(project: Project) -> dict[str, Any]:
    """The newest of each kind; `more` names the kinds of which there are older ones."""
    kinds: dict[str, list[Any]] = {
        "documents": list(_renders(project).filter(is_bulk=False)[: NEWEST + 1]),
        "rows": list(_renders(project).filter(is_bulk=True).select_related("batch_row__batch")[: NEWEST + 1]),
        "invalid": list(_invalid(project)[: NEWEST + 1]),
        "deliveries": list(_deliveries(project)[: NEWEST + 1]),
        "mails": list(_mails(project)[: NEWEST + 1]),
    }
    shown = {name: rows[:NEWEST] for name, rows in kinds.items()}
    more = {name for name, rows in kinds.items() if len(rows) > NEWEST}
    told = {
        "documents": [{"render": render, "remedy": remedy(render.error_code)} for render in shown["documents"]],
        "rows": [{"render": render, "remedy": remedy(render.error_code)} for render in shown["rows"]],
        "invalid": [{"row": row, "reason": all_reasons(row.issues)} for row in shown["invalid"]],
    }
    return {**shown, **told, "more": more, "is_empty": not any(shown.values()), "newest": NEWEST}


def _renders(project: Project) -> QuerySet[Render]:
    rows = Render.objects.for_project(project).filter(env__in=ENVS, status=Render.Status.FAILED)
    rows = rows.exclude(source=Render.Source.VERIFY).select_related("template", "version")
    return rows.defer("data", "version__content", "version__manifest", "version__sample_data").order_by("-pk")


def _invalid(project: Project) -> QuerySet[BatchRow]:
    rows = BatchRow.objects.filter(batch__project=project, outcome=BatchRow.Outcome.INVALID)
    return rows.select_related("batch__template").order_by("-pk")


def _deliveries(project: Project) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(project=project, status=Delivery.Status.ABANDONED, endpoint__deleted_at=None)
    return rows.select_related("event", "endpoint").defer("event__body").order_by("-pk")


def _mails(project: Project) -> QuerySet[OutgoingMail]:
    bad = (OutgoingMail.Status.FAILED, OutgoingMail.Status.BOUNCED)
    return OutgoingMail.objects.filter(project=project, status__in=bad).defer("message").order_by("-pk")
