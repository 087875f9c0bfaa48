"""Which routes lead to pages, and where each of these is opened with something on it."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse

from craftkit.mail.tokens import Subscription, unsubscribe_url
from renders.models import Batch
from signatures.models import BulkRow, BulkSending, SignatureRequest
from tests.accounts.pages import PAGES
from tests.accounts.test_pages_access import BINARY, FRAMED, address, furnish
from tests.accounts.test_sign_ins import give_passkey
from tests.conftest import Party
from tests.factories import make_batch, make_invitation, make_share, make_template, make_version
from tests.signatures.conftest import make_document as make_paper
from tests.signatures.test_bulk import send, work
from tests.signatures.test_roles import content, printed

# Pages around an editor or a form have walks of their own.
APART = {"template-create", "template-edit", "document-create", "embed-bench"}
DOWNLOADS = BINARY | {"batch-example", "batch-report", "batch-file", "document-receipt"}
DOWNLOADS |= {"signature-signed", "signature-certificate", "signature-evidence", "embed-theme-sheet", "settings-look"}
PICTURES = {
    "settings-logo",
    "golden-change",
    "asset-specimen",
    "signature-paper",
    "version-change",
    "template-thumbnail",
}
AWAY = {"home"}
# What a page takes up, by itself or in a frame.
PARTS = FRAMED | {"palette", "embed-theme-part", "embed-theme-sample", "document-sharing-card", "golden-card"}
PARTS |= {"document-signatures-card", "form-link-card"}
# What is no page by itself there, and is one where rooms are furnished better.
STAGED = {"signature-new", "signature-bulk-new", "batch-preview"}
PAGES_OF_TABLE = {name for name, methods in PAGES.items() if methods.get("GET") == 200}
INNER = PAGES_OF_TABLE - APART - PARTS - DOWNLOADS - PICTURES | STAGED
DEEDS = {name for name, methods in PAGES.items() if "GET" not in methods}

# Whoever is not signed in sees these.
OUTER = {
    "account_login",
    "account_signup",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "invitation",
    "unsubscribe",
    "verify",
    "docs",
    "guide",
}
# And these, whoever looks after his own sign-in.
OWN = {
    "account_change_password",
    "account_email",
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
TWO_STEPS = {"mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes"}
# Pages of strangers' links and the second step of a sign-in are walked as they are reached, by the module named here.
ELSEWHERE = {
    "share-page": "test_share_doors",
    "public-form": "test_forms",
    "sign-page": "test_sign_doors",
    "mfa_authenticate": "test_every_page",
    **dict.fromkeys(APART, "builder"),
}
# Redirects, files, parts and deeds outside the dashboard; pages that nobody is led to, and Swagger's own page.
NO_PAGE = {"mfa_index", "mfa_list_webauthn", "mfa_login_webauthn", "mfa_download_recovery_codes", "language"}
NO_PAGE |= {"account_set_password", "account_confirm_login_code", "socialaccount_signup", "socialaccount_connections"}
NO_PAGE |= {"openid_connect_login", "openid_connect_callback", "download-link", "linked-picture", "health", "openapi"}
NO_PAGE |= {"guide-twin", "guide-search", "llms", "reference", "public-form-password", "public-form-renew"}
NO_PAGE |= {f"share-{part}" for part in ("password", "code", "confirm", "open", "file", "download", "look", "logo")}
NO_PAGE |= {f"sign-{part}" for part in ("password", "code", "opened", "submit", "decline", "delegate", "document")}
NO_PAGE |= {"share-beacon", "share-picture", "sign-copy", "sign-look", "sign-logo", "home"}
PATTERN: dict[str, Any] = {
    "name": "Lease of {{metadata.first}}",
    "recipients": [
        {"firstName": "{{metadata.first}}", "email": "{{metadata.email}}", "role": "tenant"},
        {"firstName": "Omar", "email": "omar@example.com", "role": "landlord"},
    ],
}
STATES = ("completed", "declined", "expired", "viewed", "failed")


def routes() -> set[str]:
    """All that the URL configuration names."""
    return {name for name in get_resolver().reverse_dict if isinstance(name, str)}


def inner(acme: Party) -> dict[str, str]:
    """The addresses of the pages inside the dashboard, furnished as for the tables of access, and better."""
    values = furnish(acme)
    better = furnished(acme)
    found = {name: address(name, {**values, **better.get(name, {})}, acme) for name in sorted(INNER)}
    # Once more while it is being made, and while nobody is asked yet.
    again = {
        f"{name} again": address(name, values, acme) for name in ("document", "batch", "signature", "signature-bulk")
    }
    return found | again


def furnished(acme: Party) -> dict[str, dict[str, Any]]:
    """What the parameters of addresses mean where the usual things show too little."""
    batch, sending = sent_batch(acme)
    document = batch.rows.order_by("number")[0].render
    assert document
    make_share(document, message="As agreed.")
    paper: dict[str, Any] = {"render_id": document.pk}
    whole = ("document", "document-sharing", "signature-new")
    return {
        **dict.fromkeys(whole, paper),
        "batch": {"batch_id": batch.pk},
        "signature-bulk-new": {"batch_id": batch.pk},
        "signature-bulk": {"bulk_id": sending.pk},
        "signature": {"signature_id": SignatureRequest.objects.get(bulk=sending, status="viewed").pk},
        "batch-preview": {"batch_id": uploaded(acme).pk},
    }


def sent_batch(acme: Party) -> tuple[Batch, BulkSending]:
    """A batch that was sent for signature, with rows in every state, and two that cannot be sent for a reason each."""
    template = make_template(acme.project, slug="two-roles", published=False)
    make_version(template, content=content())
    batch = make_batch(*(make_paper(acme.project, printed(), template=template) for _ in range(len(STATES) + 4)))
    for row in batch.rows.order_by("number"):
        row.metadata = {"first": f"Person {row.number}", "email": f"person-{row.number}@example.com"}
        row.external_id = f"lease-of-the-flat-on-the-north-quay-{row.number}"
        row.save()
    batch.rows.filter(number=2).update(metadata={"first": "Zoé", "email": "nobody"})
    batch.rows.filter(number=3).update(metadata={})
    sending = BulkSending.objects.get(pk=send(acme, batch, mode="partial", request=PATTERN).json()["id"])
    work()
    for state, sent in zip(STATES, sending.rows.filter(status="sent").order_by("number"), strict=False):
        SignatureRequest.objects.filter(bulk_row=sent).update(status=state)
    left = list(sending.rows.filter(status="sent").order_by("-number")[:2])
    for one, state in zip(left, ("queued", "skipped"), strict=True):
        BulkRow.objects.filter(pk=one.pk).update(status=state, request=None)
    return batch, sending


def uploaded(acme: Party) -> Batch:
    """A batch that is looked at before it is made."""
    template = make_template(acme.project, slug="from-a-sheet")
    table = SimpleUploadedFile("customers.csv", "Kunde;Total;Region\nKontor Nord;12.5;Nord\n;7;Süd\n".encode("cp1252"))
    acme.client.post(reverse("batch-new", args=[acme.project.pk, template.slug]), {"file": table, "env": "live"})
    return Batch.objects.get(template=template)


def outer(acme: Party) -> dict[str, str]:
    """The addresses of the pages around signing in, and of those that mails and visitors lead to."""
    invitation = make_invitation(acme, "somebody.else@example.com")
    values: dict[str, dict[str, Any]] = {
        "account_confirm_email": {"key": confirmation(acme)},
        "account_reset_password_from_key": {
            "uidb36": user_pk_to_url_str(acme.user),
            "key": default_token_generator.make_token(acme.user),
        },
        "invitation": {"token": invitation.renew()},
        "unsubscribe": {"token": unsubscribe_url(Subscription(acme.project.pk, "ruth@example.com")).rpartition("/")[2]},
        "guide": {"slug": "signatures"},
    }
    invitation.save()
    return {name: reverse(name, kwargs=values.get(name)) for name in sorted(OUTER)}


def confirmation(acme: Party) -> str:
    """The key in the mail that asks whether an address is one's own."""
    mailbox = EmailAddress.objects.get_or_create(user=acme.user, email=acme.user.email, defaults={"primary": True})[0]
    key: str = EmailConfirmationHMAC(mailbox).key
    return key


def own(acme: Party) -> dict[str, str]:
    """The addresses of the pages about one's own sign-in, of somebody with a passkey."""
    EmailAddress.objects.update_or_create(user=acme.user, email=acme.user.email, defaults={"verified": True})
    give_passkey(acme.user)
    key = {"pk": Authenticator.objects.get(type="webauthn", user=acme.user).pk}
    keyed = {"mfa_edit_webauthn", "mfa_remove_webauthn"}
    return {name: reverse(name, kwargs=key if name in keyed else None) for name in sorted(OWN)}
