"""A used port is named with its holder."""

from __future__ import annotations

import errno
import os
import socket

import psutil
import pytest

from ops import port
from ops.console import Stop
from ops.servers import free_port


@pytest.mark.server
def test_a_used_port_stops_with_the_holders_process_and_the_remedy():
    with socket.create_server(("127.0.0.1", 0)) as holder:
        number = holder.getsockname()[1]

        with pytest.raises(Stop) as stop:
            port.require_free("127.0.0.1", number)

    assert f"Port {number} is in use by " in stop.value.problem
    assert f"(process {os.getpid()})" in stop.value.problem
    assert "make run PORT=" in stop.value.remedy


@pytest.mark.server
def test_a_free_port_is_fine():
    number = free_port()

    port.require_free("127.0.0.1", number)

    with socket.create_server(("127.0.0.1", number)) as late:
        assert late.getsockname()[1] == number, "asking must not take the port away"


@pytest.mark.parametrize(
    ("number", "text"),
    [(errno.EACCES, "only be opened by root"), (errno.EADDRNOTAVAIL, "Nothing can listen on 10.9.9.9")],
)
def test_other_refusals_are_explained_too(number, text):
    stop = port.explain(OSError(number, os.strerror(number)), "10.9.9.9", 80)

    assert text in stop.problem
    assert stop.remedy


def test_a_holder_we_may_not_look_at_is_another_program(monkeypatch):
    def refuse(kind: str) -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil, "net_connections", refuse)

    assert "in use by another program" in port.explain(OSError(errno.EADDRINUSE, ""), "127.0.0.1", 8000).problem
