"""A project's home and its failed work in a browser: the first steps as they are walked; nothing sticks out."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE, sign_in, watched
from tests.factories import make_batch, make_delivery, make_render, make_template

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FAULT = {"error_code": "render_timeout", "error_message": "The page took longer than 30 s. " * 8}


def test_the_first_steps_tick_themselves(acme, ui_page):
    sign_in(ui_page, acme)
    ui_page.get_by_role("link", name="Home", exact=True).click()
    ui_page.get_by_text("1 of 5 done").wait_for()
    ui_page.get_by_role("link", name="Choose a sample").click()
    ui_page.get_by_role("button", name=re.compile("^Take it as it is ?: Invoice$")).click()
    ui_page.get_by_role("link", name="Home", exact=True).click()

    ui_page.get_by_role("button", name="Render “invoice”").click()
    ui_page.wait_for_url("**/documents/*")
    ui_page.get_by_role("link", name="Home", exact=True).click()

    expect(ui_page.get_by_text("3 of 5 done")).to_be_visible()
    expect(ui_page.locator("ck-copy").get_by_role("button", name="Copy sample")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_nothing_sticks_out(acme, ui_context, size):
    template = make_template(acme.project)
    make_batch(make_render(template, status="failed", is_bulk=True, filename=f"{'long-' * 30}name.pdf", **FAULT))
    make_render(template, status="failed", **FAULT)
    make_delivery(acme.project, status="abandoned", completed_at=timezone.now(), last_error="timeout")
    page = ui_context(viewport=size).new_page()
    problems = watched(page)
    sign_in(page, acme)

    for path in ("", "/failed"):
        page.goto(f"/projects/{acme.project.pk}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path

    assert problems == []
