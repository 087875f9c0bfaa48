"""The manifests of published versions, read once in each process: a version never changes."""

from __future__ import annotations

import uuid
from functools import lru_cache

from templates_app.fields import Manifest, parse_manifest
from templates_app.models import TemplateVersion

MOST_KEPT = 500


def manifest_of(version: TemplateVersion) -> Manifest:
    """What the version wants of its data. Its row need not have been loaded with the manifest."""
    return _read(version.pk)


@lru_cache(maxsize=MOST_KEPT)
def _read(version_id: uuid.UUID) -> Manifest:
    return parse_manifest(TemplateVersion.objects.values_list("manifest", flat=True).get(pk=version_id))
