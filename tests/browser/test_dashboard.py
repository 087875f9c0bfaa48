"""The dashboard in a real browser."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from playwright.sync_api import Response, expect

from craftkit.lib.storage import store_from_url
from renders.models import Render
from tests.browser.conftest import PHONE, sign_in
from tests.factories import make_render, make_template

pytestmark = pytest.mark.browser
MOST_SCRIPT = 100_000


@pytest.fixture
def template(acme, transactional_db):
    return make_template(acme.project)


@pytest.fixture
def document(template, ui_page):
    """A finished document of two pages."""
    ui_page.set_content("<h1>Invoice 1042</h1><p style='break-before:page'>Second page</p>")
    store_from_url(settings.STORAGE_URL).put("ui/two-pages.pdf", ui_page.pdf(), content_type="application/pdf")
    return make_render(template, pdf_key="ui/two-pages.pdf", pages=2, timings={"layout": 2.0, "print": 40.0})


def paths(party, document) -> list[str]:
    project = f"/projects/{party.project.pk}"
    ends = ("documents", "templates", "templates/invoice", "templates/invoice?reveal=hook", "keys", "keys/new")
    return [
        *(f"{project}/{end}" for end in ends),
        f"{project}/documents/{document.pk}",
        "/projects",
        "/projects/new",
        f"/account/{party.account.pk}/keys",
        f"/account/{party.account.pk}/members",
        f"/account/{party.account.pk}/log",
        "/accounts/email/",
    ]


def test_from_sign_in_to_the_text_of_a_document(ui_page, acme, document):
    sign_in(ui_page, acme)
    ui_page.get_by_role("link", name="Invoice").click()

    expect(ui_page.get_by_text("of 2")).to_be_visible()
    expect(ui_page.get_by_text("Invoice 1042")).to_be_attached()
    expect(ui_page.locator("canvas").first).to_be_visible()
    expect(ui_page.get_by_role("link", name="Download PDF")).to_be_visible()


def test_the_viewer_turns_pages_and_zooms_by_keyboard(ui_page, acme, document):
    sign_in(ui_page, acme)
    ui_page.goto(f"/projects/{acme.project.pk}/documents/{document.pk}")
    page_number = ui_page.get_by_role("textbox", name="Page, of 2")
    scale = ui_page.get_by_label("Zoom", exact=True)
    ui_page.wait_for_selector("ck-pdf-viewer[drawn]")
    expect(page_number).to_have_value("1")
    fitted = scale.inner_text()

    ui_page.get_by_role("group", name="Pages").press("ArrowRight")
    expect(page_number).to_have_value("2")
    ui_page.get_by_role("group", name="Pages").press("+")
    expect(scale).not_to_have_text(fitted)
    ui_page.get_by_role("group", name="Pages").press("0")
    expect(scale).to_have_text(fitted)


def test_a_broken_pdf_says_what_to_do(ui_page, acme, template):
    store_from_url(settings.STORAGE_URL).put("ui/broken.pdf", b"no PDF at all", content_type="application/pdf")
    render = make_render(template, pdf_key="ui/broken.pdf")
    sign_in(ui_page, acme)

    ui_page.goto(f"/projects/{acme.project.pk}/documents/{render.pk}")

    expect(ui_page.get_by_role("alert")).to_contain_text("This file is not a readable PDF.")
    expect(ui_page.get_by_role("button", name="Try again")).to_be_visible()


def test_an_unfinished_document_becomes_a_pdf_without_a_reload(ui_page, acme, document):
    render = make_render(document.template, status="queued")
    sign_in(ui_page, acme)
    ui_page.goto(f"/projects/{acme.project.pk}/documents/{render.pk}")
    expect(ui_page.get_by_text("Waiting for a worker…")).to_be_visible()

    Render.objects.filter(pk=render.pk).update(status="succeeded", pdf_key=document.pdf_key, pages=2)

    expect(ui_page.get_by_text("of 2")).to_be_visible()
    expect(ui_page.get_by_role("button", name="Render again")).to_be_visible()


def test_the_list_follows_what_happens_and_then_rests(ui_page, acme, template):
    render = make_render(template, status="queued")
    sign_in(ui_page, acme)
    expect(ui_page.get_by_role("table").get_by_text("Queued")).to_be_visible()

    Render.objects.filter(pk=render.pk).update(status="succeeded")

    expect(ui_page.get_by_role("table").get_by_text("Succeeded")).to_be_visible()
    expect(ui_page.locator("#documents[hx-trigger]")).to_have_count(0)


def test_a_lost_connection_is_said_and_got_over(ui_context, acme, template):
    make_render(template, status="queued")
    page = ui_context().new_page()
    sign_in(page, acme)

    page.route("**/documents", lambda route: route.abort())
    expect(page.get_by_text("Connection lost. Trying again…")).to_be_visible()
    page.unroute_all()

    expect(page.get_by_text("Connection lost")).to_have_count(0)


def test_typing_in_the_search_narrows_the_list(ui_page, acme, template):
    wanted, other = make_render(template), make_render(template)
    sign_in(ui_page, acme)

    ui_page.get_by_label("Find by name or id").fill(str(wanted.pk)[-10:])

    expect(ui_page.locator(f"#document-{other.pk}")).to_have_count(0)
    expect(ui_page.locator(f"#document-{wanted.pk}")).to_be_visible()
    expect(ui_page).to_have_url(re.compile(f"q={str(wanted.pk)[-10:]}"))
    expect(ui_page.get_by_role("link", name="Test", exact=True)).to_have_attribute("href", re.compile("q="))


def test_a_key_is_made_and_revoked_in_dialogs(ui_page, acme):
    sign_in(ui_page, acme)
    ui_page.get_by_role("link", name="API keys").click()
    ui_page.get_by_role("link", name="Create key").click()
    dialog = ui_page.get_by_role("dialog", name="Create an API key")
    dialog.get_by_label("Name").fill("Staging")
    dialog.get_by_role("button", name="Create key").click()
    expect(ui_page.locator("#new-key")).to_have_text(re.compile(r"ck_live_\w{48}"))

    ui_page.get_by_role("link", name="I have saved it").click()
    ui_page.get_by_role("link", name="Revoke Staging").click()
    expect(ui_page.get_by_role("dialog", name="Revoke “Staging”?")).to_be_visible()
    ui_page.keyboard.press("Escape")
    expect(ui_page.get_by_role("dialog")).to_have_count(0)
    ui_page.get_by_role("link", name="Revoke Staging").click()
    ui_page.get_by_role("dialog").get_by_role("button", name="Revoke key").click()

    expect(ui_page.get_by_text("“Staging” no longer works.")).to_be_visible()


def test_samples_are_tabs_that_remember_the_language(ui_page, acme, template):
    sign_in(ui_page, acme)
    ui_page.goto(f"/projects/{acme.project.pk}/templates/invoice")
    ui_page.get_by_role("tab", name="curl").press("ArrowLeft")
    expect(ui_page.get_by_role("tabpanel", name="Python")).to_contain_text("import requests")

    ui_page.reload()

    expect(ui_page.get_by_role("tab", name="Python")).to_have_attribute("aria-selected", "true")
    expect(ui_page.get_by_text("curl -X POST")).to_be_hidden()


def test_the_hooks_secret_appears_on_a_click(ui_page, acme, template):
    sign_in(ui_page, acme)
    ui_page.goto(f"/projects/{acme.project.pk}/templates/invoice")
    assert template.inbound_secret not in ui_page.content()

    ui_page.get_by_role("link", name="Show address and secret").click()

    expect(ui_page.locator("#hook-secret")).to_have_text(template.inbound_secret)


def test_the_menu_opens_on_a_phone(ui_context, acme, template):
    page = ui_context(viewport=PHONE).new_page()
    sign_in(page, acme)
    expect(page.get_by_role("link", name="Templates")).to_be_hidden()

    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Templates").click()

    expect(page.get_by_role("heading", name="Templates")).to_be_visible()


def test_pages_carry_little_script(ui_page, acme, document):
    sign_in(ui_page, acme)
    scripts: dict[str, Response] = {}
    ui_page.on("response", lambda answer: scripts.update({answer.url: answer}) if ".js" in answer.url else None)

    ui_page.goto(f"/projects/{acme.project.pk}/templates/invoice")
    ui_page.wait_for_load_state("networkidle")

    assert 0 < sum(len(answer.body()) for answer in scripts.values()) < MOST_SCRIPT


def test_the_ways_that_matter_work_without_script(ui_context, acme, template):
    page = ui_context(java_script_enabled=False).new_page()
    sign_in(page, acme)
    page.get_by_role("link", name="API keys").click()
    page.get_by_role("link", name="Create key").click()
    page.get_by_role("button", name="Create key").click()
    expect(page.locator("#new-key")).to_have_text(re.compile("ck_live_"))

    page.goto(f"/projects/{acme.project.pk}/templates/invoice")
    page.get_by_role("button", name="Render with sample data").click()

    expect(page.get_by_text("Waiting for a worker…")).to_be_visible()
