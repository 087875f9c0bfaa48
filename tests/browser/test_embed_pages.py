"""The pages about embedding in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from embed.actions import partners
from embed.models import AllowedOrigin, EmbedSession
from tests.browser.conftest import sign_in
from tests.embed.hosts import enabled, opened

pytestmark = pytest.mark.browser


def embed(party, end: str = "") -> str:
    return f"/projects/{party.project.pk}/embed{end}"


def test_from_nothing_to_an_allowed_origin(ui_context, acme, transactional_db):
    # The answer 422 shows up in the console, so that nobody watches it here.
    ui_page = ui_context().new_page()
    sign_in(ui_page, acme)
    ui_page.get_by_role("link", name="Embed", exact=True).click()
    ui_page.get_by_role("button", name="Enable embedding").click()
    ui_page.get_by_role("link", name="Allow an origin").click()
    ui_page.get_by_label("Another origin").fill("https://*.acme.example")
    ui_page.locator("#origins").get_by_role("button", name="Allow").click()
    expect(ui_page.get_by_text("wildcards are not allowed")).to_be_visible()

    ui_page.get_by_label("Another origin").fill("https://app.acme.example")
    ui_page.locator("#origins").get_by_role("button", name="Allow").click()

    expect(ui_page.get_by_text("The origin is allowed.")).to_be_visible()
    assert AllowedOrigin.objects.get().origin == "https://app.acme.example"


def test_the_sample_of_the_theme_follows_the_form(ui_page, acme, transactional_db):
    partners.enable(project=acme.project)
    sign_in(ui_page, acme)
    ui_page.goto(embed(acme, "/theme"))
    button = ui_page.frame_locator("iframe.embed-sample").get_by_role("button")

    ui_page.get_by_label("Color primary", exact=True).fill("#0a7d5a")

    expect(button).to_have_css("background-color", "rgb(10, 125, 90)")


def test_a_session_shows_up_by_itself_and_is_revoked(ui_page, acme, transactional_db):
    enabled(acme.project)
    sign_in(ui_page, acme)
    ui_page.goto(embed(acme, "/sessions"))
    expect(ui_page.get_by_text("Nobody is in the editor or a form")).to_be_visible()

    opened(acme.live_key)
    ui_page.get_by_role("link", name="Ops Team").click()
    ui_page.get_by_role("link", name="Revoke").click()
    ui_page.get_by_role("dialog").get_by_role("button", name="Revoke session").click()

    expect(ui_page.get_by_text("The session is over")).to_be_visible()
    assert EmbedSession.objects.get().revoked_at
