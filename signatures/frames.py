"""In which sites' frames the signing page of an embedded request may stand: who knows them says so from above."""

from __future__ import annotations

from collections.abc import Callable

from craftkit.accounts.models import Project

Origins = Callable[[Project], list[str]]
known: list[Origins] = []


def also(origins: Origins) -> None:
    """Let an app of a floor above name origins of a project's own pages."""
    known.append(origins)


def origins_of(project: Project) -> list[str]:
    """All that may frame the page; without any, nobody may."""
    return [origin for name in known for origin in name(project)]
