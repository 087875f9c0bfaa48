"""`python -m ops.words`: collects the words of the pages for translators, and compiles their translations."""

from __future__ import annotations

import shutil
import subprocess

from ops import debian
from ops.console import Stop, main, step
from ops.places import PYTHON, ROOT, state_folder

GETTEXT = ("xgettext", "msgmerge", "msgfmt")


def collect() -> None:
    """Renew locale/ from templates and Python; Stop where gettext is missing and may not be installed."""
    if not all(map(shutil.which, GETTEXT)):
        if not debian.can_install():
            raise Stop("Collecting words needs GNU gettext.", debian.command_for(["gettext"]))
        debian.install(["gettext"], log=state_folder() / "log" / "apt.log")
    with step("collected the words into locale/, and compiled them"):
        run([str(PYTHON), "manage.py", "words"])
        for file in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
            run(["msgfmt", "--check", "-o", str(file.with_suffix(".mo")), str(file)])


def run(command: list[str]) -> None:
    """Run it, or stop with what it said."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"The words could not be collected: {done.stderr.strip()}", "Mend what these lines name.")


if __name__ == "__main__":
    main(collect)
