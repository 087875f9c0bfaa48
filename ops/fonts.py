"""Fonts of scripts that the shipped ones lack, from Debian's packages: too large to ship, no reason not to start."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from ops import debian
from ops.console import Stop, note

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
# Each package with a file by which its fonts are known, on systems with other packages too.
PACKAGES = {
    "fonts-noto-core": "NotoSansArabic",
    "fonts-noto-cjk": "NotoSansCJK",
    "fonts-noto-color-emoji": "NotoColorEmoji",
}
SCRIPTS = {
    "fonts-noto-core": "Arabic, Hebrew, Devanagari and Thai",
    "fonts-noto-cjk": "Chinese, Japanese and Korean",
    "fonts-noto-color-emoji": "emoji",
}
DOWNLOAD_SECONDS = 240
# Where apt gets nowhere, its time-outs should not be waited for at every start.
PAUSE_SECONDS = 24 * 3600


def provide(folder: Path) -> None:
    """Install what is missing where we may; else say what is missing, and what that means for documents.

    `folder` keeps the log, and when installing has last failed.
    """
    packages = missing(FOLDERS)
    if not packages:
        return
    if debian.can_install() and not failed_lately(folder / "fonts.failed"):
        packages = try_to_install(packages, folder)
    if packages:
        scripts = ", ".join(SCRIPTS[package] for package in packages)
        note(f"No fonts for {scripts}: documents may show empty boxes there, and warn of them (missing_glyph).")
        note(f"  To have them: {debian.command_for(packages)}")


def missing(folders: Iterable[Path]) -> list[str]:
    """The packages whose fonts no folder has."""
    names = [path.name for folder in folders for path in folder.rglob("Noto*")]
    return [package for package, mark in PACKAGES.items() if not any(name.startswith(mark) for name in names)]


def failed_lately(memory: Path) -> bool:
    """Whether installing failed within PAUSE_SECONDS."""
    return memory.exists() and time.time() - memory.stat().st_mtime < PAUSE_SECONDS


def try_to_install(packages: list[str], folder: Path) -> list[str]:
    """What is still missing afterwards. Only the download may be cut short: an installation must not stay half done."""
    log = folder / "log" / "apt-fonts.log"
    try:
        debian.download(packages, log=log, seconds=DOWNLOAD_SECONDS)
        debian.install(packages, log=log)
    except Stop as stop:
        note(stop.problem)
        (folder / "fonts.failed").touch()
        return packages
    return []
