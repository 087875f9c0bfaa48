"""What failed, why, and the way to try again."""

from __future__ import annotations

import re

from django.utils import timezone

from craftkit.mail.models import OutgoingMail
from renders.models import BatchRow, Render
from tests.factories import make_batch, make_delivery, make_render, make_template
from tests.mail.recipes import write
from webhooks.models import Delivery, Endpoint

MOST_QUERIES = 12
NOW = timezone.now()
FAULT = {"error_code": "render_timeout", "error_message": "The page took longer than 30 s."}


def page_of(party):
    return party.client.get(f"/projects/{party.project.pk}/failed").content.decode()


def retried(party, ending):
    """Press the button of the page whose address ends like this."""
    path = re.search(rf'action="([^"]*{ending})"', page_of(party))
    assert path, ending
    return party.client.post(path[1])


def failed_mail(party, **fields):
    mail = write(party.project)
    given = {"status": "failed", "completed_at": NOW, "last_code": 550, "last_answer": "no such user", **fields}
    OutgoingMail.objects.filter(pk=mail.pk).update(**given)
    return mail


def test_nothing_failed_is_said(acme):
    make_render(make_template(acme.project))

    assert "Nothing failed" in page_of(acme)


def test_a_failed_document_has_its_reason_and_is_rendered_again(acme):
    make_render(make_template(acme.project), status="failed", **FAULT)

    page = page_of(acme)
    assert "The page took longer than 30 s." in page
    assert "Send fewer rows or make the template simpler" in page
    retried(acme, "/again")
    assert list(Render.objects.order_by("pk").values_list("status", flat=True)) == ["failed", "queued"]


def test_rows_of_batches_have_their_reason_and_failed_ones_are_sent_again(acme):
    batch = make_batch(make_render(make_template(acme.project), status="failed", is_bulk=True, **FAULT), name="June")
    issues = {"formErrors": [], "fieldErrors": {"total": ["Expected a number"]}}
    BatchRow.objects.create(batch=batch, number=2, outcome="invalid", issues=issues)

    page = page_of(acme)
    assert "Row 1 of June" in page
    assert "total: Expected a number" in page
    retried(acme, "/retry")
    batch.refresh_from_db()
    assert batch.status == "queued"


def test_a_delivery_that_was_given_up_is_sent_again(acme):
    delivery = make_delivery(acme.project, status="abandoned", completed_at=NOW, attempt=6, last_status=500)

    assert "answered" in page_of(acme)
    retried(acme, "/replay")
    assert Delivery.objects.get(pk=delivery.pk).status == "pending"


def test_a_delivery_of_a_webhook_that_is_off_says_so_and_has_no_button(acme):
    make_delivery(acme.project, status="abandoned", completed_at=NOW)
    Endpoint.objects.update(is_active=False)

    page = page_of(acme)

    assert "switch it on" in page
    assert "/replay" not in page


def test_a_failed_mail_says_what_the_server_said_and_is_sent_again(acme):
    mail = failed_mail(acme)

    assert "550 no such user" in page_of(acme)
    retried(acme, "/mail/[^/]+/again")
    mail.refresh_from_db()
    assert mail.status == "queued"


def test_a_mail_that_was_forgotten_has_no_button(acme):
    failed_mail(acme, purged_at=NOW)

    assert "/again" not in page_of(acme)


def test_a_stranger_sees_nothing_of_it(acme, globex):
    make_batch(make_render(make_template(acme.project), status="failed", is_bulk=True, **FAULT))
    make_delivery(acme.project, status="abandoned", completed_at=NOW)
    failed_mail(acme)

    assert "Nothing failed" in page_of(globex)


def test_many_failures_take_few_queries_and_lead_to_the_rest(acme, django_assert_max_num_queries):
    template = make_template(acme.project)
    make_batch(*[make_render(template, status="failed", is_bulk=True, **FAULT) for _ in range(5)])
    for _ in range(26):
        make_render(template, status="failed", **FAULT)
    for _ in range(3):
        make_delivery(acme.project, status="abandoned", completed_at=NOW)
        failed_mail(acme)

    with django_assert_max_num_queries(MOST_QUERIES):
        page = page_of(acme)

    assert "All failed documents" in page
    assert page.count("Render again") == 25
