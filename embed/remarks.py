"""Remarks on a version just published: what goes well enough to be printed, but perhaps not as its author meant."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError
from craftkit.lib.ids import parse_id
from craftkit.lib.speech import filled
from embed.directory import declared
from embed.models import EmbedSession
from templates_app.asset_links import asset_id_of
from templates_app.assets import missing_assets
from templates_app.compiler import compile_document, image_sources
from templates_app.completion import completed
from templates_app.differences import compare
from templates_app.fields import Checked, Manifest, parse_manifest
from templates_app.models import Asset, TemplateVersion
from templates_app.warnings import RenderWarning

MOST = 50
NO_ASSET = gettext_noop("No such asset in this project.")


def remarks_on(session: EmbedSession, version: TemplateVersion) -> list[RenderWarning]:
    """What can be known without printing: first what breaks senders, then what the page lacks. Addresses on the web are
    not asked for here; the preview and every render say which pictures they did not get."""
    manifest = parse_manifest(version.manifest)
    found = [*_breaking(version, manifest), *_beside_catalog(session, manifest), *_on_the_page(version, manifest)]
    return found[:MOST]


def _breaking(version: TemplateVersion, manifest: Manifest) -> Iterator[RenderWarning]:
    before = TemplateVersion.objects.filter(template=version.template_id, number=version.number - 1).first()
    for change in compare(parse_manifest(before.manifest), manifest) if before else []:
        if change.breaks:
            yield RenderWarning("breaking_change", change.message, change.key)


def _beside_catalog(session: EmbedSession, manifest: Manifest) -> Iterator[RenderWarning]:
    """Variables that a closed catalog does not have, so that whoever wrote it may never send them."""
    catalog = session.catalog
    if not catalog or catalog["allowCustom"]:
        return
    known = declared({}, catalog)
    offered = {*known["variables"], *known["loops"]}
    for key, variable in manifest.by_key.items():
        if key not in offered and not variable.expression:
            yield RenderWarning("unknown_key", filled("The catalog of this session has no {key}.", key=key), key)


def _on_the_page(version: TemplateVersion, manifest: Manifest) -> list[RenderWarning]:
    """What laying out the document with its sample data shows."""
    checked = completed(manifest, version.sample_data)
    try:
        page = compile_document(version.content, manifest, checked.values, locale=version.template.locale)
    except AppError as error:
        return [
            RenderWarning(
                "sample_unfit", filled("With its sample data this is no document: {reason}", reason=error.message)
            )
        ]
    return [*checked.warnings, *_missing_pictures(version, checked), *page.warnings]


def _missing_pictures(version: TemplateVersion, checked: Checked) -> Iterator[RenderWarning]:
    """Pictures of the project that nobody has, by the first place that shows each."""
    wanted = image_sources(version.content, checked.values)
    places = {str(known): image.path for image in wanted if (known := _asset_of(image.source))}
    for asset_id in missing_assets(version.template.project, places, kind=Asset.Kind.IMAGE):
        yield RenderWarning("asset_failed", filled("Picture not shown: {reason}", reason=NO_ASSET), places[asset_id])


def _asset_of(source: str) -> object:
    return parse_id(source) or asset_id_of(source)
