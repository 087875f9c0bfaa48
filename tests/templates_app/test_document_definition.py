"""The schema as other languages read it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core.management import call_command

from templates_app.document import page, schema
from templates_app.document.conditions import OPERATORS, condition
from templates_app.document.definition import definition
from templates_app.document.envelope import MEMBERS
from templates_app.document.grammar import Attr
from templates_app.management.commands.document_schema import PLACE, written
from tests.templates_app.documents import passes

ROOT = Path(__file__).resolve().parents[2]
KINDS = {**schema.NODES, **schema.MARKS}
ATTRS = {f"{kind}.{name}": attr for kind, spec in KINDS.items() for name, attr in spec.attrs.items()}
SAMPLES: tuple[Any, ...] = (
    *(
        "left",
        "center",
        "decimal",
        "qr",
        "signature",
        "",
        "x",
        "a" * 3_000,
        "a" * 161,
        "items",
        "items[].price",
        "a..b",
    ),
    *("#1f2937", "#GGGGGG", "red", "Inter", "Inter; }", "top", "currency:EUR", "A4", "portrait"),
    *("0193c2c3-1111-7AAA-8bbb-000000000001", "mailto:a@b.example", "https://example.com", "javascript:alert(1)"),
    *(True, False, 0, 1, -1, 4, 5, 2.5, 6, 150, 9_999_999),
    *([], [1, 2], [-1], ["items[].a"], ["a b"], {}, {"top": 10}, {"top": -1}, {"width": 100, "height": 100}),
)
# What only code can tell: these grammars have more rules than a pattern.
GRAMMARS = {"condition", "value-format", "link", "key", "list-key"}


def names(attr: Attr) -> str:
    """The grammar that a rule names."""
    return str(attr.rule.schema.get("format", ""))


def test_the_committed_file_is_what_the_tables_say():
    assert (ROOT / PLACE).read_text(encoding="utf-8") == written(), "run manage.py document_schema"


def test_the_command_shows_it(capsys):
    call_command("document_schema", "--show")

    assert json.loads(capsys.readouterr().out) == definition()


@pytest.mark.parametrize("name", ATTRS)
def test_a_rule_in_json_takes_what_the_check_takes(name):
    attr = ATTRS[name]
    said = jsonschema.Draft202012Validator(dict(attr.rule.schema))

    for value in SAMPLES:
        taken, valid = attr.rule(value) is None, said.is_valid(value)
        assert valid or not taken, value
        assert taken or not valid or names(attr) in GRAMMARS, value


@pytest.mark.parametrize("name", page.RULES)
def test_the_rules_of_the_page_are_the_same_too(name):
    said = jsonschema.Draft202012Validator(dict(page.RULES[name].schema))

    assert all(said.is_valid(value) == (page.RULES[name](value) is None) for value in SAMPLES)


@pytest.mark.parametrize("name", ATTRS)
def test_a_default_passes_its_own_rule(name):
    attr = ATTRS[name]

    assert attr.default is None or attr.rule(attr.default) is None
    assert not (attr.required and attr.default is not None)


def test_content_expressions_name_kinds_and_groups_that_there_are():
    known = definition()

    for node in known["nodes"].values():
        assert set(re.findall("[A-Za-z]+", node["content"])) <= {*known["nodes"], *known["groups"]}
    assert {kind for kinds in known["groups"].values() for kind in kinds} <= set(known["nodes"])


def test_the_page_on_documents_tells_of_every_kind_and_attribute():
    told = set(re.findall(r"`([A-Za-z]+)`", (ROOT / "docs/document.md").read_text(encoding="utf-8")))

    assert {name.split(".")[1] for name in ATTRS} | set(KINDS) | set(schema.AGGREGATES) <= told
    assert {*OPERATORS, *page.RULES, *schema.TYPOGRAPHY, *schema.ROLE, *MEMBERS["document"]} <= told


def test_the_document_on_that_page_is_one():
    first, second = re.findall(r"```json\n(.*?)```", (ROOT / "docs/document.md").read_text(encoding="utf-8"), re.DOTALL)

    assert passes(json.loads(first))
    assert condition(json.loads(second)) is None
