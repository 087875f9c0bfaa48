"""Documents: the content of templates, its schema, and the checks it must pass before it is kept."""

from templates_app.document.bindings import check_bindings, derive_manifest
from templates_app.document.envelope import InvalidDocument, check_document
from templates_app.document.migrations import migrated
from templates_app.document.page import default_page, page_box, page_from_config, page_to_config

__all__ = [
    "InvalidDocument",
    "check_bindings",
    "check_document",
    "default_page",
    "derive_manifest",
    "migrated",
    "page_box",
    "page_from_config",
    "page_to_config",
]
