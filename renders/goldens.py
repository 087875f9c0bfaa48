"""Goldens: how each published version looked with its sample data when it was last approved, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import F, QuerySet

from craftkit.lib.storage import ObjectMissing, Store, content_key
from renders.comparing import Comparison, compare
from renders.specimens import Press, Specimen, print_specimen
from templates_app.fields import InvalidInputData
from templates_app.models import TemplateVersion


class State(StrEnum):
    """How a version's new print relates to its golden one."""

    STORED = "stored"
    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one check: a comparison where there was something to compare, and where the new print is kept."""

    state: State
    comparison: Comparison | None = None
    candidate_key: str = ""


def published(*, project: str = "", template: str = "") -> QuerySet[TemplateVersion]:
    """The current versions of living templates, of one project (slug or id) and one template (slug) where named."""
    rows = TemplateVersion.objects.filter(
        template__current_version_id=F("pk"), template__deleted_at=None, template__project__deleted_at=None
    )
    rows = rows.filter(template__project__slug=project) if project else rows
    rows = rows.filter(template__slug=template) if template else rows
    return rows.select_related("template__project").order_by("template__project__slug", "template__slug")


def check(version: TemplateVersion, *, press: Press, accept: bool = False) -> Verdict:
    """Print the version and compare it with its golden print, which the first one becomes; `accept` replaces it."""
    specimen = print_specimen(version, press=press)
    golden = _golden(version, press.store)
    if golden is None:
        keep(version, specimen, store=press.store)
        return Verdict(State.STORED)
    if golden == specimen.pdf:
        return Verdict(State.SAME)
    comparison = compare(golden, specimen.pdf)
    if accept:
        keep(version, specimen, store=press.store)
    if comparison.is_same:
        return Verdict(State.SAME, comparison)
    return Verdict(State.DIFFERENT, comparison, _put(version, specimen, press.store))


def keep(version: TemplateVersion, specimen: Specimen, *, store: Store) -> None:
    """Make a print the golden one of its version."""
    key = _put(version, specimen, store)
    TemplateVersion.objects.filter(pk=version.pk).update(golden_key=key)
    version.golden_key = key


def _put(version: TemplateVersion, specimen: Specimen, store: Store) -> str:
    """Keep a print; where it is."""
    key = content_key(version.template.project_id, "goldens", specimen.finished.sha256, ".pdf")
    store.put(key, specimen.pdf, content_type="application/pdf")
    return key


def what_changed(old: TemplateVersion, new: TemplateVersion, *, press: Press) -> Comparison:
    """What a reader would see change from one version to another, both with the new one's sample data.

    An old version that cannot take that data is printed with its own.
    """
    try:
        before = print_specimen(old, press=press, data=new.sample_data)
    except InvalidInputData:
        before = print_specimen(old, press=press)
    return compare(before.pdf, print_specimen(new, press=press).pdf)


def _golden(version: TemplateVersion, store: Store) -> bytes | None:
    try:
        return store.get(version.golden_key) if version.golden_key else None
    except ObjectMissing:
        return None
