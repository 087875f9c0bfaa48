"""What stands before a shared document, passed in a real browser; and that everybody can use these pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from ops.places import ROOT
from sharing.models import Share
from tests.browser.conftest import PHONE, WIDE, sign_in, watched
from tests.browser.papers import make_document
from tests.factories import make_share

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36"
AXE = Path(ROOT) / "node_modules" / "axe-core" / "axe.min.js"
# What fades in or changes its colour is looked at when it has done so.
SERIOUS = """async () => {
    const ending = document.getAnimations().filter(it => it.effect.getComputedTiming().endTime < Infinity);
    await Promise.allSettled(ending.map(it => it.finished));
    return (await axe.run()).violations.filter(it => ['serious', 'critical'].includes(it.impact));
}"""


@pytest.fixture
def document(acme):
    return make_document(acme.project)


def serious(page: Page) -> list[str]:
    """What axe finds that keeps people out, with the places."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(SERIOUS)
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}" for one in found]


def test_a_password_form_works_under_the_policies_of_a_real_browser(ui_context, document):
    share = make_share(document, password_hash=make_password("open sesame"))
    page = ui_context(user_agent=BROWSER).new_page()
    page.goto(f"/share/{share.token}")

    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Open the document").click()
    expect(page.get_by_role("alert")).to_have_text("That password is not right.")
    page.get_by_label("Password").fill("open sesame")
    page.get_by_role("button", name="Open the document").click()

    expect(page.get_by_text("Page 1 of the lease")).to_be_attached()


def test_an_address_is_confirmed_with_the_code_from_the_mailbox(ui_context, acme, document):
    share = make_share(document, require_email=True)
    page = ui_context(viewport=PHONE, user_agent=BROWSER).new_page()
    page.goto(f"/share/{share.token}")
    page.get_by_label("Your e-mail address").fill("reader@example.com")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("Code")).to_be_visible()

    page.get_by_label("Code").fill(code_in_mailbox(ui_context, acme))
    page.get_by_role("button", name="Open the document").click()

    expect(page.get_by_text("Page 1 of the lease")).to_be_attached()


def code_in_mailbox(ui_context, acme) -> str:
    """As somebody who tries the product reads it: on the dashboard's page of mails."""
    page = ui_context().new_page()
    sign_in(page, acme)
    page.goto(f"/projects/{acme.project.pk}/mail")
    page.get_by_role("link", name="is your code for").click()
    heading = page.get_by_role("heading", name="is your code for").inner_text()
    found = re.match(r"\d{6}", heading)
    assert found, heading
    return found.group()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
def test_nothing_keeps_people_out(ui_context, document, size, scheme):
    doors = [
        make_share(document, message="As agreed."),
        make_share(document, password_hash=make_password("x")),
        make_share(document, require_email=True),
        make_share(document, max_views=2),
        make_share(document, max_views=1, views_used=1),
    ]
    page = ui_context(viewport=size, user_agent=BROWSER, color_scheme=scheme).new_page()

    for share in doors:
        page.goto(f"/share/{share.token}")
        page.wait_for_load_state("networkidle")
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_nothing_keeps_people_out_of_the_viewers_panels(ui_context, document):
    page = ui_context(user_agent=BROWSER).new_page()
    problems = watched(page)
    page.goto(f"/share/{make_share(document).token}")
    page.wait_for_selector("ck-pdf-viewer[drawn]")
    page.keyboard.press("Control+f")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("lease")
    expect(page.locator(".viewer-marks [chosen]")).to_be_visible()

    assert serious(page) == []
    Share.objects.update(revoked_at="2026-01-01T00:00:00Z")
    page.reload()
    assert serious(page) == []
    assert [said for said in problems if "410" not in said] == []
