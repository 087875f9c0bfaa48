"""Passkeys in a real browser with an authenticator of its own, and how the pages about sign-in look."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(page: Page) -> None:
    """The page's browser gets a fingerprint reader whose owner always agrees."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_a_passkey_is_made_and_signs_in_where_one_wanted_to(ui_page, transactional_db, acme):
    with_authenticator(ui_page)
    sign_in(ui_page, acme)
    ui_page.goto("/account/security")
    ui_page.get_by_role("link", name="Add a passkey").click()
    ui_page.get_by_label("Name").fill("Work laptop")
    ui_page.get_by_role("button", name="Add passkey").click()
    expect(ui_page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    ui_page.get_by_role("link", name="I have saved them").click()
    expect(ui_page.get_by_text("Work laptop").first).to_be_visible()
    ui_page.get_by_role("button", name="Sign out", exact=True).click()
    expect(ui_page.get_by_label("Password")).to_be_visible()

    ui_page.goto("/projects/new")
    ui_page.get_by_role("button", name="Use a passkey").click()

    expect(ui_page).to_have_url(re.compile(r"^[^?]*/projects/new$"))
    ui_page.goto("/account/security")
    expect(ui_page.locator("#passkeys")).to_contain_text("Passkey, added")
    expect(ui_page.locator("#passkeys")).not_to_contain_text("never used")


def test_a_passkey_serves_as_the_second_step(ui_page, transactional_db, acme):
    with_authenticator(ui_page)
    sign_in(ui_page, acme)
    ui_page.goto("/accounts/2fa/webauthn/add/")
    ui_page.get_by_role("button", name="Add passkey").click()
    expect(ui_page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    ui_page.get_by_role("button", name="Sign out", exact=True).click()

    ui_page.get_by_label("Email").fill(acme.user.email)
    ui_page.get_by_label("Password").fill(PASSWORD)
    ui_page.get_by_role("button", name="Sign in", exact=True).click()
    expect(ui_page.get_by_role("heading", name="The second step")).to_be_visible()
    ui_page.get_by_role("button", name="Use a passkey").click()

    ui_page.wait_for_url("**/projects/*")
