"""The look that a project gives all its embeds: what owners fill in as an appearance, and an appearance as a sheet."""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.translation import gettext_noop

from embed.appearance import RULES, Look

VARIABLES: dict[str, dict[str, str]] = RULES["variables"]
HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
HINTS = {
    "color": gettext_noop("A colour such as #2563eb."),
    "length": gettext_noop("A length such as 8px or 0.5rem."),
    "fonts": gettext_noop("Names of fonts, such as Inter, sans-serif."),
    "shadow": gettext_noop("A shadow such as 0 1px 2px #0003."),
}
# What people read of the parts that they fill in: `colorPrimaryForeground` and its like.
TITLES = {
    "colorPrimary": gettext_noop("Color primary"),
    "colorPrimaryForeground": gettext_noop("Color primary foreground"),
    "colorBackground": gettext_noop("Color background"),
    "colorForeground": gettext_noop("Color foreground"),
    "colorSurface": gettext_noop("Color surface"),
    "colorMutedForeground": gettext_noop("Color muted foreground"),
    "colorBorder": gettext_noop("Color border"),
    "colorInput": gettext_noop("Color input"),
    "colorRing": gettext_noop("Color ring"),
    "colorDanger": gettext_noop("Color danger"),
    "colorSuccess": gettext_noop("Color success"),
    "colorWarning": gettext_noop("Color warning"),
    "borderRadius": gettext_noop("Border radius"),
    "fontFamily": gettext_noop("Font family"),
    "fontSizeBase": gettext_noop("Font size base"),
    "spacingUnit": gettext_noop("Spacing unit"),
    "shadow": gettext_noop("Shadow"),
}
MOST_LOOK = 20_000


def look_of(text: str) -> dict[str, Any]:
    """What of a look in an address is allowed; nothing of what is none."""
    try:
        given = json.loads(text) if len(text) <= MOST_LOOK else {}
    except (ValueError, RecursionError):
        return {}
    return Look(given).accepted if isinstance(given, dict) else {}


def sheet(look: dict[str, Any]) -> str:
    """A checked look as the browser gets it."""
    variables = dict(look.get("variables") or {})
    primary = variables.get("colorPrimary", "")
    if primary and HEX.fullmatch(primary):
        variables.setdefault("colorPrimaryForeground", readable_on(primary))
    root = " ".join(f"{VARIABLES[name]['property']}: {value};" for name, value in variables.items())
    blocks = [f"{selector} {{ {_lines(own)} }}" for selector, own in (look.get("rules") or {}).items()]
    return "\n".join([f":root {{ {root} }}", *blocks])


def readable_on(color: str) -> str:
    """Black or white, whichever is easier to read on a hexadecimal colour (WCAG relative luminance)."""
    digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#000000"


def _lines(declarations: dict[str, str]) -> str:
    names = {name: re.sub(r"[A-Z]", lambda found: f"-{found[0].lower()}", name) for name in declarations}
    return " ".join(f"{names[name]}: {value};" for name, value in declarations.items())
