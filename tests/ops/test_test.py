"""The test command itself: what it keeps away from the tests, and what it asks for."""

from __future__ import annotations

import pytest

from ops import debian, servers, test
from ops.console import Stop


def test_a_developers_own_settings_do_not_reach_the_tests(tmp_path):
    given = {"DATABASE_URL": "postgres://mine", "CRAFTKIT_DEBUG": "on", "PORT": "1", "HOME": "/home/me", "PATH": "/bin"}

    env = test.clean_environment(given, tmp_path)

    assert not {"DATABASE_URL", "CRAFTKIT_DEBUG", "PORT"} & set(env)
    assert env["HOME"] == "/home/me"
    assert env["CRAFTKIT_VAR"] == str(tmp_path)


def test_missing_programs_are_named_together_where_we_may_not_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(servers, "find_postgres", lambda name: None)
    monkeypatch.setattr(debian, "can_install", lambda: False)

    with pytest.raises(Stop) as stop:
        test.provide(tmp_path / "apt.log")

    assert stop.value.problem == "The tests need postgresql, redis-server, poppler-utils, softhsm2, gettext."
    assert stop.value.remedy == "sudo apt-get install -y postgresql redis-server poppler-utils softhsm2 gettext"


def test_only_what_is_missing_is_installed(tmp_path, monkeypatch):
    asked: list[str] = []
    for name in ("pdftotext", "softhsm2-util", "msgfmt"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM_PATH", "/usr/bin/chromium")
    monkeypatch.setattr(servers, "find_postgres", lambda name: "/usr/lib/postgresql/15/bin/postgres")
    monkeypatch.setattr(debian, "can_install", lambda: True)
    monkeypatch.setattr(debian, "install", lambda packages, *, log: asked.extend(packages))

    test.provide(tmp_path / "apt.log")

    assert asked == ["redis-server"]


def test_a_failing_check_shows_all_it_said(capsys):
    with pytest.raises(Stop, match="checking failed"):
        test.attempt("checking", ["-c", "print('one'); print('two'); raise SystemExit(1)"], {})

    assert "one\ntwo\n" in capsys.readouterr().out


def test_a_passing_check_is_one_line(capsys):
    test.attempt("checking", ["-c", "print('one'); print('12 passed in 3s')"], {})

    assert capsys.readouterr().out.startswith("✓ checking: 12 passed in 3s")
