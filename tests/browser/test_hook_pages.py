"""The pages about a template's inbound hook in a real browser."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from renders.models import HookCall, Render
from templates_app.models import Template
from tests.browser.conftest import PHONE, sign_in, watched
from tests.factories import make_template
from tests.renders.test_mapping import EVENT, PATHS

pytestmark = pytest.mark.browser
SIZES = [PHONE["width"], 768, 1440]


@pytest.fixture
def template(acme, transactional_db):
    return make_template(acme.project)


def received(template: Template, body: object) -> int:
    """A call of the hook by other software; the status."""
    path = f"/v1/hooks/{Template.objects.get(pk=template.pk).inbound_token}"
    return Client().post(path, json.dumps(body), content_type="application/json").status_code


def address(template: Template, end: str = "") -> str:
    return f"/projects/{template.project_id}/templates/invoice/hook{end}"


def test_from_a_refused_event_to_a_document_by_mapping_its_fields(ui_page, acme, template):
    sign_in(ui_page, acme)
    ui_page.goto(f"/projects/{acme.project.pk}/templates/invoice")
    ui_page.get_by_role("link", name="Set up").click()
    expect(ui_page.get_by_text("Nothing came yet.")).to_be_visible()
    assert received(template, EVENT) == 400
    ui_page.reload()
    ui_page.locator("#calls a").first.click()
    expect(ui_page.get_by_text("400").first).to_be_visible()
    expect(ui_page.locator(".code", has_text=EVENT["id"]).first).to_be_visible()

    ui_page.goto(address(template, "/mapping"))
    ui_page.get_by_label("JSON as it is received").fill(json.dumps(EVENT))
    for key, path in PATHS.items():
        ui_page.locator(f'[name="path:{key}"]').fill(path)
    ui_page.get_by_role("button", name="Try it").click()
    expect(ui_page.get_by_role("heading", name="What comes of the sample")).to_be_visible()
    ui_page.get_by_role("button", name="Save the mapping").click()

    expect(ui_page.get_by_role("link", name="Change the mapping")).to_be_visible()
    assert received(template, EVENT) == 202
    assert Render.objects.get().source == "hook"
    ui_page.reload()
    expect(ui_page.locator("#calls")).to_contain_text("202")


def test_a_new_secret_is_shown_and_the_old_one_lives_on_for_a_day(ui_page, acme, template):
    sign_in(ui_page, acme)
    ui_page.goto(address(template, "?reveal"))
    expect(ui_page.locator("#hook-secret")).to_have_text(template.inbound_secret)
    expect(ui_page.locator("#hook-address")).to_have_text(re.compile(f"/v1/hooks/{template.inbound_token}$"))
    ui_page.get_by_role("link", name="New secret").click()
    ui_page.get_by_role("dialog").get_by_role("button", name="Make a new secret").click()

    expect(ui_page.get_by_text("The old secret is accepted until")).to_be_visible()
    changed = Template.objects.get()
    assert changed.inbound_secret != template.inbound_secret
    assert changed.old_inbound_secret_until is not None


def test_switched_off_the_log_is_emptied(ui_page, acme, template):
    assert received(template, {"customer": {"name": "Acme Corp"}}) == 202
    sign_in(ui_page, acme)
    ui_page.goto(address(template))

    ui_page.get_by_label("Keep received calls").uncheck()
    ui_page.get_by_label("Require signature").check()
    ui_page.get_by_role("button", name="Save").click()

    expect(ui_page.get_by_text("The hook is changed.")).to_be_visible()
    assert not HookCall.objects.exists()
    assert received(template, {"customer": {"name": "Acme Corp"}}) == 401


@pytest.mark.parametrize("width", SIZES)
def test_no_page_is_wider_than_the_screen(ui_context, acme, template, width):
    received(template, EVENT)
    page = ui_context(viewport={"width": width, "height": 844}).new_page()
    problems = watched(page)
    sign_in(page, acme)
    ends = ("", "?reveal", "/mapping", f"/calls/{HookCall.objects.get().pk}", "/rotate/secret", "/rotate/address")
    for end in ends:
        page.goto(address(template, end))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, end
    assert problems == []
