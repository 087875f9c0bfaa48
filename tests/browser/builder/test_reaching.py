"""Reaching everything: by keyboard, with a screen reader, on a tablet and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.builder.conftest import settle
from tests.browser.builder.stage import ROOT, sample
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FOCUSED = "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.className"


def serious(page: Page, script: Path = AXE) -> list[str]:
    """What axe finds that keeps people out. It is put in through the debugger, so that the page's policy stays."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": script.read_text()})
    # The colours of the text on the sheet are its author's choice, and those of print.
    found = page.evaluate("() => axe.run({ exclude: [['.ck-canvas__doc [data-mark=textStyle]']] })")
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:160]}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_serious(open_builder, theme, viewport):
    content, catalog = sample("invoice")
    still = {"viewport": viewport, "reduced_motion": "reduce"}  # no colour is looked at while it changes
    page, _ = open_builder(content, catalog, appearance={"baseTheme": theme}, **still)
    found = serious(page)
    page.locator(".ck-chip", has_text="Quantity").first.click()
    settle(page)
    found += serious(page)
    page.get_by_role("button", name="Insert").click()
    page.get_by_role("menuitem").first.wait_for()
    found += serious(page)

    assert found == []


def test_the_toolbar_is_one_stop_and_leads_back(open_builder):
    page, _ = open_builder()
    page.locator(".ck-canvas__doc").click()

    page.keyboard.press("Alt+F10")
    first = page.evaluate(FOCUSED)
    page.keyboard.press("ArrowRight")
    second = page.evaluate(FOCUSED)
    stops = page.locator(".ck-toolbar__tools [tabindex='0']").count()
    page.keyboard.press("Escape")

    assert first == "Undo"
    assert second == "Redo"
    assert stops == 1
    expect(page.locator(".ck-canvas__doc")).to_be_focused()


def test_f6_walks_through_the_parts_of_the_page(open_builder):
    page, _ = open_builder()
    page.locator(".ck-canvas__doc").click()
    seen = []
    for _ in range(4):
        page.keyboard.press("F6")
        seen.append(
            page.evaluate(
                "() => document.activeElement.closest('.ck-topbar, .ck-toolbar, .ck-side, .ck-canvas__doc').className"
            )
        )

    assert [name.split()[-1] for name in seen] == [
        "ck-topbar",
        "ck-toolbar",
        "ck-side--start",
        "ProseMirror-focused",
    ]


def test_the_menu_at_the_caret_says_which_entry_is_meant(open_builder):
    _, catalog = sample("quote")
    page, _ = open_builder(catalog=catalog)
    page.locator(".ck-canvas__doc").click()

    page.keyboard.type("/ta")
    page.get_by_role("listbox").wait_for()
    page.keyboard.press("ArrowDown")
    meant = page.locator(".ck-canvas__doc").get_attribute("aria-activedescendant")

    expect(page.locator(f"#{meant}")).to_have_attribute("aria-selected", "true")


def test_a_table_is_made_and_moved_by_keyboard_alone(open_builder):
    page, _ = open_builder()
    page.locator(".ck-canvas__doc").focus()
    page.keyboard.type("/table")
    page.keyboard.press("Enter")
    page.keyboard.type("Head")
    settle(page)
    page.keyboard.press("Alt+ArrowDown")

    expect(page.locator(".ck-canvas__doc tr").nth(1)).to_contain_text("Head")


@pytest.mark.parametrize("width", [390, 768, 1024])
def test_nothing_scrolls_sideways(open_builder, width):
    content, catalog = sample("invoice")
    page, _ = open_builder(content, catalog, viewport={"width": width, "height": 844})
    page.locator(".ck-dock").get_by_role("button", name="Page").click()
    expect(page.get_by_role("heading", name="Paper")).to_be_visible()
    page.keyboard.press("Escape")

    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    expect(page.locator(".ck-side--start")).to_be_hidden()
