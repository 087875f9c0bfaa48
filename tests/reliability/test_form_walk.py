"""A person's way through the embedded form on real processes, from a host page of another origin to the PDF."""

from __future__ import annotations

import json
import re
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
import redis
from PIL import Image
from playwright.sync_api import FilePayload, FrameLocator, Page, Route, expect
from standardwebhooks import Webhook

from ops.places import ROOT
from tests.browser.conftest import PHONE, WIDE, ui_browser, watched
from tests.reliability.desk import start_delivering, states
from tests.reliability.embedding import form_session, host, install, show
from tests.reliability.harness import until
from tests.reliability.receiver import Receiver, receiving

__all__ = ["host", "install", "ui_browser"]
pytestmark = [pytest.mark.server, pytest.mark.browser]
AXE = Path(ROOT) / "node_modules" / "axe-core" / "axe.min.js"


def serious(page: Page) -> list[str]:
    """What axe finds in the form that keeps people out; it comes through the debugger, so that the policy stays."""
    session, contexts = page.context.new_cdp_session(page), []
    session.on("Runtime.executionContextCreated", lambda said: contexts.append(said["context"]))
    session.send("Runtime.enable")
    own = f"http://127.0.0.1:{page.frames[-1].url.split(':')[2].split('/')[0]}"
    form = next(it["id"] for it in contexts if it["origin"] == own and it["auxData"]["isDefault"])
    session.send("Runtime.evaluate", {"expression": AXE.read_text(), "contextId": form})
    run = {"expression": "axe.run()", "contextId": form, "awaitPromise": True, "returnByValue": True}
    found = session.send("Runtime.evaluate", run)["result"]["value"]
    assert found["passes"], "axe looked at nothing"
    violations = [it for it in found["violations"] if it["impact"] in {"serious", "critical"}]
    return [f"{it['id']}: {it['nodes'][0]['html'][:160]}" for it in violations]


def tab_to(page: Page, frame: FrameLocator, name: str) -> None:
    """By the Tab key alone."""
    wanted = frame.get_by_role("button", name=name)
    for _ in range(60):
        if wanted.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by keyboard")


def picture() -> FilePayload:
    file = BytesIO()
    Image.new("RGB", (320, 120), "#0f766e").save(file, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": file.getvalue()}


def parts(file: Path) -> list[str]:
    """The rows of the invoice as printed."""
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True, text=True).stdout
    return re.findall(r"^Part \d", text, re.MULTILINE)


def fill_with_two_faults(page: Page, frame: FrameLocator) -> None:
    """Five rows and a picture, no name, and what is no e-mail address."""
    frame.get_by_label("Customer e-mail").focus()
    page.keyboard.type("nobody")
    frame.get_by_label("Total", exact=True).focus()
    page.keyboard.type("150")
    for row in range(1, 6):
        tab_to(page, frame, "Add a row")
        page.keyboard.press("Enter")
        for text in (f"Part {row}", str(row), "10"):
            page.keyboard.type(text)
            page.keyboard.press("Tab")
    frame.locator(".ck-question--image input[type=file]").first.set_input_files(files=picture())
    frame.get_by_role("img", name="The picture that was chosen").wait_for()


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "desk"])
def test_an_invoice_is_filled_in_by_keyboard_mended_sent_seen_and_kept(install, host, ui_browser, viewport, tmp_path):
    page = ui_browser.new_page(viewport=viewport, reduced_motion="reduce")
    problems = watched(page)
    frame = show(page, install, host, form_session(install))

    fill_with_two_faults(page, frame)
    tab_to(page, frame, "Submit")
    page.keyboard.press("Enter")

    expect(frame.locator('[aria-invalid="true"]')).to_have_count(2)
    expect(frame.get_by_label("Customer name")).to_be_focused()
    assert serious(page) == []
    page.keyboard.type("Acme Corp")
    frame.get_by_label("Customer e-mail").focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("buying@acme.example")
    tab_to(page, frame, "Submit")
    page.keyboard.press("Enter")

    frame.get_by_role("heading", name="Your document is ready").wait_for(timeout=60_000)
    frame.locator(".viewer canvas").first.wait_for()
    with page.expect_download() as download:
        frame.get_by_role("button", name="Download").click()
    download.value.save_as(tmp_path / "invoice.pdf")
    said = dict(page.evaluate("log"))
    assert len(parts(tmp_path / "invoice.pdf")) == 5
    assert said["document.ready"]["renderId"] == said["form.submitted"]["renderId"]
    assert "error" not in said
    assert serious(page) == []
    assert problems == []
    page.close()


SECRET = "canary-5d0c1e-form"


