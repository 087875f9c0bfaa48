"""Every page of the dashboard, as its table has them: no complaint, nothing sticks out, nothing keeps people out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.accounts.test_pages_access import BINARY, FRAMED, PAGES, address, furnish
from tests.browser.conftest import PHONE, WIDE, sign_in, watched
from tests.browser.test_share_doors import serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Pages around an editor or a form have walks of their own, and a page of a stranger's link needs the stranger.
APART = FRAMED | BINARY | {"template-create", "template-edit", "document-create", "embed-bench"}
DOWNLOADS = {"batch-example", "batch-report"}
SHOWN = sorted(name for name, methods in PAGES.items() if methods.get("GET") == 200 and name not in APART | DOWNLOADS)


DESK = {"viewport": WIDE, "color_scheme": "light"}
HAND = {"viewport": PHONE, "color_scheme": "dark", "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("options", [DESK, HAND], ids=["wide", "phone"])
def test_no_page_complains_sticks_out_or_keeps_people_out(acme, ui_context, options):
    values = furnish(acme)
    page = ui_context(**options).new_page()
    sign_in(page, acme)

    found = {name: faults(page, address(name, values, acme), options["viewport"]["width"]) for name in SHOWN}

    assert {name: said for name, said in found.items() if said} == {}


def faults(page: Page, path: str, width: int) -> list[str]:
    """What is wrong with a page."""
    problems = watched(page)
    page.goto(path)
    if not page.locator("body.shell").count():
        return []
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = [f"{wide} px wide"] if wide > width else []
    return [*problems, *found, *serious(page)]
