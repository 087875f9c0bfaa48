"""The dashboard's pages about signatures: sending, following, reminding, withdrawing, downloading."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from craftkit.lib.storage import from_settings
from craftkit.mail.models import OutgoingMail
from renders.models import Render
from signatures import states
from signatures.models import AuditEntry, Field, Recipient, SignatureRequest
from tests.factories import make_template, make_version
from tests.signatures.conftest import asked, field, make_document, person, recipient, sealed, sign

PLACED = [field(0), field(1, y=60)]
ROLE_FIELD = {"type": "signatureField", "attrs": {"fieldId": "f1", "role": "tenant", "kind": "signature"}}


def new(render: Render) -> str:
    """Where a document is sent from."""
    return f"/projects/{render.project_id}/documents/{render.pk}/signatures/new"


def one(request: SignatureRequest, part: str = "") -> str:
    """The page of a request, or something of it."""
    return f"/projects/{request.project_id}/signatures/{request.pk}" + (f"/{part}" if part else "")


def filled(*people: tuple[str, str], fields: Any = PLACED, **more: Any) -> dict[str, Any]:
    """What the page sends: names and designations."""
    people = people or (("Ruth", "Signer"), ("Omar", "Signer"))
    return {
        "first_name": [name for name, _ in people],
        "last_name": ["Northwind"] * len(people),
        "email": [f"{name.lower()}@example.com" for name, _ in people],
        "designation": [designation for _, designation in people],
        "fields": json.dumps(fields),
        "name": "Lease of the quay",
        "days": "14",
        "reminder": "3",
        "once": "00000000-0000-0000-0000-000000000001",
        **more,
    }


def test_a_filled_page_sends_what_the_api_would(acme, document):
    answer = acme.client.post(new(document), filled(in_order="on", code="on", message="As agreed."))

    request = SignatureRequest.objects.get()
    assert answer["Location"] == one(request)
    assert (request.name, request.message, request.expiration_hours) == ("Lease of the quay", "As agreed.", 336)
    assert (request.requires_code, request.allows_delegation, request.reminder_days) == (True, False, 3)
    assert request.created_by == acme.user
    assert [(row.first_name, row.order, row.status) for row in request.recipients.order_by("position")] == [
        ("Ruth", 1, "sent"),
        ("Omar", 2, "waiting"),
    ]
    assert [(row.recipient.first_name, row.y) for row in Field.objects.order_by("position")] == [
        ("Omar", 60),
        ("Ruth", 80),
    ]
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["ruth@example.com"]


def test_a_page_sent_twice_asks_once(acme, document):
    first = acme.client.post(new(document), filled())
    second = acme.client.post(new(document), filled())

    assert first["Location"] == second["Location"]
    assert SignatureRequest.objects.count() == 1


def test_a_page_that_was_changed_meanwhile_is_another_request(acme, document):
    acme.client.post(new(document), filled())
    acme.client.post(new(document), filled(message="Once more."))

    assert SignatureRequest.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (filled(email=["ruth@example.com", "nowhere"]), "Enter a valid email address."),
        (filled(fields=[field(0)]), "Omar Northwind has nothing to fill in."),
        (filled(fields=[field(0), field(1, pageNumber=9)]), "The document has 2 pages."),
        (filled(fields=[field(0), field(1, x=90)]), "x and width reach beyond the page"),
        (filled(fields={"no": "list"}), "has nothing to fill in."),
        (filled(fields=["rubbish"]), "Invalid data."),
        (filled(first_name=["", "Omar"]), "prepare-row"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(acme, document, given, words):
    answer = acme.client.post(new(document), given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="omar@example.com"' in page or "nowhere" in page
    assert "Lease of the quay" in page
    assert SignatureRequest.objects.count() == 0


def test_rubbish_in_the_hidden_field_does_not_break_the_page(acme, document):
    answer = acme.client.post(new(document), filled(fields="") | {"fields": "[" * 5000})

    assert answer.status_code == 422
    assert 'name="fields" value="[]"' in answer.content.decode()


def test_an_approver_needs_no_field(acme, document):
    acme.client.post(new(document), filled(("Ruth", "Signer"), ("Omar", "Approver"), fields=[field(0)]))

    assert [row.designation for row in Recipient.objects.order_by("position")] == ["Signer", "Approver"]


def test_the_page_offers_the_roles_that_have_fields(acme):
    template = make_template(acme.project, slug="tenancy")
    body = {"type": "doc", "content": [ROLE_FIELD]}
    roles = [{"key": "tenant", "label": "Tenant"}, {"key": "witness", "label": "Witness"}]
    make_version(template, content={"roles": roles, "body": body})
    document = make_document(acme.project, template=template)

    page = acme.client.get(new(document)).content.decode()

    assert '<option value="tenant" selected>Tenant</option>' in page
    assert "Witness" not in page


def test_pages_are_pictures_and_only_those_that_are_there(acme, document):
    pages = new(document).replace("new", "pages")

    answer = acme.client.get(f"{pages}/2")

    assert (answer["Content-Type"], answer.content[:4]) == ("image/png", b"\x89PNG")
    assert acme.client.get(f"{pages}/3").status_code == 404
    assert acme.client.get(f"{pages}/0").status_code == 404


def test_a_document_whose_file_is_lost_says_so(acme, document):
    from_settings().delete(document.pdf_key)

    answer = acme.client.get(new(document), follow=True)

    assert "cannot be read from the storage" in answer.content.decode()


def test_pages_hold_nothing_that_the_policy_forbids(acme, document):
    request = asked(document)
    paths = [new(document), one(request), one(request, "cancel"), f"/projects/{acme.project.pk}/signatures"]
    for path in paths:
        page = acme.client.get(path).content.decode()
        assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page)
        assert not re.search(r"<script(?![^>]*\s(?:src=|type=\"application/json\"))", page)


@pytest.mark.parametrize("path", ["", "remind", "cancel", "signed", "certificate", "evidence"])
def test_a_stranger_finds_no_request(acme, globex, document, path):
    request = asked(document)
    method = globex.client.post if path == "remind" else globex.client.get

    assert method(one(request, path)).status_code == 404
    assert method(one(request, path).replace(str(acme.project.pk), str(globex.project.pk))).status_code == 404


def test_a_stranger_cannot_send(acme, globex, document):
    assert globex.client.post(new(document), filled()).status_code == 404
    assert globex.client.get(new(document).replace("new", "pages/1")).status_code == 404
    assert SignatureRequest.objects.count() == 0


@pytest.mark.parametrize("state", states.REQUEST_STATES)
def test_each_state_offers_and_allows_what_the_table_says(acme, document, state):
    request = asked(document)
    SignatureRequest.objects.filter(pk=request.pk).update(status=state)
    Recipient.objects.update(invited_at=timezone.now() - timedelta(days=1))

    page = acme.client.get(one(request)).content.decode()

    for action in ("cancel", "remind"):
        assert (one(request, action) in page) == (state in states.REQUEST[action])
        before = AuditEntry.objects.count()
        SignatureRequest.objects.filter(pk=request.pk).update(status=state)
        acme.client.post(one(request, action))
        assert (AuditEntry.objects.count() > before) == (state in states.REQUEST[action])
    assert (one(request, "signed") in page) == (state in states.REQUEST["download"])


def test_withdrawing_names_who_did_it_and_why(acme, document):
    request = asked(document)

    page = acme.client.post(one(request, "cancel"), {"reason": "Wrong amount\0."}, follow=True).content.decode()

    request.refresh_from_db()
    assert (request.status, request.error_message) == ("cancelled", "Wrong amount.")
    assert acme.user.email in AuditEntry.objects.get(event="cancelled").actor
    assert "Wrong amount." in page


def test_a_sealed_request_gives_its_files(acme, document):
    request = sealed(asked(document))

    page = acme.client.get(one(request)).content.decode()

    assert "Completed" in page
    assert "Unchanged" in page
    kinds = {
        part: acme.client.get(one(request, part))["Content-Type"] for part in ("signed", "certificate", "evidence")
    }
    assert kinds == {"signed": "application/pdf", "certificate": "application/pdf", "evidence": "application/zip"}


def test_a_changed_trail_is_named(acme, document):
    request = asked(document)
    SignatureRequest.objects.filter(pk=request.pk).update(audit_head="0" * 64)

    assert "The audit trail was changed." in acme.client.get(one(request)).content.decode()


def test_links_are_shown_only_where_the_host_shows_the_page(acme, document):
    mailed, shown = asked(document), asked(document, facts={"is_embedded": True})

    assert recipient(mailed).token not in acme.client.get(one(mailed)).content.decode()
    assert recipient(shown).token in acme.client.get(one(shown)).content.decode()


def test_the_list_finds_by_words_state_and_id(acme, document):
    lease = asked(document, person("Ruth"), name="Lease")
    offer = asked(document, person("Omar"), name="Offer")
    sign(recipient(offer))
    path = f"/projects/{acme.project.pk}/signatures"

    def found(query: str) -> set[str]:
        page = acme.client.get(f"{path}?{query}").content.decode()
        return {row.name for row in (lease, offer) if f'id="signature-{row.pk}"' in page}

    assert found("") == {"Lease", "Offer"}
    assert found("q=omar@ex") == {"Offer"}
    assert found("q=leas") == {"Lease"}
    assert found(f"q={lease.pk}") == {"Lease"}
    assert found("status=open") == {"Lease", "Offer"}
    assert found("status=completed") == set()
    assert found("env=test") == set()
    assert found("q=%00&cursor=rubbish&status=what") == {"Lease", "Offer"}


def test_the_list_pages_without_gaps(acme, document, monkeypatch):
    monkeypatch.setattr("signatures.selection.PAGE_ROWS", 2)
    ids = {str(asked(document).pk) for _ in range(3)}
    path = f"/projects/{acme.project.pk}/signatures"

    first = acme.client.get(path).content.decode()
    query = re.search(r'href="(\?cursor=[^"]+)"', first)
    assert query
    second = acme.client.get(path + query[1]).content.decode()

    assert {row for row in ids if f"signature-{row}" in first + second} == ids
    assert len(re.findall('id="signature-', second)) == 1
