"""Take a bundle in: its assets and its template together, or nothing."""

from __future__ import annotations

import uuid
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from craftkit.accounts import audit
from craftkit.accounts.models import Project
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from craftkit.lib.storage import Store
from templates_app import bundles
from templates_app.actions import SlugConflict, create_template, design
from templates_app.bundles import BadBundle, Bundle
from templates_app.drafts import start_draft
from templates_app.intake import digest
from templates_app.keeping import plain_tag
from templates_app.models import Asset, Template, TemplateTag
from templates_app.reach import NOBODY, within
from templates_app.uploads import give_up, remove_soon, store_asset

SHOWN_REASONS = 5


def take_over(*, project: Project, source: BinaryIO, store: Store) -> Template:
    """A template of the project like the one in the file; its slug gets a suffix when taken.

    Raises BadBundle, and then nothing of it was kept. The same files as the project has already are not kept twice.
    """
    bundle = bundles.read(source)
    new: list[Asset] = []
    try:
        with transaction.atomic():
            ids = {old: _kept(project, bundle, old, store, new).pk for old in bundle.files}
            template = _template(project, bundle.told, ids)
            audit.record_in(project, "template.imported", template.slug)
    except BadBundle:
        _forget(new, store)
        raise
    except AppError as error:
        _forget(new, store)
        raise BadBundle(" ".join([spoken(error), *bundles.reasons(error.issues)[:SHOWN_REASONS]])) from error
    return template


def _kept(project: Project, bundle: Bundle, old: uuid.UUID, store: Store, new: list[Asset]) -> Asset:
    """The asset of the project with these bytes, made now unless there is one."""
    data = bundle.files[old]
    told = next(asset for asset in bundle.told["assets"] if asset["id"] == old)
    same = within(Asset.objects.for_project(project), NOBODY).filter(kind=told["kind"], sha256=digest(data)).first()
    if same:
        return same
    given = {name: told[name] for name in ("kind", "name", "filename")}
    try:
        asset, is_new = store_asset(project=project, data=data, store=store, **given)
    except AppError as error:
        said = {"name": told["name"], "why": spoken(error)}
        raise BadBundle(_("The file “%(name)s” in it cannot be used: %(why)s") % said) from error
    if is_new:
        new.append(asset)
    return asset


def _template(project: Project, told: dict[str, Any], ids: dict[uuid.UUID, uuid.UUID]) -> Template:
    content, sample = bundles.renamed(told["layout"], ids), bundles.renamed(told["sampleData"], ids)
    template = (
        _published(project, told, content, sample) if told["published"] else _draft(project, told, content, sample)
    )
    tags = {plain_tag(text) for text in told["tags"]} - {""}
    TemplateTag.objects.bulk_create(TemplateTag(project=project, template=template, name=tag) for tag in sorted(tags))
    return template


def _published(project: Project, told: dict[str, Any], content: dict[str, Any], sample: dict[str, Any]) -> Template:
    checked = design(
        name=told["name"],
        manifest=told["manifest"],
        description=told["description"],
        template_type=told["templateType"],
        layout=content,
        sample=sample,
        locale=told["locale"],
    )
    try:
        return create_template(project=project, design=checked, slug=told["slug"]).template
    except SlugConflict:
        return create_template(project=project, design=checked).template


def _draft(project: Project, told: dict[str, Any], content: dict[str, Any], sample: dict[str, Any]) -> Template:
    template = start_draft(
        project=project, name=told["name"], content=content, sample=sample, locale=told["locale"]
    ).template
    template.description = told["description"]
    template.save(update_fields=["description"])
    return template


def _forget(assets: list[Asset], store: Store) -> None:
    """The rows were taken back; so are files that no other asset has."""
    for asset in assets:
        give_up(asset.key)
        remove_soon(asset.key, store)
