"""The whole product, started as `make run` starts it, on a folder and a port of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from bench.client import Client
from ops.console import Stop
from ops.kin import end_tree
from ops.leash import leashed
from ops.places import ROOT
from ops.servers import free_port
from ops.test import clean_environment

START_SECONDS = 120
STOP_SECONDS = 60
WORKERS = 2
DRIVER = "run-driver"


class System:
    """Web, broker, two workers and scheduler on SQLite."""

    def __init__(self, chromium: str, log: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="craftkit-bench-"))
        self.port = free_port()
        self.env = clean_environment(os.environ, self.folder) | {
            "CHROMIUM_PATH": chromium,
            "PORT": str(self.port),
            "WORKERS": str(WORKERS),
            "CRAFTKIT_RATE_LIMIT_PER_MINUTE": "1000000",
            "CRAFTKIT_LOG_LEVEL": "WARNING",
            "NO_COLOR": "1",
        }
        command = leashed([sys.executable, "-m", "ops.run"], signal.SIGTERM)
        with log.open("ab") as file:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=file, stderr=file)
        self.log = log

    def ready(self) -> Client:
        """A client, once the install has rendered its first PDF and every worker has its browser."""
        deadline = time.monotonic() + START_SECONDS
        pdf = self.folder / "demo" / "invoice.pdf"
        while not (pdf.exists() and len(self.workers()) == WORKERS):
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise Stop(f"Craftkit did not start; see {self.log}.")
            time.sleep(0.1)
        return self.client()

    def client(self) -> Client:
        """A client with the demo project's live key."""
        known = json.loads((self.folder / "demo" / "credentials.json").read_text())
        return Client(self.port, known["liveKey"])

    def workers(self) -> list[psutil.Process]:
        """The processes that hold a browser: the parents of Playwright's drivers."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        found = {}
        for process in family:
            with suppress(psutil.NoSuchProcess):
                if DRIVER in process.cmdline() and (parent := process.parent()):
                    found[parent.pid] = parent
        return list(found.values())

    def stop(self) -> None:
        """In good order, else by force."""
        tree = psutil.Process(self.process.pid)
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            end_tree(tree)
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
