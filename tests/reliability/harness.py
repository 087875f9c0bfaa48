"""A whole Craftkit as child processes in a temporary folder: database, broker, web, workers, scheduler."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import urllib3

from craftkit.lib.broker import embedded_broker
from ops.leash import leashed
from ops.places import ROOT
from ops.servers import free_port
from tests.reliability.ground import Ground, clean_environment
from tests.reliability.ledger import Ledger

# Longer than anything that ends well: who waits in vain loses only time.
PATIENCE_SECONDS = 300
STOP_SECONDS = 120
INVOICE: dict[str, Any] = {
    "customer": {"name": "Acme Corp"},
    "items": [{"name": "Widget", "qty": 5, "price": 9.99}],
    "total": 49.95,
}
# Takes a worker a few seconds, time enough to catch it in the act.
LONG_INVOICE: dict[str, Any] = {**INVOICE, "items": [{"name": f"Part {n}", "qty": 1, "price": n} for n in range(2500)]}


class Answer(NamedTuple):
    """What came back, and after how many milliseconds."""

    status: int
    body: Any
    headers: urllib3.HTTPHeaderDict
    milliseconds: float


class Program:
    """A program of the house; it can be started again, in a session of its own each time."""

    def __init__(self, name: str, command: list[str], env: dict[str, str], log: Path) -> None:
        self.name = name
        self.command = command
        self.env = env
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, leashed to us; what it says goes to the end of its log."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                leashed(self.command, signal.SIGKILL),
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Its process."""
        assert self.process is not None
        return self.process.pid

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """SIGKILL, to its main process alone."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def terminate(self, seconds: float = STOP_SECONDS) -> int:
        """SIGTERM, to its main process alone; the exit status."""
        if self.runs:
            os.kill(self.pid, signal.SIGTERM)
        return self.wait(seconds)

    def wait(self, seconds: float = STOP_SECONDS) -> int:
        """Until it ends; the exit status. One that does not end is asked for its stacks, which Celery logs."""
        assert self.process is not None
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.kill(self.pid, signal.SIGUSR1)
            time.sleep(1)
            raise


class House:
    """One install. Change `env` before a program starts; `close` ends all of it, whatever the test did."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.name = f"house_{secrets.token_hex(4)}"
        self.folder = Path(tempfile.mkdtemp(prefix="craftkit-house-"))
        # The browser runs as nobody in particular and must be able to come in.
        self.folder.chmod(0o711)
        self.state, self.temporary, self.logs = (self.folder / name for name in ("var", "tmp", "log"))
        for folder in (self.state, self.temporary, self.logs):
            folder.mkdir(mode=0o711)
        (self.state / "static").symlink_to(ground.static)
        self.port = free_port()
        self.env = {**clean_environment(self.state), **ground.copy(self.name, self.state)}
        self.env |= {"PORT": str(self.port), "TMPDIR": str(self.temporary), "WEB_THREADS": "16"}
        self.env["CRAFTKIT_BASE_URL"] = f"http://127.0.0.1:{self.port}"
        # A render that a busy machine holds up, or that somebody froze, must not end by its own deadline.
        self.env["CRAFTKIT_RENDER_SECONDS"] = str(2 * PATIENCE_SECONDS)
        self.ledger = Ledger(self.env.get("DATABASE_URL", ""), self.state / "craftkit.sqlite3")
        self.programs: dict[str, Program] = {}
        self.http = urllib3.PoolManager(maxsize=64, retries=False)

    def add(self, name: str, command: list[str]) -> Program:
        """A program under that name, started."""
        program = Program(name, command, dict(self.env), self.logs / name)
        self.programs[name] = program
        program.start()
        return program

    def start_broker(self) -> None:
        """The embedded broker, or, where the database is a server, a Redis of our own."""
        if self.ground.server:
            port = free_port()
            server = shutil.which("redis-server") or shutil.which("valkey-server")
            assert server is not None
            self.env["REDIS_URL"] = url = f"redis://127.0.0.1:{port}/0"
            self.add("broker", [server, "--port", str(port), "--bind", "127.0.0.1", "--save", ""])
        else:
            broker = embedded_broker(self.state)
            assert broker is not None
            self.env["CRAFTKIT_BROKER_URL"] = url = broker.url
            self.add("broker", broker.command)
        self.broker_url = url.replace("redis+socket://", "unix://").replace("?virtual_host=0", "")

    def start_web(self, *, processes: int = 1) -> None:
        """gunicorn as in production, until it answers."""
        self.env["WEB_PROCESSES"] = str(processes)
        self.add("web", [sys.executable, "-m", "gunicorn", "--config", "ops/web.py", "craftkit.wsgi"])
        until(self.is_alive, "the web process to answer")

    def start_workers(self, *names: str, lanes: int = 2) -> None:
        """Celery workers with so many lanes each, until every browser is warm."""
        wanted = self.ledger.ready_workers() + lanes * len(names)
        options = ["--concurrency", str(lanes), "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
        for name in names:
            command = [sys.executable, "-m", "celery", "--app", "craftkit.celery", "--quiet", "worker", *options]
            self.add(name, [*command, "--hostname", f"{name}@{self.name}"])
        until(lambda: self.ledger.ready_workers() >= wanted, "the workers' browsers")

    def start_work(self, name: str = "work") -> None:
        """A worker that needs no broker, until its browser is warm."""
        wanted = self.ledger.ready_workers() + 1
        self.add(name, [sys.executable, "manage.py", "work"])
        until(lambda: self.ledger.ready_workers() >= wanted, "the worker's browser")

    def revive(self) -> list[str]:
        """Start what has ended again, as a process manager would; the names."""
        ended = [program for program in self.programs.values() if not program.runs]
        for program in ended:
            program.start()
        return [program.name for program in ended]

    def is_alive(self) -> bool:
        """Whether the web process answers."""
        try:
            return self.call("GET", "/health").status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request with the demo project's live key; header names with underscores for hyphens."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given["Authorization"] = f"Bearer {self.ground.credentials['liveKey']}"
        started = time.perf_counter()
        url = f"http://127.0.0.1:{self.port}{path}"
        answer = self.http.request(method, url, json=body, headers=given, timeout=60)
        milliseconds = (time.perf_counter() - started) * 1000
        content = answer.json() if "json" in answer.headers.get("Content-Type", "") else answer.data
        return Answer(answer.status, content, answer.headers, milliseconds)

    def accept(self, data: Any = None, **headers: str) -> Answer:
        """Ask for an invoice."""
        return self.call("POST", "/v1/templates/invoice/render", {"data": data or INVOICE}, **headers)

    def family(self) -> list[psutil.Process]:
        """All living processes of this house, wherever they hang in the tree."""
        return [process for process in psutil.process_iter() if self.owns(process)]

    def owns(self, process: psutil.Process) -> bool:
        """Whether its environment points into our folder; the browser's own shows nothing else."""
        with suppress(psutil.Error):
            env = process.environ()
            return any(str(self.folder) in env.get(name, "") for name in ("CRAFTKIT_VAR", "TMPDIR", "HOME"))
        return False

    def traces(self) -> bytes:
        """All that the house left behind: its database, files and logs."""
        files = [path.read_bytes() for path in self.folder.rglob("*") if path.is_file()]
        return b"\n".join([*files, self.ledger.dump()])

    def stop_workers(self) -> None:
        """End all but web and broker, in good order."""
        leaving = [program for name, program in self.programs.items() if name not in {"web", "broker"}]
        for program in leaving:
            if program.runs:
                os.kill(program.pid, signal.SIGTERM)
        for program in leaving:
            program.wait()

    def close(self, *, keep: bool) -> None:
        """Kill everybody, free the database; the folder with the logs goes unless it is to be kept."""
        for program in self.programs.values():
            if program.runs:
                with suppress(ProcessLookupError):
                    os.killpg(program.pid, signal.SIGKILL)
                program.wait()
        for process in self.family():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.http.clear()
        self.ground.drop(self.name)
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for the condition, however busy the machine is; AssertionError naming what did not come."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE_SECONDS} s in vain for {what}"
        time.sleep(0.02)
