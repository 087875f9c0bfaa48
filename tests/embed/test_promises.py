"""What the reference of the builder embed promises, by name: all of it is there, and each is proven somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from embed.actions.sessions import LIMITS, UI
from embed.permissions import FLAGS

ROOT = Path(__file__).parents[2]
SDK = ROOT / "static" / "src" / "embed"
SNIPPETS = "tests/reliability/test_embed_snippets.py"
RIGHTS, SWITCHES = "tests/embed/test_rights.py", "tests/browser/builder/test_switches.py"
PERMISSIONS = {
    "publish": RIGHTS,
    "saveDraft": RIGHTS,
    "delete": SWITCHES,
    "rename": RIGHTS,
    "rollback": RIGHTS,
    "createCustomVariables": SWITCHES,
    "changePageSettings": SWITCHES,
    "viewVersionHistory": RIGHTS,
}
SHOWN = dict.fromkeys(
    [
        *("showTopBar", "showTemplateList", "showRenderHistory", "showApiKeysLink"),
        *("showPublishButton", "showSaveDraftButton", "showCloseButton"),
    ],
    SWITCHES,
)
EVENTS = {
    "ready": SNIPPETS,
    "template.saved": SNIPPETS,
    "template.published": SNIPPETS,
    "variable.inserted": SNIPPETS,
    "variable.removed": SNIPPETS,
    "session.expiring": SNIPPETS,
    "session.refreshed": SNIPPETS,
    "session.expired": SNIPPETS,
    "height.changed": "static/src/embed/surface.test.ts",
    "close.requested": SNIPPETS,
    "error": SNIPPETS,
}
COMMANDS = {
    "on": SNIPPETS,
    "triggerSave": SNIPPETS,
    "triggerPublish": SNIPPETS,
    "loadTemplate": SNIPPETS,
    "setPreviewData": SNIPPETS,
    "setTheme": SNIPPETS,
    "focus": SNIPPETS,
    "destroy": SNIPPETS,
}
CODES = dict.fromkeys(
    [
        *("session_invalid", "session_expired", "origin_not_allowed", "permission_denied", "iframe_load_failed"),
        *("refresh_failed", "rate_limited", "unknown"),
    ],
    SNIPPETS,
)
BOUNDS = {
    "maxPublishes": "tests/embed/test_editing.py",
    "maxSaveDrafts": "tests/embed/test_editing.py",
    "maxUploadsBytes": "tests/embed/test_pictures.py",
}
TABLE = [
    (name, proof) for table in (PERMISSIONS, SHOWN, EVENTS, COMMANDS, CODES, BOUNDS) for name, proof in table.items()
]


def interface(name: str) -> set[str]:
    """The names that an interface of the SDK's types has."""
    found = re.search(rf"interface {name}[^{{]*{{(.*?)\n}}", (SDK / "types.ts").read_text(), re.DOTALL)
    assert found
    return set(re.findall(r'^    "?([\w.]+)"?:', found[1], re.MULTILINE))


def test_the_server_knows_every_permission_switch_and_limit():
    assert set(PERMISSIONS) <= set(FLAGS)
    assert set(SHOWN) == set(UI)
    assert set(BOUNDS) == set(LIMITS)
    assert LIMITS == {"maxPublishes": 10, "maxSaveDrafts": 200, "maxUploadsBytes": 5_242_880}


def test_the_sdk_has_every_event_command_and_code():
    classes = (SDK / "index.ts").read_text() + (SDK / "surface.ts").read_text()
    methods = set(re.findall(r"^    (\w+)(?:<.*>)?\(", classes, re.MULTILINE))
    union = (ROOT / "static/src/lib/messages.ts").read_text().partition("ErrorCode =")[2].partition(";")[0]
    codes = set(re.findall(r'\| "(\w+)"', union))

    assert set(EVENTS) <= interface("BuilderEvents") | interface("SharedEvents")
    assert set(COMMANDS) <= methods
    assert codes == set(CODES)


@pytest.mark.parametrize(("name", "proof"), TABLE, ids=[name for name, _ in TABLE])
def test_each_is_proven_somewhere(name, proof):
    assert re.search(rf"\b{re.escape(name)}\b", (ROOT / proof).read_text())
