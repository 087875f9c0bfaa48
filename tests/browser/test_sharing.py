"""A link as its reader meets it in a real browser: opened, printed, downloaded; and that just that is recorded."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sharing.models import EngagementEvent, MachineHit, Share, Visit
from tests.api.calls import Caller
from tests.browser.conftest import PHONE, WIDE, sign_in, watched
from tests.browser.papers import make_document
from tests.factories import make_endpoint, make_share
from webhooks.catalog import DOCUMENT
from webhooks.models import Event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36"


@pytest.fixture
def document(acme):
    return make_document(acme.project)


def recorded() -> list[str]:
    return sorted(EngagementEvent.objects.values_list("event_type", flat=True))


def told(request, *words: str) -> bool:
    """Whether a finished request is a signal of the page, with these words. Only then the server knows of it."""
    return request.url.endswith("/beacon") and all(f'"{word}"' in (request.post_data or "") for word in words)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
def test_reading_printing_and_downloading_are_told_and_nothing_else(ui_context, acme, document, size):
    make_endpoint(acme.project, events=list(DOCUMENT.events))
    share = make_share(document, message="As agreed.")
    page = ui_context(viewport=size, user_agent=BROWSER).new_page()
    problems = watched(page)
    page.add_init_script("window.print = () => dispatchEvent(new Event('afterprint'))")

    with page.expect_event("requestfinished", lambda request: told(request, "viewed")):
        page.goto(f"/share/{share.token}")
    assert recorded() == ["viewed"]
    read_page_three(page)
    with page.expect_event("requestfinished", lambda request: told(request, "printed")):
        page.get_by_role("button", name="Print").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()

    assert download.value.suggested_filename == "lease.pdf"
    assert recorded() == ["downloaded", "printed", "viewed"]
    visit = Visit.objects.get()
    assert visit.page_ms["3"] >= 1000
    assert set(visit.page_ms) <= {"1", "2", "3"}
    counts = Caller(acme.live_key).get(f"/v1/renders/{document.pk}/engagement").json()["counts"]
    assert {name: count for name, count in counts.items() if count} == {"viewed": 1, "printed": 1, "downloaded": 1}
    events = [json.loads(event.payload())["event"] for event in Event.objects.order_by("pk")]  # type: ignore[arg-type]
    assert events == ["document.viewed", "document.printed", "document.downloaded"]
    timeline = acme.client.get(f"/projects/{acme.project.pk}/documents/{document.pk}/sharing").content.decode()
    assert [timeline.count(f"<span>{word}") for word in ("Viewed", "Printed", "Downloaded", "Mail opened")] == [
        1,
        1,
        1,
        0,
    ]
    assert not MachineHit.objects.exists()
    assert problems == []


def read_page_three(page) -> None:
    """For a second at least, until the page tells of it."""
    page.get_by_role("textbox", name="Page, of").fill("3")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Page 3 of the lease")).to_be_in_viewport()
    # The page's own seconds, counted from when it has seen which page is shown.
    page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 2500))))"
    )
    with page.expect_event("requestfinished", lambda request: told(request, "pages", "3")):
        page.evaluate("dispatchEvent(new Event('pagehide'))")


def test_what_is_printed_is_the_document_and_nothing_around_it(ui_context, document):
    page = ui_context(user_agent=BROWSER).new_page()
    page.add_init_script("window.print = () => undefined")
    page.goto(f"/share/{make_share(document, allow_download=False).token}")
    page.wait_for_selector("ck-pdf-viewer[drawn]")

    page.keyboard.press("Control+p")
    page.wait_for_selector(".print-sheets", state="attached")

    with pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed.pages) == 4
        assert all(len(sheet.get_images()) == 1 for sheet in printed.pages)


def test_who_does_not_want_to_be_followed_sends_nothing(ui_context, document):
    page = ui_context(user_agent=BROWSER, extra_http_headers={"Sec-GPC": "1"}).new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if told(request) else None)

    page.goto(f"/share/{make_share(document).token}")
    page.wait_for_selector("ck-pdf-viewer[drawn]")
    page.wait_for_timeout(1500)
    page.evaluate("dispatchEvent(new Event('pagehide'))")

    assert sent == []
    assert recorded() == []


def test_a_page_that_was_not_drawn_is_not_viewed(ui_context, document):
    page = ui_context(user_agent=BROWSER).new_page()
    page.route("**/file", lambda route: None)

    page.goto(f"/share/{make_share(document).token}")
    page.wait_for_timeout(1800)

    assert recorded() == []


def test_a_page_that_nobody_sees_is_not_viewed(ui_context, document):
    share = make_share(document)
    page = ui_context(user_agent=BROWSER).new_page()
    page.add_init_script("Object.defineProperty(document, 'visibilityState', {get: () => 'hidden'})")

    page.goto(f"/share/{share.token}")
    expect(page.get_by_text("Page 1 of the lease")).to_be_attached()
    page.wait_for_timeout(1500)

    assert recorded() == []


def test_a_headless_browser_is_a_machine(ui_context, document):
    share = make_share(document)
    page = ui_context(user_agent=BROWSER.replace("Chrome", "HeadlessChrome")).new_page()

    page.goto(f"/share/{share.token}")
    expect(page.get_by_text("Page 1 of the lease")).to_be_attached()
    page.wait_for_timeout(1500)

    assert recorded() == []
    assert MachineHit.objects.filter(deed="page").exists()


def test_a_link_is_made_copied_and_revoked_on_the_documents_page(ui_page, acme, document):
    sign_in(ui_page, acme)
    ui_page.goto(f"/projects/{acme.project.pk}/documents/{document.pk}")

    ui_page.get_by_role("link", name="Make link").click()
    dialog = ui_page.get_by_role("dialog")
    dialog.get_by_label("Link ends").select_option("7")
    dialog.get_by_role("button", name="Make link").click()
    ui_page.wait_for_url("**/sharing")
    expect(ui_page.get_by_text("/share/cks_")).to_be_visible()
    share = Share.objects.get()
    ui_page.get_by_role("link", name="Revoke").click()
    ui_page.get_by_role("dialog").get_by_role("button", name="Revoke link").click()

    expect(ui_page.get_by_text("opens nothing any more")).to_be_visible()
    share.refresh_from_db()
    assert share.revoked_at
    assert timedelta(days=6) < share.expires_at - timezone.now() < timedelta(days=7, minutes=1)  # type: ignore[operator]
