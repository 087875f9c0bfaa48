"""What permissions and `ui` switches do to the builder that people see; the server refuses the same by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.builder.stage import EMPTY, PERMISSIONS, Stage, staged
from tests.browser.conftest import PATIENCE_MS, WIDE, watched

pytestmark = pytest.mark.browser
# Where each is seen: there with the permission or the switch, not there without.
SEEN_PERMISSIONS = {
    "publish": ".ck-publish-button",
    "saveDraft": ".ck-save-button",
    "delete": ".ck-delete-button",
    "rename": "input.ck-title",
    "viewVersionHistory": ".ck-topbar button:has-text('Versions')",
    "createCustomVariables": ".ck-side button:has-text('New variable')",
}
SEEN_SWITCHES = {
    "showTopBar": "header.ck-topbar",
    "showTemplateList": ".ck-templates-button",
    "showRenderHistory": ".ck-documents-button",
    "showApiKeysLink": ".ck-keys-link",
    "showPublishButton": ".ck-publish-button",
    "showSaveDraftButton": ".ck-save-button",
    "showCloseButton": ".ck-close-button",
}


class History(Stage):
    """A template with two versions."""

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, str, bytes] | None:
        """The versions, and the rest as ever."""
        if path.endswith("/versions"):
            rows = b'{"version": %d, "publishedAt": "2026-05-01T08:00:00Z", "publishedBy": "Ada", "isCurrent": %s}'
            listed = b", ".join([rows % (2, b"true"), rows % (1, b"false")])
            return 200, "application/json", b'{"versions": [' + listed + b"]}"
        return super().answer(method, path, body)


@pytest.fixture
def show(stage_browser: Browser) -> Iterator[Callable[[Stage], AbstractContextManager[Page]]]:
    """Opens the builder of a session; complaints of the browser fail the test."""
    context = stage_browser.new_context(viewport={"width": WIDE["width"], "height": WIDE["height"]})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    problems = watched(page)

    @contextmanager
    def open_(stage: Stage) -> Iterator[Page]:
        with staged(stage):
            page.goto(stage.address, wait_until="networkidle")
            page.locator(".ck-canvas__doc").wait_for()
            yield page
            page.goto("about:blank")

    yield open_
    context.close()
    assert problems == [], problems


def session(**changes: Any) -> Stage:
    """A session that may and shows everything, but for what is changed."""
    given: dict[str, Any] = {
        "permissions": dict.fromkeys(PERMISSIONS, True),
        "ui": dict.fromkeys(SEEN_SWITCHES, True),
        "apiKeysUrl": "http://localhost/keys",
    }
    stage = History(EMPTY, None, **{name: {**given[name], **changes.get(name, {})} for name in ("permissions", "ui")})
    stage.session["apiKeysUrl"] = given["apiKeysUrl"]
    return stage


def test_with_everything_all_of_it_is_there(show):
    with show(session()) as page:
        for selector in {*SEEN_PERMISSIONS.values(), *SEEN_SWITCHES.values()}:
            expect(page.locator(selector).first).to_be_visible()


def test_without_a_permission_its_control_is_gone(show):
    for flag, selector in SEEN_PERMISSIONS.items():
        with show(session(permissions={flag: False})) as page:
            expect(page.locator(selector), flag).to_have_count(0)


def test_without_a_switch_its_part_is_gone(show):
    for name, selector in SEEN_SWITCHES.items():
        with show(session(ui={name: False})) as page:
            expect(page.locator(selector), name).to_have_count(0)


def test_without_the_bar_its_buttons_stay_in_reach(show):
    with show(session(ui={"showTopBar": False})) as page:
        for selector in (".ck-save-button", ".ck-publish-button", ".ck-close-button"):
            expect(page.locator(selector)).to_be_visible()


@pytest.mark.parametrize("may", [True, False])
def test_page_settings_are_open_with_change_page_settings_alone(show, may):
    with show(session(permissions={"changePageSettings": may})) as page:
        page.get_by_role("tab", name="Page").click()
        margins = page.locator(".ck-side--start").get_by_label("Left (mm)")
        expect(margins).to_have_count(1 if may else 0)


@pytest.mark.parametrize("may", [True, False])
def test_versions_are_seen_but_only_rollback_goes_back(show, may):
    with show(session(permissions={"rollback": may})) as page:
        page.locator(SEEN_PERMISSIONS["viewVersionHistory"]).click()
        expect(page.get_by_text("Version 1", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Go back to this")).to_have_count(1 if may else 0)
