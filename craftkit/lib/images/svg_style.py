"""The part of SVG's styling that only says how shapes look: no loading, no animation, no addresses but #ids."""

from __future__ import annotations

import re
from typing import Any

import tinycss2
from django.utils.translation import gettext_noop

from craftkit.lib.images.picture import BadImage
from craftkit.lib.speech import filled


def words(text: str) -> frozenset[str]:
    """A set written as words between blanks."""
    return frozenset(text.split())


PROPERTIES = words(
    """
    clip-path clip-rule color color-interpolation direction display dominant-baseline alignment-baseline baseline-shift
    fill fill-opacity fill-rule font font-family font-size font-size-adjust font-stretch font-style font-variant
    font-weight letter-spacing marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow
    paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap
    stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering transform
    transform-origin unicode-bidi vector-effect visibility word-spacing writing-mode
    """
)
FUNCTIONS = words("rgb rgba hsl hsla matrix translate scale rotate skewx skewy translatex translatey")
LOCAL_URL = re.compile(r"url\(\s*(['\"]?)#([\w.:-]+)\1\s*\)", re.IGNORECASE)
FORBIDDEN = re.compile(r"[\\<>{};@]|/\*")
MAX_SHEET = 100_000
MAX_INLINE = 4_000
MAX_CLASSES = 16
SELECTOR = re.compile(r"([.#]?)([A-Za-z_][\w-]*)")
RANKS = {"": 0, ".": 1, "#": 2, "inline": 3}
IMPORTANT = 4
# Property to (rank, value): of two values the one of higher rank wins, of equals the later.
Ranked = dict[str, tuple[int, str]]


def is_harmless(value: str) -> bool:
    """Whether a value consists of plain words, numbers, known functions and references within the file."""
    if FORBIDDEN.search(value):
        return False
    before_brackets = LOCAL_URL.sub("", value).split("(")[:-1]
    return all(re.split(r"[^\w-]", text.rstrip())[-1].lower() in FUNCTIONS for text in before_brackets)


def references(value: str) -> list[str]:
    """The ids that a value refers to."""
    return [found[1] for found in LOCAL_URL.findall(value)]


def rules(text: str) -> dict[str, Ranked]:
    """What a style sheet says by simple selector (`path`, `.st0`, `#a`); BadImage for anything cleverer."""
    if len(text) > MAX_SHEET:
        raise BadImage(f"The SVG's style sheet is longer than {MAX_SHEET:,} characters.")
    found: dict[str, Ranked] = {}
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and _is_for_dark_screens(rule):
            continue
        if rule.type == "at-rule":
            raise BadImage(f"The SVG's style sheet uses @{rule.at_keyword[:40]}, which is not supported.")
        if rule.type != "qualified-rule":
            raise BadImage(gettext_noop("The SVG's style sheet is not valid CSS."))
        for selector in tinycss2.serialize(rule.prelude).split(","):
            kind = SELECTOR.fullmatch(selector.strip())
            if not kind:
                raise BadImage(f"The SVG's style sheet selects {selector.strip()[:40]!r}, which is not supported.")
            _merge(found.setdefault(kind[0], {}), _declared(rule.content, RANKS[kind[1]]))
    return found


def style_of(tag: str, classes: str, identifier: str, inline: str, sheet: dict[str, Ranked]) -> str:
    """One style attribute that says what the sheet and the element's own style say together."""
    if len(inline) > MAX_INLINE:
        raise BadImage(f"A style attribute of the SVG is longer than {MAX_INLINE:,} characters.")
    names = classes.split()
    if len(names) > MAX_CLASSES:
        raise BadImage(filled("An element of the SVG has more than {most} classes.", most=MAX_CLASSES))
    winning: Ranked = {}
    for selector in (tag, *(f".{name}" for name in names), f"#{identifier}"):
        _merge(winning, sheet.get(selector, {}))
    if inline:
        _merge(winning, _declared(inline, RANKS["inline"]))
    return ";".join(f"{name}:{value}" for name, (_, value) in winning.items())


def _is_for_dark_screens(rule: Any) -> bool:
    # Paper is light, so there a logo's night colours never apply.
    condition = "".join(tinycss2.serialize(rule.prelude).lower().split())
    return rule.lower_at_keyword == "media" and condition == "(prefers-color-scheme:dark)"


def _merge(into: Ranked, more: Ranked) -> None:
    for name, ranked in more.items():
        if name not in into or ranked[0] >= into[name][0]:
            into[name] = ranked


def _declared(source: Any, rank: int) -> Ranked:
    """The known properties; BadImage for a value that is not harmless."""
    found: Ranked = {}
    for node in tinycss2.parse_blocks_contents(source, skip_comments=True, skip_whitespace=True):
        if node.type != "declaration" or node.lower_name not in PROPERTIES:
            continue
        value = tinycss2.serialize(node.value).strip()
        if not is_harmless(value):
            raise BadImage(f"The SVG's style {node.lower_name} refers outside the file or is not supported.")
        _merge(found, {node.lower_name: (rank + IMPORTANT * node.important, value)})
    return found
