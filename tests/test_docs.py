"""What is documented is there, and what is there is documented."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from ops.variables import DEFAULTS

ROOT = Path(__file__).resolve().parent.parent
HOUSES = ("craftkit", "templates_app", "renders", "sharing", "signatures", "embed", "webhooks")
BY_NAME = re.compile(r"""environ(\.get)?[\[(]\s*["']|getenv""")
PAGES = (
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/quickstart.md",
    "docs/settings.md",
    "docs/webhooks.md",
    "docs/sharing.md",
    "docs/document.md",
)


def documented() -> dict[str, str]:
    """The default of each variable, as docs/settings.md has it."""
    rows = re.findall(r"^\| `([A-Z0-9_]+)` \| (.*?) \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    return dict(rows)


def read_by_settings() -> dict[str, object]:
    """The default of each variable that settings.py reads, None where it is not a plain value."""
    tree = ast.parse((ROOT / "craftkit" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and is_reader(node.func)]
    return {str(call.args[0].value): default_of(call) for call in calls if isinstance(call.args[0], ast.Constant)}


def is_reader(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "env"


def default_of(call: ast.Call) -> object:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "default"]
    values = [*call.args[1:], *named]
    return values[0].value if values and isinstance(values[0], ast.Constant) else None


def shown(default: object) -> str:
    """As a reader would type it; what is computed has no form of its own."""
    if isinstance(default, bool):
        return "`on`" if default else "`off`"
    return f"`{default}`" if default is not None else ""


def read_by_processes() -> set[str]:
    return set(DEFAULTS) | set(re.findall(r'environ.get\(\s*"([A-Z_]+)"', (ROOT / "ops" / "web.py").read_text()))


def test_every_setting_is_documented_and_every_documented_one_is_read():
    assert set(documented()) == set(read_by_settings()) | read_by_processes()


@pytest.mark.parametrize(("name", "default"), sorted(read_by_settings().items()))
def test_a_documented_default_is_the_real_one(name, default):
    assert shown(default) in documented()[name]


@pytest.mark.parametrize(("name", "default"), sorted(DEFAULTS.items()))
def test_a_default_of_make_run_is_documented(name, default):
    assert f"`{default}`" in documented()[name]


def test_only_the_settings_read_variables_by_name():
    modules = [path for house in HOUSES for path in (ROOT / house).rglob("*.py")]

    readers = [str(path.relative_to(ROOT)) for path in modules if BY_NAME.search(path.read_text())]

    assert readers == ["embed/hostcode.py"]  # shows code for other people's servers


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_lead_somewhere(page):
    text = (ROOT / page).read_text()

    links = re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", text)

    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_commands_that_pages_name_exist(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    named = set(re.findall(r"`make ([a-z-]+)", (ROOT / page).read_text()))

    assert named <= targets
