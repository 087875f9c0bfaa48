"""A bad setting stops the start with its name and what it should be."""

from __future__ import annotations

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from craftkit import env


@pytest.mark.parametrize(
    ("read", "value", "message"),
    [
        (lambda: env.integer("X", 1), "many", "X must be a whole number"),
        (lambda: env.integer("X", 1, least=2), "1", "X must be at least 2"),
        (lambda: env.flag("X", default=True), "perhaps", "X must be on or off"),
        (lambda: env.choice("X", "a", of={"a", "b"}), "c", "X must be one of a, b"),
        (lambda: env.origin("X", "http://a"), "ftp://host", "X must be an address like"),
        (lambda: env.origin("X", "http://a"), "http://host?x=1", "X must be an address like"),
    ],
)
def test_a_bad_value_names_the_variable(monkeypatch, read, value, message):
    monkeypatch.setenv("X", value)

    with pytest.raises(ImproperlyConfigured, match=message):
        read()


def test_an_unset_variable_gives_its_default(monkeypatch):
    monkeypatch.delenv("X", raising=False)

    assert env.integer("X", 7) == 7
    assert env.flag("X", default=True) is True
    assert env.names("X", "a, b,,") == ["a", "b"]
    assert env.origin("X", "https://docs.example.com/") == "https://docs.example.com"


def test_a_secret_is_made_once_and_only_this_user_may_read_it(monkeypatch, tmp_path):
    monkeypatch.delenv("X", raising=False)
    path = tmp_path / "var" / "secret"

    first, second = env.secret("X", path), env.secret("X", path)

    assert first == second
    assert len(first) > 40
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_is_named(monkeypatch, tmp_path):
    monkeypatch.delenv("X", raising=False)
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")

    with pytest.raises(ImproperlyConfigured, match="Set X, or make"):
        env.secret("X", blocked / "secret")
