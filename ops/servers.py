"""PostgreSQL and Redis for a test run: own instances in a temporary folder, gone afterwards whatever happens."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from redis import Redis, RedisError

from ops.console import Stop
from ops.debian import command_for
from ops.leash import leashed

START_SECONDS = 120
STOP_SECONDS = 15
UNPRIVILEGED = ("postgres", "nobody")
# Sockets that keep the ports they are bound to.
HELD: list[socket.socket] = []
NO_DURABILITY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@contextmanager
def postgres() -> Iterator[str]:
    """A fresh PostgreSQL on the loopback address; yields its DATABASE_URL, of a role that may create databases."""
    owner = unprivileged_user()
    with private_folder(owner) as folder:
        password, port = secrets.token_hex(16), free_port()
        initialise(folder, password, owner)
        options = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", *NO_DURABILITY]
        command = [postgres_program("postgres"), "-D", str(folder / "data")]
        for option in options:
            command += ["-c", option]
        # SIGINT is PostgreSQL's word for: now, but in order. SIGTERM would wait for clients.
        with running(command, folder, stop=signal.SIGINT, owner=owner) as process:
            url = f"postgres://craftkit:{password}@127.0.0.1:{port}/postgres"
            await_answer(lambda: psycopg.connect(url).close(), process, folder / "log")
            yield url


def initialise(folder: Path, password: str, owner: str | None) -> None:
    """The data folder, with a password since any local user can reach a loopback port."""
    secret = folder / "password"
    secret.write_text(password)
    hand_over(secret, owner)
    command = [postgres_program("initdb"), "-D", str(folder / "data"), "-U", "craftkit", "--pwfile", str(secret)]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=folder, user=owner)
    if done.returncode:
        raise Stop(f"PostgreSQL could not be initialised: {done.stderr.strip().splitlines()[-1:]}")


def postgres_program(name: str) -> str:
    """The path of one of the server's programs; Stop with the remedy where there is none."""
    program = find_postgres(name)
    if program is None:
        raise Stop("The tests need PostgreSQL.", command_for(["postgresql"]))
    return program


def find_postgres(name: str) -> str | None:
    """Debian keeps the programs, one set a version, where no PATH leads."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return str(found[-1]) if found else shutil.which(name)


@contextmanager
def redis() -> Iterator[str]:
    """A fresh Redis on the loopback address without persistence; yields its REDIS_URL."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        raise Stop("The tests need Redis.", command_for(["redis-server"]))
    with private_folder(None) as folder:
        port = free_port()
        command = [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
        with running(command, folder, stop=signal.SIGTERM, owner=None) as process:
            url = f"redis://127.0.0.1:{port}/0"
            await_answer(lambda: Redis.from_url(url).ping(), process, folder / "log")
            yield url


@contextmanager
def private_folder(owner: str | None) -> Iterator[Path]:
    """A temporary folder that its owner alone may enter; short, since a socket's path must be."""
    folder = Path(tempfile.mkdtemp(prefix="craftkit-"))
    hand_over(folder, owner)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(
    command: list[str], folder: Path, *, stop: signal.Signals, owner: str | None
) -> Iterator[subprocess.Popen[bytes]]:
    """The command as `owner` until the block ends, or until we die; it says what it says into `folder`/log."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            leashed(command, stop, user=owner), stdout=log, stderr=log, cwd=folder, start_new_session=True
        )
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def await_answer(ask: Callable[[], object], process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers, which is later than its port opens; Stop with its last line when it ends instead."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            ask()
            return
        except (psycopg.OperationalError, RedisError):
            time.sleep(0.05)
    raise Stop(f"A server for the tests did not start: {log.read_text(errors='replace').strip().splitlines()[-1:]}")


def free_port() -> int:
    """A port of the loopback address that is free now, and that on Linux nobody else is given while we live.

    There an address that is only bound may be listened at by whoever shares addresses (SO_REUSEADDR), as servers do.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    port = int(held.getsockname()[1])
    if sys.platform == "linux":
        HELD.append(held)
    else:
        held.close()
    return port


def unprivileged_user() -> str | None:
    """Who runs PostgreSQL, which refuses root; None where we are not root anyway."""
    if os.geteuid():
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def hand_over(path: Path, owner: str | None) -> None:
    """Give the file or folder to that user."""
    if owner:
        shutil.chown(path, owner)
