"""What is made ready before the first process starts, and how an operator's mistakes are told."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import OperationalError

from ops import prepare
from ops.console import Stop


def raiser(error: Exception):
    def action() -> None:
        raise error

    return action


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (ImproperlyConfigured("PORT must be a whole number."), "A setting is wrong: PORT must be a whole number."),
        (CommandError("No such template."), "No such template."),
        (OperationalError("connection refused\nIs the server running?"), "cannot be used: connection refused"),
    ],
)
def test_an_operators_mistake_becomes_one_line(error, problem):
    with pytest.raises(Stop) as stop:
        prepare.readable(raiser(error))

    assert problem in stop.value.problem
    assert "\n" not in stop.value.problem


def test_a_database_is_named_without_its_password():
    database = {"HOST": "db", "PORT": "", "NAME": "craftkit", "PASSWORD": "hush"}

    stop = prepare.explain_database(OperationalError("password authentication failed"), database)

    assert stop.problem == "The database db:5432/craftkit cannot be used: password authentication failed"


def test_static_files_have_a_fingerprint_of_what_they_come_from(tmp_path):
    style = tmp_path / "style.css"
    style.write_text("a {}")
    before = prepare.fingerprint([tmp_path])

    assert prepare.fingerprint([tmp_path]) == before

    style.write_text("a { color: red }")

    assert prepare.fingerprint([tmp_path]) != before


def test_a_redis_that_does_not_answer_is_a_note_not_a_stop(settings, monkeypatch, capsys):
    def refuse(address: object, timeout: float) -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr("socket.create_connection", refuse)
    settings.REDIS_URL = "redis://:hush@cache.example.com:6380/1"

    prepare.check_redis()

    said = capsys.readouterr().out
    assert "Redis at cache.example.com:6380 (REDIS_URL) does not answer" in said
    assert "hush" not in said