def test_what_is_only_collected_arrives_once_after_failures_and_is_then_nowhere(install, host, ui_browser):
    page = ui_browser.new_page(viewport=PHONE)
    receiver = Receiver()
    with receiving(receiver):
        receiver.decide = lambda: "fail" if len(receiver.hits) < 3 else "take"  # type: ignore[method-assign]
        start_delivering(install)
        wish = {"url": receiver.url, "events": ["form.submitted"]}
        endpoint = install.call("POST", "/v1/webhooks", wish).body
        frame = show(page, install, host, form_session(install, form={"captureMode": "collect"}))
        frame.get_by_label("Customer name").fill(SECRET)
        frame.get_by_label("Total", exact=True).fill("12.5")
        frame.get_by_role("button", name="Submit").click()
        frame.get_by_role("heading", name="Thank you").wait_for()
        until(lambda: len(receiver.taken()) == 1, "the data")
        until(lambda: states(install) == {"delivered": 1}, "the delivery to be settled")

    hit = receiver.taken()[0]
    sent = json.loads(hit.body)
    assert [seen.status for seen in receiver.hits] == [500, 500, 500, 200]
    assert {seen.digest for seen in receiver.hits} == {hit.digest}
    Webhook(endpoint["secret"]).verify(hit.body, dict(hit.headers))
    assert sent["data"] == {"customer": {"name": SECRET}, "total": 12.5, "items": []}
    assert install.ledger.count("queued", "rendering", "succeeded", "failed") == 0
    page.close()
    queue = redis.Redis.from_url(install.broker_url)
    left = [queue.dump(key) or b"" for key in queue.scan_iter()]
    install.stop_workers()
    traces = b"".join([install.traces(), *left])
    assert endpoint["url"].encode() in traces, "the search would find nothing anyway"
    assert SECRET.encode() not in traces
    assert install.ledger.rows("SELECT count(*) FROM webhooks_event WHERE length(body) > 0") == [(0,)]
    assert install.ledger.rows("SELECT count(*) FROM embed_formdraft") == [(0,)]


@pytest.mark.parametrize("lost", ["the question", "the answer"])
def test_a_connection_that_drops_while_sending_makes_one_document(install, host, ui_browser, lost):
    page = ui_browser.new_page(viewport=PHONE)
    tries: list[str] = []

    def drop(route: Route) -> None:
        tries.append(route.request.headers["idempotency-key"])
        if len(tries) > 1:
            return route.continue_()
        if lost == "the answer":
            route.fetch()
        route.abort("connectionreset")

    frame = show(page, install, host, form_session(install))
    before = len(install.ledger.renders())
    page.route("**/v1/embed/form-submit/*", drop)
    frame.get_by_label("Customer name").fill("Acme Corp")
    frame.get_by_label("Total", exact=True).fill("1")
    frame.get_by_role("button", name="Submit").click()
    frame.get_by_role("heading", name="Your document is ready").wait_for(timeout=60_000)

    assert len(tries) == 2
    assert len(set(tries)) == 1
    assert len(install.ledger.renders()) == before + 1
    page.close()


PASTE = """(list, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    list.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def test_ten_thousand_pasted_rows_are_taken_and_one_more_is_refused_in_words(install, host, ui_browser):
    page = ui_browser.new_page(viewport=PHONE)
    problems = watched(page)
    frame = show(page, install, host, form_session(install))
    rows = "\n".join(f"Part {number}\t1\t2.50" for number in range(10_000))

    frame.locator(".ck-rows").evaluate(PASTE, rows)
    frame.get_by_text("10,000 rows were added.").wait_for()
    frame.get_by_label("Description").first.fill("Renamed")
    frame.locator(".ck-rows").evaluate(PASTE, "Part\t1\t1\nPart\t1\t1")
    frame.get_by_text("A list takes 10000 rows at most; these would be 10002.").wait_for()

    expect(frame.locator(".ck-row")).to_have_count(50)
    frame.get_by_label("Customer name").fill("Acme Corp")
    frame.get_by_label("Total", exact=True).fill("1")
    frame.get_by_role("button", name="Submit").click()
    frame.get_by_text("Your document is ready").or_(frame.locator(".ck-form-problem")).wait_for(timeout=120_000)
    assert problems == []
    page.close()


def test_a_signature_is_drawn_with_a_finger_and_printed(install, host, ui_browser):
    page = ui_browser.new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    frame = show(page, install, host, form_session(install))
    group = frame.get_by_role("group", name="Seller logo")
    expect(group.get_by_text("Take a photo")).to_be_visible()
    assert group.locator("input[capture=environment]").get_attribute("accept") == "image/*"

    group.get_by_role("button", name="Draw").click()
    drawing = group.get_by_role("img", name="Draw here")
    drawing.hover()  # it is all in sight, stays where it is, and listens
    pad = drawing.bounding_box()
    assert pad is not None
    page.mouse.move(pad["x"] + 30, pad["y"] + 100)
    page.mouse.down()
    for step in range(1, 10):
        page.mouse.move(pad["x"] + 30 + step * 25, pad["y"] + 100 - (step % 3) * 30)
    page.mouse.up()
    with page.expect_response("**/upload-image") as upload:
        group.get_by_role("button", name="Use this").click()
    group.get_by_role("img", name="The picture that was chosen").wait_for()
    frame.get_by_label("Customer name").fill("Acme Corp")
    frame.get_by_label("Total", exact=True).fill("1")
    page.evaluate("form.submit()")
    frame.locator(".viewer canvas").first.wait_for(timeout=60_000)

    assert upload.value.status == 200
    found = install.ledger.rows("SELECT warnings FROM renders_render ORDER BY id DESC LIMIT 1")[0][0]
    assert found in ("[]", [])
    page.close()
