"""A public form in a real browser: a stranger with nothing but the link and its password gets the document."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from craftkit.lib.storage import from_settings
from embed.models import FormLink
from renders.models import Render
from templates_app.models import Template
from tests.browser.conftest import PHONE, WIDE, sign_in, watched
from tests.browser.papers import pdf_of
from tests.browser.test_share_doors import serious
from tests.conftest import Party
from tests.embed.test_forms import MANIFEST
from tests.factories import make_template, make_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def template(acme, settings, live_server):
    settings.EMBED_URL = settings.BASE_URL = live_server.url
    made = make_template(acme.project, published=False)
    make_version(made, manifest=MANIFEST)
    return made


def finish(render: Render) -> None:
    """What a worker does."""
    key = f"projects/{render.project_id}/renders/{render.pk}.pdf"
    from_settings().put(key, pdf_of(1), content_type="application/pdf")
    Render.objects.filter(pk=render.pk).update(status="succeeded", pdf_key=key, pages=1, pdf_bytes=1)


def turned_on(page: Page, party: Party, template: Template) -> FormLink:
    """As the owner does it, in the dialog of the template's page."""
    sign_in(page, party)
    page.goto(f"/projects/{party.project.pk}/templates/{template.slug}")
    page.get_by_role("link", name="Turn on").click()
    page.get_by_label("Password").fill("open sesame")
    page.get_by_label("Closes at (UTC)").fill("2099-05-01T12:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The public form is on.")).to_be_visible()
    expect(page.locator("#form-address")).to_contain_text("/forms/ckf_")
    return FormLink.objects.get()


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_a_stranger_with_the_link_and_its_password_gets_a_document(ui_context, acme, template, size, scheme):
    options = {"viewport": size, "color_scheme": scheme}
    link = turned_on(ui_context(**options).new_page(), acme, template)
    page = ui_context(**options).new_page()
    problems = watched(page)
    page.goto(f"/forms/{link.token}")
    assert serious(page) == []
    page.get_by_label("Password").fill("open sesame")
    page.get_by_role("button", name="Open the form").click()

    form = page.frame_locator("iframe")
    form.get_by_label("Name").fill("Ada Example")
    assert serious(page) == []
    form.get_by_role("button", name="Submit").click()
    expect(form.get_by_text("Making the document")).to_be_visible()
    finish(Render.objects.get())

    expect(form.get_by_role("button", name="Download")).to_be_visible()
    assert Render.objects.get().data["customer"] == {"name": "Ada Example"}
    # A preview that the sending overtook, or that no worker printed in time.
    assert [said for said in problems if not re.search("status of (409|503) ", said)] == []
    FormLink.objects.update(is_on=False)
    page.goto(f"/forms/{link.token}")
    expect(page.get_by_role("heading", name="This form is switched off.")).to_be_visible()
