"""Every page of the dashboard, as its table has them: no complaint, nothing sticks out, nothing keeps people out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.accounts.test_security import switch_on
from tests.browser import rooms
from tests.browser.conftest import PHONE, WIDE, sign_in, watched
from tests.browser.test_share_doors import serious
from tests.browser.test_signing import picture
from tests.conftest import PASSWORD, Party
from tests.factories import make_member
from tests.signatures.trails import passing_trails

__all__ = ["passing_trails"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A member sees what his role opens and a refusal elsewhere; a stranger a page that says there is nothing.
WALKS: dict[str, Any] = {
    "owner-wide-light": {"viewport": WIDE, "color_scheme": "light"},
    "owner-phone-dark": {"viewport": PHONE, "color_scheme": "dark", "has_touch": True, "is_mobile": True},
    "editor-wide-dark": {"viewport": WIDE, "color_scheme": "dark"},
    "viewer-phone-light": {"viewport": PHONE, "color_scheme": "light", "has_touch": True, "is_mobile": True},
    "stranger-phone-dark": {"viewport": PHONE, "color_scheme": "dark"},
    "stranger-wide-light": {"viewport": WIDE, "color_scheme": "light"},
}
REFUSAL = re.compile("Failed to load resource: the server responded with a status of 40[134] ")


# Of what went wrong at an identity provider.
ANSWERS = {"socialaccount_login_error": 401}
# What asks again by itself would change the page while it is looked at.
STILL = """document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("[hx-trigger^=every]")) event.preventDefault();
});"""


def test_every_route_is_walked_or_is_no_page():
    walked = rooms.INNER | rooms.OUTER | rooms.OWN | rooms.TWO_STEPS | set(rooms.ELSEWHERE)
    others = rooms.DEEDS | rooms.PARTS | rooms.DOWNLOADS | rooms.PICTURES | rooms.NO_PAGE

    assert rooms.routes() == walked | others
    assert not walked & others


@pytest.mark.parametrize("walk", WALKS)
def test_no_page_complains_sticks_out_or_keeps_people_out(acme, globex, ui_context, walk):
    who, options = walk.split("-")[0], WALKS[walk]
    places = rooms.inner(acme)
    page = ui_context(**options).new_page()
    page.add_init_script(STILL)
    sign_in(page, as_one(who, acme, globex))

    found = {name: faults(page, name, path, who == "owner") for name, path in places.items()}

    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize("walk", ["owner-wide-light", "owner-phone-dark"])
def test_no_page_around_signing_in_does(acme, ui_context, walk):
    page = ui_context(**WALKS[walk]).new_page()
    found = {name: faults(page, name, path) for name, path in rooms.outer(acme).items()}
    sign_in(page, acme)
    found |= {name: faults(page, name, path) for name, path in rooms.own(acme).items()}
    switch_on(acme.client)
    found |= {name: faults(page, name, reverse(name)) for name in rooms.TWO_STEPS}
    found["mfa_authenticate"] = second_step(ui_context(**WALKS[walk]).new_page(), acme)

    assert {name: said for name, said in found.items() if said} == {}


def second_step(page: Page, acme: Party) -> list[str]:
    """What is wrong with the page that asks for a code after the password."""
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(acme.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="The second step").wait_for()
    return faults(page, "mfa_authenticate", page.url)


def as_one(who: str, acme: Party, globex: Party) -> Party:
    """The owner, a member with that role, or somebody of another account."""
    if who == "stranger":
        return globex
    return acme if who == "owner" else acme._replace(user=make_member(acme.account, who))


def faults(page: Page, name: str, path: str, is_there: bool = True) -> list[str]:
    """What is wrong with a page; one that is there has to answer."""
    problems = watched(page)
    answer = page.goto(path)
    assert answer
    expect(page.locator("[hx-trigger=load]")).to_have_count(0)
    wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    found = [f"{wide} px wide"] if wide > room else []
    picture(page, f"page-{name}-{room}")
    if is_there and answer.status != ANSWERS.get(name, 200):
        found.append(f"status {answer.status}")
    said = [problem for problem in problems if not REFUSAL.match(problem)] if not answer.ok else problems
    return [*said, *found, *serious(page)]
