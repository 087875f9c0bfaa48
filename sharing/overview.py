"""What a document's page shows of its sharing: links with their state, the timeline, the readers, the pages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from renders.models import Render
from sharing import answers
from sharing.charts import HEIGHT, WIDTH, bars
from sharing.links import share_url
from sharing.models import EngagementEvent, MachineHit, Share, SharingPolicy, Visit

NEWEST = 100
STORY = 60


@dataclass(frozen=True)
class Line:
    """A share as a row of the page."""

    share: Share
    url: str | None
    state: str
    clicks: int


@dataclass
class ReaderRow:
    """What one reader did, over all of their visits."""

    name: str
    is_known: bool
    visits: int = 0
    milliseconds: int = 0
    pages: int = 0
    last_seen: datetime | None = None


@dataclass(frozen=True)
class Moment:
    """A line of the timeline: an entry that counts, or a machine that does not."""

    at: datetime
    entry: EngagementEvent | None = None
    hit: MachineHit | None = None


def state_of(share: Share) -> str:
    """How a link stands, in one word."""
    if share.revoked_at:
        return "refused" if share.revoked_reason == "email_failed" else "revoked"
    if share.is_expired:
        return "expired"
    return "used_up" if share.views_left == 0 else "active"


def lines_of(render: Render, policy: SharingPolicy) -> list[Line]:
    """The document's links, newest first."""
    shares = list(Share.objects.filter(render=render).select_related("created_by").order_by("-pk")[:NEWEST])
    clicks = answers.clicks_of(shares)
    return [Line(share, share_url(share, policy), state_of(share), clicks.get(share.pk, 0)) for share in shares]


def overview(render: Render, policy: SharingPolicy) -> dict[str, Any]:
    """Everything that the page of a document's sharing shows."""
    visits = list(Visit.objects.filter(share__render=render).select_related("share").order_by("-pk")[:1000])
    return {
        "lines": lines_of(render, policy),
        "counts": answers.counts_of(render),
        "bars": bars((visit.page_ms for visit in visits), render.pages or 0),
        "chart": {"width": WIDTH, "height": HEIGHT},
        "readers": readers_of(visits),
        "story": story_of(render),
    }


def story_of(render: Render) -> list[Moment]:
    """What happened, newest first, machines among it."""
    entries = EngagementEvent.objects.filter(render=render).select_related("share", "visit").order_by("-pk")[:STORY]
    hits = MachineHit.objects.filter(share__render=render).select_related("share").order_by("-pk")[:STORY]
    moments = [Moment(entry.created_at, entry=entry) for entry in entries]
    moments += [Moment(hit.created_at, hit=hit) for hit in hits]
    return sorted(moments, key=lambda moment: moment.at, reverse=True)[:STORY]


def readers_of(visits: list[Visit]) -> list[ReaderRow]:
    """Who read how much: by confirmed or written-to address, else by link."""
    rows: dict[str, ReaderRow] = {}
    pages: dict[str, set[str]] = defaultdict(set)
    for visit in visits:
        name = visit.viewer or _("Link …%(end)s") % {"end": visit.share_id.hex[-6:]}
        row = rows.setdefault(name, ReaderRow(name, bool(visit.viewer)))
        row.visits += 1
        row.milliseconds += visit.total_ms
        pages[name] |= set(visit.page_ms)
        row.pages = len(pages[name])
        row.last_seen = max(row.last_seen or visit.seen_at, visit.seen_at)
    return sorted(rows.values(), key=lambda row: row.milliseconds, reverse=True)
