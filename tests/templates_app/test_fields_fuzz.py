"""Any JSON value in any place: manifests and data are read or refused, never a crash."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from craftkit.lib.errors import AppError
from templates_app.fields import DATA_TYPES, check_data, json_schema, parse_manifest
from templates_app.fields.patterns import example, matches, pattern_fault

WORDS = st.sampled_from(
    ["key", "label", "dataType", "itemFields", "variables", "loops", "items", "a", "a.b", "__proto__"]
)
TEXTS = st.one_of(
    WORDS, st.text(max_size=12), st.sampled_from([*DATA_TYPES, "list", "\x00", "\ud800", "true", "1e9", "5"])
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=5)),
    max_leaves=20,
)
FIELD = st.fixed_dictionaries(
    {"key": TEXTS, "dataType": st.sampled_from([*DATA_TYPES, "list"])},
    optional={
        name: JSON
        for name in ("label", "required", "format", "min", "max", "integer", "pattern", "defaultValue", "itemFields")
    }
    | {"computed": st.one_of(JSON, st.sampled_from(["1 + 1", "a", "a.b * 2", "sum(items[].a)", "items[].a"]))},
)
MANIFEST = st.fixed_dictionaries(
    {
        "variables": st.lists(FIELD, max_size=4),
        "loops": st.lists(
            st.fixed_dictionaries(
                {"key": TEXTS, "itemFields": st.lists(FIELD, max_size=3)}, optional={"previewData": JSON}
            ),
            max_size=2,
        ),
    }
)
KEYS = st.sampled_from(["a", "b", "c.d", "c.e", "when"])


def refused(call: Any, *arguments: Any) -> AppError | None:
    """The expected failure, whose issues can be written as JSON in UTF-8; None when there was none."""
    failure: AppError | None = None
    try:
        call(*arguments)
    except AppError as error:
        failure = error
    json.dumps(failure.issues if failure else None, ensure_ascii=False).encode()
    return failure


@given(JSON)
@settings(deadline=None)
def test_any_json_is_a_manifest_or_is_refused(raw):
    error = refused(parse_manifest, raw)

    assert error is None or error.status == 400


@given(MANIFEST)
@settings(max_examples=200, deadline=None)
def test_what_looks_like_a_manifest_is_read_or_refused(raw):
    if refused(parse_manifest, raw):
        return

    manifest = parse_manifest(raw)

    assert parse_manifest(manifest.as_json()) == manifest
    assert json.dumps(json_schema(manifest), allow_nan=False)


@given(
    types=st.dictionaries(KEYS, st.sampled_from(DATA_TYPES), max_size=5),
    data=st.dictionaries(st.one_of(KEYS, st.sampled_from(["c", "rows"])), JSON, max_size=6),
)
@settings(max_examples=200, deadline=None)
def test_any_data_is_taken_or_refused(types, data):
    variables = [{"key": key, "dataType": data_type} for key, data_type in types.items()]
    rows = {"key": "rows", "itemFields": [{"key": "a", "dataType": "number"}, {"key": "b.c", "dataType": "text"}]}
    manifest = parse_manifest({"variables": variables, "loops": [rows]})

    error = refused(check_data, manifest, data)
    if error:
        assert error.code == "invalid_input_data"
        return

    checked = check_data(manifest, data)
    stored = json.dumps([checked.values, [warning.as_json() for warning in checked.warnings]], allow_nan=False)
    assert "\\u0000" not in stored
    json.dumps(checked.values, ensure_ascii=False).encode()
    assert check_data(manifest, checked.values).warnings == []


@given(JSON)
@settings(deadline=None)
def test_any_json_as_data_is_taken_or_refused(data):
    manifest = parse_manifest({"variables": [{"key": "a.b", "dataType": "text"}]})

    error = refused(check_data, manifest, data)

    assert error is None or error.code == "invalid_input_data"


@given(st.from_regex(r"(\\d|\[A-Z0-9\]|[a-c]|\.|-)(\{1,3\}|\?|\+)?(\\d|[a-c])(\{2\})?", fullmatch=True))
@settings(deadline=None)
def test_patterns_that_pass_have_an_example_that_fits(pattern):
    if pattern_fault(pattern) is None:
        assert matches(pattern, example(pattern))


@given(st.text(max_size=40))
@settings(deadline=None)
def test_any_text_is_a_pattern_or_is_refused(pattern):
    if pattern_fault(pattern) is None:
        assert matches(pattern, "x") in (True, False)
        assert isinstance(example(pattern), str)
