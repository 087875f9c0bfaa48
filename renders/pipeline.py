"""From data to a stored PDF: compile, print, finish, inspect, store, in that order."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from craftkit.lib.errors import AppError
from craftkit.lib.outbound import Outbound
from craftkit.lib.speech import filled
from craftkit.lib.storage import Store, own_key
from renders.assets import Pictures, gather
from renders.chromium import Lane, Printed
from renders.clipping import with_clipped
from renders.collecting import collect
from renders.contents import print_settled
from renders.finishing import locked
from renders.inspection import inspect
from renders.models import Render
from renders.options import PdfOptions, watermark_of
from renders.overlay import base_of, lay
from renders.pdf import Finished, finish
from renders.shelf import Fonts, fonts_of, pictures_of
from templates_app.compiler import Compiled, compile_document, image_sources
from templates_app.compiler.finishing import Finishing, Protection, finishing_of
from templates_app.fields import parse_manifest
from templates_app.reach import Holders, Reach, holders_of
from templates_app.warnings import RenderWarning


class StrictWarnings(AppError):
    """`options.strict` is on, and making the document gave warnings."""

    status = 400
    code = "strict_warnings"


@dataclass
class Made:
    """A finished document and how it came about; times in milliseconds, `inputs` for the receipt."""

    finished: Finished
    key: str
    warnings: list[dict[str, Any]]
    timings: dict[str, float] = field(default_factory=dict)
    inputs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheets:
    """What came out of the printer, the page that it printed, and what was noticed on the way."""

    printed: Printed
    page: Compiled
    warnings: list[RenderWarning]


class Stopwatch:
    """Milliseconds by stage; one that comes again adds to it."""

    def __init__(self) -> None:
        self.times: dict[str, float] = {}

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        """Measure a stage."""
        started = time.perf_counter()
        yield
        self.times[stage] = round(self.times.get(stage, 0.0) + (time.perf_counter() - started) * 1000, 1)


def make_pdf(render: Render, *, lane: Lane, store: Store, outbound: Outbound, deadline: float) -> Made:
    """Make and store the document of a render; `deadline` is on the monotonic clock.

    Raises AppError subclasses; those that are not `permanent` are worth another attempt.
    """
    watch, options = Stopwatch(), render.options
    asked, holders = _wishes(render), holders_of(render.template_id, render.pk)

    def press(one: Render) -> Sheets:
        return _sheets(one, holders, lane=lane, store=store, outbound=outbound, watch=watch, deadline=deadline)

    sheets = press(render)
    extras, inputs = collect(render, asked, store=store, press=lambda part: press(part).printed.pdf)
    with watch.time("finish"):
        chosen = pdf_options(render, sheets.page)
        document_id = render.version.pk.hex
        finished = finish(sheets.printed.pdf, options=chosen, created=None, document_id=document_id, extras=extras)
    with watch.time("inspect"):
        shown = inspect(finished.pdf) if sheets.page.overlay is None else []
    warnings = [*render.warnings, *_as_json([*sheets.warnings, *finished.warnings, *shown])]
    if options.get("strict") and warnings:
        raise StrictWarnings(filled("options.strict is on, and: {reason}", reason=_in_line(warnings)))
    if asked.protection:
        with watch.time("encrypt"):
            finished = _under_lock(finished, asked.protection)
    with watch.time("store"):
        key = own_key(render.project_id, "renders", render.pk, finished.sha256, ".pdf")
        store.put(key, finished.pdf, content_type="application/pdf")
    return Made(finished, key, warnings, watch.times, inputs.as_json())


def _wishes(render: Render) -> Finishing:
    """What the template asks of its PDF."""
    version, timezone = render.version, render.options.get("timezone") or "UTC"
    manifest = parse_manifest(version.manifest)
    return finishing_of(version.content, manifest, render.data, locale=locale_of(render), timezone=timezone)


def _under_lock(finished: Finished, protection: Protection) -> Finished:
    data = locked(finished.pdf, protection)
    return replace(finished, pdf=data, sha256=hashlib.sha256(data).hexdigest())


def _sheets(
    render: Render,
    holders: Holders,
    *,
    lane: Lane,
    store: Store,
    outbound: Outbound,
    watch: Stopwatch,
    deadline: float,
) -> Sheets:
    """Load what the render shows, and print it."""
    content, manifest = render.version.content, parse_manifest(render.version.manifest)
    with watch.time("assets"):
        reach = Reach(holders, content, render.data, manifest.expressions)
        own = pictures_of(render.project_id, store, reach)
        pictures = gather(image_sources(content, render.data), outbound=outbound, deadline=deadline, own=own)
        fonts = fonts_of(render.version, locale=locale_of(render), store=store, holders=holders)
        base = base_of(content, project_id=render.project_id, store=store)
    page, printed = _print(render, pictures, fonts, lane=lane, watch=watch, deadline=deadline)
    with watch.time("finish"):
        printed = with_clipped(lay(base, printed, page))
    found = [*pictures.warnings, *fonts.warnings, *page.warnings, *_blocked(printed.blocked), *printed.noticed]
    return Sheets(printed, page, found)


def _print(
    render: Render, pictures: Pictures, fonts: Fonts, *, lane: Lane, watch: Stopwatch, deadline: float
) -> tuple[Compiled, Printed]:
    """Lay the document out and print it; once more, with the right numbers, for a table of contents."""
    content, manifest = render.version.content, parse_manifest(render.version.manifest)

    def lay_out(pages: Mapping[str, int]) -> Compiled:
        return compile_document(
            content,
            manifest,
            render.data,
            locale=locale_of(render),
            timezone=render.options.get("timezone") or "UTC",
            images=pictures.sources,
            pages=pages,
            faces=fonts.faces,
        )

    def press(page: Compiled) -> Printed:
        return lane.print(
            page.html,
            tenant=str(render.project_id),
            options=pdf_options(render, page),
            assets=pictures.assets | fonts.assets,
            fresh=content.get("kind") == "html",
            fitted=page.overlay is not None,
            room=page.room,
            deadline=deadline,
        )

    with watch.time("layout"):
        page = lay_out({})
    with watch.time("print"):
        return print_settled(page, lay_out, press)


def locale_of(render: Render) -> str:
    """The locale that was asked for, else the template's."""
    return render.options.get("locale") or render.template.locale


def pdf_options(render: Render, page: Compiled) -> PdfOptions:
    """How to print and finish this render."""
    is_bulk = bool((render.version.content.get("finishing") or {}).get("bulk"))
    return PdfOptions(
        title=page.title or render.template.name,
        language=page.language,
        watermark=watermark_of(render.env),
        tagged=page.overlay is None and not is_bulk,
        outline=page.overlay is None,
    )


def _in_line(warnings: list[dict[str, Any]]) -> str:
    return " ".join(warning["message"] for warning in warnings)


def _as_json(warnings: list[RenderWarning]) -> list[dict[str, Any]]:
    return [warning.as_json() for warning in warnings]


def _blocked(urls: tuple[str, ...]) -> list[RenderWarning]:
    return [
        RenderWarning("asset_blocked", filled("The page wanted {url}, which documents may not load.", url=url[:200]))
        for url in urls
    ]
