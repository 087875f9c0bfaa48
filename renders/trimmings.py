"""Trimmings: what of a template's finishing is seen on the pages of a specimen, as far as it can be had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled
from craftkit.lib.storage import Store
from renders.collecting import Press, collect
from renders.finishing import Extras, Joined, Supply
from renders.models import Render
from templates_app.compiler.finishing import Finishing, finishing_of
from templates_app.fields import parse_manifest
from templates_app.models import TemplateVersion
from templates_app.warnings import RenderWarning

SEEN = ("watermark", "stationery", "merge")


def trimmings(
    version: TemplateVersion, values: dict[str, Any], *, env: str, store: Store, press: Press
) -> tuple[Extras, list[RenderWarning]]:
    """Stationery, parts and watermark as a render gets them; what cannot be had is left out with a warning."""
    content = version.content
    seen = {name: asked for name, asked in (content.get("finishing") or {}).items() if name in SEEN and asked}
    if not seen:
        return Extras(), []
    template = version.template
    manifest = parse_manifest(version.manifest)
    asked = finishing_of({**content, "finishing": seen}, manifest, values, locale=template.locale)
    render = Render(project=template.project, env=env, template=template, version=version, data=values, options={})
    kept, warnings = Finishing(), []
    supplies: dict[str, Supply] = {}
    joined: list[Joined] = []
    for piece in _pieces(asked):
        try:
            found, _ = collect(render, piece, store=store, press=press)
        except AppError as error:
            if not error.permanent:
                raise
            warnings.append(
                RenderWarning(
                    "finishing_failed", filled("Not shown, and a render would fail: {reason}", reason=error.message)
                )
            )
            continue
        kept = _with(kept, piece)
        supplies |= found.supplies
        joined += found.joined
    return Extras(kept, supplies, tuple(joined)), warnings


def _pieces(asked: Finishing) -> Iterator[Finishing]:
    """Each on its own, so that one that fails takes no other with it."""
    if asked.watermark:
        yield Finishing(watermark=asked.watermark)
    if asked.stationery:
        yield Finishing(stationery=asked.stationery)
    yield from (Finishing(parts=(part,)) for part in asked.parts)


def _with(kept: Finishing, piece: Finishing) -> Finishing:
    return replace(
        kept,
        watermark=piece.watermark or kept.watermark,
        stationery=piece.stationery or kept.stationery,
        parts=kept.parts + piece.parts,
    )
