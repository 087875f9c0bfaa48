"""File names that are safe on every file system."""

from __future__ import annotations

import re

UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


def safe_file_name(wanted: str) -> str:
    """The wanted name without path parts and control characters, ending in `.pdf`; empty stays empty."""
    name = UNSAFE_IN_NAMES.sub("-", wanted).strip(" .-")[:180]
    if not name or name.lower().endswith(".pdf"):
        return name
    return f"{name}.pdf"
