"""The guides in a browser: read on a phone, searched with the keyboard, printed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from craftkit.guides import contents
from tests.browser.conftest import PHONE, WIDE, watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_no_guide_sticks_out_or_complains(ui_context, size):
    page = ui_context(viewport=size).new_page()
    problems = watched(page)

    for path in ("/docs", *(guide.url for guide in contents.guides().values())):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path

    assert problems == []


def test_a_search_by_keyboard_leads_to_a_heading(ui_page):
    ui_page.goto("/docs")
    ui_page.keyboard.press("/")
    ui_page.get_by_role("combobox", name="Search the guides").fill("rotate the sec")
    ui_page.get_by_role("option").first.wait_for()
    ui_page.keyboard.press("Enter")

    expect(ui_page).to_have_url(re.compile("/docs/webhooks#rotate-the-secret$"))


def test_a_search_that_finds_nothing_says_so(ui_page):
    ui_page.goto("/docs")
    ui_page.locator(".sidebar [data-find]").click()
    ui_page.get_by_role("combobox").fill("zeppelin")

    expect(ui_page.get_by_text("Nothing found for “zeppelin”")).to_be_visible()


def test_samples_are_coloured_and_the_place_is_marked(ui_page):
    ui_page.goto("/docs/webhooks#verify")

    ui_page.locator(".guide-toc a[aria-current]", has_text="Verify").wait_for()
    expect(ui_page.locator("ck-code .code-keyword").nth(5)).to_be_attached()


def test_paper_shows_the_text_alone(ui_page):
    ui_page.goto("/docs/webhooks")
    ui_page.emulate_media(media="print")

    expect(ui_page.locator("#sidebar")).to_be_hidden()
    expect(ui_page.locator(".guide-toc")).to_be_hidden()
    expect(ui_page.get_by_role("heading", name="Verify")).to_be_visible()
