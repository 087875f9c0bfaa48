"""Made-up data: whose names and addresses, and that the manifest takes it."""

from __future__ import annotations

import re

import pytest

from templates_app.fields import check_data, parse_manifest
from templates_app.mocks import known_locale, mock_data

KEYS = ("customer.name", "customer.address", "customer.country", "customer.number", "contact", "title", "vatId")
MANIFEST = parse_manifest(
    {
        "variables": [{"key": key, "label": key, "dataType": "text", "required": True} for key in KEYS],
        "loops": [
            {
                "key": "items",
                "label": "Items",
                "itemFields": [{"key": "description", "label": "Item", "dataType": "text", "required": True}],
            }
        ],
    }
)


@pytest.mark.parametrize(
    ("locale", "found"),
    [
        ("en", "en_US"),
        ("en-GB", "en_GB"),
        ("de", "de_DE"),
        ("de-AT", "de_AT"),
        ("zh-Hant", "zh_TW"),
        ("zh-Hant-TW", "zh_TW"),
        ("nb-NO", "no_NO"),
        ("ar-SA", "ar_AA"),
        ("eo", "en_US"),
        ("", "en_US"),
    ],
)
def test_the_nearest_locale_is_taken(locale, found):
    assert known_locale(locale)[0] == found


@pytest.mark.parametrize(
    ("locale", "country", "letters"),
    [("de", "Deutschland", "[a-z]"), ("ja", "日本", "[\u3040-\u9fff]"), ("ar", "مصر", "[\u0600-\u06ff]")],
)
def test_names_addresses_and_prose_are_those_of_the_locale(locale, country, letters):
    data = mock_data(MANIFEST, seed=1, locale=locale)

    assert data["customer"]["country"] == country
    for text in (data["customer"]["name"], data["customer"]["address"], data["contact"], data["title"]):
        assert re.search(letters, text), text
    assert re.search(letters, data["items"][0]["description"])
    assert re.fullmatch(r"[\d-]+", data["customer"]["number"])


@pytest.mark.parametrize("seed", range(5))
def test_a_seed_is_data_that_comes_again_and_is_taken(seed):
    data = mock_data(MANIFEST, seed=seed, locale="fr-CA")

    assert data == mock_data(MANIFEST, seed=seed, locale="fr-CA")
    assert data != mock_data(MANIFEST, seed=seed + 1, locale="fr-CA")
    assert check_data(MANIFEST, data).warnings == []
