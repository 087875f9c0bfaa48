"""`python -m ops.run [--once]`: starts Craftkit on this machine, renders a first PDF, and stays until stopped.

With --once it stops by itself after that PDF, with status 0, or 1 where there was none.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from craftkit.lib.broker import Broker, embedded_broker
from ops import fonts
from ops.browser import chromium
from ops.child import Program
from ops.console import Stop, main, note, say
from ops.guard import guarded
from ops.places import PYTHON, ROOT, state_folder
from ops.port import require_free
from ops.supervisor import Supervisor
from ops.variables import child_environment

# The first render needs neither of these; on a small machine the others start sooner without them.
DELAYS = {"deliver": 3.0, "beat": 5.0}


def run() -> int:
    """Everything in order, each step only where it is needed."""
    os.chdir(ROOT)
    folder = state_folder()
    env = child_environment(os.environ, folder)
    lock = only_one(folder, env["CRAFTKIT_BASE_URL"])
    require_free(env["CRAFTKIT_HOST"], int(env["PORT"]))
    env["CHROMIUM_PATH"] = chromium(folder)
    fonts.provide(folder)
    broker = choose_broker(folder, env)
    # The embedded broker does not run yet, and there is nobody to ring for.
    quiet = {**env, "CRAFTKIT_BROKER_URL": ""} if broker else env
    if subprocess.run([str(PYTHON), "-m", "ops.prepare"], env=quiet, check=False).returncode:
        return 1
    once = "--once" in sys.argv[1:]
    say("  starting …")
    with lock:
        return guarded(lambda: manage(broker, env, once=once))


def only_one(folder: Path, url: str) -> IO[str]:
    """The lock that says who runs on this folder; it goes with the process, even a killed one."""
    lock = (folder / "run.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with lock:
            raise already_runs(folder, lock) from None
    lock.truncate(0)
    lock.write(json.dumps({"pid": os.getpid(), "url": url}))
    lock.flush()
    return lock


def already_runs(folder: Path, lock: IO[str]) -> Stop:
    """Who holds the lock, as its content tells."""
    lock.seek(0)
    try:
        other = json.load(lock)
    except ValueError:
        other = {"pid": "unknown", "url": "just starting"}
    return Stop(
        f"Craftkit already runs on {folder}: {other['url']} (process {other['pid']}).",
        "Use it, or stop it with Ctrl-C or kill. For a second install set CRAFTKIT_VAR and PORT.",
    )


def choose_broker(folder: Path, env: dict[str, str]) -> Broker | None:
    """Nothing to start where REDIS_URL names a server; else the embedded one, whose address goes into `env`."""
    if env.get("REDIS_URL") or env.get("CRAFTKIT_BROKER_URL"):
        return None
    broker = embedded_broker(folder)
    if broker is None:
        note("No broker program for this machine: workers look into the database ten times a second instead.")
        return None
    broker.socket.unlink(missing_ok=True)
    env["CRAFTKIT_BROKER_URL"] = broker.url
    return broker


def manage(broker: Broker | None, env: Mapping[str, str], *, once: bool) -> int:
    """Broker, web, workers and scheduler until stopped; beside them, once, the first render."""

    def greeted(status: int) -> None:
        if once:
            supervisor.stop(status)

    greeter = [str(PYTHON), "-m", "ops.first_render", *(["--once"] if once else [])]
    programs = [*lasting_programs(broker, env), Program("", greeter, lasting=False, on_end=greeted)]
    supervisor = Supervisor(programs, env=env)
    return supervisor.run()


def lasting_programs(broker: Broker | None, env: Mapping[str, str]) -> list[Program]:
    """As the Procfile has them; without any broker the workers look for work by themselves and need no scheduler."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    commands = dict(line.split(": ", 1) for line in lines)
    named = {name: shell(commands[name]) for name in ("web", "worker", "deliver", "beat")}
    if "CRAFTKIT_BROKER_URL" not in env and "REDIS_URL" not in env:
        alone = {"worker": shell("python manage.py work"), "deliver": shell("python manage.py deliver")}
        named = {"web": named["web"], **alone}
    programs = [Program(name, command, delay=DELAYS.get(name, 0)) for name, command in named.items()]
    return [*([Program("broker", broker.command, stops_last=True)] if broker else []), *programs]


def shell(line: str) -> list[str]:
    """A Procfile's line, which may name variables; the shell gives its place to the program."""
    return ["sh", "-c", f"exec {line}"]


if __name__ == "__main__":
    main(run)
