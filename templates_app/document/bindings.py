"""Bindings: which values a document asks for, the manifest that follows, and whether a given manifest has them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from templates_app.document.envelope import InvalidDocument, examine
from templates_app.fields.faults import Faults
from templates_app.fields.manifest import Manifest
from templates_app.fields.uses import computed_faults, manifest_from, unbound


def derive_manifest(content: dict[str, Any]) -> Manifest:
    """The manifest of everything the content asks for, in the order of first use. Raises InvalidDocument."""
    manifest = manifest_from(examine(content), content.get("variables") or {}, content.get("loops") or {})
    faults = Faults()
    for place, fault in computed_faults(manifest):
        faults.add(place, fault)
    if faults:
        raise InvalidDocument(
            gettext_noop("The layout has expressions that cannot be computed."), issues=faults.issues()
        )
    return manifest


def check_bindings(content: dict[str, Any], manifest: Manifest) -> None:
    """Passes content that asks only for what the manifest has. Raises InvalidDocument naming every other place."""
    faults = Faults()
    for place, fault in unbound(examine(content, manifest.knows), manifest):
        faults.add(place, fault)
    if faults:
        raise InvalidDocument(
            gettext_noop("The layout asks for values that the manifest does not have."), issues=faults.issues()
        )
