"""The house rules that a machine can check: sizes, names, floors, and the lock files."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSES = ("craftkit", "templates_app", "renders", "sharing", "signatures", "embed", "webhooks", "ops", "tests", "bench")
BANNED = {"utils", "helpers", "common", "misc", "base", "services", "managers", "signals", "constants"}
# Django looks for a database backend in a module of this name.
NAMED_BY_OTHERS = {"craftkit/lib/sqlite/base.py"}
DOORS = {"api.py", "views.py"}
LINES = {"module": 300, "function": 40, "door": 15, "typescript": 250}
LOCKS = ("requirements.txt", "requirements-dev.txt")

MODULES = sorted(
    path
    for house in HOUSES
    for path in (ROOT / house).rglob("*.py")
    if not {"migrations", "node_modules", "results"} & set(path.parts)
)
SCRIPTS = sorted((ROOT / "static" / "src").rglob("*.ts"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines without decorators, which for doors are the documentation."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def is_door(path: Path) -> bool:
    """An app's api or views, also as a package; craftkit.api is the frame around them."""
    door = path.name in DOORS or path.parent.name in {"api", "views"}
    return door and path.parent != ROOT / "craftkit" / "api" and "tests" not in path.parts


def test_there_are_modules_to_check():
    assert len(MODULES) > 50


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_short_and_says_what_it_is_for(path):
    tree = tree_of(path)

    assert len(path.read_text().splitlines()) <= LINES["module"]
    assert ast.get_docstring(tree) or not path.read_text().strip()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_are_short(path):
    limit = LINES["door"] if is_door(path) else LINES["function"]

    long = [f"{function.name}: {length(function)}" for function in functions(tree_of(path)) if length(function) > limit]

    assert long == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_imported_inside_functions(path):
    inner = [
        f"{function.name}, line {node.lineno}"
        for function in functions(tree_of(path))
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inner == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_is_short(path):
    assert len(path.read_text().splitlines()) <= LINES["typescript"]


def test_no_file_is_a_dumping_ground():
    named = {name_of(path) for path in [*MODULES, *SCRIPTS] if path.stem in BANNED or path.parent.name in BANNED}

    assert named == NAMED_BY_OTHERS


def test_apps_import_only_what_stands_below_them():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_version_and_hashes(lock):
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())

    unpinned = [entry.splitlines()[0] for entry in entries if not re.match(r"[\w.\[\]-]+==\S+", entry)]
    unhashed = [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]

    assert len(entries) > 20
    assert unpinned == []
    assert unhashed == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock):
    assert not re.search(r"://|index-url|find-links|trusted-host", (ROOT / lock).read_text())


def test_every_dependency_that_is_asked_for_is_locked():
    asked = re.findall(r"^([a-z0-9-]+)", (ROOT / "requirements.in").read_text(), re.MULTILINE)
    locked = set(re.findall(r"^([a-z0-9-]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE))

    assert set(asked) <= locked
