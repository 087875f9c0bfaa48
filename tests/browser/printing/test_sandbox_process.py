"""The browser runs without rights: another user, sandboxed, and with nothing of the worker in its hands."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from renders.chromium import BrowserUnavailable, Lane
from renders.options import PdfOptions

pytestmark = pytest.mark.browser


def family(lane: Lane) -> list[psutil.Process]:
    """All processes of the lane's browser."""
    return [lane.browser_process, *lane.browser_process.children(recursive=True)]


def status(process: psutil.Process) -> dict[str, str]:
    """The kernel's view of a process."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def test_no_process_runs_without_the_sandbox(lane: Lane) -> None:
    flags = [argument for process in family(lane) for argument in process.cmdline()]

    assert [flag for flag in flags if "no-sandbox" in flag or "disable-setuid-sandbox" in flag] == []
    assert not {"--single-process", "--no-zygote", "--disable-web-security"} & set(flags)


def test_renderers_are_filtered_and_walled_off(lane: Lane) -> None:
    lane.print("<p>text", tenant="acme", options=PdfOptions())

    renderers = [process for process in family(lane) if "--type=renderer" in process.cmdline()]

    assert renderers
    for renderer in renderers:
        assert status(renderer)["Seccomp"] == "2"
        assert int(status(renderer)["CapEff"], 16) == 0
        assert os.readlink(f"/proc/{renderer.pid}/ns/net") != os.readlink("/proc/self/ns/net")


def test_no_process_is_root(lane: Lane) -> None:
    states = [status(process) for process in family(lane)]

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
    ours = os.stat(listener.fileno()).st_ino
    lane = Lane(executable=browser_path)

    lane.start()
    held = {entry.stat().st_ino for process in family(lane) for entry in Path(f"/proc/{process.pid}/fd").iterdir()}
    lane.stop()
    listener.close()

    assert ours not in held


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
