"""The page about computed variables tells the truth: every example on it gives what it says."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

import pytest

from templates_app.expressions.functions import NAMES
from templates_app.fields import InvalidManifest, check_data, parse_manifest

PAGE = (Path(__file__).resolve().parents[2] / "docs/expressions.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
MANIFEST, DATA = json.loads(BLOCKS[0]), json.loads(BLOCKS[1])
EXAMPLES = re.findall(r"^\| `(.+?)` \| (?:`(.+?)`|nothing) \|$", PAGE, re.MULTILINE)
TYPES = ("number", "text", "date", "boolean")


def manifest_with(text, data_type):
    answer = {"key": "answer", "dataType": data_type, "computed": text}
    return parse_manifest({**MANIFEST, "variables": [*MANIFEST["variables"], answer]})


def checked_as_any_type(text):
    """The data with the answer of an expression, declared as the first type that fits."""
    for data_type in TYPES:
        with contextlib.suppress(InvalidManifest):
            return check_data(manifest_with(text, data_type), DATA)
    raise AssertionError(f"{text} fits no type")


def test_the_page_has_its_examples():
    assert len(EXAMPLES) > 40


def test_the_manifest_of_the_page_is_worked_out():
    checked = check_data(parse_manifest(MANIFEST), DATA)

    assert checked.warnings == []
    assert f"a `total` of `{checked.values['total']}`" in PAGE
    assert [row["amount"] for row in checked.values["items"]] == [2400, 2052, 0.3]


@pytest.mark.parametrize(("text", "shown"), EXAMPLES, ids=[text for text, _ in EXAMPLES])
def test_an_example_gives_what_the_page_says(text, shown):
    expected = json.loads(shown) if shown else None

    checked = checked_as_any_type(text)

    found = checked.values.get("answer")
    assert found == (pytest.approx(expected, rel=1e-14) if isinstance(expected, float) else expected)
    assert checked.warnings == []


def test_every_function_has_an_example():
    assert {name for name in NAMES if not any(f"{name}(" in text for text, _ in EXAMPLES)} == set()
