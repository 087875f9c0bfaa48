"""The viewer of a share page: first page first, search, keys, fingers, links, and lines that fail."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from sharing.models import Share
from tests.browser.conftest import PHONE, WIDE, watched
from tests.browser.papers import make_document
from tests.factories import make_share

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36"
READY = "ck-pdf-viewer[drawn]"


@pytest.fixture
def opened(ui_context, acme):
    """Opens a document on a page of its own."""

    def open_document(pages: int = 12, *, weight: int = 0, **options) -> Page:
        share = make_share(make_document(acme.project, pages=pages, weight=weight))
        page = ui_context(user_agent=BROWSER, **options).new_page()
        page.goto(f"/share/{share.token}")
        page.wait_for_selector(READY)
        return page

    return open_document


def page_field(page: Page):
    return page.get_by_role("textbox", name="Page, of")


def width_of(page: Page) -> float:
    return page.locator(".viewer-page").first.bounding_box()["width"]  # type: ignore[index]


def test_the_first_page_of_a_hundred_is_there_before_the_rest(ui_context, acme):
    document = make_document(acme.project, pages=100, weight=50_000)
    share = make_share(document)
    page = ui_context(viewport=PHONE, user_agent=BROWSER).new_page()
    sizes: list[int] = []
    page.on("response", lambda one: sizes.append(length(one)) if one.url.endswith("/file") else None)

    page.goto(f"/share/{share.token}")
    page.wait_for_selector(READY)

    assert document.pdf_bytes > 5_000_000  # type: ignore[operator]
    assert 0 < sum(sizes) < document.pdf_bytes / 8  # type: ignore[operator]
    page.wait_for_timeout(1000)
    assert sum(sizes) < document.pdf_bytes / 6, "nor does it come unasked later"  # type: ignore[operator]


def length(response) -> int:
    assert response.status == 206
    return int(response.headers["content-length"])


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_word_is_found_on_its_page(opened, size):
    page = opened(viewport=size)
    problems = watched(page)

    page.keyboard.press("Control+f")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("ZWIESEL clause")
    expect(page.get_by_role("search").get_by_role("status")).to_have_text("1 of 1")

    expect(page_field(page)).to_have_value("7")
    expect(page.locator(".viewer-marks [chosen]")).to_be_in_viewport()
    page.get_by_role("searchbox").fill("no such words")
    expect(page.get_by_role("search").get_by_role("status")).to_have_text("Not found")
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_be_hidden()
    expect(page.locator(".viewer-marks")).to_have_count(0)
    assert problems == []


def test_hits_are_gone_through_in_both_directions(opened):
    page = opened()
    page.get_by_role("button", name="Search").click()
    status = page.get_by_role("search").get_by_role("status")

    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.insert_text("of the lease")  # at once: words that are half typed are found as well
    expect(status).to_have_text("1 of 12")
    page.keyboard.press("Enter")
    expect(status).to_have_text("2 of 12")
    expect(page_field(page)).to_have_value("2")
    page.keyboard.press("Shift+Enter")
    page.get_by_role("button", name="Previous (").click()

    expect(status).to_have_text("12 of 12")
    expect(page_field(page)).to_have_value("12")


def test_the_keys_of_a_reader(opened):
    page = opened()
    scroller = page.locator(".viewer-pages")

    page.keyboard.press("PageDown")
    page.wait_for_function("document.querySelector('.viewer-pages').scrollTop > 400")
    for key, number in (("End", "12"), ("ArrowLeft", "11"), ("Home", "1"), ("ArrowRight", "2")):
        page.keyboard.press(key)
        expect(page_field(page)).to_have_value(number)
    before = width_of(page)
    page.keyboard.press("+")
    assert width_of(page) > before
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert width_of(page) < before
    page.keyboard.press("0")
    assert abs(width_of(page) - scroller.evaluate("it => it.clientWidth - 32")) < 2
    expect(page.locator(".viewer-bar .visually-hidden")).to_have_text("Page 2 of 12")


def test_two_fingers_make_the_page_larger(opened):
    page = opened(viewport=PHONE, has_touch=True, is_mobile=True)
    before = width_of(page)
    session = page.context.new_cdp_session(page)

    session.send("Input.synthesizePinchGesture", {"x": 180, "y": 500, "scaleFactor": 2, "gestureSourceType": "touch"})

    page.wait_for_function(f"document.querySelector('.viewer-page').offsetWidth > {1.5 * before}")
    page.get_by_role("button", name="Fit width").click()
    expect(page.locator(".viewer-page").first).to_have_js_property("offsetWidth", round(before))


def test_links_lead_within_the_document_and_to_the_outside(opened):
    page = opened()
    outside = page.get_by_role("link", name="Link to https://rent.example/terms")

    expect(outside).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(outside).to_have_attribute("target", "_blank")
    page.get_by_role("link", name="Link within the document").click()

    expect(page_field(page)).to_have_value("12")


def test_small_pictures_lead_to_their_pages_and_close_on_a_phone(opened):
    page = opened(viewport=PHONE)
    pictures = page.get_by_role("navigation", name="Pages as small pictures")
    expect(pictures).to_be_hidden()

    page.get_by_role("button", name="Small pictures").click()
    expect(pictures.locator("canvas").first).to_be_visible()
    pictures.get_by_role("button", name="Page 5", exact=True).click()

    expect(pictures).to_be_hidden()
    expect(page_field(page)).to_have_value("5")


def test_text_can_be_selected_and_pages_are_landmarks(opened):
    page = opened()

    page.get_by_role("region", name="Page 1 of 12").get_by_text("Page 1 of the lease").click(click_count=3)

    assert page.evaluate("String(getSelection())").strip().startswith("Page 1 of the lease")


def test_a_link_that_is_revoked_while_it_is_read_says_so(opened):
    page = opened(100, weight=20_000)
    page_field(page).fill("60")

    with page.expect_response(lambda one: one.url.endswith("/file") and one.status == 410):
        # The viewer may ask of itself for the pages that follow: whoever asks first is refused.
        Share.objects.revoke(Share.objects.get(), reason="revoked_by_partner")
        page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("This link was taken back.")
    expect(page.get_by_text("Page 1 of the lease")).to_have_count(0)
    page.get_by_role("button", name="Reload the page").click()
    expect(page.get_by_role("heading", name="This link was taken back.")).to_be_visible()


def test_a_line_that_is_down_is_waited_for(opened):
    page = opened(100, weight=20_000)
    page.context.set_offline(True)

    page_field(page).fill("60")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are offline.")).to_be_visible()
    expect(page.locator(READY)).to_be_visible()
    page.context.set_offline(False)

    expect(page.get_by_text("Page 60 of the lease")).to_be_attached()
    expect(page.get_by_text("You are offline.")).to_be_hidden()


def test_a_file_that_cannot_be_read_can_be_tried_again(ui_context, acme):
    share = make_share(make_document(acme.project))
    page = ui_context(user_agent=BROWSER).new_page()
    page.route("**/file", lambda route: route.fulfill(status=503, body=""))
    page.goto(f"/share/{share.token}")
    expect(page.get_by_role("alert")).to_contain_text("cannot be read just now")
    page.unroute("**/file")

    page.get_by_role("button", name="Try again").click()

    page.wait_for_selector(READY)


@pytest.mark.parametrize("may", [True, False])
def test_without_scripts_there_is_the_file_or_a_plain_word(ui_context, acme, may):
    share = make_share(make_document(acme.project), allow_download=may)
    page = ui_context(user_agent=BROWSER, java_script_enabled=False).new_page()

    page.goto(f"/share/{share.token}")

    expect(page.get_by_role("link", name="Download the PDF")).to_have_count(1 if may else 0)
    expect(page.get_by_text("JavaScript").first).to_be_visible()
