"""What `make run` starts, and that it starts once a folder."""

from __future__ import annotations

import os

import pytest

from ops import run
from ops.console import Stop
from ops.places import state_folder


def names(programs):
    return [program.name for program in programs]


def test_the_embedded_broker_is_started_where_no_redis_is_named(tmp_path):
    env: dict[str, str] = {}

    broker = run.choose_broker(tmp_path, env)

    assert broker is not None
    assert env["CRAFTKIT_BROKER_URL"] == broker.url
    programs = run.lasting_programs(broker, env)
    assert names(programs) == ["broker", "web", "worker", "deliver", "beat"]
    assert [program.stops_last for program in programs] == [True, False, False, False, False]


def test_a_named_redis_is_used_as_it_is(tmp_path):
    env = {"REDIS_URL": "redis://localhost/0"}

    assert run.choose_broker(tmp_path, env) is None
    assert names(run.lasting_programs(None, env)) == ["web", "worker", "deliver", "beat"]


def test_without_any_broker_workers_look_for_work_themselves(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(run, "embedded_broker", lambda folder: None)
    env: dict[str, str] = {}

    assert run.choose_broker(tmp_path, env) is None

    programs = run.lasting_programs(None, env)
    assert names(programs) == ["web", "worker", "deliver"]
    assert programs[1].command[-1] == "exec python manage.py work"
    assert programs[2].command[-1] == "exec python manage.py deliver"
    assert "No broker program" in capsys.readouterr().out


def test_a_second_start_on_the_same_folder_names_the_first(tmp_path):
    with run.only_one(tmp_path, "http://localhost:8000"), pytest.raises(Stop) as stop:
        run.only_one(tmp_path, "http://localhost:8001")

    assert f"already runs on {tmp_path}: http://localhost:8000 (process {os.getpid()})" in stop.value.problem
    run.only_one(tmp_path, "http://localhost:8001").close()


def test_a_state_folder_without_the_right_to_write_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CRAFTKIT_VAR", str(tmp_path / "file" / "var"))

    with pytest.raises(Stop) as stop:
        state_folder()

    assert f"keeps its data in {tmp_path / 'file' / 'var'} and cannot write there" in stop.value.problem
    assert "CRAFTKIT_VAR" in stop.value.remedy
