"""Every dashboard page by everybody: made from the URL configuration, so a page without an entry fails the build."""

from __future__ import annotations

import re
import uuid
from typing import Any

from allauth.usersessions.models import UserSession
from django.urls import get_resolver, reverse

from craftkit.accounts.models import ApiKey
from craftkit.mail.models import Suppression
from embed.actions.members import open_builder
from renders.models import BatchFile, HookCall, SavedView, VersionComparison
from signatures.models import BulkSending, RecipientSet
from templates_app.models import Template
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
)
from tests.mail.recipes import write as write_mail
from tests.templates_app.uploads import pdf

PAGES = {
    **embedding.PAGES,
    "home": {"GET": 302},
    "project-list": {"GET": 200},
    "project-new": {"GET": 200, "POST": 422},
    "project": {"GET": 200},
    "failed-work": {"GET": 200},
    "search": {"GET": 200},
    "palette": {"GET": 200},
    "project-settings": {"GET": 200, "POST": 422},
    "settings-brand": {"GET": 200, "POST": 302},
    "settings-logo": {"GET": 404},
    "settings-look": {"GET": 200},
    "settings-language": {"GET": 200, "POST": 302},
    "settings-retention": {"GET": 200, "POST": 422},
    "settings-limits": {"GET": 200},
    "settings-hold": {"POST": 302},
    "project-delete": {"GET": 200, "POST": 422},
    "project-restore": {"POST": 302},
    "document-hold": {"POST": 302},
    "request-list": {"GET": 200},
    "request": {"GET": 200},
    "request-bodies": {"POST": 302},
    "key-list": {"GET": 200},
    "key-new": {"GET": 200, "POST": 422},
    "key-revoke": {"GET": 200, "POST": 302},
    "security": {"GET": 200},
    "session-end": {"POST": 302},
    "own-export": {"GET": 200},
    "user-delete": {"GET": 200, "POST": 422},
    "project-export": {"GET": 200},
    "session-end-others": {"POST": 302},
    "member-list": {"GET": 200},
    "member": {"GET": 200},
    "member-role": {"POST": 302},
    "member-projects": {"POST": 302},
    "member-remove": {"GET": 200, "POST": 302},
    "member-leave": {"GET": 200, "POST": 302},
    "invitation-new": {"GET": 200, "POST": 422},
    "invitation-resend": {"POST": 302},
    "invitation-revoke": {"POST": 302},
    "audit-log": {"GET": 200},
    "audit-csv": {"GET": 200},
    "account-key-list": {"GET": 200},
    "account-key-new": {"GET": 200, "POST": 422},
    "account-key-revoke": {"GET": 200, "POST": 302},
    "sample-list": {"GET": 200},
    "sample-start": {"POST": 302},
    "template-create": {"GET": 200, "POST": 200},
    "template-edit": {"GET": 200, "POST": 200},
    "document-create": {"GET": 200, "POST": 200},
    "own-session": {"POST": 200},
    "form-link": {"GET": 200, "POST": 302},
    "form-link-card": {"GET": 200},
    "form-list": {"GET": 200},
    "form-new": {"GET": 200},
    "template-list": {"GET": 200},
    "template": {"GET": 200},
    "template-settings": {"GET": 200, "POST": 422},
    "template-tags": {"POST": 302},
    "template-archive": {"POST": 302},
    "template-duplicate": {"POST": 302},
    "template-delete": {"GET": 200, "POST": 302},
    "template-export": {"GET": 200},
    "template-import": {"GET": 200, "POST": 422},
    "version-restore": {"GET": 200, "POST": 302},
    "golden": {"GET": 200},
    "golden-card": {"GET": 200},
    "golden-check": {"POST": 302},
    "golden-approve": {"POST": 302},
    "golden-change": {"GET": 404},
    "asset-list": {"GET": 200},
    "asset-upload": {"POST": 302},
    "asset-content": {"GET": 200},
    "asset-rename": {"GET": 200, "POST": 302},
    "asset-delete": {"GET": 200, "POST": 302},
    "asset-specimen": {"GET": 404},
    "asset-picture": {"GET": 200},
    "document-list": {"GET": 200},
    "document": {"GET": 200},
    "document-csv": {"GET": 200},
    "documents-zip": {"POST": 302},
    "documents-again": {"POST": 302},
    "documents-cancel": {"POST": 302},
    "view-new": {"GET": 200, "POST": 422},
    "view-rename": {"GET": 200, "POST": 422},
    "view-delete": {"GET": 200, "POST": 302},
    "document-receipt": {"GET": 302},
    "document-cancel": {"POST": 302},
    "document-sharing": {"GET": 200},
    "document-sharing-card": {"GET": 200},
    "document-share-new": {"GET": 200, "POST": 409},
    "document-share-mail": {"GET": 200, "POST": 422},
    "document-share-revoke": {"GET": 200, "POST": 302},
    "sharing-settings": {"GET": 200, "POST": 422},
    "sharing-domain": {"POST": 302},
    "sharing-domain-check": {"POST": 302},
    "document-signatures-card": {"GET": 200},
    "signature-list": {"GET": 200},
    "signature-bulk-new": {"GET": 302, "POST": 302},
    "signature-bulk": {"GET": 200},
    "signature-bulk-result": {"GET": 200},
    "recipient-sets": {"GET": 200},
    "recipient-set-new": {"GET": 200, "POST": 422},
    "recipient-set": {"GET": 200, "POST": 422},
    "recipient-set-delete": {"GET": 200, "POST": 302},
    "signature": {"GET": 200},
    "signature-remind": {"POST": 302},
    "signature-cancel": {"GET": 200, "POST": 302},
    "signature-signed": {"GET": 302},
    "signature-certificate": {"GET": 302},
    "signature-evidence": {"GET": 302},
    "signature-new": {"GET": 302, "POST": 302},
    "signature-paper": {"GET": 404},
    "document-again": {"POST": 302},
    "template-render": {"POST": 302},
    "version-compare": {"GET": 200},
    "version-change": {"GET": 404},
    "template-thumbnail": {"GET": 200},
    "batch-list": {"GET": 200},
    "batch": {"GET": 200},
    "batch-preview": {"GET": 302, "POST": 302},
    "batch-cancel": {"POST": 302},
    "batch-retry": {"POST": 302},
    "batch-report": {"GET": 200},
    "batch-file": {"GET": 302, "POST": 302},
    "batch-new": {"GET": 200, "POST": 422},
    "batch-example": {"GET": 200},
    "hook": {"GET": 200},
    "hook-switch": {"POST": 302},
    "hook-mapping": {"GET": 200, "POST": 200},
    "hook-call": {"GET": 200},
    "hook-rotate": {"GET": 200, "POST": 302},
    "mail-list": {"GET": 200},
    "mail-test": {"POST": 302},
    "mail-sender": {"GET": 200, "POST": 422},
    "mail-sample": {"GET": 200},
    "suppression-list": {"GET": 200, "POST": 422},
    "suppression-remove": {"POST": 302},
    "mail": {"GET": 200},
    "mail-body": {"GET": 200},
    "mail-again": {"POST": 302},
    "webhook-list": {"GET": 200},
    "webhook-new": {"GET": 200, "POST": 422},
    "webhook": {"GET": 200},
    "webhook-edit": {"GET": 200, "POST": 422},
    "webhook-switch": {"POST": 302},
    "webhook-rotate": {"GET": 200, "POST": 200},
    "webhook-finish": {"POST": 302},
    "webhook-delete": {"GET": 200, "POST": 302},
    "webhook-test": {"POST": 302},
    "webhook-replay": {"POST": 302},
    "delivery": {"GET": 200},
    "delivery-replay": {"POST": 302},
}
CASES = [(name, method) for name, methods in PAGES.items() for method in methods]
CHANGES = [(name, method) for name, method in CASES if method == "POST"]
GENERAL = {
    "security",
    "session-end-others",
    "home",
    "project-list",
    "project-new",
}
GENERAL |= {"security", "session-end", "session-end-others", "own-export", "user-delete"}
OWNED = [(name, method) for name, method in CASES if name not in GENERAL]
OUTER = {
    "asset-list",
    "asset-upload",
    "project",
    "key-list",
    "key-new",
    "template-list",
    "document-list",
    "batch-list",
    "webhook-list",
    "webhook-new",
}
OUTER |= {"account-key-list", "account-key-new", "member-list", "member-leave", "invitation-new"}
OUTER |= {"audit-log", "audit-csv", "request-list", "request-bodies", "search", "palette"}
OUTER |= {"project-settings", "settings-brand", "settings-logo", "settings-look", "settings-language"}
OUTER |= {"settings-retention", "settings-limits", "settings-hold", "project-delete", "project-restore"}
OUTER |= {"sample-list", "sample-start", "failed-work", "template-create", "template-import"}
OUTER |= {"form-list", "form-new"}
OUTER |= {"recipient-sets", "recipient-set-new"}
OUTER |= {"document-csv", "documents-zip", "documents-again", "documents-cancel", "view-new"}
OUTER |= {"project-export", "signature-list", "sharing-settings", "sharing-domain", "sharing-domain-check"}
OUTER |= {"mail-list", "mail-test", "mail-sender", "mail-sample", "suppression-list"}
OUTER |= set(embedding.OUTER)
# Mails in a frame of their own, under a policy of their own: mail programs know no other styles than inline ones.
FRAMED = {"mail-body", "mail-sample"}
BINARY = {
    "own-export",
    "project-export",
    "asset-content",
    "asset-picture",
    "audit-csv",
    "document-csv",
    "signature-bulk-result",
    "template-export",
}
INNER = [(name, method) for name, method in OWNED if name not in OUTER]


