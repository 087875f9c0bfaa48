"""Choices of a template: made in the editor by keyboard, published, printed, chosen on a phone, and sealed."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import FrameLocator, Page, expect

from craftkit.lib.storage import from_settings
from renders.pictures import page_pictures
from renders.specimens import Press, print_specimen
from signatures import sealing
from signatures.models import Recipient
from templates_app.models import Template, TemplateVersion
from tests.api.calls import Caller
from tests.browser.builder.conftest import settle
from tests.browser.conftest import PHONE, apart, sign_in, watched
from tests.browser.printing.conftest import browser_path, lane
from tests.browser.test_signing import picture
from tests.factories import make_template
from tests.fakes import NoWeb
from tests.signatures.conftest import known_key, make_document
from tests.signatures.trails import passing_trails

__all__ = ["browser_path", "known_key", "lane", "passing_trails"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIGNER = {"firstName": "Zoé", "lastName": "Müller", "email": "zoe@example.com"}


def put(frame: FrameLocator, page: Page, word: str, name: str) -> None:
    """A field by the menu at the caret, on a line of its own."""
    frame.locator(".ProseMirror").focus()
    settle(page)
    page.keyboard.press("Control+End")
    settle(page)
    page.keyboard.press("Enter")
    page.keyboard.type(f"/{word}")
    expect(frame.get_by_role("option", name=name, selected=True)).to_be_visible()
    page.keyboard.press("Enter")


def made_in_the_editor(page: Page) -> None:
    """A template with a signature, a group of options and a list, all by keyboard once a field is chosen."""
    problems = watched(page)
    page.goto(page.url.rpartition("/templates")[0] + "/templates/letter/edit")
    frame = page.frame_locator("iframe")
    frame.locator(".ProseMirror").click()
    settle(page)
    page.keyboard.type("Membership")
    put(frame, page, "radio", "Options to choose from")
    frame.get_by_role("textbox", name="Option 1").fill("Monthly, by card")
    frame.get_by_role("textbox", name="Option 1").press("ArrowDown")
    frame.get_by_role("textbox", name="Option 2").fill("Yearly")
    frame.get_by_role("textbox", name="Option 2").press("Enter")
    expect(frame.get_by_role("textbox", name="Option 3")).to_be_focused()
    page.keyboard.type("Never again")
    page.keyboard.press("Alt+ArrowUp")
    expect(frame.get_by_role("textbox", name="Option 2")).to_have_value("Never again")
    expect(frame.get_by_role("textbox", name="Option 2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(frame.get_by_role("textbox", name="Option 3")).to_be_focused()
    page.keyboard.press("Backspace")
    expect(frame.get_by_role("textbox", name="Option 4")).to_have_count(0)
    frame.get_by_role("textbox", name="Label").fill("How you pay")
    frame.get_by_role("textbox", name="Label").press("Tab")
    expect(frame.locator(".ProseMirror .ck-field-option")).to_have_text(["Monthly, by card", "Never again", "Yearly"])
    picture(page, "choices-editor-radio")
    put(frame, page, "select", "List to choose from")
    frame.get_by_role("textbox", name="Option 1").fill("Berlin")
    frame.get_by_role("textbox", name="Option 2").fill("Paris")
    frame.get_by_role("textbox", name="Label").fill("Where you train")
    put(frame, page, "signature", "Signature")
    picture(page, "choices-editor")
    frame.get_by_role("button", name="Publish").first.click()
    frame.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(frame.get_by_role("dialog")).to_be_hidden()
    assert problems == []


def test_choices_go_from_the_editor_into_the_sealed_pdf(ui_context, acme, settings, live_server, lane):
    settings.EMBED_URL = settings.BASE_URL = live_server.url
    template = make_template(acme.project, "letter")
    page = ui_context().new_page()
    sign_in(page, acme)
    page.goto(f"/projects/{acme.project.pk}/templates")

    made_in_the_editor(page)
    template.refresh_from_db()
    version = template.versions.get(number=2)
    assert template.current_version == version
    press = Press(lane, from_settings(), NoWeb())  # type: ignore[arg-type]
    pdf = apart(lambda: print_specimen(version, press=press).pdf)
    document = make_document(acme.project, pdf, template=template)
    made = Caller(acme.live_key).post("/v1/signatures", {"renderId": str(document.pk), "recipients": [SIGNER]})
    assert made.status_code == 201, made.json()
    chosen(ui_context(viewport=PHONE).new_page())

    assert apart(lambda: seal(press))
    signed = Caller(acme.live_key).get(f"/v1/signatures/{made.json()['id']}/download").content
    look(signed, "choices-signed")
    with pypdfium2.PdfDocument(BytesIO(signed)) as opened:
        text = opened[0].get_textpage().get_text_bounded()
    assert text.count("Yearly") == 1
    assert "Paris" in text
    assert "Berlin" not in text


def chosen(page: Page) -> None:
    """The page of the signing link, filled in on a phone."""
    problems = watched(page)
    page.goto(f"/sign/{Recipient.objects.get().token}")
    page.get_by_role("group", name="How you pay").get_by_label("Yearly").check()
    page.get_by_label("Where you train").select_option("Paris")
    page.get_by_role("button", name="Type").click()
    page.get_by_placeholder("Type your name").fill("Zoé Müller")
    page.get_by_role("radio", name="Caveat").check()
    page.get_by_label("I agree to sign").check()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(page, "choices-phone")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()
    assert problems == []


def seal(press: Press) -> bool:
    """What a worker does, with the certificate from a real browser."""

    def printer(draft: Any) -> bytes:
        template = Template(project=draft.project, name=draft.name, locale=draft.locale)
        kept = {"manifest": draft.manifest.as_json(), "content": draft.content, "sample_data": {}}
        return print_specimen(TemplateVersion(template=template, number=0, **kept), press=press, data=draft.data).pdf

    return sealing.serve_next(worker="test", store=from_settings(), printer=printer)


def look(pdf: bytes, name: str) -> None:
    """The pages as pictures, for whoever wants to look at them."""
    folder = os.environ.get("KEEP_PICTURES")
    for number, page in enumerate(page_pictures(pdf, width=1200) if folder else [], start=1):
        page.save(Path(str(folder), f"{name}-{number}.png"))
