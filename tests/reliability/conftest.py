"""Houses for tests: built for one test each, and torn down whatever happened."""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Iterator

import pytest

from tests.reliability.desk import HASTE
from tests.reliability.ground import Ground, laid
from tests.reliability.harness import House

ROUTINE = re.compile(r"render.succeeded|status=20\d")
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show how the logs of a failed test's house end, and remember to keep them."""
    report = yield
    house = getattr(item, "funcargs", {}).get("house")
    if report.failed and house is not None:
        item.stash[FAILED] = True
        report.sections.append(("the house", story(house)))
    return report


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """PostgreSQL with a Redis where DATABASE_URL names a server, else SQLite with the embedded broker."""
    with laid(tmp_path_factory.mktemp("ground"), os.environ.get("DATABASE_URL", "")) as ground:
        yield ground


@pytest.fixture
def house(ground: Ground, request: pytest.FixtureRequest) -> Iterator[House]:
    """A house without any program yet."""
    house = House(ground)
    try:
        yield house
    finally:
        house.close(keep=request.node.stash.get(FAILED, False))


@pytest.fixture
def desk(house: House) -> House:
    """A house with a broker and a web process, and times a thousandth of the real ones."""
    house.env |= HASTE
    house.start_broker()
    house.start_web()
    return house


def story(house: House) -> str:
    """Where the logs are, and the last that each program said beside reporting its successes."""
    parts = [f"logs: {house.logs}"]
    for log in sorted(house.logs.iterdir()):
        lines = log.read_text(errors="replace").splitlines()
        parts += [f"--- {log.name}", *[line[:200] for line in lines if not ROUTINE.search(line)][-25:]]
    return "\n".join(parts)
