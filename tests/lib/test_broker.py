"""The embedded broker: which program, which socket, and that Celery's client really reaches it."""

from __future__ import annotations

import os
import platform
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
from kombu import Connection

from craftkit.lib import broker


def test_the_broker_listens_on_a_private_socket_only(tmp_path):
    found = broker.embedded_broker(tmp_path)

    assert found is not None
    assert found.socket == tmp_path / "broker.sock"
    assert found.url == f"redis+socket://{found.socket}"
    assert found.command[found.command.index("--port") + 1] == "0"
    assert found.command[found.command.index("--maxmemory-policy") + 1] == "noeviction"


def test_an_installed_server_serves_where_the_wheel_is_missing(tmp_path, monkeypatch):
    program = tmp_path / "redis-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(broker, "bundled_program", lambda: None)

    found = broker.embedded_broker(tmp_path)

    assert found is not None
    assert found.command[0] == str(program)


def test_there_is_no_broker_without_a_server_program(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(broker, "bundled_program", lambda: None)

    assert broker.embedded_broker(tmp_path) is None


def test_a_wheel_for_another_machine_is_no_program(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")

    assert broker.bundled_program() is None


def test_a_path_too_long_for_a_socket_moves_to_a_private_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    deep = tmp_path / ("x" * 90) / ("y" * 90)

    path = broker.socket_path(deep)

    assert len(os.fsencode(path.name)) < broker.LONGEST_SOCKET_PATH
    assert path.parent.parent == tmp_path
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path == broker.socket_path(deep)


def test_a_temporary_folder_that_others_can_enter_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / "taken").mkdir(mode=0o777)
    (tmp_path / "taken").chmod(0o777)

    with pytest.raises(PermissionError, match="somebody else"):
        broker.private_folder("taken")


@pytest.mark.server
def test_celerys_client_reaches_the_embedded_broker(tmp_path: Path):
    found = broker.embedded_broker(tmp_path)
    assert found is not None
    server = subprocess.Popen(found.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    try:
        wait_for(found.socket)
        with Connection(found.url) as connection:
            queue = connection.SimpleQueue("bell")
            queue.put("ring")
            message = queue.get(timeout=30)
            message.ack()
            queue.close()
    finally:
        server.terminate()
        server.wait(60)

    assert message.payload == "ring"


def wait_for(path: Path) -> None:
    """Until the server takes calls at its socket, which is later than the socket is there."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(path))
            return
        time.sleep(0.02)
