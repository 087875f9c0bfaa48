"""Documents of earlier versions, made into current ones."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from templates_app.document.migrations import STEPS, migrated
from templates_app.document.schema import VERSION
from tests.templates_app.documents import document, line, passes, text

OLDER = Path(__file__).parents[1] / "fixtures/documents/older"
CURRENT = document(line(text("x")))


def renamed(content: dict[str, Any]) -> dict[str, Any]:
    """A step such as one might be: a node has another name."""
    body = json.loads(json.dumps(content.get("body")).replace('"para"', '"paragraph"'))
    return {**content, "body": body}


def enlarged(content: dict[str, Any]) -> dict[str, Any]:
    """A step that adds a member."""
    return {**content, "roles": content.get("roles") or []}


def test_content_of_the_current_version_is_left_as_it_is():
    assert migrated(CURRENT) is CURRENT


def test_an_older_document_goes_through_every_step_in_turn():
    older = json.loads((OLDER / "renamed-node.json").read_text())
    before = copy.deepcopy(older)

    found = migrated(older, {5: renamed, 6: enlarged}, to=7)

    assert found["schema"] == 7
    assert found["roles"] == []
    assert passes({**found, "schema": VERSION})
    assert older == before


@pytest.mark.parametrize(
    "content", [None, [], "x", {}, {"schema": "5"}, {"schema": True}, {"schema": 99}, {"schema": 4}]
)
def test_what_no_step_knows_is_left_for_the_check_to_refuse(content):
    assert migrated(content, {1: renamed, 5: renamed}, to=1) is content


def test_there_is_a_step_from_every_earlier_version():
    assert set(STEPS) == set(range(1, VERSION))
