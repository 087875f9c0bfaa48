"""Which documents a list shows: the query of the page, read leniently, and the rows it selects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from craftkit.accounts.models import Project
from craftkit.lib.ids import earliest_id
from renders import finding
from renders.models import Render

STATES = {
    "": _("Any status"),
    "unfinished": _("In progress"),
    "succeeded": _("Succeeded"),
    "failed": _("Failed"),
    "cancelled": _("Cancelled"),
}
SOURCES = {
    "": _("Any source"),
    "api": _("API"),
    "dashboard": _("Dashboard"),
    "form": _("Form"),
    "hook": _("Inbound hook"),
    "batch": _("Batch"),
    "verify": _("Verification"),
}
SPANS = {
    "": _("Any time"),
    "hour": _("Last hour"),
    "day": _("Last 24 hours"),
    "week": _("Last 7 days"),
    "month": _("Last 30 days"),
}
ORDERS = {"": _("Newest first"), "oldest": _("Oldest first"), "slowest": _("Slowest first"), "name": _("By name")}
LENGTHS = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# How many of the newest documents are looked at where no index answers: for warnings, by time taken, by name.
RECENT = 2_000


@dataclass(frozen=True)
class Selection:
    """What the reader chose: live or test, filters, words to look for, an order, and where the page begins."""

    env: str = "live"
    status: str = ""
    template: str = ""
    source: str = ""
    span: str = ""
    since: str = ""
    until: str = ""
    warned: str = ""
    search: str = ""
    order: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Selection:
        """From the query of an address; what makes no sense there is left out."""
        return cls(
            env="test" if query.get("env") == "test" else "live",
            status=one_of(STATES, query.get("status")),
            template=query.get("template", "").replace("\0", "")[:120],
            source=one_of(SOURCES, query.get("source")),
            span=one_of(SPANS, query.get("span")),
            since=day(query.get("from", "")),
            until=day(query.get("to", "")),
            warned="yes" if query.get("warnings") == "yes" else "",
            search=query.get("q", "").replace("\0", "").strip()[:100],
            order=one_of(ORDERS, query.get("sort")),
            cursor=query.get("cursor", "")[:100],
        )

    @property
    def chosen(self) -> dict[str, str]:
        """What differs from the plain list, as the parameters of an address; without the place in it."""
        given = {
            "env": "test" if self.env == "test" else "",
            "q": self.search,
            "status": self.status,
            "template": self.template,
            "source": self.source,
            "span": self.span,
            "from": self.since,
            "to": self.until,
            "warnings": self.warned,
            "sort": self.order,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def query(self) -> str:
        """The same, as the query of an address."""
        return urlencode(self.chosen)

    @property
    def query_here(self) -> str:
        """With the place in the list."""
        return urlencode(self.chosen | ({"cursor": self.cursor} if self.cursor else {}))

    @property
    def is_chosen(self) -> bool:
        """Whether anything but live or test was chosen."""
        return bool(self.chosen.keys() - {"env"})

    @property
    def is_narrowed(self) -> bool:
        """Whether more is asked for than one of live and test, in an order."""
        return bool(self.chosen.keys() - {"env", "sort"})

    @property
    def is_rare(self) -> bool:
        """Whether fields that are used less often are chosen."""
        return bool(self.source or self.span or self.since or self.until or self.warned)

    def rows(self, project: Project) -> QuerySet[Render]:
        """All that is selected, in no order."""
        rows = Render.objects.for_project(project).filter(env=self.env, **self._exact())
        if self.search:
            rows = rows.filter(finding.answers(project, rows, self.search))
        return rows.unfinished() if self.status == "unfinished" else rows

    def looked_at(self, rows: QuerySet[Render]) -> tuple[QuerySet[Render], bool]:
        """The rows, only the newest of them where no index answers; whether older ones were left out."""
        if not (self.warned or self.order in ("slowest", "name")):
            return rows, False
        edge = rows.order_by("-pk").values_list("pk", flat=True)[RECENT : RECENT + 1].first()
        recent = rows.filter(pk__gt=edge) if edge else rows
        return (recent.exclude(warnings=[]) if self.warned else recent), edge is not None

    def _exact(self) -> dict[str, Any]:
        """Conditions on columns of indexes; moments are those of the ids, which sort by time."""
        fields = {"template__slug": self.template, "source": self.source}
        if self.status != "unfinished":
            fields["status"] = self.status
        found: dict[str, Any] = {name: value for name, value in fields.items() if value}
        begin, end = self._moments()
        if begin:
            found["pk__gte"] = earliest_id(begin)
        if end:
            found["pk__lt"] = earliest_id(end)
        return found

    def _moments(self) -> tuple[datetime | None, datetime | None]:
        begins = [timezone.now() - LENGTHS[self.span]] if self.span else []
        if self.since:
            begins.append(midnight(self.since))
        return max(begins, default=None), midnight(self.until) + timedelta(days=1) if self.until else None


def one_of(choices: Mapping[str, Any], value: str | None) -> str:
    """The value if it is a choice, else the first one."""
    return value if value and value in choices else ""


def day(text: str) -> str:
    """A day that exists and that ids can tell, as it is written in addresses; empty for anything else."""
    try:
        return text if DAY.fullmatch(text) and 1970 < date.fromisoformat(text).year < 9999 else ""
    except ValueError:
        return ""


def midnight(text: str) -> datetime:
    """The begin of a day in the zone of the page."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(text), time.min))
