"""The signing page in a real browser: draw, agree, sign; on a desktop and on a phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from signatures import actions
from signatures.models import Field, Recipient
from signatures.wishes import Wishes
from tests.browser.conftest import PHONE, WIDE, watched
from tests.browser.papers import make_document
from tests.signatures.trails import passing_trails

__all__ = ["passing_trails"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIGNER = {"firstName": "Ruth", "lastName": "Northwind", "email": "ruth@example.com", "designation": "Signer"}
BOX = {"recipientIndex": 0, "pageNumber": 1, "x": 10, "width": 30, "height": 6, "required": True}
FIELDS = [
    {**BOX, "type": "signature", "y": 80},
    {**BOX, "type": "date", "y": 70},
    {**BOX, "type": "checkbox", "y": 60, "label": "I got the keys"},
]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_signature_is_drawn_and_sent(ui_context, acme, size):
    wishes = Wishes(recipients=[SIGNER], fields=FIELDS, name="Lease of the north quay", facts={"is_embedded": True})
    request, _ = actions.create_request(render=make_document(acme.project), wishes=wishes)
    signer = Recipient.objects.get(request=request)
    page = ui_context(viewport=size).new_page()
    problems = watched(page)

    page.goto(f"/sign/{signer.token}")
    expect(page.get_by_text("3 left to fill in")).to_be_visible()
    picture(page, f"sign-{size['width']}-open")
    draw(page)
    page.get_by_label("Date").fill("2026-06-05")
    page.get_by_label("I got the keys").check()
    expect(page.get_by_text("All filled in")).to_be_visible()
    page.get_by_label("I agree to sign").check()
    picture(page, f"sign-{size['width']}-filled")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()
    picture(page, f"sign-{size['width']}-done")

    signer.refresh_from_db()
    assert signer.status == "signed"
    assert signer.viewed_at
    assert Field.objects.get(kind="signature").image_key
    assert problems == []


def draw(page) -> None:
    """A stroke across the pad."""
    pad = page.locator("ck-signature canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 90)
    page.mouse.down()
    for step, rise in enumerate((20, 100, 30, 110, 60)):
        page.mouse.move(box["x"] + 60 + step * 40, box["y"] + rise, steps=6)
    page.mouse.up()


def picture(page, name: str) -> None:
    """A picture for whoever wants to look."""
    folder = os.environ.get("KEEP_PICTURES")
    if folder:
        page.screenshot(path=Path(folder, f"{name}.png"), full_page=True)
