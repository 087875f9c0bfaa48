"""Templates with their versions, the documents made of them, and batches."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bench.seeding.spread import company, dice, favoured, id_at, keep, like, moments, one_of
from craftkit.accounts.models import Project
from renders.models import Batch, BatchRow, Render
from templates_app.models import Template, TemplateVersion
from templates_app.samples import Sample, samples
from tests.factories import make_batch

DAYS = 180
ENVS = {"live": 9.0, "test": 1.0}
ENDS = {"succeeded": 93.0, "failed": 5.0, "cancelled": 2.0}
SOURCES = {"api": 70.0, "hook": 12.0, "dashboard": 5.0, "form": 12.0, "verify": 1.0}
ERRORS = {
    "asset_unavailable": "A picture could not be loaded: https://cdn.example.org/logo.png answered 404.",
    "render_timeout": "The document was not finished within 60 seconds.",
    "render_crashed": "The render was given up: its worker stopped answering each time it was tried.",
    "missing_variable": "The variable customer.name has no value.",
}
WARNING = {"code": "missing_glyph", "message": "No font has the letter U+1F600.", "path": "body.content.3"}
ITEMS = [{"name": f"Consulting, week {week}", "qty": 8, "price": 120.5, "unit": "hours"} for week in range(1, 9)]
STAGES = {"queue": 4, "data": 2, "layout": 30, "print": 48, "finish": 12}
# Of the last ones only; what is older is over.
ON_THE_WAY = {"queued": 3.0, "rendering": 1.0, "succeeded": 6.0}
ON_THE_WAY_FOR = timedelta(minutes=30)


def templates(project: Project, count: int) -> list[Template]:
    """Templates with one to four versions, the last of which is current."""
    designs, made, versions = samples(), list[Template](), list[TemplateVersion]()
    for number in range(count):
        sample = designs[number % len(designs)]
        template = Template(project=project, slug=f"{sample.slug}-{number}", name=f"{sample.name} {company()}"[:120])
        template.description, template.template_type = sample.description, sample.template_type
        template.locale = sample.locale
        template.give_inbound_credentials()
        made.append(template)
        versions += [version_of(template, sample, at) for at in range(1, dice.randint(2, 5))]
    keep(made)
    keep(versions)
    for version in versions:
        version.template.current_version = version
    Template.objects.bulk_update(made, ["current_version"], batch_size=200)
    return made


def version_of(template: Template, sample: Sample, number: int) -> TemplateVersion:
    """A version with the sample's own content; its picture is drawn."""
    version = TemplateVersion(template=template, number=number, manifest=sample.manifest, content=sample.content or {})
    version.sample_data, version.thumbnail_key = sample.data, f"thumbnails/{template.pk}-{number}.png"
    return version


def renders(project: Project, chosen: list[Template], count: int) -> None:
    """Documents of half a year, some of which are on their way now."""
    keep(_renders(project, chosen, moments(count, DAYS)))


def _renders(project: Project, chosen: list[Template], times: list[datetime]) -> Iterator[Render]:
    fresh = times[-1] - ON_THE_WAY_FOR
    for at in times:
        status = one_of(ON_THE_WAY if at > fresh else ENDS)
        template = favoured(chosen)
        yield document(template, at, status, project=project, env=one_of(ENVS), source=one_of(SOURCES))


def document(template: Template, at: datetime, status: str, **fields: Any) -> Render:
    """A render as it stands in that state."""
    row = Render(id=id_at(at), template=template, version=template.current_version, status=status, created_at=at)
    row.data = {"customer": {"name": company(), "number": dice.randint(1, 99_999)}, "items": ITEMS}
    row.options, row.request_id = {"title": row.data["customer"]["name"]}, f"req_{row.pk.hex[:20]}"
    if dice.random() < 0.6:
        row.filename = f"{template.name}-{dice.randint(1, 99_999)}.pdf"
    if status == "succeeded":
        finished(row)
    if status == "failed":
        row.error_code, row.error_message = dice.choice(list(ERRORS.items()))
    if status != "queued":
        row.started_at = at + timedelta(milliseconds=dice.randint(4, 900))
    if status in Render.TERMINAL:
        row.completed_at = at + timedelta(milliseconds=dice.randint(100, 3_000))
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def finished(row: Render) -> None:
    """What a document has once it is made."""
    row.pdf_sha256 = row.content_hash = hashlib.sha256(row.pk.bytes).hexdigest()
    row.pdf_key, row.pdf_bytes, row.pages = f"pdfs/{row.pk}.pdf", dice.randint(9_000, 400_000), dice.randint(1, 9)
    row.engine, row.timings = "chromium 141.0.7390.37", {name: dice.randint(1, most) for name, most in STAGES.items()}
    if dice.random() < 0.15:
        row.warnings = [WARNING] * dice.randint(1, 3)


def batches(first: Render, sizes: list[tuple[str, int]]) -> list[Batch]:
    """Batches of so many rows in these states, in the project of the render that they are like."""
    base = make_batch(first)
    return [_batch(base, first.template, status, size) for status, size in sizes]


def _batch(base: Batch, template: Template, status: str, size: int) -> Batch:
    at = moments(1, DAYS)[0]
    named = f"{company()}, {at:%B}"
    batch = like(base, id=id_at(at), status=status, name=named, total=size, expanded=size, created_at=at, counts={})
    states = ENDS if status == "completed" else {"queued": 6.0, "rendering": 0.1, "succeeded": 3.0, "failed": 0.2}
    made = [document(template, at, one_of(states), project=base.project, env=base.env) for _ in range(size)]
    for row in made:
        row.source, row.is_bulk = Render.Source.BATCH, True
    if status == "completed":
        ends = [row.status for row in made]
        batch.counts = {state: ends.count(state) for state in ENDS}
    keep([batch])
    keep(made)
    keep(
        BatchRow(batch=batch, number=number, render=row, external_id=f"cust-{number}", metadata={"run": named})
        for number, row in enumerate(made, 1)
    )
    return batch
