"""Keys as text: their shape, their checksum, their hash."""

from __future__ import annotations

import random

import pytest

from craftkit.lib import keys


@pytest.mark.parametrize("kind", keys.PREFIXES)
def test_a_minted_key_is_read_back_as_its_kind(kind):
    key = keys.mint(kind)

    assert keys.parse(key.text) == key
    assert key.text.startswith(keys.PREFIXES[kind])


def test_the_shown_prefix_has_five_characters_after_the_kind():
    key = keys.mint("live")

    assert len(key.shown_prefix) == len("ck_live_") + 5
    assert key.text.startswith(key.shown_prefix)


def test_every_single_typing_error_is_refused_without_a_query():
    text = keys.mint("live").text
    source = random.Random(7)

    for place in range(len("ck_live_"), len(text)):
        wrong = source.choice([letter for letter in keys.ALPHABET if letter != text[place]])
        assert keys.parse(text[:place] + wrong + text[place + 1 :]) is None


def test_random_rubbish_is_no_key():
    source = random.Random(11)
    rubbish = ["", "ck_live_", "ck_live_" + "a" * 48, "Bearer x", "ck_acct_" + "é" * 48]
    rubbish += ["ck_test_" + "".join(source.choices(keys.ALPHABET, k=48)) for _ in range(2000)]

    assert [text for text in rubbish if keys.parse(text)] == []


def test_the_stored_hash_needs_the_pepper():
    text = keys.mint("live").text

    assert keys.digest(text, "one") == keys.digest(text, "one")
    assert keys.digest(text, "one") != keys.digest(text, "two")
