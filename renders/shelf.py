"""The shelf: what a render takes from its project's assets, pictures by id and fonts by the names of their families."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from craftkit.lib.images import Image
from craftkit.lib.speech import filled
from craftkit.lib.storage import Store
from renders.assets import Own
from renders.chromium.fonts import STAND_INS, bundled_families, is_on_machine
from renders.options import Asset
from templates_app.assets import AssetNotFound, find_asset, named_in
from templates_app.compiler.families import families
from templates_app.models import Asset as Stored
from templates_app.models import TemplateVersion
from templates_app.reach import Holders, Reach
from templates_app.typefaces import font_lists
from templates_app.warnings import RenderWarning

ADDRESS = "http://render.invalid/fonts/"
FORMATS = {"font/ttf": "truetype", "font/otf": "opentype", "font/woff2": "woff2"}


@dataclass
class Fonts:
    """The fonts that a version brings: `faces` is their CSS, `assets` their bytes by address."""

    faces: str = ""
    assets: dict[str, Asset] = field(default_factory=dict)
    warnings: list[RenderWarning] = field(default_factory=list)


def pictures_of(project_id: uuid.UUID, store: Store, reach: Reach) -> Own:
    """What loads a picture of the project by its id, if the document may print it; uploading made it harmless."""

    def load(asset_id: uuid.UUID, is_signed: bool) -> Image:
        asset = find_asset(project_id, asset_id, kind=Stored.Kind.IMAGE)
        if not is_signed and not reach.has(asset):
            raise AssetNotFound
        meta: dict[str, Any] = asset.meta
        return Image(asset.media_type, store.get(asset.key), meta["width"], meta["height"])  # type: ignore[arg-type]

    return load


def fonts_of(version: TemplateVersion, *, locale: str, store: Store, holders: Holders) -> Fonts:
    """The fonts that the version noted when it was published, so that it prints alike for ever.

    A draft has noted none, and takes what it names of the fonts that its holders may use. A family that nobody has is a
    warning with the one that is used instead.
    """
    fonts = Fonts()
    stored = _fonts_named(version, holders)
    for asset in stored:
        address = ADDRESS + asset.sha256
        fonts.assets[address] = Asset(store.get(asset.key), asset.media_type)
        fonts.faces += _face(asset, address)
    brought = {asset.meta["family"].casefold() for asset in stored}
    for names in font_lists(version.content):
        if names[0].casefold() not in brought and not is_there(names[0]):
            fonts.warnings.append(_missing(names, brought, locale))
    return fonts


def _fonts_named(version: TemplateVersion, holders: Holders) -> list[Stored]:
    if not version._state.adding:
        return list(version.assets.filter(kind=Stored.Kind.FONT).order_by("pk"))
    named = named_in(version.template.project_id, version.content, holders)
    return [asset for asset in named if asset.kind == Stored.Kind.FONT]


def is_there(family: str) -> bool:
    """Whether every document may use the family."""
    known = {name.casefold() for name in (*bundled_families(), *STAND_INS)}
    return family.casefold() in known or is_on_machine(family)


def _face(asset: Stored, address: str) -> str:
    """Later ones win over earlier ones that are described alike."""
    meta = asset.meta
    weight = " ".join(map(str, meta["weights"] or [meta["weight"]]))
    return (
        f"@font-face{{font-family:'{meta['family']}';font-weight:{weight};font-style:{meta['style']};"
        f"src:url({address}) format('{FORMATS[asset.media_type]}')}}"
    )


def _missing(names: tuple[str, ...], brought: set[str], locale: str) -> RenderWarning:
    given = (*names[1:], *families(names[0], locale)[1:])
    instead = next(name for name in given if name.casefold() in brought or is_there(name))
    return RenderWarning(
        "font_missing",
        filled(
            "There is no font {name}; {instead} is used instead. Upload it and publish the template again.",
            name=names[0],
            instead=instead,
        ),
    )
