"""The look that a host may give, held against the list of names and patterns that the browser reads too."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from embed.origins import is_web_address

RULES: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parent.parent / "static" / "src" / "lib" / "appearance.json").read_text()
)
MOST_RULES = 100
SHOWN = 60


class Look:
    """An appearance as far as it is allowed; `rejected` names by path what was left out, and why."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.accepted: dict[str, Any] = {}
        self.rejected: list[dict[str, str]] = []
        for name, value in given.items():
            take = TAKERS.get(name)
            if take is None:
                self._reject(name, "unknown")
            else:
                take(self, name, value)

    def _reject(self, path: str, reason: str) -> None:
        self.rejected.append({"path": path[: SHOWN * 3], "reason": reason})

    def _base(self, name: str, value: object) -> None:
        if value in RULES["baseThemes"]:
            self.accepted[name] = value
        else:
            self._reject(name, f"expected one of {', '.join(RULES['baseThemes'])}")

    def _variables(self, name: str, value: object) -> None:
        found = {}
        for key, given in self._members(name, value):
            known = RULES["variables"].get(key)
            if known is None:
                self._reject(f"{name}.{key}", "unknown")
            elif not fits(RULES["patterns"][known["pattern"]], given) or is_forbidden(given):
                self._reject(f"{name}.{key}", "value not allowed")
            else:
                found[key] = given
        self.accepted[name] = found

    def _rules(self, name: str, value: object) -> None:
        found = {}
        for at, (selector, declarations) in enumerate(self._members(name, value)):
            match = re.fullmatch(RULES["rules"]["selector"], selector)
            if at >= MOST_RULES or not match or match.group(1) not in RULES["rules"]["classes"]:
                self._reject(f"{name}.{selector}", "selector not allowed")
                continue
            kept = dict(self._declarations(f"{name}.{selector}", declarations))
            if kept:
                found[selector] = kept
        self.accepted[name] = found

    def _declarations(self, path: str, given: object) -> list[tuple[str, str]]:
        kept = []
        for name, value in self._members(path, given):
            if name not in RULES["rules"]["properties"]:
                self._reject(f"{path}.{name}", "property not allowed")
            elif not fits(RULES["rules"]["value"], value) or is_forbidden(value):
                self._reject(f"{path}.{name}", "value not allowed")
            else:
                kept.append((name, value))
        return kept

    def _layout(self, name: str, value: object) -> None:
        found = {}
        for key, given in self._members(name, value):
            rule = RULES["layout"].get(key)
            if rule is None:
                self._reject(f"{name}.{key}", "unknown")
            elif not _layout_fits(rule, given):
                self._reject(f"{name}.{key}", "value not allowed")
            else:
                found[key] = given
        self.accepted[name] = found

    def _address(self, name: str, value: object) -> None:
        if not isinstance(value, str) or len(value) > 2048 or not is_web_address(value):
            self._reject(name, "not an http(s) address")
        elif name == "logoUrl":
            self.accepted[name] = value
        else:
            self._reject(name, "not applied")

    def _members(self, path: str, value: object) -> list[tuple[str, Any]]:
        if isinstance(value, dict):
            return list(value.items())
        self._reject(path, "expected an object")
        return []


TAKERS = {
    "baseTheme": Look._base,
    "variables": Look._variables,
    "rules": Look._rules,
    "layout": Look._layout,
    **dict.fromkeys(RULES["addresses"], Look._address),
}


def fits(pattern: str, value: object) -> bool:
    """Whether a text is of the pattern from its first to its last character, and not too long."""
    is_text = isinstance(value, str) and len(value) <= RULES["rules"]["limit"]
    return is_text and re.fullmatch(pattern, str(value)) is not None


def is_forbidden(value: str) -> bool:
    """Whether there is something in it that could load, run or break out."""
    return re.search(RULES["rules"]["forbidden"], value, re.IGNORECASE) is not None


def _layout_fits(rule: list[str] | str, value: object) -> bool:
    if rule == ["boolean"]:
        return isinstance(value, bool)
    return value in rule if isinstance(rule, list) else fits(rule, value)


def with_branding(appearance: dict[str, Any] | None, branding: dict[str, Any]) -> dict[str, Any]:
    """The older `branding` said in the words of `appearance`, which wins where both say something."""
    said: dict[str, Any] = {name: branding[name] for name in ("logoUrl", "fontUrl") if branding.get(name)}
    if branding.get("primaryColor"):
        said["variables"] = {"colorPrimary": branding["primaryColor"]}
    return layered(said, appearance or {})


def layered(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Two looks, the upper one first; groups of values are mixed value by value."""
    found = dict(under)
    for name, value in over.items():
        below = found.get(name)
        both = isinstance(value, dict) and isinstance(below, dict)
        found[name] = {**below, **value} if both and isinstance(below, dict) else value
    return found
