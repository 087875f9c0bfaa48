"""`python -m ops.test [--lint]`: every check and every test on both forms of Craftkit; few words when all is well."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ops import debian, fonts, servers
from ops.browser import INSTALLED, chromium, find_installed
from ops.console import Stop, main, note, paint, say
from ops.leash import leashed
from ops.places import ROOT, VENV, state_folder

SECONDS = 1800
FEW = 3
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+::[^\[\s]+(?:\[.*?\])?)(?= - |$)", re.MULTILINE)
OURS = re.compile(r"CRAFTKIT_|DJANGO_|DATABASE_URL$|REDIS_URL$|STORAGE_URL$|PORT$|WORKERS$|WEB_|PYTEST_ADDOPTS$")
PACKAGES = ["craftkit", "templates_app", "renders", "signatures", "embed", "webhooks", "ops", "tests", "manage.py"]
CHECKS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy", *PACKAGES],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
}
SUITES = {
    "unit tests": ["-n", "auto", "-m", "not browser and not server"],
    "browser tests": ["-n", "2", "--dist", "loadfile", "-m", "browser and not server"],
    "server tests": ["-m", "server"],
}


def test() -> None:
    """Stops at the first check or suite that fails, after its whole output."""
    os.chdir(ROOT)
    lint_only = "--lint" in sys.argv[1:]
    state = state_folder()
    if not lint_only:
        provide(state / "log" / "apt.log")
        fonts.provide(state)
    with tempfile.TemporaryDirectory(prefix="craftkit-tests-") as folder:
        env = clean_environment(os.environ, Path(folder))
        for name, arguments in CHECKS.items():
            attempt(name, arguments, env)
        if lint_only:
            return
        env["CHROMIUM_PATH"] = chromium(state)
        run_suites("SQLite, embedded broker", env)
        with ExitStack() as stack:
            grown = {
                "DATABASE_URL": stack.enter_context(servers.postgres()),
                "REDIS_URL": stack.enter_context(servers.redis()),
            }
            run_suites("PostgreSQL, Redis", {**env, **grown})


def provide(log: Path) -> None:
    """The programs that the tests drive, from Debian's packages where one is missing."""
    present = {
        "postgresql": bool(servers.find_postgres("postgres")),
        "redis-server": bool(shutil.which("redis-server") or shutil.which("valkey-server")),
        "poppler-utils": bool(shutil.which("pdftotext")),
        "softhsm2": bool(shutil.which("softhsm2-util")),
        "gettext": bool(shutil.which("msgfmt")),
    }
    if debian.can_install():
        browser = os.environ.get("CHROMIUM_PATH") or any(map(find_installed, INSTALLED))
        present["chromium-headless-shell"] = bool(browser)
    missing = [package for package, found in present.items() if not found]
    if missing and not debian.can_install():
        raise Stop(f"The tests need {', '.join(missing)}.", debian.command_for(missing))
    if missing:
        debian.install(missing, log=log)


def clean_environment(given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Without the developer's own settings, which would change what is tested; state goes into `folder`."""
    env = {name: value for name, value in given.items() if not OURS.match(name)}
    path = os.pathsep.join([str(VENV / "bin"), given.get("PATH", os.defpath)])
    return {**env, "PATH": path, "CRAFTKIT_VAR": str(folder), "PYTHONUNBUFFERED": "1"}


def run_suites(form: str, env: Mapping[str, str]) -> None:
    """All tests on one form."""
    for name, arguments in SUITES.items():
        try_suite(f"{name} ({form})", arguments, env)


def try_suite(name: str, arguments: list[str], env: Mapping[str, str]) -> None:
    """Run one; up to FEW tests that failed run again by themselves, and are named even when they pass then.

    Browsers and killed processes beside one another on a small machine meet orders of events that hardly ever come
    again. Such a failure is still printed whole: it is a race to be mended, in the test or in Craftkit.
    """
    first = run(["-m", "pytest", *arguments], env)
    failed = FAILED.findall(first.output)
    if first.status != 1 or not 0 < len(failed) <= FEW:
        return report(name, first)
    say(first.output)
    report(f"{name}, those that failed by themselves", run(["-m", "pytest", "-n", "0", *failed], env))
    note(f"Failed beside others and passed by themselves, please mend: {' '.join(failed)}")


def attempt(name: str, arguments: list[str], env: Mapping[str, str]) -> None:
    """Run a check; one line when it is well, all it said when it is not."""
    report(name, run(arguments, env))


@dataclass(frozen=True)
class Outcome:
    """How a program ended: its exit status (-1 after SECONDS), all it said, and its duration in seconds."""

    status: int
    output: str
    seconds: float


def run(arguments: list[str], env: Mapping[str, str]) -> Outcome:
    """Python with these arguments, to its end."""
    start = time.monotonic()
    command = leashed([sys.executable, *arguments], 15)
    try:
        done = subprocess.run(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS, check=False
        )
        status, output = done.returncode, done.stdout
    except subprocess.TimeoutExpired as error:
        status, output = -1, error.stdout or b""
    return Outcome(status, output.decode(errors="replace"), time.monotonic() - start)


def report(name: str, outcome: Outcome) -> None:
    """Its last line when it is well; all it said, and no further, when it is not."""
    if outcome.status:
        say(outcome.output)
        ending = f"took longer than {SECONDS} s" if outcome.status == -1 else "failed"
        raise Stop(f"{name} {ending} ({outcome.seconds:.0f} s). The lines above say why.")
    said = outcome.output.strip()
    last = said.splitlines()[-1].strip("= ") if said else "nothing to complain of"
    say(f"{paint('✓', 'green')} {name}: {last} {paint(f'({outcome.seconds:.0f} s)', 'dim')}")


if __name__ == "__main__":
    main(test)
