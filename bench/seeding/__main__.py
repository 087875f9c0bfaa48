"""`python -m bench.seeding OUT`: fills an empty, migrated database, and writes into OUT which pages there are to see.

100,000 documents, 10,000 deliveries, 500 templates and what goes with them stand in one project; a neighbour has a
tenth of the documents.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from django.db import connection
from django.urls import get_resolver

from bench.seeding import documents, partners, traffic
from bench.seeding.addresses import addresses
from bench.seeding.spread import keep
from craftkit.accounts.models import Membership, User
from renders.models import HookCall, Render
from tests.accounts.test_pages_access import furnish
from tests.conftest import PASSWORD, Party, make_party
from tests.factories import make_asset, make_invitation

RENDERS, DELIVERIES, TEMPLATES = 100_000, 10_000, 500
BATCHES = [("completed", 10_000), ("rendering", 10_000), *[("completed", 100)] * 40]
PEOPLE = 30


def seed(out: Path) -> None:
    """Everything, in the order in which things need each other."""
    # Whatever is wrong with the pages themselves is to show now, not after minutes.
    get_resolver().check()
    acme, globex = make_party("acme"), make_party("globex")
    values = furnish(acme)
    rows = documents.templates(acme.project, TEMPLATES)
    documents.renders(acme.project, rows, RENDERS - sum(size for _, size in BATCHES))
    documents.renders(globex.project, documents.templates(globex.project, TEMPLATES // 10), RENDERS // 10)
    first = Render.objects.filter(project=acme.project, status="succeeded", template=rows[0]).latest("pk")
    batches = documents.batches(first, BATCHES)
    endpoints = traffic.deliveries(acme.project, DELIVERIES)
    traffic.mails(acme.project, DELIVERIES)
    traffic.requests(acme.project, rows, DELIVERIES * 5)
    traffic.hook_calls(rows[0], 5_000)
    beside(acme)
    tenants = partners.tenants(acme.project, 2_000, rows)
    partners.sessions(acme.project, tenants, 10_000)
    partners.signatures(first, 2_000)
    shared = [first, *Render.objects.filter(project=acme.project, status="succeeded")[:500]]
    share = partners.shares(first, shared, 3_000)
    settle()
    busy = {"slug": rows[0].slug, "render_id": first.pk, "webhook_id": endpoints[0].pk, "batch_id": batches[1].pk}
    busy |= {"share_id": share.pk, "call_id": HookCall.objects.filter(template=rows[0]).latest("pk").pk}
    busy["delivery_id"] = endpoints[0].deliveries.latest("pk").pk
    found = {"email": acme.user.email, "password": PASSWORD, "pages": addresses(acme, {**values, **busy}, batches)}
    out.write_text(json.dumps(found, indent=1))


def beside(party: Party) -> None:
    """Assets, colleagues, and the log of what they did."""
    for number in range(200):
        make_asset(party.project, b"Terms %d" % number, name=f"Terms {number}")
    people = [User(email=f"colleague-{number}@example.com") for number in range(PEOPLE)]
    keep(people)
    Membership.objects.bulk_create(Membership(account=party.account, user=user, role="editor") for user in people)
    for number in range(PEOPLE):
        make_invitation(party, f"invited-{number}@example.com")
    traffic.deeds(party.project, people, 5_000)


def settle() -> None:
    """What PostgreSQL does by itself within a minute of such a change; SQLite does not, and the product asks it not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    seed(Path(sys.argv[1]))
