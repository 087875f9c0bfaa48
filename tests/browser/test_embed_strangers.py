"""Thirty pages that may not embed, though some look like one that may: no frame shows them anything, or obeys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from embed.models import EmbedSession
from templates_app.models import Template
from tests.browser.conftest import chromium
from tests.embed.hosts import enabled, iframe, opened, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ALLOWED = "https://app.acme.example"
NEAR = [
    *("http://app.acme.example", "https://app.acme.example:8443", "https://app.acme.example."),
    *("https://acme.example", "https://www.acme.example", "https://evil.app.acme.example"),
    *("https://app.acme.example.evil.example", "https://app.acme.example-evil.example", "https://app.acme.examples"),
    *("https://app-acme.example", "https://appacme.example", "https://xn--pp-6kc.acme.example"),
    *("http://localhost", "http://localhost:8000", "http://127.0.0.1", "http://127.0.0.1:8000", "http://[::1]:8000"),
]
STRANGERS = NEAR + [f"https://evil-{number}.example" for number in range(30 - len(NEAR))]
# Says what a host can say: the handshake of the SDK, and the commands of frames without it.
HOST = """<!doctype html><title>Host</title><script>
    window.heard = [];
    addEventListener('message', ({ data }) => heard.push(data.type));
    const say = () => {
        const frame = document.querySelector('iframe').contentWindow;
        const message = (type) => ({ craftkit: 1, type, id: 'cmd_1', payload: { token: TOKEN } });
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => heard.push(data.type);
        frame.postMessage(message('craftkit.init'), '*', [port2]);
        for (const name of ['save', 'publish', 'session.update'])
            frame.postMessage(message(`craftkit.command.${name}`), '*');
    };
</script><iframe src="ADDRESS" onload="say(); window.isLoaded = true"></iframe>"""


@pytest.fixture(scope="module")
def ui_browser() -> Iterator[Browser]:
    """A Chromium that lets any page frame this machine: what stops strangers has to be what the frame says."""
    with (
        sync_playwright() as playwright,
        chromium(playwright, "--disable-features=LocalNetworkAccessChecks") as browser,
    ):
        yield browser


@pytest.fixture
def session(acme, settings, live_server) -> dict[str, Any]:
    """A session that may do everything with a published template, of the one origin that may hold it."""
    settings.EMBED_URL = settings.BASE_URL = live_server.url
    enabled(acme.project, ALLOWED)
    template = published(iframe(acme.live_key))
    return opened(acme.live_key, scope={"mode": "edit", "templateId": template["id"]})


def visit(page: Page, origin: str, address: str, token: str) -> None:
    """A page of that origin with the frame, which has spoken to it."""
    html = HOST.replace("TOKEN", json.dumps(token)).replace("ADDRESS", address)
    page.unroute_all()
    page.route(f"{origin}/", lambda route: serve(route, html))
    page.goto(f"{origin}/")
    page.wait_for_function("window.isLoaded")


def serve(route: Route, html: str) -> None:
    route.fulfill(content_type="text/html", body=html)


def test_thirty_strangers_see_nothing_and_are_not_heard_where_the_one_that_may_is(session, acme, ui_context):
    page, asked = ui_context().new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url) if "/v1/embed/" in request.url else None)
    key, token = acme.project.keys.get(kind="publishable_live").public_text, session["session_token"]
    addresses = [session["iframe_url"], f"{session['iframe_url'].partition('?')[0]}?pk={key}"]

    assert len({*STRANGERS, ALLOWED}) == 31
    for at, origin in enumerate(STRANGERS):
        visit(page, origin, addresses[at % 2], token)
        page.evaluate("say()")
        [frame] = page.frames[1:]
        frame.wait_for_url("chrome-error://chromewebdata/", wait_until="commit")
        assert page.evaluate("heard") == [], origin
    assert asked == []

    for address in addresses:
        visit(page, ALLOWED, address, token)
        expect(page.frame_locator("iframe").locator(".ck-builder")).to_be_visible()
    assert page.evaluate("heard")[0] == "craftkit.hello"
    visit(page, ALLOWED, addresses[0], token)
    expect(page.frame_locator("iframe").locator(".ck-builder")).to_be_visible()
    page.evaluate("say()")
    page.wait_for_function("heard.includes('craftkit.template.published')")
    page.close()
    assert EmbedSession.objects.get(pk=session["session_id"]).publishes == 1
    assert Template.objects.get().versions.count() == 2
