"""`python -m bench.lists [--postgres]`: how soon the pages of the dashboard answer when the database is full.

100,000 documents, 10,000 deliveries and 500 templates, on SQLite or on a PostgreSQL of its own; the web server as
`make run` starts it, without workers, since some of those documents wait. One reader, who is signed in, opens every
page and every list in all ways to narrow it. It ends with status 1 when a list is above the bar.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg

from bench.visitor import Turn, Visitor
from ops import servers
from ops.console import Stop, main, say, step
from ops.kin import end_tree
from ops.leash import leashed
from ops.places import ROOT
from ops.run import lasting_programs
from ops.test import clean_environment
from ops.variables import child_environment

RESULTS = ROOT / "bench" / "results"
LOG = RESULTS / "log.txt"
BAR_MS = 300
WARM, READINGS, SECONDS = 2, 20, 4.0
# A page that asks the database next to nothing, read in between: what it takes is the machine's doing.
CALM, CALM_READINGS = "mail-sample", 2
START_SECONDS, STOP_SECONDS, SEED_SECONDS = 60, 20, 600
SHOWN = 12


def run() -> int:
    """Fill, start, read."""
    os.chdir(ROOT)
    RESULTS.mkdir(exist_ok=True)
    form = "postgres" if "--postgres" in sys.argv[1:] else "sqlite"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="craftkit-bench-")))
        url = stack.enter_context(servers.postgres()) if form == "postgres" else ""
        env = environment(folder, url)
        found = filled(folder, env)
        web = stack.enter_context(served(env))
        with step(f"{len(found['pages'])} pages"):
            lines = measured(found, int(env["PORT"]), [web, *database_processes(url)])
    return conclude(form, lines)


def environment(folder: Path, url: str) -> dict[str, str]:
    """Of an install on that folder and that database; no address of it leads outside."""
    env = clean_environment(os.environ, folder) | {"PORT": str(servers.free_port()), "CRAFTKIT_LOG_LEVEL": "WARNING"}
    if url:
        env["DATABASE_URL"] = url
    return child_environment(env, folder)


def filled(folder: Path, env: Mapping[str, str]) -> dict[str, Any]:
    """Prepare the install and fill it; who can sign in, and which pages there are."""
    out = folder / "pages.json"
    with step("a full database", notice="filling a database takes a minute or two"):
        for arguments in (["ops.prepare"], ["bench.seeding", str(out)]):
            command = leashed([sys.executable, "-m", *arguments], signal.SIGTERM)
            with LOG.open("ab") as log:
                done = subprocess.run(command, env=env, stdout=log, stderr=log, timeout=SEED_SECONDS, check=False)
            if done.returncode:
                raise Stop(f"{arguments[0]} failed; see {LOG}.")
    return dict(json.loads(out.read_text()))


@contextmanager
def served(env: Mapping[str, str]) -> Iterator[psutil.Process]:
    """The web server alone."""
    program = next(program for program in lasting_programs(None, env) if program.name == "web")
    with LOG.open("ab") as log:
        process = subprocess.Popen(leashed(program.command, signal.SIGTERM), env=env, stdout=log, stderr=log)
    tree = psutil.Process(process.pid)
    try:
        await_port(int(env["PORT"]), process)
        yield tree
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            end_tree(tree)
            process.wait()


def await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until it answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            Visitor(port).read("/accounts/login/")
            return
        except OSError:
            time.sleep(0.1)
    raise Stop(f"The web server did not start; see {LOG}.")


def database_processes(url: str) -> list[psutil.Process]:
    """The database's own process above the one that answers us; none for SQLite, which has none."""
    if not url:
        return []
    with psycopg.connect(url) as connection:
        parent = psutil.Process(connection.info.backend_pid).parent()
    return [parent] if parent else []


def cpu_seconds(trees: list[psutil.Process]) -> float:
    """What these and everything below them have worked so far."""
    times = [one.cpu_times() for tree in trees for one in (tree, *tree.children(recursive=True))]
    return sum(time.user + time.system for time in times)


def measured(found: Mapping[str, Any], port: int, trees: list[psutil.Process]) -> list[dict[str, Any]]:
    """Each page in turn, and the calm page after each."""
    visitor = Visitor(port)
    visitor.sign_in(found["email"], found["password"])
    calm = next(page["path"] for page in found["pages"] if page["name"] == CALM)
    lines = []
    for page in found["pages"]:
        visitor.read(page["path"])
        before = cpu_seconds(trees)
        turn = visitor.turn(page["path"], warm=WARM, count=READINGS, seconds=SECONDS)
        worked = (cpu_seconds(trees) - before) * 1000 / (len(turn.times) + WARM)
        beside = visitor.turn(calm, warm=0, count=CALM_READINGS, seconds=SECONDS)
        lines.append(line(page, turn, worked, beside))
    return lines


def line(page: Mapping[str, Any], turn: Turn, worked: float, beside: Turn) -> dict[str, Any]:
    """What is kept of a page's turn; `cpu` is what server and database worked for one reading."""
    figures = {"p50": statistics.median(turn.times), "p95": p95(turn.times), "cpu": worked}
    return {
        **{name: page[name] for name in ("name", "is_list")},
        **{name: round(value, 1) for name, value in figures.items()},
        "calm": round(statistics.median(beside.times), 1),
        "bytes": turn.size,
        "times": [round(taken, 1) for taken in turn.times],
    }


def p95(times: list[float]) -> float:
    """95 of 100 are not above it."""
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def conclude(form: str, lines: list[dict[str, Any]]) -> int:
    """Print, keep, judge."""
    load = os.getloadavg()[0]
    slowest = sorted(lines, key=lambda line: -line["p95"])
    say(f"{'':46}    p50    p95    cpu   calm")
    for line in slowest[:SHOWN]:
        figures = "".join(f"{line[name]:7.0f}" for name in ("p50", "p95", "cpu", "calm"))
        say(f"{'list' if line['is_list'] else 'page'}  {line['name'][:40]:40}{figures}")
    lists = [line for line in lines if line["is_list"]]
    missed = [line["name"] for line in lists if line["p95"] > BAR_MS]
    say(f"{len(lists)} lists and {len(lines) - len(lists)} other pages on {form}; load {load:.1f}")
    command = "python -m bench.lists" + (" --postgres" if form == "postgres" else "")
    content = {"command": command, "cores": os.cpu_count(), "load": load, "bar": BAR_MS, "missed": missed}
    path = RESULTS / f"lists-{form}-{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.write_text(json.dumps({**content, "pages": lines}, indent=1))
    if missed:
        raise Stop(f"Above {BAR_MS} ms: {', '.join(missed)}", "On a busy machine measure again when it is calm.")
    return 0


if __name__ == "__main__":
    main(run)
