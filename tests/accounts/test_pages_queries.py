"""Every page costs a bounded number of queries, however much a project holds."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext

from craftkit.accounts import actions, audit, team
from craftkit.mail.models import OutgoingMail, Suppression
from embed.models import AuditEntry as SessionEntry
from renders.models import Batch, BatchRow, HookCall, Render
from signatures.models import BulkRow, BulkSending, Recipient, RecipientSet, SignatureRequest
from tests.accounts.pages import PAGES
from tests.accounts.test_pages_access import BINARY, FRAMED, address, furnish
from tests.embed import pages as embedding
from tests.factories import (
    make_asset,
    make_batch,
    make_delivery,
    make_invitation,
    make_logged_request,
    make_member,
    make_render,
    make_share,
    make_signature,
    make_template,
    make_version,
)
from tests.mail.recipes import write as write_mail
from webhooks.models import Attempt, Delivery

# More rows than queries: a page that asks once for each row is above the limit by that alone.
MOST_QUERIES = 12
MANY = MOST_QUERIES + 1
SHOWN = [name for name, methods in PAGES.items() if methods.get("GET") == 200 and name not in FRAMED | BINARY]
# The same pages once more, asked something that many rows answer to.
ASKED = {
    "project": "env=test",
    "search": "q=e",
    "palette": "q=e",
    "document-list": "q=template",
    "template-list": "q=template",
    "request-list": "q=render",
    "mail-list": "q=invoice",
    "signature-list": "q=lease",
    "embed-sessions": "state=all",
    "batch": "status=queued",
    "webhook": "event=render.succeeded",
}


def fill(party: Any, values: dict[str, Any]) -> None:
    """More of everything that pages list."""
    render = Render.objects.select_related("template", "project").get(pk=values["render_id"])
    embedding.fill(party, MANY)
    for number in range(MANY):
        template = make_template(party.project, f"template-{number}")
        make_version(template)
        make_version(render.template)
        failed = make_render(template, status="failed", is_bulk=True)
        batch = make_batch(make_render(template), failed, status="rendering")
        BatchRow.objects.create(
            batch=batch,
            number=3,
            outcome="invalid",
            issues={"fieldErrors": {"total": ["No number."]}, "formErrors": []},
        )
        make_share(render)
        make_signature(render)
        make_asset(party.project, b"Terms %d" % number)
        write_mail(party.project)
        make_logged_request(party.project)
        Suppression.objects.create(project=party.project, address=f"{number}@example.org", reason="manual")
        HookCall.objects.create(template=render.template, status=202, render=render, size=2, body="{}")
        RecipientSet.objects.create(project=party.project, name=f"Board {number}", people=[{"role": "chair"}])
    fill_account(party)
    fill_singles(party, values, render)
    fail_some(party)


def fill_account(party: Any) -> None:
    """More people, projects, keys and noted deeds."""
    for number in range(MANY):
        person = make_member(party.account, "editor", f"person-{number}@example.com")
        other = actions.create_project(account=party.account, name=f"Project {number}")
        team.change_project_role(account=party.account, user=person, project=other, role="viewer")
        make_invitation(party, f"invited-{number}@example.com")
        for project, kind in ((party.project, "live"), (None, "account")):
            actions.issue_key(account=party.account, project=project, kind=kind)
        audit.record("project.created", account=party.account, project=other, by=person)
        UserSession.objects.create(user=party.user, session_key=f"elsewhere-{number}", ip="192.0.2.1")


def fill_singles(party: Any, values: dict[str, Any], render: Render) -> None:
    """More below the one thing that each page of a single thing is about."""
    batch = Batch.objects.get(pk=values["batch_id"])
    mail, delivery = OutgoingMail.objects.get(pk=values["mail_id"]), Delivery.objects.get(pk=values["delivery_id"])
    signature = SignatureRequest.objects.get(pk=values["signature_id"])
    for number in range(2, 2 + MANY):
        row = make_render(render.template, status="queued", is_bulk=True)
        BatchRow.objects.create(batch=batch, number=number, render=row)
        mail.attempts.create(server="mail.example.org", code=451)
        Attempt.objects.create(delivery=delivery, trigger="auto", url=delivery.endpoint.url, status_code=503)
        signer = Recipient(request=signature, position=number, first_name="Ada", email=f"{number}@example.com")
        signer.give_token()
        signer.save()
        asked = make_signature(render, bulk_id=values["bulk_id"])
        sent = {"row": batch.rows.get(number=number), "request": asked, "status": "sent"}
        BulkRow.objects.create(sending_id=values["bulk_id"], number=number, **sent)
        BulkSending.objects.create(project=party.project, batch=batch, total=1)
        entry = {"session_id": values["session_id"], "about": render.template, "action": "template.published"}
        SessionEntry.objects.create(project=party.project, **entry)


def fail_some(party: Any) -> None:
    """Deliveries and mails of the project that were given up."""
    for _ in range(MANY):
        make_delivery(party.project, status="abandoned")
        failed = write_mail(party.project)
        OutgoingMail.objects.filter(pk=failed.pk).update(status="failed")


def test_a_full_project_costs_few_queries(acme):
    values = furnish(acme)
    paths = {name: address(name, values, acme) for name in SHOWN}
    paths |= {f"{name}?{query}": f"{paths[name]}?{query}" for name, query in ASKED.items()}
    fill(acme, values)
    costs = {}
    for name, path in paths.items():
        # Whoever looks first may have something made, such as a comparison.
        acme.client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert acme.client.get(path).status_code == 200, name
        costs[name] = len(queries)

    assert {name: cost for name, cost in costs.items() if cost > MOST_QUERIES} == {}