def furnish(party) -> dict[str, Any]:
    """What the parameters of addresses mean for one party."""
    template = make_template(party.project)
    render = make_render(template, status="queued")
    key = ApiKey.objects.get(project=party.project, kind="live")
    delivery = make_delivery(party.project)
    batch = make_batch(render, status="rendering")
    BatchFile.objects.create(batch=batch, kind="zip")
    suppression = Suppression.objects.create(project=party.project, address="gone@example.org", reason="manual")
    return {
        **embedding.furnish(party),
        "project_id": party.project.pk,
        "account_id": party.account.pk,
        "user_id": make_member(party.account, "viewer", f"colleague-of-{party.project.slug}@example.com").pk,
        "invitation_id": make_invitation(party).pk,
        "line_id": make_logged_request(party.project).pk,
        "mail_id": write_mail(party.project).pk,
        "suppression_id": suppression.pk,
        "slug": template.slug,
        "render_id": render.pk,
        "share_id": make_share(render).pk,
        "signature_id": make_signature(render).pk,
        "set_id": RecipientSet.objects.create(project=party.project, name="Board", people=[{"role": "chair"}]).pk,
        "key_id": key.pk,
        "webhook_id": delivery.endpoint_id,
        "asset_id": make_asset(party.project, pdf()).pk,
        "delivery_id": delivery.pk,
        "sign_in_id": UserSession.objects.create(user=party.user, session_key=str(party.user.pk), ip="192.0.2.1").pk,
        "call_id": HookCall.objects.create(template=template, status=202, render=render, size=2, body="{}").pk,
        "batch_id": batch.pk,
        "bulk_id": BulkSending.objects.create(project=party.project, batch=batch, total=1).pk,
        "comparison_id": compared(template).pk,
        "page": 1,
        "number": 1,
        "kind": "zip",
        "view_id": SavedView.objects.create(project=party.project, user=party.user, name="Mine", query="q=a").pk,
        "what": "secret",
        "start": "document",
        "own_id": open_builder(project=party.project, member=party.user, template=template).pk,
    }


