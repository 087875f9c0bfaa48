"""`make run` as a newcomer meets it: from an empty folder to a PDF, README's commands, a second start, Ctrl-C."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from ops.places import PYTHON, ROOT
from ops.servers import free_port

pytestmark = pytest.mark.server
CREDENTIALS = {
    "baseUrl", "email", "password", "accountKey", "liveKey", "testKey", "publishableKey", "adminKey", "projectId",
    "projectSlug", "invoiceHookToken", "invoiceHookSecret", "templates", "embedWebhookSecret",
}  # fmt: skip
WAIT_SECONDS = 300


class Craftkit:
    """One start of the whole product on a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.var = folder / "var"
        self.port = free_port()
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("CRAFTKIT_", "PYTEST_"))}
        self.env |= {"CRAFTKIT_VAR": str(self.var), "PORT": str(self.port), "WORKERS": "1"}
        # What a busy machine needs.
        self.env["CRAFTKIT_RENDER_SECONDS"] = str(WAIT_SECONDS)
        self.env.pop("DJANGO_SETTINGS_MODULE", None)
        self.env.pop("MAKELEVEL", None)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """As `make run` calls it."""
        log = (self.folder / "log").open("w")
        with log:
            return subprocess.Popen(
                [PYTHON, "-m", "ops.run", *arguments], cwd=ROOT, env=self.env, stdout=log, stderr=log, text=True
            )

    def said(self) -> str:
        return (self.folder / "log").read_text()

    def await_summary(self, process: subprocess.Popen[str]) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        while "Ctrl-C; everything is kept in" not in self.said():
            assert process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def credentials(self) -> dict[str, str]:
        return json.loads((self.var / "demo" / "credentials.json").read_text())

    def shell(self, script: str, **more: str) -> str:
        """A command from README, at this port, with this folder in the place of the checkout."""
        script = script.replace("localhost:8000", f"localhost:{self.port}")
        command = ["sh", "-euc", script]
        env = {**self.env, **more}
        done = subprocess.run(
            command, cwd=self.folder, env=env, capture_output=True, text=True, timeout=WAIT_SECONDS, check=True
        )
        return done.stdout

    def relatives(self) -> list[psutil.Process]:
        """All processes that were started for this folder."""
        return [process for process in psutil.process_iter() if self._owns(process)]

    def await_end(self) -> None:
        """Until nobody is left; what is killed needs a moment to die."""
        deadline = time.monotonic() + WAIT_SECONDS
        while left := self.relatives():
            assert time.monotonic() < deadline, left
            time.sleep(0.1)

    def _owns(self, process: psutil.Process) -> bool:
        try:
            return process.environ().get("CRAFTKIT_VAR") == str(self.var) and process.pid != os.getpid()
        except psutil.Error:
            return False


@pytest.fixture(scope="module")
def craftkit(tmp_path_factory) -> Iterator[Craftkit]:
    product = Craftkit(tmp_path_factory.mktemp("install"))
    yield product
    for process in product.relatives():
        with suppress(psutil.NoSuchProcess):
            process.kill()


@pytest.fixture(scope="module")
def running(craftkit: Craftkit) -> Iterator[subprocess.Popen[str]]:
    process = craftkit.start()
    craftkit.await_summary(process)
    yield process
    process.kill()
    process.wait(WAIT_SECONDS)


@pytest.fixture(scope="module")
def commands() -> list[str]:
    """README's shell samples about rendering."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    return [block for block in blocks if "curl" in block]


def test_the_first_start_ends_with_a_pdf_and_private_credentials(craftkit, running):
    demo = craftkit.var / "demo"

    assert (demo / "invoice.pdf").read_bytes().startswith(b"%PDF-")
    assert set(craftkit.credentials()) == CREDENTIALS
    assert "invoice" in craftkit.credentials()["templates"]
    assert stat.S_IMODE((demo / "credentials.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(craftkit.var.stat().st_mode) == 0o700


def test_the_summary_names_the_way_in(craftkit, running):
    known, said = craftkit.credentials(), craftkit.said()

    assert all(known[name] in said for name in ("baseUrl", "email", "password", "liveKey"))
    assert str(craftkit.var / "demo" / "invoice.pdf") in said


def test_readmes_commands_work_as_written(craftkit, running, commands):
    ask, fetch = commands

    render = json.loads(craftkit.shell(ask))
    key, deadline = craftkit.credentials()["liveKey"], time.monotonic() + WAIT_SECONDS
    poll = fetch.splitlines()[0]
    while json.loads(craftkit.shell(poll, KEY=key, ID=render["id"]))["status"] != "succeeded":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    craftkit.shell(fetch, KEY=key, ID=render["id"])

    assert (craftkit.folder / "invoice.pdf").read_bytes().startswith(b"%PDF-")


def test_a_second_start_on_the_folder_is_refused_while_the_first_runs(craftkit, running):
    second = subprocess.run(
        [PYTHON, "-m", "ops.run"],
        cwd=ROOT,
        env=craftkit.env,
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )

    assert second.returncode == 1
    assert f"already runs on {craftkit.var}" in second.stdout


def test_ctrl_c_leaves_nobody_and_the_next_start_finds_everything(craftkit, running):
    before = craftkit.credentials()
    running.send_signal(signal.SIGINT)

    assert running.wait(WAIT_SECONDS) == 0
    craftkit.await_end()

    again = craftkit.start("--once")

    assert again.wait(WAIT_SECONDS) == 0, craftkit.said()
    assert craftkit.credentials() == before
    craftkit.await_end()
