"""Any text is an expression or is refused; any expression over any data gives JSON values, and never a crash."""

from __future__ import annotations

import json
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from templates_app.expressions import ExpressionError, arrange, check, evaluate, parse
from templates_app.expressions.functions import NAMES
from tests.templates_app.calculations import manifest

KNOWN = manifest()
KEYS = [*KNOWN.by_key, *KNOWN.lists, "nowhere", "items[].nothing"]
LITERALS = ["0", "1", "2.5", "9999999999999999999999999999", "'a'", "''", "'2026-01-31'", "'days'", "true", "null"]
SIGNS = ["+", "-", "*", "/", "%", "=", "!=", "<", "<=", ">", ">=", "and", "or"]
PIECES = st.sampled_from([*KEYS, *LITERALS, *SIGNS, *NAMES, "(", ")", ",", "not", " ", "\n", "[]", ".", "'", "\x00"])
EXPRESSIONS = st.recursive(
    st.sampled_from([*KEYS, *LITERALS]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(SIGNS), inner).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(st.sampled_from(["-", "not "]), inner).map("".join),
        st.tuples(st.sampled_from(NAMES), st.lists(inner, min_size=1, max_size=3)).map(
            lambda parts: f"{parts[0]}({', '.join(parts[1])})"
        ),
    ),
    max_leaves=8,
)
NUMBERS = st.one_of(st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False))
SCALARS = st.one_of(
    st.none(), st.booleans(), NUMBERS, st.text(max_size=5), st.sampled_from(["2026-01-31", "0001-01-01T00:00:00Z"])
)
ROW = st.dictionaries(st.sampled_from(["name", "qty", "price", "amount", "rate", "sum", "size"]), SCALARS, max_size=4)
DATA = st.fixed_dictionaries(
    {},
    optional={
        **{key: SCALARS for key in ("net", "rate", "total", "name", "due", "sent", "vip", "customer")},
        "items": st.lists(ROW, max_size=3),
        "orders": st.lists(
            st.builds(lambda row, lines: {**row, "lines": lines}, ROW, st.lists(ROW, max_size=2)), max_size=2
        ),
    },
)
TARGETS = st.sampled_from(["net", "total", "name", "due", "vip", "items[].amount", "orders[].sum", "items[].name"])


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join)))
@settings(max_examples=300)
def test_any_text_is_an_expression_or_is_refused_with_a_place(text):
    places, found = [(1, 1)], []
    try:
        found = check({"total": parse(text)}, KNOWN)
    except ExpressionError as error:
        places = [(error.line, error.column)]

    lines = text.split("\n")
    for line, column in [*places, *((issue.line, issue.column) for issue in found)]:
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1


@given(st.dictionaries(TARGETS, EXPRESSIONS, min_size=1, max_size=4), DATA)
@settings(max_examples=200, deadline=None)
def test_any_expressions_over_any_data_give_json_or_a_warning(texts, data):
    parsed = {key: parse(text) for key, text in texts.items()}
    issues = check(parsed, KNOWN)
    before = json.dumps(data)

    values, warnings = evaluate(arrange(parsed, KNOWN), data)

    assert json.dumps(values, allow_nan=False)
    assert json.dumps(data) == before
    assert all(warning.code == "not_computed" and warning.message for warning in warnings)
    if not issues and "total" in values and "total" in texts:
        assert isinstance(values["total"], int | float)
        assert math.isfinite(values["total"])
