"""What comes from the system's packages: installed where we are root on Debian or Ubuntu, else named exactly."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from ops.console import Stop, quietly, step

APT_SECONDS = 900


def can_install() -> bool:
    """Whether apt-get is here and we may use it."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def command_for(packages: list[str]) -> str:
    """What a person would type for the same."""
    return f"sudo apt-get install -y {' '.join(packages)}"


def available(package: str) -> bool:
    """Whether apt could install the package; reads the lists anew where there are none."""
    if not any(Path("/var/lib/apt/lists").glob("*_Packages*")):
        subprocess.run(["apt-get", "update"], capture_output=True, timeout=APT_SECONDS, check=False)
    policy = subprocess.run(["apt-cache", "policy", package], capture_output=True, text=True, check=False)
    return "Candidate:" in policy.stdout and "Candidate: (none)" not in policy.stdout


def download(packages: list[str], *, log: Path, seconds: float) -> None:
    """Only fetch, for `install` to find; Stop when that fails, or one of its two steps takes longer than `seconds`."""
    names, explain = " ".join(packages), explainer(packages, log)
    get = ["apt-get", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=15", "-o", "Acquire::https::Timeout=15"]
    with step(f"downloaded {names}", notice=f"downloading {names}"):
        # Not by a shell: stopping a shell would leave apt-get behind, which holds apt's lock.
        quietly([*get, "update"], log=log, timeout=seconds, explain=explain)
        fetch = [*get, "install", "-y", "-d", "--no-install-recommends", *packages]
        quietly(fetch, log=log, timeout=seconds, explain=explain)


def explainer(packages: list[str], log: Path) -> Callable[[str], Stop]:
    """Makes of apt's output the Stop that says its reason."""

    def explain(output: str) -> Stop:
        lines = [line for line in output.splitlines() if line.startswith(("E:", "ERROR:"))]
        reason = lines[0].partition(":")[2].strip() if lines else "apt-get failed"
        return Stop(
            f"Installing {' '.join(packages)} failed: {reason}",
            f"Try `{command_for(packages)}` by hand; the whole output is in {log}.",
        )

    return explain


def install(packages: list[str], *, log: Path) -> None:
    """Install as root; Stop with apt's own reason when it fails. `log` keeps the whole output."""
    names = " ".join(packages)
    # Packages of servers would start their own instance at installation; the run level says that nothing is to start.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    get = 'apt-get update; exec apt-get install -y --no-install-recommends "$@"'
    with step(f"installed {names} with apt", notice=f"installing {names} with apt"):
        quietly(
            ["sh", "-c", get, "sh", *packages],
            log=log,
            timeout=APT_SECONDS,
            explain=explainer(packages, log),
            env=quiet,
        )
