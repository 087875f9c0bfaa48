"""Every page of the dashboard, as its table has them: no complaint, nothing sticks out, nothing keeps people out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.accounts.pages import PAGES
from tests.accounts.test_pages_access import BINARY, FRAMED, address, furnish
from tests.browser.conftest import PHONE, WIDE, sign_in, watched
from tests.browser.test_share_doors import serious
from tests.conftest import Party
from tests.factories import make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Pages around an editor or a form have walks of their own, and a page of a stranger's link needs the stranger.
APART = FRAMED | BINARY | {"template-create", "template-edit", "document-create", "embed-bench"}
DOWNLOADS = {"batch-example", "batch-report"}
SHOWN = sorted(name for name, methods in PAGES.items() if methods.get("GET") == 200 and name not in APART | DOWNLOADS)


# A member sees what his role opens and a refusal elsewhere; a stranger a page that says there is nothing.
WALKS: dict[str, Any] = {
    "owner-wide-light": {"viewport": WIDE, "color_scheme": "light"},
    "owner-phone-dark": {"viewport": PHONE, "color_scheme": "dark", "has_touch": True, "is_mobile": True},
    "editor-wide-dark": {"viewport": WIDE, "color_scheme": "dark"},
    "viewer-phone-light": {"viewport": PHONE, "color_scheme": "light", "has_touch": True, "is_mobile": True},
    "stranger-phone-dark": {"viewport": PHONE, "color_scheme": "dark"},
    "stranger-wide-light": {"viewport": WIDE, "color_scheme": "light"},
}
REFUSAL = re.compile("Failed to load resource: the server responded with a status of 40[34] ")


@pytest.mark.parametrize("walk", WALKS)
def test_no_page_complains_sticks_out_or_keeps_people_out(acme, globex, ui_context, walk):
    who, options = walk.split("-")[0], WALKS[walk]
    values = furnish(acme)
    page = ui_context(**options).new_page()
    sign_in(page, as_one(who, acme, globex))

    found = {name: faults(page, address(name, values, acme), options["viewport"]["width"]) for name in SHOWN}

    assert {name: said for name, said in found.items() if said} == {}


def as_one(who: str, acme: Party, globex: Party) -> Party:
    """The owner, a member with that role, or somebody of another account."""
    if who == "stranger":
        return globex
    return acme if who == "owner" else acme._replace(user=make_member(acme.account, who))


def faults(page: Page, path: str, width: int) -> list[str]:
    """What is wrong with a page."""
    problems = watched(page)
    answer = page.goto(path)
    if not page.locator("body.shell").count() and answer and answer.ok:
        return []
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = [f"{wide} px wide"] if wide > width else []
    said = [problem for problem in problems if not REFUSAL.match(problem)] if answer and not answer.ok else problems
    return [*said, *found, *serious(page)]
