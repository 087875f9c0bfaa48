"""Secrets at rest."""

from __future__ import annotations

from craftkit.lib import sealed


def test_what_was_sealed_is_read_back_but_not_visible():
    box = sealed.seal("hks_secret")

    assert "hks_secret" not in box
    assert sealed.unseal(box) == "hks_secret"


def test_another_key_or_purpose_reads_nothing():
    box = sealed.seal("hks_secret", key="one", purpose="p")

    assert sealed.unseal(box, key="two", purpose="p") is None
    assert sealed.unseal(box, key="one", purpose="q") is None
