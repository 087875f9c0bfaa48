"""From what some system sends to the data that a template wants."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from renders import mapping
from renders.mapping import Found, mapped

EVENT = {
    "id": "evt_1",
    "type": "invoice.paid",
    "data": {
        "object": {
            "customer_name": "Acme Corp",
            "total": 4995,
            "paid": True,
            "note": None,
            "lines": {
                "data": [
                    {"description": "Widget", "quantity": 5, "price": {"amount": 9.99}, "tags": ["a", "b"]},
                    {"description": "Travel", "quantity": 1, "price": {"amount": 2}, "tags": []},
                ]
            },
        }
    },
}
PATHS = {
    "customer.name": "data.object.customer_name",
    "total": "data.object.total",
    "items[]": "data.object.lines.data",
    "items[].name": "description",
    "items[].qty": "quantity",
    "items[].price": "price.amount",
}


def test_an_event_of_a_payment_service_becomes_the_data_of_an_invoice():
    assert mapped(PATHS, EVENT) == {
        "customer": {"name": "Acme Corp"},
        "total": 4995,
        "items": [{"name": "Widget", "qty": 5, "price": 9.99}, {"name": "Travel", "qty": 1, "price": 2}],
    }


def test_lists_may_lie_within_lists():
    paths = {"items[]": "data.object.lines.data", "items[].tags[]": "tags", "items[].tags[].name": "."}

    assert mapped(paths, EVENT) == {"items": [{"tags": [{"name": "a"}, {"name": "b"}]}, {"tags": []}]}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("data.object.lines.data[1].description", "Travel"),
        ("data.object.note", None),
        ("data.object.paid", True),
        ("data.object.lines.data[2]", mapping.MISSING),
        ("data[0]", mapping.MISSING),
        ("id.more", mapping.MISSING),
        ("nothing", mapping.MISSING),
        (".", EVENT),
    ],
)
def test_a_path_leads_to_its_value_or_nowhere(path, value):
    assert mapping.follow(path, EVENT) == value


@pytest.mark.parametrize("received", [None, 5, "text", [], [1], {}, {"data": []}, {"data": {"object": None}}])
def test_what_is_not_found_is_left_out(received):
    assert mapped(PATHS, received) == {}


def test_a_list_without_mapped_fields_is_taken_as_it_is():
    assert mapped({"items[]": "rows"}, {"rows": [{"n": 1}]}) == {"items": [{"n": 1}]}


@pytest.mark.parametrize("path", ["a", "a.b", "a[0].b", "a b.c-d", ".", "a[0][1]", "größe"])
def test_paths_are_told_apart_from_other_text(path):
    assert mapping.is_path(path)


@pytest.mark.parametrize("path", ["", "..", "a.", ".a", "[0]", "a[x]", "a[", "a]", "a..b", "a" * 301])
def test_other_text_is_no_path(path):
    assert not mapping.is_path(path)


def test_a_sample_offers_its_paths_with_what_stands_there():
    assert Found("data.object.customer_name", "Acme Corp") in mapping.values_in(EVENT)
    assert Found("data.object.paid", "true") in mapping.values_in(EVENT)
    assert Found("data.object.lines.data[0].price.amount", "9.99") in mapping.values_in(EVENT)
    assert mapping.lists_in(EVENT)[0] == Found("data.object.lines.data", "2 items")
    assert Found("price.amount", "9.99") in mapping.item_values_in(EVENT)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)


@given(JSON)
@hypothesis_settings(deadline=None, database=None, derandomize=True)
def test_every_path_that_is_offered_leads_somewhere(sample):
    for found in mapping.values_in(sample) + mapping.lists_in(sample):
        assert mapping.is_path(found.path)
        assert mapping.follow(found.path, sample) is not mapping.MISSING
