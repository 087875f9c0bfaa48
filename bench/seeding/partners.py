"""What belongs to other people: tenants with sessions and forms, signature requests, links to documents."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from bench.seeding.documents import DAYS
from bench.seeding.spread import address, company, dice, favoured, id_at, keep, like, moments, one_of
from craftkit.lib.ids import new_id
from embed.actions import partners
from embed.actions.sessions import open_session
from embed.models import Actor, AuditEntry, EmbedSession, FormSubmission, Tenant
from embed.models.templates import TenantTemplate
from renders.models import Render
from sharing.models import EngagementEvent, Share
from signatures.models import Recipient, SignatureRequest
from templates_app.models import Template
from tests.embed.hosts import wish
from tests.factories import make_share, make_signature

ASKED = {"completed": 70.0, "sent": 12.0, "viewed": 6.0, "declined": 4.0, "expired": 6.0, "cancelled": 2.0}
DONE = {"viewed": 6.0, "downloaded": 2.0, "printed": 1.0, "email_opened": 2.0}


def tenants(project: Any, count: int, chosen: list[Template]) -> list[Tenant]:
    """Tenants with a person each; half of the templates belong to one of them."""
    rows = [Tenant(project=project, external_id=f"org_{at}", display_name=company()) for at in range(100, 100 + count)]
    keep(rows)
    keep(Actor(project=project, tenant=row, external_id="user_1", display_name="Ops", email=address()) for row in rows)
    keep(TenantTemplate(project=project, tenant=favoured(rows), template=template) for template in chosen[1::2])
    return rows


def sessions(project: Any, rows: list[Tenant], count: int) -> None:
    """Sessions of half a year, most of them over, each with what was done in it, and forms that were sent in."""
    base = open_session(partner=partners.enable(project=project), env="live", key=None, wish=wish()).session
    actors = {actor.tenant_id: actor for actor in Actor.objects.filter(project=project)}
    made = []
    for at in moments(count, DAYS):
        tenant = favoured(rows)
        row = like(base, id=id_at(at), tenant=tenant, actor=actors[tenant.pk], renew_digest=secrets.token_hex(32))
        row.created_at, row.expires_at, row.spent_renew_digest = at, at + timedelta(hours=1), ""
        row.mode, row.revoked_at = one_of({"edit": 3.0, "fill": 5.0, "view": 2.0}), at if dice.random() < 0.1 else None
        made.append(row)
    keep(made)
    entries = [row for row in made if dice.random() < 0.6]
    keep(
        AuditEntry(project=project, session=row, id=id_at(row.created_at), created_at=row.created_at, action=action)
        for row in entries
        for action in ("session.opened", "template.published")
    )
    sent_in(project, [row for row in made if row.mode == "fill"])


def sent_in(project: Any, filled: list[EmbedSession]) -> None:
    """Each form that somebody filled in became a document of its own."""
    documents = Render.objects.filter(project=project, source=Render.Source.FORM).only("pk")[: len(filled)]
    keep(
        FormSubmission(project=project, session=session, render=render)
        for session, render in zip(filled, documents, strict=False)
    )


def signatures(render: Render, count: int) -> None:
    """Requests with two signers each."""
    base, now = make_signature(render), moments(count, DAYS)
    signer = Recipient.objects.get(request=base)
    made: list[SignatureRequest] = []
    for at in now:
        row = like(base, id=id_at(at), name=f"Lease {company()}", status=one_of(ASKED), created_at=at)
        made.append(row)
    keep(made)
    keep(
        like(signer, id=new_id(), request=row, position=place, email=address(), token_digest=secrets.token_hex(32))
        for row in made
        for place in range(2)
    )


def shares(render: Render, documents: list[Render], count: int) -> Share:
    """Links to documents, each opened a few times; the first of them, which is of the render."""
    base = make_share(render)
    made: list[Share] = []
    for at in moments(count, DAYS):
        row = like(base, id=id_at(at), render=favoured(documents), token_digest=secrets.token_hex(32), created_at=at)
        row.recipient_email = address()
        made.append(row)
    keep(made)
    usual: dict[str, Any] = {"project": render.project, "actor_kind": "recipient", "source_ip": "203.0.113.0"}
    keep(
        EngagementEvent(render=row.render, share=row, event_type=one_of(DONE), created_at=row.created_at, **usual)
        for row in made
        for _ in range(3)
    )
    return base
