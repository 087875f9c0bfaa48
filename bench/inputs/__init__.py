"""What is printed: a one-page invoice, a ten-page contract and a letter, the same at each run.

All are templates of the product, compiled by its own compiler, so that every contestant prints the same HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.inputs.contract import contract
from craftkit.lib.outbound import Outbound
from renders.assets import gather
from templates_app.compiler import compile_document, image_sources
from templates_app.fields import check_data, parse_manifest
from templates_app.samples import Sample, samples

LOCALE = "en"
SAMPLES = ("invoice", "letter")


@dataclass(frozen=True)
class Input:
    """A template as a client would send it, data for it, and the page that they make as a file."""

    slug: str
    template: dict[str, Any]
    data: dict[str, Any]
    html: Path


def make_inputs(folder: Path) -> dict[str, Input]:
    """All inputs by slug; their pages are written into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [_from_sample(sample) for sample in samples() if sample.slug in SAMPLES]
    return {slug: _make(slug, template, data, folder) for slug, template, data in [*chosen, contract()]}


def _from_sample(sample: Sample) -> tuple[str, dict[str, Any], dict[str, Any]]:
    template = {"name": sample.name, "manifest": sample.manifest, "layout": sample.content}
    return sample.slug, template, sample.data


def _make(slug: str, template: dict[str, Any], data: dict[str, Any], folder: Path) -> Input:
    manifest = parse_manifest(template["manifest"])
    values = check_data(manifest, data).values
    # Every picture is within the data, so nothing is fetched.
    pictures = gather(image_sources(template["layout"], values), outbound=Outbound(), deadline=0)
    page = compile_document(template["layout"], manifest, values, locale=LOCALE, images=pictures.sources)
    path = folder / f"{slug}.html"
    path.write_text(page.html, encoding="utf-8")
    return Input(slug, template, data, path)