def compared(template: Template) -> VersionComparison:
    """A comparison that is to be made."""
    return VersionComparison.objects.create(old=template.current_version, new=template.current_version)  # type: ignore[misc]


def address(name: str, values: dict[str, Any], party) -> str:
    if name == "account-key-revoke":
        values = {**values, "key_id": ApiKey.objects.get(account=party.account, kind="account").pk}
    wanted = next(iter(get_resolver().reverse_dict.getlist(name)))[0][0][1]
    return reverse(name, kwargs={parameter: values[parameter] for parameter in wanted})


def test_every_page_is_in_the_table():
    named = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    others = {name for name in named if name.startswith(("account_", "mfa_", "socialaccount_", "openid_connect_"))} | {
        "health",
        "openapi",
        "docs",
        "reference",
        "llms",
        "download-link",
        "linked-picture",
        "unsubscribe",
        "language",
        "invitation",
    }
    others |= {name for name in named if name.startswith(("share-", "sign-", "verify", "guide", "public-form"))}

    assert named - others == set(PAGES)


def test_pages_hold_nothing_that_the_policy_forbids_and_are_not_kept(acme):
    values = furnish(acme)
    shown = [name for name, methods in PAGES.items() if methods.get("GET") == 200 and name not in FRAMED | BINARY]

    for name in shown:
        answer = acme.client.get(address(name, values, acme))
        page = answer.getvalue().decode()

        assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page), name
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), name
        assert "<style" not in page, name
        assert "no-store" in answer["Cache-Control"], name


def test_an_address_that_names_nothing_is_a_404_page(acme):
    answer = acme.client.get(f"/projects/{uuid.uuid4()}/documents")

    assert answer.status_code == 404
    assert b"This page does not exist." in answer.content
