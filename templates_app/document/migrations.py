"""Migrations: documents of earlier schema versions made into what the current one would have written.

Each step is a pure function from one version to the next. They run whenever content is read, on the server only; what
is stored stays as it was until it is saved again. Content of an unknown version is left for the check to refuse. A step
also meets what was never checked, so it passes over whatever is not of the shape that it expects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from templates_app.document.schema import VERSION

Content = dict[str, Any]
Step = Callable[[Content], Content]

# From each version to the next: {1: function that makes a document of version 2, …}. None is needed for version 1.
STEPS: dict[int, Step] = {}


def migrated(content: Any, steps: Mapping[int, Step] = STEPS, to: int = VERSION) -> Any:
    """The content in the current version; itself when nothing is to do, and never changed in place."""
    while isinstance(content, dict) and (version := _version(content)) in steps and version < to:
        content = {**steps[version](content), "schema": version + 1}
    return content


def _version(content: Content) -> int:
    version = content.get("schema")
    return version if isinstance(version, int) and not isinstance(version, bool) else 0
