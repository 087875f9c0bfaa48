"""The signing page in a real browser: draw, agree, sign; on a desktop and on a phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import expect

from signatures import actions
from signatures.models import Field, Recipient
from signatures.wishes import Wishes
from tests.browser.conftest import PHONE, WIDE, watched
from tests.browser.papers import make_document
from tests.embed.hosts import enabled
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

    with page.expect_response("**/opened"):
        page.goto(f"/sign/{signer.token}")
    expect(page.get_by_text("2 left to fill in")).to_be_visible()
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
    """A stroke across the pad, once the document is there and moves nothing any more."""
    page.wait_for_selector("ck-pdf-viewer[drawn]")
    pad = page.locator("ck-signature canvas")
    pad.hover(position={"x": 20, "y": 90})
    box = pad.bounding_box()
    page.mouse.down()
    for step, rise in enumerate((20, 100, 30, 110, 60)):
        page.mouse.move(box["x"] + 60 + step * 40, box["y"] + rise, steps=6)
    page.mouse.up()


def picture(page, name: str) -> None:
    """A picture for whoever wants to look."""
    folder = os.environ.get("KEEP_PICTURES")
    if folder:
        page.screenshot(path=Path(folder, f"{name}.png"), full_page=True)


HOST_PAGE = """<!doctype html><title>A product</title><div id="here" style="height:800px"></div>
<script src="{sdk}/sdk/v1/craftkit.js"></script>
<script>
window.heard = [];
const signing = Craftkit.mountSigning({{ container: "#here", signingUrl: "{link}" }});
for (const name of ["ready", "signed", "declined", "close.requested", "error"])
    signing.on(name, (payload) => heard.push([name, payload.state ?? payload.code ?? null]));
</script>"""


@contextmanager
def product(page: str) -> Iterator[str]:
    """The origin of a product that has this page."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode() if self.path == "/sign" else b"")

        def log_message(self, *words: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def test_a_host_shows_the_page_in_a_frame_and_hears_how_it_ends(ui_context, live_server, acme):
    box = {**BOX, "type": "radio", "y": 60, "label": "Paid", "options": ["Monthly", "Yearly"]}
    fields = [{**BOX, "type": "signature", "y": 80}, box]
    wishes = Wishes(recipients=[SIGNER], fields=fields, name="Lease", facts={"is_embedded": True})
    request, _ = actions.create_request(render=make_document(acme.project), wishes=wishes)
    signer = Recipient.objects.get(request=request)
    page = ui_context(viewport=PHONE).new_page()
    content = HOST_PAGE.format(sdk=live_server.url, link=f"{live_server.url}/sign/{signer.token}")
    with product(content) as origin:
        enabled(acme.project, origin)
        page.goto(f"{origin}/sign")
        sign_framed(page)
        page.wait_for_function("heard.length >= 4")

    expected = [["ready", "open"], ["ready", "signed"], ["signed", None], ["close.requested", None]]
    assert page.evaluate("heard") == expected
    signature, choice = Field.objects.order_by("-y")
    assert (signature.value, signature.face, choice.value) == ("typed:Zoé Müller", "caveat", "Yearly")


def sign_framed(page) -> None:
    """Type the name, choose by key, agree, sign and close."""
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Type").click()
    frame.get_by_role("radio", name="Allura").check()
    frame.get_by_placeholder("Type your name").fill("Zoé Müller-Иванова")
    frame.get_by_text("has no “И”").wait_for()
    frame.get_by_placeholder("Type your name").fill("Zoé Müller")
    frame.get_by_role("radio", name="Caveat").check()
    frame.get_by_role("radio", name="Monthly").press("ArrowDown")
    expect(frame.get_by_role("radio", name="Yearly")).to_be_checked()
    frame.get_by_label("I agree to sign").check()
    picture(page, "sign-framed")
    frame.get_by_role("button", name="Sign", exact=True).click()
    frame.get_by_role("button", name="Close").click()
