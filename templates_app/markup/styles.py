"""Styles: the CSS that a template may bring, held to what cannot load, run or reach anything."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import tinycss2
from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled

CSS_LIMIT = 300_000
AT_RULES = frozenset(
    (
        *("media", "page", "font-face", "supports", "layer", "container", "counter-style", "property"),
        *(f"{side}-{part}" for side in ("top", "bottom") for part in ("left", "center", "right")),
        *(f"{side}-{part}-corner" for side in ("top", "bottom") for part in ("left", "right")),
        *(f"{side}-{part}" for side in ("left", "right") for part in ("top", "middle", "bottom")),
    )
)
LOADING_FUNCTIONS = frozenset(
    (
        *("image", "image-set", "-webkit-image-set", "element", "-moz-element", "expression", "paint", "src"),
        *("cross-fade", "-webkit-cross-fade", "-webkit-canvas"),
    )
)
BINDINGS = frozenset(["behavior", "-moz-binding"])
DATA_URL = re.compile(
    r"data:(?:image|font)/[a-z0-9.+-]+[;,]|data:application/(?:x-)?font-[a-z0-9-]+[;,]", re.IGNORECASE
)


def stylesheet_faults(css: str) -> list[str]:
    """What is wrong with a stylesheet, with line and column; empty when it can be used."""
    if len(css) > CSS_LIMIT:
        return [filled("At most {most} characters of CSS", most=CSS_LIMIT)]
    if "{{" in css:
        line = css.count("\n", 0, css.index("{{")) + 1
        return [filled("line {line}: values cannot stand in CSS", line=line)]
    return _faults(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def style_faults(declarations: str) -> list[str]:
    """What is wrong with a `style` attribute."""
    if "{{" in declarations:
        return [gettext_noop("values cannot stand in a style attribute")]
    return _faults(tinycss2.parse_blocks_contents(declarations, skip_comments=True, skip_whitespace=True))


def inert(css: str) -> str:
    """A checked stylesheet as it can stand inside <style>: nothing in it can end the element."""
    return css.replace("<", "\\3c ")


def _faults(nodes: Iterable[Any]) -> list[str]:
    found: list[str] = []
    waiting = list(nodes)
    while waiting and len(found) < 20:
        node = waiting.pop(0)
        fault = _fault(node)
        if fault:
            found.append(
                filled(
                    "line {line}, column {column}: {reason}",
                    line=node.source_line,
                    column=node.source_column,
                    reason=fault,
                )
            )
        for part in ("prelude", "content", "arguments", "value"):
            inner = getattr(node, part, None)
            if isinstance(inner, list):
                waiting.extend(inner)
    return found


def _fault(node: Any) -> str | None:
    if node.type == "error":
        return filled("cannot be read as CSS ({detail})", detail=node.message)
    if node.type in ("at-rule", "at-keyword"):
        name = (node.lower_at_keyword if node.type == "at-rule" else node.lower_value).strip()
        return None if name in AT_RULES else filled("@{name} is not allowed", name=name[:40])
    if node.type == "url":
        return None if DATA_URL.match(node.value) else gettext_noop("url() takes data:image and data:font only")
    if node.type == "function":
        return _function_fault(node)
    names = {getattr(node, "lower_name", ""), getattr(node, "lower_value", "")}
    return filled("{name} is not allowed", name=(names & BINDINGS).pop()) if names & BINDINGS else None


def _function_fault(node: Any) -> str | None:
    if node.lower_name in LOADING_FUNCTIONS:
        return filled("{name}() is not allowed", name=node.lower_name)
    if node.lower_name == "url":
        texts = [part.value for part in node.arguments if part.type == "string"]
        return (
            None
            if len(texts) == 1 and DATA_URL.match(texts[0])
            else gettext_noop("url() takes data:image and data:font only")
        )
    return None
