"""How long things are kept, project by project: the kinds of things, their terms, and what is past its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

Rows = TypeVar("Rows", bound=QuerySet[Any])
FOREVER, LEAST_DAYS, MOST_DAYS = 0, 1, 3650


@dataclass(frozen=True)
class Kind:
    """A kind of things; `setting` names the install's term for it, without one it is kept for ever."""

    setting: str = ""

    def usual(self) -> int | None:
        """The days where a project says nothing; None for ever."""
        return int(getattr(settings, self.setting)) if self.setting else None


KINDS = {
    "pdfs": Kind(),
    "data": Kind(),
    "requests": Kind("REQUEST_LOG_DAYS"),
    "calls": Kind("HOOK_LOG_DAYS"),
    "deliveries": Kind("WEBHOOK_RETENTION_DAYS"),
    "mails": Kind("MAIL_RETENTION_DAYS"),
    "submissions": Kind(),
}


def _settings() -> QuerySet[Any]:
    # By name: the model's own module asks here which kinds there are.
    return apps.get_model("accounts", "ProjectSettings").objects.all()


def overdue(kind: str, rows: QuerySet[Any], *, moment: str, project: str = "project") -> Iterator[QuerySet[Any]]:
    """Of these rows those past the term of their project, in a selection for each term there is; none that is held.

    `moment` is the column that tells their age, `project` the way to their project.
    """
    own, now = _settings().exclude(**{f"keep_{kind}": None}), timezone.now()
    usual = KINDS[kind].usual()
    if usual is not None:
        theirs = Q(**{f"{project}__in": own.values("pk")})
        yield unheld(rows.filter(**{f"{moment}__lt": now - timedelta(days=usual)}).exclude(theirs), project=project)
    for days in own.exclude(**{f"keep_{kind}": FOREVER}).values_list(f"keep_{kind}", flat=True).distinct().order_by():
        whose = {f"{project}__in": _settings().filter(**{f"keep_{kind}": days}).values("pk")}
        yield unheld(rows.filter(**{f"{moment}__lt": now - timedelta(days=days)}, **whose), project=project)


def unheld(rows: Rows, *, project: str = "project") -> Rows:
    """Of these rows those of projects without a legal hold."""
    return rows.exclude(**{f"{project}__in": _settings().filter(is_held=True).values("pk")})
