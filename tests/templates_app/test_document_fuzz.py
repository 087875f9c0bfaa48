"""Any JSON value in any place of a document: refused with a pointer, or compiled; never a crash."""

from __future__ import annotations

import contextlib
import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from craftkit.lib.errors import InvalidRequest
from templates_app.compiler import compile_document, image_sources
from templates_app.document import InvalidDocument, check_document, derive_manifest, page_from_config, page_to_config
from templates_app.document.schema import MARKS, NODES
from templates_app.fields import check_data, parse_manifest
from templates_app.samples import sample_data, samples

NAMES = st.sampled_from(
    [
        *NODES,
        *MARKS,
        "type",
        "attrs",
        "content",
        "marks",
        "text",
        "key",
        "each",
        "repeat",
        "when",
        "op",
        "schema",
        "kind",
        "html",
    ]
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), NAMES, st.text(max_size=8), st.just("\ud800\x00")
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=12,
)
NODE = st.recursive(
    st.fixed_dictionaries(
        {"type": st.sampled_from(list(NODES))}, optional={"text": SCALARS, "marks": JSON, "attrs": JSON}
    ),
    lambda inner: st.fixed_dictionaries(
        {"type": st.sampled_from(list(NODES)), "content": st.lists(inner, max_size=3)},
        optional={"attrs": st.dictionaries(st.sampled_from(["each", "repeat", "when", "key", "width", "bind"]), JSON)},
    ),
    max_leaves=10,
)
CONTENTS = [sample.content for sample in samples() if sample.content]


def use(content: Any) -> None:
    """Checks content; compiles it, with any data, when it passes."""
    try:
        check_document(content)
    except InvalidDocument as refused:
        fields = (refused.issues or {"fieldErrors": {}})["fieldErrors"]
        assert fields
        assert all(pointer.startswith("layout") for pointer in fields)
        json.dumps(refused.issues, ensure_ascii=False).encode()
        return
    manifest = derive_manifest(content)
    assert parse_manifest(manifest.as_json()) == manifest
    values = check_data(manifest, sample_data(manifest)).values
    image_sources(content, values)
    assert compile_document(content, manifest, values, locale="en").html.encode()
    assert compile_document(content, manifest, {"items": "x", "customer": [1]}, locale="ar").html.encode()


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in members for place in ((value, key), *places(inner))]


@given(JSON)
@settings(deadline=None)
def test_any_json_is_refused_or_used(content):
    use(content)


@given(NODE, JSON)
@settings(max_examples=200, deadline=None)
def test_any_tree_is_refused_or_used(node, extra):
    use({"schema": 1, "body": {"type": "doc", "content": [node]}, "variables": {}})
    use({"schema": 1, "body": {"type": "doc", "content": [{"type": "paragraph"}]}, "variables": extra, "header": extra})


@given(st.sampled_from(CONTENTS), st.data())
@settings(max_examples=300, deadline=None)
def test_a_sample_with_any_value_in_any_place_is_refused_or_used(content, data):
    changed = copy.deepcopy(content)
    container, key = data.draw(st.sampled_from(places(changed)))
    container[key] = data.draw(JSON)

    use(changed)


@given(st.one_of(JSON, st.dictionaries(st.sampled_from(["format", "width", "height", "margin", "orientation"]), JSON)))
@settings(deadline=None)
def test_any_page_set_up_is_read_or_refused(config):
    with contextlib.suppress(InvalidRequest):
        page = page_from_config(config)
        assert page_from_config(page_to_config(page)) == page
