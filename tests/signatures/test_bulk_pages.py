"""A batch sent for signature from the dashboard: a pattern, a look at every row, and what became of them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from craftkit.mail.models import OutgoingMail
from renders.models import Batch
from signatures.models import BulkSending, SignatureRequest
from tests.factories import make_batch, make_template, make_version
from tests.signatures.conftest import make_document
from tests.signatures.test_bulk import text_of, work
from tests.signatures.test_roles import content, printed

PEOPLE = "{{metadata.first}}, , {{metadata.email}}, Signer, tenant\nOmar, , omar@example.com, Signer, landlord"


@pytest.fixture
def batch(acme) -> Batch:
    """Two finished leases with a tenant for each."""
    template = make_template(acme.project, slug="two-roles", published=False)
    make_version(template, content=content())
    made = make_batch(*(make_document(acme.project, printed(), template=template) for _ in range(2)))
    for row, name in zip(made.rows.order_by("number"), ("ruth", "zoe"), strict=True):
        row.metadata, row.external_id = {"first": name.title(), "email": f"{name}@example.com"}, f"lease-{name}"
        row.save()
    return made


def address(batch: Batch) -> str:
    return reverse("signature-bulk-new", args=[batch.project_id, batch.pk])


def asked(acme, batch, do, **changes):
    form = {"name": "Lease", "people": PEOPLE, "once": "a" * 36, "do": do, **changes}
    return acme.client.post(address(batch), form)


def test_the_page_begins_with_a_line_for_each_role_and_what_rows_have(acme, batch):
    page = acme.client.get(address(batch)).content.decode()
    assert "{{metadata.first}}, , {{metadata.email}}, Signer, tenant" in page
    assert ", Signer, landlord" in page
    assert ">{{metadata.email}}</code>" in page


def test_a_look_at_the_rows_sends_nothing(acme, batch):
    row = batch.rows.get(number=2)
    row.metadata = {"first": "Zoe", "email": "nobody"}
    row.save()
    page = asked(acme, batch, "check").content.decode()
    assert "1 of 2 rows cannot be sent" in page
    assert "Recipient 1, E-mail: Enter a valid email address." in page
    assert "ruth@example.com" in page
    assert not SignatureRequest.objects.exists()


def shown(acme, name: str, *args) -> str:
    return acme.client.get(reverse(name, args=[acme.project.pk, *args])).content.decode()


def test_all_are_sent_once_and_the_page_shows_how_far_they_are(acme, batch):
    assert "Send 2" in asked(acme, batch, "check").content.decode()
    first, second = asked(acme, batch, "send"), asked(acme, batch, "send")
    sending = BulkSending.objects.get()
    page = reverse("signature-bulk", args=[batch.project_id, sending.pk])
    assert (first.url, second.url) == (page, page)
    before = shown(acme, "signature-bulk", sending.pk)
    assert "2 waiting" in before
    assert "zoe@example.com" in before
    assert 'hx-trigger="every 1000ms"' in before

    work()

    assert SignatureRequest.objects.filter(created_by=acme.user).count() == 2
    assert OutgoingMail.objects.filter(to="zoe@example.com").count() == 1
    after = shown(acme, "signature-bulk", sending.pk)
    assert "2 sent" in after
    assert "All sent" in after
    assert "zoe@example.com" in after
    assert "lease-zoe" in after
    assert "2 / 2" in shown(acme, "signature-bulk-list")
    table = acme.client.get(reverse("signature-bulk-result", args=[batch.project_id, sending.pk]))
    assert "ruth@example.com" in text_of(table)


def test_rows_that_do_not_fit_stay_behind_with_the_reason_and_are_tried_again(acme, batch):
    row = batch.rows.get(number=2)
    row.metadata = {"first": "Zoe", "email": "nobody"}
    row.save()

    assert "Send the 1 that fits" in asked(acme, batch, "check").content.decode()
    assert asked(acme, batch, "send").status_code == 422
    asked(acme, batch, "send-rest")
    work()

    sending = BulkSending.objects.get()
    page = shown(acme, "signature-bulk", sending.pk)
    assert "1 not possible" in page
    assert "Recipient 1, E-mail: Enter a valid email address." in page
    deed = reverse("signature-bulk-retry", args=[batch.project_id, sending.pk])
    row.metadata["email"] = "zoe@example.com"
    row.save()
    acme.client.post(deed)
    work()
    assert SignatureRequest.objects.count() == 2
    assert "There is nothing to send again" in acme.client.post(deed, follow=True).content.decode()


def test_a_row_without_an_address_names_those_it_has(acme, batch):
    batch.rows.filter(number=2).update(metadata={})

    page = asked(acme, batch, "check").content.decode()

    assert "Recipient 1, First name: Required" in page
    assert '<td class="breakable">omar@example.com</td>' in page


def test_what_waits_is_held_back_when_a_person_says_so(acme, batch):
    asked(acme, batch, "send")
    sending = BulkSending.objects.get()

    acme.client.post(reverse("signature-bulk-cancel", args=[batch.project_id, sending.pk]))
    work()

    assert "2 held back" in shown(acme, "signature-bulk", sending.pk)
    assert not SignatureRequest.objects.exists()


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ("", "Name at least one recipient"),
        ("Ruth, , nobody", "is no e-mail address"),
        ("Ruth, , ruth@example.com, Signer, guarantor", "has nothing to fill in"),
        ("Ruth, , ruth@example.com, Boss", "is none of Signer, Approver, CC"),
    ],
)
def test_what_cannot_be_sent_is_said_and_kept_as_typed(acme, batch, people, said):
    answer = asked(acme, batch, "send", people=people)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not SignatureRequest.objects.exists()


@pytest.mark.parametrize("status", ["rendering", "completed"])
def test_a_batch_on_its_way_or_without_a_document_leads_back(acme, batch, status):
    Batch.objects.update(status=status)
    batch.rows.update(render=None)
    assert acme.client.get(address(batch)).url == reverse("batch", args=[batch.project_id, batch.pk])
