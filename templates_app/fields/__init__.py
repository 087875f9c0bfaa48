"""Fields: the typed values a template wants, the checks of what it is given, and the schema it shows the world."""

from templates_app.fields.checking import ROWS_LIMIT, Checked, InvalidInputData, check_data
from templates_app.fields.manifest import DATA_TYPES, Loop, Manifest, Variable
from templates_app.fields.parsing import InvalidLoopKey, InvalidManifest, parse_manifest
from templates_app.fields.schema import json_schema

__all__ = [
    "DATA_TYPES",
    "ROWS_LIMIT",
    "Checked",
    "InvalidInputData",
    "InvalidLoopKey",
    "InvalidManifest",
    "Loop",
    "Manifest",
    "Variable",
    "check_data",
    "json_schema",
    "parse_manifest",
]
