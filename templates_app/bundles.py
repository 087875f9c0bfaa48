"""Bundles: a template as one ZIP with everything that it is printed with, written here and read again, checked."""

from __future__ import annotations

import io
import json
import re
import uuid
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework import serializers

from craftkit.api.fields import Flag, FreeObject, Text, Whole
from craftkit.api.parsing import parse_json
from craftkit.lib.errors import AppError, Issues
from craftkit.lib.ids import parse_id
from craftkit.lib.speech import spoken
from craftkit.lib.storage import Store
from templates_app.asset_files import download_name
from templates_app.assets import named_in
from templates_app.drafts import opened
from templates_app.intake import MAX_BYTES, MEGABYTE
from templates_app.keeping import MOST_TAGS, TAG_LENGTH
from templates_app.models import SLUG_PATTERN, Asset, Template
from templates_app.reach import ID, holders_of, named

DESCRIPTION, FOLDER, FORMAT = "template.json", "assets", 1
MOST_FILES, MOST_MEGABYTES, MOST_TEXT = 200, 96, 5 * MEGABYTE
ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
# What the library raises for damaged, encrypted and hostile files.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class BadBundle(AppError):
    """The file is no template that this install can take in; the message says why."""

    status = 400
    code = "invalid_bundle"


class BundledAsset(serializers.Serializer):
    """A file of the bundle."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Asset.Kind.choices)
    name = Text(min_length=1, max_length=120)
    filename = Text(max_length=200, allow_blank=True)
    file = Text(max_length=300)


class BundleShape(serializers.Serializer):
    """What `template.json` holds."""

    format = Whole(min_value=1)
    name = Text(min_length=1, max_length=120)
    slug = serializers.RegexField(rf"^{SLUG_PATTERN}\Z", max_length=120)
    description = Text(max_length=280, allow_blank=True)
    templateType = serializers.ChoiceField(choices=Template.Type.choices)
    locale = serializers.RegexField(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}\Z", max_length=20)
    tags = serializers.ListField(child=Text(min_length=1, max_length=TAG_LENGTH), max_length=MOST_TAGS)
    published = Flag()
    manifest = FreeObject(allow_null=True)
    layout = FreeObject()
    sampleData = FreeObject()
    assets = serializers.ListField(child=BundledAsset(), max_length=MOST_FILES)


@dataclass(frozen=True)
class Bundle:
    """A template as a bundle tells it, and the bytes of its assets by their old ids."""

    told: dict[str, Any]
    files: dict[uuid.UUID, bytes]


def write(template: Template, store: Store) -> io.BytesIO:
    """The template as a ZIP: what is published, or the draft of one that never was."""
    version, open_now = template.current_version, opened(template)
    content = version.content if version else open_now.content
    sample = version.sample_data if version else open_now.sample
    chosen = _assets(template, content, sample)
    told = {
        "format": FORMAT,
        "name": template.name,
        "slug": template.slug,
        "description": template.description,
        "templateType": template.template_type,
        "locale": template.locale,
        "tags": list(template.tags.values_list("name", flat=True)),
        "published": version is not None,
        "manifest": version.manifest if version else None,
        "layout": content,
        "sampleData": sample,
        "assets": [_told(asset) for asset in chosen],
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr(DESCRIPTION, json.dumps(told, ensure_ascii=False, indent=1))
        for asset in chosen:
            bundle.writestr(_told(asset)["file"], store.get(asset.key))
    target.seek(0)
    return target


def _assets(template: Template, content: dict[str, Any], sample: dict[str, Any]) -> list[Asset]:
    """The assets that the content shows, fonts that it is set in among them, and those that the sample data names."""
    kept = Asset.objects.kept().filter(project=template.project_id)
    noted = Q(versions=template.current_version_id) if template.current_version_id else Q(pk=None)
    drafted = [] if template.current_version_id else named_in(template.project_id, content, holders_of(template.pk))
    wanted = named(sample) | named(content) | {asset.pk for asset in drafted}
    return list(kept.filter(noted | Q(pk__in=wanted)).distinct().order_by("pk"))


def _told(asset: Asset) -> dict[str, str]:
    ending = PurePosixPath(download_name(asset)).suffix
    file = f"{FOLDER}/{asset.pk}{ending if ENDING.fullmatch(ending) else ''}"
    return {"id": str(asset.pk), "kind": asset.kind, "name": asset.name, "filename": asset.filename, "file": file}


def read(source: BinaryIO) -> Bundle:
    """The bundle that the file holds, nothing of it believed unseen. Raises BadBundle."""
    try:
        with zipfile.ZipFile(source) as bundle:
            _check_size(bundle)
            told = _description(bundle)
            return Bundle(told, {asset["id"]: _file(bundle, asset) for asset in told["assets"]})
    except UNREADABLE as error:
        raise BadBundle(_("This is no template that was exported here: it cannot be read as a ZIP file.")) from error


def _check_size(bundle: zipfile.ZipFile) -> None:
    entries = bundle.infolist()
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES + 1 or size > MOST_MEGABYTES * MEGABYTE:
        most = {"files": MOST_FILES, "size": MOST_MEGABYTES}
        raise BadBundle(_("A template may come with at most %(files)d files of %(size)d MB together.") % most)


def _description(bundle: zipfile.ZipFile) -> dict[str, Any]:
    if DESCRIPTION not in bundle.namelist():
        raise BadBundle(
            _("This is no template that was exported here: there is no %(name)s in it.") % {"name": DESCRIPTION}
        )
    try:
        raw = parse_json(_bytes(bundle, DESCRIPTION, MOST_TEXT), limit=MOST_TEXT)
    except AppError as error:
        raise BadBundle(_("%(name)s in it is damaged.") % {"name": DESCRIPTION}) from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise BadBundle(_("The file was written by another version of Craftkit, and cannot be read by this one."))
    shape = BundleShape(data=raw)
    if not shape.is_valid():
        raise BadBundle(
            _("%(name)s in it is damaged: %(fields)s.") % {"name": DESCRIPTION, "fields": ", ".join(shape.errors)}
        )
    return dict(shape.validated_data)


def _file(bundle: zipfile.ZipFile, asset: dict[str, Any]) -> bytes:
    if asset["file"] not in bundle.namelist():
        raise BadBundle(
            _("The file “%(name)s” is not in it, although the template needs it.") % {"name": asset["name"]}
        )
    return _bytes(bundle, asset["file"], MAX_BYTES[asset["kind"]])


def _bytes(bundle: zipfile.ZipFile, name: str, most: int) -> bytes:
    with bundle.open(name) as entry:
        data = entry.read(most + 1)
    if len(data) > most:
        raise BadBundle(_("%(name)s in it is larger than %(most)d MB.") % {"name": name, "most": most // MEGABYTE})
    return data


def renamed(value: Any, ids: dict[uuid.UUID, uuid.UUID]) -> Any:
    """The JSON value with other ids in the place of these, wherever it has them."""

    def other(found: re.Match[str]) -> str:
        known = parse_id(found[0])
        return str(ids.get(known, found[0])) if known else found[0]

    return json.loads(ID.sub(other, json.dumps(value)))


def reasons(issues: Issues | None) -> list[str]:
    """What is wrong with a content in the reader's language, a line for each place."""
    if issues is None:
        return []
    named_places = (f"{place}: {spoken(text)}" for place, texts in issues["fieldErrors"].items() for text in texts)
    return [*map(spoken, issues["formErrors"]), *named_places]
