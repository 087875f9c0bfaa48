"""Writing in the builder: what is pasted, typed and found, under the policy that the page really has."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.builder.conftest import saved_body, settle
from tests.browser.builder.stage import sample

pytestmark = pytest.mark.browser

WORD = """<html><head><style>p {margin: 0}</style></head><body>
<h1 style='mso-outline-level:1'><span style='font-size:16pt'>Terms<o:p></o:p></span></h1>
<p class=MsoNormal align=center style='text-align:center'><b>Between</b> <span style='color:red'>us</span></p>
<p style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>· </span><![endif]>One</p>
<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o </span>Inner</p>
<table><thead><tr><td style='background:#D9E2F3'><p>Head</p></td></tr></thead><tr><td><p>Cell</p></td></tr></table>
<p onclick="alert(1)"><a href="javascript:alert(1)">no</a><img src="https://evil.example/x.png" onerror="alert(1)"></p>
<script>alert(1)</script></body></html>"""


def paste(page: Page, html: str) -> None:
    """As a browser does it: an event with the markup, at the caret."""
    page.locator(".ck-canvas__doc").click()
    page.evaluate(
        """html => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", "plain");
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.querySelector(".ck-canvas__doc").dispatchEvent(event);
        }""",
        html,
    )


def test_a_paste_from_word_keeps_its_structure_and_breaks_no_policy(open_builder):
    page, stage = open_builder()

    paste(page, WORD)

    blocks = saved_body(page, stage)
    assert [block["type"] for block in blocks][:4] == ["heading", "paragraph", "bulletList", "table"]
    assert blocks[1]["attrs"] == {"align": "center"}
    assert blocks[1]["content"][2]["marks"] == [{"type": "textStyle", "attrs": {"color": "#ff0000"}}]
    assert blocks[2]["content"][0]["content"][1]["type"] == "bulletList"
    assert blocks[3]["content"][0]["content"][0]["type"] == "tableHeader"
    assert "javascript" not in str(blocks)
    assert "evil" not in str(blocks)


def test_a_pasted_colour_is_seen(open_builder):
    page, _ = open_builder()

    paste(page, "<p><span style='color:#cc0000;font-size:20pt'>red</span> and much more text of another kind</p>")

    span = page.locator(".ck-canvas__doc span", has_text="red")
    assert span.evaluate("element => getComputedStyle(element).color") == "rgb(204, 0, 0)"


def test_what_is_copied_here_is_pasted_unchanged(open_builder):
    content, catalog = sample("quote")
    page, stage = open_builder(content, catalog)
    before = content["body"]["content"]

    page.locator(".ck-canvas__doc").focus()
    page.keyboard.press("Control+a")
    html = page.evaluate(
        """() => {
            const data = new DataTransfer();
            const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
            document.querySelector(".ck-canvas__doc").dispatchEvent(event);
            return data.getData("text/html");
        }"""
    )
    page.keyboard.press("Delete")
    page.keyboard.press("Control+a")
    page.evaluate(
        """html => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.querySelector(".ck-canvas__doc").dispatchEvent(event);
        }""",
        html,
    )

    types = [block["type"] for block in saved_body(page, stage)]
    assert types == [block["type"] for block in before if block != {"type": "paragraph"}]


def test_a_value_of_a_list_in_a_table_row_makes_the_row_repeat(open_builder):
    _, catalog = sample("quote")
    page, stage = open_builder(catalog=catalog)
    loop = catalog["loops"][0]

    page.get_by_role("button", name="Insert").click()
    page.locator(".ck-picker i").nth(18).click()  # three by three
    for _ in range(3):
        page.keyboard.press("Tab")
    settle(page)
    page.locator(".ck-tree__item", has_text=loop["itemFields"][0]["label"]).last.click()

    rows = saved_body(page, stage)[0]["content"]
    assert [row.get("attrs", {}).get("repeat") for row in rows] == [None, loop["key"], None]


def test_find_and_replace(open_builder):
    page, stage = open_builder()
    page.locator(".ck-canvas__doc").click()
    page.keyboard.type("one two one")

    page.keyboard.press("Control+f")
    page.get_by_role("textbox", name="Find", exact=True).fill("one")
    page.get_by_text("/ 2").wait_for()
    page.get_by_role("textbox", name="Replace with").fill("six")
    page.get_by_role("button", name="All", exact=True).click()
    page.keyboard.press("Escape")

    assert saved_body(page, stage)[0]["content"][0]["text"] == "six two six"


def test_a_link_by_the_keyboard(open_builder):
    page, stage = open_builder()
    page.locator(".ck-canvas__doc").click()
    page.keyboard.type("here")
    settle(page)
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.get_by_label("Leads to").fill("example.com")
    page.keyboard.press("Enter")

    assert saved_body(page, stage)[0]["content"][0]["marks"] == [
        {"type": "link", "attrs": {"href": "https://example.com"}}
    ]
