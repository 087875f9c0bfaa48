"""Documents by words: the condition that a row answers what somebody typed into the search.

What it costs: names are compared in one pass over the index `render_newest`, which holds everything that is compared,
of one project and environment, from the newest on, until a page is full. With 100,000 documents and no hit that is
a tenth of a second at most; documents beyond the newest 100,000 of the selection are not looked at. Templates are
matched by name before (a few hundred rows), ids of senders and of requests by their own indexes.
"""

from __future__ import annotations

import string
import uuid

from django.db.models import Q, QuerySet

from craftkit.accounts.models import Project
from craftkit.api.models import LoggedRequest
from craftkit.lib.ids import parse_id
from renders.models import BatchRow, Render
from templates_app.models import Template

DEEPEST = 100_000
MOST_TEMPLATES, MOST_IDS, SHORTEST_ID = 200, 200, 4


def answers(project: Project, rows: QuerySet[Render], words: str) -> Q:
    """Documents whose id, file name, template or id of the sender's has the words; `rows` are what else is asked."""
    whole = parse_id(words)
    named = Q(filename__icontains=words) | Q(template__in=templates(project, words))
    if whole:
        return Q(pk__in=[whole, *by_other_ids(project, words)])
    found = by_other_ids(project, words)
    if found:
        named |= Q(pk__in=found)
    if is_part_of_id(words):
        named |= Q(pk__icontains=words)
    edge = rows.order_by("-pk").values_list("pk", flat=True)[DEEPEST : DEEPEST + 1].first()
    return named & Q(pk__gt=edge) if edge else named


def is_part_of_id(words: str) -> bool:
    """Whether an id can have it."""
    return len(words) >= SHORTEST_ID and not set(words) - set(string.hexdigits + "-")


def templates(project: Project, words: str) -> list[uuid.UUID]:
    """The templates of that name or slug."""
    rows = Template.objects.filter(Q(name__icontains=words) | Q(slug__icontains=words), project=project)
    return list(rows.values_list("pk", flat=True)[:MOST_TEMPLATES])


def by_other_ids(project: Project, words: str) -> list[uuid.UUID]:
    """The documents of a batch's row with that `externalId`, or of the request of that id; written as it was sent."""
    if words.startswith("req_"):
        return of_request(project, words)
    rows = BatchRow.objects.filter(external_id=words, batch__project=project).exclude(render=None)
    return list(rows.values_list("render_id", flat=True)[:MOST_IDS])


def of_request(project: Project, request_id: str) -> list[uuid.UUID]:
    """What came of a request, while the log of requests knows it."""
    line = LoggedRequest.objects.filter(project=project, request_id=request_id).defer("sent", "answered").first()
    if line is None:
        return []
    made = Render.objects.for_project(project).filter(env=line.env, pk__range=line.made_between)
    return list(made.filter(request_id=request_id).values_list("pk", flat=True)[:MOST_IDS])
