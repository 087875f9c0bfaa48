"""Specimens: a version printed with its sample data as a render prints it, with no row and nothing stored."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from craftkit.lib.outbound import Outbound
from craftkit.lib.storage import Store
from renders.assets import gather
from renders.chromium import Lane, Printed
from renders.clipping import with_clipped
from renders.contents import print_settled
from renders.inspection import inspect
from renders.options import PdfOptions, watermark_of
from renders.overlay import base_of, lay
from renders.pdf import Finished, finish
from renders.shelf import fonts_of, pictures_of
from templates_app.compiler import Compiled, compile_document, image_sources
from templates_app.fields import check_data, parse_manifest
from templates_app.models import TemplateVersion
from templates_app.warnings import RenderWarning

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Press:
    """What printing needs: a started lane, the files, and the way outside for pictures."""

    lane: Lane
    store: Store
    outbound: Outbound


@dataclass(frozen=True, slots=True)
class Specimen:
    """A finished PDF, the page it was printed from, and everything that was noticed on the way."""

    finished: Finished
    page: Compiled
    warnings: tuple[RenderWarning, ...]

    @property
    def pdf(self) -> bytes:
        """The bytes of the PDF."""
        return self.finished.pdf


def print_specimen(version: TemplateVersion, *, press: Press, data: Data | None = None, env: str = "live") -> Specimen:
    """The version with its sample data, or with other data. Raises AppError, InvalidInputData among them."""
    deadline, template = time.monotonic() + settings.RENDER_SECONDS, version.template
    manifest = parse_manifest(version.manifest)
    checked = check_data(manifest, version.sample_data if data is None else data)
    sources = image_sources(version.content, checked.values)
    own = pictures_of(template.project_id, press.store)
    pictures = gather(sources, outbound=press.outbound, deadline=deadline, own=own)
    fonts = fonts_of(version, locale=template.locale, store=press.store)
    base = base_of(version.content, project_id=template.project_id, store=press.store)

    def lay_out(pages: Mapping[str, int]) -> Compiled:
        return compile_document(
            version.content,
            manifest,
            checked.values,
            locale=template.locale,
            images=pictures.sources,
            pages=pages,
            faces=fonts.faces,
        )

    def print_page(page: Compiled) -> Printed:
        printed = press.lane.print(
            page.html,
            tenant=str(template.project_id),
            options=_options(page, template.name),
            assets=pictures.assets | fonts.assets,
            fresh=version.content.get("kind") == "html",
            fitted=page.overlay is not None,
            room=page.room,
            deadline=deadline,
        )
        return with_clipped(lay(base, printed, page))

    page, printed = print_settled(lay_out({}), lay_out, print_page)
    options = replace(_options(page, template.name), watermark=watermark_of(env))
    finished = finish(printed.pdf, options=options, created=None, document_id=version.pk.hex)
    seen = [*(inspect(finished.pdf) if page.overlay is None else []), *printed.noticed]
    return Specimen(finished, page, (*checked.warnings, *pictures.warnings, *fonts.warnings, *page.warnings, *seen))


def _options(page: Compiled, name: str) -> PdfOptions:
    is_whole = page.overlay is None
    return PdfOptions(title=page.title or name, language=page.language, tagged=is_whole, outline=is_whole)
