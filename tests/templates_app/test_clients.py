"""Typed clients: what they ask for, and that compilers and type checkers take them and refuse wrong data."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from templates_app.clients import python_client, typescript_client
from templates_app.fields import Manifest, parse_manifest
from templates_app.mocks import mock_data
from templates_app.samples import samples

BASE = "https://docs.example.com"
AWKWARD = parse_manifest(
    {
        "variables": [
            {"key": "from.class", "label": "Ends */ a comment\nand a line", "dataType": "text", "required": True},
            {"key": "sum", "dataType": "number", "computed": "1 + 1"},
        ],
        "loops": [{"key": "rows", "itemFields": [{"key": "import", "dataType": "boolean", "required": True}]}],
    }
)
MANIFESTS = {"awkward": AWKWARD, **{sample.slug: parse_manifest(sample.manifest) for sample in samples()}}
TSC = Path(settings.BASE_DIR, "node_modules", ".bin", "tsc")


def write(folder: Path, ending: str, manifest: Manifest, slug: str) -> Path:
    """The client of a manifest as a file, with made-up data as a use of it."""
    data = json.dumps(mock_data(manifest))
    path = folder / f"{slug.replace('-', '_')}.{ending}"
    if ending == "ts":
        path.write_text(typescript_client(manifest, slug=slug, base=BASE) + f"export const use: Data = {data};\n")
    else:
        literal = repr(json.loads(data))
        path.write_text(python_client(manifest, slug=slug, base=BASE) + f"\n\nUSE: Data = {literal}\n")
    return path


def test_python_takes_every_client_and_its_data(tmp_path):
    for slug, manifest in MANIFESTS.items():
        path = write(tmp_path, "py", manifest, slug)

        names: dict = {}
        exec(compile(path.read_text(), str(path), "exec"), names)

        assert names["SLUG"] == slug
        assert names["Data"].__required_keys__ | names["Data"].__optional_keys__ >= names["USE"].keys()


def test_what_is_computed_is_not_asked_for_and_labels_stay_comments():
    code = typescript_client(AWKWARD, slug="a", base=BASE)

    assert "sum" not in code.partition("export interface Connection")[0]
    assert "/** Ends * / a comment and a line */" in code
    assert "import: boolean;" in code


@pytest.mark.server
def test_mypy_passes_the_clients_and_refuses_wrong_data(tmp_path):
    paths = [write(tmp_path, "py", manifest, slug) for slug, manifest in MANIFESTS.items()]
    wrong = tmp_path / "wrong.py"
    wrong.write_text('from awkward import Data\n\nWRONG: Data = {"from": {"class": 1}}\n')

    def run(*files: Path) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(tmp_path / "cache")]
        return subprocess.run([*command, *map(str, files)], cwd=tmp_path, capture_output=True, text=True, check=False)

    passed, refused = run(*paths), run(wrong)

    assert passed.returncode == 0, passed.stdout
    assert refused.returncode == 1
    assert "wrong.py:3" in refused.stdout


@pytest.mark.server
def test_tsc_passes_the_clients_and_refuses_wrong_data(tmp_path):
    paths = [write(tmp_path, "ts", manifest, slug) for slug, manifest in MANIFESTS.items()]
    wrong = tmp_path / "wrong.ts"
    wrong.write_text('import type { Data } from "./awkward";\nexport const data: Data = { from: { class: 1 } };\n')

    def run(*files: Path) -> subprocess.CompletedProcess:
        options = ["--noEmit", "--strict", "--ignoreConfig", "--target", "es2022", "--lib", "es2022,dom"]
        options += ["--module", "esnext", "--moduleResolution", "bundler"]
        return subprocess.run([TSC, *options, *files], cwd=tmp_path, capture_output=True, text=True, check=False)

    passed, refused = run(*paths), run(wrong)

    assert passed.returncode == 0, passed.stdout
    assert "wrong.ts(2," in refused.stdout
