"""Slugs for new templates: the name in small words, and the same with a short suffix when that one is taken."""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterator

from django.utils.text import slugify

SUFFIX = string.ascii_lowercase + string.digits


def candidates(name: str) -> Iterator[str]:
    """Slugs to try one after the other; they do not end."""
    stem = slugify(name)[:110].strip("-_").replace("_", "-") or "template"
    yield stem
    while True:
        yield f"{stem}-{''.join(secrets.choice(SUFFIX) for _ in range(4))}"
