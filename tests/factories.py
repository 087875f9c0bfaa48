"""Rows for tests, made with as little as a test must say. They bypass actions: a test names only what it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from craftkit.accounts.models import Account, Invitation, Project, User
from craftkit.api.models import LoggedRequest
from craftkit.lib.storage import from_settings
from renders.models import Batch, BatchRow, Render
from sharing.models import Share
from signatures.models import Recipient, SignatureRequest
from templates_app import uploads
from templates_app.models import Asset, Template, TemplateVersion
from webhooks import actions as webhook_actions
from webhooks.models import Delivery, Endpoint

MANIFEST: dict[str, Any] = {
    "variables": [
        {"key": "customer.name", "label": "Customer name", "dataType": "text", "required": True},
        {"key": "total", "label": "Total", "dataType": "currency", "required": False, "format": "currency:EUR"},
    ],
    "loops": [
        {
            "key": "items",
            "label": "Line items",
            "itemFields": [
                {"key": "name", "label": "Item", "dataType": "text", "required": True},
                {"key": "qty", "label": "Quantity", "dataType": "number", "required": True},
                {"key": "price", "label": "Price", "dataType": "currency", "required": True},
            ],
        }
    ],
}
SAMPLE: dict[str, Any] = {
    "customer": {"name": "North Wind Ltd"},
    "total": 1240.5,
    "items": [{"name": "Consulting", "qty": 8, "price": 120}, {"name": "Travel", "qty": 1, "price": 280.5}],
}
PARAGRAPH = {"type": "paragraph", "content": [{"type": "variable", "attrs": {"key": "customer.name"}}]}
CONTENT: dict[str, Any] = {"schema": 1, "body": {"type": "doc", "content": [PARAGRAPH]}}


def make_template(project: Project, slug: str = "invoice", *, published: bool = True, **fields: Any) -> Template:
    """A template with the manifest of the samples; its version 1 is current unless `published` is false."""
    template = Template(project=project, slug=slug, **{"name": slug.replace("-", " ").title(), **fields})
    template.give_inbound_credentials()
    template.save()
    if published:
        make_version(template)
    return template


def make_version(template: Template, **fields: Any) -> TemplateVersion:
    """The template's next version, current from now on."""
    given = {"manifest": MANIFEST, "content": CONTENT, "sample_data": SAMPLE, **fields}
    version = TemplateVersion.objects.create(template=template, **{"number": template.versions.count() + 1, **given})
    template.current_version = version
    template.save(update_fields=["current_version"])
    return version


def make_asset(project: Project, data: bytes = b"Terms", **fields: Any) -> Asset:
    """A file of the project, kept in the store of the tests."""
    asset, _ = uploads.store_asset(project=project, data=data, store=from_settings(), **fields)
    return asset


def make_logged_request(project: Project, **fields: Any) -> LoggedRequest:
    """A line of the project's request log."""
    given: dict[str, Any] = {"env": "live", "request_id": "req_0123456789", "method": "POST"}
    given["path"] = "/v1/templates/invoice/render"
    given |= {"status": 202, "ms": 12.5, "created_at": timezone.now(), **fields}
    return LoggedRequest.objects.create(project=project, **given)


def make_render(template: Template, *, status: str = "succeeded", **fields: Any) -> Render:
    """A render of the template's current version in the project of the template, finished if its status says so."""
    now, version = timezone.now(), template.current_version
    assert version, "only a published template can be rendered"
    given: dict[str, Any] = {"data": SAMPLE, "created_at": now, **fields}
    if status != "queued":
        given.setdefault("started_at", now)
    if status in Render.TERMINAL:
        given.setdefault("completed_at", now)
    return Render.objects.create(project=template.project, template=template, version=version, status=status, **given)


def make_share(render: Render, **fields: Any) -> Share:
    """A link to a render."""
    share = Share(project=render.project, render=render, env=render.env, **fields)
    share.give_token()
    share.save()
    return share


def make_signature(render: Render, **fields: Any) -> SignatureRequest:
    """A request about a render, sent to one signer; its frozen PDF is the render's own."""
    now = timezone.now()
    given = {"name": "Lease", "expiration_hours": 168, "expires_at": now + timedelta(hours=168), **fields}
    kept = {"pdf_key": render.pdf_key, "pdf_sha256": render.pdf_sha256, "pages": 1, "created_at": now}
    request = SignatureRequest.objects.create(project=render.project, env=render.env, render=render, **kept, **given)
    signer = Recipient(request=request, position=0, first_name="Ruth", email="ruth@example.com", status="sent")
    signer.invited_at = signer.mailed_at = now
    signer.give_token()
    signer.save()
    return request


def make_batch(*renders: Render, status: str = "completed", **fields: Any) -> Batch:
    """A batch of these renders, a row each, of the template of the first."""
    first, count = renders[0], len(renders)
    given: dict[str, Any] = {"total": count, "expanded": count, "created_at": timezone.now(), **fields}
    of = {"project": first.project, "env": first.env, "template": first.template, "version": first.version}
    batch = Batch.objects.create(status=status, **of, **given)
    for number, render in enumerate(renders, start=1):
        BatchRow.objects.create(batch=batch, number=number, render=render)
    return batch


def make_endpoint(project: Project, **fields: Any) -> Endpoint:
    """An endpoint of the project for both events of renders."""
    given = {"url": "https://93.184.216.34/hook", "events": ["render.succeeded", "render.failed"], **fields}
    endpoint = Endpoint(project=project, **given)
    endpoint.give_secret()
    endpoint.save()
    return endpoint


def make_delivery(project: Project, event: str = "render.succeeded", **fields: Any) -> Delivery:
    """A delivery of an example event to a new endpoint of the project."""
    endpoint = make_endpoint(project)
    delivery = webhook_actions.send_test(endpoint=endpoint, type=event)
    Delivery.objects.filter(pk=delivery.pk).update(**{"trigger": "auto", **fields})
    delivery.refresh_from_db()
    return delivery


def make_member(account: Account, role: str, email: str = "") -> User:
    """Somebody who belongs to the account."""
    user = User.objects.create_user(email or f"{role}@{account.name.lower()}.example", "correct horse battery staple")
    account.memberships.create(user=user, role=role)
    return user


def make_invitation(party: Any, email: str = "invited@example.com", **fields: Any) -> Invitation:
    """Somebody who was asked to join, ten minutes ago."""
    row = Invitation(account=party.account, email=email, role="editor", invited_by=party.user, **fields)
    row.renew()
    row.sent_at = timezone.now() - timedelta(minutes=10)
    row.save()
    return row
