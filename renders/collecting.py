"""Collecting: the assets and other templates' pages that a render's finishing takes, and the record of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from craftkit.api.idempotency import canonical
from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled
from craftkit.lib.storage import Store
from renders.finishing import Extras, Joined, Supply
from renders.models import Render
from renders.receipts import sha256
from templates_app.assets import AssetNotFound, find_asset, load_asset
from templates_app.compiler.finishing import Finishing, Part
from templates_app.document.overlay import KIND as OVERLAY
from templates_app.fields import check_data, parse_manifest
from templates_app.fields.checking import InvalidInputData
from templates_app.models import Asset, Template, TemplateVersion

Press = Callable[[Render], bytes]


class PartNotFound(AppError):
    """A template to join is not there, or has no such version."""

    status = 400
    code = "part_not_found"


class PartUnusable(AppError):
    """A template to join cannot be printed with this data."""

    status = 400
    code = "part_unusable"


@dataclass
class Inputs:
    """What went into a document beside its template and its data; kept for the receipt."""

    assets: list[dict[str, str]] = field(default_factory=list)
    templates: list[dict[str, Any]] = field(default_factory=list)
    is_protected: bool = False

    def as_json(self) -> dict[str, Any]:
        """As it is stored; nothing for nothing."""
        if not (self.assets or self.templates or self.is_protected):
            return {}
        return {"assets": self.assets, "templates": self.templates, "protected": self.is_protected}


def collect(render: Render, asked: Finishing, *, store: Store, press: Press) -> tuple[Extras, Inputs]:
    """Everything that the finishing takes; `press` prints a part. Raises AssetNotFound, PartNotFound, PartUnusable."""
    inputs = Inputs(is_protected=asked.protection is not None)
    _note_base(render, inputs)
    supplies: dict[str, Supply] = {}
    for use, asset, kind in _wanted(asked):
        supplies[asset] = _load(render, asset, use, kind, store, inputs)
    joined = tuple(_join(render, part, supplies, press, inputs) for part in asked.parts)
    data = canonical(render.data) if any(file.asset is None for file in asked.attachments) else b""
    return Extras(asked, supplies, joined, data), inputs


def _note_base(render: Render, inputs: Inputs) -> None:
    """The PDF that an overlay was laid over."""
    if render.version.content.get("kind") == OVERLAY:
        base = find_asset(render.project_id, render.version.content["base"], kind=Asset.Kind.PDF)
        inputs.assets.append({"id": str(base.pk), "use": "base", "sha256": base.sha256})


def _wanted(asked: Finishing) -> Iterator[tuple[str, str, str | None]]:
    """The assets by id, what each is for, and of what kind it has to be."""
    if asked.watermark and asked.watermark.asset:
        yield "watermark", asked.watermark.asset, Asset.Kind.IMAGE
    for asset in asked.stationery.values():
        yield "stationery", asset, Asset.Kind.PDF
    for part in asked.parts:
        if part.asset:
            yield "merge", part.asset, Asset.Kind.PDF
    for file in asked.attachments:
        if file.asset:
            yield "attachments", file.asset, None


def _load(render: Render, asset_id: str, use: str, kind: str | None, store: Store, inputs: Inputs) -> Supply:
    try:
        loaded = load_asset(render.project_id, asset_id, store=store, kind=kind)
    except AssetNotFound as error:
        raise AssetNotFound(
            filled("finishing.{use}: {reason} ({asset_id})", use=use, reason=error.message, asset_id=asset_id)
        ) from error
    asset = loaded.asset
    inputs.assets.append({"id": str(asset.pk), "use": use, "sha256": asset.sha256})
    return Supply(loaded.data, asset.filename or asset.name, asset.media_type, asset.sha256)


def _join(render: Render, part: Part, supplies: dict[str, Supply], press: Press, inputs: Inputs) -> Joined:
    if part.asset:
        supply = supplies[part.asset]
        return Joined(part, supply.data, part.title or supply.name.removesuffix(".pdf"))
    version = _version(render, part)
    hashed = sha256({"content": version.content, "manifest": version.manifest})
    inputs.templates.append({"slug": version.template.slug, "versionNumber": version.number, "hash": hashed})
    return Joined(part, press(_as_render(render, version)), part.title or version.template.name)


def _version(render: Render, part: Part) -> TemplateVersion:
    """The version that the part says, that an earlier print of the same document had, or the current one."""
    template = Template.objects.for_project(render.project).filter(slug=part.template).first()
    pinned = (render.options.get("parts") or {}).get(part.template)
    number = part.version or pinned
    if template is not None and number:
        version = template.versions.select_related("template").filter(number=number).first()
    else:
        version = template.current_version if template else None
    if version is None:
        raise PartNotFound(_lacking(part.template, number))
    return version


def _lacking(slug: str | None, number: int | None) -> str:
    if number:
        return filled(
            "finishing.merge: the project has no version {number} of template {slug} to join.", number=number, slug=slug
        )
    return filled("finishing.merge: the project has no template {slug} to join.", slug=slug)


def _as_render(render: Render, version: TemplateVersion) -> Render:
    """The part as a render of its own that nobody keeps: the same data, as far as its manifest asks for it."""
    try:
        values = check_data(parse_manifest(version.manifest), render.data).values
    except InvalidInputData as error:
        found = (error.issues or {"fieldErrors": {}})["fieldErrors"]
        named = ", ".join(list(found)[:5]) or error.message
        raise PartUnusable(
            filled("finishing.merge: {slug} lacks data to be joined: {named}.", slug=version.template.slug, named=named)
        ) from error
    return Render(
        project=render.project,
        env=render.env,
        template=version.template,
        version=version,
        data=values,
        options=render.options,
    )
