"""The envelope: everything around the body of a template's content, checked member by member."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled
from templates_app.document import rules as is_a
from templates_app.document.finishing import check_finishing
from templates_app.document.migrations import migrated
from templates_app.document.overlay import KIND as OVERLAY
from templates_app.document.overlay import check_overlay
from templates_app.document.page import check_page
from templates_app.document.schema import BYTES_LIMIT, ROLE, TYPOGRAPHY, VERSION
from templates_app.document.tree import Place, TreeCheck
from templates_app.fields.faults import Faults, printable
from templates_app.fields.parsing import LOOPS_LIMIT, PREVIEW_BYTES_LIMIT, VARIABLES_LIMIT, is_small_json
from templates_app.fields.uses import LIST, Use, envelope_variable
from templates_app.keys import absolute_key_fault, conflicts, list_of
from templates_app.markup import check_markup, declared_in
from templates_app.markup.scoping import Knows

Check = Callable[[Any], str | None]
RAW_DEPTH_LIMIT = 80
RAW_VALUES_LIMIT = 500_000
ROLES_LIMIT = 50
SHARED = ("schema", "kind", "page", "header", "footer", "typography", "variables", "loops", "roles", "finishing")
MEMBERS = {
    "document": (*SHARED, "body"),
    "html": (*SHARED, "html", "css"),
    OVERLAY: ("base", "fields", *(name for name in SHARED if name not in ("page", "header", "footer"))),
}
KIND_FAULT = filled("Expected an object of kind {known}", known=", ".join(MEMBERS))
RULES_OF_TYPE = {name: attr.rule for name, attr in TYPOGRAPHY.items()}
RULES_OF_ROLE = {name: attr.rule for name, attr in ROLE.items()}
SLOTS = ("left", "center", "right")


class InvalidDocument(AppError):
    """The content of a template is not a valid document; the issues name faults by JSON pointer under `layout`."""

    status = 400
    code = "invalid_request"
    message = gettext_noop("The layout is not a valid document.")


def check_document(content: object) -> None:
    """Passes content that can be saved and compiled. Raises InvalidDocument."""
    examine(content)


def examine(content: object, knows: Knows | None = None) -> list[Use]:
    """Checks content and answers every place in it that wants a value. Raises InvalidDocument.

    `knows` tells which keys there are, for what relative keys of an `html` source mean; else the envelope tells.
    """
    faults = Faults()
    _check_size(content, faults)
    content = content if faults else migrated(content)
    kind = content.get("kind", "document") if isinstance(content, dict) else None
    if not faults and (not isinstance(content, dict) or not isinstance(kind, str) or kind not in MEMBERS):
        faults.add("layout/kind" if isinstance(content, dict) else "layout", KIND_FAULT)
    uses = [] if faults or not isinstance(content, dict) else _check_members(content, str(kind), faults, knows)
    if faults:
        raise InvalidDocument(issues=faults.issues())
    return uses


def _check_size(content: object, faults: Faults) -> None:
    """Bounds first: all later walks may then recurse."""
    level, seen = [content], 0
    for _ in range(RAW_DEPTH_LIMIT):
        level = [
            child
            for value in level
            if isinstance(value, dict | list)
            for child in (value.values() if isinstance(value, dict) else value)
        ]
        seen += len(level)
        if not level or seen > RAW_VALUES_LIMIT:
            break
    if level:
        faults.add("layout", gettext_noop("The document is nested too deep or has too many values"))
    elif len(json.dumps(content, ensure_ascii=False, default=str).encode(errors="replace")) > BYTES_LIMIT:
        faults.add("layout", filled("A document has at most {most} MB", most=BYTES_LIMIT // 1_000_000))


def _check_members(content: dict[str, Any], kind: str, faults: Faults, knows: Knows | None) -> list[Use]:
    for name in content.keys() - set(MEMBERS[kind]):
        faults.add(
            f"layout/{printable(str(name), 80)}", filled("Unknown; known are {known}", known=", ".join(MEMBERS[kind]))
        )
    if content.get("schema") != VERSION or isinstance(content.get("schema"), bool):
        faults.add("layout/schema", filled("Expected {version}", version=VERSION))
    page = content.get("page")
    if page is not None:
        check_page(page, "layout/page/", faults)
    is_sound = not faults
    _check_map(content.get("typography"), RULES_OF_TYPE, "layout/typography", faults)
    _check_roles(content.get("roles"), faults)
    _check_variables(content.get("variables"), faults)
    _check_loops(content.get("loops"), faults)
    tree = TreeCheck(faults, (page or {}) if is_sound else None, _roles(content.get("roles")))
    for name in ("header", "footer"):
        _check_bands(content.get(name), f"layout/{name}", tree)
    uses = _check_source(content, kind, tree, knows or declared_in(content))
    uses = [*uses, *check_finishing(content.get("finishing"), "layout/finishing", faults)]
    _check_conflicts(uses, faults)
    return uses


def _check_source(content: dict[str, Any], kind: str, tree: TreeCheck, knows: Knows) -> list[Use]:
    if kind == "html":
        return tree.uses + check_markup(content, "layout", tree.faults, knows)
    if kind == OVERLAY:
        return check_overlay(content, "layout", tree.faults, tree.roles)
    body = content.get("body")
    if tree.node(body, Place("layout/body")) not in ("doc", ""):
        tree.faults.add("layout/body/type", gettext_noop("Expected doc"))
    return tree.uses


def _check_map(given: Any, checks: Mapping[str, Check], path: str, faults: Faults) -> None:
    if given is None:
        return
    if not isinstance(given, dict):
        faults.add(path, gettext_noop("Expected an object"))
        return
    for name, value in given.items():
        fault = checks[name](value) if name in checks else filled("Unknown; known are {known}", known=", ".join(checks))
        if fault:
            faults.add(f"{path}/{printable(str(name), 80)}", fault)


def _check_roles(roles: Any, faults: Faults) -> None:
    if roles is None:
        return
    if not isinstance(roles, list) or len(roles) > ROLES_LIMIT:
        faults.add("layout/roles", filled("Expected a list of at most {most} roles", most=ROLES_LIMIT))
        return
    for at, role in enumerate(roles):
        _check_map(role if role is not None else [], RULES_OF_ROLE, f"layout/roles/{at}", faults)
        if isinstance(role, dict) and role.get("key") is None:
            faults.add(f"layout/roles/{at}/key", gettext_noop("Required"))
    keys = _roles(roles)
    for key in {key for key in keys if keys.count(key) > 1}:
        faults.add("layout/roles", filled("The role {key} is there twice", key=printable(key, 80)))


def _roles(roles: Any) -> list[str]:
    """The keys of the roles that have one."""
    named = [role.get("key") for role in roles if isinstance(role, dict)] if isinstance(roles, list) else []
    return [key for key in named if isinstance(key, str)]


def _check_bands(bands: Any, path: str, tree: TreeCheck) -> None:
    if bands is None:
        return
    if not isinstance(bands, dict) or bands.keys() - {"default", "first"}:
        tree.faults.add(path, gettext_noop("Expected an object with default and first"))
        return
    for which, band in bands.items():
        if band is None:
            continue
        if not isinstance(band, dict) or band.keys() - set(SLOTS):
            tree.faults.add(f"{path}/{which}", filled("Expected an object with {known}", known=", ".join(SLOTS)))
            continue
        for slot, nodes in band.items():
            tree.slot(nodes, f"{path}/{which}/{slot}")


def _check_variables(variables: Any, faults: Faults) -> None:
    if variables is None:
        return
    if not isinstance(variables, dict) or len(variables) > VARIABLES_LIMIT:
        faults.add("layout/variables", filled("Expected an object of at most {most} variables", most=VARIABLES_LIMIT))
        return
    for key, raw in variables.items():
        path = f"layout/variables/{printable(str(key), 160)}"
        fault = absolute_key_fault(key)
        if fault:
            faults.add(path, fault)
            continue
        envelope_variable(key, raw, path, faults)


def _check_loops(loops: Any, faults: Faults) -> None:
    if loops is None:
        return
    if not isinstance(loops, dict) or len(loops) > LOOPS_LIMIT:
        faults.add("layout/loops", filled("Expected an object of at most {most} loops", most=LOOPS_LIMIT))
        return
    checks: dict[str, Check] = {"label": is_a.text(160), "previewData": _preview_fault}
    for key, raw in loops.items():
        path = f"layout/loops/{printable(str(key), 160)}"
        if is_a.list_key(key) or "." in key.rpartition("[].")[2]:
            faults.add(path, gettext_noop("Expected the key of a list, without dots"))
            continue
        _check_map(raw if raw is not None else [], checks, path, faults)


def _preview_fault(rows: Any) -> str | None:
    is_fine = isinstance(rows, list) and len(rows) <= 10 and all(isinstance(row, dict) for row in rows)
    return None if is_fine and is_small_json(rows, PREVIEW_BYTES_LIMIT) else gettext_noop("Expected at most 10 objects")


def _check_conflicts(uses: list[Use], faults: Faults) -> None:
    """Keys that cannot stand together in one data object, and lists with a dot at the top level."""
    lists = {use.key for use in uses if use.role == LIST}
    for use in uses:
        if use.role == LIST and "." in use.key.rpartition("[].")[2]:
            faults.add(use.place, filled("{key}: the key of a list has no dots", key=use.key))
    places = {use.key: use.place for use in reversed(uses)}
    for key, other in conflicts([*lists, *dict.fromkeys(use.key for use in uses if use.key not in lists)]):
        faults.add(places[key], filled("{key} cannot be asked for beside {other}", key=key, other=other))
    if len({use.key for use in uses if not list_of(use.key)}) > VARIABLES_LIMIT:
        faults.add("layout", filled("A document asks for at most {most} variables", most=VARIABLES_LIMIT))
