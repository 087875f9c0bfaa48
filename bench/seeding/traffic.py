"""What comes with documents: deliveries of webhooks, mails, the request log, calls of hooks, the log of deeds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bench.seeding.documents import DAYS
from bench.seeding.spread import address, company, dice, favoured, id_at, keep, like, moments, one_of
from craftkit.accounts import audit
from craftkit.accounts.models import ApiKey, AuditEntry, Project
from craftkit.api.models import LoggedRequest
from craftkit.mail.models import OutgoingMail, Suppression
from renders.models import HookCall
from templates_app.models import Template
from tests.factories import make_endpoint, make_logged_request
from tests.mail.recipes import write as write_mail
from webhooks.models import Attempt, Delivery, Endpoint, Event

DELIVERED = {"delivered": 94.0, "abandoned": 4.0, "pending": 2.0}
EVENTS = {"render.succeeded": 9.0, "render.failed": 1.0, "document.viewed": 3.0, "signature.completed": 1.0}
MAILED = {"sent": 92.0, "failed": 3.0, "bounced": 2.0, "suppressed": 2.0, "queued": 1.0}
ANSWERS = {200: 60.0, 202: 30.0, 404: 3.0, 409: 1.0, 422: 4.0, 429: 1.0, 503: 0.5}
CALLED = {202: 92.0, 401: 3.0, 422: 5.0}
BODY = b'{"type":"render.succeeded","data":{"render":{"status":"succeeded","filename":"%s.pdf"}}}' % (b"invoice" * 90)


def deliveries(project: Project, count: int) -> list[Endpoint]:
    """Deliveries to eight endpoints, most of them to the first, with one attempt or more each."""
    endpoints = [make_endpoint(project, url=f"https://hooks.example.org/{number}") for number in range(8)]
    events, rows, attempts = list[Event](), list[Delivery](), list[Attempt]()
    for at in moments(count, 60):
        event = Event(id=id_at(at), project=project, env="live", type=one_of(EVENTS), body=BODY, size=len(BODY))
        event.created_at, event.sha256 = at, event.pk.hex * 2
        status = one_of(DELIVERED)
        row = Delivery(id=id_at(at), event=event, endpoint=favoured(endpoints), project=project, status=status)
        row.created_at, row.attempt = at, 1 if status == "delivered" else 3
        # Far ahead: nobody is to send them while pages are measured.
        row.next_attempt_at = at + timedelta(days=900)
        row.last_status = 200 if status == "delivered" else 503
        events.append(event)
        rows.append(row)
        attempts += [attempt(row, tried) for tried in range(row.attempt)]
    keep(events)
    keep(rows)
    keep(attempts)
    return endpoints


def attempt(delivery: Delivery, tried: int) -> Attempt:
    """One request of a delivery."""
    at = delivery.created_at + timedelta(minutes=tried)
    row = Attempt(id=id_at(at), delivery=delivery, trigger="auto", url=delivery.endpoint.url, started_at=at)
    row.finished_at, row.duration_ms, row.status_code = at, dice.randint(20, 900), delivery.last_status
    row.request_headers, row.response_body = {"User-Agent": "Craftkit", "Content-Type": "application/json"}, "ok" * 50
    return row


def mails(project: Project, count: int) -> None:
    """Mails of two months, and a tenth as many addresses that get none."""
    base = write_mail(project)
    keep(mail(base, at) for at in moments(count, 60))
    people = {address() for _ in range(count // 10)}
    keep(Suppression(project=project, address=one, reason="bounced", source="550 no such user") for one in people)


def mail(base: OutgoingMail, at: Any) -> OutgoingMail:
    """One mail with the bytes of another."""
    row_id, status = id_at(at), one_of(MAILED)
    row: OutgoingMail = like(base, id=row_id, to=address(), subject=f"{company()} sent you a document", status=status)
    row.message_id, row.created_at, row.once = f"<{row_id}@example.org>", at, ""
    row.next_attempt_at, row.last_code = at + timedelta(days=900), 250 if status == "sent" else 550
    return row


def requests(project: Project, chosen: list[Template], count: int) -> None:
    """The request log of a week."""
    base, key = make_logged_request(project), ApiKey.objects.filter(project=project).first()
    keep(request(base, at, favoured(chosen).slug, key) for at in moments(count, 7))


def request(base: LoggedRequest, at: Any, slug: str, key: ApiKey | None) -> LoggedRequest:
    """One line of the log."""
    row_id = id_at(at)
    row: LoggedRequest = like(base, id=row_id, request_id=f"req_{row_id.hex[:20]}", created_at=at, key=key)
    row.path = f"/v1/templates/{slug}/render" if dice.random() < 0.6 else f"/v1/renders/{id_at(at)}"
    row.method, row.status, row.ms = dice.choice(("GET", "POST")), one_of(ANSWERS), dice.random() * 90
    return row


def hook_calls(template: Template, count: int) -> None:
    """Calls of one template's hook, all within a week."""
    headers = {"Content-Type": "application/json", "User-Agent": "Zapier"}
    keep(
        HookCall(id=id_at(at), template=template, status=one_of(CALLED), headers=headers, received_at=at, size=900)
        for at in moments(count, 7)
    )


def deeds(project: Project, people: list[Any], count: int) -> None:
    """The log of what people of the account did."""
    actions = list(audit.ACTIONS)
    keep(
        AuditEntry(
            id=id_at(at),
            account=project.account,
            actor=favoured(people).email,
            role="admin",
            action=dice.choice(actions),
            project_id=project.pk,
            project=project.name,
            target=company(),
            ip="192.0.2.7",
        )
        for at in moments(count, DAYS)
    )
