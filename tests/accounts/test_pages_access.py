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
from tests.accounts.pages import PAGES
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
OUTER |= {"form-list", "form-new", "document-choose", "batch-choose"}
OUTER |= {"recipient-sets", "recipient-set-new", "signature-bulk-list"}
OUTER |= {"document-csv", "documents-zip", "documents-again", "documents-cancel", "documents-delete", "view-new"}
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
