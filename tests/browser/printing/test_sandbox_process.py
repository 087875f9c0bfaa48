"""The browser runs without rights: another user, sandboxed, and with nothing of the worker in its hands."""

from __future__ import annotations

import os
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from renders.chromium import BrowserUnavailable, Lane
from renders.options import PdfOptions
from tests.browser.conftest import PATIENCE_MS

pytestmark = pytest.mark.browser
Seen = TypeVar("Seen")


def seen(lane: Lane, look: Callable[[psutil.Process], Seen]) -> list[Seen]:
    """What is seen of all processes of the lane's browser, but for those that end while one looks."""
    found: list[Seen] = []
    for process in (lane.browser_process, *lane.browser_process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError):
            found.append(look(process))
    return found


def status(process: psutil.Process) -> dict[str, str]:
    """The kernel's view of a process."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def test_no_process_runs_without_the_sandbox(lane: Lane) -> None:
    flags = [argument for arguments in seen(lane, psutil.Process.cmdline) for argument in arguments]

    assert [flag for flag in flags if "no-sandbox" in flag or "disable-setuid-sandbox" in flag] == []
    assert not {"--single-process", "--no-zygote", "--disable-web-security"} & set(flags)


def test_renderers_are_filtered_and_walled_off(lane: Lane) -> None:
    lane.print("<p>text", tenant="acme", options=PdfOptions())

    renderers = [walls for walls in seen(lane, walls_of) if walls]

    assert renderers
    assert {(seccomp, rights) for seccomp, rights, _ in renderers} == {("2", 0)}
    assert os.readlink("/proc/self/ns/net") not in {network for *_, network in renderers}


def walls_of(process: psutil.Process) -> tuple[str, int, str] | None:
    """Filter, rights and network of a process that draws; one that was just born gets time to build its walls."""
    if "--type=renderer" not in process.cmdline():
        return None
    until = time.monotonic() + PATIENCE_MS / 1000
    while status(process)["Seccomp"] != "2" and time.monotonic() < until:
        time.sleep(0.05)
    said = status(process)
    return said["Seccomp"], int(said["CapEff"], 16), os.readlink(f"/proc/{process.pid}/ns/net")


def test_no_process_is_root(lane: Lane) -> None:
    states = seen(lane, status)

    assert states
    assert [state["Name"] for state in states if "0" in (*state["Uid"].split(), *state["Gid"].split())] == []
    assert int(status(lane.browser_process)["CapEff"], 16) == 0


def test_root_sheds_its_groups_and_the_way_back(lane: Lane) -> None:
    browser = status(lane.browser_process)

    was_root = os.geteuid() == 0

    assert browser["Groups"] == "" or not was_root
    assert browser["NoNewPrivs"] == "1" or not was_root


def test_the_browser_holds_no_socket_of_the_worker(browser_path: str) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    os.set_inheritable(listener.fileno(), True)
    ours = os.fstat(listener.fileno())
    lane = Lane(executable=browser_path)

    lane.start()
    held = {handle for handles in seen(lane, handles_of) for handle in handles}
    lane.stop()
    listener.close()

    assert held
    assert (ours.st_dev, ours.st_ino) not in held


def handles_of(process: psutil.Process) -> set[tuple[int, int]]:
    """What a process has open; it opens and closes while one looks."""
    held: set[tuple[int, int]] = set()
    for entry in Path(f"/proc/{process.pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found = entry.stat()
            held.add((found.st_dev, found.st_ino))
    return held


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that the browser's own user may enter, as it may not pytest's."""
    with tempfile.TemporaryDirectory(prefix="craftkit-public-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_without_a_sandbox_the_start_names_the_setting(public_folder: Path) -> None:
    browser = public_folder / "browser"
    browser.write_text("#!/bin/sh\necho 'FATAL:zygote_host_impl_linux.cc(126)] No usable sandbox!' >&2\nexit 1\n")
    browser.chmod(0o755)
    lane = Lane(executable=str(browser))

    with pytest.raises(BrowserUnavailable, match="CRAFTKIT_CHROMIUM_SANDBOX=off"):
        lane.start()

    lane.stop()


def test_the_risk_can_be_accepted(browser_path: str) -> None:
    lane = Lane(executable=browser_path, sandbox=False)

    lane.start()
    flags = lane.browser_process.cmdline()
    lane.stop()

    assert "--no-sandbox" in flags
