"""Samples: the templates that a new project can start from, read once from the files beside this one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from templates_app.examples import sample_data

__all__ = ["Sample", "sample_data", "samples"]

FOLDER = Path(__file__).with_name("samples")
ORDER = (
    *("invoice", "quote", "contract", "letter", "delivery-note", "monthly-report", "certificate", "receipt"),
    *("shipping-label", "payslip", "arabic-invoice", "japanese-receipt"),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One template to start from: what a client would send to create it, and data that shows it at its best."""

    slug: str
    name: str
    description: str
    template_type: str
    manifest: dict[str, Any]
    content: dict[str, Any] | None
    data: dict[str, Any]
    locale: str = "en"

    @property
    def picture(self) -> str:
        """The name of the picture of its first page among the static files."""
        return f"samples/{self.slug}-1.png"


def _read(slug: str) -> Sample:
    raw = json.loads((FOLDER / f"{slug}.json").read_text(encoding="utf-8"))
    return Sample(
        slug=raw["slug"],
        name=raw["name"],
        description=raw["description"],
        template_type=raw["templateType"],
        manifest=raw["manifest"],
        content=raw["content"],
        data=raw["data"],
        locale=raw.get("locale", "en"),
    )


SAMPLES = tuple(_read(slug) for slug in ORDER)


def samples() -> list[Sample]:
    """All samples, in the order to show them."""
    return list(SAMPLES)


def sample_of(slug: str) -> Sample | None:
    """The sample of that slug."""
    return next((sample for sample in SAMPLES if sample.slug == slug), None)
