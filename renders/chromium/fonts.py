"""The browser's own list of fonts: the bundled ones first, the machine's only for characters that those lack."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from craftkit.lib.font_files import families_in

BUNDLED = Path(__file__).resolve().parents[2] / "static" / "fonts"
MACHINE = ("/usr/share/fonts", "/usr/local/share/fonts")
SANS, SERIF, MONO = "Liberation Sans", "Liberation Serif", "Liberation Mono"
STAND_INS = {
    "Arial": SANS,
    "Helvetica": SANS,
    "Helvetica Neue": SANS,
    "sans-serif": SANS,
    "Times": SERIF,
    "Times New Roman": SERIF,
    "serif": SERIF,
    "Courier": MONO,
    "Courier New": MONO,
    "monospace": MONO,
}
# With hinting, Chromium rounds every letter's width to whole screen pixels, and paper shows the gaps.
UNHINTED = (
    '<match target="pattern">'
    '<edit name="hinting" mode="assign"><bool>false</bool></edit>'
    '<edit name="hintstyle" mode="assign"><const>hintnone</const></edit>'
    '<edit name="antialias" mode="assign"><bool>true</bool></edit>'
    '<edit name="rgba" mode="assign"><const>none</const></edit>'
    "</match>"
)


def bundled_families() -> tuple[str, ...]:
    """The families that come with every install."""
    return "Inter", SANS, SERIF, MONO


@lru_cache(maxsize=256)
def is_on_machine(family: str) -> bool:
    """Whether the machine has fonts of that family, bundled ones aside."""
    wanted = _plain(family)
    if not wanted:
        return False
    files = (path for folder in MACHINE for path in Path(folder).rglob("*.[ot]t[fc]"))
    alike = (path for path in files if wanted.startswith(_plain(path.stem.partition("-")[0])))
    return any(family.casefold() in families_in(path) for path in alike)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def font_config(bundled: Path, cache: Path) -> str:
    """A fontconfig file. The machine's copies of bundled families are hidden, so that every machine prints alike."""
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in (bundled, *MACHINE))
    hidden = "".join(f"<glob>{folder}/*/{name}*</glob>" for folder in MACHINE for name in ("Inter", "Liberation"))
    aliases = "".join(
        f'<alias binding="same"><family>{wanted}</family><prefer><family>{given}</family></prefer></alias>'
        for wanted, given in STAND_INS.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"{folders}<selectfont><rejectfont><glob>*.woff*</glob>{hidden}</rejectfont></selectfont>{aliases}{UNHINTED}"
        f"<cachedir>/var/cache/fontconfig</cachedir><cachedir>{escape(str(cache))}</cachedir></fontconfig>"
    )
