"""The whole way of a request: three people in order, one of them an approver, by the links in their mails."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from craftkit.lib.storage import from_settings
from craftkit.mail.delivery import Postman, take
from craftkit.mail.models import OutgoingMail
from renders.pictures import page_pictures
from renders.specimens import Press, print_specimen
from signatures import pades, sealing, verdicts
from signatures.models import SignatureRequest
from templates_app.models import Template, TemplateVersion
from tests.api.calls import Caller
from tests.browser.conftest import PHONE, WIDE, apart, watched
from tests.browser.papers import make_document
from tests.browser.printing.conftest import browser_path, lane
from tests.browser.test_signing import draw, picture
from tests.fakes import NoWeb
from tests.mail.post_office import PostOffice, open_office
from tests.signatures.conftest import known_key
from tests.signatures.trails import passing_trails

__all__ = ["browser_path", "known_key", "lane", "passing_trails"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE = [
    {"firstName": "Ruth", "lastName": "Northwind", "email": "ruth@example.com", "order": 1},
    {"firstName": "Omar", "lastName": "Quay", "email": "omar@example.com", "order": 2, "designation": "Approver"},
    {"firstName": "Ada", "lastName": "Harbour", "email": "ada@example.com", "order": 3},
]
FIELDS = [
    {"recipientIndex": 0, "type": "signature", "pageNumber": 1, "x": 10, "y": 80, "width": 30, "height": 6},
    {"recipientIndex": 0, "type": "date", "pageNumber": 1, "x": 10, "y": 88, "width": 20, "height": 3},
    {"recipientIndex": 2, "type": "signature", "pageNumber": 4, "x": 50, "y": 80, "width": 30, "height": 6},
]


@pytest.fixture
def office(settings) -> Iterator[PostOffice]:
    """The mail server that this install sends through."""
    with open_office() as office:
        settings.MAIL_VIA, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", office.port
        yield office


def post(office: PostOffice) -> dict[str, str]:
    """Send what waits; the link in the newest mail to each address."""
    for pk in OutgoingMail.objects.due().values_list("pk", flat=True):
        parcel = take(pk, worker="test")
        assert parcel
        Postman(spread=lambda: 0).deliver(parcel)
    links = {}
    for message in office.messages:
        body = message.get_body(("plain",))
        found = re.search(r"/sign/sgn_\w+", body.get_content() if body else "")
        if found:
            links[str(message["To"]).strip("<>").rpartition("<")[2]] = found.group()
    return links


def sign(page: Page, link: str, name: str, width: int) -> None:
    """Open the link of a mail, fill in what is asked, agree."""
    problems = watched(page)
    page.goto(link)
    page.wait_for_selector("ck-pdf-viewer[drawn]")
    picture(page, f"walk-{width}-{name}-open")
    if name == "Ruth":
        draw(page)
        page.get_by_label("Date").fill("2026-06-05")
    elif name == "Ada":
        page.locator("ck-signature").get_by_role("button", name="Type").click()
        page.locator("ck-signature input[type=text], ck-signature input:not([type])").first.fill("Ada Harbour")
    page.get_by_label("I agree to sign").check()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Approve" if name == "Omar" else "Sign", exact=True).click()
    done = "You approved." if name == "Omar" else "You have signed."
    expect(page.get_by_role("heading", name=done)).to_be_visible()
    picture(page, f"walk-{width}-{name}-done")
    assert problems == []


def seal(press: Press) -> bool:
    """What a worker does, with the certificate from a real browser."""

    def printer(draft: Any) -> bytes:
        template = Template(project=draft.project, name=draft.name, locale=draft.locale)
        kept = {"manifest": draft.manifest.as_json(), "content": draft.content, "sample_data": {}}
        return print_specimen(TemplateVersion(template=template, number=0, **kept), press=press, data=draft.data).pdf

    return sealing.serve_next(worker="test", store=from_settings(), printer=printer)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
def test_three_people_in_order_come_to_one_sealed_document(ui_context, acme, office, lane, size, tmp_path):
    document = make_document(acme.project)
    body = {"renderId": str(document.pk), "name": "Lease of the north quay", "recipients": PEOPLE, "fields": FIELDS}
    made = Caller(acme.live_key).post("/v1/signatures", body)
    assert made.status_code == 201, made.json()

    for at, person in enumerate(PEOPLE):
        links = post(office)
        assert set(links) == {one["email"] for one in PEOPLE[: at + 1]}
        sign(ui_context(viewport=size).new_page(), links[str(person["email"])], str(person["firstName"]), size["width"])
    assert apart(lambda: seal(Press(lane, from_settings(), NoWeb())))  # type: ignore[arg-type]
    post(office)

    assert SignatureRequest.objects.get().status == "completed"
    assert sum("signed" in str(message["Subject"]).lower() for message in office.messages) >= 3
    signed = Caller(acme.live_key).get(f"/v1/signatures/{made.json()['id']}/download").content
    refuse_broken(signed, tmp_path / "signed.pdf")
    look(signed, f"walk-{size['width']}-signed")
    page = ui_context(viewport=size).new_page()
    page.goto("/verify")
    page.get_by_label("PDF").set_input_files(tmp_path / "signed.pdf")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Intact")).to_be_visible()
    for words in ("Unchanged since they were sealed", "Holds for the whole file, and is ours", "Whole,", "version 1"):
        expect(page.get_by_text(words)).to_be_visible()
    picture(page, f"walk-{size['width']}-verify")


def refuse_broken(signed: bytes, file: Path) -> None:
    """pyHanko and poppler both find the whole file signed and unchanged; everybody's hand is on it."""
    verdict = apart(lambda: pades.inspect(signed))
    assert verdict.is_intact
    assert verdict.is_certified
    assert apart(lambda: verdicts.judge(signed)).is_intact
    file.write_bytes(signed)
    said = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    opened = pypdfium2.PdfDocument(BytesIO(signed))
    try:
        texts = [page.get_textpage().get_text_bounded() for page in opened]
    finally:
        opened.close()
    assert "2026-06-05" in texts[0]
    assert "Ada Harbour" in texts[3]
    assert "Approved" in " ".join(texts[4:])


def look(signed: bytes, name: str) -> None:
    """The pages as pictures, for whoever wants to look at them; none is blank where somebody signed."""
    pages = page_pictures(signed, width=800)
    ground = pages[0].convert("L").crop((60, 880, 400, 980)).tobytes()
    assert min(ground) < 128
    folder = os.environ.get("KEEP_PICTURES")
    for number, page in enumerate(pages if folder else [], start=1):
        page.save(Path(str(folder), f"{name}-{number}.png"))
