"""Whatever befalls the browser, the caller learns it in time and the next document is printed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

import psutil
import pytest

from renders.chromium import Lane, RenderCrashed, RenderTimeout, end_orphans
from renders.chromium.guard import is_alive
from renders.chromium.sheet import Sheet
from renders.options import Asset, PdfOptions
from tests.browser.conftest import PATIENCE_MS
from tests.browser.printing.conftest import text_of

pytestmark = pytest.mark.browser
PLAIN = PdfOptions()
# Takes minutes.
ENDLESS = "<table>" + "<tr><td>row<td>row<td>row" * 60_000
CHILD = """
import sys, time
from renders.chromium import Lane
from renders.options import PdfOptions
lane = Lane(executable=sys.argv[1])
lane.start()
print(lane.browser_process.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def own_lane(browser_path: str) -> Iterator[Lane]:
    """A lane to be maltreated."""
    lane = Lane(executable=browser_path)
    lane.start()
    yield lane
    lane.stop()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Does something while the endless document is being printed, however late the lane comes to that."""
    load = Sheet.load

    def arrange(act: Callable[[], None]) -> None:
        def loading(sheet: Sheet, html: str, assets: Mapping[str, Asset]) -> None:
            if html == ENDLESS:
                threading.Timer(0.5, act).start()
            load(sheet, html, assets)

        monkeypatch.setattr(Sheet, "load", loading)

    return arrange


def works(lane: Lane) -> bool:
    """Whether a document is printed."""
    return "still here" in text_of(lane.print("<p>still here", tenant="acme", options=PLAIN).pdf)


def comes(condition: Callable[[], bool]) -> bool:
    """Whether it is so soon, however busy the machine is."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < until and not condition():
        time.sleep(0.05)
    return condition()


def gone(process: psutil.Process) -> bool:
    """Whether the process ends."""
    return comes(lambda: not is_alive(process))


def kill_renderers(browser: psutil.Process) -> None:
    """SIGKILL for the processes that draw pages."""
    for child in browser.children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # the browser has others that come and go
            if "--type=renderer" in child.cmdline():
                child.kill()


def test_the_deadline_ends_a_document(own_lane: Lane) -> None:
    browser, started = own_lane.browser_process, time.monotonic()

    with pytest.raises(RenderTimeout) as raised:
        own_lane.print(ENDLESS, tenant="acme", options=PLAIN, deadline=started + 4.0)

    assert not raised.value.permanent
    assert gone(browser)
    assert works(own_lane)


def test_a_deadline_in_the_past_costs_no_browser(own_lane: Lane) -> None:
    browser = own_lane.browser_process

    with pytest.raises(RenderTimeout):
        own_lane.print("<p>late", tenant="acme", options=PLAIN, deadline=time.monotonic() - 1)

    assert works(own_lane)
    assert own_lane.browser_process == browser


def test_a_killed_browser_is_replaced(own_lane: Lane, soon) -> None:
    soon(own_lane.browser_process.kill)

    with pytest.raises(RenderCrashed) as raised:
        own_lane.print(ENDLESS, tenant="acme", options=PLAIN)

    assert raised.value.code == "render_crashed"
    assert not raised.value.permanent
    assert works(own_lane)


def test_a_page_that_dies_is_not_waited_for(own_lane: Lane, soon) -> None:
    soon(partial(kill_renderers, own_lane.browser_process))

    with pytest.raises(RenderCrashed):
        own_lane.print(ENDLESS, tenant="acme", options=PLAIN)

    assert works(own_lane)


def test_a_browser_that_died_in_its_sleep_is_not_missed(own_lane: Lane) -> None:
    browser = own_lane.browser_process
    browser.kill()

    assert gone(browser)
    assert works(own_lane)


def test_a_frozen_browser_and_driver_do_not_hold_the_caller(own_lane: Lane, soon) -> None:
    driver = own_lane.browser_process.parent()
    assert driver is not None
    soon(driver.suspend)
    started = time.monotonic()

    with pytest.raises(RenderTimeout):
        own_lane.print(ENDLESS, tenant="acme", options=PLAIN, deadline=started + 4.0)

    assert works(own_lane)


def test_the_browser_is_replaced_after_its_share_of_documents(browser_path: str) -> None:
    lane = Lane(executable=browser_path, recycle_after=3)
    lane.start()
    browsers = set()

    for _ in range(7):
        assert works(lane)
        browsers.add(lane.browser_process.pid)
    lane.stop()

    assert len(browsers) == 3


def test_a_browser_that_grew_fat_is_replaced(browser_path: str) -> None:
    lane = Lane(executable=browser_path, max_rss=1)
    lane.start()
    first = lane.browser_process

    for _ in range(21):
        assert works(lane)
    second = lane.browser_process
    lane.stop()

    assert first != second
    assert gone(first)


@pytest.fixture
def own_place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Temporary files of this test alone, for tests beside it make lanes as well; others may enter, as in /tmp."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o1777)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


def test_stop_leaves_nothing_behind(browser_path: str, own_place: Path) -> None:
    lane = Lane(executable=browser_path)
    lane.start()
    family = [lane.browser_process, *lane.browser_process.children(recursive=True)]
    assert list(own_place.glob("*craftkit-lane-*"))

    lane.stop()

    assert all(gone(process) for process in family)
    assert comes(lambda: list(own_place.glob("*craftkit-lane-*")) == [])


def test_a_forked_child_has_a_lane_of_its_own(own_lane: Lane) -> None:
    ours = own_lane.browser_process.pid

    child = os.fork()
    if child == 0:
        fine = False
        try:
            fine = works(own_lane) and own_lane.browser_process.pid != ours
            own_lane.stop()
        finally:  # whatever is wrong, only one of the two goes on with the other tests
            os._exit(0 if fine else 1)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert works(own_lane)
    assert own_lane.browser_process.pid == ours


def test_orphans_are_ended_and_others_are_not(own_lane: Lane, browser_path: str) -> None:
    with subprocess.Popen([sys.executable, "-c", CHILD, browser_path], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        orphan = psutil.Process(int(owner.stdout.readline()))
        room = Path(orphan.environ()["HOME"]).parent
        driver = orphan.parent()
        assert driver is not None
        driver.send_signal(signal.SIGSTOP)  # else it would end its browser itself
        end_orphans()
        assert orphan.is_running(), "its owner lives"
        owner.kill()
    assert orphan.is_running()

    killed = end_orphans()

    assert killed > 0
    assert gone(orphan)
    assert gone(driver)
    assert not room.exists()
    assert works(own_lane)


def test_a_worker_s_death_alone_ends_its_browser(browser_path: str) -> None:
    with subprocess.Popen([sys.executable, "-c", CHILD, browser_path], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        browser = psutil.Process(int(owner.stdout.readline()))
        owner.kill()

    assert gone(browser)
    end_orphans()
