"""The pages about webhooks in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.factories import make_delivery, make_template
from tests.webhooks.receivers import FakeReceiver, Post, answered
from webhooks.models import Delivery, Endpoint

pytestmark = pytest.mark.browser
HOOK = "https://93.184.216.34/craftkit"


@pytest.fixture
def delivery(acme, transactional_db):
    """A delivery that failed once and waits."""
    make_template(acme.project)
    delivery = make_delivery(acme.project)
    return Post(FakeReceiver(answered(500, b'{"error": "database is down"}', server="nginx"))).attempt(delivery)


def address(delivery, end: str = "") -> str:
    return f"/projects/{delivery.project_id}/webhooks/{delivery.endpoint_id}{end}"


def test_from_adding_a_webhook_to_its_first_delivery(ui_context, acme, transactional_db):
    make_template(acme.project)
    # The answer 422 shows up in the console, so that nobody watches it here.
    ui_page = ui_context().new_page()
    sign_in(ui_page, acme)
    ui_page.get_by_role("link", name="Webhooks").click()
    ui_page.get_by_role("link", name="Add your first webhook").click()
    ui_page.get_by_label("Address").fill("http://127.0.0.1/")
    ui_page.get_by_role("button", name="Add webhook").click()
    expect(ui_page.get_by_text("This address is not allowed.")).to_be_visible()

    ui_page.get_by_label("Address").fill(HOOK)
    ui_page.get_by_text("A form was sent in").click()
    ui_page.get_by_label("form.submitted").check()
    ui_page.get_by_role("button", name="Add webhook").click()
    expect(ui_page.locator("#secret")).to_have_text(re.compile(r"whsec_.{44}"))
    ui_page.get_by_role("link", name="I have saved it").click()
    expect(ui_page.get_by_text("Nothing sent yet")).to_be_visible()
    ui_page.get_by_role("button", name="Send a test").click()

    expect(ui_page.get_by_role("heading", name="render.succeeded")).to_be_visible()
    expect(ui_page.get_by_text("Not sent yet.")).to_be_visible()
    assert Endpoint.objects.get().events == ["render.succeeded", "render.failed", "form.submitted"]


def test_a_delivery_follows_its_attempts_without_a_reload(ui_page, acme, delivery):
    sign_in(ui_page, acme)
    ui_page.goto(address(delivery, f"/deliveries/{delivery.pk}"))
    expect(ui_page.get_by_role("heading", name="Attempt 1")).to_be_visible()
    expect(ui_page.get_by_text("database is down")).to_be_visible()
    with ui_page.expect_response("**/replay"):
        ui_page.get_by_role("button", name="Send now").click()

    Post(FakeReceiver(200)).attempt(delivery)

    expect(ui_page.get_by_role("heading", name="Attempt 2")).to_be_visible()
    expect(ui_page.get_by_role("status").get_by_text("Delivered")).to_be_visible()
    expect(ui_page.get_by_role("button", name="Send again")).to_be_visible()


def test_the_list_of_deliveries_keeps_up_and_can_be_narrowed(ui_page, acme, delivery):
    sign_in(ui_page, acme)
    ui_page.goto(address(delivery))
    table = ui_page.get_by_role("table")
    expect(table.get_by_text("Will retry")).to_be_visible()

    Post(FakeReceiver(200)).attempt(delivery)
    expect(table.get_by_text("Delivered")).to_be_visible()

    ui_page.get_by_label("Status").select_option("failed")
    expect(ui_page.get_by_text("Nothing matches")).to_be_visible()
    expect(ui_page).to_have_url(re.compile("status=failed"))


def test_all_that_failed_is_sent_again(ui_page, acme, delivery):
    Delivery.objects.update(status="abandoned", attempt=6)
    sign_in(ui_page, acme)
    ui_page.goto(address(delivery))

    ui_page.get_by_role("button", name="Send all again").click()

    expect(ui_page.get_by_text("1 delivery goes out again.")).to_be_visible()
    expect(ui_page.get_by_role("table").get_by_text("Waiting")).to_be_visible()


def test_a_webhook_is_switched_rotated_and_deleted(ui_page, acme, delivery):
    sign_in(ui_page, acme)
    ui_page.goto(address(delivery))
    ui_page.get_by_role("button", name="Switch off").click()
    expect(ui_page.get_by_text("New events pass it by")).to_be_visible()
    ui_page.get_by_role("button", name="Switch on").click()
    expect(ui_page.get_by_role("button", name="Switch off")).to_be_visible()
    ui_page.get_by_role("link", name="Rotate").click()
    ui_page.get_by_role("button", name="Make a new secret").click()
    expect(ui_page.locator("#secret")).to_have_text(re.compile("whsec_"))
    ui_page.get_by_role("link", name="I have saved it").click()
    ui_page.get_by_role("button", name="Change over now").click()
    expect(ui_page.get_by_text("Until then both sign.")).to_have_count(0)

    ui_page.get_by_role("link", name="Delete webhook").click()
    ui_page.get_by_role("dialog").get_by_role("button", name="Delete webhook").click()

    expect(ui_page.get_by_text("The webhook is deleted.")).to_be_visible()
    expect(ui_page.get_by_text("No webhooks yet")).to_be_visible()
