"""Mail in the dashboard, as people use it: send oneself a test, read it in its frame, follow its link, suppress."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from craftkit.mail.delivery import Postman, take
from craftkit.mail.models import OutgoingMail
from tests.browser.conftest import PHONE, sign_in, watched
from tests.mail.recipes import write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def deliver_all():
    for mail in OutgoingMail.objects.filter(status="queued"):
        parcel = take(mail.pk, worker="test")
        assert parcel is not None
        Postman().deliver(parcel)


def test_a_test_mail_is_sent_and_read(acme, ui_page):
    sign_in(ui_page, acme)
    ui_page.get_by_role("link", name="Mail", exact=True).click()
    ui_page.get_by_role("heading", name="No mail yet").wait_for()

    ui_page.get_by_role("button", name="Send me a test").click()
    ui_page.wait_for_url("**/mail/*-*")
    deliver_all()

    expect(ui_page.get_by_text("In the mailbox")).to_be_visible()
    expect(ui_page.frame_locator("iframe").get_by_role("heading", name="It works")).to_be_visible()


def test_links_of_a_mail_work_out_of_its_frame(acme, ui_page, live_server):
    mail = write(acme.project, context={"document_title": "Invoice 7", "url": f"{live_server.url}/health"})
    sign_in(ui_page, acme)
    ui_page.goto(f"/projects/{acme.project.pk}/mail/{mail.pk}")

    with ui_page.expect_popup() as opened:
        ui_page.frame_locator("iframe").get_by_role("link", name="Open the document").click()

    opened.value.wait_for_url("**/health")
    assert "ok" in opened.value.content().lower()


def test_nothing_sticks_out_on_a_phone(acme, ui_context):
    mail = write(acme.project, to=f"{'long.' * 20}name@example.org", subject="A subject that goes on " * 8)
    page = ui_context(viewport=PHONE).new_page()
    problems = watched(page)
    sign_in(page, acme)

    for path in ("", "/sender", "/suppressed", f"/{mail.pk}"):
        page.goto(f"/projects/{acme.project.pk}/mail{path}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path

    assert problems == []
