"""What changes for callers when a variable is computed, or no longer is."""

from __future__ import annotations

import pytest

from templates_app.differences import compare
from templates_app.fields import parse_manifest


def manifest(**total):
    variables = [{"key": "net", "dataType": "number"}, {"key": "total", "label": "Total", **total}]
    return parse_manifest({"variables": variables})


SENT, REQUIRED = manifest(dataType="number"), manifest(dataType="number", required=True)
COMPUTED, OTHERWISE = (manifest(dataType="number", computed=text) for text in ("net", "net * 2"))
TEXT = manifest(dataType="text", computed="concat(net)")


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (SENT, COMPUTED, [(False, "total is computed now; a value for it is left out with a warning.")]),
        (COMPUTED, OTHERWISE, [(False, "total is computed otherwise.")]),
        (COMPUTED, SENT, [(False, "total is no longer computed.")]),
        (COMPUTED, REQUIRED, [(True, "total is required now."), (False, "total is no longer computed.")]),
        (
            REQUIRED,
            COMPUTED,
            [
                (False, "total is optional now."),
                (False, "total is computed now; a value for it is left out with a warning."),
            ],
        ),
        (COMPUTED, TEXT, [(False, "total was number and is text now."), (False, "total is computed otherwise.")]),
        (COMPUTED, COMPUTED, []),
    ],
)
def test_changes_of_computed_variables_are_told(before, after, changes):
    assert [(change.breaks, change.message) for change in compare(before, after)] == changes
