"""Whether the port is free, and if not, who has it."""

from __future__ import annotations

import errno
import socket

import psutil

from ops.console import Stop


def require_free(host: str, port: int) -> None:
    """Stop with the holder's name when something listens there already."""
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return
    except OSError as error:
        raise explain(error, host, port) from None


def explain(error: OSError, host: str, port: int) -> Stop:
    """Why nothing can listen there, and what helps."""
    if error.errno == errno.EADDRINUSE:
        return Stop(
            f"Port {port} is in use by {holder(port) or 'another program'}.",
            f"Stop it, or choose another port: make run PORT={port + 10 if port < 65000 else 8010}",
        )
    if error.errno == errno.EACCES:
        return Stop(f"Port {port} may only be opened by root.", "Choose one above 1023: make run PORT=8000")
    return Stop(f"Nothing can listen on {host}: {error.strerror}.", "Correct CRAFTKIT_HOST, or unset it for 127.0.0.1.")


def holder(port: int) -> str | None:
    """What listens on the port, as `command (process 123)`; None where we may not look."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return None
    listeners = (c.pid for c in connections if c.status == psutil.CONN_LISTEN and c.laddr and c.laddr.port == port)
    return next((described for pid in listeners if pid and (described := describe(pid))), None)


def describe(pid: int) -> str | None:
    """The process as a person knows it."""
    try:
        words = " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return None
    return f"{words if len(words) <= 60 else words[:59] + '…'} (process {pid})"
