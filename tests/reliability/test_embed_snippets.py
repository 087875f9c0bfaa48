"""The code that a product writes around the builder, run as it stands: each call, option, event and payload by name."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.conftest import ui_browser, watched
from tests.reliability.harness import House, until
from tests.reliability.hosting import CATALOG, SampleHost, told, wait_for
from tests.reliability.receiver import Receiver, receiving

__all__ = ["ui_browser"]
pytestmark = [pytest.mark.server, pytest.mark.browser]
# A session warns 30 s before its end.
LIFE = 36
WITH_INIT = """
    const ck = Craftkit.init({ publishableKey: given.publishableKey, debug: false });
    const minted = await fetch('/api/craftkit/session', { method: 'POST', body: JSON.stringify({ mode: 'create' }) });
    return ck.mountBuilder({
        container: '#builder',
        sessionToken: (await minted.json()).session_token,
        autoResize: true,
        refresh: async () => {
            const r = await fetch('/api/craftkit/refresh', { method: 'POST' });
            return (await r.json()).session_token;
        },
    });"""
STATIC = "return Craftkit.mountBuilder({ container: document.querySelector('#builder'), sessionToken: given.token });"
VERIFY = """
    import { createHmac } from 'crypto';
    import { readFileSync } from 'fs';
    function verifyWebhook(rawBody, signatureHeader, secret) {
        const expected = createHmac('sha256', secret).update(rawBody).digest('hex');
        return `sha256=${expected}` === signatureHeader;
    }
    console.log(verifyWebhook(readFileSync(0), process.argv[1], process.argv[2]));"""
NOWHERE = "http://127.0.0.1:9"
PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='20' height='10'/%3E"
LOGO = json.dumps(PICTURE)
NAME = {"type": "variable", "attrs": {"key": "customer.name"}}
NAMED = {"schema": 1, "body": {"type": "doc", "content": [{"type": "paragraph", "content": [NAME]}]}}
DOCUMENT = ".ck-canvas__doc[contenteditable=true]"


@pytest.fixture
def host(house: House) -> SampleHost:
    """The sample product beside an install whose sessions are short."""
    house.env |= {"EMBED_SESSION_TTL_SECONDS": str(LIFE), "CRAFTKIT_OUTBOUND_ALLOWED_HOSTS": "localhost,127.0.0.1"}
    return SampleHost(house)


def refusal(page: Page, call: str) -> str:
    """The code that a command is refused with."""
    code: str = page.evaluate(f"{call}.then(() => 'done', ({{ code }}) => code)")
    return code


def verified(body: bytes, signature: str, secret: str) -> str:
    node = shutil.which("node")
    assert node
    command = [node, "--input-type=module", "-e", VERIFY, signature, secret]
    return subprocess.run(command, input=body, capture_output=True, timeout=300, check=True).stdout.decode().strip()


def test_mount_edit_save_publish_renew_and_close(host, ui_browser):
    page = ui_browser.new_page(viewport={"width": 1440, "height": 900})
    problems = watched(page)

    frame = host.show(page, WITH_INIT)
    ready = wait_for(page, "ready")
    frame.locator(DOCUMENT).click()
    page.keyboard.type("An offer for you")
    saved = page.evaluate("builder.triggerSave()")
    published = page.evaluate("builder.triggerPublish()")
    until(lambda: bool(host.events()), "the callback")
    wait_for(page, "session.refreshed", 2)
    page.evaluate("void builder.on('close.requested', () => builder.destroy())")
    frame.get_by_role("button", name="Close").click()
    wait_for(page, "close.requested")

    assert (set(ready), ready["templateId"]) == ({"sessionId", "templateId"}, None)
    # The last of them, for before somebody slow asks for it, the editor saves by itself.
    draft, version = told(page, "template.saved")[-1], told(page, "template.published")[0]
    assert (saved, published) == ({"version": draft["version"]}, {"version": version["version"]})
    assert set(draft) == set(version) == {"templateId", "version", "manifest"}
    assert draft["templateId"] == version["templateId"]
    assert set(host.events()[0]) == {
        *("type", "templateId", "version", "manifest", "tenantExternalId", "actorExternalId", "timestamp")
    }
    assert 0 < told(page, "session.expiring")[0]["secondsRemaining"] <= 30
    assert told(page, "session.refreshed")[0]["newExpiresAt"].endswith("Z")
    assert told(page, "session.expired") == told(page, "error") == []
    assert told(page, "close.requested") == [{}]
    expect(page.locator("iframe")).to_have_count(0)
    assert problems == []
    page.close()


def test_variables_commands_and_the_end_of_a_session(host, ui_browser):
    page = ui_browser.new_page(viewport={"width": 1440, "height": 900})
    problems = watched(page)
    other = another_template(host, "other-template-external-id")
    frame, _ = with_a_variable(host, page)

    page.evaluate("builder.setPreviewData({ 'customer.name': 'Ada Lovelace' })")
    page.evaluate(f"builder.setTheme({{ primaryColor: '#FF6600', logoUrl: {LOGO} }})")
    saved = page.evaluate("builder.triggerSave()")
    drafts = told(page, "template.saved")
    loaded = page.evaluate("builder.loadTemplate('other-template-external-id')")
    frame.locator(DOCUMENT).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    removed = wait_for(page, "variable.removed")
    wait_for(page, "session.expired", seconds=LIFE + 60)
    wait_for(page, "error")

    assert told(page, "variable.inserted") == [{"key": "customer.name", "type": "text", "source": "catalog"}]
    assert removed == {"key": "customer.name"}
    assert (saved, loaded) == ({"version": drafts[-1]["version"]}, {"templateId": other})
    assert [outline(error) for error in told(page, "error")] == [("session_expired", False)]
    expect(frame.locator("body")).to_contain_text("The session is over")
    assert problems == []
    page.close()


def test_the_callback_of_publishing_is_signed(host, ui_browser):
    page = ui_browser.new_page()

    with receiving(Receiver()) as receiver:
        callbacks = {"onPublished": receiver.url, "onCloseUrl": f"{host.origin}/templates"}
        _, catalog = with_a_variable(host, page, callbacks=callbacks)
        published = page.evaluate("builder.triggerPublish()")
        until(lambda: bool(receiver.taken()), "the callback")

    hit, event = receiver.taken()[0], told(page, "template.published")[0]
    body, signature = json.loads(hit.body), hit.headers["x-craftkit-signature"]
    fields = {"fields": [{"key": "customer.name", "type": "text", "required": False}]}
    assert set(catalog) == {"id", "name", "version"}
    assert (published, event["manifest"]) == ({"version": 1}, fields)
    assert body == {
        **{"type": "template.published", "templateId": event["templateId"], "version": 1, "manifest": fields},
        **{"tenantExternalId": "org_42", "actorExternalId": "user_99", "timestamp": body["timestamp"]},
    }
    assert verified(hit.body, signature, host.known["webhookSecret"]) == "true"
    assert verified(hit.body + b" ", signature, host.known["webhookSecret"]) == "false"
    page.close()


def with_a_variable(host: SampleHost, page: Page, **changes: Any) -> tuple[FrameLocator, dict[str, Any]]:
    """The frame of a new document with the customer's name from a catalog in it, and the catalog as it was answered."""
    catalog: dict[str, Any] = host.house.call("POST", "/v1/embed/catalogs", CATALOG).body
    token = host.mint(catalogId=catalog["id"], **changes)["session_token"]
    frame = host.show(page, STATIC, token=token)
    wait_for(page, "ready")
    page.evaluate("builder.focus()")
    frame.locator(f"{DOCUMENT}:focus").wait_for()
    page.keyboard.type("Dear {{Name")
    frame.locator(".ck-menu--suggest [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    wait_for(page, "variable.inserted")
    return frame, catalog


def another_template(host: SampleHost, external_id: str) -> str:
    """The id of a template of the same tenant, with the customer's name in it."""
    token = host.mint(scope={"mode": "create", "templateExternalId": external_id})["session_token"]
    content = {"name": "Other", "content": NAMED, "sampleData": {}}
    headers = {"Authorization": f"Bearer {token}"}
    address = f"{host.known['baseUrl']}/v1/embed/templates"
    made: str = host.house.http.request("POST", address, json=content, headers=headers).json()["id"]
    return made


@pytest.fixture
def opened(host: SampleHost, ui_browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the product with this code; the page."""
    pages = []

    def show(code: str, *, ready: bool = True, **given: Any) -> Page:
        page = ui_browser.new_page()
        pages.append(page)
        host.show(page, code, **given)
        if ready:
            wait_for(page, "ready")
        return page

    yield show
    for page in pages:
        page.close()


def test_every_error_has_its_code(host, opened):
    reading = opened(STATIC, token=host.mint(permissions={})["session_token"])
    codes = {refusal(reading, "builder.triggerPublish()"), refusal(reading, "builder.triggerSave()")}
    assert codes == {"permission_denied"}
    assert wait_for(reading, "error")["recoverable"] is True

    limited = opened(STATIC, token=host.mint(limits={"maxSaveDrafts": 1})["session_token"])
    assert refusal(limited, "builder.triggerSave()") == "done"
    assert refusal(limited, "builder.triggerSave()") == "rate_limited"
    assert (wait_for(limited, "error")["code"], told(limited, "error")[0]["recoverable"]) == ("rate_limited", True)
    assert refusal(limited, "builder.loadTemplate('nothing-of-this-id')") == "unknown"

    head, claims, _ = host.mint()["session_token"].split(".")
    forged = opened(STATIC, ready=False, token=f"{head}.{claims}.{'A' * 86}")
    assert outline(wait_for(forged, "error")) == ("session_invalid", False)

    failing = STATIC.replace("given.token }", "given.token, refresh: async () => { throw new Error('no'); } }")
    unrenewed = opened(failing, token=host.mint()["session_token"])
    assert outline(wait_for(unrenewed, "error")) == ("refresh_failed", False)
    assert wait_for(unrenewed, "session.expired") == {}

    nowhere = f"return Craftkit.init({{ embedUrl: '{NOWHERE}' }}).mountBuilder({{ container: '#builder', "
    lost = opened(f"{nowhere} sessionToken: given.token }});", ready=False, token=host.mint()["session_token"])
    assert outline(wait_for(lost, "error")) == ("iframe_load_failed", True)
    expect(lost.get_by_role("alert")).to_contain_text("could not be loaded")


def test_a_page_that_is_not_allowed_hears_so_and_shows_nothing(host, opened, ui_browser):
    token = host.mint()["session_token"]
    host.origin = host.origin.replace("localhost", "127.0.0.1")

    page = opened(STATIC, ready=False, token=token)

    assert outline(wait_for(page, "error")) == ("origin_not_allowed", False)
    expect(page.locator("iframe")).to_have_count(0)
    expect(page.get_by_role("alert")).to_contain_text("may not show this editor")


def outline(error: dict[str, Any]) -> tuple[str, bool]:
    """What a product decides by."""
    return error["code"], error["recoverable"]
