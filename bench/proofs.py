"""`python -m bench.proofs`: what signatures must hold, in the full figures; the suite proves the same in fewer rounds.

500 forged copies of sealed PDFs, 500 edits of the audit table by a superuser, and 100 rounds of 50 submits at once by
one signer. It ends with status 1 when a single one gets through.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from ops.console import Stop, main, say
from ops.places import ROOT

FIGURES = {
    "TAMPERED_COPIES": ("500 forged copies", "test_tampering.py::test_no_tampered_copy_is_called_intact", 500),
    "AUDIT_EDITS": ("500 edits of the audit table", "test_tampering.py::test_every_edit_of_the_table_is_found", 500),
    "SUBMIT_ROUNDS": ("100 rounds of 50 submits", "test_storm.py::test_one_of_many_submits_is_the_signature", 100),
}


def run() -> int:
    """Each proof in a process of its own."""
    failed = 0
    for variable, (name, test, figure) in FIGURES.items():
        started = time.monotonic()
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", f"tests/signatures/{test}"]
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, variable: str(figure)}, capture_output=True, text=True, check=False
        )
        seconds = time.monotonic() - started
        failed += done.returncode != 0
        say(f"{'held' if done.returncode == 0 else 'BROKEN'}  {name} in {seconds:.0f} s")
        if done.returncode:
            say(done.stdout[-4000:])
    if failed:
        raise Stop(f"{failed} of {len(FIGURES)} proofs do not hold.")
    return 0


if __name__ == "__main__":
    sys.exit(main(run))
