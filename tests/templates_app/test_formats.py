"""Values in words: numbers, money, dates and truth in the locale of the render."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from templates_app.formats import (
    as_decimal,
    direction,
    format_fault,
    formatter,
    is_known_locale,
    is_known_timezone,
    language_tag,
)


@pytest.mark.parametrize(
    ("data_type", "fmt", "locale", "value", "shown"),
    [
        ("number", None, "en", 9.99, "9.99"),
        ("number", None, "en", 0.1 + 0.2, "0.3"),
        ("number", None, "de", 1234567.5, "1.234.567,5"),
        ("number", None, "hi", 12345678, "1,23,45,678"),
        ("number", "number:2", "en", 2.675, "2.68"),
        ("number", "number:0", "en", 0.5, "1"),
        ("number", "percent", "de", 0.19, "19\xa0%"),
        ("number", "percent", "en", 0.195, "19.5%"),
        ("number", "percent:1", "en", 0.19, "19.0%"),
        ("currency", None, "en", 5, "5.00"),
        ("currency", "currency:EUR", "en", 49.95, "€49.95"),
        ("currency", "money:EUR", "de", 1234.5, "1.234,50\xa0€"),
        ("currency", "currency:eur", "en", -0.001, "€0.00"),
        ("currency", "currency:JPY", "en", 1234.5, "¥1,235"),
        ("currency", "currency:USD", "en", 1.005, "$1.01"),
        ("number", None, "en", 10**30, "1" + ",000" * 10),
        ("number", None, "en", 5e-324, "0"),
        ("date", None, "en", "2026-06-05", "Jun 5, 2026"),
        ("date", None, "de", "2026-06-05", "05.06.2026"),
        ("date", "date:DD/MM/YYYY", "en", "2026-06-05", "05/06/2026"),
        ("date", "date:D. MMMM YYYY", "de", "2026-06-05", "5. Juni 2026"),
        ("date", "date:dd.mm.yyyy", "en", "2026-06-05", "05.06.2026"),
        ("date", "date:long", "fr", "2026-06-05", "5 juin 2026"),
        ("datetime", "datetime:DD.MM.YYYY HH:mm", "en", "2026-06-05T22:30:00Z", "06.06.2026 00:30"),
        ("datetime", None, "de", "2026-06-05T10:05:30Z", "05.06.2026, 12:05"),
        ("datetime", None, "de", "2026-06-05T10:05:30", "05.06.2026, 10:05"),
        ("boolean", None, "en", True, "Yes"),
        ("boolean", None, "de", False, "Nein"),
        ("boolean", "boolean:paid|open", "en", False, "open"),
        ("text", "text:upper", "en", "straße", "STRASSE"),
        ("text", "text:title", "en", "don't o'brien", "Don't O'brien"),
        ("text", None, "en", "a & b", "a & b"),
    ],
)
def test_values_read_as_people_write_them(data_type, fmt, locale, value, shown):
    assert formatter(data_type, fmt, locale, "Europe/Berlin")(value) == shown


@pytest.mark.parametrize(
    ("fmt", "data_type", "word"),
    [
        ("currency:XXL", "currency", "ISO 4217"),
        ("currency", "currency", "ISO 4217"),
        ("currency:EUR", "text", "does not apply"),
        ("number:99", "number", "decimals"),
        ("number:²", "number", "decimals"),
        ("date:", "date", "lacks"),
        ("date:quarter", "date", "not known"),
        ("date:---", "date", "at least one"),
        ("text:loud", "text", "upper"),
        ("boolean:maybe", "boolean", "two words"),
        ("shout", "text", "Unknown"),
        ("date:" + "D" * 80, "date", "at most 60"),
    ],
)
def test_a_format_that_cannot_be_used_is_named(fmt, data_type, word):
    assert word in (format_fault(fmt, data_type) or "")


def test_a_format_for_another_type_gives_way_to_the_default():
    assert formatter("date", "currency:EUR", "en")("2026-06-05") == "Jun 5, 2026"


def test_unknown_places_fall_back_to_english_and_utc():
    write = formatter("datetime", None, "xx-YY", "Moon/Base")

    assert write("2026-06-05T10:00:00Z") == "Jun 5, 2026, 10:00\u202fAM"
    assert not is_known_locale("xx-YY")
    assert not is_known_timezone("Moon/Base")
    assert is_known_locale("pt-BR")
    assert is_known_timezone("Europe/Berlin")


def test_language_and_direction_follow_the_locale():
    assert (language_tag("pt_BR"), direction("pt_BR")) == ("pt-BR", "ltr")
    assert (language_tag("ar"), direction("ar")) == ("ar", "rtl")


def test_moments_at_the_ends_of_time_are_still_written():
    assert formatter("datetime", "date:YYYY", "en", "Europe/Berlin")("9999-12-31T23:59:00-12:00") == "9999"


@given(
    value=st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers())),
    data_type=st.sampled_from(["text", "number", "currency", "date", "datetime", "boolean", "image", "email"]),
    fmt=st.one_of(st.none(), st.text(max_size=20), st.sampled_from(["currency:EUR", "percent:3", "date:DD/MM/YYYY"])),
    locale=st.sampled_from(["en", "de", "ar", "hi", "ja", "", "x", "\x00"]),
)
@settings(deadline=None)
def test_writing_never_fails(value, data_type, fmt, locale):
    assert isinstance(formatter(data_type, fmt, locale)(value), str)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
@settings(deadline=None)
def test_floats_are_read_as_the_decimal_that_was_written(number):
    assert as_decimal(float(number)) == number
