"""Our own page around the editor: work that is not saved, a session that does not open, a person who is signed out."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from playwright.sync_api import Dialog, Page, Route, expect

from tests.browser.conftest import sign_in, watched
from tests.factories import make_template

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(ui_context, acme, settings, live_server) -> Page:
    """The owner's browser at the editor of a template, signed in."""
    settings.EMBED_URL = settings.BASE_URL = live_server.url
    make_template(acme.project, "letter")
    page = ui_context().new_page()
    sign_in(page, acme)
    return page


def address(acme) -> str:
    return f"/projects/{acme.project.pk}/templates/letter/edit"


def test_leaving_asks_about_work_that_is_not_saved(page, acme):
    problems = watched(page)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(address(acme))
    frame = page.frame_locator("iframe")
    text = frame.locator(".ProseMirror")
    text.click()
    page.route("**/v1/embed/builder/**", lambda route: None)
    page.keyboard.type("Not saved yet. ")
    with page.expect_event("dialog"):
        page.locator("[data-back]").click(no_wait_after=True)

    expect(text).to_contain_text("Not saved yet.")
    assert asked == ["beforeunload"]
    assert page.url.endswith("/edit")
    assert problems == []


def test_a_session_that_does_not_open_says_why_and_may_be_tried_again(page, acme):
    door = f"**{address(acme)}"
    page.route(door, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.goto(address(acme))
    expect(page.get_by_role("alert")).to_contain_text("There is no connection to the server.")

    page.unroute(door)
    page.get_by_role("button", name="Try again").click()
    expect(page.frame_locator("iframe").locator(".ProseMirror")).to_be_visible()


def test_whoever_is_signed_out_meanwhile_is_led_to_sign_in(page, acme):
    page.goto(address(acme))
    page.frame_locator("iframe").locator(".ProseMirror").wait_for()
    page.route("**/edit", leave)
    page.reload()
    page.get_by_role("link", name="Sign in").click()
    expect(page.get_by_label("Password")).to_be_visible()


def leave(route: Route) -> None:
    """The session ends between the page and its knock, as when it is ended from another device.

    Playwright calls this in a context of its own, to which Django gives a connection of its own.
    """
    if route.request.method == "POST":
        Session.objects.all().delete()
        connection.close()
    route.continue_()
