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
from renders.models import Render
from renders.options import PdfOptions, watermark_of
from renders.overlay import base_of, lay
from renders.pdf import Finished, finish
from renders.shelf import fonts_of, pictures_of
from renders.trimmings import trimmings
from templates_app.compiler import Compiled, compile_document, image_sources
from templates_app.fields import check_data, parse_manifest
from templates_app.models import TemplateVersion
from templates_app.reach import Holders, Reach, holders_of
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


@dataclass(frozen=True, slots=True)
class Sheets:
    """What came out of the printer, the page that it printed, and what was noticed on the way."""

    printed: Printed
    page: Compiled
    warnings: list[RenderWarning]


def print_specimen(
    version: TemplateVersion,
    *,
    press: Press,
    data: Data | None = None,
    env: str = "live",
    holders: Holders | None = None,
) -> Specimen:
    """The version with its sample data, or with other data, as a render for these holders (the template's) looks.

    Raises AppError, InvalidInputData among them.
    """
    deadline = time.monotonic() + settings.RENDER_SECONDS
    whose = holders_of(version.template.pk) if holders is None else holders
    checked = check_data(parse_manifest(version.manifest), version.sample_data if data is None else data)
    sheets = _sheets(version, checked.values, press, whose, deadline)

    def print_part(part: Render) -> bytes:
        return _sheets(part.version, part.data, press, whose, deadline).printed.pdf

    extras, missing = trimmings(version, checked.values, env=env, store=press.store, press=print_part)
    page = sheets.page
    options = replace(_options(page, version.template.name), watermark=watermark_of(env))
    finished = finish(sheets.printed.pdf, options=options, created=None, document_id=version.pk.hex, extras=extras)
    seen = inspect(finished.pdf) if page.overlay is None else []
    noticed = (*sheets.warnings, *missing, *finished.warnings, *seen, *sheets.printed.noticed)
    return Specimen(finished, page, (*checked.warnings, *noticed))


def _sheets(version: TemplateVersion, values: Data, press: Press, holders: Holders, deadline: float) -> Sheets:
    """Load what the version shows with these values, and print it."""
    template, content, manifest = version.template, version.content, parse_manifest(version.manifest)
    own = pictures_of(template.project_id, press.store, Reach(holders, content, values, manifest.expressions))
    pictures = gather(image_sources(content, values), outbound=press.outbound, deadline=deadline, own=own)
    fonts = fonts_of(version, locale=template.locale, store=press.store, holders=holders)
    base = base_of(content, project_id=template.project_id, store=press.store)

    def lay_out(pages: Mapping[str, int]) -> Compiled:
        return compile_document(
            content,
            manifest,
            values,
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
            fresh=content.get("kind") == "html",
            fitted=page.overlay is not None,
            room=page.room,
            deadline=deadline,
        )
        return with_clipped(lay(base, printed, page))

    page, printed = print_settled(lay_out({}), lay_out, print_page)
    return Sheets(printed, page, [*pictures.warnings, *fonts.warnings, *page.warnings])


def _options(page: Compiled, name: str) -> PdfOptions:
    is_whole = page.overlay is None
    return PdfOptions(title=page.title or name, language=page.language, tagged=is_whole, outline=is_whole)
