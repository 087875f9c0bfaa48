"""Every dashboard page by every role, on own and foreign things: made from the URL configuration, so that a page for
which nobody said which role it needs is for readers by GET and for editors by POST, and an unexpected success fails."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from craftkit.accounts.models import ApiKey, AuditEntry
from craftkit.accounts.roles import Role
from embed.actions.members import open_builder
from renders.models import Render, SavedView
from templates_app.models import Template
from tests.accounts.pages import PAGES
from tests.accounts.test_pages_access import CASES, CHANGES, GENERAL, INNER, OWNED, address, furnish
from tests.conftest import signed_in
from tests.factories import make_member

# Which role a page needs where it is not a viewer for GET and an editor for POST; one for both methods, or for each.
NEEDS: dict[str, str | dict[str, str]] = {
    **dict.fromkeys(["account-key-list", "account-key-new", "account-key-revoke"], "owner"),
    **dict.fromkeys(["key-list", "key-new", "key-revoke", "project-new", "project-export"], "admin"),
    **dict.fromkeys(["member", "member-role", "member-projects", "member-remove"], "admin"),
    **dict.fromkeys(["invitation-new", "invitation-resend", "invitation-revoke"], "admin"),
    **dict.fromkeys(["audit-log", "audit-csv", "request-bodies", "hook-switch", "hook-rotate", "mail-sender"], "admin"),
    **dict.fromkeys(["sharing-settings", "sharing-domain", "sharing-domain-check", "suppression-remove"], "admin"),
    **dict.fromkeys(["project-settings", "settings-brand", "settings-logo", "settings-look"], "admin"),
    **dict.fromkeys(["settings-language", "settings-retention", "settings-limits", "settings-hold"], "admin"),
    **dict.fromkeys(["project-delete", "project-restore", "document-hold"], "admin"),
    **dict.fromkeys(["webhook-new", "webhook-edit", "webhook-switch"], "admin"),
    **dict.fromkeys(["webhook-rotate", "webhook-finish", "webhook-delete"], "admin"),
    **dict.fromkeys(["embed-enable", "embed-disable", "embed-settings", "embed-secret", "embed-callback"], "admin"),
    **dict.fromkeys(["embed-origin-add", "embed-origin-remove", "embed-host-add", "embed-host-remove"], "admin"),
    **dict.fromkeys(["embed-key-add", "embed-signing-rotate"], "admin"),
    **dict.fromkeys(["embed-preset", "embed-preset-new", "embed-preset-delete", "embed-session-revoke"], "editor"),
    **dict.fromkeys(["embed-catalog-new", "embed-catalog-edit", "embed-theme", "embed-bench"], "editor"),
    **dict.fromkeys(["template-create", "document-create", "sample-list", "form-link", "form-new"], "editor"),
    **dict.fromkeys(["template-settings", "template-delete", "template-import", "version-restore"], "editor"),
    **dict.fromkeys(["asset-rename", "asset-delete", "batch-new", "batch-preview", "hook-mapping"], "editor"),
    **dict.fromkeys(["document-share-new", "document-share-mail", "document-share-revoke"], "editor"),
    **dict.fromkeys(["signature-bulk-cancel", "signature-bulk-retry"], "editor"),
    **dict.fromkeys(["document-delete", "document-choose", "batch-choose"], "editor"),
    **dict.fromkeys(["signature-new", "signature-bulk-new", "signature-cancel", "mail-body"], "editor"),
    **dict.fromkeys(["recipient-set", "recipient-set-new", "recipient-set-delete"], "editor"),
    **dict.fromkeys(["template-edit", "own-session", "member-leave"], "viewer"),
    **dict.fromkeys(["documents-zip", "view-new", "view-rename", "view-delete"], "viewer"),
    "suppression-list": {"GET": "viewer", "POST": "admin"},
}
# A query that shows a secret.
REVEALING = [("hook", "?reveal"), ("template", "?reveal=hook")]
# Looking comes first: a file that was deleted does not come back with its row.
LOOKING_FIRST = sorted(CASES, key=lambda case: case[1])


def needed(name: str, method: str) -> Role:
    """The role that a page needs."""
    wanted = NEEDS.get(name, {"GET": "viewer", "POST": "editor"})
    return Role(wanted if isinstance(wanted, str) else wanted[method])


def status_of(client: Client, method: str, path: str) -> int:
    """What is answered; whatever was done is undone."""
    with transaction.atomic():
        status = client.generic(method, path).status_code
        transaction.set_rollback(True)
    return status


def belongs_to_account(name: str) -> bool:
    """Whether the address names a project or an account."""
    parameters = next(iter(get_resolver().reverse_dict.getlist(name)))[0][0][1]
    return bool({"project_id", "account_id"} & set(parameters)) or name == "project-new"


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_it_should_and_nothing_else(acme, role):
    values = furnish(acme)
    member = acme.user if role == Role.OWNER else make_member(acme.account, role)
    client = signed_in(member)
    own = open_builder(project=acme.project, member=member, template=Template.objects.get(slug=values["slug"]))
    values["own_id"] = own.pk
    values["view_id"] = SavedView.objects.create(project=acme.project, user=member, name="Own").pk

    wrong = []
    for name, method in LOOKING_FIRST:
        if not belongs_to_account(name):
            continue
        wanted = PAGES[name][method] if role.covers(needed(name, method)) else 403
        found = status_of(client, method, address(name, values, acme))
        if found != wanted:
            wrong.append(f"{method} {name}: {found} instead of {wanted}")

    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_secrets_are_shown_to_admins_alone(acme, role):
    client = signed_in(make_member(acme.account, role))
    values = furnish(acme)

    found = {status_of(client, "GET", address(name, values, acme) + query) for name, query in REVEALING}

    assert found == {200 if role.can_admin else 403}


def test_a_stranger_finds_nothing_whatever_the_method(acme, globex):
    values = furnish(acme)

    found = {
        f"{method} {name}": status
        for name, method in OWNED
        if (status := status_of(globex.client, method, address(name, values, acme))) != 404
    }

    assert found == {}


def test_an_own_project_does_not_open_foreign_things(acme, globex):
    values = {**furnish(acme), "project_id": globex.project.pk, "account_id": globex.account.pk}

    found = {
        f"{method} {name}": status
        for name, method in INNER
        if (status := status_of(globex.client, method, address(name, values, acme))) != 404
    }

    assert found == {}


def test_a_passer_by_is_sent_to_sign_in_whatever_the_method(acme):
    values = furnish(acme)

    found = {
        f"{method} {name}": status
        for name, method in CASES
        if (status := status_of(Client(), method, address(name, values, acme))) != 302
    }

    assert found == {}
    path = address("key-list", values, acme)
    assert Client().get(path)["Location"] == f"/accounts/login/?next={path}"


def test_what_only_shows_does_nothing_and_the_other_way_round(acme):
    values = furnish(acme)

    found = {
        f"{method} {name}": status
        for name, methods in PAGES.items()
        for method in ("GET", "POST")
        if method not in methods and (status := status_of(acme.client, method, address(name, values, acme))) != 405
    }

    assert found == {}


def test_a_refusal_says_which_role_is_needed_and_who_can_help(acme):
    client = signed_in(make_member(acme.account, "viewer"))

    page = client.get(f"/projects/{acme.project.pk}/keys")
    told = client.post(f"/projects/{acme.project.pk}/assets/upload", headers={"Accept": "application/json"})

    text = page.content.decode()
    assert page.status_code == told.status_code == 403
    assert "you are <strong>viewer</strong>" in text
    assert "the role <strong>admin</strong>" in text
    assert "acme@example.com" in text
    assert told.json()["error"]["code"] == "role_too_low"
    assert not AuditEntry.objects.filter(action="key.created", actor__startswith="viewer").exists()


def test_every_general_page_is_for_whoever_is_signed_in():
    assert not {name for name in GENERAL if belongs_to_account(name)} - {"project-new"}


def test_nothing_changes_without_the_csrf_token(acme):
    client = Client(enforce_csrf_checks=True)
    client.force_login(acme.user)
    values = furnish(acme)

    answers = {name: client.generic(method, address(name, values, acme)) for name, method in CHANGES}

    assert {answer.status_code for answer in answers.values()} == {403}
    assert [name for name, answer in answers.items() if b"This form has expired." not in answer.content] == []
    assert list(Render.objects.values_list("status", flat=True)) == ["queued"]
    assert not ApiKey.objects.exclude(revoked_at=None).exists()


def test_a_page_of_a_deleted_project_is_gone(acme):
    values = furnish(acme)
    acme.project.deleted_at = acme.project.created_at
    acme.project.save()

    assert acme.client.get(address("document-list", values, acme)).status_code == 404


def test_a_part_that_updates_itself_takes_the_whole_page_to_sign_in(acme):
    path = address("document-list", furnish(acme), acme)

    answer = Client().get(path, headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == f"/accounts/login/?next={path}"
