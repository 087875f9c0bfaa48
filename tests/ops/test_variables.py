"""What the processes get to know: the user's settings, and what follows from them."""

from __future__ import annotations

import pytest

from ops.console import Stop
from ops.variables import child_environment


def test_defaults_serve_this_machine_alone(tmp_path):
    env = child_environment({}, tmp_path)

    assert env["CRAFTKIT_HOST"] == "127.0.0.1"
    assert env["CRAFTKIT_BASE_URL"] == "http://localhost:8000"
    assert env["CRAFTKIT_OUTBOUND_ALLOWED_HOSTS"] == "localhost,127.0.0.1"
    assert env["CRAFTKIT_VAR"] == str(tmp_path)


def test_what_was_given_is_kept(tmp_path):
    given = {"PORT": "9000", "CRAFTKIT_ADMIN_KEY": "mine", "CRAFTKIT_OUTBOUND_ALLOWED_HOSTS": "example.com"}

    env = child_environment(given, tmp_path)

    assert env["CRAFTKIT_BASE_URL"] == "http://localhost:9000"
    assert env["CRAFTKIT_ADMIN_KEY"] == "mine"
    assert env["CRAFTKIT_OUTBOUND_ALLOWED_HOSTS"] == "example.com"
    assert not (tmp_path / "admin_key").exists()


def test_the_admin_key_is_made_once_and_is_private(tmp_path):
    first = child_environment({}, tmp_path)["CRAFTKIT_ADMIN_KEY"]
    second = child_environment({}, tmp_path)["CRAFTKIT_ADMIN_KEY"]

    assert len(first) >= 32
    assert first == second
    assert (tmp_path / "admin_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("PORT", "70000"), ("PORT", "0"), ("WORKERS", "-1"), ("WEB_THREADS", "1.5")]
)
def test_a_number_that_is_none_stops_with_its_name(tmp_path, name, value):
    with pytest.raises(Stop, match=f"{name} must be a whole number from 1 to"):
        child_environment({name: value}, tmp_path)
